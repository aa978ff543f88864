"""The jobs of a team as operators see them."""

from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field

from domain import jobs, usage
from domain.access import Permission
from domain.errors import InvalidInput, NotFound
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Integer
from integrations.rest.days import NOT_A_DAY, DaysQuery
from integrations.rest.job_forms import JobStatusName, is_charged
from integrations.rest.jobs import JOB_ID, MOMENT, statuses
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Number, Output, Timestamp

TAG: Final = "jobs-admin"
_NO_JOB: Final = "Job '{job_id}' not found for team '{team_id}'"
_NO_ID: Final = "Invalid job_id format: {job_id}"
_ISO: Final = ". Use ISO format (YYYY-MM-DD)"
_SPENT: Final = "What the providers take, 6 places."


class TeamJobsQuery(DaysQuery):
    page: Annotated[Integer, Field(ge=1)] = 1
    page_size: int = Field(20, ge=1, le=100)
    status: str | None = Field(None, description="In any case of letters.")
    job_type: str | None = None
    job_id_filter: str | None = Field(None, description="A part of the job's id.")

    @property
    def only(self) -> jobs.JobFilter:
        return jobs.JobFilter(
            statuses=statuses(self.status or None),
            job_types=[self.job_type] if self.job_type else None,
            id_part=self.job_id_filter or None,
        )


class JobSummary(Output):
    job_id: UUID
    team_id: str
    user_id: str | None
    job_type: str
    status: JobStatusName
    created_at: Timestamp
    completed_at: Timestamp | None
    total_calls: int
    successful_calls: int
    failed_calls: int
    retry_count: int = Field(description="Calls that repeated an earlier one of their purpose.")
    total_tokens: int
    total_cost_usd: Number = Field(description=_SPENT)
    avg_latency_ms: int = Field(description="Of the calls that were answered; 0 if none.")
    credit_applied: bool
    job_metadata: dict[str, Any] | None

    @classmethod
    def of(cls, call: Call, job: jobs.Job, retries: int) -> Self:
        calls = usage.Calls.of_job(call.actor, job)
        return cls(
            job_id=job.id,
            team_id=job.team.team_id,
            user_id=job.end_user_id,
            job_type=job.job_type,
            status=job.status.value,
            created_at=job.created_at,
            completed_at=job.completed_at,
            total_calls=calls.count,
            successful_calls=calls.succeeded,
            failed_calls=calls.failed,
            retry_count=retries,
            total_tokens=calls.tokens.total,
            total_cost_usd=round(calls.cost.paid, 6),
            avg_latency_ms=calls.average_latency_ms or 0,
            credit_applied=is_charged(job),
            job_metadata=job.metadata,
        )


class JobList(Output):
    jobs: list[JobSummary]
    total: int = Field(description="How many match in all.")
    page: int
    page_size: int
    total_pages: int


class JobCallDetail(Output):
    call_id: UUID
    model_used: str | None = Field(description="Which the provider says has answered.")
    model_group_used: str | None = Field(description="The name that was asked for.")
    purpose: str | None
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    cost_usd: Number = Field(description=_SPENT)
    latency_ms: int | None
    created_at: Timestamp
    error: str | None
    request_data: dict[str, Any] | None = Field(
        description="For owners and admins, while it is kept."
    )
    response_data: dict[str, Any] | None
    resolved_model: str | None = Field(description="Which the name led to.")
    input_cost_usd: Number
    output_cost_usd: Number
    provider_cost_usd: Number | None
    client_cost_usd: Number | None = Field(description="With the markup.")
    model_pricing_input: Number | None = Field(description="Dollars per million tokens.")
    model_pricing_output: Number | None

    @classmethod
    def of(cls, row: jobs.LLMCall, content: jobs.LLMCallContent | None) -> Self:
        spent = row.input_cost + row.output_cost
        return cls(
            call_id=row.id,
            model_used=row.used_model,
            model_group_used=row.requested_model,
            purpose=row.purpose,
            prompt_tokens=row.prompt_tokens,
            completion_tokens=row.completion_tokens,
            total_tokens=row.prompt_tokens + row.completion_tokens,
            cost_usd=spent,
            latency_ms=row.latency_ms,
            created_at=row.created_at,
            error=row.error,
            request_data=None if content is None else content.request,
            response_data=None if content is None else content.response,
            resolved_model=row.resolved_model,
            input_cost_usd=row.input_cost,
            output_cost_usd=row.output_cost,
            provider_cost_usd=spent,
            client_cost_usd=row.client_cost,
            model_pricing_input=row.input_price,
            model_pricing_output=row.output_price,
        )


