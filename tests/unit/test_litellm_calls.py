"""Model calls: what becomes of answers, of streams and of everything else that may come."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import orjson
import pytest

from domain.ports import ModelCallFailed
from integrations.litellm.calls import LiteLLMCalls
from tests.unit.test_litellm_wire import Exchange, Handler, Server, answer, says, serving, silence

STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
    b"x-litellm-model-name: openai/gpt-4\r\ntransfer-encoding: chunked\r\n\r\n"
)


def framed(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)


def event(value: Any) -> bytes:
    return b"data: " + orjson.dumps(value) + b"\n\n"


END = framed(b"data: [DONE]\n\n") + b"0\r\n\r\n"


@asynccontextmanager
async def calling(*handlers: Handler) -> AsyncIterator[tuple[LiteLLMCalls, Server]]:
    async with serving(*handlers) as (_, server):
        calls = LiteLLMCalls(server.url)
        try:
            yield calls, server
        finally:
            await calls.close()


async def complete(calls: LiteLLMCalls, body: dict[str, Any] | None = None, *, seconds: float = 5):
    return await calls.complete("sk-secret", body or {}, call_id="c1", timeout_seconds=seconds)


async def stream(calls: LiteLLMCalls, *, seconds: float = 5):
    return await calls.stream("sk-secret", {}, call_id="c1", timeout_seconds=seconds)


async def read(calls: LiteLLMCalls, *, seconds: float = 5) -> list[dict[str, Any]]:
    return [chunk async for chunk in await stream(calls, seconds=seconds)]


async def test_a_call_carries_its_key_its_id_and_its_body_unchanged() -> None:
    body = {
        "model": "gpt-4",
        "temperature": 0,
        "max_tokens": 0,
        "stop": None,
        "seed": 2**80,
        "messages": [{"role": "user", "content": "ä \ud800"}],
    }
    async with calling(says(answer(b"{}"))) as (calls, server):
        await complete(calls, body)
        await complete(calls, {"model": "é"})
    head, _, sent = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /chat/completions HTTP/1.1\r\n")
    assert b"Authorization: Bearer sk-secret\r\n" in head
    assert b"x-litellm-call-id: c1\r\n" in head
    assert json.loads(sent) == body
    assert server.requests[1].endswith('{"model":"é"}'.encode())


@pytest.mark.parametrize(
    ("headers", "used_model"),
    [(["X-LiteLLM-Model-Name: openai/gpt-4"], "openai/gpt-4"), ([], None)],
)
async def test_an_answer_says_which_model_gave_it_when_litellm_does(
    headers: list[str], used_model: str | None
) -> None:
    whole = {"choices": [{"message": {"content": None, "tool_calls": []}}], "usage": None}
    async with calling(says(answer(orjson.dumps(whole), "200 OK", *headers))) as (calls, _):
        found = await complete(calls)
    assert (found.body, found.used_model) == (whole, used_model)


def refusal(status: str, kind: str, message: str, *headers: str) -> bytes:
    error = {"message": message, "type": kind, "param": None, "code": status[:3]}
    return answer(orjson.dumps({"error": error}), status, *headers)


FAILURES = {
    "provider down": (
        refusal(
            "500 x",
            "internal_server_error",
            "litellm.InternalServerError: Connection error.\n\n"
            "LiteLLM: model group 'gpt-4' failed with the error above and no fallback",
        ),
        {"status": 500, "is_provider": True},
        "litellm.InternalServerError: Connection error.",
    ),
    "provider limits": (
        refusal("429 x", "throttling_error", "litellm.RateLimitError: slow", "Retry-After: 12"),
        {"status": 429, "is_provider": True, "retry_after_seconds": 12},
        "litellm.RateLimitError: slow",
    ),
    "a date to come back at": (
        refusal("429 x", "", "slow", "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"),
        {"status": 429, "is_provider": True},
        "slow",
    ),
    "provider late": (
        refusal("408 x", "timeout_error", "litellm.Timeout: late"),
        {"status": 408, "is_provider": True},
        "litellm.Timeout: late",
    ),
    "provider knows not LiteLLM": (
        refusal("401 x", "auth_error", "litellm.AuthenticationError: no account for sk-abc123"),
        {"status": 401, "is_provider": True},
        "litellm.AuthenticationError: no account for …",
    ),
    "provider repeats its key": (
        refusal("401 x", "auth_error", "litellm.AuthenticationError: bad AIzaSyB-1_x, gsk_Zz9."),
        {"status": 401, "is_provider": True},
        "litellm.AuthenticationError: bad …, …",
    ),
    "key": (
        refusal("401 x", "auth_error", "Authentication Error, Key Hash =" + "0" * 64),
        {"status": 401},
        "Authentication Error, Key Hash =…",
    ),
    "model": (refusal("403 x", "team_model_access_denied", "no"), {"status": 403}, "no"),
    "request": (refusal("400 x", "invalid_request_error", "bad"), {"status": 400}, "bad"),
    "budget": (
        refusal("422 x", "budget_exceeded", "Budget has been exceeded!"),
        {"status": 422, "is_budget": True},
        "Budget has been exceeded!",
    ),
    "budget as it used to be": (
        refusal("400 x", "budget_exceeded", "Budget!"),
        {"status": 400, "is_budget": True},
        "Budget!",
    ),
    "some other server": (answer(b"<html>", "404 x"), {"status": 404}, "LiteLLM answered 404."),
    "a gateway before it": (
        answer(b"<html>", "502 x"),
        {"status": 502, "is_provider": True},
        "LiteLLM answered 502.",
    ),
    "moved": (answer(b"", "302 x"), {"status": 302}, "LiteLLM answered 302."),
}


@pytest.mark.parametrize("case", FAILURES)
@pytest.mark.parametrize("how", [complete, stream])
async def test_a_refusal_says_who_is_to_blame(case: str, how: Any) -> None:
    said, expected, words = FAILURES[case]
    nothing = {"is_provider": False, "is_budget": False, "retry_after_seconds": None}
    async with calling(says(said)) as (calls, _):
        with pytest.raises(ModelCallFailed) as caught:
            await how(calls)
    failed = caught.value
    assert {name: getattr(failed, name) for name in (nothing | expected)} == nothing | expected
    assert str(failed) == words


@pytest.mark.parametrize("how", [complete, read])
async def test_no_answer_is_the_fault_of_a_provider(how: Any) -> None:
    async with calling(says(answer()[:-1])) as (calls, server):
        calling_it = asyncio.create_task(how(calls))
        while not server.requests:
            await asyncio.sleep(0)
        server.connections[0].writer.close()
        with pytest.raises(ModelCallFailed) as caught:
            await calling_it
        assert len(server.requests) == 1
    assert (caught.value.status, caught.value.is_provider) == (None, True)


@pytest.mark.parametrize("how", [complete, stream, read])
async def test_a_call_takes_no_longer_than_it_may(how: Any) -> None:
    async with calling(silence) as (calls, _):
        with pytest.raises(ModelCallFailed, match=r"within 0\.05 seconds") as caught:
            await how(calls, seconds=0.05)
    assert (caught.value.status, caught.value.is_provider) == (None, True)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"a": 1'])
async def test_what_is_no_json_object_is_no_answer(body: bytes) -> None:
    async with calling(says(answer(body))) as (calls, _):
        with pytest.raises(ModelCallFailed, match="something else than JSON") as caught:
            await complete(calls)
    assert caught.value.is_provider


async def test_nobody_listens() -> None:
    with pytest.raises(ModelCallFailed, match="could not be reached") as caught:
        await complete(LiteLLMCalls("http://127.0.0.1:9"))
    assert (caught.value.status, caught.value.is_provider) == (None, True)


async def test_a_chunk_is_there_before_the_next_is_sent() -> None:
    go = asyncio.Event()

    async def halting(exchange: Exchange) -> None:
        await exchange.say(STREAM_HEAD, framed(event({"n": 1})))
        await go.wait()
        await exchange.say(framed(event({"n": 2})), END)

    async with calling(halting) as (calls, server):
        opened = await stream(calls)
        assert opened.used_model == "openai/gpt-4"
        chunks = aiter(opened)
        assert await anext(chunks) == {"n": 1}
        go.set()
        assert [chunk async for chunk in chunks] == [{"n": 2}]
        await read(calls)
        assert len(server.connections) == 1


async def test_the_chunks_of_one_piece_come_one_by_one() -> None:
    pieces = framed(event({"n": 1}) + event({"n": 2}) + event({"n": "ä"}))
    async with calling(says(STREAM_HEAD + pieces + END)) as (calls, _):
        assert await read(calls) == [{"n": 1}, {"n": 2}, {"n": "ä"}]


CUT = framed(event({"n": 1}))
BROKEN_STREAMS = {
    "ends too early": (CUT + b"0\r\n\r\n", "ended too early"),
    "is no JSON": (CUT + framed(b"data: {\n\n"), "something else than JSON"),
    "is no object": (CUT + framed(b"data: 5\n\n"), "something else than JSON"),
    "has no choices": (CUT + framed(b'data: {"choices":["hi"]}\n\n'), "something else than chunks"),
    "tells an error and halts": (
        CUT + framed(event({"error": {"message": "overloaded\n\nLiteLLM: x", "code": "529"}})),
        "overloaded",
    ),
    "tells a bare error": (CUT + framed(event({"error": "overloaded"})), "overloaded"),
    "leaves HTTP": (CUT + b"nonsense\r\n", "not HTTP"),
}


@pytest.mark.parametrize("case", BROKEN_STREAMS)
async def test_a_stream_that_breaks_fails_after_what_came_before(case: str) -> None:
    said, words = BROKEN_STREAMS[case]
    chunks = []
    async with calling(says(STREAM_HEAD + said)) as (calls, server), asyncio.timeout(10):
        with pytest.raises(ModelCallFailed, match=words) as caught:
            async for chunk in await stream(calls):
                chunks.append(chunk)  # noqa: PERF401 - what came before the error counts
        if case != "ends too early":
            await server.connections[0].gone.wait()
    assert chunks == [{"n": 1}]
    assert caught.value.is_provider
    assert "LiteLLM: x" not in str(caught.value)


async def test_an_error_event_may_blame_the_request() -> None:
    error = {"error": {"message": "too long", "type": "invalid_request_error", "code": 400}}
    async with calling(says(STREAM_HEAD + framed(event(error)))) as (calls, _):
        with pytest.raises(ModelCallFailed, match="too long") as caught:
            await read(calls)
    assert (caught.value.status, caught.value.is_provider) == (400, False)


async def test_a_stream_that_halts_is_late() -> None:
    ping = framed(b": ping\n\n")

    async def pinging(exchange: Exchange) -> None:
        await exchange.say(STREAM_HEAD + CUT)
        while True:
            await exchange.say(ping)
            await asyncio.sleep(0.01)

    async with calling(pinging) as (calls, _):
        opened = await stream(calls, seconds=0.5)
        chunks = aiter(opened)
        assert await anext(chunks) == {"n": 1}
        with pytest.raises(ModelCallFailed, match=r"within 0\.5 seconds"):
            await anext(chunks)


async def test_a_stream_may_last_as_long_as_its_chunks_come() -> None:
    async def slowly(exchange: Exchange) -> None:
        await exchange.say(STREAM_HEAD)
        for _ in range(3):
            await asyncio.sleep(0.4)
            await exchange.say(CUT)
        await exchange.say(END)

    async with calling(slowly) as (calls, _):
        assert len(await read(calls, seconds=1)) == 3


async def test_the_connection_is_kept_when_the_answer_ends_after_its_last_event() -> None:
    go = asyncio.Event()

    async def halting(exchange: Exchange) -> None:
        await exchange.say(STREAM_HEAD, CUT, framed(b"data: [DONE]\n\n"))
        await go.wait()
        await exchange.say(b"0\r\n\r\n")

    async with calling(halting) as (calls, server):
        await read(calls)
        go.set()
        async with asyncio.timeout(10):
            while not calls._pool._idle:
                await asyncio.sleep(0)
        await read(calls)
        assert len(server.connections) == 1


async def test_a_slow_listener_is_not_late() -> None:
    async with calling(says(STREAM_HEAD + CUT, CUT + END)) as (calls, _):
        chunks = aiter(await stream(calls, seconds=0.5))
        assert await anext(chunks) == {"n": 1}
        await asyncio.sleep(0.6)
        assert await anext(chunks) == {"n": 1}
        with pytest.raises(StopAsyncIteration):
            await anext(chunks)


async def test_a_listener_who_leaves_closes_the_connection() -> None:
    async with calling(says(STREAM_HEAD + CUT)) as (calls, server):
        async with aclosing(await stream(calls)) as opened:
            async for _ in opened:
                break
        await server.connections[0].gone.wait()
        with pytest.raises(ModelCallFailed):
            async for _ in opened:
                pass


async def test_who_waits_for_a_chunk_is_told_of_the_end() -> None:
    async with calling(says(STREAM_HEAD)) as (calls, server):
        opened = await stream(calls)
        waiting = asyncio.create_task(anext(aiter(opened)))
        await asyncio.sleep(0)
        await opened.aclose()
        with pytest.raises(ModelCallFailed):
            await waiting
        await server.connections[0].gone.wait()


async def test_a_chunk_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.litellm.events._MOST", 1000)
    async with calling(says(STREAM_HEAD + framed(b"data: " + b"x" * 2000))) as (calls, _):
        with pytest.raises(ModelCallFailed, match="too large"):
            await read(calls)


async def test_an_answer_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.litellm.calls._MOST", 1000)
    async with calling(says(answer(b'"' + b"x" * 2000 + b'"'))) as (calls, _):
        with pytest.raises(ModelCallFailed, match="too large"):
            await complete(calls)
