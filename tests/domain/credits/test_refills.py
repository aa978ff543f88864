"""Refills: once a period, whoever looks after them and whatever breaks."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from domain import credits
from domain.access import Actor
from domain.credits import refills, upkeep
from persistence.models import (
    CreditGrant,
    EntryKind,
    LedgerEntry,
    Organization,
    RefillPeriod,
    Team,
    TenantStatus,
)
from tests.credits_world import CREDIT, balance, make_team

DAILY = RefillPeriod.DAILY


async def due(owner: Actor, *, days: int = 0, **terms) -> None:
    """The team is refilled by five a day, and was due so many days ago, and today."""
    await credits.set_auto_refill(
        owner, "team", enabled=True, amount=5 * CREDIT, period=DAILY, **terms
    )
    today = refills.period_start(datetime.now(UTC), DAILY)
    await Team.filter(team_id="team").update(next_refill_at=today - timedelta(days=days))


async def refilled() -> list[int]:
    found = await CreditGrant.filter(source="auto_refill").order_by("created_at")
    return [grant.amount // CREDIT for grant in found]


async def test_three_workers_refill_a_team_once(team: Team, owner: Actor) -> None:
    await due(owner)
    start = asyncio.Barrier(3)

    async def work() -> int:
        await start.wait()
        return await upkeep.refill_teams()

    assert sum(await asyncio.gather(*(work() for _ in range(3)))) == 1
    assert await balance() == (15 * CREDIT, 0)
    entry = await LedgerEntry.get(reason="Auto-refill: daily")
    assert (entry.kind, entry.actor_label) == (EntryKind.GRANT, "system")
    today = refills.period_start(datetime.now(UTC), DAILY)
    assert entry.idempotency_key == f"refill:{team.id}:{today.isoformat()}"
    now = await Team.get(id=team.id)
    assert now.last_refill_at is not None
    assert now.next_refill_at == today + timedelta(days=1)


async def test_periods_that_were_missed_are_not_made_up_for(team: Team, owner: Actor) -> None:
    await due(owner, days=9)

    assert (await upkeep.refill_teams(), await upkeep.refill_teams()) == (1, 0)
    assert await refilled() == [5]


async def test_a_period_that_was_refilled_is_not_refilled_again(team: Team, owner: Actor) -> None:
    """Even if the row was put back, say from a backup."""
    await due(owner)
    await upkeep.refill_teams()
    await due(owner)
    await upkeep.refill_teams()

    assert await refilled() == [5]
    assert await balance() == (15 * CREDIT, 0)


@pytest.mark.parametrize(("cap", "given"), [(12, [2]), (10, []), (9, []), (15, [5]), (99, [5])])
async def test_no_refill_lifts_the_balance_above_its_cap(
    team: Team, owner: Actor, cap: int, given: list[int]
) -> None:
    await due(owner, max_balance=cap * CREDIT)

    await upkeep.refill_teams()

    assert await refilled() == given
    now = await Team.get(id=team.id)
    assert now.next_refill_at is not None
    assert now.next_refill_at > datetime.now(UTC)
    assert (now.last_refill_at is not None) is bool(given)


async def test_what_does_not_roll_over_ends_with_its_period(team: Team, owner: Actor) -> None:
    await due(owner, rolls_over=False)
    await upkeep.refill_teams()

    grant = await CreditGrant.get(source="auto_refill")
    tomorrow = refills.period_start(datetime.now(UTC), DAILY) + timedelta(days=1)
    assert grant.expires_at == tomorrow


async def test_what_ends_makes_room_for_the_next(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    await due(owner, rolls_over=False, max_balance=15 * CREDIT)
    await upkeep.refill_teams()
    async with owner_connection.transaction():  # a day later
        await owner_connection.execute("SET LOCAL session_replication_role = replica")
        await owner_connection.execute(
            "UPDATE credit_grants SET effective_at = effective_at - interval '1 day',"
            " expires_at = expires_at - interval '1 day'"
        )
        await owner_connection.execute(
            "UPDATE ledger_entries SET idempotency_key = 'yesterday'"
            " WHERE idempotency_key LIKE 'refill:%'"
        )
    await due(owner, rolls_over=False, max_balance=15 * CREDIT)

    await upkeep.refill_teams()

    assert (await refilled(), await balance()) == ([5, 5], (15 * CREDIT, 0))


@pytest.mark.parametrize("whose", ["team", "organization", "deleted", "ended"])
async def test_who_does_not_work_is_not_refilled(team: Team, owner: Actor, whose: str) -> None:
    await due(owner)
    if whose == "organization":
        await Organization.all().update(status=TenantStatus.SUSPENDED)
    elif whose == "ended":
        await credits.set_auto_refill(owner, "team", enabled=False)
    else:
        status = TenantStatus.DELETED if whose == "deleted" else TenantStatus.PAUSED
        await Team.all().update(status=status)

    assert (await upkeep.refill_teams(), await refilled()) == (0, [])


async def test_a_refill_that_fails_stops_nobody_elses(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    await make_team(owner, "other")
    await credits.set_auto_refill(owner, "other", enabled=True, amount=CREDIT, period=DAILY)
    await due(owner)
    await Team.filter(team_id="other").update(next_refill_at=datetime.now(UTC))
    async with owner_connection.transaction():  # so full that it can hold no more
        await owner_connection.execute("SET LOCAL session_replication_role = replica")
        await owner_connection.execute(
            "UPDATE credit_accounts SET balance = 9223372036854775807,"
            " total_granted = 9223372036854775807 WHERE team_id = $1",
            team.id,
        )

    assert await upkeep.refill_teams() == 2
    assert (await refilled(), (await balance("other"))[0]) == ([1], 11 * CREDIT)


async def test_terms_that_are_left_out_stay(team: Team, owner: Actor) -> None:
    await due(owner, rolls_over=False, max_balance=20 * CREDIT)
    await credits.set_auto_refill(owner, "team", enabled=False)
    await credits.set_auto_refill(owner, "team", enabled=True, amount=CREDIT, period=DAILY)
    kept = await Team.get(id=team.id)
    assert (kept.refill_rolls_over, kept.refill_max_balance) == (False, 20 * CREDIT)
    await due(owner, max_balance=None)
    assert (await Team.get(id=team.id)).refill_max_balance is None


@pytest.mark.parametrize(
    ("period", "start"),
    [
        (RefillPeriod.DAILY, datetime(2024, 2, 29, tzinfo=UTC)),
        (RefillPeriod.WEEKLY, datetime(2024, 2, 26, tzinfo=UTC)),
        (RefillPeriod.MONTHLY, datetime(2024, 2, 1, tzinfo=UTC)),
    ],
)
def test_a_period_starts_at_midnight_on_monday_or_the_first(
    period: RefillPeriod, start: datetime
) -> None:
    now = datetime(2024, 2, 29, 23, 59, tzinfo=UTC)
    assert refills.period_start(now, period) == start == refills.period_start(start, period)
    assert refills.period_start(refills.next_refill(now, period), period) > start


async def test_it_runs_until_it_is_told_to_stop(team: Team, owner: Actor) -> None:
    await due(owner)
    stop = asyncio.Event()
    loop = asyncio.create_task(upkeep.run(poll_seconds=0.01, stop=stop))
    async with asyncio.timeout(20):
        while not await refilled():
            await asyncio.sleep(0.01)
    stop.set()
    await loop

    assert await refilled() == [5]
