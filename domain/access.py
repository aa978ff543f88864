"""Who is calling and what they may do: the only place that answers either."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar
from uuid import UUID

from domain.errors import Forbidden, NotFound, Unauthenticated
from persistence.models import ActorKind, AdminRole

__all__ = [
    "ANONYMOUS",
    "OPERATIONS",
    "SYSTEM",
    "Actor",
    "ActorKind",
    "AdminRole",
    "Origin",
    "Permission",
    "own_account",
    "public",
    "requires",
]

P = ParamSpec("P")
R = TypeVar("R")


class Permission(StrEnum):
    """A right. Values are the names that both APIs show."""

    READ = "READ"
    READ_PROVIDER_COSTS = "READ_PROVIDER_COSTS"
    READ_PROMPTS = "READ_PROMPTS"
    READ_AUDIT_LOG = "READ_AUDIT_LOG"
    MANAGE_ADMIN_USERS = "MANAGE_ADMIN_USERS"
    MANAGE_MEMBERS = "MANAGE_MEMBERS"
    MANAGE_ORGANIZATIONS = "MANAGE_ORGANIZATIONS"
    MANAGE_TEAMS = "MANAGE_TEAMS"
    SUSPEND = "SUSPEND"
    PAUSE = "PAUSE"
    MANAGE_ACCESS = "MANAGE_ACCESS"
    MANAGE_VIRTUAL_KEYS = "MANAGE_VIRTUAL_KEYS"
    MANAGE_MODELS = "MANAGE_MODELS"
    MANAGE_PROVIDER_CREDENTIALS = "MANAGE_PROVIDER_CREDENTIALS"
    MANAGE_PRICING = "MANAGE_PRICING"
    MANAGE_CREDITS = "MANAGE_CREDITS"
    TRANSFER_CREDITS = "TRANSFER_CREDITS"
    MANAGE_NOTIFICATIONS = "MANAGE_NOTIFICATIONS"
    EXPORT = "EXPORT"
    RUN_JOBS = "RUN_JOBS"
    MANAGE_SYNC = "MANAGE_SYNC"


_EVERYTHING = frozenset(Permission)
_READ_ONLY = frozenset({Permission.READ, Permission.READ_PROVIDER_COSTS, Permission.EXPORT})
_PEOPLE = frozenset(
    {Permission.READ_AUDIT_LOG, Permission.MANAGE_ADMIN_USERS, Permission.MANAGE_MEMBERS}
)

BY_ROLE: Final[dict[AdminRole, frozenset[Permission]]] = {
    AdminRole.OWNER: _EVERYTHING,
    AdminRole.ADMIN: _EVERYTHING,
    AdminRole.USER: _READ_ONLY,
}
BY_KIND: Final[dict[ActorKind, frozenset[Permission]]] = {
    ActorKind.ADMIN_KEY: _EVERYTHING - _PEOPLE,
    ActorKind.VIRTUAL_KEY: frozenset(
        {
            Permission.READ,
            Permission.READ_PROMPTS,
            Permission.MANAGE_NOTIFICATIONS,
            Permission.RUN_JOBS,
        }
    ),
    ActorKind.SYSTEM: _EVERYTHING,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, for the audit log."""

    ip_address: str | None = None
    user_agent: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is calling. `kind` is None for an anonymous caller.

    `organization_id` and `team_id` are natural keys, `team_key` the team's primary key; all are
    set for a virtual key alone: it sees only its own team. Every other actor sees all tenants.
    """

    kind: ActorKind | None
    label: str
    role: AdminRole | None = None
    admin_user_id: UUID | None = None
    session_id: UUID | None = None
    virtual_key_id: UUID | None = None
    organization_id: str | None = None
    team_id: str | None = None
    team_key: UUID | None = None
    origin: Origin = field(default_factory=Origin)

    @property
    def permissions(self) -> frozenset[Permission]:
        if self.role is not None:
            return BY_ROLE[self.role]
        return BY_KIND[self.kind] if self.kind else frozenset()

    @property
    def is_tenant(self) -> bool:
        """Whether this actor is confined to one team."""
        return self.kind is ActorKind.VIRTUAL_KEY

    @property
    def is_person(self) -> bool:
        return self.kind is ActorKind.ADMIN_USER

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raises `Unauthenticated` for anonymous callers, else `Forbidden`."""
        if self.kind is None:
            raise Unauthenticated("Sign in first.")
        if not self.may(permission):
            raise Forbidden(permission)

    def sees_organization(self, organization_id: str) -> bool:
        return not self.is_tenant or organization_id == self.organization_id

    def sees_team(self, team_id: str) -> bool:
        return not self.is_tenant or team_id == self.team_id

    def require_sight_of_team(self, team_id: str) -> None:
        """Invisible is the same as absent: raises `NotFound`."""
        if not self.sees_team(team_id):
            raise NotFound(f"Team '{team_id}' not found", field="teamId")


ANONYMOUS: Final = Actor(kind=None, label="anonymous")
SYSTEM: Final = Actor(kind=ActorKind.SYSTEM, label="system")

# Every public operation of the domain → the right it needs; None: public or one's own account.
OPERATIONS: Final[dict[str, Permission | None]] = {}

Operation = Callable[Concatenate[Actor, P], Awaitable[R]]


def _name(operation: Callable[..., object]) -> str:
    return f"{operation.__module__.removeprefix('domain.')}.{operation.__name__}"


def requires(permission: Permission) -> Callable[[Operation[P, R]], Operation[P, R]]:
    """Above every operation: its first argument is the actor, who needs `permission`."""

    def guard(operation: Operation[P, R]) -> Operation[P, R]:
        OPERATIONS[_name(operation)] = permission

        @wraps(operation)
        async def guarded(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            actor.require(permission)
            return await operation(actor, *args, **kwargs)

        return guarded

    return guard


def own_account(operation: Operation[P, R]) -> Operation[P, R]:
    """Above an operation that any signed-in admin user may do to their own account."""
    OPERATIONS[_name(operation)] = None

    @wraps(operation)
    async def guarded(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not actor.is_person:
            raise Unauthenticated("Sign in as an admin user first.")
        return await operation(actor, *args, **kwargs)

    return guarded


def public(operation: Operation[P, R]) -> Operation[P, R]:
    """Above an operation that anybody may call."""
    OPERATIONS[_name(operation)] = None
    return operation
