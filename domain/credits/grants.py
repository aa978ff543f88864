"""Grants: credits given at one time under one set of terms, and what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from domain import validation
from domain.access import Actor, Permission, requires
from domain.credits.posting import post
from domain.errors import NotFound
from domain.paging import Page, PageRequest
from domain.tenancy import sees
from persistence.batched_paging import pages
from persistence.filters import Condition, any_of, equal
from persistence.models import (
    CreditGrant,
    EntryKind,
    GrantConsumption,
    GrantEnd,
    GrantSource,
    LedgerEntry,
    TenantStatus,
)
from persistence.paging import by_time

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet


class GrantStatus(StrEnum):
    """Whether granted credits can be spent."""

    SCHEDULED = "SCHEDULED"
    ACTIVE = "ACTIVE"
    EXHAUSTED = "EXHAUSTED"
    EXPIRED = "EXPIRED"
    VOIDED = "VOIDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFilter:
    """Which grants to list; all given criteria must match."""

    statuses: Collection[GrantStatus] | None = None
    sources: Collection[GrantSource] | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """A part of an entry, unsigned, and the grant that it came from or went to."""

    grant: CreditGrant
    amount: int


_ENDS: Final = {GrantEnd.VOID: GrantStatus.VOIDED, GrantEnd.EXPIRY: GrantStatus.EXPIRED}


def grant_status(grant: CreditGrant) -> GrantStatus:
    """At this moment."""
    if grant.ended_by:
        return _ENDS[grant.ended_by]
    if grant.posted_sequence is None:
        return GrantStatus.SCHEDULED
    if not grant.remaining:
        return GrantStatus.EXHAUSTED
    past_end = grant.expires_at is not None and grant.expires_at <= datetime.now(UTC)
    return GrantStatus.EXPIRED if past_end else GrantStatus.ACTIVE


@requires(Permission.MANAGE_CREDITS)
async def void_grant(
    actor: Actor, grant_id: UUID, *, reason: str, idempotency_key: str
) -> tuple[CreditGrant, LedgerEntry | None]:
    """End a grant: what is left of it leaves the balance, at once or as soon as nothing holds
    it. The entry is None when nothing left it."""
    found = await _grants().get_or_none(id=grant_id)
    if found is None or not _reachable(actor, found):
        raise NotFound("Grant not found", field="id")
    entry = await post(
        actor,
        found.account,
        EntryKind.VOID,
        0,
        grant_id=found.id,
        reason=validation.line("reason", reason, longest=validation.LONGEST_REASON),
        idempotency_key=idempotency_key,
    )
    return await _grants().get(id=grant_id), entry if entry.amount else None


@requires(Permission.READ)
async def grants_by_ids(actor: Actor, ids: Sequence[UUID]) -> list[CreditGrant]:
    """Those that the caller may see, in no order."""
    found = await _grants().filter(id__in=ids)
    return [each for each in found if sees(actor, each.account.team)]


@requires(Permission.READ)
async def grants_of_accounts(
    actor: Actor,
    account_keys: Sequence[UUID],
    request: PageRequest,
    *,
    only: GrantFilter,
    descending: bool = True,
) -> dict[UUID, Page[CreditGrant]]:
    """The same page of the grants of each account, given by primary key."""
    query = _matching(_grants(), only)
    if actor.is_tenant:
        query = query.filter(
            account__team__team_id=actor.team_id,
            account__team__status__not=TenantStatus.DELETED,
        )
    key = by_time(descending=descending)
    return await pages(query, request, key, parent="account_id", parents=account_keys)


@requires(Permission.READ)
async def funding(actor: Actor, entry_keys: Sequence[UUID]) -> dict[UUID, list[Funding]]:
    """What grants gave or got of each entry, given by primary key, in the order of consumption."""
    entries = await LedgerEntry.filter(id__in=entry_keys).select_related(
        "account__team__organization"
    )
    visible = {(each.account_id, each.sequence): each for each in entries if _seen(actor, each)}
    found: dict[UUID, list[Funding]] = {each.id: [] for each in visible.values()}
    for part in await _consumptions(visible.values()):
        entry = visible.get((part.account_id, part.sequence))
        if entry:
            found[entry.id].append(Funding(part.grant, part.amount))
    added = {each.grant_id: each for each in visible.values() if each.amount > 0}
    for grant in await _grants().filter(id__in=[key for key in added if key]):
        entry = added[grant.id]
        found[entry.id] = [Funding(grant, entry.amount)]
    return found


async def _consumptions(entries: Collection[LedgerEntry]) -> list[GrantConsumption]:
    spent = [each for each in entries if each.amount < 0]
    return await (
        GrantConsumption.filter(
            account_id__in={each.account_id for each in spent},
            sequence__in={each.sequence for each in spent},
        )
        .select_related("grant__account__team__organization")
        .order_by("created_at")
    )


def _seen(actor: Actor, entry: LedgerEntry) -> bool:
    return sees(actor, entry.account.team)


def _grants() -> "QuerySet[CreditGrant]":
    """Grants with their account, team and organization."""
    return CreditGrant.all().select_related("account__team__organization")


def _reachable(actor: Actor, grant: CreditGrant) -> bool:
    team = grant.account.team
    return actor.sees_team(team.team_id) and team.status is not TenantStatus.DELETED


def _matching(query: "QuerySet[CreditGrant]", only: GrantFilter) -> "QuerySet[CreditGrant]":
    if only.sources is not None:
        query = query.filter(source__in=list(only.sources))
    if only.statuses is not None:
        now = datetime.now(UTC)
        query = query.filter(any_of(_condition(status, now) for status in only.statuses))
    return query


def _condition(status: GrantStatus, now: datetime) -> Condition:
    """The same as `grant_status` says of a row."""
    past_end = equal(expires_at__isnull=False, expires_at__lte=now)
    open_ = equal(ended_by__isnull=True, posted_sequence__isnull=False, remaining__gt=0)
    match status:
        case GrantStatus.VOIDED:
            return equal(ended_by=GrantEnd.VOID)
        case GrantStatus.EXPIRED:
            return equal(ended_by=GrantEnd.EXPIRY) | (open_ & past_end)
        case GrantStatus.SCHEDULED:
            return equal(ended_by__isnull=True, posted_sequence__isnull=True)
        case GrantStatus.EXHAUSTED:
            return equal(ended_by__isnull=True, posted_sequence__isnull=False, remaining=0)
        case GrantStatus.ACTIVE:
            return open_ & (equal(expires_at__isnull=True) | equal(expires_at__gt=now))
