"""What the domain relies on in the session cache: the fake and Redis keep the same promises."""

import asyncio
import random
import time
from uuid import uuid4

import pytest
import pytest_asyncio

from domain.ports import UpstreamUnavailable
from integrations import redis_client, sessions
from integrations.redis_client import connect
from integrations.sessions import RedisSessionCache
from server.embedded import throwaway_redis
from tests.fakes import FakeSessionCache


@pytest_asyncio.fixture
async def redis(redis_url):
    client = connect(redis_url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest_asyncio.fixture(params=["fake", "redis", "memory"])
async def cache(request, redis_url):
    if request.param == "fake":
        yield FakeSessionCache()
        return
    client = connect(redis_url if request.param == "redis" else "memory://")
    await client.flushall()
    cache = RedisSessionCache(client)
    await cache.start()
    yield cache
    await cache.close()
    await client.aclose()


@pytest_asyncio.fixture
async def two(redis_url, redis):
    """The caches of two processes on one Redis, listening."""
    clients = [connect(redis_url), connect(redis_url)]
    caches = [RedisSessionCache(client) for client in clients]
    for one in caches:
        await one.start()
    await eventually(lambda: subscribers(redis, 2))
    yield caches
    for one, client in zip(caches, clients, strict=True):
        await one.close()
        await client.aclose()


async def subscribers(redis, wanted):
    try:
        [(_, count)] = await redis.pubsub_numsub(sessions.CHANNEL)
    except (OSError, redis_client.RedisError):
        return False
    return count >= wanted


async def eventually(ask, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not await ask():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


def state(**values):
    return {"email": "me@example.com", "ended": False, "read_at": time.time(), **values}


# ---------------------------------------------------------------- all of them
async def test_what_is_put_is_got(cache):
    session_id, kept = uuid4(), state()
    assert await cache.get(session_id) is None

    await cache.put(session_id, kept)

    assert await cache.get(session_id) == kept
    assert await cache.get(uuid4()) is None


async def test_what_is_revoked_is_forgotten_and_not_put_back_by_a_late_writer(cache):
    one, two, other = uuid4(), uuid4(), uuid4()
    read_before = state()
    for session_id in (one, two, other):
        await cache.put(session_id, read_before)

    await cache.revoke(one, two)
    await cache.revoke()
    await cache.put(one, read_before)

    assert [await cache.get(session_id) for session_id in (one, two)] == [None, None]
    assert await cache.get(other) == read_before


async def test_what_was_read_long_ago_is_not_kept(cache):
    session_id = uuid4()

    await cache.put(session_id, state(read_at=time.time() - 60))

    assert await cache.get(session_id) is None


async def test_a_cache_that_is_up_says_so(cache):
    await cache.check()


# ---------------------------------------------------------------- several processes
async def test_processes_share_what_they_know(two):
    here, there = two
    session_id, kept = uuid4(), state()

    await here.put(session_id, kept)

    assert await there.get(session_id) == kept


async def test_a_revocation_reaches_the_other_process_at_once(two):
    here, there = two
    session_id, kept = uuid4(), state()
    await here.put(session_id, kept)
    assert await there.get(session_id) == kept

    await here.revoke(session_id)

    async def forgotten():
        return await there.get(session_id) is None

    await eventually(forgotten, seconds=1.0)
    await there.put(session_id, kept)
    assert await there.get(session_id) is None


async def test_without_listening_a_revocation_is_seen_within_a_second(redis_url, redis):
    deaf, other = RedisSessionCache(redis), RedisSessionCache(connect(redis_url))
    session_id, kept = uuid4(), state()
    await other.put(session_id, kept)
    assert await deaf.get(session_id) == kept

    await other.revoke(session_id)

    async def forgotten():
        return await deaf.get(session_id) is None

    await eventually(forgotten, seconds=1.0)


async def test_nothing_is_kept_longer_than_five_seconds(redis):
    cache = RedisSessionCache(redis)
    session_id = uuid4()
    await cache.put(session_id, state())

    assert 0 < await redis.pttl(f"session:{session_id}") <= 5000


async def test_an_old_state_does_not_keep_the_next_from_being_shared(redis):
    cache, old, fresh = RedisSessionCache(redis), uuid4(), uuid4()

    await cache.put(old, state(read_at=time.time() - 60))
    await cache.put(fresh, state())

    assert await redis.exists(f"session:{fresh}")
    assert not await redis.exists(f"session:{old}")


async def test_a_redis_that_comes_back_with_old_data_revives_nobody(redis):
    cache = RedisSessionCache(redis)
    session_id = uuid4()
    await cache.put(session_id, state(read_at=time.time() - 3.5))
    copy = await redis.get(f"session:{session_id}")
    cache._memory.clear()
    await redis.flushall()
    await asyncio.sleep(0.6)

    await redis.set(f"session:{session_id}", copy)  # for ever, as a careless restore would

    assert await cache.get(session_id) is None


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b'{"read_at": "now"}', b"\xff"])
async def test_what_is_not_ours_in_redis_is_nothing(redis, junk):
    session_id = uuid4()
    await redis.set(f"session:{session_id}", junk)

    assert await RedisSessionCache(redis).get(session_id) is None


