"""What the sandbox holds, in memory."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from integrations.litellm.sandbox.faults import Faults

JSON = dict[str, Any]


@dataclass(slots=True)
class Team:
    team_id: str
    alias: str | None = None
    models: list[str] = field(default_factory=list)
    max_budget: float | None = None
    blocked: bool = False
    metadata: JSON = field(default_factory=dict)
    spend: float = 0.0
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    blocked_as_cached: bool = False
    cached_at: float = field(default_factory=time.monotonic)

    def felt_blocked(self, cache_seconds: float) -> bool:
        """As calls with its keys find it: the proxy looks again when its copy is old."""
        if time.monotonic() - self.cached_at >= cache_seconds:
            self.refresh_cache()
        return self.blocked_as_cached

    def refresh_cache(self) -> None:
        self.blocked_as_cached, self.cached_at = self.blocked, time.monotonic()

    def row(self) -> JSON:
        return {
            "team_id": self.team_id,
            "team_alias": self.alias,
            "organization_id": None,
            "models": self.models,
            "max_budget": self.max_budget,
            "blocked": self.blocked,
            "metadata": self.metadata,
            "spend": self.spend,
            "created_at": _text(self.created_at),
        }


@dataclass(slots=True)
class Key:
    token: str
    name: str
    alias: str | None = None
    team_id: str | None = None
    models: list[str] = field(default_factory=list)
    max_budget: float | None = None
    blocked: bool | None = None
    expires: datetime | None = None
    metadata: JSON = field(default_factory=dict)
    only_models: bool = False
    spend: float = 0.0
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    used_at: float | None = None

    def row(self) -> JSON:
        return {
            "key_name": self.name,
            "key_alias": self.alias,
            "team_id": self.team_id,
            "models": self.models,
            "max_budget": self.max_budget,
            "blocked": self.blocked,
            "expires": self.expires and _text(self.expires),
            "metadata": self.metadata,
            "key_type": "llm_api" if self.only_models else "default",
            "spend": self.spend,
            "total_spend": self.spend,
            "created_at": _text(self.created_at),
        }


@dataclass(frozen=True, slots=True)
class Served:
    """What calls meet of a stored model."""

    name: str
    params: JSON

    @property
    def provider(self) -> str:
        return str(self.params.get("model") or "").partition("/")[0]


@dataclass(slots=True)
class Deployment:
    """A stored model. What it was when it could last be made use of is what is `served`."""

    name: str
    params: JSON
    info: JSON
    blocked: bool = False
    served: Served | None = None

    @property
    def id(self) -> str:
        return str(self.info["id"])

    @property
    def provider(self) -> str:
        return Served(self.name, self.params).provider

    def serve(self) -> None:
        self.served = Served(self.name, dict(self.params))


@dataclass(slots=True)
class Credential:
    """A provider's key, as models refer to it."""

    name: str
    values: JSON
    info: JSON


@dataclass(slots=True)
class State:
    """Everything one sandbox knows. Tests may look into it; HTTP shows what LiteLLM would."""

    master_key: str
    team_cache_seconds: float
    faults: Faults
    teams: dict[str, Team] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    deleted_keys: dict[str, JSON] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    spend_logs: list[JSON] = field(default_factory=list)
    _logged: asyncio.Event = field(default_factory=asyncio.Event)

    def log(self, row: JSON) -> None:
        self.spend_logs.append(row)
        self._logged.set()

    async def logged(self, call_id: str) -> JSON:
        """The row of a call, once it is there; for tests that wait for an end."""
        while not (rows := [row for row in self.spend_logs if row["litellm_call_id"] == call_id]):
            self._logged.clear()
            await self._logged.wait()
        return rows[0]

    def keys_of(self, team_id: str) -> list[Key]:
        return [key for key in self.keys.values() if key.team_id == team_id]

    def delete_keys(self, keys: Sequence[Key]) -> None:
        """Deleted keys go to an archive, which /key/info still shows."""
        for key in keys:
            del self.keys[key.token]
            gone = {"deleted_at": _text(datetime.now(UTC)), "status": "deleted"}
            self.deleted_keys[key.token] = key.row() | gone


def token_of(key: str) -> str:
    """The SHA-256 by which a key is known; a hash given in its place stays."""
    return hashlib.sha256(key.encode()).hexdigest() if key.startswith("sk-") else key


def _text(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds")
