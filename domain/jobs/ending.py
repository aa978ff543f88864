"""How a job ends: completed and charged, or stopped and free. The rows are locked already."""

from domain import charging
from domain.access import Actor
from domain.jobs.books import Books, charge_reason, terms_of
from persistence.job_rows import JobRow
from persistence.models import ChargeStatus, EntryKind, JobStatus

LONGEST_ERROR = 1000


def complete(books: Books, actor: Actor, job: JobRow, *, words: str = "Job") -> None:
    """Charge what the work so far comes to, once, and end the job.

    What the team does not have, overdraft included, is written down as unbilled. `words` begin
    the reason that its ledger shows.
    """
    account, due = books.accounts[job.team_id], _due(books, job)
    _end(books, job, JobStatus.COMPLETED)
    if not due:
        books.free(actor, job)
        job.charge_status = ChargeStatus.WAIVED
        return
    taken = books.charge(actor, job, due, charge_reason(job, account, due, words=words))
    job.unbilled = due - taken
    job.charge_status = ChargeStatus.UNDERPAID if job.unbilled else ChargeStatus.CHARGED


def note_late_usage(books: Books, job: JobRow) -> None:
    """What came to light after the job was charged is never charged, and not hidden either."""
    if job.status == JobStatus.COMPLETED:
        job.unbilled = max(job.unbilled, _due(books, job) - job.charged)
        if job.unbilled:
            job.charge_status = ChargeStatus.UNDERPAID


def stop(
    books: Books,
    actor: Actor,
    job: JobRow,
    status: JobStatus,
    *,
    error: str | None = None,
    how: EntryKind = EntryKind.RELEASE,
) -> None:
    """Failed or cancelled: nothing is charged, and what was held is free again."""
    _end(books, job, status)
    job.error_message = error[:LONGEST_ERROR] if error else None
    books.free(actor, job, how)


def _due(books: Books, job: JobRow) -> int:
    return charging.due(
        terms_of(books.accounts[job.team_id]),
        client_cost=job.client_cost,
        tokens=job.prompt_tokens + job.completion_tokens,
        succeeded=job.calls_succeeded,
        failed=job.calls_failed,
        max_credits=job.max_credits,
    )


def _end(books: Books, job: JobRow, status: JobStatus) -> None:
    job.status = status
    job.completed_at = books.accounts[job.team_id].now
