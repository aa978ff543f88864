"""Small inputs that several nouns share."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from strawberry import UNSET

from domain.errors import InvalidInput


@strawberry.enum(description="Direction of an ordering.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value(
        "ASC", description="Smallest, earliest or first in the alphabet first."
    )
    DESC = strawberry.enum_value(
        "DESC", description="Largest, latest or last in the alphabet first."
    )


@strawberry.input(
    description="A half-open interval `[from, until)`. A missing bound leaves that side open."
)
class DateTimeRange:
    from_: datetime | None = strawberry.field(
        name="from", default=UNSET, description="First instant included."
    )
    until: datetime | None = strawberry.field(
        default=UNSET, description="First instant no longer included."
    )


@strawberry.input(one_of=True, description="Exactly one organization or team, by its natural key.")
class ScopeInput:
    organization_id: str | None = strawberry.field(
        default=UNSET, description="Natural key of an organization."
    )
    team_id: str | None = strawberry.field(default=UNSET, description="Natural key of a team.")


def given(
    update: object, *, without: Collection[str] = (), never_null: Collection[str] = ()
) -> dict[str, Any]:
    """The fields of an update input that were sent, null included where it means something."""
    values = {field.name: getattr(update, field.name) for field in fields(update)}  # type: ignore[arg-type]
    for name in never_null:
        if values[name] is None:
            raise InvalidInput(name, "Must not be null.")
    return {
        name: value for name, value in values.items() if value is not UNSET and name not in without
    }
