"""LiteLLM's management interface: teams, keys, models, credentials, and what was spent."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from domain.errors import UpstreamFailed


class UpstreamUnavailable(UpstreamFailed):
    """LiteLLM is away, slow, broken or has lost its database; the same call may work later."""


class UpstreamRefused(UpstreamFailed):
    """LiteLLM understood and said no (4xx); repeating the same call will not help."""


class UpstreamUnauthorized(UpstreamFailed):
    """LiteLLM does not take our master key; an operator must look."""


@dataclass(frozen=True, slots=True)
class LLMTeam:
    """What LiteLLM holds, or should hold, of a team. `models` is never empty; budget in dollars.
    `spend` is only read: the dollars that LiteLLM has counted against the budget."""

    team_id: str
    alias: str
    models: tuple[str, ...]
    max_budget: Decimal
    blocked: bool
    metadata: Mapping[str, Any] = field(default_factory=dict)
    spend: Decimal = field(default=Decimal(0), compare=False)


@dataclass(frozen=True, slots=True)
class LLMKey:
    """What LiteLLM holds, or should hold, of a virtual key. `token_hash`: SHA-256 hex of it.
    `max_budget`: dollars; never unlimited where it is what LiteLLM should hold. `spend` is only
    read: the dollars that LiteLLM has counted against the budget."""

    token_hash: str
    alias: str
    team_id: str
    models: tuple[str, ...]
    max_budget: Decimal
    blocked: bool
    expires_at: datetime | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    spend: Decimal = field(default=Decimal(0), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMModel:
    """A deployment at LiteLLM: what answers to calls of `name`. Several may have one name.

    `model` begins with the provider, as in `openai/gpt-4o`. Without a credential LiteLLM takes
    the key from its own environment; without prices, dollars per token, those of its own list.
    `is_redirected`: it has an address of its own, so that calls do not go where its credential
    belongs; only read. `metadata` are our marks; of what others manage there may be theirs.
    """

    model_id: str
    name: str
    model: str
    credential_name: str | None = None
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    cached_price: Decimal | None = None
    blocked: bool = False
    is_redirected: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMCredential:
    """A provider's API key at LiteLLM, by the name that models refer to it with. The key itself
    is never read: `key_tail` is as much of its end as LiteLLM shows, None when it shows nothing.
    """

    name: str
    provider: str
    api_base: str | None = None
    key_tail: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSpend:
    """A call in LiteLLM's spend log that cost something, in dollars.

    `call_ref` is what the caller named it by, and nothing keeps a caller from using a name of
    ours. `asked_group` is the model group that was asked for, where another one answered.
    """

    request_id: str
    call_ref: str | None
    token_hash: str
    team_id: str
    model_group: str
    asked_group: str | None
    model: str | None
    provider: str | None
    spend: Decimal
    input_spend: Decimal
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    started_at: datetime
    ended_at: datetime


class LLMGateway(Protocol):
    """LiteLLM's management interface. Every call may be repeated with the same effect."""

    async def team(self, team_id: str) -> LLMTeam | None:
        """None only when LiteLLM, with its database up, does not know the team."""

    async def create_team(self, team: LLMTeam) -> None:
        """A team that exists already is left as it is: look, compare, update."""

    async def update_team(self, team: LLMTeam) -> None:
        """Alias, models, budget and metadata; `blocked` has its own call."""

    async def set_team_blocked(self, team_id: str, blocked: bool) -> None: ...

    async def delete_team(self, team_id: str) -> None:
        """Absent is fine."""

    async def key(self, token_hash: str) -> LLMKey | None:
        """None when absent or deleted."""

    async def create_key(self, secret: str, key: LLMKey) -> None:
        """A key with this secret that exists already is left as it is."""

    async def update_key(self, key: LLMKey) -> None: ...

    async def set_key_blocked(self, token_hash: str, blocked: bool) -> None: ...

    async def delete_key(self, token_hash: str) -> None:
        """Absent is fine."""

    async def model(self, model_id: str) -> LLMModel | None:
        """None when LiteLLM, with its database up, does not serve it."""

    async def models_named(self, name: str) -> Sequence[LLMModel]:
        """All that answer to a name, those of LiteLLM's own configuration too."""

    async def create_model(self, model: LLMModel) -> None:
        """One that exists already under this id becomes like this one."""

    async def update_model(self, model: LLMModel) -> None: ...

    async def delete_model(self, model_id: str) -> None:
        """Absent is fine. A model that is stored and not served goes, too."""

    async def credential(self, name: str) -> LLMCredential | None:
        """None when LiteLLM, with its database up, does not have it."""

    async def create_credential(self, secret: str, credential: LLMCredential) -> None:
        """One that exists already is left as it is: look, compare, update."""

    async def update_credential(self, secret: str | None, credential: LLMCredential) -> None:
        """Without a secret, the one that is there stays."""

    async def delete_credential(self, name: str) -> None:
        """Absent is fine."""

    def models(self) -> AsyncIterator[LLMModel]:
        """All of them, whoever manages them."""

    async def credentials(self) -> Sequence[LLMCredential]:
        """All of them, whoever manages them."""

    def managed_teams(self) -> AsyncIterator[LLMTeam]:
        """All teams whose metadata say that this installation manages them."""

    def managed_keys(self) -> AsyncIterator[LLMKey]:
        """All keys whose metadata say that this installation manages them."""

    def spend_since(self, since: datetime) -> AsyncIterator[LoggedSpend]:
        """Calls of all teams and keys that began since then and cost something, by when they
        began; one may come twice. They are logged after they end, some seconds late."""

    async def check(self) -> None:
        """Raises `UpstreamFailed` when LiteLLM or its database is not ready."""
