"""What was used, as legacy clients read it."""

from datetime import date as Date  # noqa: N812 - fields of answers are called so
from decimal import Decimal
from typing import Any, Final, Literal, Self

from pydantic import Field

from domain import usage
from integrations.rest.organization_usage import OrganizationUsageSummary, summary_of
from integrations.rest.rendering import Number, Output

Maker = Literal["openai", "anthropic", "google", "meta", "other", "unknown"]
_SPEND: Final = "What the providers take, 6 places."
_MOST: Final = "The most first, ten at most."


class BusyTeam(Output):
    team_id: str
    job_count: int
    credits_used: int


class OrganizationJobStats(Output):
    organization_id: str
    organization_name: str | None
    total_jobs: int
    completed_jobs: int
    failed_jobs: int
    in_progress_jobs: int
    total_teams: int = Field(description="Those there are now.")
    total_llm_calls: int
    successful_calls: int
    failed_calls: int
    total_tokens: int
    total_cost_usd: Number = Field(description=_SPEND)
    total_credits_used: int = Field(description="Charged in these days, less refunds.")
    top_teams: list[BusyTeam] = Field(description=_MOST, max_length=10)


class DailySpend(Output):
    date: Date
    spend: Number = Field(description=_SPEND)


class Spent(Output):
    spend: Number = Field(description=_SPEND)
    successful: int
    failed: int
    tokens: int


class TeamSpend(Spent):
    team_id: str


class MakerSpend(Spent):
    provider: Maker


class ModelSpend(Output):
    model: str
    spend: Number = Field(description=_SPEND)
    count: int


class Spending(Output):
    daily_spend: list[DailySpend] = Field(description="Days with calls, the first first.")
    top_models: list[ModelSpend] = Field(description=_MOST, max_length=10)
    provider_usage: list[MakerSpend] = Field(
        description="By whose models they are, as their names tell. The most first."
    )


class OrganizationAnalytics(Spending):
    organization_id: str
    organization_name: str | None
    spend_per_team: list[TeamSpend] = Field(description=_MOST, max_length=10)
    total_spend: Number = Field(description=_SPEND)
    total_requests: int
    successful_requests: int
    failed_requests: int
    total_tokens: int


class GlobalUsage(Spending):
    period: str
    summary: OrganizationUsageSummary

    @classmethod
    def of(cls, period: usage.Period, found: usage.Analytics) -> Self:
        return cls(
            period=period.text,
            summary=summary_of(found.totals),
            **parts_of(found),
        )


def spend(sums: usage.Totals) -> Decimal:
    return round(sums.calls.cost.paid, 6)


def _spent(sums: usage.Totals) -> dict[str, Any]:
    calls = sums.calls
    return {
        "spend": spend(sums),
        "successful": calls.succeeded,
        "failed": calls.failed,
        "tokens": calls.tokens.total,
    }


def parts_of(found: usage.Analytics) -> dict[str, Any]:
    return {
        "daily_spend": [DailySpend(date=day, spend=spend(sums)) for day, sums in found.days],
        "top_models": [
            ModelSpend(model=each.name, spend=spend(each.totals), count=each.totals.calls.count)
            for each in found.models
        ],
        "provider_usage": [
            MakerSpend(**{"provider": each.name, **_spent(each.totals)}) for each in found.makers
        ],
    }


def of_teams(found: usage.Analytics) -> list[TeamSpend]:
    return [TeamSpend(team_id=each.name, **_spent(each.totals)) for each in found.teams]
