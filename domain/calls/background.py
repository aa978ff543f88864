"""Work that goes on when nobody waits for it any more: a call that was made must be settled."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

R = TypeVar("R")

_log = logging.getLogger("saas_litellm.calls")
_running: Final[set[asyncio.Task[Any]]] = set()


def spawn(work: Coroutine[Any, Any, R]) -> asyncio.Task[R]:
    """Shield it when you wait for it: who is cancelled then leaves the work alone."""
    task = asyncio.create_task(work)
    _running.add(task)
    task.add_done_callback(_done)
    return task


async def drain(seconds: float) -> None:
    """Before the process ends: wait for what is under way, and then let go of it."""
    left = {task for task in _running if task.get_loop() is asyncio.get_running_loop()}
    if not left:
        return
    _, late = await asyncio.wait(left, timeout=seconds)
    for task in late:
        task.cancel()
    if late:
        _log.warning(
            "%d model calls were let go of; they are given up or settled later.", len(late)
        )


def _done(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()):
        # Whoever waits for the task gets it, too; if nobody does, it must not vanish.
        _log.debug("A model call ended badly.", exc_info=error)
