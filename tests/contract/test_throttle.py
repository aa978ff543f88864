"""What the domain relies on in the throttle: one process and Redis count alike."""

import asyncio
import time
from uuid import uuid4

import pytest
import pytest_asyncio

from integrations.redis_client import connect
from integrations.throttle import RedisThrottle
from tests.fakes import FakeThrottle


@pytest_asyncio.fixture(params=["fake", "redis", "memory"])
async def throttle(request, redis_url):
    if request.param == "fake":
        yield FakeThrottle()
        return
    client = connect(redis_url if request.param == "redis" else "memory://")
    yield RedisThrottle(client)
    await client.aclose()


def key():
    return f"login:{uuid4()}"


async def test_a_burst_is_allowed_and_then_one_per_interval(throttle):
    name = key()

    waits = [await throttle.attempt(name, burst=3, interval_seconds=60) for _ in range(5)]

    assert waits[:3] == [0.0, 0.0, 0.0]
    assert all(55 < wait <= 60 for wait in waits[3:])
    assert await throttle.attempt(key(), burst=3, interval_seconds=60) == 0.0


async def test_the_wait_is_as_long_as_said(throttle):
    name = key()
    await throttle.attempt(name, burst=1, interval_seconds=0.2)

    wait = await throttle.attempt(name, burst=1, interval_seconds=0.2)
    assert 0 < wait <= 0.2
    await asyncio.sleep(wait + 0.02)

    assert await throttle.attempt(name, burst=1, interval_seconds=0.2) == 0.0


async def test_a_refused_attempt_does_not_make_the_wait_longer(throttle):
    name = key()
    await throttle.attempt(name, burst=1, interval_seconds=60)

    waits = [await throttle.attempt(name, burst=1, interval_seconds=60) for _ in range(10)]

    assert max(waits) <= 60


async def test_of_many_at_once_no_more_than_the_burst_pass(throttle):
    name = key()

    waits = await asyncio.gather(
        *(throttle.attempt(name, burst=5, interval_seconds=60) for _ in range(50))
    )

    assert sum(wait == 0.0 for wait in waits) == 5


async def test_a_forgiven_attempt_may_be_made_again(throttle):
    name = key()
    for _ in range(8):
        assert await throttle.attempt(name, burst=2, interval_seconds=60) == 0.0
        await throttle.forgive(name, interval_seconds=60)
    for _ in range(2):
        assert await throttle.attempt(name, burst=2, interval_seconds=60) == 0.0

    assert await throttle.attempt(name, burst=2, interval_seconds=60) > 0
    await throttle.forgive(key(), interval_seconds=60)


async def test_without_redis_it_counts_in_the_process_and_more_strictly():
    throttle = RedisThrottle(connect("redis://127.0.0.1:1/0"))
    name = key()

    waits = [await throttle.attempt(name, burst=5, interval_seconds=30) for _ in range(4)]

    assert waits[:2] == [0.0, 0.0]
    assert all(55 < wait <= 60 for wait in waits[2:])
    await throttle.forgive(name, interval_seconds=30)
    assert await throttle.attempt(name, burst=5, interval_seconds=30) == 0.0


async def test_redis_keeps_no_names_and_nothing_for_ever(redis_url):
    client = connect(redis_url)
    await client.flushall()
    throttle = RedisThrottle(client)

    await throttle.attempt("login:me@example.com", burst=2, interval_seconds=10)
    await throttle.attempt("login:me@example.com", burst=2, interval_seconds=10)
    await throttle.forgive("login:me@example.com", interval_seconds=10)

    [name] = await client.keys("*")
    assert b"example" not in name
    assert 0 < await client.pttl(name) <= 20_001
    await client.aclose()


@pytest.mark.parametrize("burst", [1, 10])
async def test_over_time_no_more_pass_than_the_rate_allows(throttle, burst):
    name, passed, started = key(), 0, time.monotonic()

    while time.monotonic() - started < 0.5:
        passed += await throttle.attempt(name, burst=burst, interval_seconds=0.05) == 0.0
        await asyncio.sleep(0.002)
    elapsed = time.monotonic() - started

    assert burst <= passed <= burst + elapsed / 0.05 + 1
