"""Credits reserved for work under way."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import credits
from domain.access import Actor
from graph.context import Context, Info
from graph.enums import describe_enum
from graph.loaders import by_way, in_key_order
from graph.nodes import Node, find
from graph.pagination import Connection, Edge
from graph.scalars import Credits

if TYPE_CHECKING:
    from graph.credits.accounts import CreditAccount
    from graph.jobs import Job

describe_enum(
    credits.HoldStatus,
    "What became of a hold.",
    name="CreditHoldStatus",
    OPEN="Reserves credits.",
    CAPTURED="Became a charge.",
    RELEASED="Given back.",
    EXPIRED="Given back because its holder was gone.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await credits.holds_by_ids(actor, ids), lambda hold: hold.id)


async def _ends(actor: Actor, holds: list[credits.Hold]) -> list[datetime]:
    found = await credits.hold_ends(actor, holds)
    return [found[hold.id] for hold in holds]


async def pages_of_holds(actor: Actor, asked: list[tuple[Any, UUID]]) -> list[Any]:
    """A batch: the same page of the holds of several accounts."""

    async def read(way: Any, account_keys: list[UUID]) -> Any:
        request, statuses, descending = way
        return await credits.holds_of_accounts(
            actor, account_keys, request, statuses=statuses, descending=descending
        )

    return await by_way(asked, read)


@strawberry.type(description="Credits reserved for work under way.")
class CreditHold(Node):
    hold: strawberry.Private[credits.Hold]

    @strawberry.field(description="The account they are reserved in.")
    async def credit_account(
        self, info: Info
    ) -> Annotated["CreditAccount", strawberry.lazy("graph.credits.accounts")]:
        account: CreditAccount = await find(info.context, "CreditAccount", self.hold.account_id)
        return account

    @strawberry.field(description="The job they are reserved for.")
    async def job(self, info: Info) -> Annotated["Job", strawberry.lazy("graph.jobs")] | None:
        found: Job | None = await find(info.context, "Job", self.hold.job_id)
        return found

    amount: Credits = strawberry.field(description="Credits reserved.")
    status: credits.HoldStatus = strawberry.field(description="What became of it.")

    @strawberry.field(description="When it ends unless its holder renews it.")
    async def expires_at(self, info: Info) -> datetime:
        end: datetime = await info.context.load(_ends, self.hold)
        return end

    created_at: datetime = strawberry.field(description="Time of creation.")
    settled_at: datetime | None = strawberry.field(
        description="When it was captured, released or expired; null while open."
    )

    @classmethod
    def from_model(cls, row: Any) -> Self:
        hold = credits.Hold.of(row)
        return cls(
            key=hold.id,
            hold=hold,
            amount=Credits(hold.amount),
            status=hold.status,
            created_at=hold.created_at,
            settled_at=hold.settled_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of credit holds.")
class CreditHoldEdge(Edge[CreditHold]): ...


@strawberry.type(description="A page of credit holds.")
class CreditHoldConnection(Connection[CreditHoldEdge, CreditHold]): ...


@strawberry.input(description="Which holds to list. All given criteria must match.")
class CreditHoldFilter:
    status: list[credits.HoldStatus] | None = strawberry.field(
        default=UNSET, description="One of these."
    )


def hold_statuses(only: CreditHoldFilter | None) -> tuple[credits.HoldStatus, ...] | None:
    return (tuple(only.status or ()) or None) if only else None
