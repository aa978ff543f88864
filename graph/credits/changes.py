"""What an operator does to grants, holds, refills and thresholds."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import credits
from domain.errors import InvalidInput
from graph.context import Info
from graph.credits.accounts import CreditAccount
from graph.credits.grants import CreditGrant
from graph.credits.holds import CreditHold
from graph.credits.moves import ACCOUNT, GRANT, KEY, REASON, TEAM
from graph.credits.transactions import CreditTransaction
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import key_of
from graph.nodes import find
from graph.scalars import Credits


@strawberry.input(description="Arguments of `voidGrant`.")
class VoidGrantInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the grant.")
    reason: str = strawberry.field(description=REASON)
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="Result of `voidGrant`.")
class VoidGrantPayload:
    grant: CreditGrant | None = strawberry.field(default=None, description=GRANT)
    transaction: CreditTransaction | None = strawberry.field(
        default=None,
        description="The ledger's transaction; null if refused, or if nothing remained.",
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `releaseHold`.")
class ReleaseHoldInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the hold.")
    reason: str = strawberry.field(description="Why; kept in the audit log.")


@strawberry.type(description="Result of `releaseHold`.")
class ReleaseHoldPayload:
    hold: CreditHold | None = strawberry.field(
        default=None, description="The hold; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="A grant repeated every period.")
class AutoRefillInput:
    amount: Credits = strawberry.field(description="Credits per period, more than zero.")
    period: credits.RefillPeriod = strawberry.field(description="Length of a period.")
    rolls_over: bool = strawberry.field(
        default=True, description="Whether unspent credits of a period stay."
    )
    max_balance: Credits | None = strawberry.field(
        default=UNSET, description="No refill lifts the balance above this."
    )


@strawberry.input(description="Arguments of `setAutoRefill`.")
class SetAutoRefillInput:
    team_id: str = strawberry.field(description=TEAM)
    auto_refill: AutoRefillInput | None = strawberry.field(
        default=UNSET, description="The refill from now on; null to end it."
    )


@strawberry.type(description="Result of `setAutoRefill`.")
class SetAutoRefillPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=ACCOUNT)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `setBalanceThresholds`.")
class SetBalanceThresholdsInput:
    team_id: str = strawberry.field(description=TEAM)
    credits: list[Credits] = strawberry.field(
        description="All levels of available credits, at most 10; empty for none."
    )


@strawberry.type(description="Result of `setBalanceThresholds`.")
class SetBalanceThresholdsPayload:
    credit_account: CreditAccount | None = strawberry.field(default=None, description=ACCOUNT)
    errors: list[UserError] = no_errors()


@strawberry.type
class CreditTermsMutation:
    @mutation(description="Ends a grant: what remains of it leaves the balance.")
    async def void_grant(
        self, info: Info, input: Annotated[VoidGrantInput, ARGUMENTS]
    ) -> VoidGrantPayload | None:
        grant, entry = await credits.void_grant(
            info.context.actor,
            key_of("CreditGrant", input.id, "id"),
            reason=input.reason,
            idempotency_key=input.idempotency_key,
        )
        return VoidGrantPayload(
            grant=CreditGrant.from_model(grant),
            transaction=CreditTransaction.from_model(entry) if entry else None,
        )

    @mutation(description="Frees the credits of an open hold whose holder is gone.")
    async def release_hold(
        self, info: Info, input: Annotated[ReleaseHoldInput, ARGUMENTS]
    ) -> ReleaseHoldPayload | None:
        hold = await credits.release_hold(
            info.context.actor, key_of("CreditHold", input.id, "id"), reason=input.reason
        )
        return ReleaseHoldPayload(hold=await find(info.context, "CreditHold", hold.id))

    @mutation(description="Sets or ends the periodic refill of a team.")
    async def set_auto_refill(
        self, info: Info, input: Annotated[SetAutoRefillInput, ARGUMENTS]
    ) -> SetAutoRefillPayload | None:
        if input.auto_refill is UNSET:  # forgotten, maybe: ending a refill is said with null
            raise InvalidInput("autoRefill", "Send the refill from now on, or null to end it.")
        refill, actor = input.auto_refill, info.context.actor
        if not refill:
            account = await credits.set_auto_refill(actor, input.team_id, enabled=False)
        else:
            account = await credits.set_auto_refill(
                actor,
                input.team_id,
                enabled=True,
                amount=refill.amount,
                period=refill.period,
                rolls_over=refill.rolls_over,
                max_balance=None if refill.max_balance is UNSET else refill.max_balance,
            )
        return SetAutoRefillPayload(credit_account=CreditAccount.from_model(account))

    @mutation(description="Replaces the low-balance thresholds of a team.")
    async def set_balance_thresholds(
        self, info: Info, input: Annotated[SetBalanceThresholdsInput, ARGUMENTS]
    ) -> SetBalanceThresholdsPayload | None:
        account = await credits.set_thresholds(info.context.actor, input.team_id, input.credits)
        return SetBalanceThresholdsPayload(credit_account=CreditAccount.from_model(account))
