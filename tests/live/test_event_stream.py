"""GraphQL as server-sent events."""

import asyncio
import json

import pytest

from domain import sessions
from graph.transports import events
from tests.live.conftest import eventually, signed_in
from tests.live.sample import OPEN

EVENTS = {"accept": "text/event-stream"}
FOREVER = "subscription { tick(count: 0) }"


def ask(client, query, headers=EVENTS, **body):
    return client.stream("POST", "/graphql", json={"query": query, **body}, headers=headers)


async def test_every_event_has_its_place_and_the_last_says_that_it_is_the_last(site):
    async with site.http() as client, ask(client, "subscription { tick(count: 2) }") as response:
        text = (await response.aread()).decode()

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert text == (
        'event: next\nid: place-0\ndata: {"data":{"tick":0}}\n\n'
        'event: next\nid: place-1\ndata: {"data":{"tick":1}}\n\n'
        "event: complete\ndata:\n\n"
    )


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("subscription {", 400, "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", 400, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { tick other: tick }", 400, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { forbidden }", 403, "FORBIDDEN"),
    ],
)
async def test_what_is_refused_before_the_first_event_has_a_status(site, query, status, code):
    async with site.http() as client, ask(client, query) as response:
        body = json.loads(await response.aread())

    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/graphql-response+json")
    assert body["errors"][0]["extensions"]["code"] == code


async def test_a_bad_credential_is_a_401(site):
    headers = {**EVENTS, "X-Admin-Key": "guess"}
    async with site.http() as client, ask(client, FOREVER, headers) as response:
        assert response.status_code == 401


async def test_a_refusal_in_between_is_an_event(site):
    query = 'subscription { failing(how: "missing") }'
    async with site.http() as client, ask(client, query) as response:
        text = (await response.aread()).decode()

    first, refused, last, _ = text.split("\n\n")
    assert first == 'event: next\ndata: {"data":{"failing":1}}'
    assert json.loads(refused.removeprefix("event: next\ndata: "))["errors"][0]["message"] == (
        "There is no such thing."
    )
    assert last == "event: complete\ndata:"


async def test_a_query_is_one_event_to_those_who_take_nothing_else(site):
    async with site.http() as client:
        async with ask(client, "{ apple }") as response:
            text = (await response.aread()).decode()
        assert text == 'event: next\ndata: {"data":{"apple":"apple"}}\n\nevent: complete\ndata:\n\n'
        both = {"accept": "application/json, text/event-stream"}
        async with ask(client, "{ apple }", both) as response:
            assert json.loads(await response.aread()) == {"data": {"apple": "apple"}}
        async with ask(client, "subscription { tick(count: 1) }", both) as response:
            assert b"event: next" in await response.aread()


async def test_a_subscription_without_a_stream_is_told_how_to_ask(site):
    async with site.http() as client:
        response = await client.post("/graphql", json={"query": FOREVER})

    assert "text/event-stream" in response.json()["errors"][0]["message"]
    assert not OPEN


async def test_the_last_event_that_was_seen_is_passed_on(site):
    headers = {**EVENTS, "Last-Event-ID": "place-7"}
    async with site.http() as client, ask(client, "subscription { seen }", headers) as response:
        assert b'{"seen":"place-7"}' in await response.aread()


async def test_whoever_hangs_up_leaves_nothing_behind(site):
    before = len(asyncio.all_tasks())
    async with site.http() as client, ask(client, FOREVER) as response:
        assert response.status_code == 200
        await eventually(lambda: OPEN)
    await eventually(lambda: not OPEN)
    await eventually(lambda: len(asyncio.all_tasks()) <= before)


async def test_a_silent_stream_breathes(site, monkeypatch):
    monkeypatch.setattr(events, "SILENCE_SECONDS", 0.02)
    async with site.http() as client, ask(client, FOREVER) as response:
        async for line in response.aiter_lines():
            assert line == ":"
            break


async def test_a_client_that_does_not_read_is_left(site, monkeypatch):
    monkeypatch.setattr(events, "SEND_SECONDS", 0.2)
    query = "subscription { large(size: 1000000) }"
    async with site.http() as client, ask(client, query):
        await eventually(lambda: not OPEN)


async def test_one_caller_has_so_many_streams_at_most(site, monkeypatch):
    monkeypatch.setattr(site.live.streams, "_most", 1)
    async with site.http() as client, ask(client, FOREVER) as first:
        assert first.status_code == 200
        async with ask(client, FOREVER) as second:
            assert second.status_code == 429
            assert second.headers["retry-after"] == "5"


@pytest.mark.usefixtures("database")
async def test_a_session_that_is_revoked_takes_its_stream_with_it(site, monkeypatch):
    monkeypatch.setattr("graph.transports.credential.RECHECK_SECONDS", 0.05)
    session = await signed_in(site.ports)
    headers = {**EVENTS, "Authorization": f"Bearer {session.access_token}"}
    async with site.http() as client:
        del client.headers["X-Admin-Key"]
        async with ask(client, FOREVER, headers) as response:
            await eventually(lambda: OPEN)
            await sessions.logout(session.actor, site.ports)
            text = (await response.aread()).decode()

    assert '"code":"UNAUTHENTICATED"' in text
    assert text.endswith("event: complete\ndata:\n\n")
    assert not OPEN
