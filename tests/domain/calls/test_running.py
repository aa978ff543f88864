"""A call in a job, from the hold to the charge."""

from decimal import Decimal

import pytest

from domain import calls, credits, jobs
from domain.errors import InsufficientCredits, InvalidState, LimitReached, ModelNotAllowed
from persistence.models import ChargeStatus, EntryKind, JobStatus, LLMCall, LLMCallContent
from tests.calls_world import HELLO, World
from tests.domain.calls.conftest import Making


async def test_a_single_call_is_held_for_and_charged_once(world: World) -> None:
    answered = await world.call()

    assert answered.job.status is JobStatus.COMPLETED
    assert answered.job.charge_status is ChargeStatus.CHARGED
    assert answered.job.charged == credits.MICROS
    assert answered.body["model"] == answered.call.requested_model
    assert answered.served_by == "gpt-4o-mini"
    assert answered.body["choices"][0]["message"]["content"]
    kinds = [entry.kind for entry in (await world.entries())[-2:]]
    assert kinds == [EntryKind.HOLD, EntryKind.CAPTURE]
    account = await world.account()
    assert (account.balance, account.held) == (9 * credits.MICROS, 0)


async def test_what_a_call_used_is_written_down(world: World) -> None:
    answered = await world.call(purpose="parse")

    call = answered.call
    assert call.purpose == "parse"
    assert call.used_model == "openai/gpt-4o-mini"
    assert call.prompt_tokens > 0
    assert call.completion_tokens > 0
    assert call.client_cost == call.input_cost + call.output_cost > Decimal(0)
    assert call.attempts[0]["outcome"] == "succeeded"
    content = await LLMCallContent.get(id=call.id)
    assert content.request["messages"] == HELLO["messages"]
    assert content.response == answered.body


async def test_calls_of_an_open_job_share_one_charge(world: World) -> None:
    job = await world.job()
    for _ in range(3):
        await world.call(job)
    receipt = await jobs.complete(world.actor, job.id)

    assert receipt.calls_count == receipt.calls_succeeded == 3
    assert receipt.charged == credits.MICROS
    assert (await world.account()).balance == 9 * credits.MICROS
    assert await jobs.complete(world.actor, job.id) == receipt
    assert (await world.account()).balance == 9 * credits.MICROS


async def test_without_credits_nothing_is_called(make_world: Making) -> None:
    async with make_world(balance=0) as world:
        with pytest.raises(InsufficientCredits) as refused:
            await world.call()

        assert (refused.value.required, refused.value.available) == (credits.MICROS, 0)
        assert await LLMCall.all().count() == 0
        assert await jobs.Job.all().count() == 0
        assert ("POST", "/chat/completions") not in world.faults.calls


async def test_a_failed_job_frees_its_hold(world: World) -> None:
    job = await world.job()
    await world.call(job)
    assert (await world.account()).held == credits.MICROS
    failed = await jobs.fail(world.actor, job.id, error_message="No use.")

    assert failed.status is JobStatus.FAILED
    assert failed.charge_status is ChargeStatus.NOT_DUE
    account = await world.account()
    assert (account.balance, account.held) == (10 * credits.MICROS, 0)
    with pytest.raises(InvalidState, match="Job is already failed"):
        await jobs.complete(world.actor, job.id)
    with pytest.raises(InvalidState, match="Job is already failed"):
        await world.call(job)


async def test_a_cap_on_calls_stops_a_loop(world: World) -> None:
    job = await world.job(max_calls=2)
    await world.call(job)
    await world.call(job)

    with pytest.raises(LimitReached):
        await world.call(job)


async def test_a_model_that_fails_is_passed_over(make_world: Making) -> None:
    models = ("always-fails-no-fallback", "gpt-4o-mini")
    async with make_world(models=models) as world:
        answered = await world.call()

        assert answered.served_by == "gpt-4o-mini"
        first, second = answered.call.attempts
        assert (first["outcome"], second["outcome"]) == ("failed", "succeeded")
        assert first["reason"]


async def test_a_call_that_no_model_answers_is_recorded_and_free(make_world: Making) -> None:
    async with make_world(models=("always-fails-no-fallback",)) as world:
        with pytest.raises(calls.CallFailed, match="LLM call failed: ") as failed:
            await world.call()

        assert failed.value.job.status is JobStatus.FAILED
        assert failed.value.call.error
        account = await world.account()
        assert (account.balance, account.held) == (10 * credits.MICROS, 0)


async def test_a_stream_comes_with_usage_at_its_end_and_is_charged(world: World) -> None:
    stream = await world.stream()
    chunks = [chunk async for chunk in stream]

    assert all("usage" not in chunk for chunk in chunks[:-1])
    assert chunks[-1]["usage"]["total_tokens"] > 0
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert stream.answered
    assert stream.answered.job.charged == credits.MICROS
    text = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks)
    assert stream.answered.body["choices"][0]["message"]["content"] == text


async def test_a_listener_who_leaves_pays_for_what_was_said(world: World) -> None:
    stream = await world.stream()
    async for _ in stream:
        break
    await stream.aclose()

    call = await LLMCall.get(id=stream.call.id)
    job = await jobs.get(world.actor, stream.job.id)
    assert call.is_estimated
    assert call.prompt_tokens > 0
    assert job.status is JobStatus.COMPLETED
    assert job.charged == credits.MICROS


async def test_the_same_key_is_answered_the_same(world: World) -> None:
    first = await world.call(jobs.NewJob(job_type="once"), idempotency_key="k1")
    again = await world.call(jobs.NewJob(job_type="once"), idempotency_key="k1")

    assert again.replayed
    assert (again.job.id, again.call.id, again.body) == (first.job.id, first.call.id, first.body)
    assert (await world.account()).balance == 9 * credits.MICROS


async def test_a_model_out_of_reach_is_refused(world: World) -> None:
    with pytest.raises(ModelNotAllowed, match="does not have access to model group 'other'"):
        await world.call(model="other")
