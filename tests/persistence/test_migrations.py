"""Migrations: applied once whoever starts, and asked for before anything is served."""

import asyncio
import importlib
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from graph.live.process import Live
from persistence.errors import StorageUnavailable
from persistence.migrations import runner
from server import app
from server.trouble import CannotStart
from tests.conftest import make_database

ROOT = Path(__file__).parents[2]
MIGRATE = (
    "import asyncio, sys; from persistence.migrations import runner;"
    " print(len(asyncio.run(runner.migrate(sys.argv[1]))))"
)


async def empty_database(postgres_url: str) -> str:
    name = f"test_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(f'CREATE DATABASE "{name}"')
    await admin.close()
    return postgres_url.rsplit("/", 1)[0] + f"/{name}"


async def test_of_replicas_that_start_at_once_one_migrates(postgres_url: str) -> None:
    url = await empty_database(postgres_url)
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", MIGRATE, url, stdout=subprocess.PIPE, cwd=ROOT
        )
        for _ in range(4)
    ]

    said = [await process.communicate() for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert sorted(int(out) for out, _ in said) == [0, 0, 0, len(runner.known())]
    assert await runner.pending(url) == []


async def test_a_server_refuses_a_schema_that_is_behind(postgres_url: str) -> None:
    url = await make_database(postgres_url)
    connection = await asyncpg.connect(url)
    await connection.execute("DELETE FROM aerich WHERE version = $1", runner.known()[-1])
    await connection.close()

    assert await runner.pending(url) == [runner.known()[-1]]
    with pytest.raises(CannotStart, match="lacks 1 migrations"):
        await serve(url)


async def test_a_server_refuses_an_empty_database(postgres_url: str) -> None:
    url = await empty_database(postgres_url)
    assert await runner.pending(url) == runner.known()
    with pytest.raises(CannotStart, match="saas-litellm migrate"):
        await serve(url)


async def test_a_database_that_is_away_is_told_as_such() -> None:
    with pytest.raises(StorageUnavailable):
        await runner.pending("postgres://nobody@127.0.0.1:9/none")


async def serve(url: str) -> None:
    """The application's start, as far as the schema decides."""
    settings: Any = SimpleNamespace(database_url=url, database_pool_size=2, price_catalog=None)
    async with app._lifespan(settings, None, Live())(None):  # type: ignore[arg-type]
        pytest.fail("it serves")


async def test_all_but_the_first_tables_can_be_taken_back_and_given_again(
    postgres_url: str,
) -> None:
    url = await make_database(postgres_url)
    modules = [
        importlib.import_module(f"persistence.migrations.models.{name[:-3]}")
        for name in runner.known()[1:]
    ]
    connection = await asyncpg.connect(url)
    try:
        before = await shape(connection)
        async with connection.transaction():
            for module in reversed(modules):
                await connection.execute(await module.downgrade(None))
        bare = await shape(connection)
        async with connection.transaction():
            for module in modules:
                await connection.execute(await module.upgrade(None))
        assert await shape(connection) == before
    finally:
        await connection.close()
    assert not any(name.startswith(("ledger_entries_", "credit_accounts_never")) for name in bare)


async def shape(connection: asyncpg.Connection) -> set[str]:
    """Names of all constraints, indexes, triggers and functions of ours, and column defaults."""
    rows = await connection.fetch(
        "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
        " AND contype NOT IN ('p', 'n') AND conname NOT LIKE '%\\_id\\_fkey'"
        " UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexname NOT LIKE '%\\_pkey'"
        " UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        " UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " UNION SELECT table_name || '.' || column_name || column_default"
        " FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_default IS NOT NULL"
    )
    return {row[0] for row in rows}
