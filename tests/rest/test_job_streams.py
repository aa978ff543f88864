"""Streamed model calls over the legacy API, byte for byte as they arrive on a socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from integrations.litellm.sandbox.faults import Course
from persistence.models import Job, LLMCall
from tests.calls_service import HI, Service

WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


class Gate:
    """Lets the chunks of the model through one by one."""

    def __init__(self) -> None:
        self._free: asyncio.Queue[None] = asyncio.Queue()
        self.waiting = asyncio.Event()

    async def __call__(self, number: int) -> None:
        self.waiting.set()
        await self._free.get()

    def let(self, chunks: int) -> None:
        for _ in range(chunks):
            self._free.put_nowait(None)


@asynccontextmanager
async def streaming(service: Service, path: str, **body: Any) -> AsyncIterator[httpx.Response]:
    sent = {"messages": HI, **body}
    async with service.http.stream("POST", path, json=sent, timeout=30) as answer:
        yield answer


@pytest.fixture
def whole(service: Service) -> dict[str, Any]:
    return {"team_id": service.world.team.team_id, "job_type": "chat"}


WHOLE = "/api/jobs/create-and-call-stream"


def chunks(text: str) -> list[Any]:
    """What the events of a stream say, without its last."""
    assert text.endswith("\n\ndata: [DONE]\n\n")
    lines = text.removesuffix("data: [DONE]\n\n").split("\n\n")[:-1]
    return [json.loads(line.removeprefix("data: ")) for line in lines if line != ": keepalive"]


async def settled(job_id: str) -> LLMCall:
    """The job's call, once it runs no more."""
    async with asyncio.timeout(10):
        while (call := await LLMCall.get(job_id=job_id)).status == "running":
            await asyncio.sleep(0.02)
    return call


async def test_the_first_chunk_arrives_before_the_second_is_said(service: Service, whole: Any):
    gate = Gate()
    service.world.faults.steer(Course(wait=gate, text="one two three four five"))
    gate.let(1)
    async with streaming(service, WHOLE, **whole) as answer:
        pieces = answer.aiter_text()
        heard = ""
        while "one two" not in heard:  # the model is held back until this is here
            heard += await anext(pieces)
        assert "five" not in heard
        gate.let(10)
        heard += "".join([piece async for piece in pieces])

    texts = [each["choices"][0]["delta"].get("content", "") for each in chunks(heard)]
    assert "".join(texts) == "one two three four five"


async def test_the_form_is_fixed(service: Service, whole: Any):
    async with streaming(service, WHOLE, **whole) as answer:
        text = (await answer.aread()).decode()

    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["connection"] == "keep-alive"
    assert answer.headers["x-accel-buffering"] == "no"
    assert text.startswith(": keepalive\n\ndata: {")
    assert text.count(": keepalive") == text.count("data: [DONE]") == 1
    _, *rest = text.split("\n\n")
    assert all(line.startswith("data: ") and "\n" not in line for line in rest[:-1])
    for chunk in chunks(text):
        assert {"id", "created", "model", "choices"} <= chunk.keys()
        assert (chunk["object"], chunk["model"]) == ("chat.completion.chunk", service.model)
        assert all("index" in choice for choice in chunk["choices"])


async def test_usage_is_on_the_chunk_that_says_why_it_ended(service: Service, whole: Any):
    async with streaming(service, WHOLE, **whole) as answer:
        said = chunks((await answer.aread()).decode())

    assert said[-1]["choices"][0]["finish_reason"] == "stop"
    assert said[-1]["usage"]["total_tokens"] > 0
    assert not any("usage" in chunk for chunk in said[:-1])
    assert all(chunk["choices"] for chunk in said)


async def test_content_is_a_text_or_absent(service: Service, whole: Any):
    more = {"tools": [WEATHER], "tool_choice": "required"}
    async with streaming(service, WHOLE, **whole, **more) as answer:
        said = chunks((await answer.aread()).decode())

    deltas = [choice["delta"] for chunk in said for choice in chunk["choices"]]
    assert all(isinstance(delta.get("content", ""), str) for delta in deltas)
    called = [each for delta in deltas for each in delta.get("tool_calls", [])]
    assert called[0]["function"]["name"] == "weather"
    assert "".join(each["function"]["arguments"] for each in called) == '{"city": "sandbox"}'


async def test_a_whole_job_is_charged_before_the_stream_ends(service: Service, whole: Any):
    async with streaming(service, WHOLE, **whole) as answer:
        async for text in answer.aiter_text():
            if "[DONE]" in text:
                break
        job = await Job.get(id=answer.headers["x-job-id"])
        balance = (await service.world.account()).balance

    assert (job.status, job.charge_status) == ("completed", "charged")
    assert balance == 9_000_000
    entry = (await service.world.entries())[-1]
    assert entry.reason == "Streaming single-call job chat completed (job_based mode: 1 credits)"


