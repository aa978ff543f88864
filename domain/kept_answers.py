"""A request with an idempotency key is answered once: repeats get that answer, for a day.

What the request does has its own guard against being done twice: the process may be killed after
it was done and before the answer is kept. A refusal is not kept, so that a corrected request may
use its key.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hmac import compare_digest
from typing import Any, Final
from uuid import UUID, uuid4

from domain.access import Actor, public
from domain.errors import IdempotencyKeyInProgress, IdempotencyKeyReused, StorageTrouble
from domain.idempotency import KEPT, caller, fingerprint, require_key
from domain.ports import Vault
from persistence.database import rows
from persistence.models import RestAnswer, uuid7

# Longer than any request takes: after it, whoever worked on the answer is gone.
LEASE: Final = timedelta(seconds=60)
_log = logging.getLogger("saas_litellm.kept_answers")
_CLAIM: Final = """
INSERT INTO rest_answers (id, created_at, actor, operation, idempotency_key, request_hash,
    lease_token, lease_until)
VALUES ($1, clock_timestamp(), $2, $3, $4, $5, $6, clock_timestamp() + $7::interval)
ON CONFLICT (actor, operation, idempotency_key) DO NOTHING RETURNING id
"""
_KEEP: Final = """
UPDATE rest_answers SET status = $3, sealed_body = $4, lease_token = NULL, lease_until = NULL
WHERE id = $1 AND lease_token = $2 RETURNING id
"""
_TAKE_OVER: Final = """
UPDATE rest_answers SET lease_token = $3, lease_until = clock_timestamp() + $4::interval
WHERE id = $1 AND lease_token = $2 AND lease_until < clock_timestamp() RETURNING id
"""
_SWEEP: Final = """
DELETE FROM rest_answers WHERE id IN (
    SELECT id FROM rest_answers WHERE created_at < clock_timestamp() - $1::interval
    ORDER BY created_at LIMIT 1000)
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """`replayed`: it is the first request's."""

    status: int
    body: str = field(repr=False)
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class _Claim:
    """Ours to answer, while nobody has taken it over."""

    id: UUID
    token: UUID


@public
async def once(
    actor: Actor,
    vault: Vault,
    operation: str,
    effect: Callable[[], Awaitable[KeptAnswer]],
    *,
    key: str,
    request: Mapping[str, Any],
) -> KeptAnswer:
    """What `effect` answers, or what it answered to the first request with the key.

    Raises `IdempotencyKeyReused` for another input and `IdempotencyKeyInProgress` while a twin
    runs. Whoever asks has been let in before: an answer is kept for its caller alone.
    """
    require_key(key)
    wanted = fingerprint(request).hex()
    claimed = await _claim(actor, vault, operation, key, wanted)
    if isinstance(claimed, KeptAnswer):
        return claimed
    answered = False
    try:
        answer = await effect()
        answered = True
    finally:
        if not answered:
            await _release(claimed)
    await _keep(vault, claimed, answer)
    return answer


async def _claim(
    actor: Actor, vault: Vault, operation: str, key: str, wanted: str
) -> _Claim | KeptAnswer:
    mine = _Claim(uuid7(), uuid4())
    sealed = vault.seal(wanted, _context("request_hash", mine.id))
    holder = caller(actor)
    if await rows(_CLAIM, mine.id, holder, operation, key, sealed, mine.token, LEASE):
        return mine
    there = await RestAnswer.get_or_none(actor=holder, operation=operation, idempotency_key=key)
    if there is None:  # it was given up just now
        raise IdempotencyKeyInProgress
    return await _judge(vault, there, wanted)


async def _judge(vault: Vault, there: RestAnswer, wanted: str) -> _Claim | KeptAnswer:
    """What to do about the key's row."""
    # The hash is sealed: of a password, it could be used to guess.
    first = vault.unseal(bytes(there.request_hash), _context("request_hash", there.id))
    if not compare_digest(first, wanted):
        raise IdempotencyKeyReused
    if there.status is not None and there.sealed_body is not None:
        body = vault.unseal(bytes(there.sealed_body), _context("sealed_body", there.id))
        return KeptAnswer(there.status, body, replayed=True)
    mine = _Claim(there.id, uuid4())
    if not await rows(_TAKE_OVER, there.id, there.lease_token, mine.token, LEASE):
        raise IdempotencyKeyInProgress
    return mine


async def _keep(vault: Vault, claim: _Claim, answer: KeptAnswer) -> None:
    """What was done is done: trouble now does not spoil the answer to it."""
    sealed = vault.seal(answer.body, _context("sealed_body", claim.id))
    try:
        await rows(_KEEP, claim.id, claim.token, answer.status, sealed)
    except StorageTrouble as trouble:
        _log.warning("The answer to a request was not kept: %s", trouble)


async def _release(claim: _Claim) -> None:
    """At the latest, it is free when the lease is over."""
    with suppress(StorageTrouble):
        await RestAnswer.filter(id=claim.id, lease_token=claim.token).delete()


async def sweep() -> int:
    """Erase answers that are a day old."""
    return len(await rows(_SWEEP, KEPT))


async def run(*, poll_seconds: float, stop: asyncio.Event) -> None:
    """Until it is told to stop; what goes wrong is tried again the next time."""
    while not stop.is_set():
        try:
            while await sweep():
                pass
        except StorageTrouble as trouble:
            _log.warning("Answers to erase wait for the database: %s", trouble)
        with suppress(TimeoutError):
            async with asyncio.timeout(poll_seconds):
                await stop.wait()


def _context(column: str, row: UUID) -> str:
    return f"rest_answers:{column}:{row}"
