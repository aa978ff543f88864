"""The pool and the transactions: nothing leaks, nothing waits for ever, the role is humble."""

import asyncio

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.exceptions import OperationalError

from persistence import database as db
from persistence.errors import (
    ConstraintViolation,
    Overloaded,
    StorageTimeout,
    StorageTrouble,
    StorageUnavailable,
)
from persistence.models import AuditEvent, ModelGroup, uuid7


def free_connections() -> tuple[int, int]:
    pool = Tortoise.get_connection("default")._pool
    return pool.get_idle_size() + pool.get_max_size() - pool.get_size(), pool.get_max_size()


async def test_the_server_works_as_a_role_that_cannot_rewrite_history(database: None) -> None:
    [row] = await db.rows("SELECT current_user AS role")
    assert row["role"] == db.APP_ROLE
    with pytest.raises(OperationalError, match="permission denied"):
        await db.rows("UPDATE ledger_entries SET amount = 0")


async def test_audit_events_are_numbered_by_the_database(database: None) -> None:
    first = await AuditEvent.create(action="a.b", actor_label="x")
    second = await AuditEvent.create(action="a.b", actor_label="x")
    rows = await AuditEvent.filter(id__in=[first.id, second.id]).order_by("sequence")
    assert [row.id for row in rows] == [first.id, second.id]
    assert rows[0].sequence < rows[1].sequence


async def test_an_outer_refusal_undoes_what_an_inner_block_wrote(database: None) -> None:
    with pytest.raises(LookupError):
        async with db.transaction():
            async with db.transaction():
                await ModelGroup.create(group_name="kept", display_name="k")
            raise LookupError
    assert not await ModelGroup.exists(group_name="kept")


async def test_a_refusal_in_a_block_within_leaves_the_outer_one_alive(database: None) -> None:
    async with db.transaction():
        await ModelGroup.create(group_name="one", display_name="1")
        with pytest.raises(db.UniqueViolation):
            async with db.transaction():
                await ModelGroup.create(group_name="one", display_name="again")
    assert await ModelGroup.filter(group_name="one").count() == 1


async def test_thousands_of_cancelled_transactions_leak_no_connection(database: None) -> None:
    async def work() -> None:
        async with db.transaction():
            await db.rows("SELECT 1")

    for round_ in range(150):
        tasks = [asyncio.create_task(work()) for _ in range(20)]
        await asyncio.sleep(0.0001 * (round_ % 20))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    free, size = free_connections()
    assert free == size


async def test_terminated_backends_leak_no_connection(
    database: None, owner_connection: asyncpg.Connection
) -> None:
    done = asyncio.Event()
    outcomes: list[bool] = []

    async def work() -> None:
        while not done.is_set():
            try:
                async with db.transaction(), db.transaction():
                    await db.rows("SELECT 1")
                outcomes.append(True)
            except (StorageUnavailable, Overloaded):
                outcomes.append(False)

    workers = [asyncio.create_task(work()) for _ in range(16)]
    while len(outcomes) < 1500:
        await owner_connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await asyncio.sleep(0.02)
    done.set()
    await asyncio.gather(*workers)

    free, size = free_connections()
    assert free == size
    assert False in outcomes
    await db.ping()


async def test_a_full_pool_answers_overloaded_soon(database: None) -> None:
    _, size = free_connections()
    released = asyncio.Event()

    async def hold() -> None:
        async with db.transaction():
            await released.wait()

    holders = [asyncio.create_task(hold()) for _ in range(size)]
    while free_connections()[0]:
        await asyncio.sleep(0.01)
    with pytest.raises(Overloaded):
        async with asyncio.timeout(3):
            await db.ping()
    released.set()
    await asyncio.gather(*holders)


async def test_a_slow_statement_is_a_timeout(database: None) -> None:
    async with db.transaction():
        await db.rows("SELECT set_config('statement_timeout', '20', true)")
        with pytest.raises(StorageTimeout):
            await db.rows("SELECT pg_sleep(5)")
            pytest.fail("the statement went on")


async def test_a_transaction_left_idle_ends_and_its_connection_is_replaced(database: None) -> None:
    with pytest.raises(StorageTrouble):
        async with db.transaction():
            await db.rows("SELECT set_config('idle_in_transaction_session_timeout', '20', true)")
            await asyncio.sleep(0.2)  # the idleness under test
            await db.rows("SELECT 1")
    free, size = free_connections()
    assert free == size
    await db.ping()


async def test_a_lock_that_is_not_given_is_a_timeout(database: None) -> None:
    group = await ModelGroup.create(group_name="locked", display_name="l")
    async with db.transaction():
        await ModelGroup.filter(id=group.id).select_for_update().get()
        other = asyncio.create_task(_update_elsewhere(group.id))
        with pytest.raises(StorageTimeout):
            await other


async def _update_elsewhere(group_id: object) -> None:
    context = __import__("contextvars").Context()
    await asyncio.create_task(_update(group_id), context=context)


async def _update(group_id: object) -> None:
    async with db.transaction():
        await db.rows("SELECT set_config('lock_timeout', '50', true)")
        await ModelGroup.filter(id=group_id).update(display_name="other")


async def test_a_broken_rule_names_its_constraint(database: None) -> None:
    with pytest.raises(ConstraintViolation) as refusal:
        await db.rows(
            "INSERT INTO organizations (id, created_at, updated_at, organization_id, name, status,"
            " metadata) VALUES ($1, now(), now(), 'o', 'o', 'sleeping', '{}')",
            uuid7(),
        )
    assert refusal.value.constraint == "organizations_status_check"