async def test_a_call_in_a_job_completes_nothing_and_begins_at_once(service: Service):
    job_id = await service.new_job()
    async with streaming(service, f"/api/jobs/{job_id}/llm-call-stream") as answer:
        text = (await answer.aread()).decode()

    assert text.startswith("data: {")
    assert answer.headers["x-job-id"] == job_id
    assert answer.headers["x-call-id"] == str((await LLMCall.get(job_id=job_id)).id)
    assert answer.headers["x-served-model"] == "gpt-4o-mini"
    job = await Job.get(id=job_id)
    assert (job.status, job.calls_succeeded, job.charged) == ("in_progress", 1, 0)


@pytest.mark.parametrize("how", [{"error_after": 2}, {"break_after": 2}, {"end_after": 2}])
async def test_a_model_that_breaks_off_is_told_before_the_end(
    service: Service, whole: Any, how: dict[str, int]
):
    service.world.faults.steer(Course(**how))
    async with streaming(service, WHOLE, **whole) as answer:
        text = (await answer.aread()).decode()
    said = chunks(text)
    job = await Job.get(id=answer.headers["x-job-id"])
    call = await LLMCall.get(job_id=job.id)

    assert text.endswith(
        '\n\ndata: {"error":"LLM call failed: the answer broke off"}\n\ndata: [DONE]\n\n'
    )
    assert call.error == "the answer broke off"
    assert all("choices" in chunk for chunk in said[:-1])
    assert len(said) > 1
    assert (job.status, job.charged, call.status) == ("failed", 0, "failed")
    assert call.completion_tokens > 0


@pytest.mark.parametrize("path", [WHOLE, "/api/jobs/{job}/llm-call-stream"])
async def test_what_fails_before_the_first_chunk_is_a_plain_refusal(
    service: Service, whole: Any, path: str
):
    service.world.faults.steer(Course(error_after=0))
    path = path.format(job=await service.new_job())
    async with streaming(service, path, **whole) as answer:
        said = json.loads(await answer.aread())

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/json"
    assert said["detail"].startswith("LLM call failed: ")


async def test_whoever_leaves_in_the_middle_pays_for_what_was_said(service: Service, whole: Any):
    gate = Gate()
    service.world.faults.steer(Course(wait=gate))
    gate.let(3)
    async with streaming(service, WHOLE, **whole) as answer:
        async for text in answer.aiter_text():
            if "SaasLiteLLM" in text:
                break
    call = await settled(answer.headers["x-job-id"])
    job = await Job.get(id=call.job_id)

    assert call.status == "succeeded"
    assert call.is_estimated
    assert call.completion_tokens > 0
    assert (job.status, job.charge_status) == ("completed", "charged")
    account = await service.world.account()
    assert (account.balance, account.held) == (9_000_000, 0)
    [logged] = service.world.state.spend_logs
    assert "ClientDisconnected" in json.dumps(logged, default=str)  # its connection was closed


async def test_whoever_leaves_before_the_first_chunk_pays_nothing(service: Service, whole: Any):
    gate = Gate()
    service.world.faults.steer(Course(wait=gate))

    async def asking() -> None:
        async with streaming(service, WHOLE, **whole) as answer:
            await answer.aread()

    task = asyncio.create_task(asking())
    await gate.waiting.wait()
    job = await Job.get()
    task.cancel()
    await asyncio.wait({task})
    call = await settled(str(job.id))
    job = await Job.get(id=job.id)

    assert (call.status, job.status, job.charged) == ("failed", "failed", 0)
    account = await service.world.account()
    assert (account.balance, account.held) == (10_000_000, 0)


async def test_a_slow_reader_loses_nothing(service: Service, whole: Any):
    text = "word " * 4000
    service.world.faults.steer(Course(text=text))
    async with streaming(service, WHOLE, **whole) as answer:
        await asyncio.sleep(0)
        heard = []
        async for line in answer.aiter_lines():
            heard.append(line)
            if not len(heard) % 100:
                await asyncio.sleep(0.01)
    said = chunks("\n".join(heard) + "\n")
    assert "".join(each["choices"][0]["delta"].get("content", "") for each in said) == text


async def test_many_streams_at_once_do_not_mix(service: Service, whole: Any):
    async def one(number: int) -> str:
        body = whole | {"user_id": f"reader-{number}"}
        async with streaming(service, WHOLE, **body) as answer:
            said = chunks((await answer.aread()).decode())
        assert len({chunk["id"] for chunk in said}) == 1
        return str(said[0]["id"])

    ids = await asyncio.gather(*(one(number) for number in range(8)))
    assert len(set(ids)) == 8
    assert (await service.world.account()).balance == 2_000_000
