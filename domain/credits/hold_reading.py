"""Holds as they are seen: what they reserve, for which job, and what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from domain.access import Actor, Permission, requires
from domain.paging import Page, PageRequest
from domain.tenancy import sees
from persistence import ledger
from persistence.batched_paging import pages
from persistence.filters import Condition, any_of, equal, with_endings
from persistence.models import EntryKind, Job, LedgerEntry, TenantStatus
from persistence.paging import by_number

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

# Of a hold without a job: nobody renews it.
_LASTS: Final = timedelta(hours=24)


class HoldStatus(StrEnum):
    """What became of a hold."""

    OPEN = "OPEN"
    CAPTURED = "CAPTURED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"


_ENDINGS: Final[dict[HoldStatus, EntryKind | None]] = {
    HoldStatus.OPEN: None,
    HoldStatus.CAPTURED: EntryKind.CAPTURE,
    HoldStatus.RELEASED: EntryKind.RELEASE,
    HoldStatus.EXPIRED: EntryKind.EXPIRE,
}
_STATUSES: Final = {kind: status for status, kind in _ENDINGS.items()}


@dataclass(frozen=True, slots=True)
class Hold:
    """A ledger entry and what is known of it since."""

    id: UUID
    account_id: UUID
    job_id: UUID | None
    amount: int
    status: HoldStatus
    created_at: datetime
    settled_at: datetime | None

    @classmethod
    def of(cls, entry: LedgerEntry) -> Self:
        ending = getattr(entry, "ending", None)
        return cls(
            id=entry.id,
            account_id=entry.account_id,
            job_id=entry.job_id,
            amount=entry.held_change,
            status=_STATUSES[EntryKind(ending) if ending else None],
            created_at=entry.created_at,
            settled_at=getattr(entry, "settled_at", None),
        )


@requires(Permission.READ)
async def holds_by_ids(actor: Actor, ids: Sequence[UUID]) -> list[LedgerEntry]:
    """Those that the caller may see, in no order."""
    found = await _holds().filter(id__in=ids)
    return [entry for entry in found if sees(actor, entry.account.team)]


@requires(Permission.READ)
async def holds_of_accounts(
    actor: Actor,
    account_keys: Sequence[UUID],
    request: PageRequest,
    *,
    statuses: Collection[HoldStatus] | None = None,
    descending: bool = True,
) -> dict[UUID, Page[LedgerEntry]]:
    """The same page of the holds of each account, given by primary key."""
    query = _holds()
    if statuses is not None:
        query = query.filter(any_of(_condition(status) for status in statuses))
    if actor.is_tenant:
        query = query.filter(
            account__team__team_id=actor.team_id,
            account__team__status__not=TenantStatus.DELETED,
        )
    key = by_number("sequence", descending=descending)
    return await pages(query, request, key, parent="account_id", parents=account_keys)


@requires(Permission.READ)
async def hold_ends(actor: Actor, holds: Sequence[Hold]) -> dict[UUID, datetime]:
    """When each ends, by its id, unless its holder renews it: its job's lease."""
    keys = {hold.job_id for hold in holds if hold.job_id}
    jobs = {job.id: job for job in await Job.filter(id__in=keys).only("id", "lease_until")}
    return {
        hold.id: jobs[hold.job_id].lease_until if hold.job_id in jobs else hold.created_at + _LASTS
        for hold in holds
    }


def _holds() -> "QuerySet[LedgerEntry]":
    return with_endings(ledger.entries().filter(kind=EntryKind.HOLD))


def _condition(status: HoldStatus) -> Condition:
    ending = _ENDINGS[status]
    return equal(ending=ending) if ending else equal(ending__isnull=True)
