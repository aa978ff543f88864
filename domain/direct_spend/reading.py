"""Reading the spend log again and again, a little further each time.

Rows come late and in no order, so each reading begins before the end of the last: by a minute
most times, by an hour now and then. What was dealt with already is passed over.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from domain.direct_spend import billing
from domain.direct_spend.sorting import Whose, sort
from domain.errors import StorageTrouble, UpstreamFailed
from domain.ports import LLMGateway, LoggedSpend, Ports
from persistence import notifications
from persistence.database import rows

OVERLAP: Final = timedelta(minutes=1)
LONG_OVERLAP: Final = timedelta(hours=1)
_LONG_OVERLAP_SECONDS: Final = 300.0
FIRST_READING: Final = timedelta(days=1)
# What was dealt with is remembered for longer than the log is ever read back.
KEPT: Final = timedelta(days=7)
_MOST_READ: Final = timedelta(days=6)

_AT_ONCE: Final = 500
_POLL_SECONDS: Final = 5.0
# At most one part in so many of the time goes to reading.
_SHARE: Final = 50
_LEADER: Final = "spend log"
_CHANNEL: Final = "spend_log"
_log = logging.getLogger("saas_litellm.direct_spend")


class Reader:
    """How far one process has read. Any number may read at once: each row is dealt with once."""

    def __init__(self) -> None:
        self.pause_seconds = 0.0
        self._reached: datetime | None = None
        self._looks_far_at = monotonic()

    async def read(self, llm: LLMGateway) -> int:
        """Deal with all that is new. How many rows that were. Raises `UpstreamFailed`."""
        clock, began, reached, count = monotonic(), await _now(), self._reached, 0
        looks_far = clock >= self._looks_far_at
        start = await _start() if reached is None else reached - _overlap(looks_far)
        left: list[datetime] = []
        page: list[LoggedSpend] = []
        async for spend in llm.spend_since(max(start, began - _MOST_READ)):
            page.append(spend)
            if len(page) == _AT_ONCE:
                count += await _deal_with(page, left)
                page = []
        count += await _deal_with(page, left)
        self._reached = max(min([began, *left]), began - LONG_OVERLAP)
        self._rest(monotonic() - clock, looks_far)
        if looks_far:
            await _forget()
        return count

    def _rest(self, seconds: float, looks_far: bool) -> None:
        """A large log costs LiteLLM time, too."""
        rest = _SHARE * seconds
        self.pause_seconds = 0.0 if looks_far else rest
        if looks_far:
            self._looks_far_at = monotonic() + max(_LONG_OVERLAP_SECONDS, rest)


async def run(ports: Ports, *, stop: asyncio.Event, poll_seconds: float = _POLL_SECONDS) -> None:
    """Read in one process of all until `stop` is set, whatever breaks meanwhile."""
    seat, stopping = _Seat(), asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            reading = asyncio.create_task(_read(ports, seat))
            await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
            reading.cancel()  # what was charged is written down, the rest is read again
            await asyncio.wait({reading})
            if not reading.cancelled() and (error := reading.exception()):
                _log.error("Reading the spend log failed unexpectedly.", exc_info=error)
            await _pause(stop, max(poll_seconds, seat.reader.pause_seconds))
    finally:
        stopping.cancel()
        if seat.line is not None:
            await seat.line.close()


@dataclass(slots=True)
class _Seat:
    """What a process reads with while it is the one of all."""

    line: notifications.Line | None = None
    reader: Reader = field(default_factory=Reader)


async def _read(ports: Ports, seat: _Seat) -> None:
    try:
        if seat.line is None or not seat.line.is_open:
            seat.line, seat.reader = await notifications.listen(_CHANNEL, _nothing), Reader()
        if await seat.line.hold(_LEADER):
            await seat.reader.read(ports.llm)
    except (StorageTrouble, UpstreamFailed) as trouble:
        _log.warning("The spend log was not read: %s", trouble)


async def _deal_with(spends: Sequence[LoggedSpend], left: list[datetime]) -> int:
    """How many rows were new; when those began that must wait is added to `left`."""
    found = await sort(spends)
    await billing.note([each for each in found if each.whose is Whose.OURS])
    for each in found:
        if each.whose is Whose.LATE:
            await billing.settle_late(each)
        elif each.whose is Whose.DIRECT:
            await billing.charge(each)
    left += [each.spend.started_at for each in found if each.whose is Whose.UNDECIDED]
    return sum(each.whose is not Whose.UNDECIDED for each in found)


def _overlap(looks_far: bool) -> timedelta:
    return LONG_OVERLAP if looks_far else OVERLAP


async def _start() -> datetime:
    """Where whoever read before may have stopped."""
    [row] = await rows(
        "SELECT coalesce(max(logged_at) - $1::interval, clock_timestamp() - $2::interval) AS start"
        " FROM proxy_spends",
        LONG_OVERLAP,
        FIRST_READING,
    )
    start: datetime = row["start"]
    return start


async def _now() -> datetime:
    [row] = await rows("SELECT clock_timestamp() AS now")
    now: datetime = row["now"]
    return now


async def _forget() -> None:
    await rows("DELETE FROM proxy_spends WHERE logged_at < clock_timestamp() - $1::interval", KEPT)


def _nothing() -> None:
    """The line is there for its lock."""


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
