"""Sums, trends, and the three figures of the legacy contract."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from domain import credits
from domain.access import SYSTEM, Actor
from domain.errors import (
    InsufficientCredits,
    InvalidInput,
    NotFound,
)
from persistence.models import (
    CreditAccount,
    EntryKind,
    LedgerEntry,
    Team,
    TenantStatus,
)
from tests.credits_world import CREDIT, KEY, OTHER_KEY, balance, make_team
from tests.persistence.accounts import insert


async def test_sums_are_over_the_visible_teams_that_are_not_deleted(
    team: Team, owner: Actor
) -> None:
    await make_team(owner, "other", balance=3)
    gone = await make_team(owner, "gone", balance=100)
    await Team.filter(id=gone.id).update(status=TenantStatus.DELETED)
    await credits.charge(owner, "team", 2 * CREDIT, reason="Work", idempotency_key="c")
    await credits.hold(KEY, "team", CREDIT, idempotency_key="h")

    assert await credits.sums(owner) == credits.Sums(
        granted=13 * CREDIT, charged=2 * CREDIT, adjusted=0, held=CREDIT, available=10 * CREDIT
    )
    assert (await credits.sums(OTHER_KEY)).available == 3 * CREDIT
    assert (await credits.sums(owner, "organization")).available == 10 * CREDIT
    with pytest.raises(NotFound):
        await credits.sums(owner, "absent")


async def test_a_trend_has_every_day_quiet_ones_too(team: Team, owner: Actor) -> None:
    await credits.charge(owner, "team", 2 * CREDIT, reason="Work", idempotency_key="c")

    days = await credits.trend(owner, "team", 3)

    today = datetime.now(UTC).date()
    assert [day.day for day in days] == [today - timedelta(days=n) for n in (2, 1, 0)]
    assert (days[0].charged, days[0].movements) == (0, 0)
    assert (days[2].charged, days[2].given, days[2].movements) == (2 * CREDIT, 10 * CREDIT, 2)
    for wrong in (0, 367):
        with pytest.raises(InvalidInput):
            await credits.trend(owner, "team", wrong)


async def test_utilization_names_the_teams_that_run_dry(team: Team, owner: Actor) -> None:
    await make_team(owner, "half")
    await make_team(owner, "dry")
    await make_team(owner, "empty", balance=0)
    await credits.charge(owner, "half", 5 * CREDIT, reason="Work", idempotency_key="c")
    await credits.charge(owner, "dry", 9 * CREDIT, reason="Work", idempotency_key="c")

    found = await credits.utilization(owner)

    assert (found.teams, found.healthy, found.warning, found.critical) == (4, 1, 1, 2)
    assert (found.allocated, found.remaining) == (30 * CREDIT, 16 * CREDIT)
    assert [(each.team_id, each.percentage, each.status) for each in found.attention] == [
        ("empty", 0, "critical"),
        ("dry", 10, "critical"),
        ("half", 50, "warning"),
    ]
    assert (await CreditAccount.all().count()) == 4


@pytest.mark.parametrize(
    ("allocated", "used"),
    [(100, None), (4, None), (None, 1), (None, 0), (None, 7), (20, 20), (5, 0), (0, 0), (10, 3)],
)
async def test_legacy_totals_become_what_was_asked_and_add_up(
    team: Team, owner: Actor, allocated: int | None, used: int | None
) -> None:
    await credits.charge(owner, "team", 3 * CREDIT, reason="Work", idempotency_key="c")

    account = await credits.set_totals(owner, "team", allocated=allocated, used=used)

    shown = credits.Totals.of(account)
    assert shown.allocated == (10 if allocated is None else allocated)
    assert shown.used == (3 if used is None else used)
    assert shown.remaining == shown.allocated - shown.used
    entries = await LedgerEntry.all().count()
    await credits.set_totals(owner, "team", allocated=allocated, used=used)
    assert await LedgerEntry.all().count() == entries


async def test_legacy_totals_cannot_use_more_than_there_is(team: Team, owner: Actor) -> None:
    for wanted in ({"used": 11}, {"allocated": 2, "used": 3}):
        with pytest.raises(InsufficientCredits):
            await credits.set_totals(owner, "team", **wanted)
    for wrong in ({"used": -1}, {"allocated": -1}, {"allocated": 10**12}):
        with pytest.raises(InvalidInput):
            await credits.set_totals(owner, "team", **wrong)
    assert await balance() == (10 * CREDIT, 0)


async def test_legacy_totals_count_what_is_held_as_used(team: Team, owner: Actor) -> None:
    await credits.hold(SYSTEM, "team", 2 * CREDIT, idempotency_key="h")

    with pytest.raises(InvalidInput):
        await credits.set_totals(owner, "team", used=1)
    account = await credits.set_totals(owner, "team", used=5)

    assert credits.Totals.of(account) == credits.Totals(10, 5, 5)
    assert (account.total_charged, account.held) == (3 * CREDIT, 2 * CREDIT)


async def test_a_figure_sent_back_as_it_was_shown_rounds_nothing_away(
    team: Team, owner: Actor
) -> None:
    await credits.charge(owner, "team", CREDIT // 3, reason="Work", idempotency_key="c")
    account = await credits.account(owner, "team")
    shown = credits.Totals.of(account)
    assert (shown.allocated, shown.used, shown.remaining) == (10, 1, 9)

    after = await credits.set_totals(owner, "team", allocated=shown.allocated, used=shown.used)

    assert after.balance == account.balance


async def test_totals_set_at_once_with_charges_are_right_for_that_moment(
    team: Team, owner: Actor
) -> None:
    await asyncio.gather(
        *(
            credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key=str(n))
            for n in range(5)
        ),
        credits.set_totals(owner, "team", allocated=50),
        credits.set_totals(owner, "team", allocated=50),
    )

    assert credits.Totals.of(await credits.account(owner, "team")) == credits.Totals(50, 5, 45)
    assert await LedgerEntry.filter(kind=EntryKind.ADJUSTMENT).count() == 1


async def test_totals_are_made_out_again_when_somebody_else_was_first(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    account = await credits.account(owner, "team")

    async with owner_connection.transaction():
        await insert(owner_connection, account, kind="charge", amount=-2 * CREDIT)
        waiting = asyncio.create_task(credits.set_totals(owner, "team", used=5))
        while not await owner_connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()"
        ):
            await asyncio.sleep(0.01)

    assert credits.Totals.of(await waiting) == credits.Totals(10, 5, 5)
    assert await LedgerEntry.filter(kind=EntryKind.CHARGE).count() == 2
