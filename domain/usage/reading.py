"""Usage in a period: sums, sums per interval of the calendar, sums per member of a dimension.

Each reads any number of owners, given by primary key, in one statement.
"""

# ruff: noqa: S608 - nothing in these statements comes from outside

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.access import Actor, Permission, requires
from domain.errors import Forbidden, InvalidInput
from domain.usage.facts import SUMS, SUMS_OF_CALLS, Over, Whose, facts
from domain.usage.figures import Totals
from domain.usage.periods import Interval, Period, intervals
from persistence.database import rows

MOST_MEMBERS: Final = 100
MOST_POINTS: Final = 10_000
OTHER: Final = "other"
NONE: Final = "none"


class Dimension(StrEnum):
    """What usage can be grouped by; the value is the column that the facts have it in."""

    ORGANIZATION = "organization_id"
    TEAM = "team_key"
    VIRTUAL_KEY = "virtual_key_id"
    JOB_TYPE = "job_type"
    MODEL = "model"
    PROVIDER = "provider"


# What a member is called, and the objects it may be: the names of their models and their keys.
_NAMES: Final = {
    Dimension.ORGANIZATION: "(SELECT organization_id FROM organizations WHERE id = member)",
    Dimension.TEAM: "(SELECT team_id FROM teams WHERE id = member)",
    Dimension.VIRTUAL_KEY: "(SELECT name FROM virtual_keys WHERE id = member)",
}
_OBJECTS: Final = {
    Dimension.ORGANIZATION: {"Organization": "member"},
    Dimension.TEAM: {"Team": "member"},
    Dimension.VIRTUAL_KEY: {"VirtualKey": "member"},
    Dimension.MODEL: {
        "ModelAlias": "(SELECT id FROM model_aliases WHERE alias = member)",
        "ModelGroup": "(SELECT id FROM model_groups WHERE group_name = member)",
    },
}
_BY_KEY: Final = (Dimension.ORGANIZATION, Dimension.TEAM, Dimension.VIRTUAL_KEY)
# Of the intervals that begin at these instants.
_PLACE: Final = "greatest(width_bucket(at, $1::timestamptz[]), 1)"
_OF_CALLS: Final = (Dimension.MODEL, Dimension.PROVIDER)


@dataclass(frozen=True, slots=True)
class Point:
    start: datetime
    totals: Totals


@dataclass(frozen=True, slots=True)
class Slice:
    """`member` as the facts have it, None for the rest; `objects` that it may be, by the names of
    their models."""

    name: str
    member: str | None
    objects: Mapping[str, UUID]
    totals: Totals


@requires(Permission.READ)
async def totals(actor: Actor, whose: Whose, within: Period) -> dict[UUID, Totals]:
    clause, values = facts(actor, whose, within)
    found = await rows(f"{clause} SELECT owner, {SUMS} FROM facts GROUP BY owner", *values)
    sums = {row["owner"]: Totals.seen_by(actor, row) for row in found}
    return {key: sums.get(key) or Totals.none(actor) for key in whose.keys}


@requires(Permission.READ)
async def series(
    actor: Actor,
    whose: Whose,
    within: Period,
    interval: Interval,
    zone: ZoneInfo,
) -> dict[UUID, list[Point]]:
    """All intervals of the period, those in which nothing happened included."""
    starts = intervals(within, interval, zone)
    _check_number(len(whose.keys), starts)
    clause, values = facts(actor, whose, within, [starts], cuts=starts, place=_PLACE)
    found = await rows(
        f"{clause} SELECT owner, place, {SUMS} FROM facts GROUP BY owner, place", *values
    )
    sums: dict[UUID, dict[int, Totals]] = {key: {} for key in whose.keys}
    for row in found:
        sums[row["owner"]][row["place"]] = Totals.seen_by(actor, row)
    return {key: _points(actor, starts, sums[key]) for key in whose.keys}


