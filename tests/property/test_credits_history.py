"""Sixteen callers at once, who repeat themselves, give up, and lose their connections."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

import asyncpg
import pytest

from domain import credits
from domain.access import SYSTEM
from domain.errors import InsufficientCredits, InvalidState, StorageTrouble
from persistence.models import CreditAccount, EntryKind, LedgerEntry, Organization, Team
from tests.property.history import History

WRITERS = 16
CALLS = 12
KILLS = 8
CREDIT = credits.MICROS

Move = Callable[[], Awaitable[LedgerEntry]]


@dataclass
class World:
    """Two teams, their histories, and the holds that are open."""

    random: Random
    histories: dict[str, History] = field(default_factory=dict)
    holds: list[LedgerEntry] = field(default_factory=list)

    def move(self, team_id: str, key: str, kind: str) -> tuple[Move, int]:
        """What to do, and what has to be available for it."""
        amount = self.random.randint(1, 9) * CREDIT
        reason = {"reason": "Stocktaking", "idempotency_key": key}
        match kind:
            case "grant":
                return lambda: credits.grant(SYSTEM, team_id, amount, **reason), 0
            case "charge":
                return lambda: credits.charge(SYSTEM, team_id, amount, **reason), amount
            case "adjust":
                return lambda: credits.adjust(SYSTEM, team_id, -amount, **reason), amount
            case _:
                return lambda: credits.hold(SYSTEM, team_id, amount, idempotency_key=key), amount


async def until_told(world: World, history: History, key: str, move: Move, needs: int) -> None:
    """Repeats one request until its outcome is known, as a client should. Sometimes impatient."""
    while True:
        call = history.ask(key, needs)
        patience = world.random.choice((0.002, 0.01, 0.05, 5, 5, 5))
        try:
            entry = await asyncio.wait_for(move(), patience)
        except (TimeoutError, StorageTrouble):
            call.unknown()
        except InsufficientCredits:
            call.insufficient()
            return
        else:
            call.ok(entry.sequence, entry.balance_after, entry.held_after)
            if entry.kind is EntryKind.HOLD:
                world.holds.append(entry)
            return


async def end_a_hold(world: World, key: str) -> None:
    """Several may try to end the same one."""
    held = world.random.choice(world.holds)
    team_id = held.account.team.team_id
    amount = world.random.randint(0, held.held_change)
    ends: list[Move] = [
        lambda: credits.capture(SYSTEM, held.id, amount, idempotency_key=key),
        lambda: credits.release(SYSTEM, held.id, idempotency_key=key),
        lambda: credits.expire(SYSTEM, held.id, idempotency_key=key),
    ]
    try:
        await until_told(world, world.histories[team_id], key, world.random.choice(ends), 0)
    except InvalidState:
        return


async def read(history: History, team_id: str) -> None:
    call = history.ask()
    try:
        account = await credits.account(SYSTEM, team_id)
    except StorageTrouble:
        call.unknown()
    else:
        call.ok(account.last_sequence, account.balance, account.held)


async def write(world: World, writer: int) -> None:
    for n in range(CALLS):
        team_id = world.random.choice(sorted(world.histories))
        history, key = world.histories[team_id], f"{writer}-{n}"
        kind = world.random.choice(("grant", "charge", "charge", "adjust", "hold", "end", "read"))
        if kind == "read":
            await read(history, team_id)
        elif kind == "end" and world.holds:
            await end_a_hold(world, key)
        else:
            move, needs = world.move(team_id, key, kind)
            twins = world.random.choice((1, 1, 2, 3))
            await asyncio.gather(
                *(until_told(world, history, key, move, needs) for _ in range(twins))
            )


async def kill_connections(connection: asyncpg.Connection, random: Random) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(0.05, 0.3))
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN ("
            " SELECT pid FROM pg_stat_activity WHERE application_name = 'saas-litellm'"
            " AND datname = current_database() ORDER BY random() LIMIT 4)"
        )


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_lost_doubled_or_overdrawn(
    database: None, owner_connection: asyncpg.Connection, seed: int
) -> None:
    world = World(Random(seed))
    organization = await Organization.create(organization_id="organization", name="Organization")
    for team_id in ("red", "blue"):
        team = await Team.create(team_id=team_id, name=team_id, organization=organization)
        await credits.open_account(SYSTEM, team, 0)
        world.histories[team_id] = History()

    await asyncio.gather(
        *(write(world, writer) for writer in range(WRITERS)),
        kill_connections(owner_connection, world.random),
    )

    for team_id, history in world.histories.items():
        account = await CreditAccount.get(team__team_id=team_id)
        entries = await LedgerEntry.filter(account_id=account.id)
        assert history.faults(account, entries) == []
        assert len(entries) > WRITERS
    assert (await credits.verify(SYSTEM)).broken is None
