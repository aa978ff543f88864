"""What a request brought to say who is calling: each kind of credential, looked up by itself."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from domain import recall
from domain.access import Actor, ActorKind, Origin
from domain.batches import Batch
from domain.errors import StorageTrouble
from persistence.database import rows

_KEY: Final = f"""
SELECT key.token_hash, key.id, key.name, key.team_id AS team_key, team.team_id,
    team.status AS team_status, organization.organization_id,
    organization.status AS organization_status, key.expires_at, {recall.NUMBER} AS number
FROM virtual_keys key JOIN teams team ON team.id = key.team_id
    JOIN organizations organization ON organization.id = team.organization_id
WHERE key.token_hash = ANY($1::text[]) AND key.status IN ('active', 'retiring')
    AND (key.expires_at IS NULL OR key.expires_at > clock_timestamp())
    AND team.status <> 'deleted' AND organization.status <> 'deleted'
"""  # noqa: S608


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
    `is_recalled`: the virtual key was not looked up; whoever acts on it does so on the condition
    that nothing was changed since.
    """

    jwt: Actor | Unproven = Unproven.ABSENT
    admin_key: Actor | Unproven = Unproven.ABSENT
    virtual_key: Actor | Unproven = Unproven.ABSENT
    team_status: str = ACTIVE
    trouble: StorageTrouble | None = None
    is_recalled: bool = False


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """The bearer of a virtual key, and the first status that is not active of its team and
    organization."""

    actor: Actor
    team_status: str


_remembered: Final[recall.Memory[str, KeyHolder]] = recall.Memory()


async def identify_virtual_key(secret: str, origin: Origin) -> KeyHolder | None:
    """None for a key that is unknown, ended, or of a team that is deleted."""
    token_hash = _hash(secret)
    key = await _find(token_hash)
    if key is None:
        return None
    holder = _holder(key, origin)
    if holder.team_status == ACTIVE and key["expires_at"] is None:
        _remembered.keep(key["number"], token_hash, holder)
    return holder


def recall_virtual_key(secret: str, origin: Origin) -> KeyHolder | None:
    """Who it was, if it was looked up of late and may not have changed since."""
    holder = _remembered.get(_hash(secret))
    return holder and KeyHolder(replace(holder.actor, origin=origin), holder.team_status)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _holder(key: dict[str, Any], origin: Origin) -> KeyHolder:
    actor = Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label=key["name"],
        virtual_key_id=key["id"],
        team_id=key["team_id"],
        team_key=key["team_key"],
        organization_id=key["organization_id"],
        origin=origin,
    )
    statuses = (key["team_status"], key["organization_status"])
    return KeyHolder(actor, next((one for one in statuses if one != ACTIVE), ACTIVE))


async def _find_all(hashes: Sequence[str]) -> list[dict[str, Any] | None]:
    found = {row["token_hash"]: row for row in await rows(_KEY, list(set(hashes)))}
    return [found.get(each) for each in hashes]


_find: Final[Batch[str, dict[str, Any] | None]] = Batch(_find_all)
