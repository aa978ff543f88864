"""One PostgreSQL and one Redis for the session; every test finds empty tables.

Several workers (`pytest -n 4`) have their own of each: what one file's tests share is made once.

With TEST_DATABASE_URL and TEST_REDIS_URL the tests use those servers instead.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from xdist.scheduler import LoadFileScheduling

from domain.access import Actor, ActorKind, AdminRole
from persistence import database as db
from persistence.migrations import runner
from server.embedded import throwaway_postgres, throwaway_redis
from tests.statements import counted_statements


class ByFile(LoadFileScheduling):
    """A file stays with one worker, and all that needs the one real LiteLLM with another."""

    def _split_scope(self, nodeid: str) -> str:
        return "real" if re.search(r"(\b|_)real(\b|_)", nodeid) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server to make databases on; the URL of one that is empty."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with throwaway_postgres() as server:
        yield server.url()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    if url := os.environ.get("TEST_REDIS_URL"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
        yield urlsplit(url)._replace(path=f"/{worker}").geturl() if worker else url
        return
    with throwaway_redis() as server:
        yield server.url()


async def make_database(postgres_url: str, template: str | None = None) -> str:
    """The URL of a new database, migrated, or copied from a template."""
    name = f"test_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_url)
    try:
        copy = f' TEMPLATE "{template}" STRATEGY file_copy' if template else ""
        await admin.execute(f'CREATE DATABASE "{name}"{copy}')
    finally:
        await admin.close()
    url = postgres_url.rsplit("/", 1)[0] + f"/{name}"
    if not template:
        await asyncio.to_thread(asyncio.run, runner.migrate(url))
    return url


@pytest_asyncio.fixture(scope="session")
async def database_url(postgres_url: str) -> str:
    """The migrated database of this session, as its owner."""
    return await make_database(postgres_url)


@pytest_asyncio.fixture(scope="session")
async def pool(database_url: str) -> AsyncIterator[None]:
    await db.connect(database_url, pool_size=20)
    yield
    await db.close()


@pytest_asyncio.fixture(scope="session")
async def owner_connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the role that owns the tables, for what the server may not do."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


_FILLED = """
SELECT relname AS name, pg_relation_size(oid) > 1000000 AS is_large FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
    AND relname NOT IN ('aerich', 'installations')
"""


@pytest_asyncio.fixture
async def database(pool: None, owner_connection: asyncpg.Connection) -> None:
    """Empty tables, and a pool that works as the server's role."""
    filled = await owner_connection.fetch(_FILLED)
    # Deleting a few rows is far quicker than making the files of all tables anew.
    emptied = [
        f'TRUNCATE "{table["name"]}" CASCADE'
        if table["is_large"]
        else f'DELETE FROM "{table["name"]}"'
        for table in filled
    ]
    # The ledger and the audit log refuse to be emptied, also for their owner.
    async with owner_connection.transaction():
        await owner_connection.execute("SET LOCAL session_replication_role = replica")
        await owner_connection.execute("; ".join(emptied) or "SELECT")


@pytest.fixture
def owner() -> Actor:
    return Actor(
        kind=ActorKind.ADMIN_USER,
        label="owner@example.com",
        role=AdminRole.OWNER,
        admin_user_id=uuid4(),
    )


@pytest.fixture
def admin_key() -> Actor:
    return Actor(kind=ActorKind.ADMIN_KEY, label="admin key")


@pytest.fixture
def statements(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as seen:` collects the SQL of what runs inside."""
    return lambda: counted_statements(monkeypatch)


ROOT = Path(__file__).parent.parent
