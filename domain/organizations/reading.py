"""Which organizations a caller sees."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from domain import tenancy, validation
from domain.access import Actor, Permission, requires
from domain.paging import Page, PageRequest
from persistence import paging
from persistence.filters import search as matching
from persistence.models import Organization, TenantStatus

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet


class OrganizationOrderField(StrEnum):
    CREATED_AT = "created_at"
    NAME = "name"


@requires(Permission.READ)
async def get(actor: Actor, organization_id: str) -> Organization:
    return await tenancy.find_organization(actor, organization_id)


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[Organization]:
    """Deleted ones too: what hangs on them stays readable."""
    return await _visible(actor).filter(id__in=list(ids))


@requires(Permission.READ)
async def list_visible(
    actor: Actor,
    request: PageRequest,
    *,
    status: Sequence[TenantStatus] | None = None,
    search: str | None = None,
    order: OrganizationOrderField = OrganizationOrderField.CREATED_AT,
    descending: bool = True,
) -> Page[Organization]:
    query = _visible(actor)
    if status:
        query = query.filter(status__in=list(status))
    else:
        query = query.filter(status__not=TenantStatus.DELETED)
    if text := validation.search(("filter", "search"), search):
        query = query.filter(matching(text, "organization_id", "name"))
    by_name = order is OrganizationOrderField.NAME
    key = (
        paging.by_text("name", longest=validation.LONGEST_TENANT_NAME, descending=descending)
        if by_name
        else paging.by_time(descending=descending)
    )
    return await paging.page(query, request, key)


def _visible(actor: Actor) -> "QuerySet[Organization]":
    """A virtual key sees the organization of its team, and no deleted one of the same name."""
    if not actor.is_tenant:
        return Organization.all()
    return Organization.filter(
        organization_id=actor.organization_id, status__not=TenantStatus.DELETED
    )
