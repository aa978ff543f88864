"""Before a call: it is written down and paid for by a hold, or refused. Many at once."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from domain import charging
from domain.batches import Batch
from domain.calls import caps
from domain.calls.records import advance, new_call, new_job
from domain.calls.types import AlreadyMade, Fresh, Reservation, Reserved
from domain.errors import (
    IdempotencyKeyInProgress,
    IdempotencyKeyReused,
    InsufficientCredits,
    InvalidState,
    Refusal,
    TeamNotActive,
)
from domain.jobs.books import Books, terms_of
from domain.jobs.finding import no_job
from domain.jobs.types import FINAL
from domain.recall import Outdated, unchanged
from persistence.account_rows import AccountRow
from persistence.database import ConstraintViolation, transaction
from persistence.job_rows import (
    CallRow,
    JobRow,
    lock_calls_by_key,
    lock_jobs,
    moved_calls,
    moved_jobs,
    new_calls,
    new_jobs,
)
from persistence.models import CallStatus
from persistence.writing import Part, write


@dataclass(slots=True)
class _Desk:
    """What one transaction has locked, and what it will write."""

    books: Books
    jobs: dict[UUID, JobRow]
    keyed: dict[tuple[UUID, str], CallRow]
    new_jobs: list[JobRow] = field(default_factory=list)
    new_calls: list[CallRow] = field(default_factory=list)
    taken_over: list[CallRow] = field(default_factory=list)
    moved: dict[UUID, JobRow] = field(default_factory=dict)


async def _reserve_all(wanted: Sequence[Reservation]) -> list[Reserved | AlreadyMade | Exception]:
    if all(each.is_independent for each in wanted):
        with suppress(ConstraintViolation):
            if reserved := await _reserve_at_once(wanted):
                return reserved
    if not any(each.number is not None for each in wanted):
        return await _reserve_locked(wanted)
    looked_up = [each for each in wanted if each.number is None]
    results = iter(await _reserve_locked(looked_up) if looked_up else ())
    return [next(results) if each.number is None else Outdated() for each in wanted]


async def _reserve_locked(
    wanted: Sequence[Reservation],
) -> list[Reserved | AlreadyMade | Exception]:
    async with transaction():
        keys = [(each.team_key, each.idempotency_key) for each in wanted if each.idempotency_key]
        jobs = await lock_jobs(each.job_id for each in wanted if each.new_job is None)
        books = await Books.open(each.team_key for each in wanted)
        desk = _Desk(books, jobs, await lock_calls_by_key(keys))
        results = [_decide(desk, each) for each in wanted]
        await _write(desk)
    return results


async def _reserve_at_once(
    wanted: Sequence[Reservation],
) -> list[Reserved | AlreadyMade | Exception]:
    """By one statement, without a look under a lock before: the database itself refuses a hold
    for which there are no credits, and all of the statement with it. None are reserved when one
    would be refused by what was known a moment ago, or when what is remembered does not hold any
    more: then a look is needed.
    """
    numbers = {each.number for each in wanted if each.number is not None}
    if len(numbers) > 1:
        return []
    ordered = sorted(wanted, key=lambda each: each.account.id)  # as accounts are locked everywhere
    accounts = {each.team_key: each.account for each in wanted}
    desk = _Desk(Books({key: replace(account) for key, account in accounts.items()}), {}, {})
    decided = {each.call_id: _decide(desk, each) for each in ordered}
    if any(isinstance(each, Exception) for each in decided.values()):
        return []
    if not await _write(desk, *map(unchanged, numbers)):
        return []
    return [decided[each.call_id] for each in wanted]


async def _write(desk: _Desk, only_if: Part | None = None) -> bool:
    return await write(
        new_jobs(desk.new_jobs),
        desk.books.entries(),
        moved_jobs([job for job in desk.moved.values() if job.id in desk.jobs]),
        new_calls(desk.new_calls),
        moved_calls(desk.taken_over),
        only_if=only_if,
    )


reserve: Final[Batch[Reservation, Reserved | AlreadyMade]] = Batch(_reserve_all)


def _decide(desk: _Desk, wanted: Reservation) -> Reserved | AlreadyMade | Exception:
    try:
        return _earlier(desk, wanted) or _reserve(desk, wanted)
    except Refusal as refusal:
        return refusal


def _earlier(desk: _Desk, wanted: Reservation) -> Reserved | AlreadyMade | None:
    """What the idempotency key stands for already, if anything."""
    call = desk.keyed.get((wanted.team_key, wanted.idempotency_key or ""))
    if call is None:
        return None
    if call.request_hash is None or bytes(call.request_hash) != wanted.request_hash:
        raise IdempotencyKeyReused
    if call.status != CallStatus.RUNNING:
        return AlreadyMade(call.id)
    account = desk.books.accounts[wanted.team_key]
    if call.lease_until is None or call.lease_until > account.now:
        raise IdempotencyKeyInProgress
    if wanted.new_job is None:
        _job(desk, wanted, account)  # which may have ended meanwhile
    # Its process is gone: the call is still held for, and is made again under the same id.
    call.run += 1
    call.lease_until = account.now + wanted.lease
    desk.taken_over.append(call)
    return Reserved(call.job_id, call.id, call.run)


def _reserve(desk: _Desk, wanted: Reservation) -> Reserved:
    account = desk.books.accounts[wanted.team_key]
    if not account.is_active:
        raise TeamNotActive("The team or its organization is not active.")
    job = _job(desk, wanted, account)
    caps.require_room(job, account, wanted.expected)
    _hold(desk, job, wanted, account)
    call = new_call(wanted, account.now)
    advance(job, wanted, account.now)
    desk.new_calls.append(call)
    if wanted.new_job is not None:
        desk.new_jobs.append(job)
    if wanted.idempotency_key:
        desk.keyed[wanted.team_key, wanted.idempotency_key] = call
    desk.moved[job.id] = job
    fresh = Fresh(job, call, wanted.account) if wanted.new_job is not None else None
    return Reserved(job.id, call.id, call.run, fresh)


def _job(desk: _Desk, wanted: Reservation, account: AccountRow) -> JobRow:
    if wanted.new_job is not None:
        return new_job(wanted, account)
    job = desk.jobs.get(wanted.job_id)
    if job is None or job.team_id != wanted.team_key:
        raise no_job()
    if job.status in FINAL:
        raise InvalidState(f"Job is already {job.status}", field="jobId")
    return job


def _hold(desk: _Desk, job: JobRow, wanted: Reservation, account: AccountRow) -> None:
    """So much as the job will come to with this call, if it turns out as expected."""
    needed = charging.expected(
        terms_of(account),
        client_cost=job.client_cost + job.expected_cost + wanted.expected.client_cost,
        tokens=job.prompt_tokens
        + job.completion_tokens
        + job.expected_tokens
        + wanted.expected.tokens,
        max_credits=job.max_credits,
    )
    more = needed - job.held
    if more <= 0:
        return
    if account.spendable < more:
        raise InsufficientCredits(required=more, available=account.available)
    desk.books.hold(wanted.actor, job, needed)
