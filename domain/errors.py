"""The tree of refusals: every way the domain says no.

    DomainError
    ├── Unauthenticated            who is calling? (a credential was sent, and it is not good)
    ├── Forbidden                  known caller, missing right
    ├── RateLimited                too often; says when to come back
    └── Refusal                    the request cannot be granted
        ├── InvalidInput           one or more fields are wrong
        ├── NotFound               absent, or invisible to the caller
        ├── AlreadyExists          a natural key, e-mail or name is taken
        ├── InUse                  others still need the object
        ├── Protected              a default team, the last owner, one's own role
        ├── InvalidState           the object's state does not allow it
        │   └── TeamNotActive
        ├── Stale                  the object changed since it was read
        ├── InsufficientCredits
        ├── LimitReached           a job's cap, or a rate or quota, is used up
        ├── ModelNotAllowed
        ├── InvalidCredentials     wrong e-mail, password or current password
        ├── InvalidToken           a setup or refresh token is wrong, used or expired
        ├── IdempotencyKeyReused   the key came with another input before
        ├── IdempotencyKeyInProgress
        └── UpstreamFailed         LiteLLM or a provider failed

Trouble with the database is `StorageTrouble`, raised below the domain: nothing happened, try
again after `retry_after_seconds`.

Codes are API and never renamed. Messages are for people, may change, and never hold secrets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from persistence.errors import (
    Overloaded,
    StorageTimeout,
    StorageTrouble,
    StorageUnavailable,
)

__all__ = [
    "AlreadyExists",
    "DomainError",
    "Fault",
    "Forbidden",
    "IdempotencyKeyInProgress",
    "IdempotencyKeyReused",
    "InUse",
    "InsufficientCredits",
    "InvalidCredentials",
    "InvalidInput",
    "InvalidState",
    "InvalidToken",
    "LimitReached",
    "ModelNotAllowed",
    "NotFound",
    "Overloaded",
    "Protected",
    "RateLimited",
    "Refusal",
    "Stale",
    "StorageTimeout",
    "StorageTrouble",
    "StorageUnavailable",
    "TeamNotActive",
    "Unauthenticated",
    "UpstreamFailed",
]


class DomainError(Exception):
    """Any refusal of the domain; `code` is stable, the message is for people."""

    code: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unauthenticated(DomainError):
    code = "UNAUTHENTICATED"


class Forbidden(DomainError):
    """The caller is known and lacks `permission`, the name of a `Permission`."""

    code = "FORBIDDEN"

    def __init__(self, permission: str, message: str | None = None) -> None:
        super().__init__(message or f"This needs the permission {permission}.")
        self.permission = permission


class RateLimited(DomainError):
    code = "RATE_LIMITED"

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Refusal(DomainError):
    """The request's own fault. `field` is the path of the input field to blame, if one is."""

    def __init__(self, message: str, *, field: Sequence[str | int] | str | None = None) -> None:
        super().__init__(message)
        self.field = (field,) if isinstance(field, str) else tuple(field) if field else None


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong field: its path in the input, and what is wrong with it."""

    field: tuple[str | int, ...]
    message: str


class InvalidInput(Refusal):
    """One or more fields are malformed, too long or out of range; `faults` has them all."""

    code = "INVALID_INPUT"

    def __init__(self, field: Sequence[str | int] | str, message: str) -> None:
        super().__init__(message, field=field)
        self.faults: tuple[Fault, ...] = (Fault(self.field or (), message),)

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> "InvalidInput":
        """All wrong fields of one input at once."""
        error = cls(faults[0].field, faults[0].message)
        error.faults = tuple(faults)
        return error


class NotFound(Refusal):
    code = "NOT_FOUND"


class AlreadyExists(Refusal):
    code = "ALREADY_EXISTS"


class InUse(Refusal):
    code = "IN_USE"


class Protected(Refusal):
    code = "PROTECTED"


class InvalidState(Refusal):
    code = "INVALID_STATE"


class TeamNotActive(InvalidState):
    code = "TEAM_NOT_ACTIVE"


class Stale(Refusal):
    code = "STALE"


class InsufficientCredits(Refusal):
    """`required` and `available` are micro-credits."""

    code = "INSUFFICIENT_CREDITS"

    def __init__(self, *, required: int, available: int) -> None:
        super().__init__("Not enough credits.")
        self.required = required
        self.available = available


class LimitReached(Refusal):
    code = "LIMIT_REACHED"


class ModelNotAllowed(Refusal):
    code = "MODEL_NOT_ALLOWED"


class InvalidCredentials(Refusal):
    code = "INVALID_CREDENTIALS"


class InvalidToken(Refusal):
    code = "INVALID_TOKEN"


class IdempotencyKeyReused(Refusal):
    code = "IDEMPOTENCY_KEY_REUSED"

    def __init__(self) -> None:
        super().__init__(
            "This idempotency key was used with another input; send a new key.",
            field="idempotencyKey",
        )


class IdempotencyKeyInProgress(Refusal):
    code = "IDEMPOTENCY_KEY_IN_PROGRESS"

    def __init__(self) -> None:
        super().__init__(
            "The first request with this idempotency key is still running; retry shortly.",
            field="idempotencyKey",
        )


class UpstreamFailed(Refusal):
    code = "UPSTREAM_FAILED"
