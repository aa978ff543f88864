"""Teams."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access_groups, model_aliases, model_groups, teams, virtual_keys
from domain.access import Actor
from domain.usage import Over
from graph.access_groups import ModelAccessGroup
from graph.budgets import TeamBudget, account_of
from graph.context import Context, Info
from graph.credits import CreditAccount
from graph.job_lists import JobsOfTeam
from graph.loaders import by_way, in_key_order
from graph.model_aliases import ModelAlias
from graph.model_groups import ModelGroup, ModelResolution
from graph.nodes import Node, find, or_none
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
from graph.sync import SyncStatus, by_team
from graph.team_lists import (
    NEWEST_FIRST,
    FilterArgument,
    OrderArgument,
    asked_of_teams,
    team_page,
)
from graph.usage import During, Usage, usage_of
from graph.values import OrderDirection, given
from graph.virtual_keys import VirtualKeyConnection, VirtualKeyFilter

if TYPE_CHECKING:
    from graph.organizations import Organization


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await teams.by_ids(actor, ids), lambda team: team.id)


async def _groups(actor: Actor, team_keys: list[UUID]) -> list[Any]:
    found = await model_groups.of_teams(actor, team_keys)
    return [found[key] for key in team_keys]


async def _access_groups(actor: Actor, team_keys: list[UUID]) -> list[Any]:
    found = await access_groups.of_teams(actor, team_keys)
    return [found[key] for key in team_keys]


async def _allowed(actor: Actor, team_keys: list[UUID]) -> list[Any]:
    found = await model_aliases.callable_by_teams(actor, team_keys)
    return [found[key] for key in team_keys]


async def _resolution(actor: Actor, calls: list[tuple[Any, str]]) -> list[Any]:
    return await model_groups.resolve_many(actor, calls)


async def _keys(actor: Actor, asked: list[tuple[Any, UUID]]) -> list[Any]:
    async def read(way: Any, team_keys: list[UUID]) -> Any:
        request, status, search, descending = way
        return await virtual_keys.lists_of_teams(
            actor, team_keys, request, status=status, search=search, descending=descending
        )

    return await by_way(asked, read)


@strawberry.type(
    description="A group within an organization: has a credit account, virtual keys, access to "
    "models, jobs."
)
class Team(JobsOfTeam, Node):
    row: strawberry.Private[Any]
    team_id: str = strawberry.field(
        description="Natural key, chosen by the creator, at most 255 characters, unchangeable; "
        "also the team's ID at LiteLLM."
    )
    name: str = strawberry.field(description="Name to show.")

    @strawberry.field(description="Its organization.")
    async def organization(
        self, info: Info
    ) -> Annotated["Organization", strawberry.lazy("graph.organizations")]:
        found: Organization = await find(info.context, "Organization", self.row.organization_id)
        return found

    status: teams.TenantStatus = strawberry.field(
        description="Whether it may work. A stopped organization stops its teams, too."
    )
    status_reason: str | None = strawberry.field(
        description="Reason given for the latest change of status."
    )
    is_default: bool = strawberry.field(
        description="Whether it was made along with its organization; then it cannot be deleted "
        "alone."
    )
    metadata: JSON | None = strawberry.field(description="Free-form data.")

    @strawberry.field(description="Model groups it may use.")
    async def model_groups(self, info: Info) -> list[ModelGroup] | None:
        groups = await info.context.load(_groups, self.key)
        return [ModelGroup.from_model(group) for group in groups]

    @strawberry.field(description="Model access groups it may use.")
    async def access_groups(self, info: Info) -> list[ModelAccessGroup] | None:
        groups = await info.context.load(_access_groups, self.key)
        return [ModelAccessGroup.from_model(group) for group in groups]

    @strawberry.field(description="Aliases its access groups open, without duplicates.")
    async def allowed_models(self, info: Info) -> list[ModelAlias] | None:
        aliases = await info.context.load(_allowed, self.key)
        return [ModelAlias.from_model(alias) for alias in aliases]

    @strawberry.field(description="What would answer a call that names this model, and why.")
    async def resolve_model(
        self,
        info: Info,
        model: Annotated[
            str,
            strawberry.argument(description="Alias or model group, as a call would name it."),
        ],
    ) -> ModelResolution | None:
        return ModelResolution.of(await info.context.load(_resolution, (self.row, model)))

    @strawberry.field(description="How its work is turned into credits.")
    def budget(self, info: Info) -> TeamBudget:
        return TeamBudget.of(self.key, teams.budget_of(info.context.actor, self.row))

    @strawberry.field(description="Its credits.")
    async def credit_account(self, info: Info) -> CreditAccount | None:
        row = await info.context.load(account_of, self.key)
        return CreditAccount.from_model(row) if row else None

    @strawberry.field(description="Its usage.")
    async def usage(self, info: Info, during: During) -> Usage | None:
        return await usage_of(info, Over.TEAMS, self.key, during)

    @strawberry.field(
        description="Its virtual keys, by time of creation; hidden from virtual keys."
    )
    async def virtual_keys(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            VirtualKeyFilter | None,
            strawberry.argument(description="Only matching keys."),
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.DESC,
    ) -> VirtualKeyConnection | None:
        wanted = given(filter) if filter else {}
        asked = (
            page_request(first, after, last, before),
            tuple(wanted.get("status") or ()),
            wanted.get("search"),
            order_by is not OrderDirection.ASC,
        )
        page = await info.context.load(_keys, (asked, self.key))
        keys: VirtualKeyConnection = connection("VirtualKey", page)
        return keys

    @strawberry.field(description="Whether LiteLLM holds what it should; hidden from virtual keys.")
    async def sync(self, info: Info) -> SyncStatus | None:
        return SyncStatus.of(await info.context.load(by_team, self.key))

    created_at: datetime = strawberry.field(description="Time of creation.")
    updated_at: datetime = strawberry.field(description="Time of the latest change.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            row=row,
            team_id=row.team_id,
            name=row.name,
            status=row.status,
            status_reason=row.status_reason,
            is_default=row.is_default,
            metadata=JSON(row.metadata),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of teams.")
class TeamEdge(Edge[Team]): ...


@strawberry.type(description="A page of teams.")
class TeamConnection(Connection[TeamEdge, Team]): ...


@strawberry.type
class TeamQuery:
    @strawberry.field(description="The team with this natural key.")
    async def team(
        self,
        info: Info,
        team_id: Annotated[str, strawberry.argument(description="Natural key.")],
    ) -> Team | None:
        row = await or_none(teams.get(info.context.actor, team_id))
        return Team.from_model(row) if row else None

    @strawberry.field(description="Teams of all visible organizations.")
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
        request = page_request(first, after, last, before)
        asked = asked_of_teams(request, filter, order_by or NEWEST_FIRST)
        page: TeamConnection = await team_page(info, asked)
        return page
