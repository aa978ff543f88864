"""What the tasks of one process share that keep LiteLLM in step."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from domain.ports import Ports
from persistence import notifications


@dataclass(slots=True)
class Process:
    """`line` hears of work to do; `led` is the one that was chosen among all processes'."""

    ports: Ports
    stop: asyncio.Event
    poll_seconds: float
    reconcile_seconds: float
    confirm_seconds: float
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    line: notifications.Line | None = None
    led: notifications.Line | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    is_away: bool = False
    probe_at: float = 0.0
    reconciled_at: float | None = None

    @property
    def leads(self) -> bool:
        """Whether this is the one process of all that does what one is enough for."""
        return self.led is not None and self.led is self.line and self.led.is_open


async def pause(process: Process, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await process.wake.wait()


async def stop_or_wait(process: Process, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await process.stop.wait()
