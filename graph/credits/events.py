"""A team's credits as they move."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import credits
from graph.context import Context, Info
from graph.credits.accounts import CreditAccount
from graph.credits.thresholds import BalanceThreshold
from graph.credits.transactions import CreditTransaction
from graph.events import After, Event


@strawberry.type(description="A change of a credit account.")
class CreditBalanceEvent(Event):
    credit_account: CreditAccount = strawberry.field(description="The account after the change.")
    transaction: CreditTransaction | None = strawberry.field(
        description="The transaction; null when only holds changed."
    )
    threshold: BalanceThreshold | None = strawberry.field(
        description="The threshold crossed by the change."
    )


@strawberry.type
class CreditSubscription:
    @strawberry.subscription(description="Every change of a team's balance or holds.")
    async def credit_balance_changed(
        self,
        info: Info,
        team_id: Annotated[
            str | None, strawberry.argument(description="Team; a virtual key may omit it.")
        ] = UNSET,
        after: After = UNSET,
    ) -> AsyncGenerator[CreditBalanceEvent, None]:
        context = info.context
        changes = await credits.watch(
            context.actor,
            context.live.feed,
            team_id or None,
            after=after or context.last_event_id or None,
        )
        return _events(context, changes)


async def _events(
    context: Context, changes: AsyncGenerator[credits.BalanceChange, None]
) -> AsyncGenerator[CreditBalanceEvent, None]:
    async with aclosing(changes):
        async for change in changes:
            context.begin_event(change.cursor)
            entry, threshold = change.entry, change.threshold
            yield CreditBalanceEvent(
                cursor=change.cursor,
                lagged=change.lagged,
                credit_account=CreditAccount.from_model(change.account),
                transaction=CreditTransaction.from_model(entry) if entry else None,
                threshold=BalanceThreshold.from_model(threshold) if threshold else None,
            )
