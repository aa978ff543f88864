"""The domain's own enums in the schema, with descriptions; there are no twins."""

from enum import Enum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition


def describe_enum(
    enum: type[Enum], description: str, *, name: str | None = None, **values: str
) -> None:
    """Publish `enum`; every member needs its description."""
    strawberry.enum(enum, name=name or enum.__name__, description=description)
    definition: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values.pop(value.name)
    if values:
        raise ValueError(f"{enum.__name__} has no {', '.join(values)}")
