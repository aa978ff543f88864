"""What organizations and the whole installation used, for legacy clients."""

from typing import Final

from domain import organizations, teams, usage
from domain.errors import InvalidInput
from domain.paging import PageRequest
from integrations.rest.analytics_forms import (
    BusyTeam,
    GlobalUsage,
    OrganizationAnalytics,
    OrganizationJobStats,
    of_teams,
    parts_of,
    spend,
)
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.days import NOT_A_DAY, DaysQuery
from integrations.rest.operation import Call, operation
from integrations.rest.organization_usage import COUNTING, PeriodQuery
from integrations.rest.organizations import NO_ORGANIZATION
from integrations.rest.rendering import whole_credits
from integrations.rest.team_job_lists import TAG

_SPENT: Final = {"spend": 0.0128, "successful": 1, "failed": 0, "tokens": 256}


@operation(
    "GET",
    "/api/jobs/organizations/{organization_id}/stats",
    tag=TAG,
    summary="Organization job stats",
    description=f"Of all days unless some are named. {COUNTING}.",
    auth=MANAGEMENT,
    calls=usage.busiest_teams,
    errors={400: list(NOT_A_DAY), **NO_ORGANIZATION},
    statuses={InvalidInput: 400},
)
async def organization_stats(
    call: Call, organization_id: str, query: DaysQuery
) -> OrganizationJobStats:
    period = query.period()
    organization = await organizations.get(call.actor, organization_id)
    whose = usage.Whose(usage.Over.ORGANIZATIONS, [organization.id])
    sums, busiest = await usage.busiest_teams(call.actor, whose, period)
    owners = teams.Owners.ORGANIZATIONS
    lists = await teams.lists_of(call.actor, owners, [organization.id], PageRequest(first=1))
    return OrganizationJobStats(
        organization_id=organization.organization_id,
        organization_name=organization.name,
        total_jobs=sums.jobs.total,
        completed_jobs=sums.jobs.completed,
        failed_jobs=sums.jobs.failed,
        in_progress_jobs=sums.jobs.in_progress,
        total_teams=await lists[organization.id].count() or 0,
        total_llm_calls=sums.calls.count,
        successful_calls=sums.calls.succeeded,
        failed_calls=sums.calls.failed,
        total_tokens=sums.calls.tokens.total,
        total_cost_usd=spend(sums),
        total_credits_used=whole_credits(sums.charged),
        top_teams=[
            BusyTeam(
                team_id=each.name,
                job_count=each.totals.jobs.total,
                credits_used=whole_credits(each.totals.charged),
            )
            for each in busiest
        ],
    )


@operation(
    "GET",
    "/api/jobs/organizations/{organization_id}/analytics",
    tag=TAG,
    summary="Organization analytics",
    description="Calls by the days on which they ended; of all days unless some are named.",
    auth=MANAGEMENT,
    calls=usage.analytics,
    errors={400: list(NOT_A_DAY), **NO_ORGANIZATION},
    statuses={InvalidInput: 400},
    example={
        "organization_id": "org_acme",
        "organization_name": "ACME",
        "total_spend": 0.0128,
        "total_requests": 1,
        "successful_requests": 1,
        "failed_requests": 0,
        "total_tokens": 256,
        "daily_spend": [{"date": "2026-10-14", "spend": 0.0128}],
        "spend_per_team": [{"team_id": "acme-prod", **_SPENT}],
        "top_models": [{"model": "gpt-4", "spend": 0.0128, "count": 1}],
        "provider_usage": [{"provider": "openai", **_SPENT}],
    },
)
async def organization_analytics(
    call: Call, organization_id: str, query: DaysQuery
) -> OrganizationAnalytics:
    period = query.period()
    organization = await organizations.get(call.actor, organization_id)
    whose = usage.Whose(usage.Over.ORGANIZATIONS, [organization.id])
    found = await usage.analytics(call.actor, whose, period)
    calls = found.totals.calls
    return OrganizationAnalytics(
        organization_id=organization.organization_id,
        organization_name=organization.name,
        total_spend=spend(found.totals),
        total_requests=calls.count,
        successful_requests=calls.succeeded,
        failed_requests=calls.failed,
        total_tokens=calls.tokens.total,
        spend_per_team=of_teams(found),
        **parts_of(found),
    )


@operation(
    "GET",
    "/api/analytics/usage",
    tag="dashboard",
    summary="Global usage",
    description=f"Of all organizations. {COUNTING}.",
    auth=MANAGEMENT,
    calls=usage.analytics,
)
async def global_usage(call: Call, query: PeriodQuery) -> GlobalUsage:
    period = usage.period(query.period)
    return GlobalUsage.of(period, await usage.analytics(call.actor, usage.EVERYTHING, period))
