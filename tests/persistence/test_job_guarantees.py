"""What the database refuses of jobs and calls, whoever asks."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from domain import credits, jobs
from domain.access import SYSTEM
from persistence.models import Job
from tests.jobs_world import make_call, make_funded_team, make_job


@pytest.fixture
async def job(database: None) -> Job:
    return await make_job(await make_funded_team())


async def change(connection: asyncpg.Connection, table: str, row: UUID, **values: Any) -> None:
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(values, 2))
    await connection.execute(f"UPDATE {table} SET {sets} WHERE id = $1", row, *values.values())


@pytest.mark.parametrize(
    "values",
    [
        {"status": "done"},
        {"status": "completed"},
        {"charge_status": "charged"},
        {"charged": 1},
        {"held": 5},
        {"calls_succeeded": 1},
        {"max_calls": 0},
        {"max_credits": -1},
        {"job_type": "other"},
        {"unbilled": -1},
    ],
)
async def test_a_row_that_makes_no_sense_is_refused(
    job: Job, owner_connection: asyncpg.Connection, values: dict[str, Any]
) -> None:
    with pytest.raises(asyncpg.PostgresError) as refused:
        await change(owner_connection, "jobs", job.id, **values)

    assert refused.value.sqlstate in ("23514", "LC011", "LC013")


@pytest.mark.parametrize("status", ["pending", "in_progress", "failed", "cancelled"])
async def test_a_job_that_has_ended_stays_so(
    job: Job, owner_connection: asyncpg.Connection, status: str
) -> None:
    await jobs.complete(SYSTEM, job.id)

    with pytest.raises(asyncpg.PostgresError, match=r"does not become|violates check"):
        await change(owner_connection, "jobs", job.id, status=status)


async def test_the_receipt_of_a_job_never_changes(
    job: Job, owner_connection: asyncpg.Connection
) -> None:
    await jobs.complete(SYSTEM, job.id)

    with pytest.raises(asyncpg.PostgresError, match="charged no more"):
        await change(owner_connection, "jobs", job.id, charged=2 * credits.MICROS)


async def test_a_job_has_one_charge_even_in_the_ledger(
    job: Job, owner_connection: asyncpg.Connection
) -> None:
    await jobs.complete(SYSTEM, job.id)

    with pytest.raises(asyncpg.UniqueViolationError, match="one_charge_of_job"):
        await owner_connection.execute(
            "INSERT INTO ledger_entries (id, account_id, kind, amount, held_change,"
            " idempotency_key, request_hash, actor_kind, actor_label, job_id)"
            " SELECT gen_random_uuid(), account_id, 'charge', -1, 0, 'again', request_hash,"
            " actor_kind, actor_label, job_id FROM ledger_entries WHERE job_id = $1",
            job.id,
        )


async def test_a_call_that_has_ended_stays_so(
    job: Job, owner_connection: asyncpg.Connection
) -> None:
    call = await make_call(job)

    with pytest.raises(asyncpg.PostgresError, match=r"stays so|violates check"):
        await change(owner_connection, "llm_calls", call.id, status="failed")


async def test_an_idempotency_key_has_one_call_in_a_team(
    job: Job, owner_connection: asyncpg.Connection
) -> None:
    keyed = {"idempotency_key": "k", "request_hash": bytes(32)}
    first = await make_call(job)
    with pytest.raises(asyncpg.PostgresError, match="stays where it is"):
        await change(owner_connection, "llm_calls", first.id, **keyed)
    await make_call(job, **keyed)

    with pytest.raises(Exception, match="llm_calls_idempotency_key"):
        await make_call(await make_job(job.team), **keyed)
