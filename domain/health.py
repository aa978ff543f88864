"""Whether the things this server depends on answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter

from domain.access import Actor, Permission, public
from domain.errors import StorageTrouble, UpstreamFailed
from domain.ports import Ports
from persistence import database

TIMEOUT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Component:
    """`latency_ms` is None when it does not answer; `error` is for those who may repair it."""

    name: str
    is_healthy: bool
    latency_ms: int | None = None
    error: str | None = None


@public
async def components(actor: Actor, ports: Ports) -> list[Component]:
    """Everything is asked at the same time, and waited for one second."""
    tells_why = actor.may(Permission.MANAGE_SYNC)
    checks = (
        ("database", database.ping),
        ("redis", ports.sessions.check),
        ("litellm", ports.llm.check),
    )
    return await asyncio.gather(*(_check(name, ask, tells_why) for name, ask in checks))


async def _check(name: str, ask: Callable[[], Awaitable[None]], tells_why: bool) -> Component:
    started = perf_counter()
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await ask()
    except TimeoutError:
        why = f"No answer within {TIMEOUT_SECONDS:g} s."
    except (StorageTrouble, UpstreamFailed) as trouble:
        why = trouble.message
    else:
        return Component(name, True, latency_ms=round((perf_counter() - started) * 1000))
    return Component(name, False, error=why if tells_why else None)
