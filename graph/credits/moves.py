"""What an operator does to a balance."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from domain import credits
from graph.context import Info
from graph.credits.accounts import CreditAccount
from graph.credits.grants import CreditGrant
from graph.credits.transactions import CreditTransaction
from graph.enums import describe_enum
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import key_of
from graph.nodes import find
from graph.scalars import Credits, Usd

describe_enum(
    credits.PaymentType,
    "Kind of payment.",
    SUBSCRIPTION="One of a series.",
    ONE_TIME="A single one.",
)

ACCOUNT = "The account; null if refused."
GRANT = "The grant; null if refused."
TRANSACTION = "The ledger's transaction; null if refused."
TEAM = "Natural key of the team."
REASON = "Why; shown in the ledger."
KEY = (
    "Name the caller gives this request, best a UUID, 1 to 255 characters: repeats return the "
    "first reply."
)


@strawberry.input(description="Arguments of `addCredits`.")
class AddCreditsInput:
    team_id: str = strawberry.field(description=TEAM)
    amount: Credits = strawberry.field(description="Credits to grant, more than zero.")
    reason: str | None = strawberry.field(default=UNSET, description=REASON)
    source: credits.GrantSource = strawberry.field(
        default=credits.GrantSource.ALLOCATION, description="`ALLOCATION` or `PROMOTION`."
    )
    priority: int = strawberry.field(default=0, description="Lower is consumed first.")
    effective_at: datetime | None = strawberry.field(
        default=UNSET, description="First instant they can be spent; now when omitted."
    )
    expires_at: datetime | None = strawberry.field(
        default=UNSET, description="First instant they no longer can."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="Result of `addCredits`.")
class AddCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(
        default=None,
        description="The ledger's transaction; null if refused, or if the grant starts later.",
    )
    grant: CreditGrant | None = strawberry.field(default=None, description=GRANT)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `replenishCredits`.")
class ReplenishCreditsInput:
    team_id: str = strawberry.field(description=TEAM)
    amount: Credits = strawberry.field(description="Credits bought, more than zero.")
    payment_type: credits.PaymentType = strawberry.field(description="Kind of payment.")
    payment_amount: Usd | None = strawberry.field(default=UNSET, description="What was paid.")
    reason: str | None = strawberry.field(default=UNSET, description=REASON)
    expires_at: datetime | None = strawberry.field(
        default=UNSET, description="First instant they can no longer be spent."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="Result of `replenishCredits`.")
class ReplenishCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=TRANSACTION)
    grant: CreditGrant | None = strawberry.field(default=None, description=GRANT)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deductCredits`.")
class DeductCreditsInput:
    team_id: str = strawberry.field(description=TEAM)
    amount: Credits = strawberry.field(description="Credits to charge, more than zero.")
    reason: str = strawberry.field(description=REASON)
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="Result of `deductCredits`.")
class DeductCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=TRANSACTION)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `adjustCredits`.")
class AdjustCreditsInput:
    team_id: str = strawberry.field(description=TEAM)
    amount: Credits = strawberry.field(description="Signed change of the balance.")
    expected_balance: Credits | None = strawberry.field(
        default=UNSET,
        description="Balance this correction starts from; refused as `STALE` when it is "
        "another by now.",
    )
    reason: str = strawberry.field(description=REASON)
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="Result of `adjustCredits`.")
class AdjustCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=TRANSACTION)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `refundCredits`.")
class RefundCreditsInput:
    transaction_id: strawberry.ID = strawberry.field(description="Global ID of the charge.")
    amount: Credits | None = strawberry.field(
        default=UNSET,
        description="Credits to give back; all that is not given back yet when omitted.",
    )
    reason: str = strawberry.field(description=REASON)
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="Result of `refundCredits`.")
class RefundCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=TRANSACTION)
    errors: list[UserError] = no_errors()


def _moved(entry: Any) -> dict[str, Any]:
    return {
        "credit_account": CreditAccount.from_model(entry.account),
        "transaction": CreditTransaction.from_model(entry),
    }


async def _given(info: Info, entry: Any) -> dict[str, Any]:
    """An entry of nothing is the promise of a grant that starts later."""
    moved = _moved(entry)
    if not entry.amount:
        moved["transaction"] = None
    return moved | {"grant": await find(info.context, "CreditGrant", entry.grant_id)}


@strawberry.type
class CreditMutation:
    @mutation(description="Grants credits to a team.")
    async def add_credits(
        self, info: Info, input: Annotated[AddCreditsInput, ARGUMENTS]
    ) -> AddCreditsPayload | None:
        entry = await credits.grant(
            info.context.actor,
            input.team_id,
            input.amount,
            reason=input.reason or None,
            source=input.source,
            priority=input.priority,
            effective_at=input.effective_at or None,
            expires_at=input.expires_at or None,
            idempotency_key=input.idempotency_key,
        )
        return AddCreditsPayload(**await _given(info, entry))

    @mutation(description="Grants the credits a payment has bought.")
    async def replenish_credits(
        self, info: Info, input: Annotated[ReplenishCreditsInput, ARGUMENTS]
    ) -> ReplenishCreditsPayload | None:
        paid = input.payment_amount
        entry = await credits.top_up(
            info.context.actor,
            input.team_id,
            input.amount,
            payment_type=input.payment_type,
            payment_usd=None if paid is UNSET else paid,
            reason=input.reason or None,
            expires_at=input.expires_at or None,
            idempotency_key=input.idempotency_key,
        )
        return ReplenishCreditsPayload(**await _given(info, entry))

    @mutation(description="Charges a team by hand.")
    async def deduct_credits(
        self, info: Info, input: Annotated[DeductCreditsInput, ARGUMENTS]
    ) -> DeductCreditsPayload | None:
        entry = await credits.charge(
            info.context.actor,
            input.team_id,
            input.amount,
            reason=input.reason,
            idempotency_key=input.idempotency_key,
        )
        return DeductCreditsPayload(**_moved(entry))

    @mutation(description="Corrects a balance by a signed amount, with a reason.")
    async def adjust_credits(
        self, info: Info, input: Annotated[AdjustCreditsInput, ARGUMENTS]
    ) -> AdjustCreditsPayload | None:
        expected = input.expected_balance
        entry = await credits.adjust(
            info.context.actor,
            input.team_id,
            input.amount,
            reason=input.reason,
            expected_balance=None if expected is UNSET else expected,
            idempotency_key=input.idempotency_key,
        )
        return AdjustCreditsPayload(**_moved(entry))

    @mutation(description="Gives a charge back, wholly or in part, never more than was charged.")
    async def refund_credits(
        self, info: Info, input: Annotated[RefundCreditsInput, ARGUMENTS]
    ) -> RefundCreditsPayload | None:
        amount = input.amount
        entry = await credits.refund(
            info.context.actor,
            key_of("CreditTransaction", input.transaction_id, "transactionId"),
            None if amount is UNSET else amount,
            reason=input.reason,
            idempotency_key=input.idempotency_key,
        )
        return RefundCreditsPayload(**_moved(entry))
