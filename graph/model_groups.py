"""Model groups."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import model_groups, teams
from domain.access import Actor
from graph.context import Context, Info
from graph.enums import describe_enum
from graph.loaders import in_key_order
from graph.model_aliases import ModelAlias, by_name
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

describe_enum(
    model_groups.GroupStatus,
    "Whether a group counts.",
    ACTIVE="Counts.",
    INACTIVE="Gives access to nobody.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await model_groups.by_ids(actor, ids), lambda group: group.id)


async def _models(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await model_groups.models_of(actor, ids)
    return [found[key] for key in ids]


@strawberry.type(description="One step of a model group.")
class ModelGroupModel:
    position: int = strawberry.field(description="0 for the primary model, then up.")
    model_name: str = strawberry.field(description="Model as LiteLLM knows it.")
    is_active: bool = strawberry.field(description="Inactive steps are skipped.")

    @strawberry.field(description="The alias of that name; null if there is none.")
    async def model_alias(self, info: Info) -> ModelAlias | None:
        row = await info.context.load(by_name, self.model_name)
        return ModelAlias.from_model(row) if row else None


@strawberry.type(
    description="A named, ordered list of models: the first is primary, the rest are fallbacks, "
    "tried in order when a provider fails."
)
class ModelGroup(Node):
    group_name: str = strawberry.field(
        description="Natural key, at most 100 characters, unchangeable."
    )
    display_name: str = strawberry.field(description="Name to show.")
    description: str | None = strawberry.field(description="What it is for.")
    status: model_groups.GroupStatus = strawberry.field(
        description="An inactive group is open to nobody."
    )

    @strawberry.field(description="Its models in order, at most 20.")
    async def models(self, info: Info) -> list[ModelGroupModel]:
        return [
            ModelGroupModel(
                position=place, model_name=member.model_name, is_active=member.is_active
            )
            for place, member in enumerate(await info.context.load(_models, self.key))
        ]

    @strawberry.field(description="Teams that may use it.")
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
            teams.Owners.MODEL_GROUPS,
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


@strawberry.type(description="A row of a page of model groups.")
class ModelGroupEdge(Edge[ModelGroup]): ...


@strawberry.type(description="A page of model groups.")
class ModelGroupConnection(Connection[ModelGroupEdge, ModelGroup]): ...


@strawberry.input(description="Which groups to list. All given criteria must match.")
class GroupFilter:
    status: list[model_groups.GroupStatus] | None = strawberry.field(
        default=UNSET, description="One of these."
    )
    search: str | None = strawberry.field(
        default=UNSET, description="Part of a name, whatever its case."
    )


@strawberry.type(description="What would answer a call of a team, and why.")
class ModelResolution:
    model: str = strawberry.field(description="The name asked about.")
    is_allowed: bool = strawberry.field(description="Whether the call would be let through.")
    reason: str | None = strawberry.field(description="Why not; null when allowed.")
    alias_key: strawberry.Private[UUID | None]

    @strawberry.field(description="The alias found under the name.")
    async def model_alias(self, info: Info) -> ModelAlias | None:
        found: ModelAlias | None = await find(info.context, "ModelAlias", self.alias_key)
        return found

    model_group: ModelGroup | None = strawberry.field(
        description="The model group found under the name, if no alias was."
    )
    primary_model: str | None = strawberry.field(
        description="Model tried first; null when not allowed."
    )
    fallback_models: list[str] = strawberry.field(description="Models tried next, in order.")

    @classmethod
    def of(cls, resolution: model_groups.Resolution) -> Self:
        group = resolution.group
        return cls(
            model=resolution.model,
            is_allowed=resolution.is_allowed,
            reason=resolution.reason,
            alias_key=resolution.alias.id if resolution.alias else None,
            model_group=ModelGroup.from_model(group) if group else None,
            primary_model=resolution.primary,
            fallback_models=list(resolution.fallbacks),
        )


@strawberry.type
class ModelGroupQuery:
    @strawberry.field(description="The model group with this name.")
    async def model_group(
        self,
        info: Info,
        group_name: Annotated[str, strawberry.argument(description="Natural key.")],
    ) -> ModelGroup | None:
        row = await or_none(model_groups.get(info.context.actor, group_name))
        return ModelGroup.from_model(row) if row else None

    @strawberry.field(description="Model groups, by name.")
    async def model_groups(
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
    ) -> ModelGroupConnection | None:
        page = await model_groups.list_visible(
            info.context.actor,
            page_request(first, after, last, before),
            **(given(filter) if filter else {}),
            descending=order_by is OrderDirection.DESC,
        )
        groups: ModelGroupConnection = connection("ModelGroup", page)
        return groups
