"""Reports and lists find what they need by indexes, and send as many statements for many rows as
for few. On a million calls the benchmark of analytics looks at the same."""

import asyncpg
import pytest
import pytest_asyncio

from bench import analytics, plans, usage_data

pytestmark = pytest.mark.usefixtures("database")


@pytest_asyncio.fixture
async def past(database: None, owner_connection: asyncpg.Connection) -> asyncpg.Connection:
    await usage_data.tenants(owner_connection)
    await usage_data.calls(owner_connection, 1, 10_000)
    return owner_connection


async def test_no_report_and_no_list_reads_a_large_table_from_end_to_end(
    past: asyncpg.Connection,
) -> None:
    whole, counts = {}, {}
    for name, work in (await analytics.works(past)).items():
        with plans.recorded() as statements:
            await work()
        read = [plans.read_whole(await plans.nodes(past, each)) for each in statements]
        if tables := set().union(*read):
            whole[name] = tables
        counts[name] = len(statements)

    assert len(counts) > 30
    assert whole == {}
    assert max(counts.values()) <= 4
