"""GraphQL over a WebSocket: what is answered, and who is disconnected with which code."""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from domain import sessions, teams
from domain.access import SYSTEM
from domain.ports import Policy
from graph.live import bounds
from graph.transports import socket
from tests.builders import make_team
from tests.live.conftest import FRIEND, MASTER_KEY, eventually, signed_in
from tests.live.sample import OPEN

FOREVER = "subscription { tick(count: 0) }"


async def test_a_subscription_is_told_event_by_event(site):
    async with site.joined() as talk:
        await talk.subscribe("a", "subscription { tick(count: 2) }")

        assert [await talk.heard() for _ in range(3)] == [
            {"id": "a", "type": "next", "payload": {"data": {"tick": 0}}},
            {"id": "a", "type": "next", "payload": {"data": {"tick": 1}}},
            {"id": "a", "type": "complete"},
        ]


async def test_queries_and_mutations_are_answered_once(site):
    async with site.joined() as talk:
        await talk.subscribe("q", "{ apple who }")
        assert (await talk.heard())["payload"]["data"] == {"apple": "apple", "who": "admin key"}
        assert await talk.heard() == {"id": "q", "type": "complete"}
        await talk.subscribe("q", "mutation { pick }")
        assert (await talk.heard())["payload"]["data"] == {"pick": "picked"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { tick other: tick }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription a { tick } query b { apple }", "BAD_USER_INPUT"),
        ("subscription ($n: Int!) { tick(count: $n) }", "BAD_USER_INPUT"),
        ("subscription { forbidden }", "FORBIDDEN"),
        ("{" + "a" * (16 * 1024) + "}", "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_what_is_refused_before_it_begins_is_one_error_and_the_connection_goes_on(
    site, query, code
):
    async with site.joined() as talk:
        await talk.subscribe("a", query)

        heard = await talk.heard()
        assert (heard["id"], heard["type"]) == ("a", "error")
        assert [error["extensions"]["code"] for error in heard["payload"]][:1] == [code]
        await talk.subscribe("a", "{ apple }")
        assert (await talk.heard())["type"] == "next"


@pytest.mark.parametrize(
    ("how", "code"), [("missing", "BAD_USER_INPUT"), ("storage", "UNAVAILABLE")]
)
async def test_a_refusal_in_between_ends_the_subscription_alone(site, how, code):
    async with site.joined() as talk:
        await talk.subscribe("a", f'subscription {{ failing(how: "{how}") }}')

        assert (await talk.heard())["payload"] == {"data": {"failing": 1}}
        heard = await talk.heard()
        assert heard["type"] == "error"
        assert heard["payload"][0]["extensions"]["code"] == code
        await talk.send(type="ping")
        assert await talk.heard() == {"type": "pong"}


async def test_two_listeners_hear_for_themselves_and_one_may_leave(site):
    async with site.joined() as one, site.joined() as other:
        for talk in (one, other):
            await talk.subscribe("a", FOREVER)
        await eventually(lambda: len(OPEN) == 2)
        await one.send(id="a", type="complete")
        await eventually(lambda: len(OPEN) == 1)
        await one.subscribe("a", "subscription { tick(count: 1) }")
        assert (await one.heard())["payload"] == {"data": {"tick": 0}}
        await other.send(type="ping", payload={"still": "here"})
        assert await other.heard() == {"type": "pong", "payload": {"still": "here"}}


async def test_whoever_hangs_up_leaves_nothing_behind(site):
    before = len(asyncio.all_tasks())
    async with site.joined() as talk:
        for number in range(bounds.MAX_OPERATIONS):
            await talk.subscribe(str(number), FOREVER)
        await eventually(lambda: len(OPEN) == bounds.MAX_OPERATIONS)
        talk.client.transport.abort()
    await eventually(lambda: not OPEN)
    await eventually(lambda: len(asyncio.all_tasks()) <= before)


INIT = {"type": "connection_init", "payload": {"x-admin-key": MASTER_KEY}}
SUBSCRIBE = {"id": "a", "type": "subscribe", "payload": {"query": FOREVER}}
NESTED = json.loads("[" * 40 + "]" * 40)


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        # before anybody said who they are
        ([SUBSCRIBE], 4401),
        ([{"type": "connection_init"}], 4401),
        ([{"type": "connection_init", "payload": {}}], 4401),
        ([{"type": "connection_init", "payload": {"authorization": "Bearer nobody"}}], 4401),
        ([{"type": "connection_init", "payload": {"authorization": "Bearer sk-nobody"}}], 4401),
        ([{"type": "connection_init", "payload": {"Authorization": "Basic abc"}}], 4401),
        ([{"type": "connection_init", "payload": {"x-admin-key": "guess"}}], 4401),
        ([{"type": "connection_init", "payload": {"authorization": ["Bearer x"]}}], 4400),
        ([{"type": "connection_init", "payload": "Bearer x"}], 4400),
        ([{"type": "ping"}, SUBSCRIBE], 4401),
        # afterwards
        ([INIT, INIT], 4429),
        ([INIT, SUBSCRIBE, SUBSCRIBE], 4409),
        ([INIT, SUBSCRIBE | {"id": None}], 4400),
        ([INIT, SUBSCRIBE | {"id": 7}], 4400),
        ([INIT, SUBSCRIBE | {"id": ""}], 4400),
        ([INIT, SUBSCRIBE | {"id": "x" * 256}], 4400),
        ([INIT, SUBSCRIBE | {"payload": None}], 4400),
        ([INIT, SUBSCRIBE | {"payload": {"query": 1}}], 4400),
        ([INIT, SUBSCRIBE | {"payload": [{"query": FOREVER}]}], 4400),
        ([INIT, SUBSCRIBE | {"payload": {"query": FOREVER, "variables": NESTED}}], 4400),
        ([INIT, SUBSCRIBE | {"payload": {"query": FOREVER, "variables": {"a": "\0"}}}], 4400),
        ([INIT, {"type": "start", "id": "a", "payload": {"query": FOREVER}}], 4400),
        ([INIT, {"type": "next", "id": "a", "payload": {}}], 4400),
        ([INIT, {"id": "a"}], 4400),
        ([INIT, "text"], 4400),
        ([INIT, []], 4400),
        ([INIT, {"type": "complete"}], 4400),
        ([INIT] + [SUBSCRIBE | {"id": str(number)} for number in range(11)], 4429),
    ],
)
async def test_whoever_breaks_the_protocol_or_a_limit_is_disconnected(pool, site, messages, code):
    async with site.socket() as talk:
        for message in messages:
            await talk.client.send(json.dumps(message))

        assert await talk.closed() == code


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", 4400),
        ('{"type": "connection_init", "payload": NaN}', 4400),
        (b'{"type": "connection_init"}', 4400),
        ('{"type": "ping", "payload": "' + "x" * bounds.MAX_MESSAGE_BYTES + '"}', 1009),
    ],
)
async def test_what_is_no_message_ends_the_connection(site, frame, code):
    async with site.socket() as talk:
        await talk.client.send(frame)

        assert await talk.closed() == code


