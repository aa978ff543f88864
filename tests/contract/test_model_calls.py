"""What model calls rely on in LiteLLM: the sandbox and a real proxy answer alike."""

import asyncio
import json
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.ports import ModelCallFailed
from integrations.litellm import sandbox
from integrations.litellm.calls import LiteLLMCalls
from integrations.litellm.gateway import LiteLLMGateway
from tests.contract.conftest import new_key, new_team
from tests.litellm_served import served_sandbox
from tests.real_proxy import TEAM_CACHE_SECONDS

MESSAGES = [{"role": "user", "content": "Say hi"}]
STREAMED = {"stream": True, "stream_options": {"include_usage": True}}
MODELS = ("gpt-4", "gpt-4o-mini", "always-fails", "always-fails-no-fallback", "always-rate-limited")


@dataclass
class World:
    """A proxy on a port, and a team with a key there."""

    url: str
    calls: LiteLLMCalls
    gateway: LiteLLMGateway
    http: httpx.AsyncClient
    team_id: str
    secret: str
    state: sandbox.State | None

    async def complete(self, model: str = "gpt-4", *, secret: str = "", call_id: str = "", **more):
        body = {"model": model, "messages": MESSAGES, **more}
        return await self.calls.complete(
            secret or self.secret, body, call_id=call_id or str(uuid4()), timeout_seconds=20
        )

    async def stream(self, model: str = "gpt-4", *, secret: str = "", call_id: str = "", **more):
        body = {"model": model, "messages": MESSAGES, **STREAMED, **more}
        return await self.calls.stream(
            secret or self.secret, body, call_id=call_id or str(uuid4()), timeout_seconds=20
        )

    async def logs(self, **asked: Any) -> dict[str, Any]:
        """A page of what was spent today, by the team."""
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0)
        days = {"start_date": today, "end_date": today + timedelta(days=2)}
        dates = {name: f"{date:%Y-%m-%d %H:%M:%S}" for name, date in days.items()}
        params = {**dates, "team_id": self.team_id, **asked}
        return (await self.http.get("/spend/logs/v2", params=params)).json()

    async def logged(self, call_id: str) -> dict[str, Any]:
        """The row of a call, once the proxy has written it down."""
        async with asyncio.timeout(30):
            while True:
                for row in (await self.logs())["data"]:
                    if row["metadata"]["litellm_call_id"] == call_id:
                        return row
                await asyncio.sleep(0.2)


@pytest.fixture(params=["sandbox", pytest.param("real", marks=pytest.mark.real_proxy)])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    if request.param == "sandbox":
        async with served_sandbox(team_cache_seconds=TEAM_CACHE_SECONDS) as (url, key, state):
            async for made in _made(url, key, state):
                yield made
        return
    real = request.getfixturevalue("real_proxy")
    async for made in _made(real.url, real.master_key, None):
        yield made


async def _made(url: str, master_key: str, state: sandbox.State | None) -> AsyncIterator[World]:
    headers = {"Authorization": f"Bearer {master_key}"}
    calls, team = LiteLLMCalls(url), new_team(models=MODELS)
    secret, key = new_key(team.team_id)
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20, verify=False) as http:
        gateway = LiteLLMGateway(url, master_key, uuid4().hex, client=http)
        await gateway.create_team(team)
        await gateway.create_key(secret, key)
        yield World(url, calls, gateway, http, team.team_id, secret, state)
    await calls.close()


