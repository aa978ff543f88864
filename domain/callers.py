"""Any credential becomes an `Actor`, here alone."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from domain import sessions
from domain.access import ANONYMOUS, Actor, ActorKind, Origin, Permission
from domain.credentials import (
    ACTIVE,
    Credentials,
    Unproven,
    identify_virtual_key,
    recall_virtual_key,
)
from domain.errors import Forbidden, StorageTrouble, Unauthenticated
from domain.ports import Ports

VIRTUAL_KEY_PREFIX: Final = "sk-"
_PARTS: Final = 2
_WHY: Final = {
    Unproven.MALFORMED: "The Authorization header must be 'Bearer <token>'.",
    Unproven.INVALID: "The credential is unknown, altered or expired.",
    Unproven.PAYLOAD: "The access token is not one of a session.",
    Unproven.ENDED: "The session has expired or was revoked.",
    Unproven.INACTIVE: "The admin user is not active.",
}


class AdminKey:
    """The operator's key, kept as a digest; without one, nothing matches."""

    def __init__(self, secret: str) -> None:
        self._digest = _digest(secret) if secret else None

    def matches(self, given: str) -> bool:
        return self._digest is not None and hmac.compare_digest(self._digest, _digest(given))


@dataclass(frozen=True, slots=True)
class Presented:
    """What a request brought. `bearer` is the token of its `Authorization` header, or says that
    there is none or that the header is no such thing."""

    bearer: str | Unproven = field(default=Unproven.ABSENT, repr=False)
    admin_key: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, authorizations: Sequence[str], admin_key: str | None) -> Self:
        """From what was sent as `Authorization` and `X-Admin-Key`."""
        return cls(_token(authorizations), admin_key)


async def identify(
    ports: Ports,
    admin_key: AdminKey,
    presented: Presented,
    origin: Origin,
    *,
    recalling: bool = False,
) -> Credentials:
    """Each kind of credential looked up by itself; trouble on the way is told, not raised.
    `recalling`: a virtual key need not be looked up (`Credentials.is_recalled`)."""
    operator = Actor(kind=ActorKind.ADMIN_KEY, label="admin key", origin=origin)
    key: Actor | Unproven = Unproven.ABSENT
    if presented.admin_key is not None:
        key = operator if admin_key.matches(presented.admin_key) else Unproven.INVALID
    bearer = presented.bearer
    if isinstance(bearer, Unproven):
        return Credentials(jwt=bearer, admin_key=key, virtual_key=bearer)
    if admin_key.matches(bearer):
        return Credentials(Unproven.INVALID, operator, Unproven.INVALID)
    if recalling and (holder := recall_virtual_key(bearer, origin)):
        return Credentials(Unproven.INVALID, key, holder.actor, is_recalled=True)
    try:
        return await _bearer(ports, bearer, key, origin)
    except StorageTrouble as trouble:
        return Credentials(Unproven.INVALID, key, Unproven.INVALID, trouble=trouble)


async def _bearer(
    ports: Ports, token: str, admin_key: Actor | Unproven, origin: Origin
) -> Credentials:
    if not token.startswith(VIRTUAL_KEY_PREFIX):
        session = await sessions.identify(ports, token, origin)
        return Credentials(jwt=session, admin_key=admin_key, virtual_key=Unproven.INVALID)
    holder = await identify_virtual_key(token, origin)
    if holder is None:
        return Credentials(Unproven.INVALID, admin_key, Unproven.INVALID)
    return Credentials(Unproven.INVALID, admin_key, holder.actor, holder.team_status)


def caller(credentials: Credentials, origin: Origin) -> Actor:
    """Who calls, whichever credential says so; anonymous when none does."""
    for one in (credentials.jwt, credentials.admin_key, credentials.virtual_key):
        if isinstance(one, Actor):
            return one
    return Actor(kind=ANONYMOUS.kind, label=ANONYMOUS.label, origin=origin)


def refusal(credentials: Credentials) -> Unauthenticated | Forbidden | StorageTrouble | None:
    """Why credentials that were sent are not good; None for good ones and for none."""
    kinds = (credentials.jwt, credentials.admin_key, credentials.virtual_key)
    if any(isinstance(one, Actor) for one in kinds[:2]):
        return None
    if credentials.trouble:
        return credentials.trouble
    if isinstance(credentials.virtual_key, Actor):
        return _blocked(credentials.team_status)
    reasons = [one for one in kinds if isinstance(one, Unproven) and one is not Unproven.ABSENT]
    return Unauthenticated(_WHY[reasons[0]]) if reasons else None


def _blocked(status: str) -> Forbidden | None:
    if status == ACTIVE:
        return None
    return Forbidden(Permission.READ, f"Team access is {status}. Please contact support.")


def lasts_until(ports: Ports, presented: Presented) -> datetime | None:
    """When the access token ends by its own date; None for what has none."""
    claims = ports.tokens.verify(presented.bearer) if isinstance(presented.bearer, str) else None
    return claims.expires_at if claims else None


def _token(authorizations: Sequence[str]) -> str | Unproven:
    """A Bearer header has exactly two parts, its scheme in any case; there is one header."""
    if not authorizations:
        return Unproven.ABSENT
    parts = authorizations[0].split()
    if len(authorizations) > 1 or len(parts) != _PARTS or parts[0].lower() != "bearer":
        return Unproven.MALFORMED
    return parts[1]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
