"""What the name in a call comes to: an alias, or the models of a group in their order."""

from collections.abc import Sequence
from typing import Any, Final

from domain import charging, model_groups, prices
from domain.access import Actor, Permission, requires
from domain.calls.types import Candidate, Expected, Route
from domain.charging import Terms
from domain.errors import InvalidInput, ModelNotAllowed
from domain.prices import Price
from domain.validation import is_storable
from persistence.database import rows
from persistence.models import GroupStatus, ModelAlias, Team

# Aliases that a team shares an active access group with.
_ALIASES: Final = """
SELECT DISTINCT a.alias FROM model_aliases a
    JOIN model_access_group_aliases ga ON ga.alias_id = a.id
    JOIN model_access_groups g ON g.id = ga.access_group_id AND g.status = 'active'
    JOIN team_access_groups t ON t.access_group_id = g.id
WHERE t.team_id = $1 AND a.status = 'active' AND ($2::text IS NULL OR a.alias = $2)
ORDER BY a.alias
"""


@requires(Permission.RUN_JOBS)
async def route(actor: Actor, team: Team, model: str | None) -> Route:
    """Raises `ModelNotAllowed`; `InvalidInput` when no name is given and not just one is meant."""
    if model is None:
        model = await _only_name(actor, team)
    if not is_storable(model):
        raise ModelNotAllowed(_no_group(team, model), field="model")
    alias = await ModelAlias.get_or_none(alias=model, status=GroupStatus.ACTIVE)
    if alias is not None:
        return await _alias_route(team, alias)
    [found] = await model_groups.resolve_many(actor, [(team, model)])
    if found.reason is not None:
        raise ModelNotAllowed(found.reason, field="model")
    return Route(model, tuple(Candidate(name) for name in found.models))


@requires(Permission.READ)
async def names(actor: Actor, team: Team) -> list[str]:
    """What the team may name in a call: its aliases and groups that come to a model, sorted."""
    linked = await model_groups.of_teams(actor, [team.id])
    groups = [group.group_name for group in linked.get(team.id, [])]
    resolved = await model_groups.resolve_many(actor, [(team, name) for name in groups])
    allowed = {each.model for each in resolved if each.is_allowed}
    return sorted(allowed | set(await _aliases(team)))


def expected(route: Route, team: Team, body: Any) -> Expected:
    """Of the dearest model that may have to answer."""
    terms = Terms.of(team)
    calls = [charging.expected_call(price_of(each), terms, body) for each in route.candidates]
    return Expected(max(cost for cost, _ in calls), max(tokens for _, tokens in calls))


def price_of(candidate: Candidate, used_model: str | None = None) -> Price:
    """The alias's own price; else the catalog's, of the model that answered."""
    if candidate.alias_price is not None:
        return candidate.alias_price
    return prices.of_model(used_model, candidate.actual_model, candidate.model)


async def _alias_route(team: Team, alias: ModelAlias) -> Route:
    if not await _aliases(team, alias.alias):
        text = f"Team '{team.team_id}' does not have access to model alias '{alias.alias}'"
        raise ModelNotAllowed(text, field="model")
    price = prices.of_alias(alias)
    actual = f"{alias.provider}/{alias.actual_model}"
    return Route(alias.alias, (Candidate(alias.alias, price, actual),))


async def _aliases(team: Team, alias: str | None = None) -> Sequence[str]:
    return [row["alias"] for row in await rows(_ALIASES, team.id, alias)]


async def _only_name(actor: Actor, team: Team) -> str:
    found = await names(actor, team)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ModelNotAllowed(f"Team '{team.team_id}' may call no model.", field="model")
    raise InvalidInput("model", f"Name one of the models that the team may call: {_some(found)}.")


def _some(names: Sequence[str], most: int = 10) -> str:
    return ", ".join([*names[:most], *(["…"] if len(names) > most else [])])


def _no_group(team: Team, model: str) -> str:
    return f"Team '{team.team_id}' does not have access to model group '{model[:255]}'"
