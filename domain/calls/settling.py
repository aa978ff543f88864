"""After a call: what it used is written down, and a job of its own ends with it. Many at once."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from time import monotonic
from typing import Final
from uuid import UUID

import orjson

from domain import prices
from domain.access import Actor
from domain.batches import Batch
from domain.calls.outcomes import Outcome
from domain.calls.types import Fresh, Reserved
from domain.jobs import ending
from domain.jobs.books import Books
from domain.jobs.types import FINAL, LEASE
from persistence.account_rows import AccountRow
from persistence.database import ConstraintViolation, transaction
from persistence.job_rows import CallRow, JobRow, moved_calls, moved_jobs, new_contents
from persistence.locking import Untouched, lock_work, untouched
from persistence.models import CallStatus, JobStatus
from persistence.writing import Part, write

LONGEST_ERROR: Final = 1000
_LONGEST_NAME: Final = 255
_LONGEST_WORD: Final = 50
_LONGEST_ID: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A reserved call and what became of it. `words` begin the reason of the charge, when the
    job ends with the call."""

    actor: Actor
    team_key: UUID
    reserved: Reserved
    outcome: Outcome
    words: str = "Single-call job"


@dataclass(slots=True)
class _Desk:
    books: Books
    jobs: dict[UUID, JobRow]
    calls: dict[UUID, CallRow]
    contents: list[tuple[UUID, str, str | None]] = field(default_factory=list)


async def settle_all(settlements: Sequence[Settlement]) -> list[bool | Exception]:
    """Whether each call was still the one who settles to end."""
    fresh = [each.reserved.fresh for each in settlements]
    if all(each and not each.is_spent for each in fresh):
        with suppress(ConstraintViolation):
            if await _settle_at_once(settlements, [each for each in fresh if each]):
                return [True] * len(settlements)
    async with transaction():
        locked = await lock_work(each.reserved.call_id for each in settlements)
        desk = _Desk(Books(locked.accounts), locked.jobs, locked.calls)
        results: list[bool | Exception] = [_settle(desk, each) for each in settlements]
        await write(*_parts(desk))
    return results


async def _settle_at_once(settlements: Sequence[Settlement], fresh: Sequence[Fresh]) -> bool:
    """By one statement, without a look under a lock before: it does nothing unless all jobs and
    calls are as they were written down. What is charged is held already; whoever owes more than
    that is settled after a look at the account."""
    desk = _Desk(
        Books(_accounts(fresh)),
        jobs={each.job.id: each.job for each in fresh},
        calls={each.call.id: each.call for each in fresh},
    )
    as_left = [Untouched(each.call.id, each.call.run, each.job.lease_until) for each in fresh]
    for each in fresh:
        each.is_spent = True
    # Accounts are locked in this order everywhere.
    for given in sorted(settlements, key=lambda each: desk.books.accounts[each.team_key].id):
        _settle(desk, given)
    if any(job.unbilled for job in desk.jobs.values()) or desk.books.takes_more_than_held:
        return False
    return await write(*_parts(desk), only_if=untouched(as_left))


def _accounts(fresh: Sequence[Fresh]) -> dict[UUID, AccountRow]:
    """As they were, by this time."""
    latest = {each.account.team_key: each for each in fresh}
    return {
        key: replace(each.account, now=each.account.now + timedelta(seconds=monotonic() - each.at))
        for key, each in latest.items()
    }


def _parts(desk: _Desk) -> tuple[Part, ...]:
    return (
        desk.books.entries(),
        moved_calls(list(desk.calls.values())),
        moved_jobs(list(desk.jobs.values())),
        new_contents(desk.contents),
    )


settle: Final[Batch[Settlement, bool]] = Batch(settle_all)


