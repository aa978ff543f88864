"""Endpoints and what they were told, as far as the caller sees them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from domain.access import Actor, Permission, requires
from domain.paging import Page, PageRequest
from domain.webhooks import scopes
from domain.webhooks.scopes import Scope
from persistence import paging
from persistence.batched_paging import pages
from persistence.models import (
    WebhookDelivery,
    WebhookDeliveryStatus,
    WebhookEndpoint,
    WebhookEvent,
)

# Deliveries are kept, listed and may be repeated for so long.
KEPT: Final = timedelta(days=30)
_TENANTS: Final = ("organization", "team__organization")


@requires(Permission.READ)
async def list_of_scope(actor: Actor, scope: Scope) -> list[WebhookEndpoint]:
    """By age."""
    owner = await scopes.find(actor, scope)
    if owner is None:
        return []
    query = WebhookEndpoint.filter(**owner.columns).select_related(*_TENANTS)
    return await query.order_by("created_at", "id")


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[WebhookEndpoint]:
    """Those of the endpoints that the actor may see."""
    found = await WebhookEndpoint.filter(id__in=list(ids)).select_related(*_TENANTS)
    return [endpoint for endpoint in found if scopes.visible(actor, endpoint)]


@requires(Permission.READ)
async def deliveries_by_ids(actor: Actor, ids: Sequence[UUID]) -> list[WebhookDelivery]:
    """Those of the deliveries that the actor may see, with their endpoints."""
    found = await WebhookDelivery.filter(id__in=list(ids), created_at__gte=oldest())
    endpoints = await by_ids(actor, list({delivery.endpoint_id for delivery in found}))
    seen = {endpoint.id: endpoint for endpoint in endpoints}
    for delivery in found:
        if delivery.endpoint_id in seen:
            delivery.endpoint = seen[delivery.endpoint_id]
    return [delivery for delivery in found if delivery.endpoint_id in seen]


@requires(Permission.READ)
async def deliveries_of(
    actor: Actor,
    endpoint_keys: Sequence[UUID],
    request: PageRequest,
    *,
    status: Sequence[WebhookDeliveryStatus] | None = None,
    event: Sequence[WebhookEvent] | None = None,
    descending: bool = True,
) -> dict[UUID, Page[WebhookDelivery]]:
    """The same page of the deliveries of each endpoint, by time; none of an invisible one."""
    seen = [endpoint.id for endpoint in await by_ids(actor, endpoint_keys)]
    query = WebhookDelivery.filter(endpoint_id__in=seen, created_at__gte=oldest())
    if status:
        query = query.filter(status__in=list(status))
    if event:
        query = query.filter(event__in=[str(each) for each in event])
    sort_key = paging.by_time(descending=descending)
    return await pages(query, request, sort_key, parent="endpoint_id", parents=endpoint_keys)


def oldest() -> datetime:
    return datetime.now(UTC) - KEPT
