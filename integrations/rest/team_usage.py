"""What a team used, and whose key this is, for legacy clients."""

from typing import Final, Self

from pydantic import Field

from domain import teams, usage
from integrations.rest.authentication import VIRTUAL_KEY, VIRTUAL_KEY_OR_MANAGEMENT
from integrations.rest.operation import Call, operation
from integrations.rest.organization_usage import COUNTING, PeriodQuery
from integrations.rest.rendering import Number, Output
from integrations.rest.teams import TAG

_OTHER_USAGE: Final = "Cannot access usage data for a different team"


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
    def of(cls, sums: usage.Totals) -> Self:
        cost = sums.calls.cost.paid
        return cls(
            total_jobs=sums.jobs.total,
            successful_jobs=sums.jobs.completed,
            failed_jobs=sums.jobs.failed,
            total_cost_usd=round(cost, 2),
            total_tokens=sums.calls.tokens.total,
            avg_cost_per_job=round(cost / max(sums.jobs.total, 1), 4),
        )


class JobTypeFigures(Output):
    count: int
    cost_usd: Number


class TeamUsage(Output):
    team_id: str
    period: str
    summary: TeamUsageSummary
    job_types: dict[str, JobTypeFigures]


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
    description=f"{COUNTING}; a virtual key is told the client cost instead.",
    auth=VIRTUAL_KEY_OR_MANAGEMENT,
    calls=usage.of_team,
    errors={403: [_OTHER_USAGE], 404: ["Team '{team_id}' not found"]},
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
        summary=TeamUsageSummary.of(found.totals),
        job_types={
            name: JobTypeFigures(count=sums.jobs.total, cost_usd=sums.calls.cost.paid)
            for name, sums in found.parts
        },
    )
