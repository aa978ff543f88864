"""How a team's work is turned into credits: what is counted, and at which rates."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Self, TypedDict, Unpack

from domain import audit, provisioning, rates
from domain.access import Actor, Permission, requires
from domain.credits.types import MAX_AMOUNT, MICROS, credits_text
from domain.errors import Fault, InvalidInput, InvalidState
from domain.tenancy import find_team, lock_team
from domain.validation import Field
from persistence.database import rows, transaction
from persistence.errors import ConstraintViolation
from persistence.models import BudgetMode, CreditAccount, FailedCallPolicy, Team

__all__ = [
    "Budget",
    "BudgetChanges",
    "BudgetMode",
    "FailedCallPolicy",
    "columns",
    "failed_call_policy",
    "get",
    "set_overdraft_limit",
    "update",
]

CREDITS_PER_DOLLAR: Final = rates.CREDITS_PER_DOLLAR
TOKENS_PER_CREDIT: Final = rates.TOKENS_PER_CREDIT
MAX_MARKUP: Final = Decimal("999.99")
MAX_CREDITS_PER_DOLLAR: Final = Decimal(10**12)
MAX_TOKENS_PER_CREDIT: Final = 2**31 - 1
_RATE_DECIMALS: Final = 6
_MARKUP_DECIMALS: Final = 2


class BudgetChanges(TypedDict, total=False):
    """What is left out stays; None resets to the default."""

    mode: BudgetMode | str | None
    credits_per_dollar: Decimal | None
    tokens_per_credit: int | None
    markup_percent: Decimal | None
    failed_call_policy: FailedCallPolicy | str | None
    overdraft_limit: int | None


@dataclass(frozen=True, slots=True)
class Budget:
    """A team's, with the installation's defaults, and its organization's policy, where it has none
    of its own. The markup is None for whom it is hidden from. The overdraft is its account's."""

    mode: BudgetMode
    credits_per_dollar: Decimal
    uses_default_credits_per_dollar: bool
    tokens_per_credit: int
    uses_default_tokens_per_credit: bool
    markup_percent: Decimal | None
    failed_call_policy: FailedCallPolicy

    @classmethod
    def of(cls, team: Team) -> Self:
        """The team comes with its organization."""
        return cls(
            mode=team.budget_mode,
            credits_per_dollar=team.credits_per_dollar or CREDITS_PER_DOLLAR,
            uses_default_credits_per_dollar=team.credits_per_dollar is None,
            tokens_per_credit=team.tokens_per_credit or TOKENS_PER_CREDIT,
            uses_default_tokens_per_credit=team.tokens_per_credit is None,
            markup_percent=team.markup_percent,
            failed_call_policy=team.failed_call_policy or team.organization.failed_call_policy,
        )


@requires(Permission.READ)
async def get(actor: Actor, team_id: str) -> Budget:
    return Budget.of(await find_team(actor, team_id))


@requires(Permission.MANAGE_PRICING)
async def update(actor: Actor, team_id: str, **changes: Unpack[BudgetChanges]) -> Team:
    """The team with its organization, its budget changed."""
    values = columns(**changes)
    async with transaction():
        team = await lock_team(actor, team_id)
        before = await _shown(team)
        team.update_from_dict(values)
        await team.save(update_fields=[*values, "updated_at"])
        await set_overdraft_limit(team, **changes)
        await audit.record(
            actor,
            "team.budget_updated",
            "team",
            team.team_id,
            before=before,
            after=await _shown(team),
            organization=team.organization,
            team=team,
        )
        await provisioning.touch([team.id])
    return team


