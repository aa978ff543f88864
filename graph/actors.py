"""Whoever did something, as histories tell it."""

from typing import TYPE_CHECKING, Annotated, Self
from uuid import UUID

import strawberry

from domain.access import ActorKind
from graph.context import Info
from graph.enums import describe_enum
from graph.nodes import find

if TYPE_CHECKING:
    from graph.admins import AdminUser

describe_enum(
    ActorKind,
    "Kind of credential behind a request.",
    ADMIN_USER="A signed-in admin user.",
    ADMIN_KEY="The legacy admin key.",
    VIRTUAL_KEY="A team's virtual key.",
    SYSTEM="The server itself: schedulers, reconciliation.",
)


@strawberry.type(description="Whoever did something.")
class Actor:
    kind: ActorKind = strawberry.field(description="Kind of credential used.")
    label: str = strawberry.field(
        description="Name at that time: e-mail, key name, team name or `system`."
    )
    admin_user_key: strawberry.Private[UUID | None]

    @classmethod
    def of(cls, kind: ActorKind | None, label: str, admin_user_id: UUID | None = None) -> Self:
        """No kind: somebody tried to sign in as an admin user."""
        return cls(kind=kind or ActorKind.ADMIN_USER, label=label, admin_user_key=admin_user_id)

    @strawberry.field(description="The admin user; null for keys and for the system.")
    async def admin_user(
        self, info: Info
    ) -> Annotated["AdminUser", strawberry.lazy("graph.admins")] | None:
        user: AdminUser | None = await find(info.context, "AdminUser", self.admin_user_key)
        return user
