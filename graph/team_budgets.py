"""How a team's work is turned into credits."""

from decimal import Decimal
from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import budgets
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.scalars import Credits
from graph.teams import Team
from graph.values import given


@strawberry.input(
    description="How a team's work is turned into credits. What is omitted stays; null resets to "
    "the default."
)
class TeamBudgetInput:
    mode: budgets.BudgetMode | None = strawberry.field(
        default=UNSET, description="What is counted."
    )
    credits_per_dollar: Decimal | None = strawberry.field(
        default=UNSET, description="Credits per dollar of client cost."
    )
    tokens_per_credit: int | None = strawberry.field(
        default=UNSET, description="Tokens per credit."
    )
    markup_percent: Decimal | None = strawberry.field(
        default=UNSET, description="Percentage added to provider cost."
    )
    failed_call_policy: budgets.FailedCallPolicy | None = strawberry.field(
        default=UNSET,
        description="What a completed job costs when calls in it failed.",
    )
    overdraft_limit: Credits | None = strawberry.field(
        default=UNSET,
        description="How far the balance may go below zero while work is finished.",
    )


@strawberry.input(description="Arguments of `updateTeamBudget`.")
class UpdateTeamBudgetInput:
    team_id: str = strawberry.field(description="Natural key.")
    budget: TeamBudgetInput = strawberry.field(description="The changes.")


@strawberry.type(description="Result of `updateTeamBudget`.")
class UpdateTeamBudgetPayload:
    team: Team | None = strawberry.field(default=None, description="The team; null if refused.")
    errors: list[UserError] = no_errors()


@strawberry.type
class TeamBudgetMutation:
    @mutation(description="Changes how a team's work is turned into credits.")
    async def update_team_budget(
        self, info: Info, input: Annotated[UpdateTeamBudgetInput, ARGUMENTS]
    ) -> UpdateTeamBudgetPayload | None:
        row = await budgets.update(info.context.actor, input.team_id, **given(input.budget))
        return UpdateTeamBudgetPayload(team=Team.from_model(row))
