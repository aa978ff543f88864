"""What a team may call, and what its call comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain import model_aliases, tenancy
from domain.access import Actor, Permission, requires
from domain.errors import ModelNotAllowed
from domain.model_groups.reading import exists, models_of, no_group, of_teams
from persistence.models import GroupStatus, ModelAlias, ModelGroup, ModelGroupMember, Team


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a call that names `model` comes to; `reason` says why it is not allowed. An alias
    comes before a group of the same name, and may be one that the caller does not see."""

    model: str
    alias: ModelAlias | None = None
    group: ModelGroup | None = None
    models: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def is_allowed(self) -> bool:
        return self.reason is None

    @property
    def primary(self) -> str | None:
        return self.models[0] if self.models else None

    @property
    def fallbacks(self) -> tuple[str, ...]:
        return self.models[1:]


@requires(Permission.READ)
async def reachable(actor: Actor, team_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The models each team may call, by name: the active ones of its active groups, and the
    aliases that its active access groups open."""
    aliases = await model_aliases.callable_by_teams(actor, team_ids)
    linked = await of_teams(actor, team_ids)
    groups = {group.id: group for groups in linked.values() for group in groups}
    models = await models_of(actor, list(groups))
    return {
        team_id: sorted(
            {name for group in groups for name in _callable(group, models[group.id])}
            | {alias.alias for alias in aliases[team_id]}
        )
        for team_id, groups in linked.items()
    }


@requires(Permission.READ)
async def resolve(actor: Actor, team_id: str, model: str) -> Resolution:
    """What a call of the team that names `model` comes to: an alias, or the group's active models
    in order."""
    team = await tenancy.find_team(actor, team_id)
    [resolution] = await resolve_many(actor, [(team, model)])
    return resolution


@requires(Permission.READ)
async def resolve_existing(actor: Actor, team_id: str, group_name: str) -> Resolution:
    """As `resolve`, as the legacy contract tells the cases apart: a name of nothing is
    `NotFound`, a linked group that answers nothing `ModelNotAllowed`, no access a reason."""
    resolution = await resolve(actor, team_id, group_name)
    if resolution.group is not None and not resolution.is_allowed:
        raise ModelNotAllowed(resolution.reason or "", field="groupName")
    is_nothing = resolution.alias is None and resolution.group is None
    if is_nothing and not await exists(group_name):
        raise no_group(group_name)
    return resolution


@requires(Permission.READ)
async def resolve_many(actor: Actor, calls: Sequence[tuple[Team, str]]) -> list[Resolution]:
    """As `resolve`, for teams that are read already; in the order of the calls."""
    teams = list({team.id for team, _ in calls})
    aliases = await model_aliases.shared_with(actor, [(team.id, model) for team, model in calls])
    linked = await of_teams(actor, teams)
    groups = {
        (team_id, group.group_name): group for team_id, found in linked.items() for group in found
    }
    wanted = [groups.get((team.id, model)) for team, model in calls]
    models = await models_of(actor, list({group.id for group in wanted if group}))
    return [
        _alias_resolution(team.team_id, *found)
        if (found := aliases.get((team.id, model)))
        else _resolution(team.team_id, model, group, models[group.id] if group else ())
        for (team, model), group in zip(calls, wanted, strict=True)
    ]


def _alias_resolution(team_id: str, alias: ModelAlias, is_shared: bool) -> Resolution:
    name = alias.alias
    if not is_shared:
        reason = f"Team '{team_id}' does not have access to model alias '{name}'"
        return Resolution(name, alias, reason=reason)
    return Resolution(name, alias, models=(name,))


def _resolution(
    team_id: str, model: str, group: ModelGroup | None, members: Sequence[ModelGroupMember]
) -> Resolution:
    if group is None:
        return Resolution(model, reason=_no_access(team_id, model))
    if group.status is not GroupStatus.ACTIVE:
        return Resolution(model, group=group, reason=f"Model group '{model}' not found or inactive")
    models = tuple(_callable(group, members))
    if not models:
        reason = f"No active models configured for group '{model}'"
        return Resolution(model, group=group, reason=reason)
    return Resolution(model, group=group, models=models)


def _callable(group: ModelGroup, members: Sequence[ModelGroupMember]) -> list[str]:
    if group.status is not GroupStatus.ACTIVE:
        return []
    return [member.model_name for member in members if member.is_active]


def _no_access(team_id: str, model: str) -> str:
    return f"Team '{team_id}' does not have access to model group '{model}'"
