"""Which credentials a caller sees: virtual keys see none, and nobody the keys."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain import tenancy, validation
from domain.access import Actor, Permission, requires
from domain.errors import NotFound
from domain.paging import Page, PageRequest
from persistence import filters, paging
from persistence.database import rows
from persistence.models import Organization, ProviderCredential, TenantStatus

MOST_OF_ORGANIZATION: Final = 100
_OF_EACH: Final = """
SELECT c.id FROM unnest($1::uuid[]) AS o (id) CROSS JOIN LATERAL (
    SELECT id FROM provider_credentials WHERE organization_id = o.id
    ORDER BY created_at, id LIMIT $2) c
"""


@requires(Permission.READ_PROVIDER_COSTS)
async def get(actor: Actor, credential_id: UUID) -> ProviderCredential:
    found = await ProviderCredential.get_or_none(id=credential_id).select_related("organization")
    if found is None:
        raise no_credential(credential_id)
    return found


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[ProviderCredential]:
    if not actor.may(Permission.READ_PROVIDER_COSTS):
        return []
    return await ProviderCredential.filter(id__in=list(ids))


@requires(Permission.READ_PROVIDER_COSTS)
async def list_visible(
    actor: Actor,
    request: PageRequest,
    *,
    organization_id: str | None = None,
    provider: str | None = None,
    is_active: bool | None = None,
    descending: bool = True,
) -> Page[ProviderCredential]:
    """By time of creation. Of an organization that there is not, there are none."""
    query = ProviderCredential.all().select_related("organization")
    if organization_id is not None:
        query = query.filter(organization_id__in=await _keys_of(organization_id))
    if provider is not None:
        known = validation.is_storable(provider)
        query = query.filter(provider=provider) if known else query.filter(filters.nothing())
    if is_active is not None:
        query = query.filter(is_active=is_active)
    return await paging.page(query, request, paging.by_time(descending=descending))


@requires(Permission.READ_PROVIDER_COSTS)
async def list_of(
    actor: Actor, organization_id: str, request: PageRequest, *, is_active: bool | None = None
) -> Page[ProviderCredential]:
    """The oldest first. Raises `NotFound` when there is no such organization."""
    await tenancy.find_organization(actor, organization_id)
    return await list_visible(
        actor, request, organization_id=organization_id, is_active=is_active, descending=False
    )


@requires(Permission.READ_PROVIDER_COSTS)
async def active_of(actor: Actor, organization_id: str, provider: str) -> ProviderCredential:
    """The one that the organization uses; raises `NotFound` when there is none."""
    page = await list_visible(
        actor,
        PageRequest(first=1),
        organization_id=organization_id,
        provider=provider,
        is_active=True,
    )
    if not page.rows:
        raise NotFound(
            f"No active credential found for organization '{organization_id}'"
            f" and provider '{provider}'"
        )
    return page.rows[0]


@requires(Permission.READ)
async def of_organizations(
    actor: Actor, organization_ids: Sequence[UUID]
) -> dict[UUID, list[ProviderCredential]] | None:
    """The oldest of each organization (primary key); None for who sees none of anybody's."""
    if not actor.may(Permission.READ_PROVIDER_COSTS):
        return None
    keys = await rows(_OF_EACH, list(organization_ids), MOST_OF_ORGANIZATION)
    found = await ProviderCredential.filter(id__in=[row["id"] for row in keys]).order_by(
        "created_at", "id"
    )
    by_owner: dict[UUID, list[ProviderCredential]] = {key: [] for key in organization_ids}
    for row in found:
        if row.organization_id is not None:
            by_owner[row.organization_id].append(row)
    return by_owner


async def _keys_of(organization_id: str) -> list[UUID]:
    if not validation.is_storable(organization_id):
        return []
    found = await Organization.filter(
        organization_id=organization_id, status__not=TenantStatus.DELETED
    ).only("id")
    return [row.id for row in found]


def no_credential(credential_id: UUID) -> NotFound:
    return NotFound(f"Provider credential '{credential_id}' not found", field="id")
