"""Admin users."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Optional, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import admins, own_passwords
from domain.access import Actor, AdminRole
from graph.context import Context, Info
from graph.enums import describe_enum
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id, key_of
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
from graph.scalars import JSON
from graph.values import OrderDirection, given

if TYPE_CHECKING:
    from persistence.models import AdminUser as Row

describe_enum(
    AdminRole,
    "Role in the whole installation.",
    OWNER="Everything, including other owners and admins.",
    ADMIN="Everything but owners and admins.",
    USER="Reads everything but the audit log; writes nothing.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> "list[Row | None]":
    return in_key_order(ids, await admins.by_ids(actor, ids), lambda user: user.id)


@strawberry.type(description="A person who administers this installation.")
class AdminUser(Node):
    email: str = strawberry.field(description="E-mail address, unique whatever its case.")
    display_name: str = strawberry.field(description="Name to show.")
    role: AdminRole = strawberry.field(description="Role in the whole installation.")
    is_active: bool = strawberry.field(description="Whether the user may sign in.")
    metadata: JSON | None = strawberry.field(description="Free-form data.")
    last_login_at: datetime | None = strawberry.field(
        description="Latest sign-in; null before the first."
    )
    created_at: datetime = strawberry.field(description="Time of creation.")
    created_by_key: strawberry.Private[UUID | None]

    @classmethod
    def from_model(cls, row: "Row") -> Self:
        return cls(
            key=row.id,
            email=row.email,
            display_name=row.display_name,
            role=row.role,
            is_active=row.is_active,
            metadata=JSON(row.metadata),
            last_login_at=row.last_login_at,
            created_at=row.created_at,
            created_by_key=row.created_by_id,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> "Row | None":
        return await context.load(_by_id, key)

    @strawberry.field(description="Who created the user; null for the first owner.")
    async def created_by(self, info: Info) -> Optional["AdminUser"]:
        user: AdminUser | None = await find(info.context, "AdminUser", self.created_by_key)
        return user


@strawberry.type(description="A row of a page of admin users.")
class AdminUserEdge(Edge[AdminUser]): ...


@strawberry.type(description="A page of admin users.")
class AdminUserConnection(Connection[AdminUserEdge, AdminUser]): ...


@strawberry.input(description="Which admin users to list. All given criteria must match.")
class AdminUserFilter:
    roles: list[AdminRole] | None = strawberry.field(
        name="role", default=UNSET, description="One of these roles."
    )
    is_active: bool | None = strawberry.field(default=UNSET, description="Active or inactive ones.")
    search: str | None = strawberry.field(
        default=UNSET, description="Part of the e-mail or name, whatever its case."
    )


@strawberry.type
class AdminQuery:
    @strawberry.field(description="Admin users, by e-mail.")
    async def admin_users(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            AdminUserFilter | None, strawberry.argument(description="Only matching users.")
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Alphabetical direction.")
        ] = OrderDirection.ASC,
    ) -> AdminUserConnection | None:
        page = await admins.list_page(
            info.context.actor,
            page_request(first, after, last, before),
            descending=order_by is OrderDirection.DESC,
            **given(filter or AdminUserFilter()),
        )
        found: AdminUserConnection = connection("AdminUser", page)
        return found


@strawberry.input(description="Arguments of `resetPassword`.")
class ResetPasswordInput:
    admin_user_id: strawberry.ID = strawberry.field(description="Global ID of the user.")
    new_password: str = strawberry.field(description="8 to 72 bytes.")


@strawberry.type(description="Result of `resetPassword`.")
class ResetPasswordPayload:
    admin_user: AdminUser | None = strawberry.field(
        default=None, description="The user; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `createAdminUser`.")
class CreateAdminUserInput:
    email: str = strawberry.field(description="E-mail address.")
    display_name: str = strawberry.field(description="Name to show.")
    password: str | None = strawberry.field(
        default=UNSET,
        description="8 to 72 bytes; omit it for users who sign in through single sign-on only.",
    )
    role: AdminRole = strawberry.field(
        default=AdminRole.USER,
        description="Role in the whole installation. Admins create `USER` and `MEMBER` only.",
    )
    metadata: JSON | None = strawberry.field(default=UNSET, description="Free-form data.")


@strawberry.type(description="Result of `createAdminUser`.")
class CreateAdminUserPayload:
    admin_user: AdminUser | None = strawberry.field(
        default=None, description="The new user; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateAdminUser`. What is omitted stays.")
class UpdateAdminUserInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the user.")
    display_name: str | None = strawberry.field(default=UNSET, description="Name to show.")
    role: AdminRole | None = strawberry.field(
        default=UNSET,
        description="Role in the whole installation; nobody changes their own.",
    )
    is_active: bool | None = strawberry.field(
        default=UNSET, description="Whether the user may sign in."
    )
    metadata: JSON | None = strawberry.field(
        default=UNSET, description="Free-form data; replaces the old."
    )


@strawberry.type(description="Result of `updateAdminUser`.")
class UpdateAdminUserPayload:
    admin_user: AdminUser | None = strawberry.field(
        default=None, description="The user; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteAdminUser`.")
class DeleteAdminUserInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the user.")


@strawberry.type(description="Result of `deleteAdminUser`.")
class DeleteAdminUserPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted user."
    )
    errors: list[UserError] = no_errors()


@strawberry.type
class AdminMutation:
    @mutation(description="Sets another user's password and revokes all of that user's sessions.")
    async def reset_password(
        self, info: Info, input: Annotated[ResetPasswordInput, ARGUMENTS]
    ) -> ResetPasswordPayload | None:
        user = await own_passwords.reset(
            info.context.actor,
            info.context.ports,
            key_of("AdminUser", input.admin_user_id, "adminUserId"),
            input.new_password,
        )
        return ResetPasswordPayload(admin_user=AdminUser.from_model(user))

    @mutation(description="Creates an admin user.")
    async def create_admin_user(
        self, info: Info, input: Annotated[CreateAdminUserInput, ARGUMENTS]
    ) -> CreateAdminUserPayload | None:
        user = await admins.create(info.context.actor, **given(input))
        return CreateAdminUserPayload(admin_user=AdminUser.from_model(user))

    @mutation(description="Changes an admin user; deactivating one revokes the user's sessions.")
    async def update_admin_user(
        self, info: Info, input: Annotated[UpdateAdminUserInput, ARGUMENTS]
    ) -> UpdateAdminUserPayload | None:
        user = await admins.update(
            info.context.actor,
            info.context.ports,
            key_of("AdminUser", input.id),
            **given(input, without={"id"}),
        )
        return UpdateAdminUserPayload(admin_user=AdminUser.from_model(user))

    @mutation(
        description="Deletes an admin user and revokes the user's sessions; the audit log keeps "
        "the name. To keep the user, deactivate."
    )
    async def delete_admin_user(
        self, info: Info, input: Annotated[DeleteAdminUserInput, ARGUMENTS]
    ) -> DeleteAdminUserPayload | None:
        deleted = await admins.delete(
            info.context.actor, info.context.ports, key_of("AdminUser", input.id)
        )
        return DeleteAdminUserPayload(deleted_id=global_id("AdminUser", deleted))
