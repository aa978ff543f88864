"""What real jobs leave in the rollups, many at once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain import credits, jobs, usage
from domain.access import SYSTEM
from tests.calls_world import World
from tests.domain.calls.conftest import Making
from tests.usage_world import all_facts, shown, summed


async def compared(within: usage.Period) -> usage.Totals:
    """Everything in the period, by rollups and by rows alike."""
    inside = [fact for fact in await all_facts() if within.begin <= fact.at < within.end]
    [totals] = (await usage.totals(SYSTEM, usage.EVERYTHING, within)).values()
    assert shown(totals) == summed(inside)
    return totals


def now(**shift: int) -> usage.Period:
    moment = datetime.now(UTC)
    return usage.Period(moment - timedelta(hours=1), moment + timedelta(hours=1, **shift))


async def test_jobs_calls_and_charges_are_counted(world: World) -> None:
    await world.call()
    job = await world.job()
    for _ in range(2):
        await world.call(job)
    await jobs.complete(world.actor, job.id)
    failed = await world.job()
    await world.call(failed)
    await jobs.fail(world.actor, failed.id)
    await world.job()

    totals = await compared(now())

    assert totals.jobs == usage.Jobs(pending=1, completed=2, failed=1)
    assert totals.calls.succeeded == 4
    assert totals.charged == 2 * credits.MICROS
    by_key = await usage.breakdown(SYSTEM, usage.EVERYTHING, now(), usage.Dimension.VIRTUAL_KEY)
    [[slice_]] = by_key.values()
    assert slice_.member == str(world.actor.virtual_key_id)
    assert slice_.totals == totals


async def test_many_jobs_of_one_team_at_once_are_all_counted(make_world: Making) -> None:
    async with make_world(balance=20) as world:

        async def work(number: int) -> None:
            if number % 2:
                await world.call()
            else:
                job = await world.job()
                await world.call(job)
                await jobs.complete(world.actor, job.id)

        await asyncio.gather(*(work(number) for number in range(20)))

        totals = await compared(now(minutes=7))

        assert totals.charged == 20 * credits.MICROS
        assert totals.jobs == usage.Jobs(completed=20)


@pytest.mark.parametrize("minutes", [1, 14])
async def test_a_period_of_less_than_a_slot_is_read_from_the_rows(
    world: World,
    minutes: int,
) -> None:
    await world.call()
    moment = datetime.now(UTC)
    span = timedelta(minutes=minutes)

    totals = await compared(usage.Period(moment - span, moment))
    nothing = await compared(usage.Period(moment, moment + span))

    assert (totals.jobs.completed, totals.calls.succeeded) == (1, 1)
    assert (nothing.jobs.total, nothing.calls.count) == (0, 0)
