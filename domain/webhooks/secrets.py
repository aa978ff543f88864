"""Secrets of webhook endpoints: made here, kept sealed, and shown to whoever asked for them."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.ports import Vault
from persistence.models import WebhookEndpoint, uuid7

PREFIX: Final = "whsec_"
# How long the secret that was replaced signs along.
OVERLAP: Final = timedelta(hours=24)
_RANDOM_BYTES: Final = 32

# The columns they are sealed for.
PRESENT: Final = "sealed_secret"
PREVIOUS: Final = "sealed_previous_secret"
AUTHORIZATION: Final = "sealed_authorization"


@dataclass(frozen=True, slots=True)
class Minted:
    """A new secret before it is stored; made before the transaction that stores it."""

    endpoint_key: UUID
    secret: str = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Issued:
    """An endpoint with the secret that its messages are signed with."""

    endpoint: WebhookEndpoint
    secret: str = field(repr=False)


def mint(vault: Vault, endpoint_key: UUID | None = None) -> Minted:
    """For this endpoint, or for a new one."""
    key = endpoint_key or uuid7()
    secret = PREFIX + base64.b64encode(secrets.token_bytes(_RANDOM_BYTES)).decode()
    return Minted(key, secret, seal(vault, key, PRESENT, secret))


def seal(vault: Vault, endpoint_key: UUID, column: str, text: str) -> bytes:
    return vault.seal(text, _context(endpoint_key, column))


def unseal(vault: Vault, endpoint_key: UUID, column: str, sealed: bytes) -> str:
    return vault.unseal(bytes(sealed), _context(endpoint_key, column))


def _context(endpoint_key: UUID, column: str) -> str:
    return f"webhook_endpoints:{column}:{endpoint_key}"
