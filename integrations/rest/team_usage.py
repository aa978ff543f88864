"""What a team used, and whose key this is, for legacy clients."""

from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from domain import teams, usage
from domain.errors import InvalidInput
from integrations.rest.authentication import VIRTUAL_KEY, VIRTUAL_KEY_OR_MANAGEMENT
from integrations.rest.body import Input
from integrations.rest.operation import Call, operation
from integrations.rest.organization_usage import PeriodQuery
from integrations.rest.rendering import Number, Output, Timestamp
from integrations.rest.teams import TAG

_OTHER_USAGE: Final = "Cannot access usage data for a different team"
_OTHER_JOBS: Final = "Cannot access jobs for a different team"


class TeamVerified(Output):
    team_id: str


class TeamUsageSummary(Output):
    total_jobs: int
    successful_jobs: int
    failed_jobs: int
    total_cost_usd: Number = Field(description="2 places")
    total_tokens: int
    avg_cost_per_job: Number = Field(description="4 places; 0.0 when no jobs")

    @classmethod
    def of(cls, work: usage.Work) -> Self:
        return cls(
            total_jobs=work.jobs,
            successful_jobs=work.completed,
            failed_jobs=work.failed,
            total_cost_usd=round(work.cost_usd, 2),
            total_tokens=work.tokens,
            avg_cost_per_job=round(work.cost_usd / max(work.jobs, 1), 4),
        )


class JobTypeFigures(Output):
    count: int
    cost_usd: Number


class TeamUsage(Output):
    team_id: str
    period: str
    summary: TeamUsageSummary
    job_types: dict[str, JobTypeFigures]


class JobsQuery(Input):
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0)
    status: str | None = None


class Job(Output):
    job_id: UUID
    team_id: str
    user_id: str | None
    job_type: str
    status: Literal["pending", "in_progress", "completed", "failed", "cancelled"]
    created_at: Timestamp
    started_at: Timestamp | None
    completed_at: Timestamp | None
    metadata: dict[str, Any] | None
    error_message: str | None
    organization_id: str | None
    external_task_id: str | None
    credit_applied: bool
    model_groups_used: list[str]


class TeamJobs(Output):
    team_id: str
    total: int = Field(description="count of all that match")
    jobs: list[Job]


@operation(
    "GET",
    "/api/teams/verify",
    tag=TAG,
    summary="Which team owns this key",
    auth=VIRTUAL_KEY,
    calls=teams.own,
    example={"team_id": "acme-prod"},
)
async def verify_key(call: Call) -> TeamVerified:
    return TeamVerified(team_id=(await teams.own(call.actor)).team_id)


@operation(
    "GET",
    "/api/teams/{team_id}/usage",
    tag=TAG,
    summary="Team usage",
    auth=VIRTUAL_KEY_OR_MANAGEMENT,
    calls=usage.of_team,
    errors={403: [_OTHER_USAGE]},
    example={
        "team_id": "acme-prod",
        "period": "2025-10",
        "summary": {
            "total_jobs": 10,
            "successful_jobs": 9,
            "failed_jobs": 1,
            "total_cost_usd": 0.12,
            "total_tokens": 5400,
            "avg_cost_per_job": 0.012,
        },
        "job_types": {"chat": {"count": 10, "cost_usd": 0.12}},
    },
)
async def team_usage(call: Call, team_id: str, query: PeriodQuery) -> TeamUsage:
    call.require_own_team(team_id, _OTHER_USAGE)
    found = await usage.of_team(call.actor, team_id, usage.period(query.period))
    return TeamUsage(
        team_id=team_id,
        period=found.period.text,
        summary=TeamUsageSummary.of(found.work),
        job_types={},
    )


@operation(
    "GET",
    "/api/teams/{team_id}/jobs",
    tag=TAG,
    summary="Team's own jobs",
    description="The newest first.",
    auth=VIRTUAL_KEY,
    calls=teams.get,
    errors={
        400: ["Invalid status: {status}. Must be one of: pending, in_progress, completed, failed"],
        403: [_OTHER_JOBS],
    },
    statuses={InvalidInput: 400},
    example={"team_id": "acme-prod", "total": 0, "jobs": []},
)
async def team_jobs(call: Call, team_id: str, query: JobsQuery) -> TeamJobs:
    call.require_own_team(team_id, _OTHER_JOBS)
    usage.require_job_status(query.status)
    team = await teams.get(call.actor, team_id)
    return TeamJobs(team_id=team.team_id, total=0, jobs=[])
