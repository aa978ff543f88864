"""Work that comes in one by one and is done together.

While one batch is being committed, the next gathers: nobody waits for a timer, and a busy server
commits once for many. Whoever asked is answered after the commit.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from domain.errors import StorageTrouble

T = TypeVar("T")
R = TypeVar("R")

MOST: Final = 64


class Batch(Generic[T, R]):
    """`work` does all or nothing, and answers each item with its result or its refusal. When it
    raises, every item is done again by itself, so that one bad item spoils no other; but not when
    the database is in trouble."""

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]]) -> None:
        self._work = work
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._flushing: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> R:
        """Raises what `work` answers or raises for the item. It is done even if nobody waits for
        the answer any more."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        return await answer

    async def _flush(self) -> None:
        while self._waiting:
            count = min(len(self._waiting), MOST)
            taken = [self._waiting.popleft() for _ in range(count)]
            await self._do(taken)

    async def _do(self, taken: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._work([item for item, _ in taken])
        except asyncio.CancelledError:
            lost = [*taken, *self._waiting]
            self._waiting.clear()
            _answer(lost, [asyncio.CancelledError()] * len(lost))
            raise
        except StorageTrouble as trouble:  # is no item's fault, and would meet each of them
            _answer(taken, [trouble] * len(taken))
        except Exception as error:  # noqa: BLE001 - whoever asked gets it
            if len(taken) == 1:
                _answer(taken, [error])
                return
            for one in taken:
                await self._do([one])
        else:
            _answer(taken, results)


def _answer(
    taken: Sequence[tuple[T, asyncio.Future[R]]], results: Sequence[R | BaseException]
) -> None:
    for (_, answer), result in zip(taken, results, strict=True):
        if answer.done():  # whoever asked has gone
            continue
        if isinstance(result, BaseException):
            answer.set_exception(result)
        else:
            answer.set_result(result)
