"""Session states in Redis, with a moment of memory in this process before it.

PostgreSQL has the truth. Whatever is kept here says when it was read there and is worth nothing
`KEPT_SECONDS` later by any clock, so that a Redis that comes back with old data revives nobody.
Forgetting leaves a mark that keeps late writers from putting back what they read before.
"""

import asyncio
import json
import time
from collections import OrderedDict
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.ports import UpstreamUnavailable
from integrations.redis_client import Reach, RedisAway

KEPT_SECONDS: Final = 4.0
REMEMBERED_SECONDS: Final = 0.8
REMEMBERED: Final = 10_000
CHANNEL: Final = "sessions:forget"
_FORGOTTEN: Final = b"-"
_FORGOTTEN_MS: Final = 10_000
_LONGEST_PAUSE: Final = 1.0
_SKEW_SECONDS: Final = 1.0


class RedisSessionCache:
    """Implements `SessionCache`. `start` and `close` it with the application."""

    def __init__(self, redis: Redis) -> None:
        self._redis: Any = redis  # its annotations mix the two kinds of client
        self._reach = Reach(redis)
        self._memory = _Memory()
        self._listener: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listens to the other processes; Redis need not be there yet."""
        self._listener = asyncio.create_task(self._listen())

    async def close(self) -> None:
        # Not once: redis-py loses a cancellation that comes while it connects.
        while self._listener and not self._listener.done():
            self._listener.cancel()
            await asyncio.wait({self._listener}, timeout=0.1)

    async def get(self, session_id: UUID) -> dict[str, Any] | None:
        if state := self._memory.get(session_id):
            return state
        try:
            kept = await self._reach.ask(lambda: self._redis.get(_key(session_id)))
        except RedisAway:
            return None
        state = _parse(kept)
        if state is not None:
            self._memory.put(session_id, state)
        return state

    async def put(self, session_id: UUID, state: dict[str, Any]) -> None:
        """`state["read_at"]`: when it was read in PostgreSQL, in seconds since 1970."""
        left = state["read_at"] + KEPT_SECONDS - time.time()
        if left <= 0:
            return
        self._memory.put(session_id, state)
        text = json.dumps(state)
        with suppress(RedisAway):
            await self._reach.ask(
                lambda: self._redis.set(_key(session_id), text, px=round(left * 1000) + 1, nx=True)
            )

    async def revoke(self, *session_ids: UUID) -> None:
        if not session_ids:
            return
        self._memory.forget(session_ids)
        with suppress(RedisAway):
            await self._reach.insist(lambda: self._publish(session_ids))

    async def check(self) -> None:
        try:
            await self._reach.insist(self._redis.ping)
        except RedisAway:
            raise UpstreamUnavailable("Redis does not answer.") from None

    async def _publish(self, session_ids: tuple[UUID, ...]) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        for session_id in session_ids:
            pipeline.set(_key(session_id), _FORGOTTEN, px=_FORGOTTEN_MS)
        pipeline.publish(CHANNEL, ",".join(map(str, session_ids)))
        await pipeline.execute()

    async def _listen(self) -> None:
        pause = 0.05
        while True:
            with suppress(RedisError, OSError, TimeoutError):
                async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(CHANNEL)
                    self._memory.clear()  # messages may have been missed
                    pause = 0.05
                    async for message in subscription.listen():
                        self._memory.forget(_ids(message["data"]))
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


class _Memory:
    """The most recent states of this process, for less than a second each."""

    def __init__(self) -> None:
        self._states: OrderedDict[UUID, tuple[float, dict[str, Any]]] = OrderedDict()
        self._forgotten: OrderedDict[UUID, float] = OrderedDict()

    def get(self, session_id: UUID) -> dict[str, Any] | None:
        until, state = self._states.get(session_id, (0.0, None))
        return state if time.monotonic() < until else None

    def put(self, session_id: UUID, state: dict[str, Any]) -> None:
        now = time.monotonic()
        if self._forgotten.get(session_id, 0.0) > now:
            return
        left = min(REMEMBERED_SECONDS, state["read_at"] + KEPT_SECONDS - time.time())
        self._states[session_id] = (now + left, state)
        self._states.move_to_end(session_id)
        while len(self._states) > REMEMBERED:
            self._states.popitem(last=False)

    def forget(self, session_ids: tuple[UUID, ...]) -> None:
        until = time.monotonic() + _FORGOTTEN_MS / 1000
        for session_id in session_ids:
            self._states.pop(session_id, None)
            self._forgotten[session_id] = until
            self._forgotten.move_to_end(session_id)
        while len(self._forgotten) > REMEMBERED:
            self._forgotten.popitem(last=False)

    def clear(self) -> None:
        self._states.clear()


def _key(session_id: UUID) -> str:
    return f"session:{session_id}"


def _parse(kept: bytes | None) -> dict[str, Any] | None:
    """None for what is absent, forgotten, too old, from the future, or not ours."""
    if kept is None or kept == _FORGOTTEN:
        return None
    try:
        state = json.loads(kept)
        age = time.time() - state["read_at"]
    except (ValueError, TypeError, KeyError):
        return None
    return state if isinstance(state, dict) and -_SKEW_SECONDS < age < KEPT_SECONDS else None


def _ids(message: bytes) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(part) for part in message.decode().split(","))
    except ValueError:
        return ()
