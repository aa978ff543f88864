"""Signatures in the form of Standard Webhooks."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from domain.webhooks.secrets import PREFIX


def headers(
    message_id: UUID, timestamp: int, body: bytes, secrets: Sequence[str]
) -> dict[str, str]:
    """What goes with a message: its name, the second it is sent in, and a signature by each
    secret, one of which the receiver knows."""
    name = f"msg_{message_id.hex}"
    return {
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(
            _signature(f"{name}.{timestamp}.".encode() + body, secret) for secret in secrets
        ),
    }


def _signature(signed: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
