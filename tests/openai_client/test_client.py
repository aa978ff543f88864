"""OpenAI's own Python client gets prepaid billing by changing its base URL alone."""

import asyncio

import openai
import pytest

from domain import jobs
from domain.access import SYSTEM
from persistence.models import Job, LLMCall
from tests.calls_service import HI
from tests.openai_client.conftest import Backends, Behind

WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


async def settled() -> LLMCall:
    """The only call, once it runs no more."""
    async with asyncio.timeout(20):
        while (call := await LLMCall.get()).status == "running":
            await asyncio.sleep(0.02)
    return call


async def test_a_plain_call(scripted: Behind):
    client, model = scripted.client(), scripted.service.model
    body = scripted.saying("Good day")
    answer = await client.chat.completions.create(model=model, messages=HI, extra_body=body)

    assert answer.choices[0].message.content == "Good day"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.model == model
    assert answer.usage
    assert answer.usage.total_tokens > 0
    assert (await Job.get()).charge_status == "charged"
    assert (await scripted.service.world.account()).balance == 9_000_000


async def test_a_stream(scripted: Behind):
    client, model = scripted.client(), scripted.service.model
    body = scripted.saying("One two three four")
    stream = await client.chat.completions.create(
        model=model, messages=HI, stream=True, extra_body=body
    )
    chunks = [chunk async for chunk in stream]

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "One two three four"
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert not any(chunk.usage for chunk in chunks)
    assert {chunk.model for chunk in chunks} == {model}
    assert (await Job.get()).status == "completed"


async def test_a_stream_with_its_usage(behind: Behind):
    client, model = behind.client(), behind.service.model
    stream = await client.chat.completions.create(
        model=model, messages=HI, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    call = await LLMCall.get()

    assert chunks[-1].choices == []
    assert chunks[-1].usage
    assert chunks[-1].usage.prompt_tokens == call.prompt_tokens > 0
    assert chunks[-1].usage.completion_tokens == call.completion_tokens > 0
    assert not call.is_estimated


@pytest.mark.parametrize("streamed", [False, True])
async def test_tools(scripted: Behind, streamed: bool):
    if scripted.is_real and streamed:
        pytest.skip("LiteLLM streams no mocked tools")
    client, model = scripted.client(), scripted.service.model
    body = scripted.calling({"name": "weather", "arguments": '{"city": "sandbox"}'})
    sent = {"model": model, "messages": HI, "tools": [WEATHER], "tool_choice": "required"}
    if streamed:
        async with client.chat.completions.stream(**sent, extra_body=body) as stream:
            answer = await stream.get_final_completion()
    else:
        answer = await client.chat.completions.create(**sent, extra_body=body)

    [tool] = answer.choices[0].message.tool_calls
    if not scripted.is_real:  # which mocks some words beside the tool
        assert not answer.choices[0].message.content
        assert answer.choices[0].finish_reason == "tool_calls"
    assert (tool.function.name, tool.function.arguments) == ("weather", '{"city": "sandbox"}')


async def test_a_stream_that_is_left_in_the_middle(scripted: Behind):
    client, model = scripted.client(), scripted.service.model
    body = scripted.rambling()
    stream = await client.chat.completions.create(
        model=model, messages=HI, stream=True, extra_body=body
    )
    async for _ in stream:
        break
    await stream.close()
    call = await settled()
    job = await Job.get()

    assert call.status == "succeeded"
    assert call.is_estimated
    assert 0 < call.completion_tokens < 20_000
    assert (job.status, job.charge_status) == ("completed", "charged")
    account = await scripted.service.world.account()
    assert (account.balance, account.held) == (9_000_000, 0)


async def test_a_call_in_a_job(behind: Behind):
    client, model = behind.client(), behind.service.model
    job_id = await behind.service.new_job()
    for _ in range(2):
        raw = await client.chat.completions.with_raw_response.create(
            model=model, messages=HI, extra_headers={"X-Job-Id": job_id}
        )
        assert raw.headers["x-job-id"] == job_id
    job = await jobs.complete(SYSTEM, job_id)
    assert (job.calls_succeeded, job.charged) == (2, 1_000_000)


async def test_the_models_that_may_be_named(behind: Behind):
    client, model = behind.client(), behind.service.model
    assert [each.id async for each in client.models.list()] == [model]
    assert (await client.models.retrieve(model)).owned_by
    with pytest.raises(openai.NotFoundError) as refused:
        await client.models.retrieve("absent")
    assert refused.value.code == "model_not_found"


@pytest.mark.parametrize("streamed", [False, True])
async def test_without_credits_a_call_is_refused_and_not_repeated(make: Backends, streamed: bool):
    behind = await make(balance=0)
    with pytest.raises(openai.APIStatusError) as refused:
        await behind.client(max_retries=3).chat.completions.create(
            model=behind.service.model, messages=HI, stream=streamed
        )

    assert refused.value.status_code == 402
    assert (refused.value.code, refused.value.type) == ("insufficient_quota", "insufficient_quota")
    assert len(behind.requests) == 1


async def test_a_limited_rate_is_tried_again(make: Backends):
    behind = await make(models=("always-rate-limited",))
    with pytest.raises(openai.RateLimitError) as refused:
        await behind.client(max_retries=1).chat.completions.create(
            model=behind.service.model, messages=HI
        )

    assert refused.value.code == "rate_limit_exceeded"
    assert len(behind.requests) == 2
    assert (await behind.service.world.account()).balance == 10_000_000


async def test_a_finished_job_is_not_tried_again(behind: Behind):
    job_id = await behind.service.new_job()
    await jobs.complete(SYSTEM, job_id)
    with pytest.raises(openai.ConflictError):
        await behind.client(max_retries=3).chat.completions.create(
            model=behind.service.model, messages=HI, extra_headers={"X-Job-Id": job_id}
        )
    assert len(behind.requests) == 1


async def test_its_errors_are_those_of_openai(behind: Behind):
    model = behind.service.model
    with pytest.raises(openai.AuthenticationError) as unknown:
        await behind.client(api_key="sk-of-nobody").chat.completions.create(
            model=model, messages=HI
        )
    with pytest.raises(openai.PermissionDeniedError) as forbidden:
        await behind.client().chat.completions.create(model="absent", messages=HI)
    with pytest.raises(openai.BadRequestError) as wrong:
        await behind.client().chat.completions.create(model=model, messages=[])

    assert unknown.value.code == "invalid_api_key"
    assert (forbidden.value.code, forbidden.value.param) == ("model_not_allowed", "model")
    assert wrong.value.param == "messages"


async def test_the_same_key_is_answered_the_same(behind: Behind):
    client, model = behind.client(), behind.service.model
    key = {"Idempotency-Key": "once"}
    first = await client.chat.completions.create(model=model, messages=HI, extra_headers=key)
    again = await client.chat.completions.create(model=model, messages=HI, extra_headers=key)
    assert first == again
    assert await LLMCall.all().count() == 1
