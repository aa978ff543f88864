"""A new team: its row, groups, credit account and key in one transaction; LiteLLM follows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from domain import audit, budgets, credits, idempotency, provisioning, tenancy, validation
from domain import virtual_keys as keys
from domain.access import Actor, Permission, requires
from domain.errors import AlreadyExists, InvalidInput, InvalidState, UpstreamFailed
from domain.ports import Vault
from domain.teams import access
from domain.teams.access import GroupNames
from persistence.database import UniqueViolation, transaction
from persistence.models import (
    BudgetMode,
    Organization,
    Team,
    TenantStatus,
    VirtualKey,
)

OPERATION = "createTeam"
NAME_TAKEN = "teams_team_id_key"


class UnknownBudgetMode(InvalidInput):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeam:
    """What a caller wants; `budget` as `budgets.columns` takes it, credits in micro-credits."""

    team_id: str
    name: str | None = None
    metadata: Any = None
    groups: GroupNames = field(default_factory=GroupNames)
    budget: Mapping[str, Any] = field(default_factory=dict)
    initial_credits: int = 0
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Created:
    """The team, its key with the secret, and the names of groups that were skipped."""

    team: Team
    issued: keys.Issued
    skipped: tuple[str, ...] = ()


@requires(Permission.MANAGE_TEAMS)
async def create(
    actor: Actor,
    vault: Vault,
    organization_id: str,
    new: NewTeam,
    *,
    idempotency_key: str | None = None,
    wait_seconds: float = 0,
) -> Created:
    """Repeats under the same idempotency key return the first team and secret.

    LiteLLM is given at most `wait_seconds` to follow; the team stands whether it does or not.
    """
    columns = checked(actor, new)
    minted = keys.mint(vault)

    async def effect() -> dict[str, Any]:
        organization = await tenancy.lock_organization(actor, organization_id, shared=True)
        return await make(actor, organization, new, columns, minted)

    try:
        async with transaction():
            made = await idempotency.once(
                actor, OPERATION, idempotency_key, _request(organization_id, new), effect
            )
    except UniqueViolation as taken:
        if taken.constraint != NAME_TAKEN:
            raise
        raise already_exists(new.team_id) from taken
    created = await recall(vault, made, minted)
    if wait_seconds:
        await provisioning.wait_until_synced(created.team.id, wait_seconds)
    return created


@requires(Permission.MANAGE_TEAMS)
async def create_in_step(
    actor: Actor,
    vault: Vault,
    organization_id: str,
    new: NewTeam,
    *,
    wait_seconds: float,
    idempotency_key: str | None = None,
) -> Created:
    """As `create`, but a team that LiteLLM has not taken in time is given up again: nothing is
    left of it, and `UpstreamFailed` says why."""
    created = await create(actor, vault, organization_id, new, idempotency_key=idempotency_key)
    if created.team.status is TenantStatus.DELETED:
        raise InvalidState("The team that this request made has been deleted since.")
    if trouble := await trouble_in_following(created.team, wait_seconds):
        await abandon(actor, created.team)
        await idempotency.forget(actor, OPERATION, idempotency_key)
        raise UpstreamFailed(f"Failed to create team in LiteLLM: {trouble}")
    return created


def checked(actor: Actor, new: NewTeam) -> dict[str, Any]:
    """The columns of the new row; raises for what is wrong, or not the caller's to give."""
    if new.groups.are_given:
        actor.require(Permission.MANAGE_ACCESS)
    if new.budget:
        actor.require(Permission.MANAGE_PRICING)
    if new.initial_credits:
        actor.require(Permission.MANAGE_CREDITS)
    require_known_mode(new.budget)
    columns = validation.all_of(
        {
            "team_id": lambda: validation.natural_key("teamId", new.team_id),
            "name": lambda: validation.optional_line(
                "name", new.name, longest=validation.LONGEST_TENANT_NAME
            ),
            "metadata": lambda: validation.metadata("metadata", new.metadata),
            "budget": lambda: budgets.columns(**new.budget),
            "groups": new.groups.checked,
            "initial_credits": lambda: credits.require_amount(
                new.initial_credits, "initialCredits", least=0
            ),
        }
    )
    del columns["groups"], columns["initial_credits"]
    budget = columns.pop("budget")
    name = columns["name"] or columns["team_id"]
    return {**columns, **budget, "name": name, "is_default": new.is_default}


