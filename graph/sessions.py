"""The caller: setup, login, logout, and what one's own credential is."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import login, own_passwords, sessions, setup, teams
from domain.access import Actor, ActorKind, Permission
from domain.sessions import SignIn
from graph import actors, permissions  # noqa: F401 - they publish ActorKind and Permission
from graph.admins import AdminUser
from graph.context import Context, Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id
from graph.loaders import Loaders, in_key_order
from graph.nodes import Node, as_node, find

if TYPE_CHECKING:
    from graph.teams import Team
    from graph.virtual_keys import VirtualKey
    from persistence.models import Session as Row


async def _by_id(actor: Actor, ids: list[UUID]) -> "list[Row | None]":
    return in_key_order(ids, await sessions.by_ids(actor, ids), lambda session: session.id)


@strawberry.type(description="A signed-in browser or program.")
class Session(Node):
    ip_address: str | None = strawberry.field(description="Address signed in from.")
    user_agent: str | None = strawberry.field(description="Program signed in with.")

    @strawberry.field(description="Whether this request belongs to the session.")
    def is_current(self, info: Info) -> bool:
        return self.key == info.context.actor.session_id

    created_at: datetime = strawberry.field(description="Time of sign-in.")
    last_seen_at: datetime = strawberry.field(description="Latest use, to the minute.")
    expires_at: datetime = strawberry.field(description="End unless refreshed.")

    @classmethod
    def from_model(cls, row: "Row") -> Self:
        return cls(
            key=row.id,
            ip_address=row.ip_address,
            user_agent=row.user_agent,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            expires_at=row.expires_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> "Row | None":
        return await context.load(_by_id, key)


@strawberry.type(description="The caller and what the caller may do.")
class Viewer:
    actor: strawberry.Private[Actor]

    @strawberry.field(description="Kind of credential presented; never `SYSTEM`.")
    def kind(self) -> ActorKind:
        return self.actor.kind or ActorKind.SYSTEM

    @strawberry.field(description="Name to show: e-mail, key name or team name.")
    def label(self) -> str:
        return self.actor.label

    @strawberry.field(description="What the caller may do everywhere.")
    def permissions(self) -> list[Permission]:
        return [permission for permission in Permission if self.actor.may(permission)]

    @strawberry.field(description="The signed-in admin user; null for keys.")
    async def admin_user(self, info: Info) -> AdminUser | None:
        user: AdminUser | None = await find(info.context, "AdminUser", self.actor.admin_user_id)
        return user

    @strawberry.field(description="The current session; null for keys.")
    async def session(self, info: Info) -> Session | None:
        session: Session | None = await find(info.context, "Session", self.actor.session_id)
        return session

    @strawberry.field(description="The presented virtual key; null for admins.")
    async def virtual_key(
        self, info: Info
    ) -> Annotated["VirtualKey", strawberry.lazy("graph.virtual_keys")] | None:
        key: VirtualKey | None = await find(info.context, "VirtualKey", self.actor.virtual_key_id)
        return key

    @strawberry.field(description="The team of the presented virtual key; null for admins.")
    async def team(self, info: Info) -> Annotated["Team", strawberry.lazy("graph.teams")] | None:
        if self.actor.team_id is None:
            return None
        team: Team = as_node("Team", await teams.get(info.context.actor, self.actor.team_id))
        return team


@strawberry.type(description="Whether the first owner is still to be created.")
class SetupStatus:
    needs_setup: bool = strawberry.field(description="True until an admin user exists.")
    requires_setup_token: bool = strawberry.field(
        description="True when `setup` asks for the one-time token printed in the server log."
    )


@strawberry.type
class SessionQuery:
    @strawberry.field(description="The caller; null when anonymous.")
    def viewer(self, info: Info) -> Viewer | None:
        actor = info.context.actor
        return Viewer(actor=actor) if actor.kind else None

    @strawberry.field(description="Whether this installation still needs its first owner. Public.")
    async def setup_status(self, info: Info) -> SetupStatus | None:
        return SetupStatus(
            needs_setup=await setup.is_needed(info.context.actor),
            requires_setup_token=bool(info.context.ports.policy.setup_token),
        )


@strawberry.type(description="Tokens of a session.")
class AuthTokens:
    access_token: str = strawberry.field(description="JWT for the header `Authorization: Bearer`.")
    access_token_expires_at: datetime = strawberry.field(description="End of the access token.")

    @classmethod
    def of(cls, signed_in: SignIn) -> Self:
        return cls(
            access_token=signed_in.access_token,
            access_token_expires_at=signed_in.session.expires_at,
        )


@strawberry.input(description="Arguments of `setup`.")
class SetupInput:
    email: str = strawberry.field(description="E-mail of the first owner.")
    display_name: str = strawberry.field(description="Name to show.")
    password: str = strawberry.field(description="8 to 72 bytes.")
    setup_token: str | None = strawberry.field(
        default=UNSET, description="The one-time token, if `setupStatus` asks for it."
    )


@strawberry.type(description="Result of `setup`.")
class SetupPayload:
    tokens: AuthTokens | None = strawberry.field(
        default=None, description="Tokens of the new session; null if refused."
    )
    viewer: Viewer | None = strawberry.field(
        default=None, description="The new owner as caller; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `login`.")
class LoginInput:
    email: str = strawberry.field(description="E-mail address.")
    password: str = strawberry.field(description="Password.")


@strawberry.type(description="Result of `login`.")
class LoginPayload:
    tokens: AuthTokens | None = strawberry.field(
        default=None, description="Tokens of the new session; null if refused."
    )
    viewer: Viewer | None = strawberry.field(
        default=None, description="The caller; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.type(description="Result of `logout`.")
class LogoutPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the ended session."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `changePassword`.")
class ChangePasswordInput:
    current_password: str = strawberry.field(description="The present password.")
    new_password: str = strawberry.field(description="8 to 72 bytes.")


@strawberry.type(description="Result of `changePassword`.")
class ChangePasswordPayload:
    admin_user: AdminUser | None = strawberry.field(
        default=None, description="The caller; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.type
class SessionMutation:
    @mutation(description="Creates the first owner and signs in. Works once.")
    async def setup(
        self, info: Info, input: Annotated[SetupInput, ARGUMENTS]
    ) -> SetupPayload | None:
        done = await setup.setup(
            info.context.actor,
            info.context.ports,
            email=input.email,
            display_name=input.display_name,
            password=input.password,
            setup_token=input.setup_token or None,
        )
        return SetupPayload(tokens=AuthTokens.of(done), viewer=_signed_in(info, done))

    @mutation(description="Signs in with e-mail and password.")
    async def login(
        self, info: Info, input: Annotated[LoginInput, ARGUMENTS]
    ) -> LoginPayload | None:
        done = await login.login(
            info.context.actor, info.context.ports, input.email, input.password
        )
        return LoginPayload(tokens=AuthTokens.of(done), viewer=_signed_in(info, done))

    @mutation(description="Revokes the current session.")
    async def logout(self, info: Info) -> LogoutPayload | None:
        ended = await sessions.logout(info.context.actor, info.context.ports)
        return LogoutPayload(deleted_id=global_id("Session", ended))

    @mutation(description="Changes the caller's password and revokes the other sessions.")
    async def change_password(
        self, info: Info, input: Annotated[ChangePasswordInput, ARGUMENTS]
    ) -> ChangePasswordPayload | None:
        user = await own_passwords.change(
            info.context.actor, info.context.ports, input.current_password, input.new_password
        )
        return ChangePasswordPayload(admin_user=AdminUser.from_model(user))


def _signed_in(info: Info, done: SignIn) -> Viewer:
    """The rest of the request is the new caller's: what they ask of themselves, they may see."""
    info.context.actor = done.actor
    info.context.load = Loaders(done.actor)
    return Viewer(actor=done.actor)
