"""What a request brought to say who is calling: each kind of credential, looked up by itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.access import Actor
from domain.errors import StorageTrouble


class Unproven(StrEnum):
    """Why a credential names nobody."""

    ABSENT = "absent"
    MALFORMED = "malformed"  # an Authorization header that is not "Bearer <token>"
    INVALID = "invalid"  # unknown, altered, expired by its own date, or of another kind
    PAYLOAD = "payload"  # one of our tokens whose claims are not those of a session
    ENDED = "ended"  # the session is revoked or over
    INACTIVE = "inactive"  # the admin user is deactivated or gone


ACTIVE: Final = "active"


@dataclass(frozen=True, slots=True)
class Credentials:
    """One `Authorization` header is judged twice, as a JWT and as a virtual key: what is good as
    the one is `INVALID` as the other. The admin key counts in `X-Admin-Key` and as a Bearer.

    `team_status` is the first that is not active of the virtual key's team and organization.
    `trouble` says that the lookup failed; only operations that need to know the caller raise it.
    """

    jwt: Actor | Unproven = Unproven.ABSENT
    admin_key: Actor | Unproven = Unproven.ABSENT
    virtual_key: Actor | Unproven = Unproven.ABSENT
    team_status: str = ACTIVE
    trouble: StorageTrouble | None = None


NO_CREDENTIALS: Final = Credentials()
