"""`runCompletion`: from the input to the model's own answer, and what may come instead."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from domain import credits, jobs, model_groups, teams
from domain.access import SYSTEM
from graph.schema import schema
from integrations.litellm.sandbox import Course, Fault, Faults
from persistence.models import Job, LLMCall, LLMCallContent
from tests.api.conftest import app_for
from tests.builders import make_model_group
from tests.calls_world import World, calling
from tests.litellm_served import served_sandbox

CREDIT = credits.MICROS
HELLO = [{"role": "USER", "content": "Hello"}]
RUN = """
mutation($input: RunCompletionInput!) {
  runCompletion(input: $input) {
    completion { content toolCalls finishReason call { id purpose requestedModel error
      request response tokens { prompt completion total isEstimated } job { jobId } } }
    job { jobId status chargeStatus totals { count failed }
      hold { amount status job { jobId } } charge { amount } }
    errors { code message field ... on InsufficientCreditsError { required available boundBy } }
  }
}
"""


@pytest_asyncio.fixture
async def world(database: None) -> AsyncIterator[World]:
    faults = Faults()
    async with (
        served_sandbox(faults) as (base_url, master_key, state),
        calling(base_url, master_key, state, faults, team_id="team") as world,
    ):
        yield world


async def ask(world, actor=None, *, document=RUN, seconds=5, **given):
    """The payload of `runCompletion`."""
    sent = {"job": {"create": {"jobType": "chat"}}, "messages": HELLO, "idempotencyKey": "k"}
    async with app_for(schema, world.ports, actor or world.actor, seconds=seconds) as client:
        response = await client.post(
            "/graphql", json={"query": document, "variables": {"input": sent | given}}
        )
    answer = response.json()
    assert "errors" not in answer, answer
    return answer["data"]["runCompletion"]


async def refused(world, actor=None, **given):
    payload = await ask(world, actor, **given)
    assert payload["completion"] is payload["job"] is None
    return [(error["code"], error["field"]) for error in payload["errors"]]


async def test_a_call_of_its_own_completes_and_charges_its_job(world):
    payload = await ask(world, purpose="greet")

    assert payload["errors"] == []
    completion, job = payload["completion"], payload["job"]
    assert "sandbox" in completion["content"]
    assert (completion["toolCalls"], completion["finishReason"]) == (None, "stop")
    call = completion["call"]
    assert (call["purpose"], call["error"]) == ("greet", None)
    assert call["request"] == {"messages": [{"role": "user", "content": "Hello"}]}
    assert call["response"]["choices"][0]["message"]["content"] == completion["content"]
    assert call["response"]["model"] == call["requestedModel"]  # and not the provider's
    assert call["tokens"]["total"] == call["tokens"]["prompt"] + call["tokens"]["completion"] > 0
    assert call["job"]["jobId"] == job["jobId"]
    assert (job["status"], job["chargeStatus"]) == ("COMPLETED", "CHARGED")
    assert (job["charge"], job["hold"]) == ({"amount": "-1"}, None)


async def test_a_call_in_a_job_leaves_it_open(world):
    made = await world.job()
    given = {"job": {"jobId": str(made.id)}}

    payloads = [await ask(world, **given, idempotencyKey=f"k{n}") for n in range(2)]

    assert [payload["errors"] for payload in payloads] == [[], []]
    assert payloads[1]["job"] == {
        "jobId": str(made.id),
        "status": "IN_PROGRESS",
        "chargeStatus": "NOT_DUE",
        "totals": {"count": 2, "failed": 0},
        "hold": {"amount": "1", "status": "OPEN", "job": {"jobId": str(made.id)}},
        "charge": None,
    }


async def test_all_parameters_reach_the_model_unchanged_and_the_silent_ones_do_not(world):
    tool = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
    called = [{"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{}"}}]
    parts = [{"type": "text", "text": "Hi"}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    payload = await ask(
        world,
        temperature=0,
        topP=0.0,
        maxTokens=5,
        frequencyPenalty=-2,
        presencePenalty=0,
        stop=["\n"],
        responseFormat={"type": "text"},
        tools=[tool],
        toolChoice="none",
        purpose=None,
        messages=[
            {"role": "SYSTEM", "content": ""},
            {"role": "DEVELOPER", "content": "Be brief.", "name": "app"},
            {"role": "USER", "content": parts},
            {"role": "ASSISTANT", "content": None, "toolCalls": called},
            {"role": "TOOL", "content": "7", "toolCallId": "c1"},
        ],
    )

    assert payload["errors"] == []
    assert payload["completion"]["finishReason"] == "length"  # it heard of `maxTokens`
    assert payload["completion"]["call"]["request"] == {
        "temperature": 0,
        "top_p": 0,
        "max_tokens": 5,
        "frequency_penalty": -2,
        "presence_penalty": 0,
        "stop": ["\n"],
        "response_format": {"type": "text"},
        "tools": [tool],
        "tool_choice": "none",
        "messages": [
            {"role": "system", "content": ""},
            {"role": "developer", "content": "Be brief.", "name": "app"},
            {"role": "user", "content": parts},
            {"role": "assistant", "content": None, "tool_calls": called},
            {"role": "tool", "content": "7", "tool_call_id": "c1"},
        ],
    }


async def test_called_tools_come_back_and_there_is_no_text_beside_them(world):
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}}
    tool = {"type": "function", "function": {"name": "weather", "parameters": parameters}}

    completion = (await ask(world, tools=[tool], toolChoice="required"))["completion"]

    assert (completion["content"], completion["finishReason"]) == (None, "tool_calls")
    [called] = completion["toolCalls"]
    assert called["function"] == {"name": "weather", "arguments": '{"city": "sandbox"}'}


async def test_a_model_may_be_left_out_only_when_there_is_just_one(world):
    [group] = (
        await model_groups.of_teams(SYSTEM, [world.team.id])
        and (await model_groups.of_teams(SYSTEM, [world.team.id]))[world.team.id]
    )
    payload = await ask(world)
    assert payload["completion"]["call"]["requestedModel"] == group.group_name

    more = await make_model_group(models=("gpt-4o",))
    names = teams.GroupNames([group.group_name, more.group_name])
    await teams.set_access(SYSTEM, "team", names)

    assert await refused(world, idempotencyKey="k2") == [("INVALID_INPUT", ["model"])]


BAD = {
    "messages": ([{"role": "USER", "content": 7}], ["messages", "0", "content"]),
    "temperature": (2.1, ["temperature"]),
    "topP": (-0.1, ["topP"]),
    "maxTokens": (0, ["maxTokens"]),
    "frequencyPenalty": (-2.5, ["frequencyPenalty"]),
    "presencePenalty": (3, ["presencePenalty"]),
    "stop": (list("abcde"), ["stop"]),
}


async def test_all_that_no_model_takes_is_refused_at_once_and_for_nothing(world):
    found = await refused(world, **{name: value for name, (value, _) in BAD.items()})

    assert sorted(found) == sorted(("INVALID_INPUT", path) for _, path in BAD.values())
    assert await Job.all().count() == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"messages": []}, ("INVALID_INPUT", ["messages"])),
        ({"messages": [{"role": "USER"}]}, ("INVALID_INPUT", ["messages", "0", "content"])),
        ({"idempotencyKey": ""}, ("INVALID_INPUT", ["idempotencyKey"])),
        ({"model": "Unknown"}, ("MODEL_NOT_ALLOWED", ["model"])),
        ({"job": {"create": {"jobType": ""}}}, ("INVALID_INPUT", ["job", "create", "jobType"])),
        (
            {"job": {"create": {"jobType": "x", "teamId": "other"}}},
            ("NOT_FOUND", ["job", "create", "teamId"]),
        ),
        ({"job": {"jobId": "nothing"}}, ("NOT_FOUND", ["job", "jobId"])),
        ({"job": {"jobId": ""}}, ("NOT_FOUND", ["job", "jobId"])),
    ],
)
async def test_a_refusal_blames_what_is_wrong_where_the_input_has_it(world, given, expected):
    assert await refused(world, **given) == [expected]
    assert await LLMCall.all().count() == 0


async def test_exactly_one_way_to_a_job_is_given(world):
    async with app_for(schema, world.ports, world.actor) as client:
        for job in ({}, {"jobId": "x", "create": {"jobType": "x"}}, {"jobId": None}):
            given = {"job": job, "messages": HELLO, "idempotencyKey": "k"}
            response = await client.post(
                "/graphql", json={"query": RUN, "variables": {"input": given}}
            )
            [error] = response.json()["errors"]
            assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_without_credits_it_says_how_many_and_nothing_is_called(world):
    await credits.charge(SYSTEM, "team", 10 * CREDIT, reason="spent", idempotency_key="spent")

    payload = await ask(world)

    assert payload["completion"] is payload["job"] is None
    [error] = payload["errors"]
    assert error == {
        "code": "INSUFFICIENT_CREDITS",
        "message": error["message"],
        "field": None,
        "required": "1",
        "available": "0",
        "boundBy": "TEAM_BALANCE",
    }
    assert ("POST", "/chat/completions") not in world.faults.calls
    await world.top_up(1)
    assert (await ask(world))["errors"] == []  # under the same key: a refusal keeps nothing


async def test_a_cap_of_the_job_is_a_limit_reached(world):
    job = await world.job(max_calls=1)
    given = {"job": {"jobId": str(job.id)}}
    assert (await ask(world, **given))["errors"] == []

    [(code, _)] = await refused(world, **given, idempotencyKey="k2")

    assert code == "LIMIT_REACHED"


async def test_a_finished_job_takes_no_call(world):
    job = await world.job()
    await jobs.cancel(SYSTEM, job.id)

    assert await refused(world, job={"jobId": str(job.id)}) == [("INVALID_STATE", ["job", "jobId"])]


async def test_a_stopped_team_calls_nothing(world, owner):
    job = await world.job()
    await teams.suspend(SYSTEM, "team")
    create = {"jobType": "x", "teamId": "team"}

    for given, path in (({"create": create}, "create teamId"), ({"jobId": str(job.id)}, "jobId")):
        expected = [("TEAM_NOT_ACTIVE", ["job", *path.split()])]
        assert await refused(world, owner, job=given) == expected


async def test_when_the_model_fails_the_job_is_there_beside_the_error(world):
    job = await world.job()
    world.faults.inject(Fault.ERROR, "/chat/completions", times=2)

    within = await ask(world, job={"jobId": str(job.id)})
    alone = await ask(world, idempotencyKey="k2")

    for payload, status in ((within, "IN_PROGRESS"), (alone, "FAILED")):
        assert payload["completion"] is None
        [error] = payload["errors"]
        assert (error["code"], error["field"]) == ("UPSTREAM_FAILED", None)
        assert error["message"].startswith("LLM call failed: ")
        assert payload["job"]["status"] == status
        assert payload["job"]["totals"] == {"count": 1, "failed": 1}
    assert (await world.account()).balance == 10 * CREDIT


async def test_a_repeat_under_one_key_is_answered_from_what_is_kept(world):
    first, again = [await ask(world) for _ in range(2)]

    assert first == again
    assert world.faults.calls.count(("POST", "/chat/completions")) == 1
    assert (await world.account()).balance == 9 * CREDIT
    other = [{"role": "USER", "content": "Bye"}]
    assert await refused(world, messages=other) == [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]


async def test_a_twin_of_a_running_call_is_told_to_come_again(world):
    gate, begun = asyncio.Event(), asyncio.Event()

    async def wait(_: int) -> None:
        begun.set()
        await gate.wait()

    world.faults.steer(Course(wait=wait))
    first = asyncio.create_task(ask(world))
    await begun.wait()
    twin = await refused(world)
    gate.set()

    assert twin == [("IDEMPOTENCY_KEY_IN_PROGRESS", ["idempotencyKey"])]
    assert (await first)["errors"] == []


async def test_a_call_may_take_longer_than_other_requests(world):
    async def slowly(_: int) -> None:
        await asyncio.sleep(0.4)

    world.faults.steer(Course(wait=slowly))

    assert (await ask(world, seconds=0.2))["errors"] == []


async def test_a_document_calls_one_model(world):
    call = """runCompletion(input: {job: {create: {jobType: "x"}}, idempotencyKey: "%s",
        messages: [{role: USER, content: "Hi"}]}) { errors { code } }"""
    async with app_for(schema, world.ports, world.actor) as client:
        for document in (
            f"mutation {{ a: {call % 'a'} b: {call % 'b'} }}",
            f"mutation {{ ...F ...G }} fragment F on Mutation {{ a: {call % 'a'} }}"
            f" fragment G on Mutation {{ b: {call % 'b'} }}",
        ):
            response = await client.post("/graphql", json={"query": document})
            [error] = response.json()["errors"]
            assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert await LLMCall.all().count() == 0


async def test_what_is_erased_is_null(world):
    payload = await ask(world)
    call = payload["completion"]["call"]
    await LLMCallContent.all().delete()
    async with app_for(schema, world.ports, world.actor) as client:
        query = (
            f'{{ node(id: "{call["id"]}") {{ ... on LlmCall {{ purpose request response }} }} }}'
        )
        response = await client.post("/graphql", json={"query": query})

    assert response.json()["data"]["node"] == {"purpose": None, "request": None, "response": None}