@requires(Permission.READ)
async def breakdown(
    actor: Actor,
    whose: Whose,
    within: Period,
    by: Dimension,
    first: int | None = None,
) -> dict[UUID, list[Slice]]:
    """By client cost, the largest first; what is beyond the first ones in a last slice.

    Jobs and credits have no model: by model and provider, only calls are told apart.
    """
    _check(actor, by, first)
    sums = SUMS_OF_CALLS if by in _OF_CALLS else SUMS
    clause, values = facts(actor, whose, within, [first], sums=sums, member=by.value)
    found = await rows(_breakdown(clause, by), *values)
    slices: dict[UUID, list[Slice]] = {key: [] for key in whose.keys}
    for row in found:
        objects = {name: row[name] for name in _OBJECTS.get(by, {}) if row[name]}
        named = Slice(row["name"] or NONE, str(row["member"]), objects, Totals.seen_by(actor, row))
        rest = Slice(OTHER, None, {}, named.totals)
        slices[row["owner"]].append(rest if row["is_rest"] else named)
    return slices


@requires(Permission.READ)
async def series_of_members(
    actor: Actor,
    over: Over,
    members: Mapping[UUID, Sequence[str]],
    within: Period,
    by: Dimension,
    *,
    interval: Interval,
    zone: ZoneInfo,
) -> dict[UUID, dict[str | None, list[Point]]]:
    """The series of these members of each owner, and under None that of all others."""
    _check(actor, by, None)
    starts = intervals(within, interval, zone)
    _check_number(sum(len(names) + 1 for names in members.values()), starts)
    listed = [(key, member) for key, names in members.items() for member in names]
    kind = "uuid" if by in _BY_KEY else "text"
    clause, values = facts(
        actor,
        Whose(over, list(members)),
        within,
        [starts, [key for key, _ in listed], [member for _, member in listed]],
        sums=SUMS_OF_CALLS if by in _OF_CALLS else SUMS,
        cuts=starts,
        place=_PLACE,
        member=by.value,
    )
    found = await rows(
        f"{clause} SELECT owner, listed.member::text, place, {SUMS} FROM facts"
        f" LEFT JOIN unnest($2::uuid[], $3::{kind}[]) AS listed (owner, member)"
        " USING (owner, member) GROUP BY 1, 2, 3",
        *values,
    )
    sums: dict[tuple[UUID, str | None], dict[int, Totals]] = {}
    for row in found:
        places = sums.setdefault((row["owner"], row["member"]), {})
        places[row["place"]] = Totals.seen_by(actor, row)
    return {
        key: {name: _points(actor, starts, sums.get((key, name), {})) for name in (*names, None)}
        for key, names in members.items()
    }


def _check(actor: Actor, by: Dimension, first: int | None) -> None:
    if by is Dimension.PROVIDER:
        actor.require(Permission.READ_PROVIDER_COSTS)
    if by is Dimension.VIRTUAL_KEY and actor.is_tenant:
        raise Forbidden(
            Permission.MANAGE_VIRTUAL_KEYS, "A virtual key does not see the keys of its team."
        )
    if first is not None and not 1 <= first <= MOST_MEMBERS:
        raise InvalidInput("first", f"Must be between 1 and {MOST_MEMBERS}.")


def _check_number(lines: int, starts: Sequence[datetime]) -> None:
    if lines * len(starts) > MOST_POINTS:
        raise InvalidInput("interval", f"At most {MOST_POINTS} intervals can be asked for at once.")


def _breakdown(clause: str, by: Dimension) -> str:
    called = "HAVING sum(calls_succeeded + calls_failed) > 0" if by in _OF_CALLS else ""
    objects = "".join(f', {key} AS "{name}"' for name, key in _OBJECTS.get(by, {}).items())
    return f"""{clause}, members AS (
            SELECT owner, member, {SUMS} FROM facts GROUP BY 1, 2 {called}
        ), ranked AS (
            SELECT *, coalesce(row_number() OVER (PARTITION BY owner
                ORDER BY client_cost DESC, member) > $1::int, false) AS is_rest
            FROM members
        ), kept AS (
            SELECT owner, is_rest, CASE WHEN NOT is_rest THEN member END AS member, {SUMS}
            FROM ranked GROUP BY 1, 2, 3
        )
        SELECT *, {_NAMES.get(by, "member")} AS name {objects} FROM kept
        ORDER BY owner, is_rest, client_cost DESC, member
    """


def _points(actor: Actor, starts: Sequence[datetime], sums: Mapping[int, Totals]) -> list[Point]:
    nothing = Totals.none(actor)
    return [Point(start, sums.get(place, nothing)) for place, start in enumerate(starts, 1)]
