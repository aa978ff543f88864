"""Finding and locking jobs: one that is invisible to the caller is absent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from domain.access import Actor
from domain.errors import NotFound
from domain.jobs.books import Books
from domain.jobs.types import FINAL, LEASE
from domain.tenancy import sees
from persistence.database import rows, transaction
from persistence.job_rows import JobRow, lock_jobs, moved_jobs
from persistence.models import Job, Team
from persistence.writing import write

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet


def query() -> "QuerySet[Job]":
    """Jobs with their team and organization."""
    return Job.all().select_related("team__organization")


def key_of(job_id: UUID | str) -> UUID:
    """Raises `NotFound` for what can be no job's."""
    try:
        return job_id if isinstance(job_id, UUID) else UUID(job_id)
    except ValueError as error:
        raise no_job() from error


async def find(actor: Actor, job_id: UUID | str) -> Job:
    """With its team and organization."""
    found = await query().get_or_none(id=key_of(job_id))
    if found is None or not sees(actor, found.team):
        raise no_job()
    return found


async def place_of(actor: Actor, job_id: UUID | str) -> tuple[UUID, UUID]:
    """The primary key of its team, and its id: all that a call in it must know beforehand."""
    key = key_of(job_id)
    found = await rows("SELECT team_id FROM jobs WHERE id = $1", key)
    if not found or (actor.is_tenant and found[0]["team_id"] != actor.team_key):
        raise no_job()
    return found[0]["team_id"], key


@dataclass(frozen=True, slots=True)
class Opened:
    """A job locked for a change, with its team and the team's account."""

    row: JobRow
    books: Books
    team: Team


@asynccontextmanager
async def opened(actor: Actor, job_id: UUID | str) -> AsyncIterator[Opened]:
    """A transaction in which the job is locked; written back, entries included, at its end.
    Something was heard of it, so that its lease begins again."""
    job = await find(actor, job_id)
    async with transaction():
        locked = await lock_jobs([job.id])
        books = await Books.open([job.team_id])
        opened = Opened(locked[job.id], books, job.team)
        yield opened
        if opened.row.status not in FINAL:
            opened.row.lease_until = books.accounts[job.team_id].now + LEASE
        await write(books.entries(), moved_jobs([opened.row]))


def no_job() -> NotFound:
    return NotFound("Job not found", field="jobId")
