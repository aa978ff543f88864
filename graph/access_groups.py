"""Model access groups."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access_groups, model_aliases, teams
from domain.access import Actor
from graph.context import Context, Info
from graph.loaders import in_key_order
from graph.model_aliases import ModelAlias
from graph.model_groups import GroupFilter
from graph.nodes import Node, or_none
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
from graph.team_lists import (
    BY_NAME,
    FilterArgument,
    OrderArgument,
    asked_of_teams,
    team_page_of,
)
from graph.values import OrderDirection, given

if TYPE_CHECKING:
    from graph.teams import TeamConnection


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await access_groups.by_ids(actor, ids), lambda group: group.id)


async def _aliases(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await model_aliases.of_groups(actor, ids)
    return [found[key] for key in ids]


@strawberry.type(description="A bundle of model aliases that teams are given access to.")
class ModelAccessGroup(Node):
    group_name: str = strawberry.field(
        description="Natural key, at most 200 characters, unchangeable."
    )
    display_name: str = strawberry.field(description="Name to show.")
    description: str | None = strawberry.field(description="What it is for.")
    status: access_groups.GroupStatus = strawberry.field(
        description="An inactive group opens nothing."
    )

    @strawberry.field(description="Aliases it opens, at most 500.")
    async def model_aliases(self, info: Info) -> list[ModelAlias] | None:
        found = await info.context.load(_aliases, self.key)
        return [ModelAlias.from_model(alias) for alias in found]

    @strawberry.field(description="Teams it is given to.")
    async def teams(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: FilterArgument = UNSET,
        order_by: OrderArgument = BY_NAME,
    ) -> Annotated["TeamConnection", strawberry.lazy("graph.teams")] | None:
        asked = asked_of_teams(
            page_request(first, after, last, before),
            filter,
            order_by or BY_NAME,
            teams.Owners.ACCESS_GROUPS,
        )
        page: TeamConnection = await team_page_of(info, self.key, asked)
        return page

    created_at: datetime = strawberry.field(description="Time of creation.")
    updated_at: datetime = strawberry.field(description="Time of the latest change.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            group_name=row.group_name,
            display_name=row.display_name,
            description=row.description,
            status=row.status,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of model access groups.")
class ModelAccessGroupEdge(Edge[ModelAccessGroup]): ...


@strawberry.type(description="A page of model access groups.")
class ModelAccessGroupConnection(Connection[ModelAccessGroupEdge, ModelAccessGroup]): ...


@strawberry.type
class ModelAccessGroupQuery:
    @strawberry.field(description="The model access group with this name.")
    async def model_access_group(
        self,
        info: Info,
        group_name: Annotated[str, strawberry.argument(description="Natural key.")],
    ) -> ModelAccessGroup | None:
        row = await or_none(access_groups.get(info.context.actor, group_name))
        return ModelAccessGroup.from_model(row) if row else None

    @strawberry.field(description="Model access groups, by name.")
    async def model_access_groups(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            GroupFilter | None, strawberry.argument(description="Only matching groups.")
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Alphabetical direction.")
        ] = OrderDirection.ASC,
    ) -> ModelAccessGroupConnection | None:
        page = await access_groups.list_visible(
            info.context.actor,
            page_request(first, after, last, before),
            **(given(filter) if filter else {}),
            descending=order_by is OrderDirection.DESC,
        )
        groups: ModelAccessGroupConnection = connection("ModelAccessGroup", page)
        return groups
