"""Leases of the calls that this process works on: renewed together, a few times a lease."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@contextmanager
def until_over(call_id: UUID) -> Iterator[None]:
    """When this work on the call is over, however it ends, it is tended no more: should it not be
    settled then, it must be given up, and not hold its credits for ever."""
    try:
        yield
    finally:
        end(call_id)


def end(call_id: UUID) -> None:
    _tender.calls.pop(call_id, None)
