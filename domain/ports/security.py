"""Sessions, attempts, tokens and sealed secrets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from domain.errors import UpstreamFailed


class SessionCache(Protocol):
    """A cache of session states that several processes share. Losing it loses nothing: the
    rows are in PostgreSQL. It never raises; without its server it remembers nothing."""

    async def get(self, session_id: UUID) -> dict[str, Any] | None: ...

    async def put(self, session_id: UUID, state: dict[str, Any]) -> None: ...

    async def revoke(self, *session_ids: UUID) -> None:
        """Forget these everywhere, in other processes too, within a second."""

    async def check(self) -> None:
        """Raises `UpstreamFailed` when the server behind the cache does not answer."""


class Throttle(Protocol):
    """Counts attempts at a thing. Without its server it counts in this process, more strictly."""

    async def attempt(self, key: str, *, burst: int, interval_seconds: float) -> float:
        """0.0 when allowed; else the seconds to wait. One more is allowed per interval."""

    async def forgive(self, key: str, *, interval_seconds: float) -> None:
        """Takes one attempt back: it was a good one."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says."""

    session_id: UUID
    admin_user_id: UUID
    expires_at: datetime


class TokenSigner(Protocol):
    """Makes and checks access tokens."""

    def sign(self, claims: Claims) -> str: ...

    def verify(self, token: str) -> Claims | None:
        """None for any token that is not one of ours, unaltered and unexpired."""


class CannotUnseal(UpstreamFailed):
    """The key is not in the ring, or the sealed bytes are altered or belong elsewhere."""


class Vault(Protocol):
    """Seals secrets for storage; `context` (table, column, row) must be the same to unseal."""

    def seal(self, secret: str, context: str) -> bytes: ...

    def unseal(self, sealed: bytes, context: str) -> str:
        """Raises `CannotUnseal`, which says nothing of the secret."""

    def reseal(self, sealed: bytes, context: str) -> bytes | None:
        """The same secret sealed with the newest key; None when it is already. Raises
        `CannotUnseal`."""
