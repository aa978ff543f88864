"""How often a caller may ask, by the kind of work; a team's keys count together."""

import math
from enum import StrEnum
from typing import Final

from domain.access import Actor, public
from domain.errors import RateLimited
from domain.idempotency import caller
from domain.ports import Ports

_MINUTE: Final = 60.0


class Work(StrEnum):
    """What is counted by itself; the values are names of `RateLimits`."""

    CALLS = "calls"
    JOBS = "jobs"
    MANAGEMENT = "management"


def work_of(actor: Actor) -> Work:
    """What a request counts as that calls no model."""
    return Work.JOBS if actor.is_tenant else Work.MANAGEMENT


def limit_of(ports: Ports, work: Work) -> int:
    """Requests a minute; 0 is without limit."""
    found: int = getattr(ports.policy.limits, work.value)
    return found


@public
async def admit(actor: Actor, ports: Ports, work: Work) -> None:
    """Counts a request; raises `RateLimited` when it is one too many. As many as are allowed in
    a minute may come at once."""
    limit = limit_of(ports, work)
    if not limit:
        return
    holder = f"team:{actor.team_key}" if actor.is_tenant else caller(actor)
    wait = await ports.throttle.attempt(
        f"rate:{work}:{holder}", burst=limit, interval_seconds=_MINUTE / limit
    )
    if wait:
        seconds = math.ceil(wait)
        message = f"Rate limit exceeded: {limit} {work} requests a minute. Try again in {seconds} s"
        raise RateLimited(message, retry_after_seconds=seconds)
