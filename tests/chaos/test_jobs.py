"""Jobs on several processes: no credit is spent twice, and none is lost to a process that dies."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from server.embedded.process import is_alive, wait_until
from tests.chaos.job_load import JobLoad
from tests.chaos.test_chaos import folder, headers, running
from tests.server.running import Served, ran, served

__all__ = ["folder"]

MODES = ["job_based", "consumption_usd", "consumption_tokens"]
MICROS = 1_000_000


@asynccontextmanager
async def serving(folder: Path, **environ: str) -> AsyncIterator[Served]:
    with served(folder, "--workers", "3", **environ) as server:
        await asyncio.to_thread(server.until, "Ctrl-C stops everything")
        log = asyncio.create_task(asyncio.to_thread(server.process.stdout.read))
        await asyncio.to_thread(prepare, server)
        try:
            yield server
        finally:
            server.process.kill()
            await log


def api_of(server: Served) -> httpx.Client:
    url = f"http://127.0.0.1:{server.port}"
    return httpx.Client(base_url=url, headers=headers(server), timeout=30)


def prepare(server: Served) -> None:
    api = api_of(server)
    body: dict[str, Any] = {"organization_id": "chaos", "name": "c", "create_default_team": False}
    assert api.post("/api/organizations/create", json=body).status_code == 200
    body = {
        "group_name": "chat",
        "display_name": "Chat",
        "models": [{"model_name": "gpt-4o-mini", "priority": 0}],
    }
    assert api.post("/api/model-groups/create", json=body).status_code == 200


def team_of(server: Served, team: str, *, balance: int, mode: str) -> JobLoad:
    body = {
        "organization_id": "chaos",
        "team_id": team,
        "credits_allocated": balance,
        "budget_mode": mode,
        "model_groups": ["chat"],
    }
    answer = api_of(server).post("/api/teams/create", json=body)
    assert answer.status_code == 200, answer.text
    return JobLoad(f"http://127.0.0.1:{server.port}", answer.json()["virtual_key"], team)


@asynccontextmanager
async def connected(server: Served) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(running(server)["DATABASE_URL"])
    yield connection
    await connection.close()


async def books(connection: asyncpg.Connection, team: str) -> asyncpg.Record:
    return await connection.fetchrow(
        "SELECT a.balance, a.held, (SELECT min(balance_after - held_after) FROM ledger_entries e"
        " WHERE e.account_id = a.id) AS least, (SELECT count(*) FROM ledger_entries e WHERE"
        " e.account_id = a.id AND kind IN ('charge', 'capture')) AS charges,"
        " (SELECT count(*) FROM jobs j WHERE j.team_id = t.id AND j.completed_at IS NULL) AS open"
        " FROM credit_accounts a JOIN teams t ON t.id = a.team_id WHERE t.team_id = $1",
        team,
    )


async def test_200_jobs_against_100_credits_on_3_processes_charge_exactly_100(
    folder: Path,
) -> None:
    async with serving(folder) as server, connected(server) as connection:
        for mode in MODES:
            load = await asyncio.to_thread(team_of, server, f"team-{mode}", balance=100, mode=mode)
            async with load.http() as http:
                outcomes = await asyncio.gather(*(load.settle(http, f"k{n}") for n in range(200)))

            assert Counter(each.status for each in outcomes) == {200: 100, 403: 100}, mode
            texts = {each.body["detail"] for each in outcomes if each.status == 403}
            assert all(text.startswith("Insufficient credits. Team has 0") for text in texts)
            found = await books(connection, load.team)
            assert tuple(found.values()) == (0, 0, 0, 100, 0)
        assert ran(folder, "verify-ledger").returncode == 0


async def test_no_job_is_lost_or_doubled_when_processes_are_killed(folder: Path) -> None:
    async with serving(folder, CALL_LEASE_SECONDS="2") as server, connected(server) as connection:
        load = await asyncio.to_thread(
            team_of, server, "team-killed", balance=100_000, mode="job_based"
        )
        async with load.running():
            await load.more(30)
            for _ in range(4):
                worker = server.workers()[0]
                os.kill(worker, signal.SIGKILL)
                await asyncio.to_thread(wait_until, lambda pid=worker: not is_alive(pid), seconds=5)
                await load.more(60)

        assert load.troubles > 0
        await check(connection, load)
        assert ran(folder, "verify-ledger").returncode == 0


async def check(connection: asyncpg.Connection, load: JobLoad) -> None:
    """Every answer is true, once; nothing was charged that nobody was told of; and whoever asks
    again hears the same."""
    wrong = [each for each in load.outcomes if each.status not in (200, 500)]
    if wrong:
        pytest.fail(f"{wrong[:3]}")
    done = {each.body["job_id"]: each for each in load.outcomes if each.status == 200}
    assert len(done) == sum(each.status == 200 for each in load.outcomes), "one job for two keys"
    charged = await connection.fetch(
        "SELECT j.id::text, -e.amount AS amount FROM jobs j JOIN ledger_entries e"
        " ON e.job_id = j.id AND e.kind IN ('charge', 'capture')"
    )
    assert {row["id"] for row in charged} == set(done)
    assert len(charged) == len(done)
    assert {row["amount"] for row in charged} == {MICROS}
    async with asyncio.timeout(30):  # what died with its process is given up
        while (found := await books(connection, load.team))["open"]:
            await asyncio.sleep(0.2)
    assert found["balance"] == (100_000 - len(done)) * MICROS
    assert found["held"] == 0
    async with load.http() as http:
        for each in load.outcomes[::10]:
            again = await load.settle(http, each.key)
            assert (again.status, again.body.get("job_id")) == (
                each.status,
                each.body.get("job_id"),
            )
