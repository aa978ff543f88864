"""A call of a job of its own: written down, held for, settled and charged by a statement each,
unless somebody touched the job meanwhile."""

from typing import Any

import asyncpg
import pytest

from domain import calls, jobs
from domain.calls.preparing import prepare
from domain.calls.reserving import reserve
from domain.errors import InsufficientCredits
from domain.jobs import upkeep
from persistence.models import ChargeStatus, EntryKind, Job, JobStatus, LLMCall, LLMCallContent
from tests.calls_world import HELLO, World
from tests.domain.calls.conftest import Making
from tests.statements import counted_statements


async def own_job() -> Job:
    return await Job.filter(is_single_call=True).order_by("-created_at").first()


async def ask(world: World) -> calls.Asked:
    new = jobs.NewJob(job_type="test")
    return await calls.ask(world.actor, world.ports, new, calls.CallRequest(body=HELLO))


async def test_a_call_takes_a_statement_to_prepare_to_reserve_and_to_settle(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    [model] = await calls.names(world.actor, world.team)
    request = calls.CallRequest(body=HELLO, model=model)
    with counted_statements(monkeypatch) as seen:
        await calls.ask(world.actor, world.ports, jobs.NewJob(job_type="test"), request)

    assert len(seen) == 3, seen
    job = await own_job()
    call = await LLMCall.get(job_id=job.id)
    assert (job.status, job.charge_status) == (JobStatus.COMPLETED, ChargeStatus.CHARGED)
    assert job.created_at == call.created_at <= call.finished_at == job.completed_at
    assert await LLMCallContent.exists(id=call.id)
    entries = [entry.kind for entry in await world.entries()]
    assert entries[-2:] == [EntryKind.HOLD, EntryKind.CAPTURE]


async def test_what_is_done_to_the_job_while_the_call_runs_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete = world.ports.models.complete

    async def meanwhile(*args: Any, **values: Any) -> Any:
        await jobs.update_metadata(world.actor, (await own_job()).id, {"seen": True})
        return await complete(*args, **values)

    monkeypatch.setattr(world.ports.models, "complete", meanwhile)
    asked = await ask(world)

    job = await jobs.get(world.actor, asked.job_id)
    assert (job.metadata, job.status, job.calls_succeeded) == (
        {"seen": True},
        JobStatus.COMPLETED,
        1,
    )
    assert (await world.account()).held == 0


async def test_a_call_that_was_given_up_meanwhile_is_not_charged(
    world: World, monkeypatch: pytest.MonkeyPatch, owner_connection: asyncpg.Connection
) -> None:
    complete, before = world.ports.models.complete, (await world.account()).balance

    async def meanwhile(*args: Any, **values: Any) -> Any:
        await owner_connection.execute("UPDATE llm_calls SET lease_until = now() - interval '1 s'")
        assert await upkeep.give_up_calls() == 1
        return await complete(*args, **values)

    monkeypatch.setattr(world.ports.models, "complete", meanwhile)
    asked = await ask(world)

    job, account = await jobs.get(world.actor, asked.job_id), await world.account()
    assert (job.status, job.calls_succeeded, job.charged) == (JobStatus.FAILED, 0, 0)
    assert (account.balance, account.held) == (before, 0)


async def test_credits_that_left_since_they_were_read_are_missed_under_the_lock(
    make_world: Making,
) -> None:
    async with make_world(balance=1) as world:
        request = calls.CallRequest(body=HELLO)
        new = jobs.NewJob(job_type="test")
        late = await prepare(world.actor, world.ports, new, request, words="Single-call job")
        await ask(world)

        with pytest.raises(InsufficientCredits) as refused:
            await reserve(late.reservation)

        assert refused.value.available == 0
        assert await Job.all().count() == 1
        assert (await world.account()).balance == 0
