"""The audit log."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access, audit, audit_resources
from domain.access import ActorKind
from domain.audit_resources import Name, Resource
from graph.actors import Actor
from graph.context import Context, Info
from graph.ids import key_of
from graph.loaders import in_key_order
from graph.nodes import Node, as_node
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
from graph.scalars import JSON, BigInt
from graph.values import DateTimeRange, OrderDirection, ScopeInput

if TYPE_CHECKING:
    from persistence.models import AuditEvent


async def _by_id(actor: access.Actor, ids: list[UUID]) -> "list[AuditEvent | None]":
    return in_key_order(ids, await audit.by_ids(actor, ids), lambda event: event.id)


async def _resource(actor: access.Actor, names: list[Name]) -> list[Resource | None]:
    found = await audit_resources.find(actor, names)
    return [found.get(name) for name in names]


@strawberry.type(description="One changed field of a record.")
class FieldChange:
    field: str = strawberry.field(description="Name of the field.")
    before: JSON | None = strawberry.field(description="Value before; secrets are masked.")
    after: JSON | None = strawberry.field(description="Value after; secrets are masked.")

    @classmethod
    def of(cls, change: dict[str, Any]) -> Self:
        return cls(
            field=change["field"], before=_json(change["before"]), after=_json(change["after"])
        )


def _json(value: Any) -> JSON | None:
    return None if value is None else JSON(value)


@strawberry.type(description="One thing somebody did, written in the same transaction.")
class AuditLogEntry(Node):
    sequence: BigInt = strawberry.field(description="Position in the log, without gaps.")
    action: str = strawberry.field(description="What was done, as in `team.created`.")
    actor: Actor = strawberry.field(description="Who did it.")
    resource_type: str | None = strawberry.field(
        description="Kind of record, as in `team`; null for actions on nothing."
    )
    resource_id: str | None = strawberry.field(
        description="Natural key, or else global ID, of the record at that time."
    )

    @strawberry.field(description="The record, if it still exists and is visible.")
    async def resource(self, info: Info) -> Node | None:
        if self.resource_name is None:
            return None
        row = await info.context.load(_resource, self.resource_name)
        node: Node | None = as_node(type(row).__name__, row)
        return node

    changes: list[FieldChange] = strawberry.field(description="What changed.")
    ip_address: str | None = strawberry.field(
        description="Address of the caller; null for the system."
    )
    request_id: str | None = strawberry.field(
        description="ID of the request, as in the header `X-Request-Id` and in the server log."
    )
    created_at: datetime = strawberry.field(description="Time of the action.")
    resource_name: strawberry.Private[Name | None]

    @classmethod
    def from_model(cls, row: "AuditEvent") -> Self:
        return cls(
            key=row.id,
            sequence=BigInt(row.sequence or 0),
            action=row.action,
            actor=Actor.of(row.actor_kind, row.actor_label, row.admin_user_id),
            resource_type=row.resource_type,
            resource_id=row.resource_id,
            changes=[FieldChange.of(change) for change in row.changes],
            ip_address=row.ip_address,
            request_id=row.request_id,
            created_at=row.created_at,
            resource_name=audit_resources.name_of(row),
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> "AuditEvent | None":
        if not context.actor.may(access.Permission.READ_AUDIT_LOG):
            return None
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of audit log entries.")
class AuditLogEntryEdge(Edge[AuditLogEntry]): ...


@strawberry.type(description="A page of audit log entries.")
class AuditLogEntryConnection(Connection[AuditLogEntryEdge, AuditLogEntry]): ...


@strawberry.input(description="Which audit log entries to list. All given criteria must match.")
class AuditLogFilter:
    action: list[str] | None = strawberry.field(
        default=UNSET,
        description="One of these actions; `team.*` stands for all of a kind.",
    )
    admin_user_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Done by this admin user (global ID)."
    )
    actor_kind: list[ActorKind] | None = strawberry.field(
        default=UNSET, description="Done with one of these kinds of credential."
    )
    resource_type: str | None = strawberry.field(
        default=UNSET, description="About this kind of record."
    )
    resource_id: str | None = strawberry.field(default=UNSET, description="About this record.")
    scope: ScopeInput | None = strawberry.field(
        default=UNSET, description="About this organization or team."
    )
    created_at: DateTimeRange | None = strawberry.field(
        default=UNSET, description="Done in this period."
    )

    def wanted(self) -> audit.Filter:
        user, scope, period = self.admin_user_id, self.scope, self.created_at
        return audit.Filter(
            actions=self.action or None,
            admin_user_id=_key(user) if isinstance(user, str) else None,
            actor_kinds=self.actor_kind or None,
            resource_type=_sent(self.resource_type),
            resource_id=_sent(self.resource_id),
            organization_id=_sent(scope.organization_id) if scope else None,
            team_id=_sent(scope.team_id) if scope else None,
            since=(period.from_ or None) if period else None,
            until=(period.until or None) if period else None,
        )


def _key(user: str) -> UUID:
    return key_of("AdminUser", user, ("filter", "adminUserId"))


def _sent(name: str | None) -> str | None:
    """An empty name is that of nothing."""
    return None if name is UNSET else name


@strawberry.type
class AuditQuery:
    @strawberry.field(description="The audit log, by time.")
    async def audit_log(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            AuditLogFilter | None, strawberry.argument(description="Only matching entries.")
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.DESC,
    ) -> AuditLogEntryConnection | None:
        page = await audit.list_page(
            info.context.actor,
            page_request(first, after, last, before),
            (filter or AuditLogFilter()).wanted(),
            descending=order_by is not OrderDirection.ASC,
        )
        found: AuditLogEntryConnection = connection("AuditLogEntry", page)
        return found
