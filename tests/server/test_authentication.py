"""From headers to an actor, an address and a request id."""

import hashlib
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from starlette.routing import Route

from domain.access import AdminRole
from domain.errors import StorageUnavailable
from persistence.database import rows
from persistence.models import VirtualKey
from server.authentication import AuthenticationMiddleware
from tests.builders import make_team
from tests.fakes import make_ports
from tests.people import make_session, make_user
from tests.signed_app import MASTER_KEY, client

SECRET = "sk-" + "v" * 43


@pytest.fixture
def ports():
    return make_ports()


async def who(ports, **options):
    async with client(ports, **options) as caller:
        return (await caller.get("/who")).json()


async def make_key(**values):
    created = await make_team("team-a")
    await VirtualKey.all().delete()
    return await VirtualKey.create(
        team_id=created.team.id,
        name="default",
        masked_key="sk-…vvvv",
        token_hash=hashlib.sha256(SECRET.encode()).hexdigest(),
        **values,
    )


# ---------------------------------------------------------------- credentials
@pytest.mark.parametrize(
    ("headers", "kind", "error"),
    [
        ({}, None, None),
        ({"X-Admin-Key": MASTER_KEY}, "admin_key", None),
        ({"X-Admin-Key": "wrong"}, None, "Unauthenticated"),
        ({"X-Admin-Key": ""}, None, "Unauthenticated"),
        ({"Authorization": f"Bearer {MASTER_KEY}"}, "admin_key", None),
        ({"Authorization": f"bEaReR   {MASTER_KEY}"}, "admin_key", None),
        ({"Authorization": f"Bearer {MASTER_KEY} x"}, None, "Unauthenticated"),
        ({"Authorization": f"Token {MASTER_KEY}"}, None, "Unauthenticated"),
        ({"Authorization": MASTER_KEY}, None, "Unauthenticated"),
        ({"Authorization": ""}, None, "Unauthenticated"),
        ({"Authorization": "Bearer a.b.c"}, None, "Unauthenticated"),
        ({"Authorization": "Bearer a.b.c", "X-Admin-Key": MASTER_KEY}, "admin_key", None),
    ],
)
async def test_what_a_caller_is_by_what_they_send(ports, headers, kind, error):
    seen = await who(ports, headers=headers)

    assert (seen["kind"], seen["error"]) == (kind, error)


async def test_two_authorization_headers_are_none(ports):
    async with client(ports) as caller:
        answer = await caller.get(
            "/who",
            headers=[
                ("Authorization", f"Bearer {MASTER_KEY}"),
                ("Authorization", f"Bearer {MASTER_KEY}"),
            ],
        )

    assert (answer.json()["kind"], answer.json()["error"]) == (None, "Unauthenticated")


async def test_without_an_admin_key_nothing_is_one(ports):
    async def app(scope, receive, send):
        assert scope["state"]["actor"].kind is None

    guarded = AuthenticationMiddleware(app, master_key="")
    served = SimpleNamespace(state=SimpleNamespace(ports=ports))
    for headers in ([(b"x-admin-key", b"")], [(b"authorization", b"Bearer x")]):
        scope = {"type": "http", "headers": headers, "app": served, "state": {"request_id": "1"}}
        await guarded(scope, None, None)


async def test_a_session_and_a_virtual_key(ports, database):
    user = await make_user(AdminRole.ADMIN)
    signed_in = await make_session(ports, user)
    await make_key()

    assert (await who(ports, token=signed_in.access_token))["label"] == user.email
    assert (await who(ports, token=SECRET))["kind"] == "virtual_key"
    assert (await who(ports, token=SECRET + "x"))["error"] == "Unauthenticated"


@pytest.mark.parametrize(
    ("values", "works"),
    [
        ({"status": "retiring"}, True),
        ({"status": "revoked"}, False),
        ({"status": "expired"}, False),
        ({"expires_at": datetime.now(UTC) - timedelta(seconds=1)}, False),
        ({"expires_at": datetime.now(UTC) + timedelta(hours=1)}, True),
    ],
)
async def test_a_virtual_key_works_while_it_lives(ports, database, values, works):
    await make_key(**values)

    seen = await who(ports, token=SECRET)

    assert (seen["kind"] == "virtual_key", seen["error"] is None) == (works, works)


@pytest.mark.parametrize("table", ["teams", "organizations"])
@pytest.mark.parametrize("status", ["suspended", "paused", "deleted"])
async def test_a_virtual_key_of_a_stopped_team_is_known_and_refused(ports, database, table, status):
    await make_key()
    await rows(f"UPDATE {table} SET status = '{status}'")

    seen = await who(ports, token=SECRET)

    error = "Unauthenticated" if status == "deleted" else "Forbidden"
    assert seen["error"] == error


async def test_trouble_with_the_database_is_told_to_those_who_ask(monkeypatch, ports):
    async def broken(*_):
        raise StorageUnavailable

    monkeypatch.setattr("domain.credentials.rows", broken)
    async with client(ports, token=SECRET) as caller:
        seen = (await caller.get("/who")).json()
        health = await caller.get("/health")
        asked = await caller.get("/api/admin-users/me")

    assert (seen["kind"], seen["error"]) == (None, "StorageUnavailable")
    assert health.status_code == 200
    assert (asked.status_code, asked.headers["retry-after"]) == (503, "2")


# ---------------------------------------------------------------- where from
@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "6.6.6.6", "192.0.2.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, nonsense, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "2001:DB8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.1", "6.6.6.6", "192.0.2.1"),
        ("fe80::1%eth0", None, "fe80::1"),
        ("testclient", None, None),
    ],
)
async def test_only_trusted_proxies_say_who_is_behind_them(ports, peer, forwarded, address):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    seen = await who(
        ports, address=peer, headers=headers, trusted_proxies=[ip_network("10.0.0.0/8")]
    )

    assert seen["ip_address"] == address


@pytest.mark.parametrize(
    "sent", ["abc-123", "018f3a52-0000-7000-8000-000000000000", "a" * 100, "job:7.x_y"]
)
async def test_a_request_id_is_kept_and_comes_back(ports, sent):
    async with client(ports, headers={"X-Request-ID": sent}) as caller:
        answer = await caller.get("/who")

    assert answer.json()["request_id"] == answer.headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", [None, "", "a" * 101, "a b", 'a"b', "a\x1b[2J", "ä"])
async def test_a_request_id_is_made_where_none_is_usable(ports, sent):
    headers = {} if sent is None else {"X-Request-ID": sent.encode()}
    async with client(ports) as caller:
        answer = await caller.get("/who", headers=headers)
        missing = await caller.get("/no/such/path", headers=headers)

    assert len(answer.headers["x-request-id"]) == len(missing.headers["x-request-id"]) == 32
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_a_bug_is_answered_with_the_request_id_too(ports):
    async def broken(_):
        raise RuntimeError("secret details")

    served = (Route("/broken", broken),)
    async with client(ports, instead=served, headers={"X-Request-ID": "mine-7"}) as caller:
        answer = await caller.get("/broken")

    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "mine-7")
    assert "secret" not in answer.text


async def test_a_user_agent_is_short_and_plain(ports):
    seen = await who(ports, headers={"User-Agent": b"Browser\x1b[2J\x00/1 " + b"x" * 1000})

    assert seen["user_agent"].startswith("Browser[2J/1 xx")
    assert len(seen["user_agent"]) == 500
