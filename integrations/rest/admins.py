"""Admin users of the legacy API: who they are and who may change whom."""

from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from domain import admins
from domain.access import AdminRole
from domain.errors import Forbidden
from integrations.rest.authentication import JWT_ONLY
from integrations.rest.body import Input, Metadata
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.operation import Call, Operation, operation
from integrations.rest.rendering import Message, Output, Timestamp

TAG: Final = "admin-users"
LAST_OWNER: Final = "The last active owner cannot be demoted, deactivated or deleted."
OWNER_ONLY: Final = "Insufficient permissions. Required roles: owner"
Role = Literal["owner", "admin", "user"]

EMAIL: Final[dict[str, Any]] = {"format": "email"}
PASSWORD: Final[dict[str, Any]] = {"format": "password"}
USER: Final = {
    "user_id": "ae89197e-e24a-4e55-a9e2-70ba9a273730",
    "email": "admin@example.com",
    "display_name": "Admin User",
    "role": "owner",
    "is_active": True,
    "created_at": "2025-10-14T12:00:00.000Z",
    "created_by": None,
    "last_login": "2025-10-14T12:00:00.000Z",
    "metadata": {},
}
NO_USER: Final = {404: ["User not found"]}


class AdminUserCreate(Input):
    email: str = Field(max_length=255, json_schema_extra=EMAIL)
    display_name: str = Field(max_length=255)
    password: str = Field(min_length=8, json_schema_extra=PASSWORD)
    role: Role
    metadata: Metadata = {}


class AdminUserUpdate(Input):
    """Absent or null = unchanged. metadata replaces, not merges."""

    display_name: str | None = Field(None, max_length=255)
    role: Role | None = None
    is_active: bool | None = None
    metadata: Metadata | None = None


class AdminUser(Output):
    user_id: UUID
    email: str = Field(json_schema_extra=EMAIL)
    display_name: str
    role: Role
    is_active: bool
    created_at: Timestamp
    created_by: UUID | None
    last_login: Timestamp | None
    metadata: dict[str, Any]

    @classmethod
    def of(cls, user: Any) -> Self:
        return cls(
            user_id=user.id,
            email=user.email,
            display_name=user.display_name,
            role=user.role.value,
            is_active=user.is_active,
            created_at=user.created_at,
            created_by=user.created_by_id,
            last_login=user.last_login_at,
            metadata=user.metadata,
        )


@operation(
    "GET",
    "/api/admin-users",
    tag=TAG,
    summary="List admin users",
    description=f"The newest first, inactive ones included; {MORE}",
    auth=JWT_ONLY,
    calls=admins.list_all,
    example=[USER],
)
async def list_admin_users(call: Call, query: Listed) -> list[AdminUser]:
    page = await admins.list_all(call.actor, query.page)
    return [AdminUser.of(user) for user in listed(call, query, page)]


@operation(
    "POST",
    "/api/admin-users",
    tag=TAG,
    summary="Create admin user",
    auth=JWT_ONLY,
    calls=admins.create,
    errors={
        400: ["Email already registered"],
        403: ["Admins can only create users with 'user' role"],
    },
    body_example={
        "email": "u@example.com",
        "display_name": "U",
        "password": "SecurePass456!",
        "role": "user",
    },
    example=USER | {"role": "user", "created_by": USER["user_id"], "last_login": None},
)
async def create_admin_user(call: Call, body: AdminUserCreate) -> AdminUser:
    values = body.model_dump() | {"role": AdminRole(body.role)}
    return AdminUser.of(await admins.create(call.actor, **values))


@operation(
    "GET",
    "/api/admin-users/{user_id}",
    tag=TAG,
    summary="Get admin user",
    auth=JWT_ONLY,
    calls=admins.get,
    errors=NO_USER,
    example=USER,
)
async def get_admin_user(call: Call, user_id: UUID) -> AdminUser:
    return AdminUser.of(await admins.get(call.actor, user_id))


@operation(
    "PUT",
    "/api/admin-users/{user_id}",
    tag=TAG,
    summary="Update admin user",
    auth=JWT_ONLY,
    calls=admins.update,
    errors=NO_USER
    | {
        400: ["Cannot change your own role"],
        403: [
            "Admins cannot modify owner or admin users",
            "Admins cannot promote users to owner or admin",
        ],
    },
    example=USER,
)
async def update_admin_user(call: Call, user_id: UUID, body: AdminUserUpdate) -> AdminUser:
    changes = body.model_dump(exclude_none=True)
    if body.role:
        changes["role"] = AdminRole(body.role)
    return AdminUser.of(await admins.update(call.actor, call.ports, user_id, **changes))


@operation(
    "DELETE",
    "/api/admin-users/{user_id}",
    tag=TAG,
    summary="Deactivate admin user",
    description="Deactivates and revokes all sessions; the user stays.",
    auth=JWT_ONLY,
    calls=admins.deactivate,
    errors=NO_USER
    | {
        400: ["Cannot delete your own account"],
        403: ["Admins cannot delete owner or admin users"],
    },
    example={"message": "User u@example.com deactivated successfully"},
)
async def delete_admin_user(call: Call, user_id: UUID) -> Message:
    user = await admins.deactivate(call.actor, call.ports, user_id)
    return Message(message=f"User {user.email} deactivated successfully")


def _switch(path: str, summary: str, is_active: bool) -> Operation:
    async def switch(call: Call, user_id: UUID) -> AdminUser:
        user = await admins.set_active(call.actor, call.ports, user_id, is_active)
        return AdminUser.of(user)

    return operation(
        "PUT",
        f"/api/admin-users/{{user_id}}/{path}",
        tag=TAG,
        summary=summary,
        auth=JWT_ONLY,
        calls=admins.set_active,
        texts={Forbidden: OWNER_ONLY},
        errors=NO_USER | {403: [OWNER_ONLY]} | ({} if is_active else {400: [LAST_OWNER]}),
        example=USER | {"is_active": is_active},
    )(switch)


activate = _switch("activate", "Activate", is_active=True)
deactivate = _switch("deactivate", "Deactivate", is_active=False)
