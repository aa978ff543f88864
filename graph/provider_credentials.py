"""API keys of model providers."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access, provider_credentials
from graph.actors import Actor
from graph.context import Context, Info
from graph.loaders import in_key_order
from graph.nodes import Node, find
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
from graph.values import OrderDirection, given

if TYPE_CHECKING:
    from graph.organizations import Organization


async def _by_id(actor: access.Actor, ids: list[UUID]) -> list[Any]:
    found = await provider_credentials.by_ids(actor, ids)
    return in_key_order(ids, found, lambda credential: credential.id)


@strawberry.type(
    description="A provider's API key, of an organization or of the whole installation."
)
class ProviderCredential(Node):
    organization_key: strawberry.Private[UUID | None]

    @strawberry.field(description="Its organization; null for the whole installation.")
    async def organization(
        self, info: Info
    ) -> Annotated["Organization", strawberry.lazy("graph.organizations")] | None:
        found: Organization | None = await find(info.context, "Organization", self.organization_key)
        return found

    provider: str = strawberry.field(description="Provider as LiteLLM names it, as in `openai`.")
    name: str = strawberry.field(description="Name to show.")
    masked_api_key: str = strawberry.field(
        description="Last characters of the API key, as in `…9f3c`."
    )
    api_base: str | None = strawberry.field(description="Base URL, if not the provider's own.")
    is_active: bool = strawberry.field(
        description="Whether it is used. One credential per organization and provider can be."
    )
    created_by: Actor = strawberry.field(description="Who stored it.")
    created_at: datetime = strawberry.field(description="Time of creation.")
    updated_at: datetime = strawberry.field(description="Time of the latest change.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            organization_key=row.organization_id,
            provider=row.provider,
            name=row.name,
            masked_api_key=f"…{row.key_hint}",
            api_base=row.api_base,
            is_active=row.is_active,
            created_by=Actor.of(access.ActorKind(row.actor_kind), row.actor_label, row.actor_id),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of provider credentials.")
class ProviderCredentialEdge(Edge[ProviderCredential]): ...


@strawberry.type(description="A page of provider credentials.")
class ProviderCredentialConnection(Connection[ProviderCredentialEdge, ProviderCredential]): ...


@strawberry.input(description="Which provider credentials to list. All given criteria must match.")
class ProviderCredentialFilter:
    organization_id: str | None = strawberry.field(
        default=UNSET, description="Of this organization."
    )
    provider: str | None = strawberry.field(default=UNSET, description="Of this provider.")
    is_active: bool | None = strawberry.field(default=UNSET, description="Used or unused ones.")


@strawberry.type
class ProviderCredentialQuery:
    @strawberry.field(
        description="Provider credentials, by time of creation. Secrets are never returned."
    )
    async def provider_credentials(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            ProviderCredentialFilter | None,
            strawberry.argument(description="Only matching credentials."),
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.DESC,
    ) -> ProviderCredentialConnection | None:
        page = await provider_credentials.list_visible(
            info.context.actor,
            page_request(first, after, last, before),
            **(given(filter) if filter else {}),
            descending=order_by is not OrderDirection.ASC,
        )
        found: ProviderCredentialConnection = connection("ProviderCredential", page)
        return found
