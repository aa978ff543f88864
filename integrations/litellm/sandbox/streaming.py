"""Streamed chats, and all that may become of them on the way."""

import json
from collections.abc import AsyncIterator, Iterator

import httpx
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from integrations.litellm.sandbox import rote, spending
from integrations.litellm.sandbox.call import Call
from integrations.litellm.sandbox.faults import break_off
from integrations.litellm.sandbox.state import JSON

BROKE: JSON = {"error_code": "500", "error_class": "APIConnectionError"}

_CHUNK = 12
_WENT_AWAY: JSON = {
    "error_code": "499",
    "error_class": "ClientDisconnected",
    "error_message": "Client disconnected the request",
}


class Streamed(StreamingResponse):
    """Charged at its end; when that comes too early, for what was sent."""

    def __init__(self, call: Call, with_usage: bool, scope: Scope) -> None:
        self._call = call
        self._spoken = 0
        super().__init__(
            self._events(with_usage, scope),
            headers=call.headers(),
            media_type="text/event-stream; charset=utf-8",
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._call.charge(self._so_far, _WENT_AWAY)

    @property
    def _so_far(self) -> JSON:
        return rote.usage(self._call.model, self._call.prompt_tokens, self._spoken)

    async def _events(self, with_usage: bool, scope: Scope) -> AsyncIterator[str]:
        call, course = self._call, self._call.course
        for number, chunk in enumerate(_chunks(call, with_usage)):
            if number and course.wait:
                await course.wait(number)
            if number == course.break_after:
                call.charge(self._so_far, BROKE, failed=True)
                break_off(scope, httpx.ReadError("broken by the test"))
                return
            if number == course.error_after:
                call.charge(self._so_far, BROKE, failed=True)
                yield _error("litellm.APIConnectionError: broken by the test")
                return
            if number == course.end_after:
                call.charge(self._so_far)
                return
            self._spoken += _tokens(chunk)
            yield f"data: {json.dumps(chunk)}\n\n"
        call.charge(call.usage)
        yield "data: [DONE]\n\n"


def _chunks(call: Call, with_usage: bool) -> Iterator[JSON]:
    for delta in _deltas(call.said):
        yield _chunk(call, {"index": 0, "delta": delta})
    yield _chunk(call, {"index": 0, "delta": {}, "finish_reason": call.said.finish_reason})
    if with_usage:
        yield _chunk(call, {"index": 0, "delta": {}}) | {"usage": _with_cost(call)}


def _deltas(said: rote.Said) -> list[JSON]:
    """The pieces of an answer. A tool's name comes first, and then what it is called with."""
    spoken = said.tool["function"]["arguments"] if said.tool else said.text
    pieces = [spoken[at : at + _CHUNK] for at in range(0, len(spoken), _CHUNK)]
    if not said.tool:
        deltas: list[JSON] = [{"content": piece} for piece in pieces or [""]]
        return [{"role": "assistant", **deltas[0]}, *deltas[1:]]
    function = {"name": said.tool["function"]["name"], "arguments": ""}
    first = {"index": 0, **said.tool, "function": function}
    more = [{"index": 0, "function": {"arguments": piece}} for piece in pieces]
    named = {"role": "assistant", "content": None, "tool_calls": [first]}
    return [named, *({"tool_calls": [each]} for each in more)]


def _tokens(chunk: JSON) -> int:
    delta = chunk["choices"][0]["delta"]
    arguments = (each["function"]["arguments"] for each in delta.get("tool_calls", []))
    return rote.tokens(delta.get("content") or "".join(arguments))


def _with_cost(call: Call) -> JSON:
    details = {"reasoning_tokens": 0, "text_tokens": call.said.tokens}
    cost = {"cost": spending.cost(call.model, call.usage)}
    return {"completion_tokens_details": details} | call.usage | cost


def _chunk(call: Call, choice: JSON) -> JSON:
    return {
        "id": call.id,
        "object": "chat.completion.chunk",
        "created": int(call.started.timestamp()),
        "model": call.model.name,
        "choices": [choice],
    }


def _error(message: str) -> str:
    error = {"message": message, "type": "internal_server_error", "param": None, "code": "500"}
    return f"data: {json.dumps({'error': error})}\n\n"
