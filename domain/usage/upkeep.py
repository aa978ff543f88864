"""What was used is added to the sums that reports are read from.

Any number of processes may do this at once: one does it, and the others find it done. Reports are
exact without it, and ever slower.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from domain.errors import StorageTrouble
from persistence.database import rows

# So much takes a small part of the time that a statement may take.
_AT_ONCE: Final = 10_000
_log = logging.getLogger("saas_litellm.usage")


async def fold() -> None:
    """All that is there by now, unless another process does it just now."""
    folded = _AT_ONCE
    while folded == _AT_ONCE:
        [row] = await rows("SELECT fold_usage($1) AS folded", _AT_ONCE)
        folded = row["folded"]


async def run(*, poll_seconds: float, stop: asyncio.Event) -> None:
    """Until it is told to stop; what goes wrong is tried again the next time."""
    while not stop.is_set():
        try:
            await fold()
        except StorageTrouble as trouble:
            _log.warning("Sums of usage wait for the database: %s", trouble)
        with suppress(TimeoutError):
            async with asyncio.timeout(poll_seconds):
                await stop.wait()
