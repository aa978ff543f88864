"""Webhook endpoints, and what they were told."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self, Union
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import webhooks
from domain.access import Actor
from graph.context import Context, Info
from graph.enums import describe_enum
from graph.loaders import by_way, in_key_order
from graph.nodes import Node, as_node, find
from graph.pagination import (
    After,
    Before,
    Connection,
    Edge,
    First,
    Last,
    connection,
    page_request,
)
from graph.scalars import JSON
from graph.values import OrderDirection, ScopeInput, given

if TYPE_CHECKING:
    from graph.organizations import Organization
    from graph.teams import Team

describe_enum(
    webhooks.WebhookEvent,
    "Events told by webhook.",
    JOB_CREATED="`job.created`.",
    JOB_STARTED="`job.started`.",
    JOB_COMPLETED="`job.completed`.",
    JOB_FAILED="`job.failed`.",
    JOB_CANCELLED="`job.cancelled`.",
    CREDITS_THRESHOLD_CROSSED="`credits.threshold_crossed`.",
    CREDITS_DEPLETED="`credits.depleted`.",
    CREDITS_GRANTED="`credits.granted`.",
    TEAM_STATUS_CHANGED="`team.status_changed`.",
    VIRTUAL_KEY_ROTATED="`virtual_key.rotated`.",
    DRIFT_DETECTED="`drift.detected`; for the whole installation only.",
)
describe_enum(
    webhooks.WebhookDeliveryStatus,
    "How far a delivery is.",
    PENDING="Waits for its first or next attempt.",
    DELIVERED="Answered with 2xx.",
    FAILED="Given up after three days.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await webhooks.by_ids(actor, ids), lambda endpoint: endpoint.id)


async def _delivery_by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await webhooks.deliveries_by_ids(actor, ids)
    return in_key_order(ids, found, lambda delivery: delivery.id)


async def _deliveries(actor: Actor, asked: list[tuple[Any, UUID]]) -> list[Any]:
    async def read(way: Any, endpoint_keys: list[UUID]) -> Any:
        request, status, event, descending = way
        return await webhooks.deliveries_of(
            actor, endpoint_keys, request, status=status, event=event, descending=descending
        )

    return await by_way(asked, read)


Scope = Annotated[
    Union[  # noqa: UP007 - lazy names cannot be joined by |
        Annotated["Organization", strawberry.lazy("graph.organizations")],
        Annotated["Team", strawberry.lazy("graph.teams")],
    ],
    strawberry.union(
        "Scope", description="What a membership, webhook endpoint or export is about."
    ),
]


def scope_of(scope: ScopeInput | None) -> webhooks.Scope:
    return webhooks.Scope(**given(scope)) if scope else webhooks.Scope()


@strawberry.type(description="One event sent to one endpoint.")
class WebhookDelivery(Node):
    endpoint_key: strawberry.Private[UUID]

    @strawberry.field(description="The endpoint.")
    async def webhook_endpoint(
        self, info: Info
    ) -> Annotated["WebhookEndpoint", strawberry.lazy("graph.webhooks")]:
        found: WebhookEndpoint = await find(info.context, "WebhookEndpoint", self.endpoint_key)
        return found

    event: webhooks.WebhookEvent = strawberry.field(description="The event.")
    payload: JSON = strawberry.field(description="Body sent.")
    status: webhooks.WebhookDeliveryStatus = strawberry.field(description="How far it is.")
    attempt_count: int = strawberry.field(description="Attempts made.")
    response_status: int | None = strawberry.field(
        description="HTTP status of the latest answer; null without an answer."
    )
    error: str | None = strawberry.field(description="Why the latest attempt failed.")
    next_attempt_at: datetime | None = strawberry.field(
        description="Next attempt; null if none will follow."
    )
    created_at: datetime = strawberry.field(description="Time of the event.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            endpoint_key=row.endpoint_id,
            event=webhooks.WebhookEvent(row.event),
            payload=JSON(row.payload),
            status=row.status,
            attempt_count=row.attempts,
            response_status=row.response_status,
            error=row.error,
            next_attempt_at=row.next_attempt_at,
            created_at=row.created_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_delivery_by_id, key)


@strawberry.type(description="A row of a page of webhook deliveries.")
class WebhookDeliveryEdge(Edge[WebhookDelivery]): ...


@strawberry.type(description="A page of webhook deliveries.")
class WebhookDeliveryConnection(Connection[WebhookDeliveryEdge, WebhookDelivery]): ...


@strawberry.input(description="Which deliveries to list. All given criteria must match.")
class WebhookDeliveryFilter:
    status: list[webhooks.WebhookDeliveryStatus] | None = strawberry.field(
        default=UNSET, description="One of these."
    )
    event: list[webhooks.WebhookEvent] | None = strawberry.field(
        default=UNSET, description="One of these events."
    )


@strawberry.type(description="An address told of events, signed as Standard Webhooks prescribe.")
class WebhookEndpoint(Node):
    organization_key: strawberry.Private[UUID | None]
    team_key: strawberry.Private[UUID | None]

    @strawberry.field(description="Whose events; null for those of the whole installation.")
    async def scope(self, info: Info) -> Scope | None:
        if self.team_key:
            return await find(info.context, "Team", self.team_key)  # type: ignore[no-any-return]
        return await find(info.context, "Organization", self.organization_key)  # type: ignore[no-any-return]

    url: str = strawberry.field(
        description="Address; HTTPS, no private network unless the operator allowed it."
    )
    events: list[webhooks.WebhookEvent] = strawberry.field(description="Events it is told of.")
    is_active: bool = strawberry.field(
        description="Whether it is told; switched off after three days of failures."
    )
    last_triggered_at: datetime | None = strawberry.field(
        description="Latest delivery; null before the first."
    )

    @strawberry.field(description="Its deliveries of the last 30 days, by time.")
    async def deliveries(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            WebhookDeliveryFilter | None,
            strawberry.argument(description="Only matching deliveries."),
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.DESC,
    ) -> WebhookDeliveryConnection | None:
        wanted = given(filter) if filter else {}
        asked = (
            page_request(first, after, last, before),
            tuple(wanted.get("status") or ()),
            tuple(wanted.get("event") or ()),
            order_by is not OrderDirection.ASC,
        )
        page = await info.context.load(_deliveries, (asked, self.key))
        deliveries: WebhookDeliveryConnection = connection("WebhookDelivery", page)
        return deliveries

    created_at: datetime = strawberry.field(description="Time of creation.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            organization_key=row.organization_id,
            team_key=row.team_id,
            url=row.url,
            events=[webhooks.WebhookEvent(event) for event in row.events],
            is_active=row.is_active,
            last_triggered_at=row.last_triggered_at,
            created_at=row.created_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type
class WebhookQuery:
    @strawberry.field(description="Webhook endpoints of a scope, at most 20.")
    async def webhook_endpoints(
        self,
        info: Info,
        scope: Annotated[
            ScopeInput | None,
            strawberry.argument(
                description="Organization or team; the endpoints of the whole installation when "
                "omitted."
            ),
        ] = UNSET,
    ) -> list[WebhookEndpoint] | None:
        found = await webhooks.list_of_scope(info.context.actor, scope_of(scope))
        return [as_node("WebhookEndpoint", row) for row in found]
