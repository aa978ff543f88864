"""Credits that are paid for: a payment that has come in, and refills."""

from typing import Annotated, Final, Literal
from uuid import uuid4

from pydantic import Field, WithJsonSchema

from domain import credits
from domain.errors import InvalidInput
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Credits, Input, Number
from integrations.rest.ledger_entries import PAYMENT, CreditTransaction
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Number as RenderedNumber
from integrations.rest.rendering import Output, Timestamp, micro_credits
from integrations.rest.team_credits import RefillPeriodName, TeamCredits

TAG: Final = "credits"
NO_TEAM: Final = {404: ["Team '{team_id}' not found"]}


# Another text is the domain's to refuse, with 400.
RefillPeriodText = Annotated[
    str, WithJsonSchema({"type": "string", "enum": ["monthly", "weekly", "daily"]})
]


class ReplenishRequest(Input):
    credits: Credits = Field(json_schema_extra={"minimum": 1})
    payment_type: str = Field(json_schema_extra={"enum": ["subscription", "one_time"]})
    payment_amount_usd: Number | None = None
    reason: str | None = Field(None, max_length=500)


class ReplenishResult(Output):
    """Before and after are the balance's."""

    team_id: str
    credits_added: int
    credits_before: int
    credits_after: int
    payment_type: str
    payment_amount_usd: RenderedNumber | None
    transaction: CreditTransaction


class AutoRefillRequest(Input):
    """Switching on needs amount and period; switching off keeps what is not given."""

    enabled: bool
    refill_amount: Credits | None = None
    refill_period: RefillPeriodText | None = None


class AutoRefillResult(Output):
    team_id: str
    auto_refill_enabled: bool
    refill_amount: int | None
    refill_period: RefillPeriodName | None
    last_refill_at: Timestamp | None
    message: Literal["Auto-refill enabled successfully", "Auto-refill disabled successfully"]


@operation(
    "POST",
    "/api/credits/teams/{team_id}/replenish",
    tag=TAG,
    summary="Credit a payment",
    auth=MANAGEMENT,
    calls=credits.top_up,
    errors={
        400: [
            "payment_type must be 'subscription' or 'one_time'",
            "credits must be a positive integer",
        ],
        **NO_TEAM,
    },
    statuses={InvalidInput: 400},
    texts={credits.NotPositive: "credits must be a positive integer"},
    body_example={
        "credits": 5000,
        "payment_type": "subscription",
        "payment_amount_usd": 499.0,
        "reason": "November 2024 subscription payment",
    },
    example={
        "team_id": "acme-prod",
        "credits_added": 5000,
        "credits_before": 750,
        "credits_after": 5750,
        "payment_type": "subscription",
        "payment_amount_usd": 499.0,
        "transaction": PAYMENT,
    },
)
async def replenish(call: Call, team_id: str, body: ReplenishRequest) -> ReplenishResult:
    entry = await credits.top_up(
        call.actor,
        team_id,
        micro_credits(body.credits),
        payment_type=body.payment_type,
        payment_usd=body.payment_amount_usd,
        reason=body.reason,
        idempotency_key=call.idempotency_key or str(uuid4()),
    )
    shown = CreditTransaction.of(entry)
    return ReplenishResult(
        team_id=team_id,
        credits_added=body.credits,
        credits_before=shown.credits_before,
        credits_after=shown.credits_after,
        payment_type=body.payment_type,
        payment_amount_usd=body.payment_amount_usd,
        transaction=shown,
    )


@operation(
    "POST",
    "/api/credits/teams/{team_id}/configure-auto-refill",
    tag=TAG,
    summary="Configure auto refill",
    auth=MANAGEMENT,
    calls=credits.set_auto_refill,
    errors={
        400: [
            "refill_period must be 'monthly', 'weekly', or 'daily'",
            "refill_amount must be a positive integer when enabling auto-refill",
            "refill_period must be specified when enabling auto-refill",
        ],
        **NO_TEAM,
    },
    statuses={InvalidInput: 400},
    body_example={"enabled": True, "refill_amount": 5000, "refill_period": "monthly"},
    example={
        "team_id": "acme-prod",
        "auto_refill_enabled": True,
        "refill_amount": 5000,
        "refill_period": "monthly",
        "last_refill_at": None,
        "message": "Auto-refill enabled successfully",
    },
)
async def configure_auto_refill(
    call: Call, team_id: str, body: AutoRefillRequest
) -> AutoRefillResult:
    amount = body.refill_amount
    account = await credits.set_auto_refill(
        call.actor,
        team_id,
        enabled=body.enabled,
        amount=None if amount is None else micro_credits(amount),
        period=body.refill_period,
    )
    shown = TeamCredits.of(account)
    return AutoRefillResult(
        team_id=team_id,
        auto_refill_enabled=shown.auto_refill,
        refill_amount=shown.refill_amount,
        refill_period=shown.refill_period,
        last_refill_at=shown.last_refill_at,
        message="Auto-refill enabled successfully"
        if shown.auto_refill
        else "Auto-refill disabled successfully",
    )
