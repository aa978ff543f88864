"""What a caller does to a job that is there: change its metadata, complete, fail or cancel it."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from domain import audit, validation
from domain.access import Actor, Permission, requires
from domain.credits.types import credits_text
from domain.errors import InvalidState
from domain.jobs import ending, finding
from domain.jobs.finding import Opened, opened
from domain.jobs.types import FINAL
from persistence.database import rows
from persistence.job_rows import JobRow
from persistence.models import ChargeStatus, Job, JobStatus

CALL_IN_PROGRESS: Final = "Job has a call in progress"
_AT_WORK: Final = (
    "SELECT FROM llm_calls WHERE job_id = $1 AND status = 'running'"
    " AND lease_until > clock_timestamp() LIMIT 1"
)


@requires(Permission.RUN_JOBS)
async def update_metadata(actor: Actor, job_id: UUID | str, metadata: Mapping[str, Any]) -> Job:
    """Merge these keys into the job's, whatever its status; all together 10 KB at most."""
    async with opened(actor, job_id) as job:
        before = _merge(job.row, metadata)
        await _record(actor, job, "job.metadata_updated", before)
    return await finding.find(actor, job_id)


@requires(Permission.RUN_JOBS)
async def complete(
    actor: Actor, job_id: UUID | str, *, metadata: Mapping[str, Any] | None = None
) -> Job:
    """Charge the job, once: completing it again changes nothing and gets the same receipt.

    Raises `InvalidState` when it failed or was cancelled, and while one of its calls runs.
    """

    def completing(job: Opened) -> None:
        ending.complete(job.books, actor, job.row)

    return await _end(actor, job_id, JobStatus.COMPLETED, completing, metadata)


@requires(Permission.RUN_JOBS)
async def fail(
    actor: Actor,
    job_id: UUID | str,
    *,
    error_message: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Job:
    """End the job without a charge, also beside a running call; but not a job that is for this
    call alone."""
    error = _error("errorMessage", error_message)

    def failing(job: Opened) -> None:
        ending.stop(job.books, actor, job.row, JobStatus.FAILED, error=error)

    return await _end(actor, job_id, JobStatus.FAILED, failing, metadata)


@requires(Permission.RUN_JOBS)
async def cancel(actor: Actor, job_id: UUID | str, *, reason: str | None = None) -> Job:
    """Call the job off without a charge, beside a running call as `fail` does."""
    error = _error("reason", reason)

    def cancelling(job: Opened) -> None:
        ending.stop(job.books, actor, job.row, JobStatus.CANCELLED, error=error)

    return await _end(actor, job_id, JobStatus.CANCELLED, cancelling, None)


async def _end(
    actor: Actor,
    job_id: UUID | str,
    status: JobStatus,
    end: Callable[[Opened], None],
    metadata: Mapping[str, Any] | None,
) -> Job:
    async with opened(actor, job_id) as job:
        if job.row.status not in FINAL:
            # A job for one call ends with it: failed beside it, its answer would be free.
            waits = status is JobStatus.COMPLETED or job.row.is_single_call
            if waits and await rows(_AT_WORK, job.row.id):
                raise InvalidState(CALL_IN_PROGRESS, field="jobId")
            before = _merge(job.row, metadata or {})
            end(job)
            await _record(actor, job, f"job.{status}", before)
        elif job.row.status != status:
            raise InvalidState(f"Job is already {job.row.status}", field="jobId")
    return await finding.find(actor, job_id)


def _merge(job: JobRow, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The job's metadata as they were; `job` has them merged."""
    before: dict[str, Any] = json.loads(job.metadata)
    given = validation.metadata("metadata", metadata)
    merged = validation.metadata("metadata", before | given)
    job.metadata = json.dumps(merged)
    return before


async def _record(actor: Actor, job: Opened, action: str, before: Mapping[str, Any]) -> None:
    row = job.row
    details: dict[str, Any] = {"job_type": row.job_type}
    if row.charge_status != ChargeStatus.NOT_DUE:
        details["charge_status"] = str(row.charge_status)
        details["charged"] = credits_text(row.charged)
    if row.unbilled:
        details["unbilled"] = credits_text(row.unbilled)
    await audit.record(
        actor,
        action,
        "job",
        str(row.id),
        before={"metadata": before},
        after={"metadata": json.loads(row.metadata)},
        organization=job.team.organization,
        team=job.team,
        details=details,
    )


def _error(field: str, text: str | None) -> str | None:
    return validation.optional_text(field, text, longest=ending.LONGEST_ERROR)
