"""Giving credits, as legacy clients do it under three paths."""

from typing import Any, Final
from uuid import UUID, uuid4

from pydantic import Field

from domain import credits
from domain.credits import Totals
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Credits, Input
from integrations.rest.ledger_entries import ALLOCATION, CreditTransaction
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output, micro_credits

TAG: Final = "credits"
MANUAL: Final = "Manual credit allocation"
NO_TEAM: Final = {404: ["Team '{team_id}' not found"]}


class AddCredits(Input):
    credits: Credits = Field(ge=1)
    reason: str | None = Field(MANUAL, max_length=500)


class AddCreditsResult(Output):
    team_id: str
    credits_added: int
    credits_remaining: int
    transaction: CreditTransaction


class TeamAllocateCredits(Input):
    credits_amount: Credits = Field(ge=1)
    reason: str = Field(default_factory=str)


class FlatAddCredits(Input):
    team_id: str
    amount: Credits = Field(ge=1)
    description: str = Field(default_factory=str)


class FlatAddCreditsResult(Output):
    team_id: str
    credits_added: int
    credits_remaining: int
    transaction_id: UUID


async def _grant(call: Call, team_id: str, amount: int, reason: str | None) -> Any:
    return await credits.grant(
        call.actor,
        team_id,
        micro_credits(amount),
        reason=reason or MANUAL,
        idempotency_key=call.idempotency_key or str(uuid4()),
    )


@operation(
    "POST",
    "/api/credits/teams/{team_id}/add",
    tag=TAG,
    summary="Add credits",
    auth=MANAGEMENT,
    calls=credits.grant,
    errors=NO_TEAM,
    fields={"amount": "credits"},
    body_example={"credits": 50, "reason": "Top-up"},
    example={
        "team_id": "acme-prod",
        "credits_added": 50,
        "credits_remaining": 800,
        "transaction": ALLOCATION,
    },
)
async def add_credits(call: Call, team_id: str, body: AddCredits) -> AddCreditsResult:
    entry = await _grant(call, team_id, body.credits, body.reason)
    return AddCreditsResult(
        team_id=team_id,
        credits_added=body.credits,
        credits_remaining=Totals.of(entry.account).remaining,
        transaction=CreditTransaction.of(entry),
    )


@operation(
    "POST",
    "/api/teams/{team_id}/credits/allocate",
    tag="teams",
    summary="Allocate (alias)",
    auth=MANAGEMENT,
    calls=credits.grant,
    errors=NO_TEAM,
    fields={"amount": "credits_amount"},
    example=ALLOCATION,
)
async def allocate_credits(
    call: Call, team_id: str, body: TeamAllocateCredits
) -> CreditTransaction:
    return CreditTransaction.of(await _grant(call, team_id, body.credits_amount, body.reason))


@operation(
    "POST",
    "/api/credits/add",
    tag=TAG,
    summary="Add by body",
    auth=MANAGEMENT,
    calls=credits.grant,
    errors=NO_TEAM,
    fields={"reason": "description"},
)
async def flat_add_credits(call: Call, body: FlatAddCredits) -> FlatAddCreditsResult:
    entry = await _grant(call, body.team_id, body.amount, body.description)
    return FlatAddCreditsResult(
        team_id=body.team_id,
        credits_added=body.amount,
        credits_remaining=Totals.of(entry.account).remaining,
        transaction_id=entry.id,
    )
