"""The account of a team."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import credits
from domain.access import Actor
from graph.context import Context, Info
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
    last_refill_at: datetime | None = strawberry.field(
        description="Latest refill; null before the first."
    )
    next_refill_at: datetime = strawberry.field(description="Next refill.")

    @classmethod
    def of(cls, team: Any) -> Self | None:
        if team.next_refill_at is None:
            return None
        return cls(
            amount=Credits(team.refill_amount),
            period=team.refill_period,
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

    @strawberry.field(description="Its periodic refill; null when there is none.")
    def auto_refill(self) -> AutoRefill | None:
        return AutoRefill.of(self.row.team)

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