def columns(**changes: Unpack[BudgetChanges]) -> dict[str, Any]:
    """The changes as columns of a team, say of a new one; raises `InvalidInput` for all that is
    wrong with them. The overdraft is checked, too, and left to `set_overdraft_limit`."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, (column, check) in _COLUMNS.items():
        if name in changes:
            try:
                values[column] = check(changes[name])  # type: ignore[literal-required]
            except InvalidInput as wrong:
                faults += wrong.faults
    if faults:
        raise InvalidInput.of(faults)
    values.pop(_OVERDRAFT, None)
    return values


async def set_overdraft_limit(team: Team, **changes: Unpack[BudgetChanges]) -> None:
    """As far as it is among the changes, and after they were checked; in their transaction."""
    if "overdraft_limit" not in changes:
        return
    limit = changes["overdraft_limit"] or 0
    try:
        await rows("SELECT set_overdraft_limit($1, $2)", team.id, limit)
    except ConstraintViolation as refusal:
        if refusal.constraint != _FLOOR:
            raise
        raise InvalidState(
            "What can be spent is further below zero already.", field=("budget", "overdraftLimit")
        ) from refusal


def _mode(mode: BudgetMode | str | None) -> BudgetMode:
    try:
        return BudgetMode.JOB_BASED if mode is None else BudgetMode(mode)
    except ValueError as error:
        raise InvalidInput(
            ("budget", "mode"), f"budget_mode must be one of: {', '.join(BudgetMode)}"
        ) from error


def _credits_per_dollar(rate: Decimal | None) -> Decimal | None:
    field = ("budget", "creditsPerDollar")
    if rate is None:
        return None
    if not 0 < rate <= MAX_CREDITS_PER_DOLLAR:
        raise InvalidInput(field, "credits_per_dollar must be a positive number")
    if rate != round(rate, _RATE_DECIMALS):
        raise InvalidInput(field, f"credits_per_dollar may have {_RATE_DECIMALS} decimals at most")
    return rate


def _tokens_per_credit(rate: int | None) -> int | None:
    if rate is not None and not 0 < rate <= MAX_TOKENS_PER_CREDIT:
        raise InvalidInput(
            ("budget", "tokensPerCredit"), "tokens_per_credit must be a positive integer"
        )
    return rate


def _markup(percent: Decimal | None) -> Decimal:
    field = ("budget", "markupPercent")
    if percent is None:
        return Decimal(0)
    if not 0 <= percent <= MAX_MARKUP:
        raise InvalidInput(field, f"cost_markup_percentage must be between 0 and {MAX_MARKUP}")
    if percent != round(percent, _MARKUP_DECIMALS):
        raise InvalidInput(
            field, f"cost_markup_percentage may have {_MARKUP_DECIMALS} decimals at most"
        )
    return percent


def failed_call_policy(
    policy: FailedCallPolicy | str, field: Field = "failedCallPolicy"
) -> FailedCallPolicy:
    try:
        return FailedCallPolicy(policy)
    except ValueError as error:
        raise InvalidInput(
            field, f"failed_call_policy must be one of: {', '.join(FailedCallPolicy)}"
        ) from error


def _own_policy(policy: FailedCallPolicy | str | None) -> FailedCallPolicy | None:
    return None if policy is None else failed_call_policy(policy, ("budget", "failedCallPolicy"))


def _overdraft(limit: int | None) -> int:
    if limit is not None and not 0 <= limit <= MAX_AMOUNT:
        raise InvalidInput(
            ("budget", "overdraftLimit"),
            f"overdraft_limit must be between 0 and {MAX_AMOUNT // MICROS} credits",
        )
    return limit or 0


_OVERDRAFT: Final = "overdraft_limit"
_FLOOR: Final = "credit_accounts_never_below_floor"
_COLUMNS: Final[dict[str, tuple[str, Any]]] = {
    "mode": ("budget_mode", _mode),
    "credits_per_dollar": ("credits_per_dollar", _credits_per_dollar),
    "tokens_per_credit": ("tokens_per_credit", _tokens_per_credit),
    "markup_percent": ("markup_percent", _markup),
    "failed_call_policy": ("failed_call_policy", _own_policy),
    "overdraft_limit": (_OVERDRAFT, _overdraft),
}


async def _shown(team: Team) -> dict[str, object]:
    rate = team.credits_per_dollar
    account = await CreditAccount.filter(team_id=team.id).only("id", "overdraft_limit").first()
    return {
        "mode": team.budget_mode,
        "credits_per_dollar": None if rate is None else _text(rate),
        "tokens_per_credit": team.tokens_per_credit,
        "markup_percent": _text(team.markup_percent),
        "failed_call_policy": team.failed_call_policy,
        "overdraft_limit": credits_text(account.overdraft_limit) if account else None,
    }


def _text(value: Decimal) -> str:
    """Without superfluous zeros."""
    return f"{value.normalize():f}"
