"""Which credentials an operation takes, and the words that legacy clients match when refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.access import Actor
from domain.credentials import ACTIVE, Credentials, Unproven
from domain.errors import TeamNotActive, Unauthenticated

NOT_AUTHENTICATED: Final = "Not authenticated"
MANAGEMENT_REQUIRED: Final = (
    "Authentication required. Provide either 'Authorization: Bearer <token>' "
    "or 'X-Admin-Key: <master_key>'"
)
INVALID_KEY: Final = "Invalid API key"
_EXPECTED: Final = "Expected: 'Authorization: Bearer sk-xxx...'"
MISSING_KEY: Final = f"Missing Authorization header. {_EXPECTED}"
MALFORMED_KEY: Final = f"Invalid Authorization header format. {_EXPECTED}"
TEAM_BLOCKED: Final = "Team access is {status}. Please contact support."

_TOKEN_TEXTS: Final = {
    Unproven.ABSENT: NOT_AUTHENTICATED,
    Unproven.MALFORMED: NOT_AUTHENTICATED,
    Unproven.INVALID: "Invalid or expired token",
    Unproven.PAYLOAD: "Invalid token payload",
    Unproven.ENDED: "Session expired or revoked",
    Unproven.INACTIVE: "User not found or inactive",
}
_KEY_TEXTS: Final = {Unproven.ABSENT: MISSING_KEY, Unproven.MALFORMED: MALFORMED_KEY}
_ONCE_A_SESSION: Final = frozenset({Unproven.PAYLOAD, Unproven.ENDED, Unproven.INACTIVE})


def _session(credentials: Credentials) -> Actor:
    if isinstance(credentials.jwt, Actor):
        return credentials.jwt
    raise Unauthenticated(_TOKEN_TEXTS[credentials.jwt])


def _management(credentials: Credentials) -> Actor:
    """A bad token does not spoil a good admin key beside it."""
    for caller in (credentials.jwt, credentials.admin_key):
        if isinstance(caller, Actor):
            return caller
    raise Unauthenticated(MANAGEMENT_REQUIRED)


def _virtual_key(credentials: Credentials) -> Actor:
    key = credentials.virtual_key
    if not isinstance(key, Actor):
        raise Unauthenticated(_KEY_TEXTS.get(key, INVALID_KEY))
    if credentials.team_status != ACTIVE:
        raise TeamNotActive(TEAM_BLOCKED.format(status=credentials.team_status))
    return key


def _key_or_management(credentials: Credentials) -> Actor:
    """Who sent anything of the management's hears the management's words, else the key's."""
    if isinstance(credentials.virtual_key, Actor):
        return _virtual_key(credentials)
    if isinstance(credentials.jwt, Actor) or credentials.admin_key is not Unproven.ABSENT:
        return _management(credentials)
    if credentials.jwt in _ONCE_A_SESSION:
        return _management(credentials)
    return _virtual_key(credentials)


@dataclass(frozen=True, slots=True)
class Authentication:
    """A kind of operation by who may call it; `schemes` are names of OpenAPI security schemes."""

    schemes: tuple[str, ...]
    texts: tuple[str, ...]
    _identify: Callable[[Credentials], Actor] | None

    def identify(self, credentials: Credentials, anybody: Actor) -> Actor:
        """The caller; raises `Unauthenticated`, or `TeamNotActive` for a blocked team's key.
        Public operations take `anybody`, whose credentials may be bad or unchecked."""
        if self._identify is None:
            return anybody
        if credentials.trouble:
            raise credentials.trouble
        return self._identify(credentials)

    @property
    def takes_virtual_keys(self) -> bool:
        return "virtualKey" in self.schemes


_KEY_REFUSALS: Final = (MISSING_KEY, MALFORMED_KEY, INVALID_KEY)

PUBLIC: Final = Authentication((), (), None)
JWT_ONLY: Final = Authentication(
    ("bearerJWT",), tuple(dict.fromkeys(_TOKEN_TEXTS.values())), _session
)
MANAGEMENT: Final = Authentication(("bearerJWT", "adminKey"), (MANAGEMENT_REQUIRED,), _management)
VIRTUAL_KEY: Final = Authentication(("virtualKey",), _KEY_REFUSALS, _virtual_key)
VIRTUAL_KEY_OR_MANAGEMENT: Final = Authentication(
    ("virtualKey", "bearerJWT", "adminKey"),
    (*_KEY_REFUSALS, MANAGEMENT_REQUIRED),
    _key_or_management,
)
