"""Changes of a team that exists."""

from collections.abc import Callable, Mapping
from typing import Any

from domain import audit, budgets, credits, provisioning, tenancy, validation
from domain.access import Actor, Permission, requires
from domain.errors import Protected
from domain.teams.access import GroupNames, replace_links
from domain.teams.creation import bury, require_known_mode
from persistence.database import transaction
from persistence.models import Team, TenantStatus

_PROTECTED_SUFFIX = "_default"


@requires(Permission.MANAGE_TEAMS)
async def update(actor: Actor, team_id: str, changes: Mapping[str, Any]) -> Team:
    """Sets `name` and `metadata`, as far as given; None resets them."""
    columns = _columns(team_id, changes)
    async with transaction():
        team = await tenancy.lock_team(actor, team_id)
        await _change(actor, team, "team.updated", columns)
    return team


@requires(Permission.MANAGE_TEAMS)
async def update_all(
    actor: Actor,
    team_id: str,
    *,
    changes: Mapping[str, Any],
    budget: Mapping[str, Any],
    groups: GroupNames | None,
    allocated: int | None,
    used: int | None,
) -> Team:
    """What legacy clients change in one request, all of it or nothing. `allocated` and `used`,
    in whole credits, are reached by adjustments of the ledger."""
    require_known_mode(budget)
    columns = _columns(team_id, changes) | budgets.columns(**budget)
    if budget:
        actor.require(Permission.MANAGE_PRICING)
    async with transaction():
        team = await tenancy.lock_team(actor, team_id)
        if groups is not None:
            actor.require(Permission.MANAGE_ACCESS)
            await replace_links(actor, team, groups.checked())
        if allocated is not None or used is not None:
            await credits.set_totals(actor, team_id, allocated=allocated, used=used)
        if columns:
            await _change(actor, team, "team.updated", columns)
    return team


@requires(Permission.SUSPEND)
async def suspend(actor: Actor, team_id: str, reason: str | None = None) -> Team:
    return await _move(actor, team_id, TenantStatus.SUSPENDED, "team.suspended", reason)


@requires(Permission.PAUSE)
async def pause(actor: Actor, team_id: str, reason: str | None = None) -> Team:
    return await _move(actor, team_id, TenantStatus.PAUSED, "team.paused", reason)


@requires(Permission.PAUSE)
async def resume(actor: Actor, team_id: str) -> Team:
    """Ends a pause, or a suspension for those who may suspend."""
    return await _move(actor, team_id, TenantStatus.ACTIVE, "team.resumed", None)


@requires(Permission.MANAGE_TEAMS)
async def delete(actor: Actor, team_id: str) -> Team:
    """Its keys die and LiteLLM forgets it; ledger and audit log keep it. Names that end in
    `_default` are protected, whether there is such a team or not."""
    if team_id.endswith(_PROTECTED_SUFFIX):
        raise Protected(
            f"Cannot delete default team '{team_id}'. Default teams are protected from deletion.",
            field="teamId",
        )
    async with transaction():
        team = await tenancy.lock_team(actor, team_id)
        await remove(actor, team)
    return team


def is_protected(team: Team) -> bool:
    """Whether the team goes only together with its organization."""
    return team.is_default or team.team_id.endswith(_PROTECTED_SUFFIX)


async def remove(actor: Actor, team: Team) -> None:
    """As `delete`, for a team that is locked or whose organization is; call it in the
    transaction."""
    before = team.status
    await bury(team)
    await audit.record(
        actor,
        "team.deleted",
        "team",
        team.team_id,
        team=team,
        organization=team.organization,
        before={"status": before},
        after={"status": TenantStatus.DELETED},
    )


async def _move(
    actor: Actor, team_id: str, wanted: TenantStatus, action: str, reason: str | None
) -> Team:
    text = validation.optional_line("reason", reason)
    async with transaction():
        team = await tenancy.lock_team(actor, team_id)
        tenancy.check_move(actor, team.status, wanted)
        if team.status is not wanted:
            await _change(actor, team, action, {"status": wanted, "status_reason": text})
    return team


async def _change(actor: Actor, team: Team, action: str, columns: Mapping[str, Any]) -> None:
    before = {name: getattr(team, name) for name in columns}
    await team.update_from_dict(dict(columns)).save()
    await provisioning.touch([team.id])
    await audit.record(
        actor,
        action,
        "team",
        team.team_id,
        team=team,
        organization=team.organization,
        before=_shown(before),
        after=_shown(columns),
    )


def _columns(team_id: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    longest = validation.LONGEST_TENANT_NAME
    checks: dict[str, Callable[[], Any]] = {
        "name": lambda: (
            validation.optional_line("name", changes["name"], longest=longest) or team_id
        ),
        "metadata": lambda: validation.metadata("metadata", changes["metadata"]),
    }
    return validation.all_of({name: checks[name] for name in checks if name in changes})


def _shown(columns: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has no decimals: rates are written as text."""
    plain = (str, int, dict, type(None))
    return {
        name: value if isinstance(value, plain) else str(value) for name, value in columns.items()
    }
