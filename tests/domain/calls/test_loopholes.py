"""What a tenant might try in order to pay less."""

import asyncio

import pytest

from domain import calls, credits, jobs
from domain.errors import InvalidState, LimitReached
from integrations.litellm.sandbox import Fault
from persistence.models import JobStatus, LLMCall, LLMCallContent
from tests.calls_world import HELLO, World
from tests.domain.calls.conftest import Making

BY_TOKENS = {"mode": "consumption_tokens", "tokens_per_credit": 1}


async def running_call(world: World) -> tuple["asyncio.Task[calls.Answered]", LLMCall]:
    world.faults.inject(Fault.HANG, "/chat/completions")
    task = asyncio.create_task(world.call())
    while not (found := await LLMCall.all()):
        await asyncio.sleep(0.01)
    return task, found[0]


@pytest.mark.parametrize("end", [jobs.fail, jobs.cancel])
async def test_a_job_for_one_call_is_not_ended_beside_it(world: World, end) -> None:
    task, call = await running_call(world)

    with pytest.raises(InvalidState, match="Job has a call in progress"):
        await end(world.actor, call.job_id)

    assert (await jobs.get(world.actor, call.job_id)).status is JobStatus.IN_PROGRESS
    task.cancel()


async def test_a_stream_that_is_read_and_then_failed_is_paid_for(world: World) -> None:
    stream = await world.stream()
    async for _ in stream:
        with pytest.raises(InvalidState):
            await jobs.fail(world.actor, stream.job.id)
    assert (await jobs.get(world.actor, stream.job.id)).charged == credits.MICROS


async def test_who_leaves_before_the_first_word_pays_for_the_prompt(world: World) -> None:
    stream = await world.stream()
    await stream.aclose()

    job = await jobs.get(world.actor, stream.job.id)
    assert job.status is JobStatus.COMPLETED
    assert job.charged == credits.MICROS


async def test_a_cap_is_no_discount(make_world: Making) -> None:
    async with make_world(balance=1000, budget=BY_TOKENS) as world:
        job = await world.job(max_credits=50 * credits.MICROS)
        with pytest.raises(LimitReached, match="lower its max_tokens"):
            await world.call(job)
        await world.call(job, {**HELLO, "max_tokens": 20})

        receipt = await jobs.complete(world.actor, job.id)
        used = receipt.prompt_tokens + receipt.completion_tokens
        assert receipt.charged == used * credits.MICROS <= 50 * credits.MICROS


async def test_a_cap_below_the_least_charge_allows_no_call(world: World) -> None:
    job = await world.job(max_credits=1)

    with pytest.raises(LimitReached):
        await world.call(job)


async def test_litellm_is_not_told_by_tenants_what_to_do(world: World) -> None:
    orders = {"fallbacks": ["gpt-4"], "num_retries": 9, "api_base": "http://evil.example"}
    answered = await world.call(body={**HELLO, **orders, "seed": 7})

    content = await LLMCallContent.get(id=answered.call.id)
    assert content.request == {**HELLO, "seed": 7}


async def test_an_answer_that_was_erased_is_not_given_again_as_an_empty_one(world: World) -> None:
    await world.call(idempotency_key="k")
    await LLMCallContent.all().delete()

    with pytest.raises(InvalidState, match="was erased; send a new key"):
        await world.call(idempotency_key="k")
