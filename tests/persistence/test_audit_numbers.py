"""The audit log is numbered at commit, without gaps, and nobody else numbers it."""

import asyncio

import asyncpg
import pytest

from persistence import database as db
from persistence.models import AuditEvent


async def write(name: str, *, fail: bool = False) -> None:
    async with db.transaction():
        await AuditEvent.create(action=f"test.{name}", actor_label="x")
        await asyncio.sleep(0)
        if fail:
            raise LookupError


async def test_racing_and_failing_transactions_leave_no_gap(database: None) -> None:
    await asyncio.gather(
        *(write(str(n), fail=n % 3 == 0) for n in range(30)), return_exceptions=True
    )
    numbers = await AuditEvent.all().order_by("sequence").values_list("sequence", flat=True)
    assert numbers == list(range(1, 21))


async def test_events_of_one_transaction_are_numbered_in_order(database: None) -> None:
    async with db.transaction():
        await AuditEvent.create(action="test.first", actor_label="x", sequence=7)
        await AuditEvent.create(action="test.second", actor_label="x")
    events = await AuditEvent.all().order_by("sequence")
    assert [(event.sequence, event.action) for event in events] == [
        (1, "test.first"),
        (2, "test.second"),
    ]


@pytest.mark.parametrize("change", ["sequence = 9", "action = 'other'", "sequence = NULL"])
async def test_a_number_and_what_it_stands_for_never_change(
    database: None, owner_connection: asyncpg.Connection, change: str
) -> None:
    await write("kept")
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await owner_connection.execute(f"UPDATE audit_events SET {change}")
