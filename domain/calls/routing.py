"""What the name in a call comes to: an alias, or the models of a group in their order."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain import charging, model_groups, prices
from domain.access import Actor, Permission, requires
from domain.calls.contexts import Context
from domain.calls.types import Candidate, Expected, Route
from domain.charging import Terms
from domain.errors import InvalidInput, ModelNotAllowed
from domain.prices import Price
from persistence.database import rows
from persistence.models import ModelAlias, Team

# Aliases that a team shares an active access group with.
_ALIASES: Final = """
SELECT DISTINCT a.alias FROM model_aliases a
    JOIN model_access_group_aliases ga ON ga.alias_id = a.id
    JOIN model_access_groups g ON g.id = ga.access_group_id AND g.status = 'active'
    JOIN team_access_groups t ON t.access_group_id = g.id
WHERE t.team_id = $1 AND a.status <> 'inactive'
ORDER BY a.alias
"""


def route(context: Context, model: str) -> Route:
    """Raises `ModelNotAllowed`."""
    if context.alias is not None:
        return _alias_route(context, context.alias, model)
    if not context.is_linked:
        raise _refused(f"Team '{context.team_id}' does not have access to model group '{model}'")
    if not context.is_group_active:
        raise _refused(f"Model group '{model}' not found or inactive")
    if not context.models:
        raise _refused(f"No active models configured for group '{model}'")
    return Route(model, tuple(Candidate(name) for name in context.models))


async def only_name(actor: Actor, team: Team) -> str:
    """For a call that names no model: the one that the team may call. Raises `InvalidInput`
    when there are several."""
    found = await names(actor, team)
    if len(found) == 1:
        return found[0]
    if not found:
        raise _refused(f"Team '{team.team_id}' may call no model.")
    raise InvalidInput("model", f"Name one of the models that the team may call: {_some(found)}.")


@requires(Permission.READ)
async def names(actor: Actor, team: Team) -> list[str]:
    """What the team may name in a call: its aliases and groups that come to a model, sorted."""
    linked = await model_groups.of_teams(actor, [team.id])
    groups = [group.group_name for group in linked.get(team.id, [])]
    resolved = await model_groups.resolve_many(actor, [(team, name) for name in groups])
    allowed = {each.model for each in resolved if each.is_allowed}
    return sorted(allowed | set(await _aliases(team)))


def expected(route: Route, terms: Terms, body: Mapping[str, Any]) -> Expected:
    """Of the dearest model that may have to answer."""
    prices_ = [price_of(each) for each in route.candidates]
    likely = [charging.expected_call(price, terms, body) for price in prices_]
    longest = [charging.longest_call(price, terms, body) for price in prices_]
    return Expected(
        client_cost=max(cost for cost, _ in likely),
        tokens=max(tokens for _, tokens in likely),
        most_cost=max(cost for cost, _ in longest),
        most_tokens=max(tokens for _, tokens in longest),
    )


def price_of(candidate: Candidate, used_model: str | None = None) -> Price:
    """The alias's own price; else the catalog's, of the model that answered."""
    if candidate.alias_price is not None:
        return candidate.alias_price
    return prices.of_model(used_model, candidate.actual_model, candidate.model)


def _alias_route(context: Context, alias: ModelAlias, name: str) -> Route:
    if not context.is_shared:
        raise _refused(f"Team '{context.team_id}' does not have access to model alias '{name}'")
    actual = f"{alias.provider}/{alias.actual_model}"
    return Route(name, (Candidate(name, prices.of_alias(alias), actual),))


async def _aliases(team: Team) -> Sequence[str]:
    return [row["alias"] for row in await rows(_ALIASES, team.id)]


def _some(names: Sequence[str], most: int = 10) -> str:
    return ", ".join([*names[:most], *(["…"] if len(names) > most else [])])


def _refused(why: str) -> ModelNotAllowed:
    return ModelNotAllowed(why, field="model")
