"""What an operator does to a balance."""

from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from domain import credits
from domain.errors import InvalidInput
from graph.context import Info
from graph.credits.accounts import CreditAccount
from graph.credits.transactions import CreditTransaction
from graph.enums import describe_enum
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import key_of
from graph.scalars import Credits, Usd

describe_enum(
    credits.PaymentType,
    "Kind of payment.",
    SUBSCRIPTION="One of a series.",
    ONE_TIME="A single one.",
)

_ACCOUNT = "The account; null if refused."
_TRANSACTION = "The ledger's transaction; null if refused."
_TEAM = "Natural key of the team."
_REASON = "Why; shown in the ledger."
_KEY = (
    "Name the caller gives this request, best a UUID, 1 to 255 characters: repeats return the "
    "first reply."
)


@strawberry.input(description="Arguments of `addCredits`.")
class AddCreditsInput:
    team_id: str = strawberry.field(description=_TEAM)
    amount: Credits = strawberry.field(description="Credits to grant, more than zero.")
    reason: str | None = strawberry.field(default=UNSET, description=_REASON)
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="Result of `addCredits`.")
class AddCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=_ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(
        default=None,
        description="The ledger's transaction; null if refused, or if the grant starts later.",
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `replenishCredits`.")
class ReplenishCreditsInput:
    team_id: str = strawberry.field(description=_TEAM)
    amount: Credits = strawberry.field(description="Credits bought, more than zero.")
    payment_type: credits.PaymentType = strawberry.field(description="Kind of payment.")
    payment_amount: Usd | None = strawberry.field(default=UNSET, description="What was paid.")
    reason: str | None = strawberry.field(default=UNSET, description=_REASON)
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="Result of `replenishCredits`.")
class ReplenishCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=_ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=_TRANSACTION)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deductCredits`.")
class DeductCreditsInput:
    team_id: str = strawberry.field(description=_TEAM)
    amount: Credits = strawberry.field(description="Credits to charge, more than zero.")
    reason: str = strawberry.field(description=_REASON)
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="Result of `deductCredits`.")
class DeductCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=_ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=_TRANSACTION)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `adjustCredits`.")
class AdjustCreditsInput:
    team_id: str = strawberry.field(description=_TEAM)
    amount: Credits = strawberry.field(description="Signed change of the balance.")
    expected_balance: Credits | None = strawberry.field(
        default=UNSET,
        description="Balance this correction starts from; refused as `STALE` when it is "
        "another by now.",
    )
    reason: str = strawberry.field(description=_REASON)
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="Result of `adjustCredits`.")
class AdjustCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=_ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=_TRANSACTION)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `refundCredits`.")
class RefundCreditsInput:
    transaction_id: strawberry.ID = strawberry.field(description="Global ID of the charge.")
    amount: Credits | None = strawberry.field(
        default=UNSET,
        description="Credits to give back; all that is not given back yet when omitted.",
    )
    reason: str = strawberry.field(description=_REASON)
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="Result of `refundCredits`.")
class RefundCreditsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=_ACCOUNT)
    transaction: CreditTransaction | None = strawberry.field(default=None, description=_TRANSACTION)
    errors: list[UserError] = no_errors()


@strawberry.input(description="A grant repeated every period.")
class AutoRefillInput:
    amount: Credits = strawberry.field(description="Credits per period, more than zero.")
    period: credits.RefillPeriod = strawberry.field(description="Length of a period.")


@strawberry.input(description="Arguments of `setAutoRefill`.")
class SetAutoRefillInput:
    team_id: str = strawberry.field(description="Natural key of the team.")
    auto_refill: AutoRefillInput | None = strawberry.field(
        default=UNSET, description="The refill from now on; null to end it."
    )


@strawberry.type(description="Result of `setAutoRefill`.")
class SetAutoRefillPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=_ACCOUNT)
    errors: list[UserError] = no_errors()


def _moved(entry: Any) -> dict[str, Any]:
    return {
        "credit_account": CreditAccount.from_model(entry.account),
        "transaction": CreditTransaction.from_model(entry),
    }


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
            idempotency_key=input.idempotency_key,
        )
        return AddCreditsPayload(**_moved(entry))

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
            idempotency_key=input.idempotency_key,
        )
        return ReplenishCreditsPayload(**_moved(entry))

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

    @mutation(description="Sets or ends the periodic refill of a team.")
    async def set_auto_refill(
        self, info: Info, input: Annotated[SetAutoRefillInput, ARGUMENTS]
    ) -> SetAutoRefillPayload | None:
        if input.auto_refill is UNSET:  # forgotten, maybe: ending a refill is said with null
            raise InvalidInput("autoRefill", "Send the refill from now on, or null to end it.")
        refill = input.auto_refill or None
        account = await credits.set_auto_refill(
            info.context.actor,
            input.team_id,
            enabled=refill is not None,
            amount=refill and refill.amount,
            period=refill and refill.period,
        )
        return SetAutoRefillPayload(credit_account=CreditAccount.from_model(account))
