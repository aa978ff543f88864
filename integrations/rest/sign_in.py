"""Signing in to the legacy API, and out."""

from typing import Final, Literal, Self

from pydantic import Field

from domain import admins, login, sessions, setup
from domain.errors import InvalidState
from domain.sessions import SignIn
from integrations.rest.admins import EMAIL, PASSWORD, TAG, USER, AdminUser
from integrations.rest.authentication import JWT_ONLY, PUBLIC
from integrations.rest.body import Input
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Message, Output

_SIGNED_IN: Final = {
    "access_token": "eyJhbGciOiJIUzI1NiIs…",
    "token_type": "bearer",
    "user": USER,
}


class SetupRequest(Input):
    email: str = Field(max_length=255, json_schema_extra=EMAIL)
    display_name: str = Field(max_length=255)
    password: str = Field(min_length=8, json_schema_extra=PASSWORD)
    setup_token: str | None = Field(None, max_length=1000, json_schema_extra=PASSWORD)


class LoginRequest(Input):
    email: str = Field(json_schema_extra=EMAIL)
    password: str = Field(json_schema_extra=PASSWORD)


class SetupStatus(Output):
    needs_setup: bool
    has_users: bool


class LoginResponse(Output):
    access_token: str = Field(description="HS256 JWT")
    token_type: Literal["bearer"]
    user: AdminUser

    @classmethod
    def of(cls, signed_in: SignIn) -> Self:
        user = AdminUser.of(signed_in.admin_user)
        return cls(access_token=signed_in.access_token, token_type="bearer", user=user)  # noqa: S106


@operation(
    "GET",
    "/api/admin-users/setup/status",
    tag=TAG,
    summary="Is first-time setup needed",
    auth=PUBLIC,
    example={"needs_setup": True, "has_users": False},
)
async def setup_status(call: Call) -> SetupStatus:
    is_needed = await setup.is_needed(call.actor)
    return SetupStatus(needs_setup=is_needed, has_users=not is_needed)


@operation(
    "POST",
    "/api/admin-users/setup",
    tag=TAG,
    summary="Create the first owner (once)",
    description="Works only while no admin user exists, inactive ones included. Signs in. Asks "
    "for `setup_token` when the operator has set one.",
    auth=PUBLIC,
    statuses={InvalidState: 400},
    errors={400: [setup.DONE, "Email already registered"]},
    body_example={
        "email": "admin@example.com",
        "display_name": "Admin User",
        "password": "SecurePassword123!",
    },
    example=_SIGNED_IN,
)
async def create_first_owner(call: Call, body: SetupRequest) -> LoginResponse:
    return LoginResponse.of(
        await setup.setup(
            call.actor,
            call.ports,
            email=body.email,
            display_name=body.display_name,
            password=body.password,
            setup_token=body.setup_token,
        )
    )


async def _log_in(call: Call, body: LoginRequest) -> LoginResponse:
    return LoginResponse.of(await login.login(call.actor, call.ports, body.email, body.password))


log_in, log_in_alias = (
    operation(
        "POST",
        path,
        tag=TAG,
        summary=summary,
        description="An unknown e-mail, a wrong password and an inactive account are told alike.",
        auth=PUBLIC,
        errors={401: [login.REFUSED]},
        body_example={"email": "admin@example.com", "password": "SecurePassword123!"},
        example=_SIGNED_IN,
    )(_log_in)
    for path, summary in (
        ("/api/admin-users/login", "Log in"),
        ("/api/admin/login", "Alias of login"),
    )
)


@operation(
    "POST",
    "/api/admin-users/logout",
    tag=TAG,
    summary="Revoke the presented session",
    auth=JWT_ONLY,
    calls=sessions.logout,
    example={"message": "Logged out successfully"},
)
async def log_out(call: Call) -> Message:
    await sessions.logout(call.actor, call.ports)
    return Message(message="Logged out successfully")


@operation(
    "GET",
    "/api/admin-users/me",
    tag=TAG,
    summary="Current admin user",
    auth=JWT_ONLY,
    calls=admins.me,
    example=USER,
)
async def me(call: Call) -> AdminUser:
    return AdminUser.of(await admins.me(call.actor))
