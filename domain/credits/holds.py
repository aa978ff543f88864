"""Reserving credits before work and paying from the reserve after it. Amounts: micro-credits.

A hold ends once: captured in whole or part (the rest is free again with it), released, or
expired. Whoever comes second is refused with `InvalidState`.
"""

from typing import Final
from uuid import UUID, uuid4

from domain import validation
from domain.access import Actor, Permission, requires
from domain.credits.movements import account_of
from domain.credits.posting import post
from domain.credits.types import require_amount
from domain.errors import InvalidInput, InvalidState, NotFound, TeamNotActive
from domain.tenancy import find_team, usable
from persistence import ledger
from persistence.database import rows, transaction
from persistence.models import EntryKind, LedgerEntry

_RELEASED: Final = "Released unused"
_EXPIRED: Final = "Not used in time"
_LET_GO: Final = "UPDATE jobs SET hold_id = NULL, held = 0 WHERE id = $1 AND hold_id = $2"


@requires(Permission.RUN_JOBS)
async def hold(
    actor: Actor,
    team_id: str,
    amount: int,
    *,
    reason: str | None = None,
    job_id: UUID | None = None,
    idempotency_key: str,
) -> LedgerEntry:
    """Reserve credits; raises `InsufficientCredits`, and `TeamNotActive` for a stopped team."""
    require_amount(amount)
    team = await find_team(actor, team_id)
    if not usable(team):
        raise TeamNotActive("The team or its organization is not active.")
    return await post(
        actor,
        await account_of(actor, team_id),
        EntryKind.HOLD,
        0,
        held_change=amount,
        job_id=job_id,
        reason=validation.optional_line("reason", reason),
        idempotency_key=idempotency_key,
    )


@requires(Permission.RUN_JOBS)
async def capture(
    actor: Actor, hold_id: UUID, amount: int, *, reason: str | None = None, idempotency_key: str
) -> LedgerEntry:
    """Charge what the work cost, at most what is held, and free the rest."""
    require_amount(amount, least=0)
    held = await _find_hold(actor, hold_id)
    if amount > held.held_change:
        raise InvalidInput("amount", "This is more than is held.")
    return await _resolve(
        actor, held, EntryKind.CAPTURE, -amount, reason=reason, idempotency_key=idempotency_key
    )


@requires(Permission.RUN_JOBS)
async def release(actor: Actor, hold_id: UUID, *, idempotency_key: str) -> LedgerEntry:
    """Free the whole hold: nothing was done."""
    held = await _find_hold(actor, hold_id)
    return await _resolve(
        actor, held, EntryKind.RELEASE, reason=_RELEASED, idempotency_key=idempotency_key
    )


@requires(Permission.RUN_JOBS)
async def expire(actor: Actor, hold_id: UUID, *, idempotency_key: str) -> LedgerEntry:
    """Free the whole hold: nobody came back in time."""
    held = await _find_hold(actor, hold_id)
    return await _resolve(
        actor, held, EntryKind.EXPIRE, reason=_EXPIRED, idempotency_key=idempotency_key
    )


@requires(Permission.MANAGE_CREDITS)
async def release_hold(actor: Actor, hold_id: UUID, *, reason: str) -> LedgerEntry:
    """Free an open hold whatever it is for. A job that had it goes on, and reserves anew with
    its next call. The hold, as an entry."""
    reason = validation.line("reason", reason, longest=validation.LONGEST_REASON)
    held = await _find_hold(actor, hold_id, field="id")
    async with transaction():
        if held.job_id:  # locked before the account, as everywhere
            await rows(_LET_GO, held.job_id, held.id)
        await _resolve(actor, held, EntryKind.RELEASE, reason=reason, idempotency_key=str(uuid4()))
    return held


async def _find_hold(actor: Actor, hold_id: UUID, *, field: str = "holdId") -> LedgerEntry:
    """Also of a stopped or deleted team: what was reserved must be able to end."""
    held = await ledger.entries().get_or_none(id=hold_id)
    if held is None or not actor.sees_team(held.account.team.team_id):
        raise NotFound("Hold not found", field=field)
    if held.kind is not EntryKind.HOLD:
        raise InvalidState("This is not a hold.", field=field)
    return held


async def _resolve(
    actor: Actor,
    held: LedgerEntry,
    kind: EntryKind,
    amount: int = 0,
    *,
    reason: str | None,
    idempotency_key: str,
) -> LedgerEntry:
    return await post(
        actor,
        held.account,
        kind,
        amount,
        held_change=-held.held_change,
        resolves=held,
        job_id=held.job_id,
        reason=validation.optional_line("reason", reason),
        idempotency_key=idempotency_key,
    )
