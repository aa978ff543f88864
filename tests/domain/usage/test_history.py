"""Whatever happened, the rollups are what the rows themselves come to."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from domain import usage
from domain.access import SYSTEM
from tests.usage_world import Fact, Past, all_facts, shown, summed

pytestmark = pytest.mark.usefixtures("database")

ZONES = (
    *("UTC", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"),
    *("Africa/Cairo", "Pacific/Chatham", "America/Havana"),
)


async def make_past(seed: int, middle: datetime) -> Past:
    past = Past(Random(seed), middle)
    await past.begin()
    for _ in range(60):
        await past.step()
    return past


def local_interval(at: datetime, interval: usage.Interval, zone: ZoneInfo) -> object:
    """Which one an instant is in, by the calendar on the wall."""
    local = at.astimezone(zone)
    return {
        usage.Interval.DAY: local.date(),
        usage.Interval.WEEK: local.isocalendar()[:2],
        usage.Interval.MONTH: (local.year, local.month),
    }[interval]


@pytest.mark.parametrize("seed", range(4))
async def test_any_past_is_counted_as_its_rows_are(seed: int) -> None:
    now = datetime.now(UTC)
    past = await make_past(seed, now)
    facts = await all_facts()
    teams = usage.Whose(usage.Over.TEAMS, [team.id for team in past.teams])
    for _ in range(10):
        since, until = sorted((past.moment(), past.moment()))
        within = usage.Period(since, until)
        inside = [fact for fact in facts if since <= fact.at < until]

        of_all = await usage.totals(SYSTEM, usage.EVERYTHING, within)
        of_teams = await usage.totals(SYSTEM, teams, within)

        assert [shown(each) for each in of_all.values()] == [summed(inside)]
        for key in teams.keys:
            own = [fact for fact in inside if fact.members[usage.Dimension.TEAM] == str(key)]
            assert shown(of_teams[key]) == summed(own)


@pytest.mark.parametrize("dimension", usage.Dimension)
async def test_every_dimension_is_counted_as_its_rows_are(dimension: usage.Dimension) -> None:
    now = datetime.now(UTC)
    past = await make_past(17, now)
    period = usage.Period(now - timedelta(days=20), now + timedelta(days=9, minutes=7))
    of_calls = dimension in (usage.Dimension.MODEL, usage.Dimension.PROVIDER)
    facts = [
        fact
        for fact in await all_facts()
        if period.begin <= fact.at < period.end and (fact.is_call or not of_calls)
    ]
    organizations = list({team.organization_id for team in past.teams})
    whose = usage.Whose(usage.Over.ORGANIZATIONS, organizations)
    for first in (1, 2, 100):
        slices = await usage.breakdown(SYSTEM, whose, period, dimension, first)
        for organization in organizations:
            own = [
                fact
                for fact in facts
                if fact.members[usage.Dimension.ORGANIZATION] == str(organization)
            ]
            by_member: dict[str, list[Fact]] = {}
            for fact in own:
                by_member.setdefault(fact.members[dimension], []).append(fact)
            ranked = sorted(
                by_member.items(), key=lambda item: (-summed(item[1])["client_cost"], item[0])
            )
            expected = [(name, summed(rows)) for name, rows in ranked[:first]]
            if rest := [fact for _, rows in ranked[first:] for fact in rows]:
                expected.append((None, summed(rest)))
            found = slices[organization]
            assert [(each.member, shown(each.totals)) for each in found] == expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("interval", [each for each in usage.Interval if each.value != "hour"])
async def test_days_weeks_and_months_are_those_of_the_wall(
    zone: str, interval: usage.Interval
) -> None:
    # The clocks go back in Europe, on Lord Howe Island and in Cuba around this time.
    middle = datetime(2026, 10, 25, 1, tzinfo=UTC)
    await make_past(5, middle)
    clock = ZoneInfo(zone)
    period = usage.Period(middle - timedelta(days=31, minutes=8), middle + timedelta(days=40))
    facts = [fact for fact in await all_facts() if period.begin <= fact.at < period.end]
    sums: dict[object, list[Fact]] = {}
    for fact in facts:
        sums.setdefault(local_interval(fact.at, interval, clock), []).append(fact)

    [points] = (await usage.series(SYSTEM, usage.EVERYTHING, period, interval, clock)).values()

    for point in points:
        name = local_interval(point.start, interval, clock)
        assert name != local_interval(point.start - timedelta(seconds=1), interval, clock)
        assert shown(point.totals) == summed(sums.pop(name, []))
    assert not sums
    assert points[0].start <= period.begin
