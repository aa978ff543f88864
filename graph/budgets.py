"""How work is turned into credits, as teams and organizations show it."""

from decimal import Decimal
from typing import Any, Self
from uuid import UUID

import strawberry

from domain import budgets, credits
from domain.access import Actor
from graph.context import Info
from graph.enums import describe_enum
from graph.loaders import in_key_order
from graph.scalars import Credits

describe_enum(
    budgets.FailedCallPolicy,
    "What failed calls do to the charge of a completed job.",
    FREE_IF_ALL_FAILED="Free when every call failed; the default.",
    FREE_IF_ANY_FAILED="Free when any call failed.",
    ALWAYS_CHARGE="Never free.",
)


async def account_of(actor: Actor, team_keys: list[UUID]) -> list[Any]:
    accounts = await credits.accounts_of_teams(actor, team_keys)
    return in_key_order(team_keys, accounts, lambda account: account.team_id)


@strawberry.type(description="How a team's work is turned into credits.")
class TeamBudget:
    mode: budgets.BudgetMode = strawberry.field(description="What is counted.")
    credits_per_dollar: Decimal = strawberry.field(
        description="Credits per dollar of client cost, for `CONSUMPTION_USD`."
    )
    uses_default_credits_per_dollar: bool = strawberry.field(
        description="Whether that is the installation's default."
    )
    tokens_per_credit: int = strawberry.field(
        description="Tokens per credit, for `CONSUMPTION_TOKENS`."
    )
    uses_default_tokens_per_credit: bool = strawberry.field(
        description="Whether that is the installation's default."
    )
    markup_percent: Decimal | None = strawberry.field(
        description="Percentage added to provider cost to get client cost; hidden from virtual "
        "keys."
    )
    failed_call_policy: budgets.FailedCallPolicy = strawberry.field(
        description="What a completed job costs when calls in it failed."
    )
    team_key: strawberry.Private[UUID]

    @strawberry.field(description="How far the balance may go below zero while work is finished.")
    async def overdraft_limit(self, info: Info) -> Credits:
        account = await info.context.load(account_of, self.team_key)
        return Credits(account.overdraft_limit if account else 0)

    @classmethod
    def of(cls, team_key: UUID, budget: budgets.Budget) -> Self:
        return cls(
            mode=budget.mode,
            credits_per_dollar=budget.credits_per_dollar,
            uses_default_credits_per_dollar=budget.uses_default_credits_per_dollar,
            tokens_per_credit=budget.tokens_per_credit,
            uses_default_tokens_per_credit=budget.uses_default_tokens_per_credit,
            markup_percent=budget.markup_percent,
            failed_call_policy=budget.failed_call_policy,
            team_key=team_key,
        )
