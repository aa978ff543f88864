"""The loop of every server process: wakes at once, survives what breaks, ends when told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain import webhooks
from domain.ports import OutboundAnswer
from domain.webhooks import worker
from persistence.errors import StorageUnavailable
from persistence.models import Team
from tests.jobs_world import make_funded_team, make_job
from tests.webhooks_world import FakeOutbound, listen, webhook_ports


class HeardOutbound(FakeOutbound):
    """Lets a test wait for what it is sent; one host never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.arrivals: asyncio.Queue[str] = asyncio.Queue()

    async def post(self, url, *, headers, content, seconds) -> OutboundAnswer:
        answer = await super().post(url, headers=headers, content=content, seconds=seconds)
        self.arrivals.put_nowait(url)
        if "hanging" in url:
            await asyncio.Event().wait()
        return answer

    async def heard(self, count: int) -> list[str]:
        async with asyncio.timeout(10):
            return [await self.arrivals.get() for _ in range(count)]


@pytest.fixture
def outbound() -> HeardOutbound:
    return HeardOutbound()


@pytest.fixture
def ports(database: None, outbound: HeardOutbound):
    return webhook_ports(outbound)


@pytest.fixture
async def team(database: None) -> Team:
    return await make_funded_team("home")


@asynccontextmanager
async def running(ports, *, poll_seconds: float = 30.0) -> AsyncIterator[None]:
    """Polling so seldom that only a notice wakes it, unless told otherwise."""
    stop = asyncio.Event()
    loop = asyncio.create_task(webhooks.run(ports, poll_seconds=poll_seconds, stop=stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await loop


async def test_a_commit_wakes_the_loop(ports, outbound, team) -> None:
    await listen(ports, team_id="home")
    async with running(ports):
        await make_job(team)
        await outbound.heard(1)
        await make_job(team)
        await outbound.heard(1)


async def test_more_than_fits_at_once_is_sent_one_after_the_other(ports, outbound, team) -> None:
    await listen(ports, team_id="home")
    for _ in range(20):
        await make_job(team)

    async with running(ports):
        await outbound.heard(20)

    assert len({each.message_id for each in outbound.received}) == 20


async def test_one_that_never_answers_keeps_nobody_else_waiting(
    ports, outbound, team, monkeypatch
) -> None:
    monkeypatch.setattr(worker, "_GRACE_SECONDS", 0.01)
    await listen(ports, team_id="home", url="https://hanging.example.com/")
    for _ in range(30):
        await make_job(team)
    good = await listen(ports, team_id="home", url="https://good.example.com/")
    async with running(ports):
        for _ in range(10):
            await make_job(team)
            while good.endpoint.url not in await outbound.heard(1):
                pass

    assert len(outbound.told(good.endpoint.url)) == 10


async def test_it_survives_a_database_that_is_away(ports, outbound, team, monkeypatch) -> None:
    await listen(ports, team_id="home")
    away = asyncio.Event()
    claim = worker.claim

    async def broken(limit: int):
        if not away.is_set():
            away.set()
            raise StorageUnavailable
        return await claim(limit)

    monkeypatch.setattr(worker, "claim", broken)
    async with running(ports, poll_seconds=0.05):
        async with asyncio.timeout(10):
            await away.wait()
        await make_job(team)
        await outbound.heard(1)


async def test_it_survives_an_error_that_nobody_foresaw(
    ports, outbound, team, monkeypatch, caplog
) -> None:
    await listen(ports, team_id="home")
    broken = asyncio.Event()
    claim = worker.claim

    async def surprising(limit: int):
        if not broken.is_set():
            broken.set()
            raise LookupError("surprise")
        return await claim(limit)

    monkeypatch.setattr(worker, "claim", surprising)
    async with running(ports, poll_seconds=0.05):
        await make_job(team)
        await outbound.heard(1)

    assert "failed unexpectedly" in caplog.text
