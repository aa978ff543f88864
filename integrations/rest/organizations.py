"""Organizations of the legacy API."""

from typing import Any, Final

from domain import organizations
from domain.errors import InUse
from domain.organizations import TenantStatus
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.operation import Call, operation
from integrations.rest.organization_forms import (
    DefaultTeamError,
    DefaultTeamInfo,
    Organization,
    OrganizationCreate,
    OrganizationStatusChanged,
    OrganizationStatusUpdate,
    OrganizationUpdate,
    Resumed,
)
from integrations.rest.rendering import Message
from integrations.rest.tenants import LITELLM_SECONDS, facts_of

TAG: Final = "organizations"
ORGANIZATION: Final[dict[str, Any]] = {
    "organization_id": "org_acme",
    "name": "ACME Corporation",
    "status": "active",
    "metadata": {},
    "created_at": "2025-10-14T12:00:00.000Z",
    "updated_at": "2025-10-14T12:00:00.000Z",
    "default_team": None,
}
NO_ORGANIZATION: Final = {404: ["Organization '{organization_id}' not found"]}


@operation(
    "GET",
    "/api/organizations",
    tag=TAG,
    summary="List organizations",
    description=f"Active ones, the oldest first; {MORE}",
    auth=MANAGEMENT,
    calls=organizations.list_visible,
    example=[ORGANIZATION],
)
async def list_organizations(call: Call, query: Listed) -> list[Organization]:
    page = await organizations.list_visible(
        call.actor, query.page, status=[TenantStatus.ACTIVE], descending=False
    )
    return [Organization.of(row) for row in listed(call, query, page)]


@operation(
    "POST",
    "/api/organizations/create",
    tag=TAG,
    summary="Create organization (+ default team)",
    description="LiteLLM failure while making the default team does not fail the call: 200 with "
    "default_team={error}.",
    auth=MANAGEMENT,
    calls=organizations.create_in_step,
    errors={400: ["Organization with ID '{organization_id}' already exists"]},
    fields={"initialCredits": "default_team_credits"},
    body_example={
        "organization_id": "org_acme",
        "name": "ACME Corporation",
        "metadata": {"plan": "dev"},
    },
    example=ORGANIZATION
    | {
        "default_team": {
            "team_id": "org_acme_default",
            "team_alias": "ACME Corporation",
            "virtual_key": None,
            "access_groups": [],
            "allowed_model_aliases": [],
            "credits_allocated": 0,
            "model_groups": [],
        }
    },
)
async def create_organization(call: Call, body: OrganizationCreate) -> Organization:
    founded = await organizations.create_in_step(
        call.actor,
        call.ports.vault,
        body.organization_id,
        body.name,
        metadata=body.metadata,
        default_team=body.default_team(),
        idempotency_key=call.idempotency_key,
        wait_seconds=LITELLM_SECONDS,
    )
    if founded.trouble:
        failed = DefaultTeamError(error=f"Failed to create default team: {founded.trouble}")
        return Organization.of(founded.organization, default_team=failed)
    if founded.default is None:
        return Organization.of(founded.organization)
    [facts] = await facts_of(call, [founded.default.team], keys=False)
    skipped = [f"Group '{name}' not found, skipped" for name in founded.default.skipped]
    return Organization.of(
        founded.organization,
        default_team=DefaultTeamInfo.of(facts, founded.default.issued.secret),
        warnings=skipped or None,
    )


@operation(
    "GET",
    "/api/organizations/{organization_id}",
    tag=TAG,
    summary="Get organization",
    auth=MANAGEMENT,
    calls=organizations.get,
    errors=NO_ORGANIZATION,
    example=ORGANIZATION,
)
async def get_organization(call: Call, organization_id: str) -> Organization:
    return Organization.of(await organizations.get(call.actor, organization_id))


@operation(
    "PUT",
    "/api/organizations/{organization_id}",
    tag=TAG,
    summary="Update organization",
    description="Absent or null = unchanged; metadata replaces, not merges.",
    auth=MANAGEMENT,
    calls=organizations.update,
    errors=NO_ORGANIZATION,
    body_example={"name": "ACME Corporation"},
    example=ORGANIZATION,
)
async def update_organization(
    call: Call, organization_id: str, body: OrganizationUpdate
) -> Organization:
    changes = body.model_dump(exclude_none=True)
    return Organization.of(await organizations.update(call.actor, organization_id, changes))


@operation(
    "DELETE",
    "/api/organizations/{organization_id}",
    tag=TAG,
    summary="Delete organization",
    description="Its default team goes with it. History stays; the name may be used again.",
    auth=MANAGEMENT,
    calls=organizations.delete,
    errors={400: ["Organization has active teams"], **NO_ORGANIZATION},
    statuses={InUse: 400},
    example={"message": "Organization 'org_acme' deleted successfully"},
)
async def delete_organization(call: Call, organization_id: str) -> Message:
    await organizations.delete(call.actor, organization_id)
    return Message(message=f"Organization '{organization_id}' deleted successfully")


@operation(
    "PUT",
    "/api/organizations/{organization_id}/status",
    tag=TAG,
    summary="Set organization status",
    auth=MANAGEMENT,
    calls=organizations.set_status,
    errors=NO_ORGANIZATION,
    body_example={"status": "suspended", "reason": "Unpaid"},
    example={
        "organization_id": "org_acme",
        "status": "suspended",
        "previous_status": "active",
        "updated_at": "2025-10-14T12:00:00.000Z",
        "reason": "Unpaid",
    },
)
async def set_organization_status(
    call: Call, organization_id: str, body: OrganizationStatusUpdate
) -> OrganizationStatusChanged:
    row, before = await organizations.set_status(
        call.actor, organization_id, TenantStatus(body.status), body.reason
    )
    return OrganizationStatusChanged(
        organization_id=organization_id,
        status=row.status.value,
        previous_status=before.value,
        updated_at=row.updated_at,
        reason=row.status_reason,
    )


@operation(
    "POST",
    "/api/organizations/{organization_id}/resume",
    tag=TAG,
    summary="Resume organization",
    auth=MANAGEMENT,
    calls=organizations.resume,
    errors=NO_ORGANIZATION,
    example={"status": "resumed"},
)
async def resume_organization(call: Call, organization_id: str) -> Resumed:
    await organizations.resume(call.actor, organization_id)
    return Resumed()