async def test_whoever_says_nothing_is_disconnected(site, monkeypatch):
    monkeypatch.setattr(socket, "INIT_SECONDS", 0.05)
    async with site.socket() as talk:
        assert await talk.closed() == 4408


@pytest.mark.parametrize("protocol", ["graphql-ws", "wamp"])
async def test_another_protocol_is_not_spoken(site, protocol):
    async with connect(f"ws://{site.address}/graphql", subprotocols=[protocol]) as client:
        await client.wait_closed()
        assert client.close_code == 4406


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", "http://127.0.0.1:1"])
async def test_a_page_from_elsewhere_is_refused_in_the_handshake(site, origin):
    with pytest.raises(InvalidStatus) as refused:
        async with site.socket(origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_our_own_page_and_those_that_may_call_the_api_are_welcome(site):
    for origin in (FRIEND, f"http://{site.address}"):
        async with site.joined(origin=origin) as talk:
            await talk.send(type="ping")
            assert await talk.heard() == {"type": "pong"}


async def test_the_headers_of_the_handshake_count_for_programs(site):
    for headers in ({"X-Admin-Key": MASTER_KEY}, {"Authorization": f"Bearer {MASTER_KEY}"}):
        async with site.socket(additional_headers=headers) as talk:
            await talk.send(type="connection_init")
            assert await talk.heard() == {"type": "connection_ack"}


async def test_the_payload_counts_before_the_headers(site):
    headers = {"X-Admin-Key": MASTER_KEY}
    async with site.socket(additional_headers=headers) as talk:
        await talk.send(type="connection_init", payload={"authorization": "Bearer nobody"})
        assert await talk.closed() == 4401


async def test_one_caller_has_five_connections_and_those_who_leave_make_room(site):
    held = [site.joined() for _ in range(bounds.MAX_CONNECTIONS)]
    for one in held:
        await one.__aenter__()
    async with site.socket() as sixth:
        await sixth.client.send(json.dumps(INIT))
        assert await sixth.closed() == 4429
    await held.pop().__aexit__(None, None, None)
    await eventually(lambda: len(site.live.sockets) == bounds.MAX_CONNECTIONS - 1)
    async with site.joined():
        pass
    for one in held:
        await one.__aexit__(None, None, None)


async def test_few_at_a_time_may_wait_before_they_say_who_they_are(site, monkeypatch):
    monkeypatch.setattr(site.live.strangers, "_most", 1)
    async with site.joined(), site.joined():
        async with site.socket() as silent:
            await eventually(lambda: len(site.live.strangers) == 1)
            async with site.socket() as second:
                assert await second.closed() == 4429
            await silent.client.close()
        await eventually(lambda: not len(site.live.strangers))
        async with site.joined():
            pass


async def test_ten_thousand_subscriptions_are_ten(site):
    async with site.joined() as talk:
        for number in range(10_000):
            with suppress(ConnectionClosed):
                await talk.subscribe(str(number), FOREVER)
        assert await talk.closed() == 4429
        assert len(OPEN) <= bounds.MAX_OPERATIONS


async def test_a_thousand_subscriptions_one_after_another_leak_no_slot(site):
    async with site.joined() as talk:
        for number in range(1000):
            name = str(number % 3)
            await talk.subscribe(name, FOREVER)
            await talk.send(id=name, type="complete")
        await talk.subscribe("last", "{ apple }")
        assert (await talk.heard())["payload"] == {"data": {"apple": "apple"}}
    assert not OPEN


async def test_a_client_that_does_not_read_is_left(site, monkeypatch):
    monkeypatch.setattr(socket, "SEND_SECONDS", 0.2)
    async with site.joined(max_queue=1) as talk:
        talk.client.transport.pause_reading()
        await talk.subscribe("a", "subscription { large(size: 100000) }")
        await eventually(lambda: "large" in OPEN)
        await eventually(lambda: not OPEN)
        await eventually(lambda: not len(site.live.sockets))
        talk.client.transport.abort()


# ------------------------------------------------------------ credentials that end


@pytest.mark.usefixtures("database")
async def test_a_session_that_is_revoked_takes_its_connections_with_it(site, monkeypatch):
    monkeypatch.setattr("graph.transports.credential.RECHECK_SECONDS", 0.05)
    session = await signed_in(site.ports)
    other = await signed_in(site.ports)
    async with site.socket() as talk, site.socket() as stranger:
        for one, its in ((talk, session), (stranger, other)):
            token = f"Bearer {its.access_token}"
            await one.send(type="connection_init", payload={"authorization": token})
            assert await one.heard() == {"type": "connection_ack"}
        await talk.subscribe("a", FOREVER)
        await eventually(lambda: OPEN)

        await sessions.logout(session.actor, site.ports)

        assert await talk.closed() == 4401
        assert not OPEN
        await stranger.send(type="ping")
        assert await stranger.heard() == {"type": "pong"}


@pytest.mark.usefixtures("database")
async def test_a_session_takes_its_connections_with_it_when_its_time_is_over(site):
    brief = replace(site.ports, policy=Policy(session_lifetime=timedelta(seconds=2)))
    session = await signed_in(brief)
    token = f"Bearer {session.access_token}"
    async with site.socket() as talk:
        await talk.send(type="connection_init", payload={"authorization": token})
        assert await talk.heard() == {"type": "connection_ack"}
        assert await talk.closed() == 4401
        assert datetime.now(UTC) >= session.session.expires_at


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("end", ["suspended", "deleted"])
async def test_a_key_takes_its_connections_with_it_when_its_team_is_stopped(site, monkeypatch, end):
    monkeypatch.setattr("graph.transports.credential.RECHECK_SECONDS", 0.05)
    made = await make_team("shop")
    payload = {"authorization": f"Bearer {made.issued.secret}"}
    async with site.socket() as talk:
        await talk.send(type="connection_init", payload=payload)
        assert await talk.heard() == {"type": "connection_ack"}
        await talk.subscribe("a", "{ who }")
        assert (await talk.heard())["payload"]["data"]["who"] == made.issued.key.name

        await (teams.suspend if end == "suspended" else teams.delete)(SYSTEM, "shop")

        assert await talk.closed() == 4401
    async with site.socket() as talk:
        await talk.send(type="connection_init", payload=payload)
        assert await talk.closed() == (4403 if end == "suspended" else 4401)
