"""Leases of the calls that this process works on: renewed together, a few times a lease."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.errors import StorageTrouble
from persistence.database import rows

_RENEW: Final = """
UPDATE llm_calls c SET lease_until = clock_timestamp() + make_interval(secs => $3)
FROM unnest($1::uuid[], $2::int[]) AS mine (id, run)
WHERE c.id = mine.id AND c.run = mine.run AND c.status = 'running'
"""
_TIMES_A_LEASE: Final = 4


class _Tender:
    def __init__(self) -> None:
        self.calls: dict[UUID, int] = {}
        self._task: asyncio.Task[None] | None = None

    def begin(self, call_id: UUID, run: int, lease: timedelta) -> None:
        self.calls[call_id] = run
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._renew(lease.total_seconds()))

    async def _renew(self, lease: float) -> None:
        while self.calls:
            await asyncio.sleep(lease / _TIMES_A_LEASE)
            if self.calls:
                with suppress(StorageTrouble):  # the next time, or the lease is lost
                    await rows(_RENEW, list(self.calls), list(self.calls.values()), lease)


_tender: Final = _Tender()


def begin(call_id: UUID, run: int, lease: timedelta) -> None:
    """This process works on the call."""
    _tender.begin(call_id, run, lease)


def end(call_id: UUID) -> None:
    _tender.calls.pop(call_id, None)
