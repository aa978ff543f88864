"""Intervals of the calendar begin where the clocks on the wall say so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.access import SYSTEM
from domain.errors import InvalidInput
from domain.usage import Interval, Period, during
from domain.usage.periods import intervals


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(since: str, until: str, interval: Interval, zone: str) -> list[str]:
    """In the zone's own time, to the minute."""
    found = intervals(Period(at(since), at(until)), interval, ZoneInfo(zone))
    assert found == sorted(set(found))
    return [f"{each.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %z}" for each in found]


def test_the_first_interval_begins_before_the_period() -> None:
    assert starts("2026-03-04 13:30", "2026-03-06 00:00", Interval.DAY, "UTC") == [
        "2026-03-04 00:00 +0000",
        "2026-03-05 00:00 +0000",
    ]
    assert starts("2026-03-04", "2026-03-10", Interval.WEEK, "UTC") == [
        "2026-03-02 00:00 +0000",
        "2026-03-09 00:00 +0000",
    ]
    assert starts("2025-12-31 23:30", "2026-01-31 23:30", Interval.MONTH, "Europe/Berlin") == [
        "2026-01-01 00:00 +0100",
        "2026-02-01 00:00 +0100",
    ]


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        ("2026-03-29", "Europe/Berlin", 23),
        ("2026-10-25", "Europe/Berlin", 25),
        ("2026-06-01", "Asia/Kathmandu", 24),
        ("2026-11-01", "America/New_York", 25),
    ],
)
def test_a_day_has_as_many_hours_as_it_has(day: str, zone: str, hours: int) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    next_midnight = midnight + timedelta(days=1)
    period = Period(midnight.astimezone(UTC), next_midnight.astimezone(UTC))

    assert len(intervals(period, Interval.HOUR, ZoneInfo(zone))) == hours
    assert intervals(period, Interval.DAY, ZoneInfo(zone)) == [period.begin]


def test_hours_of_odd_zones_begin_at_their_full_hours() -> None:
    assert starts("2026-06-01 00:10", "2026-06-01 01:20", Interval.HOUR, "Asia/Kathmandu") == [
        "2026-06-01 05:00 +0545",
        "2026-06-01 06:00 +0545",
        "2026-06-01 07:00 +0545",
    ]
    # The clocks of Lord Howe Island go back by half an hour.
    assert starts("2026-04-04 14:10", "2026-04-04 16:00", Interval.HOUR, "Australia/Lord_Howe") == [
        "2026-04-05 01:00 +1100",
        "2026-04-05 02:00 +1030",
    ]


def test_a_day_without_midnight_begins_after_the_jump() -> None:
    assert starts("2026-04-23 22:30", "2026-04-24 12:00", Interval.DAY, "Africa/Cairo") == [
        "2026-04-24 01:00 +0300"
    ]


def test_a_day_that_a_zone_left_out_is_left_out() -> None:
    assert starts("2011-12-29 12:00", "2012-01-01 00:00", Interval.DAY, "Pacific/Apia") == [
        "2011-12-29 00:00 -1000",
        "2011-12-31 00:00 +1400",
        "2012-01-01 00:00 +1400",
    ]


def test_more_than_a_thousand_intervals_are_refused() -> None:
    since = at("2026-01-01")
    within = Period(since, since + timedelta(hours=1000))
    assert len(intervals(within, Interval.HOUR, ZoneInfo("UTC"))) == 1000
    beyond = Period(since, since + timedelta(hours=1000, microseconds=1))
    with pytest.raises(InvalidInput, match="more than 1000"):
        intervals(beyond, Interval.HOUR, ZoneInfo("UTC"))


def test_an_empty_period_has_no_intervals() -> None:
    assert (
        intervals(Period(at("2026-01-01"), at("2026-01-01")), Interval.DAY, ZoneInfo("UTC")) == []
    )


async def test_a_period_needs_a_beginning_before_its_end() -> None:
    within = await during(SYSTEM, at("2026-01-01"), None)
    assert within.begin < within.end <= datetime.now(UTC)
    for since, until in (
        (None, at("2026-01-01")),
        (at("2026-01-02"), at("2026-01-01")),
        (at("1999-12-31"), at("2026-01-01")),
        (at("2026-01-01"), at("9999-12-31")),
    ):
        with pytest.raises(InvalidInput):
            await during(SYSTEM, since, until)
