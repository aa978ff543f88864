"""The rows of a call that begins, and of the job it begins in."""

from datetime import datetime

import orjson

from domain.calls.types import Reservation
from domain.jobs.types import LEASE
from persistence.account_rows import AccountRow
from persistence.job_rows import CallRow, JobRow
from persistence.models import JobStatus


def new_job(wanted: Reservation, account: AccountRow) -> JobRow:
    """For the call alone."""
    return JobRow(
        id=wanted.job_id,
        team_id=wanted.team_key,
        organization_id=wanted.account.organization_key,
        virtual_key_id=wanted.actor.virtual_key_id,
        is_single_call=True,
        created_at=account.now,
        lease_until=account.now + LEASE,
        **(wanted.new_job or {}),
    )


def new_call(wanted: Reservation, now: datetime) -> CallRow:
    return CallRow(
        id=wanted.call_id,
        job_id=wanted.job_id,
        team_id=wanted.team_key,
        created_at=now,
        virtual_key_id=wanted.actor.virtual_key_id,
        idempotency_key=wanted.idempotency_key,
        request_hash=wanted.request_hash,
        requested_model=wanted.requested,
        purpose=wanted.purpose,
        lease_until=now + wanted.lease,
        expected_cost=wanted.expected.client_cost,
        expected_tokens=wanted.expected.tokens,
    )


def advance(job: JobRow, wanted: Reservation, now: datetime) -> None:
    job.status = JobStatus.IN_PROGRESS
    job.started_at = job.started_at or now
    job.lease_until = now + LEASE
    job.calls_count += 1
    job.expected_cost += wanted.expected.client_cost
    job.expected_tokens += wanted.expected.tokens
    asked: list[str] = orjson.loads(job.requested_models)
    if wanted.requested not in asked:
        job.requested_models = orjson.dumps([*asked, wanted.requested]).decode()
