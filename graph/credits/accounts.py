"""The account of a team."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import credits
from domain.access import Actor
from graph.context import Context, Info
from graph.credits.grants import (
    CreditGrantConnection,
    CreditGrantFilter,
    grant_criteria,
    pages_of_grants,
)
from graph.credits.holds import (
    CreditHoldConnection,
    CreditHoldFilter,
    hold_statuses,
    pages_of_holds,
)
from graph.credits.thresholds import BalanceThreshold, thresholds_of
from graph.credits.transactions import (
    CreditTransactionConnection,
    CreditTransactionFilter,
    criteria,
)
from graph.enums import describe_enum
from graph.loaders import by_way, in_key_order
from graph.nodes import Node, find
from graph.pagination import After, Before, First, Last, connection, page_request
from graph.scalars import Credits
from graph.values import OrderDirection

if TYPE_CHECKING:
    from graph.teams import Team

describe_enum(
    credits.RefillPeriod,
    "A length of time that repeats.",
    name="Period",
    DAILY="From midnight.",
    WEEKLY="From Monday.",
    MONTHLY="From the first of the month.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    accounts = await credits.accounts_by_ids(actor, ids)
    return in_key_order(ids, accounts, lambda account: account.id)


async def _transactions(actor: Actor, asked: list[tuple[Any, UUID]]) -> list[Any]:
    async def read(way: Any, account_keys: list[UUID]) -> Any:
        request, only, descending = way
        return await credits.transactions_of_accounts(
            actor, account_keys, request, only=only, descending=descending
        )

    return await by_way(asked, read)


@strawberry.type(description="A grant repeated every period.")
class AutoRefill:
    amount: Credits = strawberry.field(description="Credits per period.")
    period: credits.RefillPeriod = strawberry.field(description="Length of a period.")
    rolls_over: bool = strawberry.field(
        description="Whether unspent credits of a period stay; otherwise they expire at its end."
    )
    max_balance: Credits | None = strawberry.field(
        description="No refill lifts the balance above this; null for no cap."
    )
    last_refill_at: datetime | None = strawberry.field(
        description="Latest refill; null before the first."
    )
    next_refill_at: datetime = strawberry.field(description="Next refill.")

    @classmethod
    def of(cls, team: Any) -> Self | None:
        if team.next_refill_at is None:
            return None
        cap = team.refill_max_balance
        return cls(
            amount=Credits(team.refill_amount),
            period=team.refill_period,
            rolls_over=team.refill_rolls_over,
            max_balance=None if cap is None else Credits(cap),
            last_refill_at=team.last_refill_at,
            next_refill_at=team.next_refill_at,
        )


@strawberry.type(
    description="The prepaid credits of a team. Every figure is derived from its ledger."
)
class CreditAccount(Node):
    row: strawberry.Private[Any]

    @strawberry.field(description="Its team.")
    async def team(self, info: Info) -> Annotated["Team", strawberry.lazy("graph.teams")]:
        team: Team = await find(info.context, "Team", self.row.team_id)
        return team

    balance: Credits = strawberry.field(description="Sum of all transactions.")
    held: Credits = strawberry.field(description="Part of the balance reserved by open holds.")
    available: Credits = strawberry.field(description="What can be spent: balance minus held.")
    total_granted: Credits = strawberry.field(
        description="Sum of all grants, less what was voided or expired."
    )
    total_charged: Credits = strawberry.field(description="Sum of all charges, less refunds.")

    @strawberry.field(
        description="Whether this many credits could be spent now, overdraft included."
    )
    def can_spend(
        self,
        amount: Annotated[Credits, strawberry.argument(description="Credits asked about.")],
    ) -> bool:
        return credits.spendable(self.row) >= amount

    @strawberry.field(description="The ledger, by time.")
    async def transactions(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            CreditTransactionFilter | None,
            strawberry.argument(description="Only matching transactions."),
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.DESC,
    ) -> CreditTransactionConnection | None:
        asked = (
            page_request(first, after, last, before),
            criteria(filter),
            order_by is not OrderDirection.ASC,
        )
        page = await info.context.load(_transactions, (asked, self.key))
        found: CreditTransactionConnection = connection("CreditTransaction", page)
        return found

    @strawberry.field(description="Its grants, by time of creation.")
    async def grants(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            CreditGrantFilter | None,
            strawberry.argument(description="Only matching grants."),
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.DESC,
    ) -> CreditGrantConnection | None:
        asked = (
            page_request(first, after, last, before),
            grant_criteria(filter),
            order_by is not OrderDirection.ASC,
        )
        page = await info.context.load(pages_of_grants, (asked, self.key))
        found: CreditGrantConnection = connection("CreditGrant", page)
        return found

    @strawberry.field(description="Its holds, by time of creation.")
    async def holds(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: Annotated[
            CreditHoldFilter | None,
            strawberry.argument(description="Only matching holds."),
        ] = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.DESC,
    ) -> CreditHoldConnection | None:
        asked = (
            page_request(first, after, last, before),
            hold_statuses(filter),
            order_by is not OrderDirection.ASC,
        )
        page = await info.context.load(pages_of_holds, (asked, self.key))
        found: CreditHoldConnection = connection("CreditHold", page)
        return found

    @strawberry.field(description="Its periodic refill; null when there is none.")
    def auto_refill(self) -> AutoRefill | None:
        return AutoRefill.of(self.row.team)

    @strawberry.field(description="Its low-balance thresholds, highest first, at most 10.")
    async def thresholds(self, info: Info) -> list[BalanceThreshold] | None:
        found: list[BalanceThreshold] = await info.context.load(thresholds_of, self.key)
        return found

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            row=row,
            balance=Credits(row.balance),
            held=Credits(row.held),
            available=Credits(row.available),
            total_granted=Credits(row.total_granted),
            total_charged=Credits(row.total_charged),
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)
