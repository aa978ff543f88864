"""Credits given at one time, and the transactions they pay for."""

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
from graph.scalars import Credits, Usd

if TYPE_CHECKING:
    from graph.credits.accounts import CreditAccount

describe_enum(
    credits.GrantSource,
    "Where granted credits come from.",
    ALLOCATION="Given by an admin.",
    PROMOTION="Given as a promotion.",
    SUBSCRIPTION_PAYMENT="A subscription payment.",
    ONE_TIME_PAYMENT="A single payment.",
    AUTO_REFILL="A periodic refill.",
    TRANSFER="A transfer from another team.",
    CORRECTION="A positive adjustment or a refund.",
)
describe_enum(
    credits.GrantStatus,
    "Whether granted credits can be spent.",
    name="CreditGrantStatus",
    SCHEDULED="Not yet.",
    ACTIVE="Now.",
    EXHAUSTED="All spent.",
    EXPIRED="Past their end.",
    VOIDED="Ended by an admin.",
)


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await credits.grants_by_ids(actor, ids), lambda grant: grant.id)


async def pages_of_grants(actor: Actor, asked: list[tuple[Any, UUID]]) -> list[Any]:
    """A batch: the same page of the grants of several accounts."""

    async def read(way: Any, account_keys: list[UUID]) -> Any:
        request, only, descending = way
        return await credits.grants_of_accounts(
            actor, account_keys, request, only=only, descending=descending
        )

    return await by_way(asked, read)


@strawberry.type(
    description="Credits given at one time, under one set of terms. Consumed by priority, then "
    "end, then age."
)
class CreditGrant(Node):
    row: strawberry.Private[Any]

    @strawberry.field(description="The account they were given to.")
    async def credit_account(
        self, info: Info
    ) -> Annotated["CreditAccount", strawberry.lazy("graph.credits.accounts")]:
        account: CreditAccount = await find(info.context, "CreditAccount", self.row.account_id)
        return account

    source: credits.GrantSource = strawberry.field(description="Where they come from.")
    status: credits.GrantStatus = strawberry.field(description="Whether they can be spent.")
    amount: Credits = strawberry.field(description="Credits given.")
    remaining: Credits = strawberry.field(description="Credits left.")
    priority: int = strawberry.field(description="Lower is consumed first.")
    effective_at: datetime = strawberry.field(description="First instant they can be spent.")
    expires_at: datetime | None = strawberry.field(
        description="First instant they no longer can; null for no end."
    )
    applies_to_models: list[str] = strawberry.field(
        description="Names of the only models and model groups they pay for; empty for all."
    )
    reason: str | None = strawberry.field(description="Reason given.")
    payment_amount: Usd | None = strawberry.field(description="What was paid for them.")
    created_at: datetime = strawberry.field(description="Time of creation.")

    @classmethod
    def from_model(cls, row: Any) -> Self:
        status = credits.grant_status(row)
        return cls(
            key=row.id,
            row=row,
            source=row.source,
            status=status,
            amount=Credits(row.amount),
            remaining=Credits(
                row.amount if status is credits.GrantStatus.SCHEDULED else row.remaining
            ),
            priority=row.priority,
            effective_at=row.effective_at,
            expires_at=row.expires_at,
            applies_to_models=[],
            reason=row.reason,
            payment_amount=None if row.payment_usd is None else Usd(row.payment_usd),
            created_at=row.created_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of credit grants.")
class CreditGrantEdge(Edge[CreditGrant]): ...


@strawberry.type(description="A page of credit grants.")
class CreditGrantConnection(Connection[CreditGrantEdge, CreditGrant]): ...


@strawberry.input(description="Which grants to list. All given criteria must match.")
class CreditGrantFilter:
    status: list[credits.GrantStatus] | None = strawberry.field(
        default=UNSET, description="One of these."
    )
    source: list[credits.GrantSource] | None = strawberry.field(
        default=UNSET, description="One of these sources."
    )


def grant_criteria(only: CreditGrantFilter | None) -> credits.GrantFilter:
    if not only:
        return credits.GrantFilter()
    return credits.GrantFilter(
        statuses=tuple(only.status or ()) or None, sources=tuple(only.source or ()) or None
    )


@strawberry.type(description="A part of a transaction and the grant it belongs to.")
class GrantFunding:
    grant: CreditGrant = strawberry.field(description="The grant.")
    amount: Credits = strawberry.field(description="The part, unsigned.")


async def funding_of(actor: Actor, entry_keys: list[UUID]) -> list[list[GrantFunding]]:
    """A batch: the parts of several transactions, each in the order of consumption."""
    found = await credits.funding(actor, entry_keys)
    return [
        [
            GrantFunding(grant=CreditGrant.from_model(part.grant), amount=Credits(part.amount))
            for part in found.get(key, [])
        ]
        for key in entry_keys
    ]
