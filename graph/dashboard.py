"""Counters, and sums over credit accounts."""

from typing import Self

import strawberry

from domain import credits, dashboard
from graph.context import Info
from graph.scalars import Credits


@strawberry.type(description="Sums over credit accounts.")
class CreditTotals:
    granted: Credits = strawberry.field(description="Sum of `totalGranted`.")
    charged: Credits = strawberry.field(description="Sum of `totalCharged`.")
    held: Credits = strawberry.field(description="Sum of `held`.")
    available: Credits = strawberry.field(description="Sum of `available`.")

    @classmethod
    def of(cls, sums: credits.Sums) -> Self:
        return cls(
            granted=Credits(sums.granted),
            charged=Credits(sums.charged),
            held=Credits(sums.held),
            available=Credits(sums.available),
        )


@strawberry.type(
    description="Counters for the first page of an admin panel, over what the caller can see."
)
class Dashboard:
    counts: strawberry.Private[dashboard.Counts]

    @strawberry.field(description="Organizations, without deleted ones.")
    def organization_count(self) -> int:
        return self.counts.organizations

    @strawberry.field(description="Teams, without deleted ones.")
    def team_count(self) -> int:
        return self.counts.teams

    @strawberry.field(description="Model groups.")
    def model_group_count(self) -> int:
        return self.counts.model_groups

    @strawberry.field(description="Sums over all teams.")
    async def credits(self, info: Info) -> CreditTotals:
        return CreditTotals.of(await credits.sums(info.context.actor))


@strawberry.type
class DashboardQuery:
    @strawberry.field(description="Counters for the first page of an admin panel.")
    async def dashboard(self, info: Info) -> Dashboard | None:
        return Dashboard(counts=await dashboard.counts(info.context.actor))
