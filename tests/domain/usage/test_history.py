"""Whatever happened, the rollups are what the rows themselves come to."""

from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from zoneinfo import ZoneInfo

import pytest

from domain import usage
from domain.access import SYSTEM
from tests.usage_world import Fact, Past, all_facts, shown, summed

pytestmark = pytest.mark.usefixtures("database")

OF_CALLS = (usage.Dimension.MODEL, usage.Dimension.PROVIDER)
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


@pytest.mark.parametrize("seed", [17, 18])
async def test_every_dimension_is_counted_as_its_rows_are(seed: int) -> None:
    now = datetime.now(UTC)
    past = await make_past(seed, now)
    within = usage.Period(now - timedelta(days=20), now + timedelta(days=9, minutes=7))
    facts = [fact for fact in await all_facts() if within.begin <= fact.at < within.end]
    organizations = {team.organization_id for team in past.teams}
    whose = usage.Whose(usage.Over.ORGANIZATIONS, list(organizations))
    for dimension, first in product(usage.Dimension, (1, 2, 100)):
        slices = await usage.breakdown(SYSTEM, whose, within, dimension, first)
        for key in organizations:
            own = [
                fact
                for fact in facts
                if fact.members[usage.Dimension.ORGANIZATION] == str(key)
                and (fact.is_call or dimension not in OF_CALLS)
            ]
            found = [(each.member, shown(each.totals)) for each in slices[key]]
            assert found == largest(own, dimension, first)


def largest(
    facts: list[Fact], dimension: usage.Dimension, first: int
) -> list[tuple[str | None, dict[str, object]]]:
    by_member: dict[str, list[Fact]] = {}
    for fact in facts:
        by_member.setdefault(fact.members[dimension], []).append(fact)
    sums = [(member, summed(rows)) for member, rows in by_member.items()]
    ranked = [member for member, _ in sorted(sums, key=lambda s: (-s[1]["client_cost"], s[0]))]
    rest = [fact for member in ranked[first:] for fact in by_member[member]]
    listed = [(member, summed(by_member[member])) for member in ranked[:first]]
    return [*listed, *([(None, summed(rest))] if rest else [])]


async def test_days_weeks_and_months_are_those_of_the_wall() -> None:
    # The clocks go back in Europe, and in some days in Cuba and Canada.
    middle = datetime(2026, 10, 25, 1, tzinfo=UTC)
    await make_past(5, middle)
    within = usage.Period(middle - timedelta(days=31, minutes=8), middle + timedelta(days=40))
    facts = [fact for fact in await all_facts() if within.begin <= fact.at < within.end]
    intervals = (usage.Interval.DAY, usage.Interval.WEEK, usage.Interval.MONTH)
    for name, interval in product(ZONES, intervals):
        zone = ZoneInfo(name)
        sums: dict[object, list[Fact]] = {}
        for fact in facts:
            sums.setdefault(local_interval(fact.at, interval, zone), []).append(fact)

        found = await usage.series(SYSTEM, usage.EVERYTHING, within, interval, zone)

        [points] = found.values()
        for point in points:
            place = local_interval(point.start, interval, zone)
            just_before = point.start - timedelta(seconds=1)
            assert place != local_interval(just_before, interval, zone)
            assert shown(point.totals) == summed(sums.pop(place, []))
        assert not sums
        assert points[0].start <= within.begin


async def test_series_of_members_add_up_to_the_series_of_all() -> None:
    now = datetime.now(UTC)
    past = await make_past(6, now)
    within = usage.Period(now - timedelta(days=3), now + timedelta(minutes=1))
    facts = [fact for fact in await all_facts() if within.begin <= fact.at < within.end]
    keys = {team.organization_id for team in past.teams}
    how = {"interval": usage.Interval.HOUR, "zone": ZoneInfo("Asia/Kathmandu")}

    found = await usage.series_of_members(
        SYSTEM,
        usage.Over.ORGANIZATIONS,
        dict.fromkeys(keys, ("chat",)),
        within,
        usage.Dimension.JOB_TYPE,
        **how,
    )

    for key in keys:
        for member, points in found[key].items():
            for point in points:
                until = point.start + timedelta(hours=1)
                inside = [
                    fact
                    for fact in facts
                    if point.start <= fact.at < until
                    and fact.members[usage.Dimension.ORGANIZATION] == str(key)
                    and (fact.members[usage.Dimension.JOB_TYPE] == "chat") == (member == "chat")
                ]
                assert shown(point.totals) == summed(inside)
