"""Hashing: strong, never on the event loop, and never more than the machine can take."""

import asyncio
import threading

import bcrypt
import pytest

from domain import passwords
from domain.errors import InvalidInput, RateLimited

PASSWORD = "correct horse battery"


async def test_a_hash_is_argon2id_as_strong_as_agreed_and_each_is_another():
    one, two = await passwords.hash_of(PASSWORD), await passwords.hash_of(PASSWORD)

    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != two
    assert await passwords.verify(one, PASSWORD)
    assert not await passwords.verify(one, PASSWORD + " ")
    assert not passwords.is_outdated(one)


@pytest.mark.parametrize("password", ["pässwörd", "パスワード" * 2, "👩🏽‍🚀" * 3, "a\tb c\nd ef"])
async def test_any_text_is_a_password(password):
    passwords.check(password)

    assert await passwords.verify(await passwords.hash_of(password), password)


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("1234567", False),
        ("12345678", True),
        ("ü" * 8, True),
        ("x" * 72, True),
        ("x" * 73, False),
        ("ü" * 37, False),
        ("12345678\0", False),
        ("12345678\ud800", False),
    ],
)
def test_the_length_and_kind_of_passwords(password, good):
    if good:
        passwords.check(password)
        return
    with pytest.raises(InvalidInput) as refusal:
        passwords.check(password)
    assert password not in str(refusal.value)


async def test_a_hash_of_before_counts_seventy_two_bytes_and_is_outdated():
    long = "x" * 80
    old = bcrypt.hashpw(long.encode()[:72], bcrypt.gensalt(4)).decode()

    assert await passwords.verify(old, long)
    assert await passwords.verify(old, "x" * 72)
    assert not await passwords.verify(old, "x" * 71)
    assert passwords.is_outdated(old)


@pytest.mark.parametrize(
    "broken",
    ["", "x", "$2b$", "$2b$04$short", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$AA$BB", "$1$ab$cd"],
)
async def test_a_broken_hash_matches_nothing(broken):
    assert not await passwords.verify(broken, PASSWORD)


@pytest.mark.parametrize("password", ["", "x" * 5000, "\ud800", "\0"])
async def test_strange_passwords_are_simply_wrong(password):
    assert not await passwords.verify(await passwords.hash_of(PASSWORD), password)
    assert not await passwords.verify(None, password)


async def test_nobody_is_verified_by_the_hash_of_nobody():
    assert not await passwords.verify(None, PASSWORD)


async def test_the_event_loop_goes_on_while_passwords_are_hashed():
    work = asyncio.gather(*(passwords.hash_of(PASSWORD) for _ in range(8)))
    beats = 0
    while not work.done():
        await asyncio.sleep(0.001)
        beats += 1
    await work

    assert beats > 10


async def test_when_too_many_wait_the_next_is_sent_away_and_the_others_are_served(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(passwords, "_matches", lambda *_: release.wait(10))
    room = passwords._THREADS + passwords.QUEUE
    waiting = [asyncio.create_task(passwords.verify("x", PASSWORD)) for _ in range(room)]
    await asyncio.sleep(0)

    with pytest.raises(RateLimited) as refusal:
        await passwords.verify("x", PASSWORD)

    assert refusal.value.retry_after_seconds == 1
    release.set()
    assert all(await asyncio.gather(*waiting))
    assert await passwords.verify("x", PASSWORD)


async def test_callers_who_go_away_free_their_places(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(passwords, "_matches", lambda *_: release.wait(10))
    room = passwords._THREADS + passwords.QUEUE
    for _ in range(3):
        waiting = [asyncio.create_task(passwords.verify("x", PASSWORD)) for _ in range(room // 2)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    release.set()

    waiting = [asyncio.create_task(passwords.verify("x", PASSWORD)) for _ in range(room // 2)]
    assert all(await asyncio.gather(*waiting))
