"""What the sandbox says: by rote, but as a model would be heard that was asked the same."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from domain.ports import ModelCallFailed
from integrations.litellm import sandbox
from integrations.litellm.calls import LiteLLMCalls
from integrations.litellm.sandbox import Course, Fault
from tests.litellm_served import served_sandbox

TOOL = {
    "type": "function",
    "function": {
        "name": "look_up",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "days": {"type": "integer", "minimum": 3},
                "units": {"enum": ["C", "F"]},
                "tags": {"type": "array", "items": {"type": "boolean"}},
            },
        },
    },
}
ARGUMENTS = {"city": "sandbox", "days": 3, "units": "C", "tags": [True]}
STREAMED = {"stream": True, "stream_options": {"include_usage": True}}


@dataclass
class Sandbox:
    calls: LiteLLMCalls
    key: str
    state: sandbox.State

    async def ask(self, text: str = "hi", *, call_id: str = "c1", **more: Any) -> dict[str, Any]:
        answer = await self.calls.complete(
            self.key, _body(text, **more), call_id=call_id, timeout_seconds=5
        )
        return answer.body

    async def stream(self, text: str = "hi", *, call_id: str = "c1", **more: Any):
        body = _body(text, **STREAMED, **more)
        return await self.calls.stream(self.key, body, call_id=call_id, timeout_seconds=5)


def _body(text: str, **more: Any) -> dict[str, Any]:
    return {"model": "gpt-4", "messages": [{"role": "user", "content": text}], **more}


@pytest.fixture
async def served() -> AsyncIterator[Sandbox]:
    async with served_sandbox() as (url, key, state):
        calls = LiteLLMCalls(url)
        yield Sandbox(calls, key, state)
        await calls.close()


async def test_it_says_what_it_is(served: Sandbox) -> None:
    (choice,) = (await served.ask())["choices"]
    assert "sandbox, not a model" in choice["message"]["content"]


@pytest.mark.parametrize(
    "asked",
    [{"n": 0}, {"n": 10**9}, {"n": "3"}, {"n": True}, {"max_tokens": -1}, {"max_tokens": 1.5}],
)
async def test_counts_that_no_provider_takes_are_refused(served: Sandbox, asked: dict) -> None:
    with pytest.raises(ModelCallFailed, match="Invalid '") as failed:
        await served.ask(**asked)
    assert failed.value.status == 400


@pytest.mark.parametrize(
    "asked",
    [
        {"tool_choice": "required"},
        {"tool_choice": {"type": "function", "function": {"name": "look_up"}}},
        {"text": "Please call the tool."},
    ],
)
async def test_a_tool_is_called_when_it_has_to_be(served: Sandbox, asked: dict) -> None:
    asked = {"text": "hi", "tools": [TOOL], **asked}
    text = asked.pop("text")
    (choice,) = (await served.ask(text, **asked))["choices"]
    assert (choice["finish_reason"], choice["message"]["content"]) == ("tool_calls", None)
    (call,) = choice["message"]["tool_calls"]
    assert (call["type"], call["function"]["name"]) == ("function", "look_up")
    assert json.loads(call["function"]["arguments"]) == ARGUMENTS


@pytest.mark.parametrize("asked", [{}, {"tool_choice": "none"}, {"tool_choice": "auto"}])
async def test_else_it_is_not(served: Sandbox, asked: dict) -> None:
    (choice,) = (await served.ask("hi", tools=[TOOL], **asked))["choices"]
    assert choice["finish_reason"] == "stop"
    assert "tool_calls" not in choice["message"]


async def test_a_streamed_tool_call_comes_in_pieces(served: Sandbox) -> None:
    stream = await served.stream(tools=[TOOL], tool_choice="required")
    chunks = [chunk async for chunk in stream]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    pieces = [delta["tool_calls"][0] for delta in deltas if "tool_calls" in delta]
    assert (deltas[0]["role"], deltas[0]["content"]) == ("assistant", None)
    assert (pieces[0]["id"], pieces[0]["function"]["name"]) == ("call_sandbox", "look_up")
    assert len(pieces) > 2
    assert json.loads("".join(piece["function"]["arguments"] for piece in pieces)) == ARGUMENTS
    assert chunks[-2]["choices"][0]["finish_reason"] == "tool_calls"


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
@pytest.mark.parametrize("most", [0, 3])
async def test_an_answer_may_be_cut(served: Sandbox, name: str, most: int) -> None:
    body = await served.ask(**{name: most})
    (choice,) = body["choices"]
    assert choice["finish_reason"] == "length"
    assert choice["message"]["content"] == "This is the "[: 4 * most]
    assert body["usage"]["completion_tokens"] == most


@pytest.mark.parametrize("stop", ["Lite", ["nothing", "LLM", "Lite"]])
async def test_an_answer_stops_where_it_is_told_to(served: Sandbox, stop: Any) -> None:
    (choice,) = (await served.ask(stop=stop))["choices"]
    assert (choice["message"]["content"], choice["finish_reason"]) == ("This is the Saas", "stop")


async def test_an_answer_may_be_json(served: Sandbox) -> None:
    schema = {"name": "x", "schema": TOOL["function"]["parameters"]}
    for wanted, expected in (
        ({"type": "json_object"}, None),
        ({"type": "json_schema", "json_schema": schema}, ARGUMENTS),
    ):
        (choice,) = (await served.ask(response_format=wanted))["choices"]
        found = json.loads(choice["message"]["content"])
        assert found == expected or "sandbox" in found["answer"]


async def test_several_answers_may_be_wanted(served: Sandbox) -> None:
    assert [choice["index"] for choice in (await served.ask(n=3))["choices"]] == [0, 1, 2]


async def test_one_model_reasons_and_remembers(served: Sandbox) -> None:
    plain = (await served.ask(model="sandbox-reasoner"))["usage"]
    streamed = [chunk async for chunk in await served.stream(model="sandbox-reasoner")][-1]["usage"]
    for usage in (plain, streamed):
        details = usage["completion_tokens_details"]
        assert details["reasoning_tokens"] + details["text_tokens"] == usage["completion_tokens"]
        assert details["reasoning_tokens"] > 0
        assert usage["prompt_tokens_details"]["cached_tokens"] == usage["prompt_tokens"] // 2 > 0
    assert "cost" not in plain
    assert streamed["cost"] > 0


async def test_a_course_holds_an_answer_back_chunk_by_chunk(served: Sandbox) -> None:
    gate, asked = asyncio.Semaphore(1), []

    async def wait(number: int) -> None:
        asked.append(number)
        await gate.acquire()

    served.state.faults.steer(Course(wait=wait, text="twenty letters long."))
    chunks = aiter(await served.stream())
    assert (await anext(chunks))["choices"][0]["delta"]["content"] == "twenty lette"
    second = asyncio.create_task(anext(chunks))
    while asked != [0, 1]:
        await asyncio.sleep(0)
    assert not second.done()
    for _ in range(4):
        gate.release()
    assert (await second)["choices"][0]["delta"]["content"] == "rs long."
    assert "usage" in [chunk async for chunk in chunks][-1]


async def test_a_course_holds_a_plain_answer_back(served: Sandbox) -> None:
    gate = asyncio.Event()
    served.state.faults.steer(Course(wait=lambda _: gate.wait(), text="late"))
    asked = asyncio.create_task(served.ask())
    await asyncio.sleep(0.05)
    assert not asked.done()
    gate.set()
    assert (await asked)["choices"][0]["message"]["content"] == "late"


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (Course(break_after=2), "lost"),
        (Course(error_after=2), "broken by the test"),
        (Course(end_after=2), "too early"),
    ],
)
async def test_a_course_may_end_a_stream_after_some_chunks(
    served: Sandbox, course: Course, words: str
) -> None:
    served.state.faults.steer(course)
    chunks = []
    with pytest.raises(ModelCallFailed, match=words):
        async for chunk in await served.stream():
            chunks.append(chunk)  # noqa: PERF401 - what came before the end counts
    assert len(chunks) == 2
    row = await served.state.logged("c1")
    assert row["completion_tokens"] == 6
    assert [chunk async for chunk in await served.stream()]


@pytest.mark.parametrize("course", [Course(break_after=0), Course(error_after=0)])
async def test_a_course_may_leave_nothing(served: Sandbox, course: Course) -> None:
    served.state.faults.steer(course)
    with pytest.raises(ModelCallFailed):
        [chunk async for chunk in await served.stream()]


async def test_a_course_may_be_without_usage(served: Sandbox) -> None:
    served.state.faults.steer(Course(usage=False), times=2)
    assert "usage" not in await served.ask()
    assert not [chunk async for chunk in await served.stream() if "usage" in chunk]
    assert "usage" in await served.ask()


async def test_a_listener_who_left_is_logged_with_what_was_said(served: Sandbox) -> None:
    gate = asyncio.Semaphore(2)
    served.state.faults.steer(Course(wait=lambda _: gate.acquire()))
    stream = await served.stream()
    await anext(aiter(stream))
    await stream.aclose()
    row = await served.state.logged("c1")
    assert row["metadata"]["error_information"]["error_class"] == "ClientDisconnected"
    assert row["spend"] == pytest.approx(row["prompt_tokens"] * 3e-5 + 6 * 6e-5)


async def test_a_caller_who_left_before_a_plain_answer_is_charged_all_of_it(
    served: Sandbox,
) -> None:
    gate = asyncio.Event()
    served.state.faults.steer(Course(wait=lambda _: gate.wait()))
    with pytest.raises(ModelCallFailed, match="within"):
        await served.calls.complete(served.key, _body("hi"), call_id="c1", timeout_seconds=0.05)
    gate.set()
    row = await served.state.logged("c1")
    assert (row["status"], row["completion_tokens"]) == ("success", 18)


@pytest.mark.parametrize("fault", Fault)
async def test_every_fault_fails_a_call_over_a_real_connection(
    served: Sandbox, fault: Fault
) -> None:
    served.state.faults.inject(fault, "/chat")
    with pytest.raises(ModelCallFailed):
        await served.calls.complete(served.key, _body("hi"), call_id="c1", timeout_seconds=0.3)
    applied = len(served.state.spend_logs)
    assert applied == (fault in {Fault.LOSE_ANSWER, Fault.ERROR_AFTER})
    assert await served.ask()
