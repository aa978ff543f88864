"""The figures of the admin panel's first page."""

from domain import credits, dashboard
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output, whole_credits


class DashboardStats(Output):
    organizations: int
    teams: int
    modelGroups: int  # noqa: N815 - the one answer in camel case
    totalCredits: int  # noqa: N815
    creditsRemaining: int  # noqa: N815
    creditsUsed: int  # noqa: N815


@operation(
    "GET",
    "/api/stats/dashboard",
    tag="dashboard",
    summary="Dashboard counters",
    auth=MANAGEMENT,
    calls=dashboard.counts,
    example={
        "organizations": 1,
        "teams": 2,
        "modelGroups": 2,
        "totalCredits": 1000,
        "creditsRemaining": 750,
        "creditsUsed": 250,
    },
)
async def dashboard_stats(call: Call) -> DashboardStats:
    counts = await dashboard.counts(call.actor)
    sums = await credits.sums(call.actor)
    allocated = whole_credits(sums.granted + sums.adjusted)
    remaining = whole_credits(sums.available)
    return DashboardStats(
        organizations=counts.active_organizations,
        teams=counts.teams,
        modelGroups=counts.active_model_groups,
        totalCredits=allocated,
        creditsRemaining=remaining,
        creditsUsed=allocated - remaining,
    )
