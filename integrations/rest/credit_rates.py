"""How a team's work is turned into credits, as legacy clients set it."""

from typing import Any, Final, Literal

from pydantic import Field

from domain import budgets
from domain.errors import InvalidInput
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Input, Integer, Number
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Number as RenderedNumber
from integrations.rest.rendering import Output
from integrations.rest.team_credits import BudgetModeName

TAG: Final = "credits"
MODES: Final[dict[str, Any]] = {"enum": ["job_based", "consumption_usd", "consumption_tokens"]}
POSITIVE: Final[dict[str, Any]] = {"exclusiveMinimum": 0}
NO_TEAM: Final = {404: ["Team '{team_id}' not found"]}
WRONG_MODE: Final = "budget_mode must be one of: job_based, consumption_usd, consumption_tokens"
WRONG_TOKENS: Final = "tokens_per_credit must be a positive integer"
WRONG_CREDITS: Final = "credits_per_dollar must be a positive number"
WRONG_MARKUP: Final = "cost_markup_percentage must be between 0 and 999.99"


class UsingDefaults(Output):
    tokens_per_credit: bool
    credits_per_dollar: bool


class ConversionRates(Output):
    team_id: str
    tokens_per_credit: int
    credits_per_dollar: RenderedNumber
    budget_mode: BudgetModeName
    using_defaults: UsingDefaults


class ConversionRatesUpdate(Input):
    """Absent stays, null resets to the default."""

    tokens_per_credit: Integer | None = Field(None, json_schema_extra=POSITIVE)
    credits_per_dollar: Number | None = Field(None, json_schema_extra=POSITIVE)


class ConversionRatesUpdated(Output):
    team_id: str
    tokens_per_credit: int
    credits_per_dollar: RenderedNumber
    message: Literal["Conversion rates updated successfully"]


class BudgetModeUpdate(Input):
    """Rates that are absent or null stay."""

    budget_mode: str = Field(json_schema_extra=MODES | {"default": "job_based"})
    credits_per_dollar: Number | None = None
    tokens_per_credit: Integer | None = None


class BudgetModeResult(Output):
    team_id: str
    budget_mode: BudgetModeName
    credits_per_dollar: RenderedNumber
    tokens_per_credit: int
    message: Literal["Budget mode updated successfully"]


class TeamMarkupUpdate(Input):
    """What else is absent or null stays."""

    cost_markup_percentage: Number = Field(json_schema_extra={"minimum": 0, "maximum": 999.99})
    budget_mode: str | None = Field(None, json_schema_extra=MODES)
    credits_per_dollar: Number | None = Field(None, json_schema_extra=POSITIVE)


class TeamMarkup(Output):
    team_id: str
    cost_markup_percentage: RenderedNumber
    budget_mode: BudgetModeName
    credits_per_dollar: RenderedNumber
    message: str


def _given(**values: Any) -> Any:
    return {name: value for name, value in values.items() if value is not None}


@operation(
    "GET",
    "/api/credits/teams/{team_id}/conversion-rates",
    tag=TAG,
    summary="Conversion rates",
    auth=MANAGEMENT,
    calls=budgets.get,
    errors=NO_TEAM,
    example={
        "team_id": "acme-prod",
        "tokens_per_credit": 10000,
        "credits_per_dollar": 10.0,
        "budget_mode": "job_based",
        "using_defaults": {"tokens_per_credit": True, "credits_per_dollar": True},
    },
)
async def conversion_rates(call: Call, team_id: str) -> ConversionRates:
    budget = await budgets.get(call.actor, team_id)
    return ConversionRates(
        team_id=team_id,
        tokens_per_credit=budget.tokens_per_credit,
        credits_per_dollar=budget.credits_per_dollar,
        budget_mode=budget.mode.value,
        using_defaults=UsingDefaults(
            tokens_per_credit=budget.uses_default_tokens_per_credit,
            credits_per_dollar=budget.uses_default_credits_per_dollar,
        ),
    )


@operation(
    "PATCH",
    "/api/credits/teams/{team_id}/conversion-rates",
    tag=TAG,
    summary="Set conversion rates",
    auth=MANAGEMENT,
    calls=budgets.update,
    errors={400: [WRONG_TOKENS, WRONG_CREDITS], **NO_TEAM},
    statuses={InvalidInput: 400},
)
async def set_conversion_rates(
    call: Call, team_id: str, body: ConversionRatesUpdate
) -> ConversionRatesUpdated:
    changes: Any = {name: getattr(body, name) for name in body.model_fields_set}
    budget = budgets.Budget.of(await budgets.update(call.actor, team_id, **changes))
    return ConversionRatesUpdated(
        team_id=team_id,
        tokens_per_credit=budget.tokens_per_credit,
        credits_per_dollar=budget.credits_per_dollar,
        message="Conversion rates updated successfully",
    )


@operation(
    "PATCH",
    "/api/credits/teams/{team_id}/budget-mode",
    tag=TAG,
    summary="Set budget mode",
    auth=MANAGEMENT,
    calls=budgets.update,
    errors={400: [WRONG_MODE, WRONG_CREDITS, WRONG_TOKENS], **NO_TEAM},
    statuses={InvalidInput: 400},
    example={
        "team_id": "acme-prod",
        "budget_mode": "consumption_tokens",
        "credits_per_dollar": 10.0,
        "tokens_per_credit": 5000,
        "message": "Budget mode updated successfully",
    },
)
async def set_budget_mode(call: Call, team_id: str, body: BudgetModeUpdate) -> BudgetModeResult:
    changes = _given(
        mode=body.budget_mode,
        credits_per_dollar=body.credits_per_dollar,
        tokens_per_credit=body.tokens_per_credit,
    )
    budget = budgets.Budget.of(await budgets.update(call.actor, team_id, **changes))
    return BudgetModeResult(
        team_id=team_id,
        budget_mode=budget.mode.value,
        credits_per_dollar=budget.credits_per_dollar,
        tokens_per_credit=budget.tokens_per_credit,
        message="Budget mode updated successfully",
    )


@operation(
    "PATCH",
    "/api/teams/{team_id}/markup",
    tag="teams",
    summary="Set cost markup",
    auth=MANAGEMENT,
    calls=budgets.update,
    errors={400: [WRONG_MARKUP, WRONG_MODE, WRONG_CREDITS], **NO_TEAM},
    statuses={InvalidInput: 400},
    body_example={
        "cost_markup_percentage": 50.0,
        "budget_mode": "consumption_usd",
        "credits_per_dollar": 10.0,
    },
)
async def set_markup(call: Call, team_id: str, body: TeamMarkupUpdate) -> TeamMarkup:
    changes = _given(
        markup_percent=body.cost_markup_percentage,
        mode=body.budget_mode,
        credits_per_dollar=body.credits_per_dollar,
    )
    team = await budgets.update(call.actor, team_id, **changes)
    budget = budgets.Budget.of(team)
    return TeamMarkup(
        team_id=team_id,
        cost_markup_percentage=team.markup_percent,
        budget_mode=budget.mode.value,
        credits_per_dollar=budget.credits_per_dollar,
        message="Cost markup updated successfully",
    )
