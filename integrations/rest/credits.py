"""Credits of the legacy API: the balance and what moved it, under three kinds of path."""

from typing import Any, Final

from pydantic import Field

from domain import credits
from domain.credits import Totals
from domain.paging import PageRequest
from integrations.rest.authentication import VIRTUAL_KEY_OR_MANAGEMENT
from integrations.rest.body import Credits, Input
from integrations.rest.ledger_entries import (
    ALLOCATION,
    TransactionList,
)
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output, left_out_when_none, micro_credits
from integrations.rest.team_credits import TeamCredits

TAG: Final = "credits"
OTHER_BALANCE: Final = "Cannot access credit balance for a different team"
OTHER_TRANSACTIONS: Final = "Cannot access credit transactions for a different team"
OTHER_CHECK: Final = "Cannot check credits for a different team"
NO_ACCOUNT: Final = {404: ["No credit account found for team '{team_id}'"]}
SHORT: Final = (
    "Insufficient credits. Team has {remaining} credits remaining, but {needed} required. "
    "Allocated: {allocated}, Used: {used}"
)
BALANCE: Final = {
    "team_id": "acme-prod",
    "organization_id": "org_acme",
    "credits_allocated": 1000,
    "credits_used": 250,
    "credits_remaining": 750,
    "credit_limit": None,
    "auto_refill": False,
    "refill_amount": None,
    "refill_period": None,
    "last_refill_at": None,
    "budget_mode": "job_based",
    "credits_per_dollar": 10.0,
    "tokens_per_credit": 10000,
    "cost_markup_percentage": 0.0,
    "status": "active",
    "created_at": "2025-10-14T12:00:00.000Z",
    "updated_at": "2025-10-14T12:00:00.000Z",
}


class TeamQuery(Input):
    team_id: str


class TransactionQuery(Input):
    limit: int = Field(50, ge=1, le=1000)


class TeamTransactionQuery(TransactionQuery):
    team_id: str


class CheckQuery(Input):
    credits_needed: Credits = Field(1, ge=1)


class CreditCheck(Output):
    team_id: str
    has_credits: bool
    credits_remaining: int | None = left_out_when_none("Only when there are enough.")
    credits_needed: int
    error: str | None = left_out_when_none("Only when there are not enough.")


async def _balance(call: Call, team_id: str) -> TeamCredits:
    call.require_own_team(team_id, OTHER_BALANCE)
    return TeamCredits.of(await credits.account(call.actor, team_id, deleted=False))


async def _transactions(call: Call, team_id: str, limit: int) -> TransactionList:
    call.require_own_team(team_id, OTHER_TRANSACTIONS)
    page = await credits.transactions(call.actor, team_id, PageRequest(first=limit))
    return TransactionList.of(team_id, page.rows)


def _balance_operation(path: str, tag: str, summary: str) -> Any:
    return operation(
        "GET",
        path,
        tag=tag,
        summary=summary,
        auth=VIRTUAL_KEY_OR_MANAGEMENT,
        calls=credits.account,
        errors={403: [OTHER_BALANCE], **NO_ACCOUNT},
        example=BALANCE,
    )


def _transactions_operation(path: str, tag: str, summary: str) -> Any:
    return operation(
        "GET",
        path,
        tag=tag,
        summary=summary,
        auth=VIRTUAL_KEY_OR_MANAGEMENT,
        calls=credits.transactions,
        description="Latest first.",
        errors={403: [OTHER_TRANSACTIONS], **NO_ACCOUNT},
        example={"team_id": "acme-prod", "total": 1, "transactions": [ALLOCATION]},
    )


@_balance_operation("/api/credits/teams/{team_id}/balance", TAG, "Balance")
async def balance(call: Call, team_id: str) -> TeamCredits:
    return await _balance(call, team_id)


@_balance_operation("/api/teams/{team_id}/credits", "teams", "Balance (alias)")
async def team_balance(call: Call, team_id: str) -> TeamCredits:
    return await _balance(call, team_id)


@_balance_operation("/api/credits/balance", TAG, "Balance by query")
async def flat_balance(call: Call, query: TeamQuery) -> TeamCredits:
    return await _balance(call, query.team_id)


@_transactions_operation("/api/credits/teams/{team_id}/transactions", TAG, "Transactions")
async def transactions(call: Call, team_id: str, query: TransactionQuery) -> TransactionList:
    return await _transactions(call, team_id, query.limit)


@_transactions_operation(
    "/api/teams/{team_id}/credits/transactions", "teams", "Transactions (alias)"
)
async def team_transactions(call: Call, team_id: str, query: TransactionQuery) -> TransactionList:
    return await _transactions(call, team_id, query.limit)


@_transactions_operation("/api/credits/transactions", TAG, "Transactions by query")
async def flat_transactions(call: Call, query: TeamTransactionQuery) -> TransactionList:
    return await _transactions(call, query.team_id, query.limit)


@operation(
    "POST",
    "/api/credits/teams/{team_id}/check",
    tag=TAG,
    summary="Enough credits?",
    auth=VIRTUAL_KEY_OR_MANAGEMENT,
    calls=credits.account,
    description="Answers 200 also when there are not enough; `error` says so then.",
    errors={403: [OTHER_CHECK], **NO_ACCOUNT},
    example={
        "team_id": "acme-prod",
        "has_credits": True,
        "credits_remaining": 750,
        "credits_needed": 1,
    },
)
async def check_credits(call: Call, team_id: str, query: CheckQuery) -> CreditCheck:
    call.require_own_team(team_id, OTHER_CHECK)
    account = await credits.account(call.actor, team_id, deleted=False)
    totals, needed = Totals.of(account), query.credits_needed
    enough = credits.spendable(account) >= micro_credits(needed)
    short = SHORT.format(
        remaining=totals.remaining, needed=needed, allocated=totals.allocated, used=totals.used
    )
    return CreditCheck(
        team_id=team_id,
        has_credits=enough,
        credits_remaining=totals.remaining if enough else None,
        credits_needed=needed,
        error=None if enough else short,
    )
