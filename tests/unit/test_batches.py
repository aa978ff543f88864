"""Work that comes in one by one and is done together."""

import asyncio
from collections.abc import Sequence

import pytest

from domain.batches import MOST, Batch
from domain.errors import StorageUnavailable


class Doubling:
    """Doubles numbers; a negative one is refused, 13 spoils the batch that it is in."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.is_away = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, items: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(items))
        await self.gate.wait()
        if self.is_away:
            raise StorageUnavailable
        if 13 in items:
            raise RuntimeError("unlucky")
        return [ValueError(item) if item < 0 else 2 * item for item in items]


async def test_what_comes_while_one_batch_is_done_is_the_next() -> None:
    work = Doubling()
    work.gate.clear()
    batch = Batch(work)
    first = asyncio.create_task(batch(1))
    while not work.batches:
        await asyncio.sleep(0)
    rest = [asyncio.create_task(batch(n)) for n in (2, 3, 4)]
    await asyncio.sleep(0)
    work.gate.set()

    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8]
    assert work.batches == [[1], [2, 3, 4]]


async def test_a_batch_is_not_larger_than_its_bound() -> None:
    work = Doubling()
    batch = Batch(work)
    answers = await asyncio.gather(*(batch(n) for n in range(100, 100 + MOST + 1)))

    assert answers == [2 * n for n in range(100, 100 + MOST + 1)]
    assert [len(items) for items in work.batches] == [MOST, 1]


async def test_a_refusal_is_its_own() -> None:
    batch = Batch(Doubling())
    answers = await asyncio.gather(batch(1), batch(-2), batch(3), return_exceptions=True)

    assert (answers[0], answers[2]) == (2, 6)
    assert isinstance(answers[1], ValueError)


async def test_one_that_spoils_a_batch_spoils_no_other() -> None:
    work = Doubling()
    batch = Batch(work)
    answers = await asyncio.gather(batch(1), batch(13), batch(3), return_exceptions=True)

    assert (answers[0], answers[2]) == (2, 6)
    assert isinstance(answers[1], RuntimeError)


async def test_trouble_with_the_database_is_everybodys_at_once() -> None:
    work = Doubling()
    work.is_away = True
    batch = Batch(work)
    answers = await asyncio.gather(batch(1), batch(2), return_exceptions=True)

    assert all(isinstance(answer, StorageUnavailable) for answer in answers)
    assert work.batches == [[1, 2]]


async def test_who_no_longer_waits_does_not_stop_the_others() -> None:
    work = Doubling()
    work.gate.clear()
    batch = Batch(work)
    tasks = [asyncio.create_task(batch(n)) for n in (1, 2)]
    while not work.batches:
        await asyncio.sleep(0)
    tasks[0].cancel()
    work.gate.set()

    assert await tasks[1] == 4
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]


async def test_when_the_work_is_cancelled_nobody_waits_for_ever() -> None:
    work = Doubling()
    work.gate.clear()
    batch = Batch(work)
    doing = asyncio.create_task(batch(1))
    while not work.batches:
        await asyncio.sleep(0)
    waiting = asyncio.create_task(batch(2))
    await asyncio.sleep(0)
    assert batch._flushing
    batch._flushing.cancel()

    for task in (doing, waiting):
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 1)
