"""The loop of every server process: wakes at once, survives what breaks, ends when told."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
import pytest

from domain import provisioning
from domain.provisioning import SyncState, worker
from integrations.litellm.sandbox import Fault
from persistence import notifications
from persistence.errors import StorageTrouble
from persistence.models import Provisioning
from tests.provisioning_world import World, change, holds, row_of, sandbox_world


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


@asynccontextmanager
async def running(world: World, *, poll_seconds: float = 30.0) -> AsyncIterator[asyncio.Task]:
    """The loop, polling so seldom that only a notice wakes it, unless told otherwise."""
    stop = asyncio.Event()
    loop = asyncio.create_task(provisioning.run(world.ports, poll_seconds=poll_seconds, stop=stop))
    try:
        yield loop
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await loop


async def until_synced(world: World, *tenants, seconds: float = 10) -> None:
    for tenant in tenants:
        status = await provisioning.wait_until_synced(tenant.team.id, seconds)
        assert status.state is SyncState.SYNCED, status


async def eventually(make):
    """Its result, once the database takes it."""
    async with asyncio.timeout(10):
        while True:
            with suppress(StorageTrouble):
                return await make()
            await asyncio.sleep(0.05)


async def test_a_commit_wakes_the_loop(world: World) -> None:
    async with running(world):
        first = await world.tenant(await world.group("gpt-4"))
        await until_synced(world, first)
        await change(first.team, name="New")
        await until_synced(world, first)
    assert world.state.teams[first.name].alias == "New"


async def test_more_teams_than_fit_at_once_all_come(world: World) -> None:
    group = await world.group("gpt-4")
    tenants = [await world.tenant(group) for _ in range(worker.AT_ONCE * 3)]
    async with running(world), running(world):
        await until_synced(world, *tenants)
    assert holds(world, tenants)


async def test_without_notices_polling_is_enough(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf(channel: str, wake: object) -> notifications.Line:
        return await real("another channel", wake)

    real = notifications.listen
    monkeypatch.setattr(notifications, "listen", deaf)
    async with running(world, poll_seconds=0.1):
        tenant = await world.tenant(await world.group("gpt-4"))
        await until_synced(world, tenant)


async def test_while_litellm_is_away_one_question_stands_for_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_PROBE_SECONDS", 0.2)
    group = await world.group("gpt-4")
    world.faults.inject(Fault.REFUSE, times=None)
    async with running(world, poll_seconds=0.05):
        first = await world.tenant(group)
        while not (await row_of(first.team)).last_error:
            await asyncio.sleep(0.01)
        tenants = [first, *[await world.tenant(group) for _ in range(5)]]
        while await Provisioning.filter(last_error=None).exists():
            await asyncio.sleep(0.01)
        calls = len(world.faults.calls)
        await asyncio.sleep(1)
        assert len(world.faults.calls) - calls <= 7
        world.faults.clear()
        await until_synced(world, *tenants)
    assert holds(world, tenants)


async def test_at_its_start_the_loop_restores_what_litellm_lost(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    world.state.teams.clear()
    world.state.keys.clear()
    async with running(world, poll_seconds=0.1):
        async with asyncio.timeout(10):
            while not holds(world, [tenant]):
                await asyncio.sleep(0.01)


async def test_one_of_several_loops_scans(world: World) -> None:
    async with running(world, poll_seconds=0.1), running(world, poll_seconds=0.1):
        async with asyncio.timeout(10):
            while ("GET", "/key/list") not in world.faults.calls:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
    assert world.faults.calls.count(("GET", "/key/list")) == 1


async def test_the_loop_outlives_its_connections_and_listens_again(
    world: World, database_url: str
) -> None:
    group = await world.group("gpt-4")
    killer = await asyncpg.connect(database_url)
    ours = "datname = current_database() AND application_name = 'saas-litellm'"
    # The last statement of a line is that it listens, or that it asks for the lock.
    line = "(query LIKE 'LISTEN%' OR query LIKE '%pg_try_advisory_lock%')"
    listeners = f"SELECT count(*) FROM pg_stat_activity WHERE {ours} AND {line}"
    async with running(world, poll_seconds=0.2):
        await until_synced(world, await world.tenant(group))
        await killer.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
        await until_synced(world, await eventually(lambda: world.tenant(group)))
        async with asyncio.timeout(10):
            while not await killer.fetchval(listeners):
                await asyncio.sleep(0.05)
    await killer.close()


async def test_an_unforeseen_error_is_logged_and_the_loop_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, real = [True, True], worker.claim

    async def claim(*args: object, **kwargs: object) -> object:
        if broken:
            broken.pop()
            raise LookupError("nobody foresaw this")
        return await real(*args, **kwargs)

    monkeypatch.setattr(worker, "claim", claim)
    with caplog.at_level(logging.ERROR):
        async with running(world, poll_seconds=0.05):
            await until_synced(world, await world.tenant(await world.group("gpt-4")))
    assert "nobody foresaw this" in caplog.text


async def test_one_of_several_lines_holds_the_lock_until_it_breaks(database: None) -> None:
    first = await notifications.listen("nothing", lambda: None)
    second = await notifications.listen("nothing", lambda: None)
    assert await first.hold("lock")
    assert await first.hold("lock")
    assert not await second.hold("lock")
    await first.close()
    assert not first.is_open
    assert not await first.hold("lock")
    async with asyncio.timeout(5):
        while not await second.hold("lock"):
            await asyncio.sleep(0.01)
    await second.close()


async def test_a_line_that_breaks_wakes_its_listener(database: None, database_url: str) -> None:
    woken = asyncio.Event()
    line = await notifications.listen("nothing", woken.set)
    killer = await asyncpg.connect(database_url)
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )
    await killer.close()
    async with asyncio.timeout(5):
        await woken.wait()
    assert not line.is_open
