"""Levels of available credits that raise an alert once when they are crossed downwards."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain import audit
from domain.access import Actor, Permission, requires
from domain.credits.types import credits_text, require_amount
from domain.errors import InvalidInput
from domain.tenancy import lock_team, sees
from persistence.database import transaction
from persistence.models import BalanceThreshold, CreditAccount, Team
from persistence.thresholds import replace

MOST: Final = 10


@requires(Permission.MANAGE_NOTIFICATIONS)
async def set_thresholds(actor: Actor, team_id: str, levels: Sequence[int]) -> CreditAccount:
    """These and no others. One that was there before stays as it is: armed, or resting."""
    if len(set(levels)) > MOST:
        raise InvalidInput("credits", f"May be {MOST} levels at most.")
    for level in levels:
        require_amount(level, "credits")
    async with transaction():
        team = await lock_team(actor, team_id)
        account = await CreditAccount.get(team_id=team.id).select_related("team__organization")
        before = [each.credits for each in await _of([account.id])]
        await replace(account.id, sorted(set(levels)))
        await _record(actor, team, before, sorted(set(levels), reverse=True))
    return account


@requires(Permission.READ)
async def thresholds_of_accounts(
    actor: Actor, account_keys: Sequence[UUID]
) -> dict[UUID, list[BalanceThreshold]]:
    """Those of each account, given by primary key, highest first."""
    accounts = await CreditAccount.filter(id__in=account_keys).select_related("team__organization")
    found: dict[UUID, list[BalanceThreshold]] = {
        each.id: [] for each in accounts if sees(actor, each.team)
    }
    for threshold in await _of(list(found)):
        found[threshold.account_id].append(threshold)
    return found


async def _of(account_keys: Sequence[UUID]) -> list[BalanceThreshold]:
    return await BalanceThreshold.filter(account_id__in=account_keys).order_by("-credits")


async def _record(actor: Actor, team: Team, before: Sequence[int], after: Sequence[int]) -> None:
    await audit.record(
        actor,
        "team.thresholds_set",
        "team",
        team.team_id,
        before={"thresholds": [credits_text(level) for level in before]},
        after={"thresholds": [credits_text(level) for level in after]},
        organization=team.organization,
        team=team,
    )
