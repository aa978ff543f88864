"""Model calls as they are shown, and to whom."""

from decimal import Decimal

import pytest
import pytest_asyncio

from domain import jobs
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from persistence.models import CallStatus, Job
from tests.jobs_world import keep_content, key_of, make_call, make_funded_team, make_job

USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
CALL = """
query($id: String!) {
  job(jobId: $id) {
    totals { count succeeded failed averageLatencyMs tokens { total isEstimated }
      cost { input output provider client } }
    calls {
      nodes {
        purpose requestedModel latencyMs error
        tokens { prompt completion cachedPrompt reasoning total isEstimated }
        cost { input output provider client }
        price { inputPerMillion outputPerMillion cachedInputPerMillion }
        resolvedModel usedModel litellmCallId
        attempts { modelName outcome reason latencyMs }
        request response
        job { jobId }
      }
    }
  }
}
"""
PROVIDER = ("resolvedModel", "usedModel", "litellmCallId", "attempts", "price")
PROMPTS = ("request", "response")
COSTS = ("input", "output", "provider")


@pytest_asyncio.fixture
async def job(database: None) -> Job:
    """With one call that took two models."""
    job = await make_job(await make_funded_team("team"))
    call = await make_call(
        job,
        purpose="parse",
        prompt_tokens=1000,
        completion_tokens=200,
        cached_tokens=400,
        reasoning_tokens=50,
        is_estimated=True,
        input_cost=Decimal("0.0025"),
        output_cost=Decimal("0.002"),
        client_cost=Decimal("0.0054"),
        input_price=Decimal("2.5"),
        output_price=Decimal(10),
        litellm_call_id="call-1",
        attempts=[
            {"id": "a", "model": "o1", "outcome": "failed", "reason": "Down.", "latency_ms": 9},
            {"id": "b", "model": "gpt-4o", "outcome": "succeeded", "latency_ms": 111},
        ],
    )
    await keep_content(call, {"messages": ["Hi"]}, {"choices": ["Ho"]})
    await Job.filter(id=job.id).update(
        calls_count=3,
        calls_succeeded=2,
        calls_failed=1,
        latency_ms=241,
        prompt_tokens=1000,
        completion_tokens=200,
        input_cost=Decimal("0.0025"),
        output_cost=Decimal("0.002"),
        client_cost=Decimal("0.0054"),
    )
    return job


async def shown(graphql, job, actor):
    answer = await graphql(CALL, {"id": str(job.id)}, actor=actor)
    assert "errors" not in answer, answer
    found = answer["data"]["job"]
    [call] = found["calls"]["nodes"]
    return call, found["totals"]


async def test_who_may_read_everything_sees_how_a_call_was_answered_and_priced(graphql, owner, job):
    call, totals = await shown(graphql, job, owner)

    assert call == {
        "purpose": "parse",
        "requestedModel": "Chat",
        "latencyMs": 120,
        "error": None,
        "tokens": {
            "prompt": 1000,
            "completion": 200,
            "cachedPrompt": 400,
            "reasoning": 50,
            "total": 1200,
            "isEstimated": True,
        },
        "cost": {"input": "0.0025", "output": "0.002", "provider": "0.0045", "client": "0.0054"},
        "price": {
            "inputPerMillion": "2.5",
            "outputPerMillion": "10",
            "cachedInputPerMillion": None,
        },
        "resolvedModel": "gpt-4o",
        "usedModel": "openai/gpt-4o-2024-08-06",
        "litellmCallId": "call-1",
        "attempts": [
            {"modelName": "o1", "outcome": "FAILED", "reason": "Down.", "latencyMs": 9},
            {"modelName": "gpt-4o", "outcome": "SUCCEEDED", "reason": None, "latencyMs": 111},
        ],
        "request": {"messages": ["Hi"]},
        "response": {"choices": ["Ho"]},
        "job": {"jobId": str(job.id)},
    }
    assert totals == {
        "count": 3,
        "succeeded": 2,
        "failed": 1,
        "averageLatencyMs": 120,
        "tokens": {"total": 1200, "isEstimated": False},
        "cost": {"input": "0.0025", "output": "0.002", "provider": "0.0045", "client": "0.0054"},
    }


async def test_a_virtual_key_reads_its_prompts_and_nothing_of_the_provider(graphql, job):
    call, totals = await shown(graphql, job, key_of((await jobs.get(SYSTEM, job.id)).team))

    assert [call[name] for name in PROVIDER] == [None] * len(PROVIDER)
    for cost in (call["cost"], totals["cost"]):
        assert [cost[name] for name in COSTS] == [None] * len(COSTS)
        assert cost["client"] == "0.0054"
    assert call["request"] == {"messages": ["Hi"]}
    assert call["response"] == {"choices": ["Ho"]}


async def test_a_reader_sees_the_provider_and_no_prompt(graphql, job):
    call, _ = await shown(graphql, job, USER)

    assert [call[name] for name in PROMPTS] == [None, None]
    assert call["usedModel"] == "openai/gpt-4o-2024-08-06"
    assert call["cost"]["provider"] == "0.0045"


async def test_a_call_that_failed_says_why_and_has_no_answer(graphql, owner, database):
    job = await make_job(await make_funded_team())
    call = await make_call(
        job,
        status=CallStatus.FAILED,
        error="No model answered.",
        latency_ms=None,
        used_model=None,
        attempts=[],
    )
    await keep_content(call, {"messages": ["Hi"]}, None)

    found, _ = await shown(graphql, job, owner)

    assert (found["error"], found["latencyMs"]) == ("No model answered.", None)
    assert found["usedModel"] is found["price"] is found["response"] is None
    assert found["request"] == {"messages": ["Hi"]}
    assert found["attempts"] == []


async def test_calls_that_repeat_a_purpose_are_retries(graphql, owner, database):
    team = await make_funded_team()
    first, second = await make_job(team, "first"), await make_job(team, "second")
    for purpose in ("parse", "parse", "parse", "write", None, None):
        await make_call(first, purpose=purpose)
    await make_call(second, purpose="parse")

    answer = await graphql("{ jobs { nodes { jobType retryCount } } }", actor=owner)

    counts = {node["jobType"]: node["retryCount"] for node in answer["data"]["jobs"]["nodes"]}
    assert counts == {"first": 3, "second": 0}


PAGE = """
query($first: Int, $after: String, $last: Int, $before: String, $order: OrderDirection) {
  jobs(orderBy: { field: CREATED_AT }) { nodes {
    calls(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
      nodes { purpose } totalCount pageInfo { hasNextPage startCursor endCursor } } } }
}
"""


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_the_calls_of_each_job_are_paged_by_time(graphql, owner, database, direction):
    team = await make_funded_team()
    for _ in range(2):
        job = await make_job(team)
        for number in range(4):
            await make_call(job, purpose=str(number))
    order = list("0123") if direction == "ASC" else list("3210")

    async def pages(**place):
        answer = await graphql(PAGE, {**place, "order": direction}, actor=owner)
        assert "errors" not in answer, answer
        lists = [node["calls"] for node in answer["data"]["jobs"]["nodes"]]
        assert [each["totalCount"] for each in lists] == [4, 4]
        return [[node["purpose"] for node in each["nodes"]] for each in lists], lists[0]["pageInfo"]

    both, info = await pages(first=3)
    assert both == [order[:3], order[:3]]
    assert info["hasNextPage"]
    assert (await pages(first=3, after=info["endCursor"]))[0][0] == order[3:]
    assert (await pages(last=2))[0] == [order[2:], order[2:]]
    assert (await pages(last=2, before=info["endCursor"]))[0][0] == order[:2]