def require_known_mode(budget: Mapping[str, Any]) -> None:
    """Refuses an unknown mode in the words of the legacy contract."""
    mode = budget.get("mode")
    if mode is not None and mode not in set(BudgetMode):
        raise UnknownBudgetMode(
            ("budget", "mode"),
            f"Invalid budget_mode: {mode}. Must be one of: {', '.join(BudgetMode)}",
        )


async def make(
    actor: Actor,
    organization: Organization,
    new: NewTeam,
    columns: Mapping[str, Any],
    minted: keys.Minted,
) -> dict[str, Any]:
    """Everything of a new team but the transaction around it, and the check of its columns.

    The result is for `recall`. Raises `UniqueViolation` through the transaction when another
    team takes the name at the same time.
    """
    if await Team.exists(team_id=columns["team_id"], status__not=TenantStatus.DELETED):
        # Nobody names a default team, so no field is to blame for its name.
        raise already_exists(columns["team_id"], None if new.is_default else "teamId")
    groups = await access.find_groups(new.groups.checked())
    team = await Team.create(organization=organization, **columns)
    await access.link(team, groups)
    await credits.open_account(actor, team, new.initial_credits)
    await budgets.set_overdraft_limit(team, **new.budget)
    key = await keys.issue(team, minted)
    await provisioning.begin(team)
    await audit.record(
        actor,
        "team.created",
        "team",
        team.team_id,
        team=team,
        organization=organization,
        after={
            "name": team.name,
            "metadata": team.metadata,
            "budget_mode": team.budget_mode,
            **groups.facts(),
            "virtual_key": key.masked_key,
            **_overdraft(new),
        },
    )
    return {"team": str(team.id), "key": str(key.id), "skipped": list(groups.missing)}


async def recall(vault: Vault, made: Mapping[str, Any], minted: keys.Minted) -> Created:
    """The team that was made now, or by the first request with the same idempotency key."""
    team = await Team.get(id=UUID(made["team"])).select_related("organization")
    key = await VirtualKey.get(id=UUID(made["key"]))
    secret = minted.secret if key.id == minted.key_id else keys.secret_of(vault, key)
    return Created(team, keys.Issued(key, secret), tuple(made["skipped"]))


async def trouble_in_following(team: Team, seconds: float) -> str | None:
    """Why LiteLLM does not hold the team after this time; None when it does."""
    status = await provisioning.wait_until_synced(team.id, seconds)
    if status.state is provisioning.SyncState.SYNCED:
        return None
    return status.reason or f"no answer within {seconds:g} seconds"


async def abandon(actor: Actor, team: Team) -> None:
    """A team that never came to be: its row stays for the audit log, its name is free, and
    whatever LiteLLM holds of it goes."""
    async with transaction():
        present = await Team.filter(id=team.id).select_for_update().get()
        if present.status is TenantStatus.DELETED:
            return  # by a repeat of the same request, or by somebody else meanwhile
        await bury(team)
        await audit.record(
            actor,
            "team.abandoned",
            "team",
            team.team_id,
            team=team,
            organization=team.organization,
        )


async def bury(team: Team) -> None:
    """Deleted, keys dead, groups unlinked; ledger and audit log keep what was."""
    team.status = TenantStatus.DELETED
    # Nothing else: the team may have been read before others changed it.
    await team.save(update_fields=["status", "updated_at"])
    await access.unlink(team)
    await keys.revoke_all(team)
    await provisioning.touch([team.id])


def already_exists(team_id: str, field: str | None = "teamId") -> AlreadyExists:
    return AlreadyExists(f"Team '{team_id}' already exists", field=field)


def _overdraft(new: NewTeam) -> dict[str, str]:
    limit = new.budget.get("overdraft_limit")
    return {"overdraft_limit": credits.credits_text(limit)} if limit else {}


def _request(organization_id: str, new: NewTeam) -> dict[str, Any]:
    return {"organization_id": organization_id, **asdict(new)}
