"""Opaque, typed global ids: each object has exactly one."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from uuid import UUID

import strawberry

from domain.errors import InvalidInput

Field = Sequence[str | int] | str


def global_id(type_name: str, key: UUID) -> strawberry.ID:
    text = urlsafe_b64encode(f"{type_name}:{key}".encode()).decode().rstrip("=")
    return strawberry.ID(text)


def parse_global_id(value: str, field: Field = "id") -> tuple[str, UUID]:
    """Type name and key; `InvalidInput` names `field` when there cannot be such an id."""
    try:
        type_name, _, key_text = (
            urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().partition(":")
        )
        key = UUID(key_text)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(field, "This is not a global ID.") from error
    if global_id(type_name, key) != value:
        raise InvalidInput(field, "This is not a global ID.")
    return type_name, key


def key_of(type_name: str, value: str, field: Field = "id") -> UUID:
    """The row id in a global id that must be of this type."""
    found, key = parse_global_id(value, field)
    if found != type_name:
        raise InvalidInput(field, f"This is the global ID of a {found}, not of a {type_name}.")
    return key
