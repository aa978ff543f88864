"""Whatever happens to an account, its grants pay in their order, and what is left of them is its
balance: compared with a model of a few lists."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from persistence import ledger
from persistence.models import (
    CreditAccount,
    CreditGrant,
    EntryKind,
    GrantConsumption,
    LedgerEntry,
)
from tests.persistence.accounts import drift, give, hold, make_account, post

T = TypeVar("T")

OVERDRAFT = 5
# When a grant ends, in days: long ago, never, or later.
ENDS = [-2, -1, None, 1, 2]
AMOUNTS = st.integers(1, 12)
STEPS = st.one_of(
    st.tuples(st.just("give"), AMOUNTS, st.integers(-1, 1), st.sampled_from(ENDS)),
    st.tuples(st.sampled_from(["charge", "hold", "waive"]), AMOUNTS),
    st.tuples(st.sampled_from(["capture", "release"]), st.integers(0, 9), st.integers(0, 12)),
    st.tuples(st.sampled_from(["expiry", "void"]), st.integers(0, 9)),
)


@dataclass(eq=False)
class Grant:
    amount: int
    priority: int = 0
    ends: int | None = None
    remaining: int = 0
    ended_by: str | None = None

    @property
    def is_late(self) -> bool:
        return self.ended_by is not None or (self.ends is not None and self.ends < 0)

    @property
    def place(self) -> tuple[bool, int, float]:
        return self.is_late, self.priority, float("inf") if self.ends is None else self.ends


@dataclass
class Model:
    """Grants in the order they were given; a sort keeps it among equals."""

    balance: int = 0
    grants: list[Grant] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)

    @property
    def available(self) -> int:
        return self.balance - sum(self.holds)

    def give(self, grant: Grant) -> None:
        grant.remaining = max(min(grant.amount, self.balance + grant.amount), 0)
        self.grants.append(grant)
        self.balance += grant.amount

    def spend(self, amount: int) -> list[tuple[int, int]]:
        """What each grant, by its number, pays."""
        self.balance -= amount
        parts = []
        for grant in sorted(self.grants, key=lambda grant: grant.place):
            part = min(grant.remaining, amount)
            amount -= part
            grant.remaining -= part
            if part:
                parts.append((self.grants.index(grant), part))
        return parts

    def end(self, grant: Grant, how: str) -> int | None:
        """What leaves the balance; None when it cannot end so."""
        part = min(grant.remaining, max(self.available, 0))
        again = grant.ended_by == how and part > 0
        ends = grant.ends is not None and grant.ends < 0 and part > 0
        if not again and (grant.ended_by or (how == "expiry" and not ends)):
            return None
        grant.ended_by = how
        grant.remaining -= part
        self.balance -= part
        return part


@dataclass
class Run:
    account: CreditAccount
    model: Model = field(default_factory=Model)
    made: list[Any] = field(default_factory=list)
    held: list[LedgerEntry] = field(default_factory=list)

    async def step(self, what: str, *values: Any) -> None:
        await getattr(self, what)(*values)
        found = {grant.id: grant.remaining for grant in await CreditGrant.all()}
        assert [found[key] for key in self.made] == [g.remaining for g in self.model.grants]
        assert sum(found.values()) == max(self.model.balance, 0)
        assert (await CreditAccount.get(id=self.account.id)).balance == self.model.balance

    async def give(self, amount: int, priority: int, ends: int | None) -> None:
        grant = await give(
            self.account,
            amount,
            priority=priority,
            begun=timedelta(days=9),
            ends=None if ends is None else timedelta(days=ends),
        )
        self.made.append(grant.id)
        self.model.give(Grant(amount, priority, ends))

    async def waive(self, amount: int) -> None:
        entry = await post(self.account, EntryKind.WAIVER, amount)
        self.made.append(entry.grant_id)
        self.model.give(Grant(amount))

    async def charge(self, amount: int) -> None:
        try:
            entry = await post(self.account, EntryKind.CHARGE, -amount)
        except ledger.Overspent:
            assert self.model.available - amount < -OVERDRAFT
        else:
            await self.compare(entry, self.model.spend(amount))

    async def hold(self, amount: int) -> None:
        try:
            self.held.append(await hold(self.account, amount))
            self.model.holds.append(amount)
        except ledger.Overspent:
            assert self.model.available - amount < -OVERDRAFT

    async def capture(self, place: int, amount: int) -> None:
        await self.resolve(EntryKind.CAPTURE, place, amount)

    async def release(self, place: int, _: int) -> None:
        await self.resolve(EntryKind.RELEASE, place, 0)

    async def resolve(self, kind: EntryKind, place: int, amount: int) -> None:
        if not self.held:
            return
        held = self.held.pop(place % len(self.held))
        self.model.holds.remove(held.held_change)
        amount = min(amount, held.held_change)
        entry = await post(
            self.account, kind, -amount, held_change=-held.held_change, resolves=held
        )
        await self.compare(entry, self.model.spend(amount))

    async def expiry(self, place: int) -> None:
        await self.end(EntryKind.EXPIRY, place)

    async def void(self, place: int) -> None:
        await self.end(EntryKind.VOID, place)

    async def end(self, kind: EntryKind, place: int) -> None:
        if not self.made:
            return
        place %= len(self.made)
        expected = self.model.end(self.model.grants[place], str(kind))
        try:
            entry = await post(self.account, kind, grant_id=self.made[place])
        except ledger.AlreadyResolved:
            assert expected is None
        else:
            assert -entry.amount == expected

    async def compare(self, entry: LedgerEntry, expected: list[tuple[int, int]]) -> None:
        parts = await GrantConsumption.filter(sequence=entry.sequence).order_by("created_at")
        assert [(self.made.index(part.grant_id), part.amount) for part in parts] == expected


async def test_grants_pay_in_their_order_and_are_worth_the_balance(
    database: None, owner_connection: asyncpg.Connection
) -> None:
    loop = asyncio.get_running_loop()

    def wait(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(30)

    async def play(steps: list[tuple[Any, ...]]) -> None:
        async with owner_connection.transaction():
            await owner_connection.execute("SET LOCAL session_replication_role = replica")
            await owner_connection.execute("TRUNCATE credit_accounts, teams, organizations CASCADE")
        run = Run(await make_account())
        await owner_connection.execute(f"UPDATE credit_accounts SET overdraft_limit = {OVERDRAFT}")
        for what, *values in steps:
            await run.step(what, *values)
        assert await drift(owner_connection) == []

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(STEPS, min_size=5, max_size=25))
    def any_steps(steps: list[tuple[Any, ...]]) -> None:
        wait(play(steps))

    await asyncio.to_thread(any_steps)
