"""Two servers on one PostgreSQL and one Redis: a session that ends, ends everywhere."""

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from domain.access import AdminRole
from integrations.redis_client import connect
from integrations.sessions import RedisSessionCache
from server.embedded import throwaway_redis
from tests.fakes import make_ports
from tests.people import make_session, make_user
from tests.signed_app import client

pytestmark = pytest.mark.usefixtures("database")

ME = "/api/admin-users/me"


@asynccontextmanager
async def server(redis_url, token):
    """A client of a process of its own, as far as caches go."""
    redis = connect(redis_url)
    cache = RedisSessionCache(redis)
    await cache.start()
    try:
        async with client(replace(make_ports(), sessions=cache), token=token) as caller:
            yield caller
    finally:
        await cache.close()
        await redis.aclose()


async def seconds_until_refused(caller, at_most):
    started = time.monotonic()
    while (await caller.get(ME)).status_code == 200:
        assert time.monotonic() - started < at_most
        await asyncio.sleep(0.02)
    return time.monotonic() - started


async def signed_in():
    return (await make_session(make_ports(), await make_user())).access_token


async def test_a_session_that_ends_here_is_refused_there_within_a_second(redis_url):
    token = await signed_in()
    async with server(redis_url, token) as here, server(redis_url, token) as there:
        for caller in (here, there):
            assert (await caller.get(ME)).status_code == 200

        await here.post("/api/admin-users/logout")

        assert (await here.get(ME)).status_code == 401
        await seconds_until_refused(there, at_most=1.0)


async def test_with_redis_gone_it_is_refused_within_five_seconds_and_nobody_else_is():
    token, other = await signed_in(), await signed_in()
    with throwaway_redis() as redis:
        async with (
            server(redis.url(), token) as here,
            server(redis.url(), token) as there,
            server(redis.url(), other) as stranger,
        ):
            for caller in (here, there, stranger):
                assert (await caller.get(ME)).status_code == 200
            await asyncio.to_thread(redis.stop)

            await here.post("/api/admin-users/logout")
            await seconds_until_refused(there, at_most=5.0)

            assert (await stranger.get(ME)).status_code == 200
            await asyncio.to_thread(redis.start)
            for _ in range(10):
                assert (await there.get(ME)).status_code == 401
                assert (await stranger.get(ME)).status_code == 200
                await asyncio.sleep(0.05)


async def test_flushing_redis_signs_nobody_out_and_revives_nobody(redis_url):
    token, ended = await signed_in(), await signed_in()
    async with server(redis_url, token) as live, server(redis_url, ended) as dead:
        assert (await live.get(ME)).status_code == 200
        await dead.post("/api/admin-users/logout")
        redis = connect(redis_url)
        for _ in range(5):
            await redis.flushall()
            assert (await live.get(ME)).status_code == 200
            assert (await dead.get(ME)).status_code == 401
        await redis.aclose()


async def test_another_role_counts_on_the_other_server_within_a_second(redis_url):
    admin, owner = await make_user(AdminRole.ADMIN), await make_user(AdminRole.OWNER)
    token = (await make_session(make_ports(), admin)).access_token
    owner_token = (await make_session(make_ports(), owner)).access_token
    async with server(redis_url, owner_token) as here, server(redis_url, token) as there:
        assert (await there.get("/api/admin-users")).status_code == 200

        await here.put(f"/api/admin-users/{admin.id}", json={"role": "user"})

        started = time.monotonic()
        while (await there.get("/api/admin-users")).status_code == 200:
            assert time.monotonic() - started < 1.0
            await asyncio.sleep(0.02)
        assert (await there.get(ME)).json()["role"] == "user"
