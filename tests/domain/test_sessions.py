"""Setup, login, logout, and what a session is worth afterwards."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import bcrypt
import pytest

from domain import login, own_passwords, passwords, sessions, setup
from domain.access import ActorKind, AdminRole, Origin
from domain.credentials import Unproven
from domain.errors import (
    InvalidCredentials,
    InvalidInput,
    InvalidState,
    InvalidToken,
    RateLimited,
    Unauthenticated,
)
from domain.ports import Claims, Policy, Ports
from persistence.database import rows
from persistence.models import AdminUser, AuditEvent, Session
from tests.fakes import make_ports
from tests.people import HASH, PASSWORD, acting, from_address, make_session, make_user

pytestmark = pytest.mark.usefixtures("database")

ORIGIN = Origin(ip_address="192.0.2.9", user_agent="Browser/1", request_id="r-1")
FIRST = {"email": "First@Example.com", "display_name": "First", "password": PASSWORD}


@pytest.fixture
def ports() -> Ports:
    return make_ports()


async def identify(ports, token):
    return await sessions.identify(ports, token, ORIGIN)


# ---------------------------------------------------------------- setup
async def test_setup_makes_an_owner_who_is_signed_in(ports):
    assert await setup.is_needed(from_address())

    done = await setup.setup(from_address(), ports, **FIRST)

    assert not await setup.is_needed(from_address())
    assert (done.admin_user.role, done.admin_user.email) == (AdminRole.OWNER, "First@example.com")
    actor = await identify(ports, done.access_token)
    assert (actor.kind, actor.role, actor.label) == (
        ActorKind.ADMIN_USER,
        AdminRole.OWNER,
        "First@example.com",
    )
    event = await AuditEvent.get()
    assert (event.action, event.actor_label) == ("setup.completed", "First@example.com")
    assert event.ip_address == "192.0.2.1"


async def test_of_twenty_setups_at_once_exactly_one_wins(ports):
    attempts = (
        setup.setup(from_address(), ports, **(FIRST | {"email": f"owner{n}@example.com"}))
        for n in range(20)
    )

    outcomes = await asyncio.gather(*attempts, return_exceptions=True)

    assert sum(isinstance(outcome, sessions.SignIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, InvalidState) for outcome in outcomes) == 19
    assert (await AdminUser.all().count(), await AuditEvent.all().count()) == (1, 1)


async def test_an_inactive_user_closes_setup_too(ports):
    await make_user(AdminRole.USER, is_active=False)

    with pytest.raises(InvalidState, match="Setup already completed"):
        await setup.setup(from_address(), ports, **FIRST)


@pytest.mark.parametrize("given", [None, "", "wrong", "tökn"])
async def test_setup_asks_for_the_operators_token(given):
    ports = make_ports(policy=Policy(setup_token="let-me-in"))

    with pytest.raises(InvalidToken) as refusal:
        await setup.setup(from_address(), ports, **FIRST, setup_token=given)

    assert refusal.value.field == ("setupToken",)
    assert "let-me-in" not in str(refusal.value)
    assert await setup.setup(from_address(), ports, **FIRST, setup_token="let-me-in")


# ---------------------------------------------------------------- login
async def test_login_gives_a_token_of_a_new_session(ports):
    user = await make_user(AdminRole.ADMIN, email="me@example.com", password_hash=HASH)

    first = await login.login(from_address(), ports, " ME@Example.COM ", PASSWORD)
    second = await login.login(from_address(), ports, "me@example.com", PASSWORD)

    assert first.access_token != second.access_token
    row = await Session.get(id=first.session.id)
    assert bytes(row.token_hash) == hashlib.sha256(first.access_token.encode()).digest()
    assert timedelta(hours=23) < row.expires_at - datetime.now(UTC) < timedelta(hours=24, seconds=1)
    user = await AdminUser.get(id=user.id)
    assert user.last_login_at == second.session.created_at
    actor = await identify(ports, second.access_token)
    assert (actor.role, actor.session_id, actor.origin) == (
        AdminRole.ADMIN,
        second.session.id,
        ORIGIN,
    )


@pytest.mark.parametrize(
    "values",
    [
        {"password_hash": HASH, "is_active": False},
        {"password_hash": None},
        {"password_hash": passwords._NOBODY},
        {"password_hash": "not a hash"},
        {"password_hash": HASH, "email": "other@example.com"},
    ],
    ids=["inactive", "no password", "wrong password", "broken hash", "unknown e-mail"],
)
async def test_every_refused_login_says_the_same_and_is_written_down(ports, values):
    await make_user(AdminRole.ADMIN, **({"email": "me@example.com"} | values))

    with pytest.raises(InvalidCredentials) as refusal:
        await login.login(from_address(), ports, "me@example.com", PASSWORD)

    assert (refusal.value.message, refusal.value.field) == ("Invalid email or password", None)
    event = await AuditEvent.get()
    assert (event.action, event.resource_id) == ("login.failed", "me@example.com")
    assert (event.actor_kind, event.ip_address) == (None, "192.0.2.1")
    assert PASSWORD not in str(dict(event))
    assert not await Session.exists()


async def test_every_refused_login_costs_the_same_work(ports, monkeypatch, statements):
    await make_user(email="me@example.com", password_hash=HASH)
    await make_user(email="off@example.com", password_hash=HASH, is_active=False)
    verified = []
    matches = passwords._matches

    def counted(password_hash, secret):
        verified.append(password_hash)
        return matches(password_hash, secret)

    monkeypatch.setattr(passwords, "_matches", counted)
    asked = []
    for email, password in (
        ("me@example.com", "wrong password"),
        ("nobody@example.com", "wrong password"),
        ("off@example.com", PASSWORD),
    ):
        with statements() as seen, pytest.raises(InvalidCredentials):
            await login.login(from_address(), ports, email, password)
        asked.append(seen)

    assert verified == [HASH, passwords._NOBODY, HASH]
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.parametrize("prefix", [b"2a", b"2b", b"2y"])
async def test_a_bcrypt_hash_of_before_verifies_and_is_replaced(ports, prefix):
    long_password = "ä" * 40 + " and what bcrypt never saw"
    old = bcrypt.hashpw(long_password.encode()[:72], bcrypt.gensalt(4)).replace(b"2b", prefix, 1)
    user = await make_user(email="old@example.com", password_hash=old.decode())

    await login.login(from_address(), ports, "old@example.com", long_password)

    renewed = (await AdminUser.get(id=user.id)).password_hash
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await login.login(from_address(), ports, "old@example.com", long_password)
    with pytest.raises(InvalidCredentials):
        await login.login(from_address(), ports, "old@example.com", long_password[:-1])


async def test_two_logins_at_once_both_succeed_while_the_old_hash_is_replaced(ports):
    old = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    await make_user(email="old@example.com", password_hash=old)

    done = await asyncio.gather(
        *(login.login(from_address(), ports, "old@example.com", PASSWORD) for _ in range(4))
    )

    assert len({one.session.id for one in done}) == 4


@pytest.mark.parametrize("email", ["", "me", "me@", "@example.com", "me@host.local", "a@b.test"])
async def test_what_is_no_email_is_said_at_once(ports, email):
    with pytest.raises(InvalidInput):
        await login.login(from_address(), ports, email, PASSWORD)


async def test_the_sixth_wrong_password_waits_for_known_and_unknown_emails_alike(ports):
    await make_user(email="me@example.com", password_hash=HASH)

    for email in ("me@example.com", "nobody@example.com"):
        for _ in range(5):
            with pytest.raises(InvalidCredentials):
                await login.login(from_address(), ports, email, "wrong password")
        with pytest.raises(RateLimited) as refusal:
            await login.login(from_address(), ports, email.upper(), PASSWORD)
        assert 1 <= refusal.value.retry_after_seconds <= 30

    assert await login.login(from_address("198.51.100.1"), ports, "me@example.com", PASSWORD)


async def test_good_logins_do_not_count(ports):
    await make_user(email="me@example.com", password_hash=HASH)

    for _ in range(8):
        await login.login(from_address(), ports, "me@example.com", PASSWORD)

    assert await Session.all().count() == 8


async def test_one_account_is_tried_twenty_times_from_everywhere_at_most(ports):
    for number in range(20):
        with pytest.raises(InvalidCredentials):
            await login.login(from_address(f"10.0.{number}.1"), ports, "me@example.com", "wrong")

    with pytest.raises(RateLimited):
        await login.login(from_address("10.0.77.1"), ports, "me@example.com", "wrong")


async def test_strangers_do_not_lock_out_who_was_here_lately(ports):
    await make_user(email="me@example.com", password_hash=HASH)
    await login.login(from_address("192.0.2.7"), ports, "me@example.com", PASSWORD)
    for number in range(20):
        with pytest.raises(InvalidCredentials):
            await login.login(from_address(f"10.0.{number}.1"), ports, "me@example.com", "wrong")

    with pytest.raises(RateLimited):
        await login.login(from_address("10.0.77.1"), ports, "me@example.com", PASSWORD)

    assert await login.login(from_address("192.0.2.7"), ports, "me@example.com", PASSWORD)


async def test_a_password_that_changes_during_a_login_does_not_let_the_old_one_in(
    ports, monkeypatch
):
    await make_user(email="me@example.com", password_hash=HASH)
    verify = passwords.verify

    async def verified_too_late(password_hash, password):
        matches = await verify(password_hash, password)
        await AdminUser.all().update(password_hash=passwords._NOBODY)
        return matches

    monkeypatch.setattr(passwords, "verify", verified_too_late)
    with pytest.raises(InvalidCredentials):
        await login.login(from_address(), ports, "me@example.com", PASSWORD)

    assert not await Session.exists()


# ---------------------------------------------------------------- sessions
async def test_logout_ends_this_session_alone(ports):
    user = await make_user()
    here, there = await make_session(ports, user), await make_session(ports, user)
    actor = await identify(ports, here.access_token)

    assert await sessions.logout(actor, ports) == here.session.id

    assert await identify(ports, here.access_token) is Unproven.ENDED
    assert (await identify(ports, there.access_token)).session_id == there.session.id
    with pytest.raises(Unauthenticated):
        await sessions.logout(actor, ports)
    actions = await AuditEvent.filter(actor_label=user.email).values_list("action", flat=True)
    assert sorted(actions) == ["session.ended", "session.started", "session.started"]


@pytest.mark.parametrize("change", ["expired", "deactivated", "deleted", "swapped", "another's"])
async def test_a_session_is_worth_what_its_row_says(ports, change):
    user = await make_user()
    signed_in = await make_session(ports, user)
    token, expected = signed_in.access_token, Unproven.ENDED
    if change == "expired":
        await rows("UPDATE sessions SET expires_at = clock_timestamp() - interval '1 second'")
    elif change == "deactivated":
        await rows("UPDATE admin_users SET is_active = false")
        expected = Unproven.INACTIVE
    elif change == "deleted":
        await rows("DELETE FROM admin_users")
    elif change == "swapped":
        claims = ports.tokens.verify(token)
        token = ports.tokens.sign(replace(claims, expires_at=claims.expires_at + timedelta(days=1)))
    else:
        claims = ports.tokens.verify(token)
        token = ports.tokens.sign(replace(claims, admin_user_id=uuid4()))
        digest = hashlib.sha256(token.encode()).hexdigest()
        await rows(f"UPDATE sessions SET token_hash = decode('{digest}', 'hex')")
        expected = Unproven.PAYLOAD

    assert await identify(ports, token) is expected


async def test_a_token_without_a_row_is_worth_nothing(ports):
    claims = Claims(uuid4(), uuid4(), datetime.now(UTC) + timedelta(hours=1))

    assert await identify(ports, ports.tokens.sign(claims)) is Unproven.ENDED
    assert await identify(ports, "what.ever.this") is Unproven.INVALID


async def test_losing_the_cache_signs_nobody_out_and_revives_nobody(ports):
    user = await make_user()
    live, ended = await make_session(ports, user), await make_session(ports, user)
    await sessions.logout(acting(user, ended), ports)
    await identify(ports, live.access_token)

    ports.sessions.states.clear()
    ports.sessions.forgotten.clear()

    assert (await identify(ports, live.access_token)).session_id == live.session.id
    assert await identify(ports, ended.access_token) is Unproven.ENDED


async def test_the_last_use_is_noted_once_a_minute(ports):
    signed_in = await make_session(ports, await make_user())
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    await Session.all().update(last_seen_at=long_ago)

    await identify(ports, signed_in.access_token)
    seen = (await Session.get()).last_seen_at
    ports.sessions.states.clear()
    await identify(ports, signed_in.access_token)

    assert seen - long_ago > timedelta(minutes=4)
    assert (await Session.get()).last_seen_at == seen


async def test_a_session_is_seen_by_its_owner_alone(ports):
    mine, other = await make_user(), await make_user(AdminRole.OWNER)
    signed_in = await make_session(ports, mine)

    assert [one.id for one in await sessions.by_ids(acting(mine), [signed_in.session.id])]
    assert await sessions.by_ids(acting(other), [signed_in.session.id]) == []


# ---------------------------------------------------------------- own password
async def test_a_new_password_ends_the_other_sessions(ports):
    user = await make_user(email="me@example.com", password_hash=HASH)
    here, there = await make_session(ports, user), await make_session(ports, user)

    await own_passwords.change(acting(user, here), ports, PASSWORD, "another password")

    assert await identify(ports, there.access_token) is Unproven.ENDED
    assert (await identify(ports, here.access_token)).session_id == here.session.id
    with pytest.raises(InvalidCredentials):
        await login.login(from_address(), ports, "me@example.com", PASSWORD)
    assert await login.login(from_address(), ports, "me@example.com", "another password")
    event = await AuditEvent.get(action="admin_user.password_changed")
    assert "another password" not in str(dict(event))


async def test_a_new_password_needs_the_present_one(ports):
    user = await make_user(password_hash=HASH)
    actor = acting(user, await make_session(ports, user))

    for _ in range(5):
        with pytest.raises(InvalidCredentials, match="Current password is incorrect"):
            await own_passwords.change(actor, ports, "wrong password", "another password")
    with pytest.raises(RateLimited):
        await own_passwords.change(actor, ports, PASSWORD, "another password")


@pytest.mark.parametrize("new", ["", "7 chars", "x" * 1025, "ü" * 513, "with\0nul in it"])
async def test_bad_new_passwords_are_refused(ports, new):
    user = await make_user(password_hash=HASH)

    with pytest.raises(InvalidInput) as refusal:
        await own_passwords.change(acting(user), ports, PASSWORD, new)

    assert refusal.value.field == ("newPassword",)


async def test_sessions_over_for_long_are_forgotten_at_the_next_login(database, ports):
    user = await make_user(AdminRole.ADMIN)
    for days in (29, 31):
        await make_session(ports, user)
        old = await Session.filter(expires_at__gt=datetime.now(UTC)).get()
        await Session.filter(id=old.id).update(expires_at=datetime.now(UTC) - timedelta(days=days))

    await make_session(ports, user)

    assert await Session.all().count() == 2
