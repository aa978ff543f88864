"""Redis, reached for a moment and never waited for long."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError

T = TypeVar("T")

log = logging.getLogger(__name__)

TIMEOUT_SECONDS: Final = 0.5
PAUSE_SECONDS: Final = 1.0


class RedisAway(Exception):
    """Redis did not answer, or was not asked because it did not answer a moment ago."""


def connect(url: str) -> Redis:
    """A client of its own pool; `memory://` is a Redis inside this process. Nothing is sent
    before the first command, and no command waits for long."""
    if url.startswith("memory:"):
        from fakeredis import FakeAsyncRedis  # noqa: PLC0415 - not for production

        memory: Redis = FakeAsyncRedis()
        return memory
    return Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        health_check_interval=0,
        max_connections=100,
        retry=None,
    )


class Reach:
    """Asks Redis; after a failure it is left alone for a moment, so that a Redis that hangs
    costs one timeout in a second and not one in each request.

    A cancelled command closes its connection (redis-py does): its late answer reaches nobody.
    """

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._pause_until = 0.0

    async def ask(self, command: Callable[[], Awaitable[T]]) -> T:
        """Raises `RedisAway`."""
        if time.monotonic() < self._pause_until:
            raise RedisAway
        return await self.insist(command)

    async def insist(self, command: Callable[[], Awaitable[T]]) -> T:
        """Asks even when Redis was away a moment ago. Raises `RedisAway`."""
        try:
            answer = await command()
        except (RedisError, OSError, TimeoutError) as error:
            if time.monotonic() >= self._pause_until:
                log.warning("Redis does not answer: %s", type(error).__name__)
            self._pause_until = time.monotonic() + PAUSE_SECONDS
            raise RedisAway from error
        self._pause_until = 0.0
        return answer
