"""What an operator does to a balance: take, give back, correct. Amounts: micro-credits."""

from typing import Final
from uuid import UUID

from domain import validation
from domain.access import Actor, Permission, requires
from domain.credits.posting import post
from domain.credits.types import MAX_AMOUNT, MICROS, require_amount
from domain.errors import InvalidInput, InvalidState, NotFound
from domain.tenancy import find_team
from persistence import ledger
from persistence.models import (
    CreditAccount,
    EntryKind,
    LedgerEntry,
    TenantStatus,
)

SHORTEST_REASON: Final = 8


@requires(Permission.MANAGE_CREDITS)
async def charge(
    actor: Actor, team_id: str, amount: int, *, reason: str, idempotency_key: str
) -> LedgerEntry:
    """Take credits for work done; raises `InsufficientCredits`."""
    require_amount(amount)
    return await post(
        actor,
        await account_of(actor, team_id),
        EntryKind.CHARGE,
        -amount,
        reason=validation.line("reason", reason, longest=validation.LONGEST_REASON),
        idempotency_key=idempotency_key,
    )


@requires(Permission.MANAGE_CREDITS)
async def refund(
    actor: Actor,
    transaction_id: UUID,
    amount: int | None = None,
    *,
    reason: str,
    idempotency_key: str,
) -> LedgerEntry:
    """Give a charge back, once, wholly or in part."""
    charged = await ledger.entries().get_or_none(id=transaction_id)
    if charged is None or not _reachable(actor, charged):
        raise NotFound("Transaction not found", field="transactionId")
    if charged.amount >= 0 or charged.kind not in (EntryKind.CHARGE, EntryKind.CAPTURE):
        raise InvalidState("Only a charge can be given back.", field="transactionId")
    amount = -charged.amount if amount is None else amount
    require_amount(amount)
    if amount > -charged.amount:
        raise InvalidInput("amount", "This is more than was charged.")
    return await post(
        actor,
        charged.account,
        EntryKind.REFUND,
        amount,
        reverses=charged,
        job_id=charged.job_id,
        reason=validation.line("reason", reason, longest=validation.LONGEST_REASON),
        idempotency_key=idempotency_key,
    )


@requires(Permission.MANAGE_CREDITS)
async def adjust(
    actor: Actor,
    team_id: str,
    amount: int,
    *,
    reason: str,
    expected_balance: int | None = None,
    idempotency_key: str,
) -> LedgerEntry:
    """Correct the balance by a signed amount; raises `Stale` when the balance is not the
    expected one."""
    if amount == 0 or abs(amount) > MAX_AMOUNT:
        raise InvalidInput(
            "amount", f"Must not be zero, nor more than {MAX_AMOUNT // MICROS} credits."
        )
    reason = validation.line("reason", reason, longest=validation.LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Explain it in {SHORTEST_REASON} characters or more.")
    return await post(
        actor,
        await account_of(actor, team_id),
        EntryKind.ADJUSTMENT,
        amount,
        reason=reason,
        expected_balance=expected_balance,
        idempotency_key=idempotency_key,
    )


async def account_of(actor: Actor, team_id: str) -> CreditAccount:
    """The account of a team that is not deleted; raises `NotFound`."""
    team = await find_team(actor, team_id)
    return await CreditAccount.get(team_id=team.id)


def _reachable(actor: Actor, entry: LedgerEntry) -> bool:
    team = entry.account.team
    return actor.sees_team(team.team_id) and team.status is not TenantStatus.DELETED
