"""Virtual keys. The secret is in the answer of the mutation that made it, and nowhere else."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import virtual_keys
from domain.access import Actor
from graph.context import Context, Info
from graph.enums import describe_enum
from graph.loaders import in_key_order
from graph.nodes import Node, find
from graph.pagination import Connection, Edge
from graph.sync import SyncStatus, by_team

if TYPE_CHECKING:
    from graph.teams import Team

describe_enum(
    virtual_keys.VirtualKeyStatus,
    "Whether a virtual key works.",
    ACTIVE="Works.",
    RETIRING="Rotated; works until the overlap ends.",
    EXPIRED="Past its end.",
    REVOKED="Ended by somebody.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await virtual_keys.by_ids(actor, ids), lambda key: key.id)


@strawberry.type(
    description="An API key of a team, known to this server and to LiteLLM. Only a hash of the "
    "secret is kept."
)
class VirtualKey(Node):
    team_key: strawberry.Private[UUID]
    successor_key: strawberry.Private[UUID | None]

    @strawberry.field(description="Its team.")
    async def team(self, info: Info) -> Annotated["Team", strawberry.lazy("graph.teams")]:
        found: Team = await find(info.context, "Team", self.team_key)
        return found

    name: str = strawberry.field(description="Name to show.")
    masked_key: str = strawberry.field(description="First and last characters, as in `sk-ab…9f3c`.")
    status: virtual_keys.VirtualKeyStatus = strawberry.field(description="Whether it works.")
    expires_at: datetime | None = strawberry.field(description="End of the key; null for none.")
    last_used_at: datetime | None = strawberry.field(
        description="Latest use, to the minute; null before the first."
    )

    @strawberry.field(description="The key that takes over; null unless rotated.")
    async def successor(
        self, info: Info
    ) -> Annotated["VirtualKey", strawberry.lazy("graph.virtual_keys")] | None:
        found: VirtualKey | None = await find(info.context, "VirtualKey", self.successor_key)
        return found

    @strawberry.field(description="Whether LiteLLM holds what it should; hidden from virtual keys.")
    async def sync(self, info: Info) -> SyncStatus | None:
        return SyncStatus.of(await info.context.load(by_team, self.team_key))

    created_at: datetime = strawberry.field(description="Time of creation.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            team_key=row.team_id,
            successor_key=row.successor_id,
            name=row.name,
            masked_key=row.masked_key,
            status=row.status,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            created_at=row.created_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of virtual keys.")
class VirtualKeyEdge(Edge[VirtualKey]): ...


@strawberry.type(description="A page of virtual keys.")
class VirtualKeyConnection(Connection[VirtualKeyEdge, VirtualKey]): ...


@strawberry.input(description="Which virtual keys to list. All given criteria must match.")
class VirtualKeyFilter:
    status: list[virtual_keys.VirtualKeyStatus] | None = strawberry.field(
        default=UNSET, description="One of these."
    )
    search: str | None = strawberry.field(
        default=UNSET, description="Part of the name, or the last characters of the key."
    )


@strawberry.type(
    description="A new virtual key with its secret. The secret is never returned again, but for "
    "a repeat under the same idempotency key within 24 hours."
)
class IssuedVirtualKey:
    virtual_key: VirtualKey = strawberry.field(description="The key.")
    secret: str = strawberry.field(description="The secret, `sk-…`. Show it once.")

    @classmethod
    def of(cls, issued: virtual_keys.Issued) -> Self | None:
        """None once the secret is gone."""
        if issued.secret is None:
            return None
        return cls(virtual_key=VirtualKey.from_model(issued.key), secret=issued.secret)
