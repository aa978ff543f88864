"""What moved a balance."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access, credits
from domain.errors import InvalidInput
from graph.actors import Actor
from graph.context import Context, Info
from graph.credits.grants import GrantFunding, funding_of
from graph.enums import describe_enum
from graph.loaders import in_key_order
from graph.nodes import Node, find
from graph.pagination import Connection, Edge
from graph.scalars import BigInt, Credits
from graph.values import DateTimeRange

if TYPE_CHECKING:
    from graph.credits.accounts import CreditAccount
    from graph.jobs import Job

describe_enum(
    credits.TransactionType,
    "Why a balance changed.",
    name="CreditTransactionType",
    GRANT="Credits granted.",
    CHARGE="Work charged.",
    REFUND="A charge given back.",
    ADJUSTMENT="A correction by an admin.",
    TRANSFER="Credits moved to or from another team.",
    EXPIRY="What remained of a grant at its end.",
    VOID="What remained of a grant when it was voided.",
)


async def _by_id(actor: access.Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await credits.entries_by_ids(actor, ids), lambda entry: entry.id)


async def _by_place(actor: access.Actor, places: list[tuple[UUID, int]]) -> list[Any]:
    found = await credits.refunded_charges(actor, places)
    return in_key_order(places, found, lambda entry: (entry.account_id, entry.sequence))


@strawberry.type(description="One signed change of a balance. Never edited, never deleted.")
class CreditTransaction(Node):
    row: strawberry.Private[Any]

    @strawberry.field(description="The account changed.")
    async def credit_account(
        self, info: Info
    ) -> Annotated["CreditAccount", strawberry.lazy("graph.credits.accounts")]:
        account: CreditAccount = await find(info.context, "CreditAccount", self.row.account_id)
        return account

    sequence: BigInt = strawberry.field(
        description="Position in the account's ledger, without gaps."
    )
    type: credits.TransactionType = strawberry.field(description="Why the balance changed.")
    amount: Credits = strawberry.field(description="Positive when the balance rose.")
    balance_before: Credits = strawberry.field(description="Balance before.")
    balance_after: Credits = strawberry.field(description="Balance after: before plus amount.")
    reason: str | None = strawberry.field(description="Reason given, or the server's own words.")

    @strawberry.field(description="Who caused it; hidden from virtual keys.")
    def actor(self, info: Info) -> Actor | None:
        cause = credits.cause_of(info.context.actor, self.row)
        return Actor.of(cause.kind, cause.label, cause.admin_user_id) if cause else None

    @strawberry.field(description="The job charged or refunded.")
    async def job(self, info: Info) -> Annotated["Job", strawberry.lazy("graph.jobs")] | None:
        found: Job | None = await find(info.context, "Job", self.row.job_id)
        return found

    @strawberry.field(description="The charge a refund gives back.")
    async def refund_of(
        self, info: Info
    ) -> Annotated["CreditTransaction", strawberry.lazy("graph.credits.transactions")] | None:
        if self.row.reverses_sequence is None:
            return None
        place = (self.row.account_id, self.row.reverses_sequence)
        charge = await info.context.load(_by_place, place)
        return CreditTransaction.from_model(charge) if charge else None

    @strawberry.field(description="The other half of a transfer.")
    def counterpart(
        self,
    ) -> Annotated["CreditTransaction", strawberry.lazy("graph.credits.transactions")] | None:
        return None

    @strawberry.field(description="Grants it drew from or added to, in order of consumption.")
    async def funding(self, info: Info) -> list[GrantFunding]:
        parts: list[GrantFunding] = await info.context.load(funding_of, self.key)
        return parts

    created_at: datetime = strawberry.field(description="Time it was posted.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            row=row,
            sequence=BigInt(row.sequence),
            type=credits.transaction_type(row),
            amount=Credits(row.amount),
            balance_before=Credits(row.previous_balance),
            balance_after=Credits(row.balance_after),
            reason=row.reason,
            created_at=row.created_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of credit transactions.")
class CreditTransactionEdge(Edge[CreditTransaction]): ...


@strawberry.type(description="A page of credit transactions.")
class CreditTransactionConnection(Connection[CreditTransactionEdge, CreditTransaction]): ...


@strawberry.input(description="Which transactions to list. All given criteria must match.")
class CreditTransactionFilter:
    type: list[credits.TransactionType] | None = strawberry.field(
        default=UNSET, description="One of these types."
    )
    created_at: DateTimeRange | None = strawberry.field(
        default=UNSET, description="Posted in this period."
    )
    job_id: str | None = strawberry.field(default=UNSET, description="Of this job.")


def criteria(only: CreditTransactionFilter | None) -> credits.CreditFilter:
    if not only:
        return credits.CreditFilter()
    period = only.created_at or DateTimeRange()
    return credits.CreditFilter(
        types=tuple(only.type or ()) or None,
        since=period.from_ or None,
        until=period.until or None,
        job_id=_job(only.job_id) if only.job_id else None,
    )


def _job(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(("filter", "jobId"), "This is not the ID of a job.") from error
