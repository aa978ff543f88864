"""Two of them at once: both wait at the job's row, and are let go together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from domain import budgets, calls, credits, jobs
from domain.access import SYSTEM
from domain.calls import tending
from domain.errors import InvalidState
from domain.jobs import upkeep
from domain.ports import ModelAnswer, ModelCallFailed, Policy
from integrations.litellm.sandbox import Fault
from persistence.models import CallStatus, ChargeStatus, EntryKind, JobStatus, LLMCall
from tests.calls_world import World
from tests.domain.calls.conftest import Making

Race = Callable[..., Awaitable[list[Any]]]
_WAITING = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"


@pytest_asyncio.fixture
async def race(database_url: str) -> AsyncIterator[Race]:
    """`await race(job_id, one(), other())`: their results or exceptions."""
    gate = await asyncpg.connect(database_url)

    async def racing(job_id: UUID, *runners: Awaitable[Any]) -> list[Any]:
        async with gate_closed(gate, job_id):
            tasks = [asyncio.ensure_future(runner) for runner in runners]
            async with asyncio.timeout(10):
                while await gate.fetchval(_WAITING) < len(tasks):
                    await asyncio.sleep(0.01)
        return await asyncio.gather(*tasks, return_exceptions=True)

    yield racing
    await gate.close()


@asynccontextmanager
async def gate_closed(gate: asyncpg.Connection, job_id: UUID) -> AsyncIterator[None]:
    async with gate.transaction():
        await gate.execute("SELECT FROM jobs WHERE id = $1 FOR UPDATE", job_id)
        yield


async def kinds(world: World) -> list[EntryKind]:
    return [entry.kind for entry in await world.entries()]


async def lapse(owner_connection: asyncpg.Connection, table: str, row: UUID) -> None:
    """As if its lease had run out."""
    await owner_connection.execute(
        f"UPDATE {table} SET lease_until = now() - interval '1 s' WHERE id = $1", row
    )


async def test_complete_against_complete_charges_once(world: World, race: Race) -> None:
    job = await world.job()
    await world.call(job)

    first, second = await race(
        job.id, jobs.complete(world.actor, job.id), jobs.complete(world.actor, job.id)
    )

    assert first.charge_id == second.charge_id
    assert (await kinds(world)).count(EntryKind.CAPTURE) == 1
    assert (await world.account()).balance == 9 * credits.MICROS


async def test_cancel_against_capture_has_one_winner(world: World, race: Race) -> None:
    job = await world.job()
    await world.call(job)

    results = await race(
        job.id, jobs.complete(world.actor, job.id), jobs.cancel(world.actor, job.id)
    )

    after = await jobs.get(world.actor, job.id)
    [refused] = [each for each in results if isinstance(each, InvalidState)]
    assert str(refused) == f"Job is already {after.status}"
    ended = [kind for kind in await kinds(world) if kind in (EntryKind.CAPTURE, EntryKind.RELEASE)]
    assert ended == [
        EntryKind.CAPTURE if after.status is JobStatus.COMPLETED else EntryKind.RELEASE
    ]
    assert (await world.account()).held == 0


async def test_capture_against_expire_has_one_winner(
    world: World, race: Race, owner_connection: asyncpg.Connection
) -> None:
    job = await world.job()
    await world.call(job)
    await lapse(owner_connection, "jobs", job.id)

    await race(job.id, jobs.complete(world.actor, job.id), upkeep.expire_jobs())

    after = await jobs.get(world.actor, job.id)
    ended = [kind for kind in await kinds(world) if kind in (EntryKind.CAPTURE, EntryKind.EXPIRE)]
    assert len(ended) == 1
    assert (ended[0] is EntryKind.CAPTURE) == (after.status is JobStatus.COMPLETED)
    assert (await world.account()).held == 0


async def test_a_job_is_not_completed_beside_its_running_call(
    world: World, owner_connection: asyncpg.Connection
) -> None:
    job = await world.job()
    world.faults.inject(Fault.HANG, "/chat/completions")
    hanging = asyncio.create_task(world.call(job))
    while not await LLMCall.filter(job_id=job.id).count():
        await asyncio.sleep(0.01)

    with pytest.raises(InvalidState, match="Job has a call in progress"):
        await jobs.complete(world.actor, job.id)

    cancelled = await jobs.cancel(world.actor, job.id)
    assert cancelled.status is JobStatus.CANCELLED
    assert (await world.account()).held == 0
    hanging.cancel()


@pytest.mark.parametrize("end", [jobs.fail, jobs.cancel, jobs.complete])
async def test_a_lost_call_is_not_made_again_when_its_job_has_ended(
    world: World, owner_connection: asyncpg.Connection, end: Any
) -> None:
    job = await world.job()
    world.faults.inject(Fault.HANG, "/chat/completions")
    lost = asyncio.create_task(world.call(job, idempotency_key="k"))
    while ("POST", "/chat/completions") not in world.faults.calls:
        await asyncio.sleep(0.01)
    [call] = await LLMCall.filter(job_id=job.id)
    await lapse(owner_connection, "llm_calls", call.id)
    ended = await end(world.actor, job.id)

    with pytest.raises(InvalidState, match=f"Job is already {ended.status}"):
        await world.call(job, idempotency_key="k")
    lost.cancel()


async def test_a_client_gone_between_hold_and_charge_loses_nothing(
    make_world: Making, owner_connection: asyncpg.Connection
) -> None:
    policy = Policy(call_lease=timedelta(seconds=30), call_timeout=timedelta(seconds=60))
    async with make_world(policy=policy) as world:
        world.faults.inject(Fault.HANG, "/chat/completions")
        hanging = asyncio.create_task(world.call(idempotency_key="k"))
        while not (found := await LLMCall.all()):
            await asyncio.sleep(0.01)
        [call] = found
        assert (await world.account()).held == credits.MICROS
        await lapse(owner_connection, "llm_calls", call.id)

        assert await upkeep.give_up_calls() == 1

        job = await jobs.get(world.actor, call.job_id)
        assert job.status is JobStatus.FAILED
        assert (await world.account()).held == 0
        with pytest.raises(calls.CallFailed, match="Given up"):
            await world.call(idempotency_key="k")
        hanging.cancel()


async def test_whoever_comes_back_in_time_takes_an_abandoned_call_over(
    world: World, owner_connection: asyncpg.Connection
) -> None:
    world.faults.inject(Fault.HANG, "/chat/completions")
    hanging = asyncio.create_task(world.call(idempotency_key="k"))
    while not (found := await LLMCall.all()):
        await asyncio.sleep(0.01)
    await lapse(owner_connection, "llm_calls", found[0].id)

    answered = await world.call(idempotency_key="k")

    assert answered.call.id == found[0].id
    assert answered.call.run == 2
    assert answered.job.charged == credits.MICROS
    assert (await kinds(world)).count(EntryKind.HOLD) == 1
    hanging.cancel()


async def test_usage_that_arrives_after_the_call_was_given_up_is_not_hidden(
    world: World, owner_connection: asyncpg.Connection
) -> None:
    job = await world.job()
    stream = await world.stream(job)
    await lapse(owner_connection, "llm_calls", stream.call.id)
    await upkeep.give_up_calls()
    receipt = await jobs.complete(world.actor, job.id)
    assert receipt.charge_status is ChargeStatus.WAIVED  # its only call had failed by then

    async for _ in stream:
        pass

    call = await LLMCall.get(id=stream.call.id)
    after = await jobs.get(world.actor, job.id)
    assert call.status is CallStatus.FAILED
    assert call.completion_tokens > 0
    assert after.client_cost == call.client_cost > Decimal(0)
    assert (after.charge_id, after.charged) == (None, 0)


class Dearer:
    """The first model is away, and the second says more than anybody expected."""

    async def complete(self, secret: str, body: Mapping[str, Any], **_: Any) -> ModelAnswer:
        if body["model"] == "gpt-4o-mini":
            raise ModelCallFailed("away")
        usage = {"prompt_tokens": 9, "completion_tokens": 1_000_000, "total_tokens": 1_000_009}
        message = {"role": "assistant", "content": "…"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return ModelAnswer({"id": "x", "created": 1, "choices": [choice], "usage": usage})

    async def stream(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError


@pytest.mark.parametrize(("overdraft", "unbilled"), [(0, 97), (50, 47)])
async def test_a_hold_under_priced_by_a_dearer_fallback_takes_what_is_there(
    make_world: Making, overdraft: int, unbilled: int
) -> None:
    budget = {"mode": "consumption_tokens", "tokens_per_credit": 10_000}
    async with make_world(balance=3, models=("gpt-4o-mini", "gpt-4o"), budget=budget) as world:
        await budgets.update(SYSTEM, world.team.team_id, overdraft_limit=overdraft * credits.MICROS)
        world.ports = replace(world.ports, models=Dearer())

        answered = await world.call()

        job = answered.job
        assert answered.served_by == "gpt-4o"
        assert job.charge_status is ChargeStatus.UNDERPAID
        assert job.charged == (3 + overdraft) * credits.MICROS
        assert job.unbilled == unbilled * credits.MICROS
        account = await world.account()
        assert (account.balance, account.held) == (-overdraft * credits.MICROS, 0)
        charges = [
            kind for kind in await kinds(world) if kind in (EntryKind.CHARGE, EntryKind.CAPTURE)
        ]
        assert charges == [EntryKind.CHARGE]


class Broken:
    """An adapter with a bug."""

    async def complete(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("a bug")

    stream = complete


@pytest.mark.parametrize("asked", [World.call, World.stream])
async def test_a_call_that_ends_in_a_bug_does_not_hold_its_credits_for_ever(
    world: World, owner_connection: asyncpg.Connection, asked: Callable[..., Awaitable[Any]]
) -> None:
    world.ports = replace(world.ports, models=Broken())  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        await asked(world)
    [call] = await LLMCall.all()

    assert call.id not in tending._tender.calls
    await lapse(owner_connection, "llm_calls", call.id)
    assert await upkeep.give_up_calls() == 1
    assert (await world.account()).held == 0