async def test_the_memory_of_a_process_has_a_limit(redis, monkeypatch):
    monkeypatch.setattr(sessions, "REMEMBERED", 10)
    cache = RedisSessionCache(redis)

    for _ in range(30):
        await cache.put(uuid4(), state())
        await cache.revoke(uuid4())

    assert len(cache._memory._states) == len(cache._memory._forgotten) == 10


# ---------------------------------------------------------------- Redis in trouble
async def test_without_redis_nothing_is_remembered_and_nothing_raised():
    cache = RedisSessionCache(connect("redis://127.0.0.1:1/0"))
    await cache.start()
    session_id = uuid4()

    assert await cache.get(session_id) is None
    await cache.put(session_id, state())
    await cache.revoke(session_id)

    assert await cache.get(session_id) is None
    with pytest.raises(UpstreamUnavailable):
        await cache.check()
    await cache.close()


async def test_it_ends_at_whatever_moment_of_connecting_it_is_told_to(redis_url):
    for moment in range(30):
        client = connect(redis_url)
        cache = RedisSessionCache(client)
        await cache.start()
        until = time.monotonic() + moment / 5000
        while time.monotonic() < until:
            await asyncio.sleep(0)
        closing = asyncio.create_task(cache.close())
        assert await asyncio.wait({closing}, timeout=5) == ({closing}, set())
        await client.aclose()


async def test_a_redis_that_hangs_costs_one_wait_and_not_one_for_each_request(redis_url, redis):
    client = connect(redis_url)
    cache = RedisSessionCache(client)
    await cache.check()
    await redis.execute_command("CLIENT", "PAUSE", 1500, "ALL")

    started = time.monotonic()
    for _ in range(20):
        assert await cache.get(uuid4()) is None
    waited = time.monotonic() - started

    assert waited < 2 * redis_client.TIMEOUT_SECONDS
    await client.aclose()

    async def answers():
        try:
            return await redis.ping()
        except (TimeoutError, OSError, redis_client.RedisError):
            return False

    await eventually(answers)


async def test_a_redis_that_restarts_is_used_and_listened_to_again():
    session_id, kept = uuid4(), state()
    with throwaway_redis() as server:
        client, witness = connect(server.url()), connect(server.url())
        cache = RedisSessionCache(client)
        await cache.start()
        await eventually(lambda: subscribers(witness, 1))

        await asyncio.to_thread(server.stop)
        assert await cache.get(session_id) is None
        await asyncio.to_thread(server.start)

        await eventually(lambda: subscribers(witness, 1))
        await cache.check()
        await cache.put(session_id, kept)
        assert await cache.get(session_id) == kept
        await witness.publish(sessions.CHANNEL, "nonsense")
        await witness.publish(sessions.CHANNEL, str(session_id))

        async def forgotten():
            return session_id not in cache._memory._states

        await eventually(forgotten, seconds=1.0)
        await cache.close()
        await client.aclose()
        await witness.aclose()


async def test_a_cancelled_command_gives_its_answer_to_nobody_else(redis_url):
    """What made a well-known service show strangers' chats."""
    client = connect(redis_url)
    cache = RedisSessionCache(client)
    ids = [uuid4() for _ in range(20)]
    for session_id in ids:
        await cache.put(session_id, state(email=str(session_id)))
    chance = random.Random(7)

    async def ask(session_id):
        cache._memory.clear()
        found = await cache.get(session_id)
        assert found is None or found["email"] == str(session_id)

    for _ in range(60):
        tasks = [asyncio.create_task(ask(chance.choice(ids))) for _ in range(20)]
        await asyncio.sleep(chance.random() * 0.003)
        for task in chance.sample(tasks, 10):
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            assert outcome is None or isinstance(outcome, asyncio.CancelledError)
    await client.aclose()