def _settle(desk: _Desk, given: Settlement) -> bool:
    job, call = desk.jobs[given.reserved.job_id], desk.calls[given.reserved.call_id]
    if call.run != given.reserved.run or _is_settled(call):
        return False  # it was taken up again, and is settled by whoever did
    account = desk.books.accounts[given.team_key]
    is_late = call.status != CallStatus.RUNNING
    _write_call(call, given.outcome, account)
    desk.contents.append(_content(call.id, given.outcome))
    _add_up(job, call, is_late=is_late)
    if job.status in FINAL:
        ending.note_late_usage(desk.books, job)
    elif not is_late:
        job.lease_until = account.now + LEASE
        if job.is_single_call:
            _end(desk.books, given, job)
    return not is_late


def _is_settled(call: CallRow) -> bool:
    """Given up calls are not: what they used may still come to light, once."""
    return call.status != CallStatus.RUNNING and (
        call.status == CallStatus.SUCCEEDED or bool(call.prompt_tokens or call.completion_tokens)
    )


def _end(books: Books, given: Settlement, job: JobRow) -> None:
    if given.outcome.error is None:
        ending.complete(books, given.actor, job, words=given.words)
    else:
        ending.stop(books, given.actor, job, JobStatus.FAILED, error=given.outcome.error)


def _write_call(call: CallRow, outcome: Outcome, account: AccountRow) -> None:
    cost = outcome.cost or prices.Cost(Decimal(0), Decimal(0))
    if call.status == CallStatus.RUNNING:
        call.status = CallStatus.SUCCEEDED if outcome.error is None else CallStatus.FAILED
        call.error = outcome.error and outcome.error[:LONGEST_ERROR]
        call.finished_at, call.lease_until = account.now, None
    call.attempts = orjson.dumps([each.shown() for each in outcome.attempts]).decode()
    call.litellm_call_id = outcome.attempts[-1].id[:_LONGEST_ID] if outcome.attempts else None
    call.resolved_model = _cut(outcome.resolved_model, _LONGEST_NAME)
    call.used_model = _cut(outcome.used_model, _LONGEST_NAME)
    call.provider = _cut(outcome.provider, _LONGEST_WORD)
    call.finish_reason = _cut(outcome.finish_reason, _LONGEST_WORD)
    call.latency_ms = outcome.latency_ms
    call.prompt_tokens, call.completion_tokens = outcome.tokens.prompt, outcome.tokens.completion
    call.cached_tokens, call.reasoning_tokens = outcome.tokens.cached, outcome.tokens.reasoning
    call.is_estimated = outcome.tokens.is_estimated
    call.input_cost, call.output_cost = cost.input, cost.output
    call.client_cost = prices.client_cost(cost.provider, account.markup_percent)
    if outcome.price is not None:
        rates = outcome.price.at(outcome.tokens.prompt)
        call.input_price, call.output_price = rates.input, rates.output
        call.cached_price = rates.cached


def _add_up(job: JobRow, call: CallRow, *, is_late: bool) -> None:
    """A late call was counted when it was given up."""
    if not is_late:
        job.expected_cost = max(job.expected_cost - call.expected_cost, Decimal(0))
        job.expected_tokens = max(job.expected_tokens - call.expected_tokens, 0)
        if call.status == CallStatus.SUCCEEDED:
            job.calls_succeeded += 1
            job.latency_ms += call.latency_ms or 0
        else:
            job.calls_failed += 1
    for name in ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens"):
        setattr(job, name, getattr(job, name) + getattr(call, name))
    job.is_estimated = job.is_estimated or call.is_estimated
    job.input_cost += call.input_cost
    job.output_cost += call.output_cost
    job.client_cost += call.client_cost


def _content(call_id: UUID, outcome: Outcome) -> tuple[UUID, str, str | None]:
    response = outcome.response
    return (
        call_id,
        _json(outcome.request),
        None if response is None else _json(response),
    )


def _json(value: object) -> str:
    """PostgreSQL keeps no NUL in JSON."""
    return orjson.dumps(value).decode().replace("\\u0000", "\\ufffd")


def _cut(text: str | None, longest: int) -> str | None:
    return text and text[:longest]
