"""Killed at any point under load: nothing acknowledged is lost or doubled, and service returns."""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from redis import asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from server.embedded.process import is_alive, wait_until
from tests.chaos.load import Load
from tests.served import secrets_of
from tests.server.running import Served, all_gone, ran, served

# It may just be starting again.
PATIENT = Retry(ConstantBackoff(0.1), retries=100)
TEAMS = ["chaos-1", "chaos-2", "chaos-3"]


def running(server: Served) -> dict[str, str]:
    return json.loads((server.folder / "running.json").read_text())


def headers(server: Served) -> dict[str, str]:
    return {"X-Admin-Key": secrets_of(server)["MASTER_KEY"]}


def prepare(server: Served) -> None:
    api = httpx.Client(
        base_url=f"http://127.0.0.1:{server.port}", headers=headers(server), timeout=30
    )
    body: dict[str, Any] = {"organization_id": "chaos", "name": "c", "create_default_team": False}
    assert api.post("/api/organizations/create", json=body).status_code == 200
    for team in TEAMS:
        body = {"organization_id": "chaos", "team_id": team, "credits_allocated": 10}
        answer = api.post("/api/teams/create", json=body)
        assert answer.status_code == 200, answer.text


def load_of(server: Served) -> Load:
    return Load(f"http://127.0.0.1:{server.port}", headers(server), TEAMS)


async def check(database_url: str, load: Load) -> None:
    """Every acknowledged entry is there as it was told, once; the sums are right."""
    connection = await asyncpg.connect(database_url)
    try:
        for team in TEAMS:
            rows = await connection.fetch(
                "SELECT e.* FROM ledger_entries e JOIN credit_accounts a ON a.id = e.account_id"
                " JOIN teams t ON t.id = a.team_id WHERE t.team_id = $1 ORDER BY e.sequence",
                team,
            )
            assert [row["sequence"] for row in rows] == list(range(len(rows)))
            by_sequence = {row["sequence"]: row for row in rows}
            said = load.acknowledged[team]
            assert len({each.sequence for each in said}) == len(said), "one entry for two requests"
            for each in said:
                row = by_sequence[each.sequence]
                told = (row["amount"], row["balance_after"])
                assert told == (micro(each.amount), micro(each.balance_after)), each
            # All clients have learnt the outcome of all they sent: nothing else was written.
            assert len(rows) == len(said) + 2, "entries that nobody was told of"
    finally:
        await connection.close()


def micro(credits: str) -> int:
    return int(Decimal(credits) * 1_000_000)


async def stop_postgres_at_once(server: Served) -> None:
    """As `pg_ctl stop -m immediate`: no checkpoint, no goodbye."""
    os.kill(server.pid_of("PostgreSQL"), signal.SIGQUIT)


async def kill_redis(server: Served) -> None:
    os.kill(server.pid_of("Redis"), signal.SIGKILL)


async def flush_redis(server: Served) -> None:
    async with redis.Redis.from_url(running(server)["REDIS_URL"], retry=PATIENT) as client:
        await client.flushall()


async def kill_a_worker(server: Served) -> None:
    worker = server.workers()[0]
    os.kill(worker, signal.SIGKILL)
    assert await asyncio.to_thread(wait_until, lambda: not is_alive(worker), seconds=5)


DISASTERS: list[Callable[[Served], Awaitable[None]]] = [
    stop_postgres_at_once,
    kill_a_worker,
    kill_redis,
    flush_redis,
    stop_postgres_at_once,
    kill_a_worker,
]


async def go_through(server: Served, load: Load) -> None:
    """Each disaster once the service is back from the one before. Raises `TimeoutError` when it
    does not come back."""
    async with load.running():
        await load.more(50)
        for disaster in DISASTERS:
            await disaster(server)
            await load.more(100)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chaos")
    for part in (folder, folder.parent, folder.parent.parent):
        part.chmod(0o711)  # PostgreSQL runs as another user when root runs the tests
    return folder


async def test_nothing_acknowledged_is_lost_or_doubled_whatever_is_killed(folder: Path) -> None:
    with served(folder, "--workers", "2") as server:
        await asyncio.to_thread(server.until, "Ctrl-C stops everything")
        log = asyncio.create_task(asyncio.to_thread(server.process.stdout.read))
        await asyncio.to_thread(prepare, server)
        load = load_of(server)
        try:
            await go_through(server, load)
        except TimeoutError:
            load.refused.append("The service did not come back.")
        if load.refused:
            server.process.terminate()
            pytest.fail(f"{load.refused}\n{await log}")
        assert load.troubles > 0
        await check(running(server)["DATABASE_URL"], load)
        assert ran(folder, "verify-ledger").returncode == 0

        family = server.family()
        server.process.kill()
        assert await asyncio.to_thread(all_gone, family)

    with served(folder) as server:
        await asyncio.to_thread(server.until, "Ctrl-C stops everything")
        await check(running(server)["DATABASE_URL"], load)
        result = ran(folder, "verify-ledger")
        assert result.returncode == 0, result.stdout + result.stderr
