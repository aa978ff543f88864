"""Stretches of time, and the calendar's intervals within them in anybody's time zone."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from domain.access import Actor, Permission, requires
from domain.errors import InvalidInput

QUARTER: Final = timedelta(minutes=15)
MOST_INTERVALS: Final = 1000
_MONTH_OR_DAY: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_YEARS: Final = range(2000, 9999)
_FIRST_DAY: Final = date(2000, 1, 1)
_LAST_DAY: Final = date(9998, 12, 31)
_DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Interval(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open interval in UTC; `text` is how a legacy caller wrote it."""

    begin: datetime
    end: datetime
    text: str = ""


@requires(Permission.READ)
async def during(actor: Actor, since: datetime | None, until: datetime | None) -> Period:
    """From then on, until now unless said otherwise."""
    if since is None:
        raise InvalidInput(("during", "from"), "Say from when.")
    end = until or max(datetime.now(UTC), since)
    if end < since or not {since.year, end.year} <= set(_YEARS):
        raise InvalidInput(("during", "until"), "Must not be before `from`, nor beyond reason.")
    return Period(since, end)


def period(text: str) -> Period:
    """`YYYY-MM` or `YYYY-MM-DD`, of a year that can have been worked in."""
    try:
        if not (parts := _MONTH_OR_DAY.fullmatch(text)):
            raise ValueError(text)
        year, month, day = int(parts[1]), int(parts[2]), parts[3]
        first = date(year, month, int(day or 1))
        last = first if day else first.replace(day=monthrange(year, month)[1])
        if year not in _YEARS:
            raise ValueError(text)
    except ValueError as error:
        raise InvalidInput("period", "Must be a month YYYY-MM or a day YYYY-MM-DD.") from error
    return _days(text, first, last)


def between(first: date | None, last: date | None) -> Period:
    """Whole days, both included; by default from the first of the month until today."""
    until = last or datetime.now(UTC).date()
    since = first or until.replace(day=1)
    if until < since or not {since.year, until.year} <= set(_YEARS):
        raise InvalidInput("endDate", "Must not be before the start, nor beyond reason.")
    return _days(f"{since}/{until}", since, until)


def open_days(first: date | None, last: date | None) -> Period:
    """Whole days, both included; without a first or last one all that there are, until today. An
    empty period when the last one is before the first."""
    begin = _within_reason(first or _FIRST_DAY)
    until = _within_reason(last or datetime.now(UTC).date())
    return _days("", begin, max(until, begin - timedelta(days=1)))


def _within_reason(day: date) -> date:
    return min(max(day, _FIRST_DAY), _LAST_DAY)


def _days(text: str, first: date, last: date) -> Period:
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return Period(begin, begin + (last - first) + timedelta(days=1), text)


@dataclass(frozen=True, slots=True)
class Split:
    """A period in half-open stretches: whole days in UTC, whole quarters of an hour beside them,
    and what sticks out at its ends. Every time zone's intervals consist of whole quarters."""

    days: Sequence[Period]
    quarters: Sequence[Period]
    ends: Sequence[Period]
    whole: Period  # all of the days and quarters


def split(within: Period, cuts: Sequence[datetime] = ()) -> Split:
    """No day is taken as a whole that has one of the cuts within, which are in order."""
    first, last = _from(within.begin, QUARTER), _until(within.end, QUARTER)
    if first > last:
        return Split((), (), (within,), Period(within.end, within.end))
    whole = Period(first, last)
    inner = [cut for cut in cuts if first < cut < last]
    days: list[Period] = []
    quarters: list[Period] = []
    for begin, end in pairwise((first, *inner, last)):
        midnight, last_midnight = _from(begin, _DAY), _until(end, _DAY)
        if midnight < last_midnight:
            _extend(quarters, begin, midnight)
            _extend(days, midnight, last_midnight)
            _extend(quarters, last_midnight, end)
        else:
            _extend(quarters, begin, end)
    ends = (Period(within.begin, first), Period(last, within.end))
    return Split(days, quarters, [each for each in ends if each.begin < each.end], whole)


def _extend(stretches: list[Period], begin: datetime, end: datetime) -> None:
    """By one that may go on where the last one ended."""
    if begin == end:
        return
    if stretches and stretches[-1].end == begin:
        begin = stretches.pop().begin
    stretches.append(Period(begin, end))


def _until(moment: datetime, step: timedelta) -> datetime:
    """The last of the moments that are these steps apart, not after this one."""
    return moment - (moment - _EPOCH) % step


def _from(moment: datetime, step: timedelta) -> datetime:
    """The first of them, not before this one."""
    return moment + (_EPOCH - moment) % step


def intervals(within: Period, interval: Interval, zone: ZoneInfo) -> list[datetime]:
    """First instants of all intervals that the period touches; the first may begin before it."""
    found: list[datetime] = []
    for start in _starts(within.begin, interval, zone):
        if start >= within.end:
            break
        if len(found) == MOST_INTERVALS:
            raise InvalidInput("interval", f"That is more than {MOST_INTERVALS} intervals.")
        if not found or start > found[-1]:  # there are days that a zone leaves out
            found.append(start)
    return found


def _starts(begin: datetime, interval: Interval, zone: ZoneInfo) -> Iterator[datetime]:
    if interval is Interval.HOUR:
        return _hours(begin, zone)
    return (_midnight(day, zone) for day in _first_days(begin.astimezone(zone).date(), interval))


def _hours(begin: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Where its clocks show a full hour, also where they were put forward or back before."""
    quarters = (_until(begin, QUARTER) + step * QUARTER for step in count(-7))
    full = (each for each in quarters if each.astimezone(zone).minute == 0)
    latest = next(full)
    for each in full:
        if each > begin:
            yield latest
        latest = each


def _first_days(day: date, interval: Interval) -> Iterator[date]:
    if interval is Interval.MONTH:
        for months in count(day.year * 12 + day.month - 1):
            yield date(months // 12, months % 12 + 1, 1)
    step = 7 if interval is Interval.WEEK else 1
    first = day - timedelta(days=day.weekday()) if interval is Interval.WEEK else day
    for number in count():
        yield first + timedelta(days=number * step)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The day's first instant; where clocks skip midnight, that of the jump."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
