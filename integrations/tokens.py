"""Access tokens: JWTs signed with HS256 under a ring of keys."""

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from domain.ports import Claims

ALGORITHM: Final = "HS256"
TYPE: Final = "at+jwt"
ISSUER: Final = "saas-litellm"
MAX_LENGTH: Final = 4096
SKEW_SECONDS: Final = 30
_KEY_BYTES: Final = 32
_DOTS: Final = 2
_LAST_MOMENT: Final = 253_402_300_799  # of the year 9999


class AccessTokens:
    """Implements `TokenSigner`. `keys` are 32 bytes each by their ids, the newest first: the
    first signs, all verify. A key serves no other algorithm than ours."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys or any(len(material) < _KEY_BYTES for material in keys.values()):
            raise ValueError(f"Access tokens need keys of at least {_KEY_BYTES} bytes")
        self._keys = {kid: OctKey.import_key(material) for kid, material in keys.items()}
        self._kid = next(iter(keys))

    def sign(self, claims: Claims) -> str:
        now = int(time.time())
        return jwt.encode(
            _header(self._kid),
            {
                "iss": ISSUER,
                "aud": ISSUER,
                "sub": str(claims.admin_user_id),
                "sid": str(claims.session_id),
                "jti": str(claims.session_id),
                "iat": now,
                "nbf": now,
                "exp": int(claims.expires_at.timestamp()),
            },
            self._keys[self._kid],
            algorithms=[ALGORITHM],
        )

    def verify(self, token: str) -> Claims | None:
        """What a token says of itself is believed only after its signature, and its header names
        a key of ours but never brings one."""
        if len(token) > MAX_LENGTH or token.count(".") != _DOTS:
            return None
        try:
            key = self._key(token.partition(".")[0])
            return _claims(jwt.decode(token, key, algorithms=[ALGORITHM]).claims) if key else None
        except (JoseError, ValueError, RecursionError):
            return None

    def _key(self, header: str) -> OctKey | None:
        """The key of the ring, if the header is exactly one that we write."""
        said = json.loads(_decoded(header), object_pairs_hook=_without_repeats)
        kid = said.get("kid") if isinstance(said, dict) else None
        return self._keys.get(kid) if isinstance(kid, str) and said == _header(kid) else None


def _header(kid: str) -> dict[str, Any]:
    return {"alg": ALGORITHM, "kid": kid, "typ": TYPE}


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("A field comes twice")
    return fields


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _claims(said: Mapping[str, Any]) -> Claims | None:
    if said.get("iss") != ISSUER or said.get("aud") != ISSUER or said.get("jti") != said.get("sid"):
        return None
    issued, not_before, expires = (_moment(said.get(name)) for name in ("iat", "nbf", "exp"))
    now = time.time()
    if expires <= now - SKEW_SECONDS or max(issued, not_before) > now + SKEW_SECONDS:
        return None
    return Claims(
        session_id=_uuid(said.get("sid")),
        admin_user_id=_uuid(said.get("sub")),
        expires_at=datetime.fromtimestamp(expires, UTC),
    )


def _moment(said: object) -> int:
    if type(said) is not int or not 0 <= said <= _LAST_MOMENT:
        raise ValueError("A time is a whole number of seconds")
    return said


def _uuid(text: object) -> UUID:
    if not isinstance(text, str):
        raise ValueError("An id is text")
    return UUID(text)
