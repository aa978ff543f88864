"""The loop that every server process runs; and all that is due, for tests and the command line."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from domain.errors import StorageTrouble
from domain.ports import Ports
from domain.webhooks import queue, upkeep
from domain.webhooks.queue import Claim, claim
from domain.webhooks.sending import attempt
from persistence import notifications

AT_ONCE: Final = 64
_TIDY_SECONDS: Final = 60.0
_GRACE_SECONDS: Final = 5.0
_log = logging.getLogger("saas_litellm.webhooks")


@dataclass(slots=True)
class _Worker:
    ports: Ports
    stop: asyncio.Event
    poll_seconds: float
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    line: notifications.Line | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    tidy_at: float = 0.0


async def run(ports: Ports, *, poll_seconds: float, stop: asyncio.Event) -> None:
    """Send what is due until told to stop. What is still under way some seconds later is sent
    again by whoever finds its lease over."""
    worker = _Worker(ports, stop, poll_seconds)
    stopper = asyncio.create_task(stop.wait())
    stopper.add_done_callback(lambda _: worker.wake.set())
    try:
        while not stop.is_set():
            await _one_life(worker)
        if worker.tasks:
            await asyncio.wait(worker.tasks, timeout=_GRACE_SECONDS)
    finally:
        stopper.cancel()
        for task in worker.tasks:
            task.cancel()
        if worker.line:
            await worker.line.close()


async def drain(ports: Ports) -> None:
    """Send all that is due now."""
    while claims := await claim(AT_ONCE):
        await asyncio.gather(*(attempt(ports, each) for each in claims))


async def _one_life(worker: _Worker) -> None:
    """The rounds until they end. An error nobody foresaw is logged, and the next life begins."""
    rounds = asyncio.create_task(_rounds(worker))
    try:
        await asyncio.wait({rounds})
    finally:
        rounds.cancel()
    _report(rounds)
    await _pause(worker, worker.poll_seconds)


async def _rounds(worker: _Worker) -> None:
    while not worker.stop.is_set():
        worker.wake.clear()
        try:
            await _listen(worker)
            await _start_what_is_due(worker)
            await _tidy(worker)
        except StorageTrouble as trouble:
            _log.warning("Webhooks wait for the database: %s", trouble)
            await _pause(worker, trouble.retry_after_seconds)
        await _pause(worker, worker.poll_seconds)


async def _listen(worker: _Worker) -> None:
    if worker.line is None or not worker.line.is_open:
        worker.line = None
        worker.line = await notifications.listen(queue.CHANNEL, worker.wake.set)


async def _start_what_is_due(worker: _Worker) -> None:
    free = AT_ONCE - len(worker.tasks)
    for each in await claim(free) if free else []:
        task = asyncio.create_task(_attend(worker, each))
        worker.tasks.add(task)
        task.add_done_callback(worker.tasks.discard)
        task.add_done_callback(_report)


async def _attend(worker: _Worker, each: Claim) -> None:
    await attempt(worker.ports, each)
    # There may be more for this endpoint; and who is done makes room.
    worker.wake.set()


async def _tidy(worker: _Worker) -> None:
    if monotonic() >= worker.tidy_at:
        worker.tidy_at = monotonic() + _TIDY_SECONDS
        await upkeep.tidy()


async def _pause(worker: _Worker, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await worker.wake.wait()


def _report(task: asyncio.Task[None]) -> None:
    """An error that nobody foresaw must not vanish; a delivery is tried again after its lease."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("Sending webhooks failed unexpectedly.", exc_info=error)
