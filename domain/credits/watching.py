"""A team's credits as they move."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from domain.access import Actor, Permission, requires
from domain.credits.accounts import accounts_by_ids, find_account
from domain.errors import InvalidInput, NotFound
from domain.feed import Feed, Topic, Watch
from domain.paging import BadCursor
from persistence import ledger
from persistence.models import BalanceAlert, BalanceThreshold, CreditAccount, LedgerEntry

_LONGEST_CURSOR: Final = 19


@dataclass(frozen=True, slots=True)
class BalanceChange:
    """The account after a change; the entry, unless only holds changed; the threshold that it
    crossed downwards. `lagged`: others before it were missed."""

    cursor: str
    account: CreditAccount
    lagged: bool = False
    entry: LedgerEntry | None = None
    threshold: BalanceThreshold | None = None


@requires(Permission.READ)
async def watch(
    actor: Actor, feed: Feed, team_id: str | None = None, *, after: str | None = None
) -> AsyncGenerator[BalanceChange, None]:
    """Changes of a team's balance or holds; a virtual key need not name its team. Nothing is kept
    of the past: who comes back with the cursor `after` is told how things are if they changed."""
    name = team_id or actor.team_id
    if name is None:
        raise InvalidInput("teamId", "Name the team.")
    if after and not (after.isdecimal() and len(after) <= _LONGEST_CURSOR):
        raise BadCursor
    found = await find_account(actor, name, deleted=False)
    return _changes(actor, feed, await feed.watch(Topic.ENTRY, found.team_id), found, after)


async def _changes(
    actor: Actor, feed: Feed, watch: Watch, account: CreditAccount, after: str | None
) -> AsyncGenerator[BalanceChange, None]:
    try:
        if after:
            present = await _present(actor, account)
            if present.last_sequence != int(after):
                yield BalanceChange(str(present.last_sequence), present, lagged=True)
        while True:
            keys, lagged = await watch.next()
            present = await _present(actor, account)
            for change in await _told(present, keys):
                yield replace(change, lagged=lagged)
                lagged = False
            if lagged:
                yield BalanceChange(str(present.last_sequence), present, lagged=True)
    finally:
        feed.forget(watch)


async def _told(account: CreditAccount, keys: list[UUID]) -> list[BalanceChange]:
    """One change for each entry that moved the balance or crossed a threshold; of those that did
    neither, the last stands for all."""
    entries = await ledger.entries().filter(id__in=keys).order_by("sequence")
    crossed = await _crossed(account, [entry.sequence for entry in entries])
    return [
        BalanceChange(
            str(entry.sequence),
            account,
            entry=entry if entry.amount else None,
            threshold=crossed.get(entry.sequence),
        )
        for entry in entries
        if entry.amount or entry.sequence in crossed or entry is entries[-1]
    ]


async def _crossed(account: CreditAccount, sequences: list[int]) -> dict[int, BalanceThreshold]:
    """By the sequence of the entry that crossed it; of several, the lowest."""
    alerts = await BalanceAlert.filter(account_id=account.id, sequence__in=sequences).order_by(
        "-credits"
    )
    if not alerts:
        return {}
    levels = {each.credits: each for each in await BalanceThreshold.filter(account_id=account.id)}
    return {each.sequence: levels[each.credits] for each in alerts if each.credits in levels}


async def _present(actor: Actor, account: CreditAccount) -> CreditAccount:
    """Raises `NotFound` once the caller sees it no longer."""
    for found in await accounts_by_ids(actor, [account.id]):
        return found
    raise NotFound("The team is gone.", field="teamId")
