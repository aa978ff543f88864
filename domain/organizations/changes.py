"""Changes of an organization that exists; LiteLLM follows for all its teams."""

from collections.abc import Mapping
from typing import Any

from domain import audit, budgets, provider_credentials, provisioning, tenancy, validation
from domain.access import Actor, Permission, requires
from domain.errors import InUse
from domain.teams.changes import is_protected, remove
from persistence.database import transaction
from persistence.models import FailedCallPolicy, Organization, Team, TenantStatus

_PAST = {
    TenantStatus.ACTIVE: "organization.resumed",
    TenantStatus.SUSPENDED: "organization.suspended",
    TenantStatus.PAUSED: "organization.paused",
}


@requires(Permission.MANAGE_ORGANIZATIONS)
async def update(actor: Actor, organization_id: str, changes: Mapping[str, Any]) -> Organization:
    """Sets `name`, `metadata` and `failed_call_policy`, as far as given; metadata None is emptied,
    a policy of None is the default. The policy is a matter of `MANAGE_PRICING`, too."""
    columns: dict[str, Any] = {}
    if changes.get("name") is not None:
        longest = validation.LONGEST_TENANT_NAME
        columns["name"] = validation.line("name", changes["name"], longest=longest)
    if "metadata" in changes:
        columns["metadata"] = validation.metadata("metadata", changes["metadata"])
    if "failed_call_policy" in changes:
        actor.require(Permission.MANAGE_PRICING)
        policy = changes["failed_call_policy"] or FailedCallPolicy.FREE_IF_ALL_FAILED
        columns["failed_call_policy"] = budgets.failed_call_policy(policy)
    async with transaction():
        organization = await tenancy.lock_organization(actor, organization_id)
        await _change(actor, organization, "organization.updated", columns)
    return organization


@requires(Permission.SUSPEND)
async def suspend(actor: Actor, organization_id: str, reason: str | None = None) -> Organization:
    organization, _ = await _move(actor, organization_id, TenantStatus.SUSPENDED, reason)
    return organization


@requires(Permission.PAUSE)
async def pause(actor: Actor, organization_id: str, reason: str | None = None) -> Organization:
    organization, _ = await _move(actor, organization_id, TenantStatus.PAUSED, reason)
    return organization


@requires(Permission.PAUSE)
async def resume(actor: Actor, organization_id: str) -> Organization:
    """Ends a pause, or a suspension for those who may suspend."""
    organization, _ = await _move(actor, organization_id, TenantStatus.ACTIVE, None)
    return organization


@requires(Permission.SUSPEND)
async def set_status(
    actor: Actor, organization_id: str, status: TenantStatus, reason: str | None = None
) -> tuple[Organization, TenantStatus]:
    """The organization in its new state, and the state it was in. Who may suspend may also turn
    a suspension into a pause."""
    return await _move(actor, organization_id, status, reason, at_will=True)


@requires(Permission.MANAGE_ORGANIZATIONS)
async def delete(actor: Actor, organization_id: str) -> Organization:
    """Takes its default team along; refused while it has another."""
    async with transaction():
        organization = await tenancy.lock_organization(actor, organization_id)
        teams = await (
            Team.filter(organization_id=organization.id, status__not=TenantStatus.DELETED)
            .select_for_update(no_key=True)
            .order_by("id")
        )
        if not all(is_protected(team) for team in teams):
            raise InUse("Organization has active teams", field="organizationId")
        for team in teams:
            team.organization = organization
            await remove(actor, team)
        await provider_credentials.end_of(actor, organization)
        await _change(actor, organization, "organization.deleted", {"status": TenantStatus.DELETED})
    return organization


async def _move(
    actor: Actor,
    organization_id: str,
    wanted: TenantStatus,
    reason: str | None,
    *,
    at_will: bool = False,
) -> tuple[Organization, TenantStatus]:
    text = validation.optional_line("reason", reason)
    async with transaction():
        organization = await tenancy.lock_organization(actor, organization_id)
        before = organization.status
        if not at_will:
            tenancy.check_move(actor, before, wanted)
        if before is not wanted:
            columns = {"status": wanted, "status_reason": text}
            await _change(actor, organization, _PAST[wanted], columns)
            await provisioning.touch(await tenancy.team_keys(organization))
    return organization, before


async def _change(
    actor: Actor, organization: Organization, action: str, columns: Mapping[str, Any]
) -> None:
    before = {name: getattr(organization, name) for name in columns}
    await organization.update_from_dict(dict(columns)).save()
    await audit.record(
        actor,
        action,
        "organization",
        organization.organization_id,
        organization=organization,
        before=before,
        after=columns,
    )
