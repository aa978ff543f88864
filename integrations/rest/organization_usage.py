"""What an organization has and used, for legacy clients."""

from typing import Final

from pydantic import Field

from domain import organizations, teams, usage
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Day, Input
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.operation import Call, operation
from integrations.rest.organizations import NO_ORGANIZATION, TAG
from integrations.rest.rendering import Number, Output, whole_credits
from integrations.rest.tenants import facts_of

COUNTING: Final = (
    "Jobs count when they were created, tokens and dollars when their calls ended, credits when"
    " they were charged. Dollars are what the providers take"
)
PERIOD: Final = r"^\d{4}-\d{2}(-\d{2})?$"


class PeriodQuery(Input):
    period: str = Field(pattern=PERIOD, description="YYYY-MM or YYYY-MM-DD, in UTC")


class OrganizationTeam(Output):
    team_id: str
    access_groups: list[str]
    credits_allocated: int
    credits_remaining: int


class OrganizationTeams(Output):
    organization_id: str
    team_count: int
    teams: list[OrganizationTeam]


class OrganizationUsageSummary(Output):
    total_jobs: int
    completed_jobs: int
    failed_jobs: int
    credits_used: int
    total_cost_usd: Number = Field(description="rounded to 2 places")
    total_tokens: int


class TeamUsageFigures(Output):
    jobs: int
    credits_used: int


class OrganizationUsage(Output):
    organization_id: str
    period: str
    summary: OrganizationUsageSummary
    teams: dict[str, TeamUsageFigures]


class CostsQuery(Input):
    start_date: Day | None = None
    end_date: Day | None = None


@operation(
    "GET",
    "/api/organizations/{organization_id}/teams",
    tag=TAG,
    summary="Teams of an organization",
    description=f"The oldest first; {MORE} `team_count` counts those of the answer.",
    auth=MANAGEMENT,
    calls=organizations.get,
    errors=NO_ORGANIZATION,
    example={
        "organization_id": "org_acme",
        "team_count": 1,
        "teams": [
            {
                "team_id": "acme-prod",
                "access_groups": ["gpt-models"],
                "credits_allocated": 1000,
                "credits_remaining": 750,
            }
        ],
    },
)
async def list_organization_teams(
    call: Call, organization_id: str, query: Listed
) -> OrganizationTeams:
    organization = await organizations.get(call.actor, organization_id)
    lists = await teams.lists_of(
        call.actor,
        teams.Owners.ORGANIZATIONS,
        [organization.id],
        query.page,
        descending=False,
    )
    rows = listed(call, query, lists[organization.id])
    return OrganizationTeams(
        organization_id=organization_id,
        team_count=len(rows),
        teams=[
            OrganizationTeam(
                team_id=facts.team.team_id,
                access_groups=facts.groups,
                credits_allocated=facts.totals.allocated,
                credits_remaining=facts.totals.remaining,
            )
            for facts in await facts_of(call, rows, keys=False)
        ],
    )


@operation(
    "GET",
    "/api/organizations/{organization_id}/usage",
    tag=TAG,
    summary="Usage for a period",
    description=f"{COUNTING}.",
    auth=MANAGEMENT,
    calls=usage.of_organization,
    errors=NO_ORGANIZATION,
    example={
        "organization_id": "org_acme",
        "period": "2025-10",
        "summary": {
            "total_jobs": 10,
            "completed_jobs": 9,
            "failed_jobs": 1,
            "credits_used": 9,
            "total_cost_usd": 0.12,
            "total_tokens": 5400,
        },
        "teams": {"acme-prod": {"jobs": 10, "credits_used": 9}},
    },
)
async def organization_usage(
    call: Call, organization_id: str, query: PeriodQuery
) -> OrganizationUsage:
    period = usage.period(query.period)
    found = await usage.of_organization(call.actor, organization_id, period)
    return _usage(organization_id, found)


@operation(
    "GET",
    "/api/organizations/{organization_id}/costs",
    tag=TAG,
    summary="Costs in a date range",
    description=f"Both dates included; without them the present month. {COUNTING}.",
    auth=MANAGEMENT,
    calls=usage.of_organization,
    errors=NO_ORGANIZATION,
)
async def organization_costs(
    call: Call, organization_id: str, query: CostsQuery
) -> OrganizationUsage:
    period = usage.between(query.start_date, query.end_date)
    found = await usage.of_organization(call.actor, organization_id, period)
    return _usage(organization_id, found)


def _usage(organization_id: str, found: usage.Report) -> OrganizationUsage:
    return OrganizationUsage(
        organization_id=organization_id,
        period=found.period.text,
        summary=summary_of(found.totals),
        teams={
            name: TeamUsageFigures(
                jobs=sum(part.jobs.total for part in parts),
                credits_used=whole_credits(sum(part.charged for part in parts)),
            )
            for name, parts in _by_name(found).items()
        },
    )


def _by_name(found: usage.Report) -> dict[str, list[usage.Totals]]:
    """A name may have been several teams'."""
    named: dict[str, list[usage.Totals]] = {}
    for name, sums in found.parts:
        named.setdefault(name, []).append(sums)
    return named


def summary_of(sums: usage.Totals) -> OrganizationUsageSummary:
    return OrganizationUsageSummary(
        total_jobs=sums.jobs.total,
        completed_jobs=sums.jobs.completed,
        failed_jobs=sums.jobs.failed,
        credits_used=whole_credits(sums.charged),
        total_cost_usd=round(sums.calls.cost.paid, 2),
        total_tokens=sums.calls.tokens.total,
    )
