"""What becomes of work that nobody tends: calls are given up, jobs expire, prompts are erased.

Any number of processes may do this at once: rows are locked, and looked at again under the lock.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Final

from domain import audit
from domain.access import SYSTEM
from domain.errors import StorageTrouble
from domain.jobs import ending
from domain.jobs.books import Books
from domain.jobs.types import FINAL
from persistence.database import rows, transaction
from persistence.job_rows import CallRow, JobRow, lock_calls, lock_jobs, moved_calls, moved_jobs
from persistence.models import CallStatus, EntryKind, JobStatus
from persistence.writing import write

GIVEN_UP: Final = "Given up: the server that made the call is gone."
EXPIRED: Final = "Expired: nothing was heard of it in time."

_AT_ONCE: Final = 50
_log = logging.getLogger("saas_litellm.jobs")
_UNTENDED_CALLS: Final = """
SELECT id, job_id FROM llm_calls
WHERE status = 'running' AND lease_until < clock_timestamp() ORDER BY lease_until LIMIT $1
"""
_UNTENDED_JOBS: Final = """
SELECT id FROM jobs j WHERE status IN ('pending', 'in_progress') AND lease_until < clock_timestamp()
    AND NOT EXISTS (
        SELECT FROM llm_calls c WHERE c.job_id = j.id AND c.status = 'running')
ORDER BY lease_until LIMIT $1
"""
_ERASE: Final = """
DELETE FROM llm_call_contents WHERE id IN (
    SELECT id FROM llm_call_contents WHERE created_at < clock_timestamp() - $1::interval LIMIT 1000)
RETURNING id
"""


async def give_up_calls() -> int:
    """Fail running calls whose lease is over, and the jobs that were for them alone."""
    found = await rows(_UNTENDED_CALLS, _AT_ONCE)
    if not found:
        return 0
    async with transaction():
        jobs = await lock_jobs(row["job_id"] for row in found)
        books = await Books.open(job.team_id for job in jobs.values())
        calls = await lock_calls(row["id"] for row in found)
        lost = [call for call in calls.values() if _is_untended(call, books, jobs[call.job_id])]
        for call in lost:
            _give_up(call, jobs[call.job_id], books)
        touched = [jobs[job_id] for job_id in {call.job_id for call in lost}]
        await write(books.entries(), moved_calls(lost), moved_jobs(touched))
    if lost:
        _log.warning("%d model calls were given up: nobody tended them.", len(lost))
    return len(lost)


async def expire_jobs() -> int:
    """Fail jobs of which nothing was heard for as long as their lease is, and free their holds."""
    found = await rows(_UNTENDED_JOBS, _AT_ONCE)
    if not found:
        return 0
    async with transaction():
        jobs = await lock_jobs(row["id"] for row in found)
        books = await Books.open(job.team_id for job in jobs.values())
        lost = [job for job in jobs.values() if _is_expired(job, books)]
        for job in lost:
            ending.stop(books, SYSTEM, job, JobStatus.FAILED, error=EXPIRED, how=EntryKind.EXPIRE)
        await write(books.entries(), moved_jobs(lost))
        await _record(lost, books)
    return len(lost)


async def erase_contents(kept: timedelta) -> int:
    """Erase prompts and answers that are older than this."""
    return len(await rows(_ERASE, kept))


async def run(*, prompts_kept: timedelta, poll_seconds: float, stop: asyncio.Event) -> None:
    """Until it is told to stop; what goes wrong is tried again the next time."""
    while not stop.is_set():
        try:
            await _all_of_it(prompts_kept)
        except StorageTrouble as trouble:
            _log.warning("Untended jobs wait for the database: %s", trouble)
        with suppress(TimeoutError):
            async with asyncio.timeout(poll_seconds):
                await stop.wait()


async def _all_of_it(prompts_kept: timedelta) -> None:
    done = 1
    while done:
        done = await give_up_calls() + await expire_jobs() + await erase_contents(prompts_kept)


def _is_untended(call: CallRow, books: Books, job: JobRow) -> bool:
    now = books.accounts[job.team_id].now
    return (
        call.status == CallStatus.RUNNING
        and call.lease_until is not None
        and call.lease_until < now
    )


def _give_up(call: CallRow, job: JobRow, books: Books) -> None:
    call.status, call.error = CallStatus.FAILED, GIVEN_UP
    call.lease_until, call.finished_at = None, books.accounts[job.team_id].now
    job.calls_failed += 1
    job.expected_cost = max(job.expected_cost - call.expected_cost, Decimal(0))
    job.expected_tokens = max(job.expected_tokens - call.expected_tokens, 0)
    if job.is_single_call and job.status not in FINAL:
        ending.stop(books, SYSTEM, job, JobStatus.FAILED, error=GIVEN_UP, how=EntryKind.EXPIRE)


def _is_expired(job: JobRow, books: Books) -> bool:
    return job.status not in FINAL and job.lease_until < books.accounts[job.team_id].now


async def _record(jobs: Sequence[JobRow], books: Books) -> None:
    for job in jobs:
        account = books.accounts[job.team_id]
        await audit.record(
            SYSTEM, "job.expired", "job", str(job.id), organization=account, team=account
        )
