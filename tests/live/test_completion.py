"""The subscription `completion`: an answer as it is said, once, whoever listens."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import pytest_asyncio

from domain import calls, credits
from domain.access import AdminRole
from domain.ports import RateLimits
from graph.live import runs
from graph.schema import schema
from integrations.litellm.sandbox import Faults
from persistence.models import CallStatus, JobStatus, LLMCall
from tests.api.test_examples import EXAMPLES
from tests.calls_world import calling
from tests.fakes import FakeThrottle
from tests.litellm_served import served_sandbox
from tests.live.conftest import eventually, served
from tests.live.models import Models
from tests.people import make_session, make_user

pytestmark = pytest.mark.usefixtures("database")

QUERY = """subscription ($input: RunCompletionInput!, $after: String) {
  completion(input: $input, after: $after) {
    cursor lagged delta toolCallsDelta
    job { jobId status chargeStatus charge { amount } }
    completion { content finishReason call { tokens { total } } }
    errors { code message ... on InsufficientCreditsError { required available } }
  }
}"""


def asked(key="one", text="Hello", job=None):
    return {
        "job": job or {"create": {"jobType": "chat"}},
        "messages": [{"role": "USER", "content": text}],
        "idempotencyKey": key,
    }


@pytest_asyncio.fixture
async def shop(request):
    """A team with credits, and models that say what they are told to."""
    balance = getattr(request, "param", 10)
    async with (
        served_sandbox(Faults()) as (base_url, master_key, state),
        calling(base_url, master_key, state, Faults(), balance=balance) as world,
    ):
        world.models = Models()
        world.ports = replace(world.ports, models=world.models)
        yield world
        await calls.drain(5)


@pytest_asyncio.fixture
async def site(shop):
    async with served(schema, shop.ports) as site:
        yield site
        await eventually(lambda: not len(site.live.sockets) + len(site.live.streams))


@asynccontextmanager
async def listening(site, secret, key="one", *, after=None, name="a", **more):
    """A socket that has subscribed; `await heard()` is the next event, None the end."""
    async with site.socket() as talk:
        await talk.send(type="connection_init", payload={"authorization": f"Bearer {secret}"})
        assert await talk.heard() == {"type": "connection_ack"}
        variables = {"input": asked(key, **more), "after": after}
        await talk.subscribe(name, QUERY, variables=variables)

        async def heard():
            message = await talk.heard()
            if message["type"] == "complete":
                return None
            assert message["type"] == "next", message
            assert "errors" not in message["payload"], message
            return message["payload"]["data"]["completion"]

        heard.talk = talk
        yield heard


async def rest(heard):
    found = []
    while (event := await heard()) is not None:
        found.append(event)
    return found


async def test_every_part_is_told_before_the_next_is_said_and_the_last_has_the_receipt(shop, site):
    script = shop.models.script("One")
    async with listening(site, shop.secret) as heard:
        first = await heard()
        assert first["job"]["status"] == "IN_PROGRESS"
        assert (first["delta"], first["completion"], first["errors"]) == (None, None, [])
        assert (await heard())["delta"] == "One"
        for text in (" two", " three"):
            script.say(text)
            told = await heard()
            assert (told["delta"], told["job"], told["lagged"]) == (text, None, False)
        script.finish()
        last = await heard()
        assert await heard() is None

    assert last["completion"] == {
        "content": "One two three",
        "finishReason": "stop",
        "call": {"tokens": {"total": 12}},
    }
    assert last["job"]["status"] == "COMPLETED"
    assert last["job"]["chargeStatus"] == "CHARGED"
    assert last["job"]["charge"] == {"amount": "-1"}
    assert (await shop.account()).balance == 9 * credits.MICROS


async def test_a_call_counts_once_however_many_listen_and_one_too_many_is_refused(shop):
    policy = replace(shop.ports.policy, limits=RateLimits(calls=1))
    ports = replace(shop.ports, policy=policy, throttle=FakeThrottle())
    async with served(schema, ports) as site:
        script = shop.models.script("One")
        async with listening(site, shop.secret) as heard, listening(site, shop.secret) as other:
            assert (await heard())["job"]
            assert (await other())["job"]
            async with listening(site, shop.secret, key="two") as refused:
                message = await refused.talk.heard()
                assert message["type"] == "error", message
                assert message["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
            script.finish()
            assert (await rest(heard))[-1]["completion"] == (await rest(other))[-1]["completion"]
    assert await LLMCall.all().count() == 1


async def test_calls_of_tools_are_told_as_they_come(shop, site):
    script = shop.models.script("x")
    delta = [{"index": 0, "id": "call_1", "function": {"name": "f", "arguments": "{"}}]
    async with listening(site, shop.secret) as heard:
        await heard()
        await heard()
        script.call_tool(delta)
        told = await heard()
        assert (told["delta"], told["toolCallsDelta"]) == (None, delta)
        script.finish()


async def test_two_who_ask_with_one_key_hear_one_call(shop, site):
    script = shop.models.script("One")
    async with listening(site, shop.secret) as one:
        await one()
        await one()
        async with listening(site, shop.secret) as other:
            late = [await other(), await other()]
            assert late[0]["job"] is not None
            assert late[1]["delta"] == "One"
            script.say(" two")
            script.finish()
            ends = [await rest(one), await rest(other)]

    assert [event["delta"] for event in ends[0]] == [event["delta"] for event in ends[1]]
    assert ends[0][-1]["completion"]["content"] == "One two"
    assert shop.models.calls == 1
    assert (await shop.account()).balance == 9 * credits.MICROS


async def test_whoever_comes_back_goes_on_where_it_stopped(shop, site):
    script = shop.models.script("One")
    async with listening(site, shop.secret) as heard:
        await heard()
        seen = (await heard())["cursor"]
        heard.talk.client.transport.abort()
    await eventually(lambda: not len(site.live.sockets))
    script.say(" two", " three")
    script.finish()
    async with listening(site, shop.secret, after=seen) as heard:
        events = await rest(heard)

    assert "".join(event["delta"] or "" for event in events) == " two three"
    assert events[0]["job"] is None
    assert events[-1]["completion"]["content"] == "One two three"
    assert shop.models.calls == 1


@pytest.mark.parametrize(
    "seen", ["x", "x.1", ".", "{name}." + "9" * 5000, "{name}.99", "{name}.-1"]
)
async def test_with_a_strange_cursor_all_is_told_and_that_it_is(shop, site, seen):
    script = shop.models.script("One")
    async with listening(site, shop.secret) as heard:
        name = (await heard())["cursor"].partition(".")[0]
        async with listening(site, shop.secret, after=seen.format(name=name)) as other:
            first = await other()
            assert (first["lagged"], (await other())["delta"]) == (True, "One")
        script.finish()


async def test_over_server_sent_events_the_cursor_is_the_id(shop, site):
    script = shop.models.script("One")
    headers = {"accept": "text/event-stream", "authorization": f"Bearer {shop.secret}"}
    body = {"query": QUERY, "variables": {"input": asked()}}
    async with site.http() as client:
        del client.headers["X-Admin-Key"]
        async with client.stream("POST", "/graphql", json=body, headers=headers) as response:
            lines = response.aiter_lines()
            ids = [line[4:] async for line in _some(lines, "id: ", 2)]
        script.say(" two")
        script.finish()
        headers["last-event-id"] = ids[-1]
        async with client.stream("POST", "/graphql", json=body, headers=headers) as response:
            text = (await response.aread()).decode()

    told = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
    deltas = [each["data"]["completion"]["delta"] for each in told]
    assert "".join(delta or "" for delta in deltas) == " two"
    assert shop.models.calls == 1


async def _some(lines, prefix, count):
    async for line in lines:
        if line.startswith(prefix):
            yield line
            count -= 1
        if not count:
            return


async def test_when_nobody_listens_any_more_the_upstream_is_closed_and_what_was_used_is_settled(
    shop, site, monkeypatch
):
    monkeypatch.setattr(runs, "GRACE_SECONDS", 0.05)
    script = shop.models.script("One")
    async with listening(site, shop.secret) as heard:
        job = (await heard())["job"]
        await heard()
        heard.talk.client.transport.abort()

    async with asyncio.timeout(5):
        await script.is_closed.wait()
    await eventually(lambda: not len(site.live.runs))
    await calls.drain(5)
    call = await LLMCall.get(job_id=job["jobId"])
    assert call.status is not CallStatus.RUNNING
    account = await shop.account()
    assert (account.held, account.balance) == (0, 9 * credits.MICROS)


async def test_a_server_that_stops_closes_and_settles_what_is_under_way(shop):
    script = shop.models.script("One")
    async with served(schema, shop.ports) as site, listening(site, shop.secret) as heard:
        await heard()
        await heard()
        await site.live.close()
        assert script.is_closed.is_set()
        message = await heard.talk.heard()
        assert message["payload"][0]["extensions"]["code"] == "UNAVAILABLE"
    await calls.drain(5)
    assert (await shop.account()).held == 0


@pytest.mark.parametrize("shop", [0], indirect=True)
async def test_a_refusal_is_the_only_event_and_the_key_may_be_used_again(shop, site):
    async with listening(site, shop.secret) as heard:
        [event] = await rest(heard)
    assert event["errors"] == [
        {
            "code": "INSUFFICIENT_CREDITS",
            "message": "Not enough credits.",
            "required": "1",
            "available": "0",
        }
    ]
    await shop.top_up(1)
    shop.models.script("One").finish()
    async with listening(site, shop.secret) as heard:
        assert (await rest(heard))[-1]["completion"]["content"] == "One"


async def test_an_answer_that_breaks_off_ends_with_the_error_and_the_job(shop, site):
    script = shop.models.script("One")
    async with listening(site, shop.secret) as heard:
        await heard()
        await heard()
        script.break_off()
        last = await heard()
        assert await heard() is None

    assert [error["code"] for error in last["errors"]] == ["UPSTREAM_FAILED"]
    assert last["job"]["status"] == "FAILED"
    assert last["completion"] is None


async def test_another_question_under_the_same_key_is_refused(shop, site):
    script = shop.models.script("One")
    async with listening(site, shop.secret) as heard:
        await heard()
        async with listening(site, shop.secret, text="Something else") as other:
            [event] = await rest(other)
        script.finish()
    assert [error["code"] for error in event["errors"]] == ["IDEMPOTENCY_KEY_REUSED"]


async def test_a_call_of_another_process_is_waited_for_and_told_whole(shop, site):
    script = shop.models.script("One")
    async with served(schema, shop.ports) as elsewhere, listening(site, shop.secret) as one:
        await one()
        async with listening(elsewhere, shop.secret) as other:
            script.finish()
            [event] = await rest(other)

    assert event["lagged"]
    assert event["delta"] is None
    assert event["completion"]["content"] == "One"
    assert event["job"]["status"] == "COMPLETED"
    assert shop.models.calls == 1


async def test_when_it_is_over_the_same_key_gets_the_same_answer_without_another_call(
    shop, site, monkeypatch
):
    monkeypatch.setattr(runs, "GRACE_SECONDS", 0.02)
    shop.models.script("One").finish()
    async with listening(site, shop.secret) as heard:
        before = (await rest(heard))[-1]
    await eventually(lambda: not len(site.live.runs))
    async with listening(site, shop.secret) as heard:
        [again] = await rest(heard)

    assert again["completion"] == before["completion"]
    assert again["job"] == before["job"]
    assert shop.models.calls == 1


async def test_a_call_in_a_job_leaves_the_job_open(shop, site):
    job = await shop.job()
    shop.models.script("One").finish()
    async with listening(site, shop.secret, job={"jobId": str(job.id)}) as heard:
        last = (await rest(heard))[-1]

    assert last["job"]["jobId"] == str(job.id)
    assert last["job"]["status"] == JobStatus.IN_PROGRESS.name


async def test_whoever_may_not_run_jobs_is_told_so_with_a_status(shop, site):
    user = await make_session(shop.ports, await make_user(AdminRole.USER))
    headers = {
        "accept": "text/event-stream",
        "authorization": f"Bearer {user.access_token}",
    }
    body = {"query": QUERY, "variables": {"input": asked()}}
    async with site.http() as client:
        del client.headers["X-Admin-Key"]
        response = await client.post("/graphql", json=body, headers=headers)

    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"] == {
        "code": "FORBIDDEN",
        "permission": "RUN_JOBS",
    }
    assert not len(site.live.runs)


async def test_whoever_is_behind_gets_more_text_at_once(shop, site):
    """A thousand words that are there already are few events."""
    script = shop.models.script(*(f"{number} " for number in range(1000)))
    script.finish()
    async with listening(site, shop.secret) as heard:
        events = await rest(heard)

    text = "".join(f"{number} " for number in range(1000))
    assert "".join(event["delta"] or "" for event in events) == text
    assert len(events) < 500


async def test_as_a_chat_window_sends_it(shop, site):
    script = shop.models.script("One")
    script.finish()
    document = (EXAMPLES / "stream-completion.graphql").read_text()
    async with site.socket() as talk:
        payload = {"authorization": f"Bearer {shop.secret}"}
        await talk.send(type="connection_init", payload=payload)
        await talk.heard()
        await talk.subscribe("a", document, variables={"input": asked()})
        events = []
        while (message := await talk.heard())["type"] == "next":
            assert "errors" not in message["payload"], message
            events.append(message["payload"]["data"]["completion"])

    assert events[-1]["completion"]["call"]["tokens"]["total"] == 12
    assert events[-1]["job"]["charge"]["amount"] == "-1"
