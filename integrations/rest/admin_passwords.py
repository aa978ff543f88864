"""Passwords of admin users in the legacy API."""

from typing import Final
from uuid import UUID

from pydantic import Field

from domain import own_passwords
from domain.errors import Forbidden, InvalidCredentials
from integrations.rest.admins import NO_USER, OWNER_ONLY, PASSWORD, TAG
from integrations.rest.authentication import JWT_ONLY
from integrations.rest.body import Input
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Message

OWNER_OR_ADMIN: Final = "Insufficient permissions. Required roles: owner, admin"
_DONE: Final = {"message": "Password changed successfully"}


class PasswordChange(Input):
    current_password: str = Field(json_schema_extra=PASSWORD)
    new_password: str = Field(min_length=8, json_schema_extra=PASSWORD)


class PasswordSet(Input):
    current_password: str | None = Field(
        None,
        json_schema_extra=PASSWORD,
        description="Required only when the target is the caller.",
    )
    new_password: str = Field(min_length=8, json_schema_extra=PASSWORD)


class PasswordReset(Input):
    new_password: str = Field(min_length=8, json_schema_extra=PASSWORD)


async def _change_own(call: Call, body: PasswordChange) -> Message:
    await own_passwords.change(call.actor, call.ports, body.current_password, body.new_password)
    return Message(**_DONE)


change_own, change_own_alias = (
    operation(
        method,
        path,
        tag=TAG,
        summary=summary,
        description="The caller's other sessions end. A wrong present password is 400, not 401.",
        auth=JWT_ONLY,
        calls=own_passwords.change,
        statuses={InvalidCredentials: 400},
        errors={400: [own_passwords.WRONG]},
        example=_DONE,
    )(_change_own)
    for method, path, summary in (
        ("POST", "/api/admin-users/me/change-password", "Change own password"),
        ("PUT", "/api/admin-users/password", "Change own password (PUT form)"),
    )
)


@operation(
    "POST",
    "/api/admin-users/{user_id}/change-password",
    tag=TAG,
    summary="Change a password by id",
    description="One's own with `current_password`; owners set anybody's without.",
    auth=JWT_ONLY,
    calls=own_passwords.set_for,
    statuses={InvalidCredentials: 400},
    texts={Forbidden: OWNER_OR_ADMIN},
    errors=NO_USER | {400: [own_passwords.WRONG], 403: [OWNER_OR_ADMIN]},
    example=_DONE,
)
async def set_password(call: Call, user_id: UUID, body: PasswordSet) -> Message:
    await own_passwords.set_for(
        call.actor, call.ports, user_id, body.new_password, body.current_password
    )
    return Message(**_DONE)


@operation(
    "PUT",
    "/api/admin-users/{user_id}/reset-password",
    tag=TAG,
    summary="Owner resets a password",
    description="All of that user's sessions end.",
    auth=JWT_ONLY,
    calls=own_passwords.reset,
    texts={Forbidden: OWNER_ONLY},
    errors=NO_USER | {403: [OWNER_ONLY]},
    example={"message": "Password reset successfully"},
)
async def reset_password(call: Call, user_id: UUID, body: PasswordReset) -> Message:
    await own_passwords.reset(call.actor, call.ports, user_id, body.new_password)
    return Message(message="Password reset successfully")
