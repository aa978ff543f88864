"""A grant repeated every period: what and when."""

from datetime import UTC, datetime, timedelta
from typing import Final, TypedDict, Unpack

from domain import audit
from domain.access import Actor, Permission, requires
from domain.credits.types import MAX_AMOUNT, MICROS, credits_text
from domain.errors import InvalidInput
from domain.tenancy import lock_team
from persistence.database import transaction
from persistence.models import CreditAccount, RefillPeriod, Team

_DECEMBER: Final = 12
_COLUMNS: Final = (
    "refill_amount",
    "refill_period",
    "refill_rolls_over",
    "refill_max_balance",
    "next_refill_at",
    "updated_at",
)


class RefillTerms(TypedDict, total=False):
    """What is left out stays. `rolls_over`: what is unspent at the end of a period does not
    expire. `max_balance`, in micro-credits: no refill lifts the balance above it; None for no cap.
    """

    rolls_over: bool
    max_balance: int | None


@requires(Permission.MANAGE_CREDITS)
async def set_auto_refill(
    actor: Actor,
    team_id: str,
    *,
    enabled: bool,
    amount: int | None = None,
    period: RefillPeriod | str | None = None,
    **terms: Unpack[RefillTerms],
) -> CreditAccount:
    """From the start of the next period on, or no more. Switched off, figures that are not
    given stay for when it is switched on again; switched on, both must be given."""
    wanted_period = _period(period)
    _check(amount, wanted_period, enabled=enabled)
    _check_cap(terms.get("max_balance"))
    async with transaction():
        team = await lock_team(actor, team_id)
        before = _shown(team)
        team.refill_amount = amount or team.refill_amount
        team.refill_period = wanted_period or team.refill_period
        team.refill_rolls_over = terms.get("rolls_over", team.refill_rolls_over)
        team.refill_max_balance = terms.get("max_balance", team.refill_max_balance)
        team.next_refill_at = (
            next_refill(datetime.now(UTC), wanted_period) if enabled and wanted_period else None
        )
        await team.save(update_fields=_COLUMNS)
        await audit.record(
            actor,
            "team.auto_refill_set",
            "team",
            team.team_id,
            before=before,
            after=_shown(team),
            organization=team.organization,
            team=team,
        )
    return await CreditAccount.get(team_id=team.id).select_related("team__organization")


def next_refill(after: datetime, period: RefillPeriod) -> datetime:
    """The first midnight, Monday or first of a month after that, in UTC."""
    midnight = after.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if period is RefillPeriod.DAILY:
        return midnight + timedelta(days=1)
    if period is RefillPeriod.WEEKLY:
        return midnight + timedelta(days=7 - midnight.weekday())
    years, month = divmod(midnight.month, _DECEMBER)
    return midnight.replace(year=midnight.year + years, month=month + 1, day=1)


def period_start(now: datetime, period: RefillPeriod) -> datetime:
    """The midnight, Monday or first of a month at or before now, in UTC."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if period is RefillPeriod.DAILY:
        return midnight
    if period is RefillPeriod.WEEKLY:
        return midnight - timedelta(days=midnight.weekday())
    return midnight.replace(day=1)


def _period(period: RefillPeriod | str | None) -> RefillPeriod | None:
    try:
        return RefillPeriod(period) if period is not None else None
    except ValueError as error:
        raise InvalidInput(
            ("autoRefill", "period"), "refill_period must be 'monthly', 'weekly', or 'daily'"
        ) from error


def _check(amount: int | None, period: RefillPeriod | None, *, enabled: bool) -> None:
    field = ("autoRefill", "amount")
    if (enabled and amount is None) or (amount is not None and amount <= 0):
        raise InvalidInput(
            field, "refill_amount must be a positive integer when enabling auto-refill"
        )
    if amount is not None and amount > MAX_AMOUNT:
        raise InvalidInput(field, "refill_amount is more than a refill may give")
    if enabled and period is None:
        raise InvalidInput(
            ("autoRefill", "period"), "refill_period must be specified when enabling auto-refill"
        )


def _check_cap(cap: int | None) -> None:
    if cap is not None and not 0 < cap <= MAX_AMOUNT:
        raise InvalidInput(
            ("autoRefill", "maxBalance"),
            f"Must be more than zero, and {MAX_AMOUNT // MICROS} at most.",
        )


def _shown(team: Team) -> dict[str, object]:
    amount, cap = team.refill_amount, team.refill_max_balance
    return {
        "enabled": team.next_refill_at is not None,
        "amount": None if amount is None else credits_text(amount),
        "period": team.refill_period,
        "rolls_over": team.refill_rolls_over,
        "max_balance": None if cap is None else credits_text(cap),
    }
