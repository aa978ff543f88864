"""Giving credits: granted, or bought. Amounts: micro-credits."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from domain import validation
from domain.access import Actor, Permission, requires
from domain.credits.movements import account_of
from domain.credits.posting import post
from domain.credits.types import require_amount
from domain.errors import InvalidInput
from persistence.database import rows, transaction
from persistence.ledger import Terms
from persistence.models import EntryKind, GrantSource, LedgerEntry, PaymentType

MAX_USD: Final = Decimal(10**12)
USD_DECIMALS: Final = 6
MAX_PRIORITY: Final = 1_000_000
_SOURCES: Final = {
    PaymentType.SUBSCRIPTION: GrantSource.SUBSCRIPTION_PAYMENT,
    PaymentType.ONE_TIME: GrantSource.ONE_TIME_PAYMENT,
}


@requires(Permission.MANAGE_CREDITS)
async def grant(
    actor: Actor,
    team_id: str,
    amount: int,
    *,
    reason: str | None = None,
    source: GrantSource = GrantSource.ALLOCATION,
    priority: int = 0,
    effective_at: datetime | None = None,
    expires_at: datetime | None = None,
    idempotency_key: str,
) -> LedgerEntry:
    """Give credits; those that start later come as an entry of nothing, which names the grant."""
    require_amount(amount)
    reason = validation.optional_line("reason", reason)
    if source not in (GrantSource.ALLOCATION, GrantSource.PROMOTION):
        raise InvalidInput("source", "May be ALLOCATION or PROMOTION.")
    if abs(priority) > MAX_PRIORITY:
        raise InvalidInput("priority", f"Must be between -{MAX_PRIORITY} and {MAX_PRIORITY}.")
    asked = (source, priority, effective_at, expires_at)
    terms = Terms(
        source=source,
        amount=amount,
        priority=priority,
        effective_at=effective_at,
        starts_later=effective_at is not None and effective_at > datetime.now(UTC),
        expires_at=expires_at,
        reason=reason,
    )
    return await post(
        actor,
        await account_of(actor, team_id),
        EntryKind.GRANT,
        0 if terms.starts_later else amount,
        reason=reason,
        terms=None if asked == (GrantSource.ALLOCATION, 0, None, None) else terms,
        idempotency_key=idempotency_key,
    )


@requires(Permission.MANAGE_CREDITS)
async def top_up(
    actor: Actor,
    team_id: str,
    amount: int,
    *,
    payment_type: PaymentType | str,
    payment_usd: Decimal | None = None,
    reason: str | None = None,
    expires_at: datetime | None = None,
    idempotency_key: str,
) -> LedgerEntry:
    """Give the credits that a payment has bought. One of a subscription counts as a refill."""
    require_amount(amount)
    payment_type = _payment_type(payment_type)
    _require_usd(payment_usd)
    reason = validation.optional_line("reason", reason)
    reason = reason or f"Credit replenishment from {payment_type} payment"
    account = await account_of(actor, team_id)
    terms = Terms(
        source=_SOURCES[payment_type],
        amount=amount,
        expires_at=expires_at,
        reason=reason,
        payment_usd=payment_usd,
    )
    async with transaction():
        entry = await post(
            actor,
            account,
            EntryKind.TOP_UP,
            amount,
            reason=reason,
            payment_type=payment_type,
            payment_usd=payment_usd,
            terms=terms if expires_at else None,
            idempotency_key=idempotency_key,
        )
        if payment_type is PaymentType.SUBSCRIPTION:
            # A repeated request must not turn back the time of a later payment.
            await rows(
                "UPDATE teams SET last_refill_at = greatest(last_refill_at, $2) WHERE id = $1",
                account.team_id,
                entry.created_at,
            )
    return entry


def _payment_type(payment_type: PaymentType | str) -> PaymentType:
    try:
        return PaymentType(payment_type)
    except ValueError as error:
        raise InvalidInput(
            "paymentType", "payment_type must be 'subscription' or 'one_time'"
        ) from error


def _require_usd(usd: Decimal | None) -> None:
    if usd is None:
        return
    if not 0 <= usd < MAX_USD:
        raise InvalidInput("paymentAmount", "Must be an amount of dollars, zero or more.")
    if usd != round(usd, USD_DECIMALS):
        raise InvalidInput("paymentAmount", f"May have {USD_DECIMALS} decimals at most.")
