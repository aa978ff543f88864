"""A model call, as callers ask for it and are answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from time import monotonic
from typing import Any
from uuid import UUID

from domain.access import Actor
from domain.errors import UpstreamFailed
from domain.prices import Price
from persistence.account_rows import AccountRow
from persistence.job_rows import CallRow, JobRow
from persistence.models import Job, LLMCall


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRequest:
    """`body` is a chat request in OpenAI's form and is passed on as it is, but for its `model`
    and `stream`. Without a `model`, the only one that the team may call is meant.
    `is_recalled`: the caller was remembered, not looked up; the call may raise `Outdated`."""

    body: Mapping[str, Any] = field(repr=False)
    model: str | None = None
    purpose: str | None = None
    idempotency_key: str | None = None
    is_recalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call that was answered, and settled. `body` is in OpenAI's form, its `model` the name
    asked for; `served_by` is the model of the group that answered. `replayed`: it was answered
    before, for the same idempotency key."""

    job_id: UUID
    call_id: UUID
    body: dict[str, Any] = field(repr=False)
    served_by: str
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The same with its records."""

    job: Job
    call: LLMCall
    body: dict[str, Any] = field(repr=False)
    served_by: str
    replayed: bool = False


class CallFailed(UpstreamFailed):
    """No model answered, or the answer broke off; it is recorded, and `job` says what became of
    it. `status` is what LiteLLM answered with, if it did."""

    def __init__(
        self,
        message: str,
        *,
        job: Job,
        call: LLMCall,
        status: int | None = None,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(f"LLM call failed: {message}")
        self.job = job
        self.call = call
        self.status = status
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model to try, as LiteLLM knows it. An alias has a price of its own; else it is that of
    the model which answers."""

    model: str
    alias_price: Price | None = None
    actual_model: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """What a name comes to: the models to try, in order."""

    requested: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a call will probably come to: dollars with the markup, and tokens; and at most, when
    the model says as much as it can."""

    client_cost: Decimal
    tokens: int
    most_cost: Decimal
    most_tokens: int


@dataclass(slots=True)
class Fresh:
    """A call and the job for it alone, as they were written down, at this moment of the
    monotonic clock, with the account as it was then. Good for one attempt to settle."""

    job: JobRow
    call: CallRow
    account: AccountRow
    at: float = field(default_factory=monotonic)
    is_spent: bool = False


@dataclass(frozen=True, slots=True)
class Reserved:
    """A call that may be made now. `run` counts those who took it up."""

    job_id: UUID
    call_id: UUID
    run: int
    fresh: Fresh | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A call that somebody wants to make. `new_job`: the columns of a job for it alone, whose id
    is `job_id`; otherwise the job is there. `account` is the team's, as it was a moment ago.
    `number`: it was prepared of what was remembered, and is to be made only if nothing was
    changed since that number of the audit log."""

    actor: Actor
    account: AccountRow
    job_id: UUID
    call_id: UUID
    requested: str
    expected: Expected
    lease: timedelta
    new_job: dict[str, Any] | None = None
    purpose: str | None = None
    idempotency_key: str | None = None
    request_hash: bytes | None = None
    number: int | None = None

    @property
    def team_key(self) -> UUID:
        return self.account.team_key

    @property
    def is_independent(self) -> bool:
        """Nothing is there that it depends on, but for the credits."""
        return self.new_job is not None and self.idempotency_key is None


@dataclass(frozen=True, slots=True)
class AlreadyMade:
    """The idempotency key has a call that has ended: it is the answer."""

    call_id: UUID
