"""Working on all that waits at once, for an operator who looks on."""

import asyncio
from time import monotonic
from typing import Final

from domain.ports import Ports
from domain.provisioning import backlog
from domain.provisioning.backlog import Waiting
from domain.provisioning.worker import drain

# Longer than the lease of a worker that is no more.
PATIENCE_SECONDS: Final = 40.0
_LOOK_SECONDS: Final = 0.1


async def catch_up(ports: Ports, *, patience_seconds: float = PATIENCE_SECONDS) -> Waiting:
    """Try all that waits, pauses or not, beside whatever workers run; what waits even then."""
    await backlog.hurry()
    deadline = monotonic() + patience_seconds
    busy = (await backlog.waiting()).busy
    while True:
        is_well = await drain(ports)
        waiting = await backlog.waiting()
        # What was busy before may have been let go since, and be due.
        if not (is_well and (busy or waiting.busy)) or monotonic() >= deadline:
            return waiting
        busy = waiting.busy
        await asyncio.sleep(_LOOK_SECONDS)
