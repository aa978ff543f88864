"""One effect per idempotency key, however often and at once a request comes.

Ledger entries keep their keys themselves, for ever; this is for everything else, for a day.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from domain.access import Actor
from domain.errors import IdempotencyKeyInProgress, IdempotencyKeyReused, InvalidInput
from persistence import database
from persistence.models import IdempotentRequest

KEPT: Final = timedelta(hours=24)
_LONGEST: Final = 255


def fingerprint(request: Mapping[str, Any]) -> bytes:
    """SHA-256 of a request, the same for the same input whatever the order of its fields."""
    text = json.dumps(request, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def require_key(key: str) -> None:
    if not 1 <= len(key) <= _LONGEST:
        raise InvalidInput("idempotencyKey", f"Send a key of 1 to {_LONGEST} characters.")


async def once(
    actor: Actor,
    operation: str,
    key: str | None,
    request: Mapping[str, Any],
    effect: Callable[[], Awaitable[dict[str, Any]]],
) -> dict[str, Any]:
    """Run `effect` and keep its result (JSON, no secrets); a repeat gets the kept result.
    Without a key nothing is kept.

    Call it inside the transaction of the effect: a refusal keeps nothing, so that a corrected
    request may use its key again. Raises `IdempotencyKeyReused` for another input and
    `IdempotencyKeyInProgress` while a twin runs.
    """
    if key is None:
        return await effect()
    require_key(key)
    holder = caller(actor)
    await _claim(f"{holder}|{operation}|{key}")
    wanted = fingerprint(request)
    await IdempotentRequest.filter(actor=holder, created_at__lt=datetime.now(UTC) - KEPT).delete()
    kept = await IdempotentRequest.get_or_none(
        actor=holder, operation=operation, idempotency_key=key
    )
    if kept:
        if bytes(kept.request_hash) != wanted:
            raise IdempotencyKeyReused
        return dict(kept.result)
    result = await effect()
    await IdempotentRequest.create(
        actor=holder,
        operation=operation,
        idempotency_key=key,
        request_hash=wanted,
        result=result,
    )
    return result


async def forget(actor: Actor, operation: str, key: str | None) -> None:
    """What was done under the key is undone: the next request with it starts afresh."""
    await IdempotentRequest.filter(
        actor=caller(actor), operation=operation, idempotency_key=key
    ).delete()


def caller(actor: Actor) -> str:
    """Whose keys they are."""
    return f"{actor.kind}:{actor.admin_user_id or actor.virtual_key_id or ''}"


async def _claim(name: str) -> None:
    [row] = await database.rows(
        "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free", name
    )
    if not row["free"]:
        raise IdempotencyKeyInProgress