class JobDetail(Output):
    job: JobSummary
    calls: list[JobCallDetail]


@operation(
    "GET",
    "/api/jobs/teams/{team_id}",
    tag=TAG,
    summary="Jobs of a team",
    description="The newest first.",
    auth=MANAGEMENT,
    calls=jobs.list_of_team,
    errors={
        400: [
            "Invalid status: {status}. Must be one of: pending, in_progress, completed, failed",
            *(f"{text}{_ISO}" for text in NOT_A_DAY),
        ],
        404: ["Team '{team_id}' not found"],
    },
    statuses={InvalidInput: 400},
    example={
        "jobs": [
            {
                "job_id": JOB_ID,
                "team_id": "acme-prod",
                "user_id": None,
                "job_type": "chat",
                "status": "completed",
                "created_at": MOMENT,
                "completed_at": MOMENT,
                "total_calls": 1,
                "successful_calls": 1,
                "failed_calls": 0,
                "retry_count": 0,
                "total_tokens": 256,
                "total_cost_usd": 0.0128,
                "avg_latency_ms": 1340,
                "credit_applied": True,
                "job_metadata": {},
            }
        ],
        "total": 1,
        "page": 1,
        "page_size": 20,
        "total_pages": 1,
    },
)
async def list_team_jobs(call: Call, team_id: str, query: TeamJobsQuery) -> JobList:
    found, total = await jobs.list_of_team(
        call.actor,
        team_id,
        query.only,
        query.period(_ISO),
        limit=query.page_size,
        offset=(query.page - 1) * query.page_size,
    )
    retries = await jobs.retry_counts(call.actor, [job.id for job in found])
    return JobList(
        jobs=[JobSummary.of(call, job, retries[job.id]) for job in found],
        total=total,
        page=query.page,
        page_size=query.page_size,
        total_pages=-(-total // query.page_size),
    )


@operation(
    "GET",
    "/api/jobs/teams/{team_id}/{job_id}",
    tag=TAG,
    summary="Job with calls",
    description=f"The first call first; {MORE}",
    auth=MANAGEMENT,
    calls=jobs.get_of_team,
    errors={400: [_NO_ID], 404: [_NO_JOB]},
    statuses={InvalidInput: 400},
)
async def team_job(call: Call, team_id: str, job_id: str, query: Listed) -> JobDetail:
    key = _key(job_id)
    try:
        job = await jobs.get_of_team(call.actor, team_id, key)
    except NotFound as error:
        raise NotFound(_NO_JOB.format(job_id=job_id, team_id=team_id)) from error
    pages = await jobs.calls_of_jobs(call.actor, [job.id], query.page)
    rows = listed(call, query, pages[job.id])
    contents: dict[UUID, jobs.LLMCallContent] = {}
    if call.actor.may(Permission.READ_PROMPTS):
        contents = await jobs.contents(call.actor, [row.id for row in rows])
    retries = await jobs.retry_counts(call.actor, [job.id])
    return JobDetail(
        job=JobSummary.of(call, job, retries[job.id]),
        calls=[JobCallDetail.of(row, contents.get(row.id)) for row in rows],
    )


def _key(job_id: str) -> UUID:
    try:
        return UUID(job_id)
    except ValueError as error:
        raise InvalidInput("jobId", _NO_ID.format(job_id=job_id)) from error
