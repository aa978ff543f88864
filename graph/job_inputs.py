"""What a new job is, and where its fields stand in an input that has it inside."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Final

import strawberry
from strawberry import UNSET
from strawberry.utils.str_converters import to_camel_case

from domain import jobs
from domain.errors import Fault, InvalidInput, Refusal
from graph.scalars import JSON, Credits

# Field as the domain names it → its path in the input.
Places = Mapping[str, tuple[str, ...]]


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


_FIELDS: Final = tuple(to_camel_case(field.name) for field in fields(JobInput))


def new_job_at(*path: str) -> Places:
    """Where an input has the fields of the new job that it has inside."""
    return {name: (*path, name) for name in _FIELDS}


@contextmanager
def blamed_at(places: Places) -> Iterator[None]:
    """Refusals that blame a field of one of these names blame it where the input has it."""
    try:
        yield
    except InvalidInput as wrong:
        faults = [Fault(_placed(places, fault.field), fault.message) for fault in wrong.faults]
        raise InvalidInput.of(faults) from wrong
    except Refusal as refusal:
        if refusal.field is not None:
            refusal.field = _placed(places, refusal.field)
        raise


def _placed(places: Places, field: tuple[str | int, ...]) -> tuple[str | int, ...]:
    place = places.get(str(field[0])) if field else None
    return field if place is None else (*place, *field[1:])
