"""What was used, in numbers: credits in micro-credits, costs in exact dollars."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final, Protocol, Self

from domain.access import Actor, Permission
from persistence.models import Job

_0: Final = Decimal(0)


class _Used(Protocol):
    """A row that sums up tokens and what they cost: a call, a job."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    reasoning_tokens: int
    is_estimated: bool
    input_cost: Decimal
    output_cost: Decimal
    client_cost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """`cached` is a part of `prompt`, `reasoning` one of `completion`."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    reasoning: int = 0
    is_estimated: bool = False

    @property
    def total(self) -> int:
        return self.prompt + self.completion

    @classmethod
    def of(cls, row: _Used) -> Self:
        return cls(
            prompt=int(row.prompt_tokens),
            completion=int(row.completion_tokens),
            cached=int(row.cached_tokens),
            reasoning=int(row.reasoning_tokens),
            is_estimated=row.is_estimated,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """`input` and `output` are what the provider takes, None for those who may not know it."""

    input: Decimal | None = None
    output: Decimal | None = None
    client: Decimal = Decimal(0)

    @property
    def provider(self) -> Decimal | None:
        """Both together."""
        if self.input is None or self.output is None:
            return None
        return self.input + self.output

    @property
    def paid(self) -> Decimal:
        """What the provider takes; for those who may not know it, the client cost."""
        return self.client if self.provider is None else self.provider

    @classmethod
    def seen_by(cls, actor: Actor, row: _Used) -> Self:
        """As this caller may see it."""
        shows_all = actor.may(Permission.READ_PROVIDER_COSTS)
        return cls(
            input=row.input_cost if shows_all else None,
            output=row.output_cost if shows_all else None,
            client=row.client_cost,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """`latency_ms` is the sum over those that succeeded."""

    count: int = 0
    succeeded: int = 0
    failed: int = 0
    latency_ms: int = 0
    tokens: Tokens = Tokens()
    cost: Cost = Cost()

    @property
    def average_latency_ms(self) -> int | None:
        return round(self.latency_ms / self.succeeded) if self.succeeded else None

    @classmethod
    def of_job(cls, actor: Actor, job: Job) -> Self:
        """As this caller may see them; running calls are counted, and have no cost yet."""
        return cls(
            count=job.calls_count,
            succeeded=job.calls_succeeded,
            failed=job.calls_failed,
            latency_ms=job.latency_ms,
            tokens=Tokens.of(job),
            cost=Cost.seen_by(actor, job),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    pending: int = 0
    in_progress: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.pending + self.in_progress + self.completed + self.failed + self.cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """`charged`: micro-credits, less refunds."""

    jobs: Jobs
    calls: Calls
    charged: int

    @classmethod
    def seen_by(cls, actor: Actor, sums: Mapping[str, Any]) -> Self:
        """Of sums over slots, as this caller may see them."""
        jobs = {each.name: int(sums[f"jobs_{each.name}"]) for each in fields(Jobs)}
        succeeded, failed = int(sums["calls_succeeded"]), int(sums["calls_failed"])
        used: Any = SimpleNamespace(**sums, is_estimated=sums["calls_estimated"] > 0)
        calls = Calls(
            count=succeeded + failed,
            succeeded=succeeded,
            failed=failed,
            latency_ms=int(used.latency_ms),
            tokens=Tokens.of(used),
            cost=Cost.seen_by(actor, used),
        )
        return cls(jobs=Jobs(**jobs), calls=calls, charged=int(used.charged))

    @classmethod
    def none(cls, actor: Actor) -> Self:
        """Where nothing was used, provider costs hidden as everywhere."""
        hidden = (
            Cost() if not actor.may(Permission.READ_PROVIDER_COSTS) else Cost(input=_0, output=_0)
        )
        return cls(jobs=Jobs(), calls=Calls(cost=hidden), charged=0)
