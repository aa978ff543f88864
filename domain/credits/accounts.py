"""Opening and reading accounts. A deleted team's stay readable."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from domain.access import Actor, ActorKind, Permission, requires
from domain.credits.posting import post
from domain.credits.types import Cause, CreditFilter, kinds_of, require_amount
from domain.errors import InsufficientCredits, NotFound
from domain.paging import Page, PageRequest
from domain.tenancy import sees
from domain.validation import is_storable
from persistence import ledger
from persistence.batched_paging import pages
from persistence.models import (
    CreditAccount,
    EntryKind,
    LedgerEntry,
    Team,
    TenantStatus,
    uuid7,
)
from persistence.paging import by_number, page

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet


async def open_account(actor: Actor, team: Team, initial: int) -> CreditAccount:
    """The account of a new team, with its initial allocation in micro-credits if that is not
    zero; call it in the transaction that creates the team."""
    require_amount(initial, "initialCredits", least=0)
    if initial:
        actor.require(Permission.MANAGE_CREDITS)
    account = await ledger.open_account(
        team.id, actor_kind=str(actor.kind), actor_label=actor.label
    )
    if not initial:
        return account
    account.team = team
    entry = await post(
        actor,
        account,
        EntryKind.GRANT,
        initial,
        reason="Initial allocation",
        idempotency_key=str(uuid7()),  # a word could be a caller's own key
    )
    return entry.account


async def find_account(actor: Actor, team_id: str, *, deleted: bool = True) -> CreditAccount:
    """The account with its team and organization; `deleted`: of a deleted team, too."""
    actor.require_sight_of_team(team_id)
    found = None
    if is_storable(team_id):
        # A name may be used again after a deletion: its latest bearer is the one meant.
        found = await (
            CreditAccount.filter(team__team_id=team_id)
            .select_related("team__organization")
            .order_by("-team__created_at")
            .first()
        )
    if found is None or (found.team.status is TenantStatus.DELETED and not deleted):
        raise NotFound(f"No credit account found for team '{team_id}'", field="teamId")
    return found


@requires(Permission.READ)
async def account(actor: Actor, team_id: str, *, deleted: bool = True) -> CreditAccount:
    """With its team and organization; `deleted`: of a deleted team, too."""
    return await find_account(actor, team_id, deleted=deleted)


@requires(Permission.READ)
async def accounts_by_ids(actor: Actor, ids: Sequence[UUID]) -> list[CreditAccount]:
    """Those that the caller may see, in no order."""
    found = await CreditAccount.filter(id__in=ids).select_related("team__organization")
    return [account for account in found if sees(actor, account.team)]


@requires(Permission.READ)
async def accounts_of_teams(actor: Actor, team_keys: Sequence[UUID]) -> list[CreditAccount]:
    """By primary keys of teams; those that the caller may see, in no order."""
    found = await CreditAccount.filter(team_id__in=team_keys).select_related("team__organization")
    return [account for account in found if sees(actor, account.team)]


@requires(Permission.READ)
async def entries_by_ids(actor: Actor, ids: Sequence[UUID]) -> list[LedgerEntry]:
    """Those that moved a balance and that the caller may see, in no order."""
    found = await ledger.entries().filter(id__in=ids).exclude(amount=0)
    return [entry for entry in found if sees(actor, entry.account.team)]


@requires(Permission.READ)
async def refunded_charges(actor: Actor, charges: Sequence[tuple[UUID, int]]) -> list[LedgerEntry]:
    """Charges by account and sequence; those that the caller may see, in no order."""
    found = await ledger.entries_at(charges)
    return [entry for entry in found if sees(actor, entry.account.team)]


@requires(Permission.READ)
async def transactions(
    actor: Actor,
    of: CreditAccount | str,
    request: PageRequest,
    *,
    only: CreditFilter | None = None,
    descending: bool = True,
) -> Page[LedgerEntry]:
    """What moved the balance of a team, in the order it did, which is that of time, too. `of`
    is the team's name, or its account that is already read."""
    account = await find_account(actor, of) if isinstance(of, str) else of
    actor.require_sight_of_team(account.team.team_id)
    query = _matching(
        LedgerEntry.filter(account_id=account.id).exclude(amount=0), only or CreditFilter()
    )
    found = await page(query, request, by_number("sequence", descending=descending))
    for entry in found.rows:  # read once for all, not joined to each
        entry.account = account
    return found


@requires(Permission.READ)
async def transactions_of_accounts(
    actor: Actor,
    account_keys: Sequence[UUID],
    request: PageRequest,
    *,
    only: CreditFilter,
    descending: bool = True,
) -> dict[UUID, Page[LedgerEntry]]:
    """The same page of the transactions of each account, given by primary key."""
    query = _matching(ledger.entries().exclude(amount=0), only)
    if actor.is_tenant:
        query = query.filter(
            account__team__team_id=actor.team_id,
            account__team__status__not=TenantStatus.DELETED,
        )
    key = by_number("sequence", descending=descending)
    return await pages(query, request, key, parent="account_id", parents=account_keys)


def _matching(query: "QuerySet[LedgerEntry]", only: CreditFilter) -> "QuerySet[LedgerEntry]":
    if only.types is not None:
        query = query.filter(kind__in=kinds_of(only.types))
    if only.since:
        query = query.filter(created_at__gte=only.since)
    if only.until:
        query = query.filter(created_at__lt=only.until)
    if only.job_id:
        query = query.filter(job_id=only.job_id)
    return query


def cause_of(actor: Actor, entry: LedgerEntry) -> Cause | None:
    """Who caused it; hidden from virtual keys."""
    if actor.is_tenant:
        return None
    kind = ActorKind(entry.actor_kind)
    person = entry.actor_id if kind is ActorKind.ADMIN_USER else None
    return Cause(kind, entry.actor_label, person)


@requires(Permission.READ)
async def can_spend(actor: Actor, team_id: str, amount: int) -> bool:
    """Whether so much could be spent now, overdraft included."""
    account = await find_account(actor, team_id)
    return spendable(account) >= amount


@requires(Permission.READ)
async def check(actor: Actor, team_id: str, amount: int) -> CreditAccount:
    """The account, when so much could be spent now; raises `InsufficientCredits`. Nothing is
    reserved: only a hold is a promise."""
    account = await find_account(actor, team_id)
    if spendable(account) < amount:
        raise InsufficientCredits(required=amount, available=account.available)
    return account


def spendable(account: CreditAccount) -> int:
    """Available credits with the overdraft."""
    return int(account.available + account.overdraft_limit)
