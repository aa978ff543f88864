"""Model aliases."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access_groups, model_aliases, prices, sync, teams
from domain.access import Actor, Permission
from graph.context import Context, Info
from graph.enums import describe_enum
from graph.loaders import in_key_order
from graph.nodes import Node, as_node, find, or_none
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
from graph.prices import TokenPrice
from graph.sync import SyncStatus
from graph.team_lists import (
    BY_NAME,
    FilterArgument,
    OrderArgument,
    asked_of_teams,
    team_page_of,
)
from graph.values import OrderDirection, given

if TYPE_CHECKING:
    from graph.access_groups import ModelAccessGroup
    from graph.provider_credentials import ProviderCredential
    from graph.teams import TeamConnection

describe_enum(
    model_aliases.ModelStatus,
    "Whether a model alias can be called.",
    ACTIVE="Can be called.",
    INACTIVE="Cannot be called.",
    DEPRECATED="Can be called, soon no longer.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await model_aliases.by_ids(actor, ids), lambda alias: alias.id)


async def by_name(actor: Actor, names: list[str]) -> list[Any]:
    """For the loader; names of nothing are None."""
    return in_key_order(names, await model_aliases.by_names(actor, names), lambda row: row.alias)


async def _groups(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await access_groups.of_aliases(actor, ids)
    return [found[key] for key in ids]


async def _litellm_id(actor: Actor, ids: list[UUID]) -> list[str | None]:
    found = await model_aliases.litellm_ids(actor, ids)
    return [found.get(key) for key in ids]


async def _sync(actor: Actor, ids: list[UUID]) -> list[Any]:
    found = await sync.of_aliases(actor, ids)
    return [found.get(key) for key in ids]


@strawberry.type(description="A public model name that stands for one model of one provider.")
class ModelAlias(Node):
    row: strawberry.Private[Any]
    alias: str = strawberry.field(
        description="Natural key: the name callers use, at most 200 characters, unchangeable."
    )
    display_name: str = strawberry.field(description="Name to show.")
    description: str | None = strawberry.field(description="What it is for.")

    @strawberry.field(
        description="Provider as LiteLLM names it, as in `openai`; hidden from virtual keys."
    )
    def provider(self, info: Info) -> str | None:
        return self.row.provider if _sees_provider(info) else None

    @strawberry.field(description="Model at the provider; hidden from virtual keys.")
    def actual_model(self, info: Info) -> str | None:
        return self.row.actual_model if _sees_provider(info) else None

    @strawberry.field(
        description="Credential it is called with; null for the installation's own; hidden from "
        "virtual keys."
    )
    async def provider_credential(
        self, info: Info
    ) -> Annotated["ProviderCredential", strawberry.lazy("graph.provider_credentials")] | None:
        key = self.row.provider_credential_id
        found: ProviderCredential | None = await find(info.context, "ProviderCredential", key)
        return found

    @strawberry.field(
        description="Its own price; null to take the rate card's; hidden from virtual keys."
    )
    def price(self, info: Info) -> TokenPrice | None:
        has_own = self.row.input_price is not None or self.row.output_price is not None
        if not (has_own and _sees_provider(info)):
            return None
        price = prices.of_alias(self.row)
        return TokenPrice.of(price.input, price.output, price.cached)

    status: model_aliases.ModelStatus = strawberry.field(description="Whether it can be called.")

    @strawberry.field(description="Access groups that open it. In none, nobody can call it.")
    async def access_groups(
        self, info: Info
    ) -> list[Annotated["ModelAccessGroup", strawberry.lazy("graph.access_groups")]] | None:
        groups = await info.context.load(_groups, self.key)
        return [as_node("ModelAccessGroup", group) for group in groups]

    @strawberry.field(description="Teams that may call it.")
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
            teams.Owners.MODEL_ALIASES,
        )
        page: TeamConnection = await team_page_of(info, self.key, asked)
        return page

    @strawberry.field(
        description="Model ID at LiteLLM; null until synced; hidden from virtual keys."
    )
    async def litellm_model_id(self, info: Info) -> str | None:
        return await info.context.load(_litellm_id, self.key)

    @strawberry.field(description="Whether LiteLLM holds what it should; hidden from virtual keys.")
    async def sync(self, info: Info) -> SyncStatus | None:
        return SyncStatus.of(await info.context.load(_sync, self.key))

    created_at: datetime = strawberry.field(description="Time of creation.")
    updated_at: datetime = strawberry.field(description="Time of the latest change.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            row=row,
            alias=row.alias,
            display_name=row.display_name,
            description=row.description,
            status=row.status,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of model aliases.")
class ModelAliasEdge(Edge[ModelAlias]): ...


@strawberry.type(description="A page of model aliases.")
class ModelAliasConnection(Connection[ModelAliasEdge, ModelAlias]): ...


@strawberry.input(description="Which model aliases to list. All given criteria must match.")
class ModelAliasFilter:
    status: list[model_aliases.ModelStatus] | None = strawberry.field(
        default=UNSET, description="One of these."
    )
    provider: str | None = strawberry.field(
        default=UNSET, description="Of this provider; virtual keys may not ask for it."
    )
    access_group: str | None = strawberry.field(
        default=UNSET, description="Opened by this model access group."
    )
    search: str | None = strawberry.field(
        default=UNSET,
        description="Part of a name or, for who sees it, of the actual model, whatever its case.",
    )


@strawberry.type
class ModelAliasQuery:
    @strawberry.field(description="The model alias with this name.")
    async def model_alias(
        self,
        info: Info,
        alias: Annotated[str, strawberry.argument(description="Natural key.")],
    ) -> ModelAlias | None:
        row = await or_none(model_aliases.get(info.context.actor, alias))
        return ModelAlias.from_model(row) if row else None

    @strawberry.field(description="Model aliases, by name.")
    async def model_aliases(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            ModelAliasFilter | None, strawberry.argument(description="Only matching aliases.")
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Alphabetical direction.")
        ] = OrderDirection.ASC,
    ) -> ModelAliasConnection | None:
        page = await model_aliases.list_visible(
            info.context.actor,
            page_request(first, after, last, before),
            **(given(filter) if filter else {}),
            descending=order_by is OrderDirection.DESC,
        )
        found: ModelAliasConnection = connection("ModelAlias", page)
        return found


def _sees_provider(info: Info) -> bool:
    return info.context.actor.may(Permission.READ_PROVIDER_COSTS)
