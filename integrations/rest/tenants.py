"""What legacy answers about teams are made of, read for many teams at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from domain import access_groups, budgets, credits, model_groups, virtual_keys
from integrations.rest.operation import Call

TenantStatusName = Literal["active", "suspended", "paused", "deleted"]

# How long the creation of a team waits for LiteLLM before it is given up.
LITELLM_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team; `key` is its virtual key as the caller may see it.

    Legacy clients name groups of both kinds in either of two lists, so both lists of an answer
    have them all. `models` are those that LiteLLM lets the team call, aliases included.
    """

    team: Any
    account: Any
    totals: credits.Totals
    budget: budgets.Budget
    groups: list[str]
    models: list[str]
    key: str | None


async def facts_of(call: Call, rows: Sequence[Any], *, keys: bool = True) -> list[TeamFacts]:
    """In the order of the teams; a number of statements that does not depend on how many."""
    ids = [team.id for team in rows]
    accounts = {
        account.team_id: account for account in await credits.accounts_of_teams(call.actor, ids)
    }
    linked = await model_groups.of_teams(call.actor, ids)
    opened = await access_groups.of_teams(call.actor, ids)
    models = await model_groups.reachable(call.actor, ids)
    shown = await virtual_keys.shown(call.actor, call.ports, rows) if keys else {}
    return [
        TeamFacts(
            team=team,
            account=accounts[team.id],
            totals=credits.Totals.of(accounts[team.id]),
            budget=budgets.Budget.of(team),
            groups=_names([*opened[team.id], *linked[team.id]]),
            models=models[team.id],
            key=shown.get(team.id),
        )
        for team in rows
    ]


def _names(groups: Sequence[Any]) -> list[str]:
    """Each once: groups of either kind may have the same."""
    return sorted({group.group_name for group in groups})
