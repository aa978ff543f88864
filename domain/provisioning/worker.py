"""The loop that every server process runs; and one pass of it, for the command line."""

import asyncio
import logging
from contextlib import suppress
from time import monotonic
from typing import Final

from domain.errors import StorageTrouble, UpstreamFailed
from domain.ports import Ports
from domain.provisioning import queue
from domain.provisioning.attend import attend, code_of
from domain.provisioning.claims import Claim, Fenced, blame, claim
from domain.provisioning.process import Process, pause
from domain.provisioning.sweep import CONFIRM_SECONDS
from domain.provisioning.watching import follow, watch
from persistence import notifications

AT_ONCE: Final = 8
_PROBE_SECONDS: Final = 3.0
_RELEASE_PAUSES: Final = (0.2, 1.0, 2.0, 4.0)
_GRACE_SECONDS: Final = 5.0
_log = logging.getLogger("saas_litellm.provisioning")


async def run(
    ports: Ports,
    *,
    poll_seconds: float,
    stop: asyncio.Event,
    reconcile_seconds: float = 600.0,
    confirm_seconds: float = CONFIRM_SECONDS,
) -> None:
    """Bring LiteLLM in step with the rows until `stop` is set, whatever breaks meanwhile."""
    worker = Process(ports, stop, poll_seconds, reconcile_seconds, confirm_seconds)
    stopper = asyncio.create_task(stop.wait())
    stopper.add_done_callback(lambda _: worker.wake.set())
    try:
        while not stop.is_set():
            await _one_life(worker)
    finally:
        stopper.cancel()
        for task in worker.tasks:
            task.cancel()
        if worker.line:
            await worker.line.close()


async def drain(ports: Ports, *, confirm_seconds: float = CONFIRM_SECONDS) -> bool:
    """Work on all that is due now; False when LiteLLM was not well."""
    while claims := await claim(AT_ONCE, confirm_seconds=confirm_seconds):
        work = (_work(ports, each, confirm_seconds) for each in claims)
        if not all(await asyncio.gather(*work)):
            return False
    return True


async def _one_life(worker: Process) -> None:
    """The loop until it ends. An error nobody foresaw is logged, and the next life begins."""
    loops = {asyncio.create_task(loop(worker)) for loop in (_rounds, watch, follow)}
    try:
        await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in loops:
            task.cancel()
    for task in loops:
        await asyncio.wait({task})
        _report(task)
    await pause(worker, worker.poll_seconds)


async def _rounds(worker: Process) -> None:
    while not worker.stop.is_set():
        worker.wake.clear()
        try:
            await _listen(worker)
            if await _is_well(worker):
                await _start_what_is_due(worker)
        except StorageTrouble as trouble:
            _log.warning("Provisioning waits for the database: %s", trouble)
            await pause(worker, trouble.retry_after_seconds)
        await pause(worker, worker.poll_seconds)
    if worker.tasks:
        await asyncio.wait(worker.tasks, timeout=_GRACE_SECONDS)


async def _listen(worker: Process) -> None:
    if worker.line is None or not worker.line.is_open:
        worker.line = None
        worker.line = await notifications.listen(queue.CHANNEL, worker.wake.set)


async def _is_well(worker: Process) -> bool:
    """After a failure one question, now and then, stands for all that wait."""
    if worker.is_away and monotonic() >= worker.probe_at:
        worker.probe_at = monotonic() + _PROBE_SECONDS
        try:
            await worker.ports.llm.check()
        except UpstreamFailed as trouble:
            await blame(code_of(trouble), trouble.message)
        else:
            worker.is_away, worker.probe_at = False, 0.0
    return not worker.is_away


async def _start_what_is_due(worker: Process) -> None:
    free = AT_ONCE - len(worker.tasks)
    claims = await claim(free, confirm_seconds=worker.confirm_seconds) if free else []
    for each in claims:
        task = asyncio.create_task(_attend(worker, each))
        worker.tasks.add(task)
        task.add_done_callback(worker.tasks.discard)
        task.add_done_callback(_report)
        # There may be more; and who is done makes room.
        task.add_done_callback(lambda _: worker.wake.set())


async def _attend(worker: Process, each: Claim) -> None:
    if not await _work(worker.ports, each, worker.confirm_seconds) and not worker.is_away:
        worker.is_away, worker.probe_at = True, 0.0


async def _work(ports: Ports, each: Claim, confirm_seconds: float) -> bool:
    """One row, once. Whether LiteLLM is well."""
    try:
        return await attend(ports, each, confirm_seconds)
    except Fenced:
        _log.warning("%s: another worker took over.", each.subject)
    except StorageTrouble as trouble:
        _log.warning("%s waits for the database: %s", each.subject, trouble)
        await _release(each)
    return True


async def _release(each: Claim) -> None:
    """Or the row would lie until the lease has run out."""
    for seconds in _RELEASE_PAUSES:
        await asyncio.sleep(seconds)
        with suppress(StorageTrouble, Fenced):
            await each.defer(0, "The work was interrupted.")
            return


def _report(task: asyncio.Task[None]) -> None:
    """An error that nobody foresaw must not vanish; the row is tried again after its lease."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("Provisioning failed unexpectedly.", exc_info=error)
