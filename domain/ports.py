"""Where the process ends: what the domain asks of LiteLLM, Redis and the token signer.

An adapter raises only `UpstreamFailed` or a subclass of it; its library's exceptions stop there.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

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

    def managed_teams(self) -> AsyncIterator[LLMTeam]:
        """All teams whose metadata say that this installation manages them."""

    def managed_keys(self) -> AsyncIterator[LLMKey]:
        """All keys whose metadata say that this installation manages them."""

    def spend_since(self, since: datetime) -> AsyncIterator[LoggedSpend]:
        """Calls of all teams and keys that began since then and cost something, by when they
        began; one may come twice. They are logged after they end, some seconds late."""

    async def check(self) -> None:
        """Raises `UpstreamFailed` when LiteLLM or its database is not ready."""


class ModelCallFailed(UpstreamFailed):
    """A model call was not answered, or its stream broke.

    `status` is the HTTP status that LiteLLM answered with, None without any answer. `is_provider`:
    a provider's error or a timeout, so that another model may do; else the request itself, the
    key or its budget is to blame. The message is LiteLLM's own, short and without secrets.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        is_provider: bool = True,
        is_budget: bool = False,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.is_provider = is_provider
        self.is_budget = is_budget
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A whole answer in OpenAI's form, and what LiteLLM calls the model that gave it
    (`provider/model`, None when it does not say)."""

    body: dict[str, Any]
    used_model: str | None = None


class ModelStream(Protocol):
    """A streamed answer under way: the JSON of each chunk, as it comes, without `[DONE]`.

    Ends after `[DONE]`; raises `ModelCallFailed` for an error event and for a stream that ends
    without it. Closing it closes the connection.
    """

    used_model: str | None

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]: ...

    async def aclose(self) -> None: ...


class ModelCalls(Protocol):
    """LiteLLM's `/chat/completions`, called with a team's virtual key and never repeated.

    `body` is sent as it is; `call_id` is what LiteLLM's spend log will know the call by. Raises
    `ModelCallFailed`, also when the whole answer, or a stream's next chunk, takes longer than
    `timeout_seconds`.
    """

    async def complete(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelAnswer: ...

    async def stream(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelStream:
        """Returns once LiteLLM has answered 200: an error before the first chunk is raised here."""


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


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator decided. `setup_token`, when set, is asked of whoever makes the first
    owner; `reveal_keys` says whether the legacy API shows virtual keys in full.

    A model may take `call_timeout` to answer; a call that no process has tended for `call_lease`
    is given up. Prompts and answers are erased after `prompts_kept`.
    """

    session_lifetime: timedelta = timedelta(hours=24)
    setup_token: str | None = field(default=None, repr=False)
    reveal_keys: bool = True
    call_timeout: timedelta = timedelta(seconds=120)
    call_lease: timedelta = timedelta(seconds=60)
    prompts_kept: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything beyond this process, bundled once by the composition root."""

    llm: LLMGateway
    models: ModelCalls
    sessions: SessionCache
    throttle: Throttle
    tokens: TokenSigner
    vault: Vault
    policy: Policy = Policy()
