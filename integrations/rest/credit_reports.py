"""Who runs dry, and how fast."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from domain import credits
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Input
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output, whole_credits

TAG: Final = "credits"
Standing = Literal["healthy", "warning", "critical"]


class UtilizationSummary(Output):
    total_allocated: int
    total_remaining: int
    total_used: int
    avg_utilization: Annotated[float, Field(description="Percentage used of what is allocated.")]


class UtilizationByStatus(Output):
    healthy: int = Field(description="More than half is left.")
    warning: int
    critical: int = Field(description="Less than a fifth is left.")


class TeamNeedingAttention(Output):
    team_id: str
    credits_remaining: int
    percentage: Annotated[float, Field(description="Of what is allocated that is left.")]
    status: Standing


class CreditUtilization(Output):
    total_teams: int
    summary: UtilizationSummary
    by_status: UtilizationByStatus
    teams_needing_attention: list[TeamNeedingAttention]


class TrendQuery(Input):
    team_id: str
    days: int = Field(30, ge=1)


class TrendDay(Output):
    date: date
    credits_used: int
    credits_added: int
    transactions: int


class CreditTrend(Output):
    """Whole credits of each day (UTC), rounded down, oldest first."""

    team_id: str
    days: int
    total_used: int
    average_per_day: float
    daily: list[TrendDay]


@operation(
    "GET",
    "/api/credits/utilization",
    tag=TAG,
    summary="Utilization over all teams",
    auth=MANAGEMENT,
    calls=credits.utilization,
    description="`teams_needing_attention` has the hundred worst off at most.",
)
async def utilization(call: Call) -> CreditUtilization:
    found = await credits.utilization(call.actor)
    allocated, remaining = whole_credits(found.allocated), whole_credits(found.remaining)
    used = allocated - remaining
    return CreditUtilization(
        total_teams=found.teams,
        summary=UtilizationSummary(
            total_allocated=allocated,
            total_remaining=remaining,
            total_used=used,
            avg_utilization=round(100 * used / allocated, 1) if allocated else 0.0,
        ),
        by_status=UtilizationByStatus(
            healthy=found.healthy, warning=found.warning, critical=found.critical
        ),
        teams_needing_attention=[
            TeamNeedingAttention(
                team_id=each.team_id,
                credits_remaining=whole_credits(each.remaining),
                percentage=each.percentage,
                status=each.status,
            )
            for each in found.attention
        ],
    )


@operation(
    "GET",
    "/api/credits/trends",
    tag=TAG,
    summary="Consumption trend",
    auth=MANAGEMENT,
    calls=credits.trend,
    errors={404: ["No credit account found for team '{team_id}'"]},
)
async def trends(call: Call, query: TrendQuery) -> CreditTrend:
    days = await credits.trend(call.actor, query.team_id, query.days)
    total = whole_credits(sum(day.charged for day in days))
    return CreditTrend(
        team_id=query.team_id,
        days=query.days,
        total_used=total,
        average_per_day=round(total / len(days), 2),
        daily=[
            TrendDay(
                date=day.day,
                credits_used=whole_credits(day.charged),
                credits_added=whole_credits(day.given),
                transactions=day.movements,
            )
            for day in days
        ],
    )
