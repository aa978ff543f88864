"""Whoever asks too often is told when to come back, whichever API is asked."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from domain import rate_limits
from domain.access import ANONYMOUS, Actor, ActorKind
from domain.errors import RateLimited
from domain.ports import Policy, Ports, RateLimits
from graph.schema import schema
from integrations.litellm.sandbox import Faults
from persistence.models import Job
from tests.api.conftest import app_for
from tests.calls_world import World, calling
from tests.fakes import FakeThrottle
from tests.litellm_served import served_sandbox

MODERN = "application/graphql-response+json"
RUN = """mutation($input: RunCompletionInput!) {
  runCompletion(input: $input) { job { status } errors { code } } }"""
KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY,
    label="key",
    virtual_key_id=uuid4(),
    organization_id="acme",
    team_id="acme-prod",
    team_key=uuid4(),
)


def limited(ports: Ports, **limits: int) -> Ports:
    return replace(ports, policy=Policy(limits=RateLimits(**limits)), throttle=FakeThrottle())


async def ask(
    ports: Ports, actor: Actor, query: str = "{ __typename }", accept: str = MODERN, **variables
) -> httpx.Response:
    async with app_for(schema, ports, actor) as client:
        body = {"query": query, "variables": variables}
        return await client.post("/graphql", json=body, headers={"accept": accept})


@pytest.mark.parametrize(("accept", "status"), [(MODERN, 429), ("application/json", 200)])
async def test_one_request_too_many_is_refused_and_told_when_to_come_back(ports, accept, status):
    ports = limited(ports, jobs=2)
    answers = [await ask(ports, KEY, accept=accept) for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, status]
    assert answers[2].headers["retry-after"] == "30"
    [error] = answers[2].json()["errors"]
    assert error["message"] == "Rate limit exceeded: 2 jobs requests a minute. Try again in 30 s"
    assert error["extensions"] == {"code": "RATE_LIMITED", "retryAfterSeconds": 30}


async def test_both_apis_count_together(ports):
    ports = limited(ports, jobs=1)
    await rate_limits.admit(KEY, ports, rate_limits.Work.JOBS)

    assert (await ask(ports, KEY)).status_code == 429


async def test_nobodys_requests_and_those_of_others_are_counted_apart(ports, owner):
    ports = limited(ports, jobs=1, management=1)
    asked = (KEY, owner, ANONYMOUS, ANONYMOUS, replace(KEY, team_key=uuid4()), owner)

    statuses = [(await ask(ports, actor)).status_code for actor in asked]

    assert statuses == [200, 200, 200, 200, 200, 429]


@pytest_asyncio.fixture
async def world(database: None) -> AsyncIterator[World]:
    faults = Faults()
    async with (
        served_sandbox(faults) as (base_url, master_key, state),
        calling(base_url, master_key, state, faults, team_id="team") as world,
    ):
        yield world


async def test_a_model_call_counts_as_one_and_one_too_many_makes_no_job(world):
    ports = limited(world.ports, calls=1)
    wanted = {
        "job": {"create": {"jobType": "chat"}},
        "messages": [{"role": "USER", "content": "Hello"}],
    }
    answers = [
        await ask(ports, world.actor, RUN, input=wanted | {"idempotencyKey": name})
        for name in ("first", "second")
    ]

    made, refused = (each.json() for each in answers)
    assert made["data"]["runCompletion"] == {"job": {"status": "COMPLETED"}, "errors": []}
    assert refused["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert (answers[1].headers["retry-after"], await Job.all().count()) == ("60", 1)
    with pytest.raises(RateLimited):
        await rate_limits.admit(world.actor, ports, rate_limits.Work.CALLS)
