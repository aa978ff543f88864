"""The life of a job over the legacy API."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal

from pydantic import Field

from domain import jobs, usage
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.body import Day, Input, Integer
from integrations.rest.job_forms import (
    Job,
    JobCreate,
    JobCreated,
    JobMetadata,
    JobMetadataUpdate,
    TeamJobs,
)
from integrations.rest.job_refusals import OF_JOB, OTHER_TEAM, of_own_job, refusals
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import micro_credits

TAG: Final = "jobs"
JOB_ID: Final = "550e8400-e29b-41d4-a716-446655440000"
COSTS: Final[dict[str, Any]] = {
    "total_calls": 1,
    "successful_calls": 1,
    "failed_calls": 0,
    "total_tokens": 256,
    "total_cost_usd": 0.0128,
    "avg_latency_ms": 1340,
    "credit_applied": True,
    "credits_remaining": 999,
}
MOMENT: Final = "2026-10-14T12:00:00.000Z"
_FIELDS: Final = {"end_user_id": "user_id"}


class JobsQuery(Input):
    start_date: Day | None = None
    end_date: Day | None = Field(None, description="inclusive")
    sort_by: Literal["created_at"] = "created_at"
    order: Literal["asc", "desc"] = "desc"
    limit: int = Field(100, ge=1, le=1000)
    offset: Integer = Field(0, ge=0)
    status: str | None = None

    def only(self, team_id: str | None) -> jobs.JobFilter:
        last = self.end_date if self.end_date != date.max else None
        after_end = last and last + timedelta(days=1)
        return jobs.JobFilter(
            team_id=team_id,
            statuses=statuses(self.status),
            since=_midnight(self.start_date),
            until=_midnight(after_end),
        )


def statuses(name: str | None) -> list[jobs.JobStatus] | None:
    """Which statuses are meant, in any case of letters; raises `InvalidInput`."""
    usage.require_job_status(name)
    return None if name is None else [jobs.JobStatus(name.lower())]


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


@operation(
    "POST",
    "/api/jobs/create",
    tag=TAG,
    summary="Create job",
    auth=VIRTUAL_KEY,
    calls=jobs.create,
    errors={403: [OTHER_TEAM]},
    fields=_FIELDS,
    body_example={"team_id": "acme-prod", "job_type": "chat", "metadata": {}},
    example={
        "job_id": JOB_ID,
        "status": "pending",
        "created_at": MOMENT,
        "team_id": "acme-prod",
    },
)
async def create_job(call: Call, body: JobCreate) -> JobCreated:
    call.require_own_team(body.team_id, OTHER_TEAM.format(team_id=body.team_id))
    new = jobs.NewJob(
        team_id=body.team_id,
        job_type=body.job_type,
        end_user_id=body.user_id,
        external_task_id=body.external_task_id,
        metadata=body.metadata,
        max_calls=body.max_calls,
        max_credits=body.max_credits and micro_credits(body.max_credits),
    )
    job = await jobs.create(call.actor, new, idempotency_key=call.idempotency_key)
    return JobCreated(
        job_id=job.id,
        status=job.status.value,
        created_at=job.created_at,
        team_id=job.team.team_id,
    )


@operation(
    "GET",
    "/api/jobs",
    tag=TAG,
    summary="List jobs",
    description="Those of the key's team.",
    auth=VIRTUAL_KEY,
    calls=jobs.list_offset,
    example={"team_id": "acme-prod", "total": 0, "jobs": []},
)
async def list_jobs(call: Call, query: JobsQuery) -> TeamJobs:
    team_id = call.actor.team_id or ""
    found, total = await jobs.list_offset(
        call.actor,
        query.only(team_id),
        limit=query.limit,
        offset=query.offset,
        descending=query.order == "desc",
    )
    return TeamJobs(team_id=team_id, total=total, jobs=[Job.of(job) for job in found])


@operation(
    "GET",
    "/api/jobs/{job_id}",
    tag=TAG,
    summary="Get job",
    auth=VIRTUAL_KEY,
    calls=jobs.get,
    errors=refusals(OF_JOB),
    example={
        "job_id": JOB_ID,
        "team_id": "acme-prod",
        "user_id": None,
        "job_type": "chat",
        "status": "in_progress",
        "created_at": MOMENT,
        "started_at": MOMENT,
        "completed_at": None,
        "metadata": {},
        "error_message": None,
        "organization_id": "org_acme",
        "external_task_id": None,
        "credit_applied": False,
        "model_groups_used": ["chat-fast"],
    },
)
async def get_job(call: Call, job_id: str) -> Job:
    async with of_own_job(call, job_id):
        return Job.of(await jobs.get(call.actor, job_id))


@operation(
    "PATCH",
    "/api/jobs/{job_id}/metadata",
    tag=TAG,
    summary="Merge metadata",
    auth=VIRTUAL_KEY,
    calls=jobs.update_metadata,
    errors=refusals(OF_JOB),
    body_example={"metadata": {"turns_completed": 1}},
    example={
        "job_id": JOB_ID,
        "metadata": {"session_id": "s", "turns_completed": 1},
        "updated_at": MOMENT,
    },
)
async def merge_metadata(call: Call, job_id: str, body: JobMetadataUpdate) -> JobMetadata:
    async with of_own_job(call, job_id):
        job = await jobs.update_metadata(call.actor, job_id, body.metadata)
    return JobMetadata(job_id=job.id, metadata=job.metadata, updated_at=job.updated_at)
