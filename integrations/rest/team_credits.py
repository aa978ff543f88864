"""A team's credits as legacy answers show them."""

from typing import Any, Literal, Self

from pydantic import Field

from domain import credits
from domain.budgets import Budget
from integrations.rest.rendering import Number, Output, Timestamp, whole_credits

TeamStatus = Literal["active", "suspended", "paused"]
BudgetModeName = Literal["job_based", "consumption_usd", "consumption_tokens"]
RefillPeriodName = Literal["monthly", "weekly", "daily"]


class TeamCredits(Output):
    team_id: str
    organization_id: str
    credits_allocated: int
    credits_used: int
    credits_remaining: int = Field(description="allocated - used")
    credit_limit: int | None
    auto_refill: bool
    refill_amount: int | None
    refill_period: RefillPeriodName | None
    last_refill_at: Timestamp | None
    budget_mode: BudgetModeName
    credits_per_dollar: Number
    tokens_per_credit: int
    cost_markup_percentage: Number
    status: TeamStatus
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, account: Any) -> Self:
        """Of an account that is read with its team and organization."""
        team, totals, budget = account.team, credits.Totals.of(account), Budget.of(account.team)
        return cls(
            team_id=team.team_id,
            organization_id=team.organization.organization_id,
            credits_allocated=totals.allocated,
            credits_used=totals.used,
            credits_remaining=totals.remaining,
            credit_limit=None,
            auto_refill=team.next_refill_at is not None,
            refill_amount=team.refill_amount and whole_credits(team.refill_amount),
            refill_period=team.refill_period and team.refill_period.value,
            last_refill_at=team.last_refill_at,
            budget_mode=budget.mode.value,
            credits_per_dollar=budget.credits_per_dollar,
            tokens_per_credit=budget.tokens_per_credit,
            cost_markup_percentage=team.markup_percent,
            status=team.status.value,
            created_at=account.created_at,
            updated_at=team.updated_at,
        )
