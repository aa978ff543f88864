"""Counting attempts: the generic cell rate algorithm, in Redis for all processes together."""

import math
import time
from collections import OrderedDict
from hashlib import sha256
from typing import Any, Final

from redis.asyncio import Redis

from integrations.redis_client import Reach, RedisAway

REMEMBERED: Final = 100_000
# Without Redis each process counts for itself: a half of the attempts, at half the pace.
STRICTER: Final = 2

# KEYS[1]: the counter; ARGV: interval in µs, burst. Answers 0, or the µs to wait.
# Redis' own clock, so that processes whose clocks differ count alike.
_ATTEMPT: Final = """
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local due = tonumber(redis.call('GET', KEYS[1])) or now
if due < now then due = now end
local next_due = due + interval
local allowed_at = next_due - burst * interval
if now < allowed_at then return allowed_at - now end
local kept_ms = math.ceil((next_due - now) / 1000) + 1
redis.call('SET', KEYS[1], string.format('%.0f', next_due), 'PX', kept_ms)
return 0
"""
_FORGIVE: Final = """
local due = tonumber(redis.call('GET', KEYS[1]))
if not due then return 0 end
local left_ms = redis.call('PTTL', KEYS[1]) - math.floor(ARGV[1] / 1000)
if left_ms <= 0 then redis.call('DEL', KEYS[1]) return 0 end
redis.call('SET', KEYS[1], string.format('%.0f', due - ARGV[1]), 'PX', left_ms)
return 0
"""


class RedisThrottle:
    """Implements `Throttle`."""

    def __init__(self, redis: Redis) -> None:
        self._reach = Reach(redis)
        self._attempt: Any = redis.register_script(_ATTEMPT)
        self._forgive: Any = redis.register_script(_FORGIVE)
        self._local = LocalThrottle()

    async def attempt(self, key: str, *, burst: int, interval_seconds: float) -> float:
        arguments = [_micros(interval_seconds), burst]
        try:
            wait: int = await self._reach.ask(
                lambda: self._attempt(keys=[_name(key)], args=arguments)
            )
        except RedisAway:
            return await self._local.attempt(
                key, burst=max(1, burst // STRICTER), interval_seconds=interval_seconds * STRICTER
            )
        return wait / 1_000_000

    async def forgive(self, key: str, *, interval_seconds: float) -> None:
        arguments = [_micros(interval_seconds)]
        try:
            await self._reach.ask(lambda: self._forgive(keys=[_name(key)], args=arguments))
        except RedisAway:
            await self._local.forgive(key, interval_seconds=interval_seconds * STRICTER)


class LocalThrottle:
    """The same in the memory of one process."""

    def __init__(self) -> None:
        self._due: OrderedDict[str, float] = OrderedDict()

    async def attempt(self, key: str, *, burst: int, interval_seconds: float) -> float:
        now = time.monotonic()
        next_due = max(self._due.get(key, now), now) + interval_seconds
        allowed_at = next_due - burst * interval_seconds
        if now < allowed_at:
            return allowed_at - now
        self._due[key] = next_due
        self._due.move_to_end(key)
        while len(self._due) > REMEMBERED:
            self._due.popitem(last=False)
        return 0.0

    async def forgive(self, key: str, *, interval_seconds: float) -> None:
        if key in self._due:
            self._due[key] -= interval_seconds


def _name(key: str) -> str:
    """Keys hold e-mails: Redis gets a digest."""
    return f"throttle:{sha256(key.encode()).hexdigest()[:32]}"


def _micros(seconds: float) -> int:
    return math.ceil(seconds * 1_000_000)
