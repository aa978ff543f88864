"""Legacy JSON: one form of time, whole credits, plain numbers.

Credits are kept in millionths and shown whole, rounded down, so that nobody is shown a credit
that is not there. What is used is shown as allocated minus remaining, so that the three add up.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

MICROS: Final = 1_000_000


class Output(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class Message(Output):
    message: str


def timestamp(moment: datetime) -> str:
    """`2026-01-31T12:00:00.000Z`, cut to milliseconds."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def whole_credits(micro_credits: int) -> int:
    """Rounded down, below zero too."""
    return micro_credits // MICROS


def micro_credits(whole: int) -> int:
    return whole * MICROS


Timestamp = Annotated[
    datetime,
    PlainSerializer(timestamp, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


def without_null(schema: dict[str, Any]) -> None:
    """Makes the schema of a nullable field that of one that may be absent instead."""
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1:
        schema.update(kinds[0])
    if schema.get("default", ...) is None:
        del schema["default"]


def left_out_when_none(description: str | None = None) -> Any:
    """A field that the answer has only when there is something to say: `error: str | None = …`."""
    return Field(
        default=None,
        exclude_if=lambda value: value is None,
        json_schema_extra=without_null,
        description=description,
    )
