"""Between what the domain wants of a team or key and LiteLLM's JSON, both ways. No I/O.

What is read back equals what was written when nothing was changed in between: our own marks are
taken off the metadata again, and an expiry that LiteLLM rounded is the one that was asked for.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from domain.ports import LLMKey, LLMTeam

MANAGER = "saas-litellm"
UNLIMITED = Decimal("Infinity")

_EXPIRES = "expires_at"
_ROUNDING = timedelta(seconds=60)

JSON = dict[str, Any]


class Malformed(ValueError):
    """LiteLLM answered something that is no team or key."""


def team_body(team: LLMTeam, install_id: str) -> JSON:
    """For `/team/new` and `/team/update`. An empty model list would mean *all models*."""
    return {
        "team_id": team.team_id,
        "team_alias": team.alias,
        "models": _models(team.models),
        "max_budget": _dollars(team.max_budget),
        "metadata": marked(team.metadata, install_id),
    }


def new_team_body(team: LLMTeam, install_id: str) -> JSON:
    return team_body(team, install_id) | {"blocked": team.blocked}


def new_key_body(secret: str, key: LLMKey, install_id: str, now: datetime) -> JSON:
    """For `/key/generate`; the key may call models, and may not ask LiteLLM about others."""
    body = _key_body(key, install_id) | {"key": secret, "key_type": "llm_api"}
    body["blocked"] = key.blocked
    if key.expires_at is not None:
        body["duration"] = _duration(key.expires_at, now)
    return body


def key_body(key: LLMKey, install_id: str, now: datetime) -> JSON:
    """For `/key/update`, where only the duration "-1" takes an expiry away."""
    duration = "-1" if key.expires_at is None else _duration(key.expires_at, now)
    return _key_body(key, install_id) | {"key": key.token_hash, "duration": duration}


def managed_by(metadata: object, install_id: str) -> bool:
    """Whether metadata read from LiteLLM say that this installation manages their owner."""
    return (
        isinstance(metadata, Mapping)
        and metadata.get("managed_by") == MANAGER
        and metadata.get("install_id") == install_id
    )


def team_from(row: object, install_id: str) -> LLMTeam:
    row = _object(row)
    return LLMTeam(
        team_id=_text(row, "team_id"),
        alias=row.get("team_alias") or "",
        models=_names(row),
        max_budget=_budget(row),
        blocked=bool(row.get("blocked")),
        metadata=unmarked(row.get("metadata"), install_id),
        spend=_spend(row),
    )


def key_from(row: object, token_hash: str, install_id: str, now: datetime) -> LLMKey | None:
    """None for a key in the archive of deleted ones, which LiteLLM shows like any other."""
    row = _object(row)
    if row.get("status") == "deleted" or row.get("deleted_at"):
        return None
    metadata = unmarked(row.get("metadata"), install_id)
    wanted = metadata.pop(_EXPIRES, None)
    return LLMKey(
        token_hash=token_hash,
        alias=row.get("key_alias") or "",
        team_id=row.get("team_id") or "",
        models=_names(row),
        max_budget=_budget(row),
        blocked=bool(row.get("blocked")),
        expires_at=_expiry(row.get("expires"), wanted, now),
        metadata=metadata,
        spend=_spend(row),
    )


def _key_body(key: LLMKey, install_id: str) -> JSON:
    metadata = marked(key.metadata, install_id)
    if key.expires_at is not None:
        metadata[_EXPIRES] = key.expires_at.astimezone(UTC).isoformat()
    return {
        "key_alias": key.alias,
        "team_id": key.team_id,
        "models": _models(key.models),
        "max_budget": _dollars(key.max_budget),
        "metadata": metadata,
    }


def _models(models: tuple[str, ...]) -> list[str]:
    if not models or not all(models):
        raise ValueError("An empty model list means all models to LiteLLM; name at least one.")
    return list(models)


def _dollars(amount: Decimal) -> float:
    """LiteLLM stores a double; one that would not come back the same is refused."""
    if not amount.is_finite() or amount < 0:
        raise ValueError("A budget is a finite amount of zero or more.")
    return float(amount)


def _budget(row: Mapping[str, Any]) -> Decimal:
    return _number(row, "max_budget", UNLIMITED)


def _spend(row: Mapping[str, Any]) -> Decimal:
    return _number(row, "spend", Decimal(0))


def _number(row: Mapping[str, Any], name: str, default: Decimal) -> Decimal:
    dollars = row.get(name)
    if dollars is None:
        return default
    if isinstance(dollars, bool) or not isinstance(dollars, int | float):
        raise Malformed(f"{name} is no number.")
    return Decimal(repr(dollars))


def _duration(expires_at: datetime, now: datetime) -> str:
    return f"{max(1, ceil((expires_at - now).total_seconds()))}s"


def marked(metadata: Mapping[str, Any], install_id: str) -> JSON:
    return {**metadata, "managed_by": MANAGER, "install_id": install_id}


def unmarked(metadata: object, install_id: str) -> JSON:
    """Someone else's marks stay, so that the owner's metadata differ from what we want."""
    found = dict(metadata) if isinstance(metadata, Mapping) else {}
    if managed_by(found, install_id):
        del found["managed_by"], found["install_id"]
    return found


def _expiry(stored: object, wanted: object, now: datetime) -> datetime | None:
    """The instant asked for, when LiteLLM's comes to the same: nearly equal, or both past."""
    if stored is None:
        return None
    expires, asked = _instant(stored), _instant(wanted) if wanted is not None else None
    if asked is None:
        return expires
    both_past = asked < expires <= now + _ROUNDING
    return asked if both_past or abs(expires - asked) <= _ROUNDING else expires


def _instant(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise Malformed("An expiry is no instant.") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _object(row: object) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise Malformed("A team or key is no object.")
    return row


def _text(row: Mapping[str, Any], name: str) -> str:
    if not isinstance(value := row.get(name), str):
        raise Malformed(f"{name} is missing.")
    return value


def _names(row: Mapping[str, Any]) -> tuple[str, ...]:
    models = row.get("models") or []
    if not isinstance(models, list) or not all(isinstance(name, str) for name in models):
        raise Malformed("models is no list of names.")
    return tuple(models)
