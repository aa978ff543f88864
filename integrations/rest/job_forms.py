"""Jobs as legacy clients send them and read them."""

from collections.abc import Sequence
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, field_validator

from domain import credits, jobs
from integrations.rest.body import MAX_CREDITS, Credits, Input, Integer, Metadata
from integrations.rest.operation import Call
from integrations.rest.rendering import Number, Output, Timestamp

JobStatusName = Literal["pending", "in_progress", "completed", "failed", "cancelled"]

MOST_CALLS: Final = 2**31 - 1


class JobCreate(Input):
    team_id: str = Field(max_length=255)
    job_type: str = Field(max_length=100)
    user_id: str | None = Field(None, max_length=255, description="The end user")
    metadata: Metadata = {}
    external_task_id: str | None = Field(None, max_length=255)
    max_calls: Integer | None = Field(None, ge=1, le=MOST_CALLS)
    max_credits: Credits | None = Field(None, ge=1, le=MAX_CREDITS)


class JobComplete(Input):
    status: Literal["completed", "failed"]
    metadata: Metadata = Field({}, description="shallow-merged")
    error_message: str | None = Field(None, max_length=1000)
    result: Metadata | None = Field(None, description="kept as `metadata.result`")

    @field_validator("status", mode="before")
    @classmethod
    def _any_case(cls, status: object) -> object:
        return status.lower() if isinstance(status, str) else status

    @property
    def merged(self) -> Metadata:
        return self.metadata | ({} if self.result is None else {"result": self.result})


class JobMetadataUpdate(Input):
    metadata: Metadata = Field(description="shallow merge; at most 10 KB per job")


class JobCreated(Output):
    job_id: UUID
    status: JobStatusName
    created_at: Timestamp
    team_id: str


class Job(Output):
    job_id: UUID
    team_id: str
    user_id: str | None
    job_type: str
    status: JobStatusName
    created_at: Timestamp
    started_at: Timestamp | None
    completed_at: Timestamp | None
    metadata: dict[str, Any] | None
    error_message: str | None
    organization_id: str | None
    external_task_id: str | None
    credit_applied: bool
    model_groups_used: list[str]

    @classmethod
    def of(cls, job: jobs.Job) -> Self:
        return cls(
            job_id=job.id,
            team_id=job.team.team_id,
            user_id=job.end_user_id,
            job_type=job.job_type,
            status=job.status.value,
            created_at=job.created_at,
            started_at=job.started_at,
            completed_at=job.completed_at,
            metadata=job.metadata,
            error_message=job.error_message,
            organization_id=job.team.organization.organization_id,
            external_task_id=job.external_task_id,
            credit_applied=is_charged(job),
            model_groups_used=job.requested_models,
        )


class TeamJobs(Output):
    team_id: str
    total: int = Field(description="count of all that match")
    jobs: list[Job]


class JobCosts(Output):
    total_calls: int
    successful_calls: int
    failed_calls: int
    total_tokens: int
    total_cost_usd: Number = Field(description="with the markup, 6 places")
    avg_latency_ms: int = Field(description="of the calls that were answered; 0 if none")
    credit_applied: bool
    credits_remaining: int | None

    @classmethod
    def of(cls, job: jobs.Job, remaining: int) -> Self:
        return cls(
            total_calls=job.calls_count,
            successful_calls=job.calls_succeeded,
            failed_calls=job.calls_failed,
            total_tokens=job.prompt_tokens + job.completion_tokens,
            total_cost_usd=round(job.client_cost, 6),
            avg_latency_ms=job.latency_ms // max(job.calls_succeeded, 1),
            credit_applied=is_charged(job),
            credits_remaining=remaining,
        )


class JobCallSummary(Output):
    call_id: UUID
    purpose: str | None
    model_group: str | None
    tokens: int
    latency_ms: int | None
    error: str | None

    @classmethod
    def of(cls, call: jobs.LLMCall) -> Self:
        return cls(
            call_id=call.id,
            purpose=call.purpose,
            model_group=call.requested_model,
            tokens=call.prompt_tokens + call.completion_tokens,
            latency_ms=call.latency_ms,
            error=call.error,
        )


class JobCompleted(Output):
    job_id: UUID
    status: JobStatusName
    completed_at: Timestamp
    costs: JobCosts
    calls: list[JobCallSummary]
    credits_remaining: int
    total_calls: int

    @classmethod
    def of(cls, job: jobs.Job, calls: Sequence[jobs.LLMCall], remaining: int) -> Self:
        """Of a job that has ended."""
        assert job.completed_at is not None
        return cls(
            job_id=job.id,
            status=job.status.value,
            completed_at=job.completed_at,
            costs=JobCosts.of(job, remaining),
            calls=[JobCallSummary.of(call) for call in calls],
            credits_remaining=remaining,
            total_calls=job.calls_count,
        )


class JobMetadata(Output):
    job_id: UUID
    metadata: dict[str, Any]
    updated_at: Timestamp


class CallCost(Output):
    call_id: UUID
    model: str | None = Field(description="the name that was asked for")
    purpose: str | None
    prompt_tokens: int
    completion_tokens: int
    cost_usd: Number = Field(description="with the markup")
    created_at: Timestamp

    @classmethod
    def of(cls, call: jobs.LLMCall) -> Self:
        return cls(
            call_id=call.id,
            model=call.requested_model,
            purpose=call.purpose,
            prompt_tokens=call.prompt_tokens,
            completion_tokens=call.completion_tokens,
            cost_usd=call.client_cost,
            created_at=call.created_at,
        )


class CallCosts(Output):
    total_cost_usd: Number = Field(description="with the markup, 6 places")
    breakdown: list[CallCost]


class JobCostBreakdown(Output):
    job_id: UUID
    team_id: str
    job_type: str
    status: JobStatusName
    costs: CallCosts


def is_charged(job: jobs.Job) -> bool:
    """Whether credits were taken for it, all that were due or what was left."""
    return bool(job.charged)


async def remaining_credits(call: Call, job: jobs.Job) -> int:
    """What was left when it was charged, so that its receipt stays the same; else what is left."""
    if job.charge_id is not None:
        [charge] = await credits.entries_by_ids(call.actor, [job.charge_id])
        return int(charge.balance_after - charge.held_after) // credits.MICROS
    account = await credits.account(call.actor, job.team.team_id)
    return credits.Totals.of(account).remaining
