"""What became of a call, before it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from domain.prices import Cost, Price, Tokens

NO_TOKENS: Final = Tokens(prompt=0, completion=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One model tried for a call. `id` is what LiteLLM's spend log knows it by."""

    id: str
    model: str
    reason: str | None = None
    latency_ms: int | None = None

    def failed(self, reason: str) -> "Attempt":
        """It answered, and broke off."""
        return replace(self, reason=reason)

    def shown(self) -> dict[str, object]:
        return {
            "id": self.id,
            "model": self.model,
            "outcome": "succeeded" if self.reason is None else "failed",
            "reason": self.reason,
            "latency_ms": self.latency_ms,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a call ended. `error` is None when it was answered, also in part by a stream whose
    listener went away. Tokens and cost are there as far as something was answered."""

    attempts: tuple[Attempt, ...]
    error: str | None = None
    resolved_model: str | None = None
    used_model: str | None = None
    provider: str | None = None
    price: Price | None = None
    tokens: Tokens = NO_TOKENS
    cost: Cost | None = None
    latency_ms: int | None = None
    finish_reason: str | None = None
    request: Mapping[str, Any] = field(default_factory=dict, repr=False)
    response: Mapping[str, Any] | None = field(default=None, repr=False)
