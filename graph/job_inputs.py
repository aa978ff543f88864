"""What a new job is, and where its fields stand in an input that has it inside."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Final

import strawberry
from strawberry import UNSET
from strawberry.utils.str_converters import to_camel_case

from domain import jobs
from domain.errors import Fault, InvalidInput, Refusal
from graph.scalars import JSON, Credits


@strawberry.input(description="What a new job is.")
class JobInput:
    team_id: str | None = strawberry.field(
        default=UNSET, description="Natural key of the team; the caller's own when omitted."
    )
    job_type: str = strawberry.field(description="Kind of work.")
    end_user_id: str | None = strawberry.field(
        default=UNSET, description="The team's own user behind it."
    )
    external_task_id: str | None = strawberry.field(
        default=UNSET, description="The team's own ID for it."
    )
    metadata: JSON | None = strawberry.field(
        default=UNSET, description="Free-form data, at most 10 KB."
    )
    max_credits: Credits | None = strawberry.field(
        default=UNSET, description="Most credits it may be charged."
    )
    max_calls: int | None = strawberry.field(default=UNSET, description="Most calls it may make.")

    def wanted(self) -> jobs.NewJob:
        sent = {field.name: getattr(self, field.name) for field in fields(self)}
        return jobs.NewJob(**{name: value for name, value in sent.items() if value is not UNSET})


NEW_JOB: Final = frozenset(to_camel_case(field.name) for field in fields(JobInput))


@contextmanager
def blamed_at(*path: str, names: Collection[str]) -> Iterator[None]:
    """Refusals that blame a field of one of these names blame it where the input has it."""
    try:
        yield
    except InvalidInput as wrong:
        faults = [Fault(_placed(path, fault.field, names), fault.message) for fault in wrong.faults]
        raise InvalidInput.of(faults) from wrong
    except Refusal as refusal:
        if refusal.field is not None:
            refusal.field = _placed(path, refusal.field, names)
        raise


def _placed(
    path: tuple[str, ...], field: tuple[str | int, ...], names: Collection[str]
) -> tuple[str | int, ...]:
    return (*path, *field) if field and field[0] in names else field
