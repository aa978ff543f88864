"""`town`: one for each module, on tables of its own."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from tests.authorization.town import Town, everybody, make_place, running


async def empty(connection: asyncpg.Connection) -> None:
    tables = await connection.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich'"
    )
    names = ", ".join(f'"{table["tablename"]}"' for table in tables)
    # The ledger and the audit log refuse to be emptied, also for their owner.
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(f"TRUNCATE {names} CASCADE")


@pytest_asyncio.fixture(scope="module")
async def town(
    pool: None, owner_connection: asyncpg.Connection, database_url: str
) -> AsyncIterator[Town]:
    await empty(owner_connection)
    async with running(database_url) as (http, ports):
        home = await make_place(ports, "home")
        yield Town(http, ports, home, await everybody(ports, home))
