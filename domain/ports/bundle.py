"""Everything beyond this process, and what the operator decided."""

from dataclasses import dataclass, field
from datetime import timedelta

from domain.ports.management import LLMGateway
from domain.ports.model_calls import ModelCalls
from domain.ports.outbound import Nowhere, Outbound
from domain.ports.security import SessionCache, Throttle, TokenSigner, Vault


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Requests a minute of each caller, by what they are about; 0 is without limit."""

    calls: int = 0
    jobs: int = 0
    management: int = 0


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
    limits: RateLimits = RateLimits()


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
    outbound: Outbound = field(default_factory=Nowhere)