async def test_a_plain_call_is_answered_in_openais_form(world: World) -> None:
    answer = await world.complete()

    assert answer.used_model == "openai/gpt-4"
    assert answer.body["object"] == "chat.completion"
    assert answer.body["model"] == "gpt-4"
    (choice,) = answer.body["choices"]
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["role"] == "assistant"
    assert "gpt-4" in choice["message"]["content"]
    usage = answer.body["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0
    assert "cost" not in usage


async def test_a_streamed_call_comes_in_chunks_and_ends_with_its_usage(world: World) -> None:
    whole = (await world.complete()).body["choices"][0]["message"]["content"]
    stream = await world.stream()
    chunks = [chunk async for chunk in stream]

    assert stream.used_model == "openai/gpt-4"
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert {chunk["model"] for chunk in chunks} == {"gpt-4"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert deltas[0]["role"] == "assistant"
    assert "".join(delta.get("content", "") for delta in deltas) == whole
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert "usage" not in chunks[-2]
    usage = chunks[-1]["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0
    assert usage["completion_tokens_details"]["reasoning_tokens"] == 0
    assert usage["cost"] > 0


async def test_usage_comes_only_when_it_is_asked_for(world: World) -> None:
    chunks = [chunk async for chunk in await world.stream(stream_options=None)]
    assert not any("usage" in chunk for chunk in chunks)
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


async def test_calls_one_after_the_other_share_a_connection(world: World) -> None:
    for _ in range(3):
        await world.complete()
        assert [chunk async for chunk in await world.stream()]
    # The end of a real stream may come a little after its last chunk.
    assert len(world.calls._pool._idle) < 3


async def test_the_spend_log_knows_a_call_by_our_id(world: World) -> None:
    plain, streamed = str(uuid4()), str(uuid4())
    answer = await world.complete(call_id=plain, user="end-user-7")
    last = [chunk async for chunk in await world.stream(call_id=streamed)][-1]

    row, of_stream = await world.logged(plain), await world.logged(streamed)
    assert row["litellm_call_id"] == plain
    assert row["request_id"] == answer.body["id"]
    assert row["total_tokens"] == answer.body["usage"]["total_tokens"]
    assert row["spend"] > 0
    assert (row["status"], row["model"], row["model_group"]) == ("success", "openai/gpt-4", "gpt-4")
    assert (row["team_id"], row["end_user"]) == (world.team_id, "end-user-7")
    assert of_stream["request_id"] == last["id"]
    assert of_stream["total_tokens"] == last["usage"]["total_tokens"]
    assert float(of_stream["spend"]) == pytest.approx(last["usage"]["cost"])


async def test_the_spend_log_comes_in_pages_newest_first(world: World) -> None:
    ids = [str(uuid4()) for _ in range(3)]
    for call_id in ids:
        await world.complete(call_id=call_id)
        await asyncio.sleep(0.01)  # times are of milliseconds
    for call_id in ids:
        await world.logged(call_id)

    pages = [await world.logs(page=page, page_size=2) for page in (1, 2, 3)]
    counts = [{name: page[name] for name in page if name != "data"} for page in pages]
    assert counts == [
        {"total": 3, "page": n, "page_size": 2, "total_pages": 2, "total_is_capped": False}
        for n in (1, 2, 3)
    ]
    listed = [row["litellm_call_id"] for page in pages for row in page["data"]]
    assert listed == ids[::-1]
    forward = await world.logs(sort_by="startTime", sort_order="asc")
    assert [row["litellm_call_id"] for row in forward["data"]] == ids
    assert (await world.logs(start_date="2020-01-01", end_date="2020-01-02"))["data"] == []


@pytest.mark.parametrize(
    "params",
    [{}, {"start_date": "2026-01-01"}, {"start_date": "yesterday", "end_date": "2026-01-01"}],
)
async def test_the_spend_log_wants_dates_it_understands(world: World, params: dict) -> None:
    assert (await world.http.get("/spend/logs/v2", params=params)).status_code == 400


@pytest.mark.parametrize("way", ["complete", "stream"])
async def test_a_provider_that_is_down_is_to_blame(world: World, way: str) -> None:
    call_id = str(uuid4())
    with pytest.raises(ModelCallFailed) as caught:
        await getattr(world, way)("always-fails-no-fallback", call_id=call_id)
    assert (caught.value.status, caught.value.is_provider) == (500, True)
    assert str(caught.value).startswith("litellm.InternalServerError")
    assert str(caught.value).endswith("Connection error.")
    row = await world.logged(call_id)
    assert (row["status"], row["spend"]) == ("failure", 0)


@pytest.mark.parametrize("way", ["complete", "stream"])
async def test_a_provider_that_limits_is_to_blame(world: World, way: str) -> None:
    with pytest.raises(ModelCallFailed) as caught:
        await getattr(world, way)("always-rate-limited")
    assert (caught.value.status, caught.value.is_provider) == (429, True)
    assert str(caught.value) == "litellm.RateLimitError: this is a mock rate limit error"


async def test_a_model_that_litellm_fell_back_to_is_named(world: World) -> None:
    assert (await world.complete("always-fails")).used_model == "openai/gpt-4o-mini"
    stream = await world.stream("always-fails")
    assert stream.used_model == "openai/gpt-4o-mini"
    await stream.aclose()


@pytest.mark.parametrize("way", ["complete", "stream"])
async def test_what_litellm_itself_refuses_is_no_providers_fault(world: World, way: str) -> None:
    call = getattr(world, way)
    for status, asked in (
        (403, {"model": "claude-3-haiku"}),
        (403, {"model": "no-such-model"}),
        (401, {"secret": "sk-unknown-0000000000"}),
        (400, {"messages": "hi"}),
        (400, {"messages": None}),
    ):
        with pytest.raises(ModelCallFailed) as caught:
            await call(**asked)
        failed = caught.value
        assert (failed.status, failed.is_provider, failed.is_budget) == (status, False, False)
        assert "sk-" not in str(failed)
        assert "LiteLLM: model group" not in str(failed)


@pytest.mark.parametrize("way", ["complete", "stream"])
async def test_a_spent_budget_is_told_apart(world: World, way: str) -> None:
    secret, key = new_key(world.team_id, max_budget=Decimal(0))
    await world.gateway.create_key(secret, key)
    with pytest.raises(ModelCallFailed, match="Budget has been exceeded!") as caught:
        await getattr(world, way)(secret=secret)
    failed = caught.value
    assert (failed.status, failed.is_budget, failed.is_provider) == (422, True, False)


WORD = {"id": "", "object": "chat.completion.chunk", "created": 1, "model": "x"}


class Ending(StrEnum):
    """What a provider does after three words."""

    SILENCE = "silence"
    BREAK = "break"
    ERROR = "error"


@asynccontextmanager
async def ending(world: World, how: Ending) -> AsyncIterator[str]:
    """The name of a model whose provider ends each stream so; its whole answer is longer."""
    if world.state:
        words = asyncio.Semaphore(3 if how is Ending.SILENCE else 9)
        course = sandbox.Course(
            wait=lambda _: words.acquire(),
            break_after=3 if how is Ending.BREAK else None,
            error_after=3 if how is Ending.ERROR else None,
        )
        world.state.faults.steer(course)
        yield "gpt-4"
        return
    name = f"ending-{uuid4()}"
    server = await asyncio.start_server(partial(_provide, how), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    params = {
        "model": f"openai/{name}",
        "api_key": "none",
        "api_base": f"http://127.0.0.1:{port}/v1",
        "input_cost_per_token": 0.00001,
        "output_cost_per_token": 0.00001,
        "max_retries": 0,
    }
    made = await world.http.post("/model/new", json={"model_name": name, "litellm_params": params})
    team = {"team_id": world.team_id, "models": [*MODELS, name]}
    await world.http.post("/team/update", json=team)
    yield name
    await world.http.post("/model/delete", json={"id": made.json()["model_id"]})
    server.close()


async def _provide(how: Ending, reader: StreamReader, writer: StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    delta = {"role": "assistant", "content": "a word "}
    chunk = WORD | {"id": f"chatcmpl-{uuid4()}", "choices": [{"index": 0, "delta": delta}]}
    error = {"error": {"message": "overloaded", "code": 529}}
    for event in [chunk] * 3 + [error] * (how is Ending.ERROR):
        data = f"data: {json.dumps(event)}\n\n".encode()
        writer.write(b"%x\r\n%b\r\n" % (len(data), data))
        await asyncio.sleep(0.1)  # or LiteLLM would meet the end before the first word
    if how is not Ending.SILENCE:
        writer.close()


@pytest.mark.parametrize("words", [1, 3])
async def test_what_was_said_before_a_listener_left_is_spent(world: World, words: int) -> None:
    call_id = str(uuid4())
    async with ending(world, Ending.SILENCE) as model:
        stream = await world.stream(model, call_id=call_id)
        chunks = aiter(stream)
        for _ in range(words):
            await anext(chunks)
        await stream.aclose()
        row = await world.logged(call_id)
    assert row["status"] == "success"
    assert row["metadata"]["error_information"]["error_code"] == "499"
    assert row["prompt_tokens"] > 0
    assert 0 < row["completion_tokens"] < 12
    assert row["spend"] > 0


@pytest.mark.parametrize("how", [Ending.BREAK, Ending.ERROR])
async def test_what_was_said_before_a_provider_broke_is_spent(world: World, how: Ending) -> None:
    call_id = str(uuid4())
    chunks = []
    async with ending(world, how) as model:
        with pytest.raises(ModelCallFailed) as caught:
            async for chunk in await world.stream(model, call_id=call_id):
                chunks.append(chunk)  # noqa: PERF401 - what came before the error counts
        row = await world.logged(call_id)
    assert caught.value.is_provider
    assert 0 < len(chunks) <= 3
    assert (row["status"], row["metadata"]["status"]) == ("failure", "failure")
    assert row["prompt_tokens"] > 0
    assert row["completion_tokens"] > 0
    assert row["spend"] > 0
