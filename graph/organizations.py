"""Organizations."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import budgets, dashboard, organizations, provider_credentials, teams
from domain.access import Actor
from domain.usage import Over
from graph.context import Context, Info
from graph.dashboard import CreditTotals
from graph.enums import describe_enum
from graph.loaders import in_key_order
from graph.nodes import Node, as_node, or_none
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
from graph.team_lists import (
    NEWEST_FIRST,
    FilterArgument,
    OrderArgument,
    asked_of_teams,
    team_page_of,
)
from graph.teams import Team, TeamConnection
from graph.usage import During, Usage, usage_of
from graph.values import OrderDirection, given

if TYPE_CHECKING:
    from graph.provider_credentials import ProviderCredential

describe_enum(
    organizations.OrganizationOrderField,
    "What organizations can be ordered by.",
    CREATED_AT="Time of creation.",
    NAME="Name.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await organizations.by_ids(actor, ids)
    return in_key_order(ids, found, lambda organization: organization.id)


async def _default_team(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await teams.defaults_of(actor, ids)
    return in_key_order(ids, found, lambda team: team.organization_id)


async def _credits(actor: Actor, ids: list[UUID]) -> list[dashboard.Sums]:
    found = await dashboard.credits_of_organizations(actor, ids)
    return [found[key] for key in ids]


async def _provider_credentials(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await provider_credentials.of_organizations(actor, ids)
    return [found and found[key] for key in ids]


@strawberry.type(description="A tenant: owns teams and provider credentials.")
class Organization(Node):
    organization_id: str = strawberry.field(
        description="Natural key, chosen by the creator, at most 255 characters, unchangeable."
    )
    name: str = strawberry.field(description="Name to show.")
    status: teams.TenantStatus = strawberry.field(description="Whether its teams may work.")
    status_reason: str | None = strawberry.field(
        description="Reason given for the latest change of status."
    )
    metadata: JSON | None = strawberry.field(description="Free-form data.")

    failed_call_policy: budgets.FailedCallPolicy = strawberry.field(
        description="What a completed job costs when calls in it failed, in teams that have no "
        "policy of their own."
    )

    @strawberry.field(description="The team made along with it; null if there was none.")
    async def default_team(self, info: Info) -> Team | None:
        row = await info.context.load(_default_team, self.key)
        return Team.from_model(row) if row else None

    @strawberry.field(description="Its teams.")
    async def teams(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: FilterArgument = UNSET,
        order_by: OrderArgument = NEWEST_FIRST,
    ) -> TeamConnection | None:
        asked = asked_of_teams(
            page_request(first, after, last, before),
            filter,
            order_by or NEWEST_FIRST,
            teams.Owners.ORGANIZATIONS,
        )
        page: TeamConnection = await team_page_of(info, self.key, asked)
        return page

    @strawberry.field(description="Sums over its teams.")
    async def credits(self, info: Info) -> CreditTotals | None:
        return CreditTotals.of(await info.context.load(_credits, self.key))

    @strawberry.field(description="Usage of its teams.")
    async def usage(self, info: Info, during: During) -> Usage | None:
        return await usage_of(info, Over.ORGANIZATIONS, self.key, during)

    @strawberry.field(description="Its own provider credentials, at most 100.")
    async def provider_credentials(
        self, info: Info
    ) -> (
        list[Annotated["ProviderCredential", strawberry.lazy("graph.provider_credentials")]] | None
    ):
        rows = await info.context.load(_provider_credentials, self.key)
        return None if rows is None else [as_node("ProviderCredential", row) for row in rows]

    created_at: datetime = strawberry.field(description="Time of creation.")
    updated_at: datetime = strawberry.field(description="Time of the latest change.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            organization_id=row.organization_id,
            name=row.name,
            status=row.status,
            status_reason=row.status_reason,
            metadata=JSON(row.metadata),
            failed_call_policy=row.failed_call_policy,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of organizations.")
class OrganizationEdge(Edge[Organization]): ...


@strawberry.type(description="A page of organizations.")
class OrganizationConnection(Connection[OrganizationEdge, Organization]): ...


@strawberry.input(description="Which organizations to list. All given criteria must match.")
class OrganizationFilter:
    status: list[teams.TenantStatus] | None = strawberry.field(
        default=UNSET, description="One of these; all but `DELETED` when omitted."
    )
    search: str | None = strawberry.field(
        default=UNSET, description="Part of the natural key or name, whatever its case."
    )


@strawberry.input(description="Ordering of organizations.")
class OrganizationOrder:
    field: organizations.OrganizationOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.ASC, description="Direction."
    )


_NEWEST_FIRST = OrganizationOrder(
    field=organizations.OrganizationOrderField.CREATED_AT, direction=OrderDirection.DESC
)


@strawberry.type
class OrganizationQuery:
    @strawberry.field(description="The organization with this natural key.")
    async def organization(
        self,
        info: Info,
        organization_id: Annotated[str, strawberry.argument(description="Natural key.")],
    ) -> Organization | None:
        row = await or_none(organizations.get(info.context.actor, organization_id))
        return Organization.from_model(row) if row else None

    @strawberry.field(description="Organizations.")
    async def organizations(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            OrganizationFilter | None,
            strawberry.argument(description="Only matching organizations."),
        ] = UNSET,
        order_by: Annotated[
            OrganizationOrder | None, strawberry.argument(description="Ordering.")
        ] = _NEWEST_FIRST,
    ) -> OrganizationConnection | None:
        order = order_by or _NEWEST_FIRST
        page = await organizations.list_visible(
            info.context.actor,
            page_request(first, after, last, before),
            **(given(filter) if filter else {}),
            order=order.field,
            descending=order.direction is OrderDirection.DESC,
        )
        found: OrganizationConnection = connection("Organization", page)
        return found
