"""Where usage is read from: whole days and quarters of an hour from the sums that the database
keeps, what sticks out at either end of a period from the jobs, calls and entries themselves.

What is not in the sums yet is in `usage_changes`; one statement sees it either there or here.
"""

# ruff: noqa: S608 - nothing in these statements comes from outside

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from domain.access import Actor
from domain.usage.periods import Period, split

_ZERO: Final = UUID(int=0)
_NONE: Final = f"'{_ZERO}'::uuid"
_STATUSES: Final = ("pending", "in_progress", "completed", "failed", "cancelled")
_TOKENS: Final = ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens")
_COSTS: Final = ("input_cost", "output_cost", "client_cost")
_MEASURES: Final = (
    *(f"jobs_{status}" for status in _STATUSES),
    *("calls_succeeded", "calls_failed", "calls_estimated", "latency_ms"),
    *(*_TOKENS, *_COSTS, "charged"),
)


def _sums(*left_out: str) -> str:
    sums = (
        f"{0 if name in left_out else f'coalesce(sum({name}), 0)'} AS {name}" for name in _MEASURES
    )
    return ", ".join(sums)


SUMS: Final = _sums()
SUMS_OF_CALLS: Final = _sums(*(f"jobs_{status}" for status in _STATUSES), "charged")


class Over(StrEnum):
    """Whose usage; the value is the way to the owner's key from a team."""

    EVERYTHING = _NONE
    ORGANIZATIONS = "organization_id"
    TEAMS = "id"


@dataclass(frozen=True, slots=True)
class Whose:
    """Owners of one kind, given by primary key."""

    over: Over
    keys: Sequence[UUID]


EVERYTHING: Final = Whose(Over.EVERYTHING, [_ZERO])


def facts(
    actor: Actor,
    whose: Whose,
    within: Period,
    values: Sequence[Any] = (),
    *,
    sums: str = SUMS,
    cuts: Sequence[datetime] = (),
    **parts: str,
) -> tuple[str, list[Any]]:
    """A WITH clause whose `facts` have `sums` by owner and by these parts of the rows, several
    for some of them; and its parameters, of which `values` are the first. Of the teams that this
    caller sees; those that were deleted have used what they used. What goes by the time of the
    rows says with `cuts` where it changes.

    Each kind of rows is summed up by itself, where the database knows how many groups to expect.
    """
    of_all = whose.over is Over.EVERYTHING and not actor.is_tenant
    of_all = of_all and not _OF_TEAMS.intersection(parts.values())
    scope, given = (_ALL_TEAMS, []) if of_all else _scope(actor, whose, len(values))
    given = [*values, *given]
    groups = "".join(f", {part} AS {name}" for name, part in parts.items())
    keys = ", ".join(str(place + 1) for place in range(len(parts) + 1))
    pieces = split(within, cuts)
    sources = (
        (_DAYS, pieces.days),
        (_SLOTS, pieces.quarters),
        (_CHANGES, [pieces.whole]),
        *((raw, pieces.ends) for raw in _RAW),
    )
    selects = []
    for source, stretches in sources:
        if stretches:
            given += [[each.begin for each in stretches], [each.end for each in stretches]]
            begins, ends = f"${len(given) - 1}", f"${len(given)}"
            rows = source.format(begins=begins, ends=ends, of_all=str(of_all).lower())
            selects.append(f"SELECT owner{groups}, {sums} FROM ({rows}) AS source GROUP BY {keys}")
    return f"WITH {scope}, facts AS ({' UNION ALL '.join(selects)})", given


# What all teams did together is kept as what no team did.
_ALL_TEAMS: Final = (
    f"scope AS (SELECT {_NONE} AS team_key, {_NONE} AS organization_id, {_NONE} AS owner)"
)
_OF_TEAMS: Final = frozenset({"organization_id", "team_key", "virtual_key_id"})


def _scope(actor: Actor, whose: Whose, taken: int) -> tuple[str, list[Any]]:
    """The teams, and its parameters, before which so many are."""
    only, keys = f"${taken + 1}", f"${taken + 2}"
    scope = f"""scope AS NOT MATERIALIZED (
            SELECT id AS team_key, organization_id, {whose.over.value} AS owner FROM teams
            WHERE {whose.over.value} = ANY({keys}::uuid[])
                AND ({only}::text IS NULL OR (team_id = {only} AND status <> 'deleted'))
        )"""
    return scope, [actor.team_id if actor.is_tenant else None, list(whose.keys)]


def _source(at: str, key: Sequence[str], tables: str, measures: Mapping[str, str]) -> str:
    """Rows of one kind in the form of all: what they do not measure is zero."""
    job_type, virtual_key_id, model, provider = key
    sums = ", ".join(f"{measures.get(name, '0')} AS {name}" for name in _MEASURES)
    return (
        f"SELECT s.owner, s.organization_id, s.team_key, {at} AS at, {job_type} AS job_type,"
        f" {virtual_key_id} AS virtual_key_id, {model} AS model, {provider} AS provider,"
        f" {sums} FROM scope s CROSS JOIN {_STRETCHES} {tables}"
    )


_STRETCHES: Final = "unnest({begins}::timestamptz[], {ends}::timestamptz[]) AS during(a, b)"


def _key_of(row: str) -> str:
    return f"coalesce({row}.virtual_key_id, {_NONE})"


def _kept(
    table: str, at: str, a: str = "during.a", b: str = "during.b", *, if_any: str = "false"
) -> str:
    """Rows that are sums themselves; of any team on that condition."""
    column = at.partition("::")[0]
    return _source(
        at,
        ("u.job_type", "u.virtual_key_id", "u.model", "u.provider"),
        f"JOIN {table} u ON (u.team_id = s.team_key OR {if_any})"
        f" AND {column} >= {a} AND {column} < {b}",
        {name: f"u.{name}" for name in _MEASURES},
    )


_DAYS: Final = _kept(
    "usage_days",
    "u.day::timestamp AT TIME ZONE 'UTC'",
    *(f"({moment} AT TIME ZONE 'UTC')::date" for moment in ("during.a", "during.b")),
)
_SLOTS: Final = _kept("usage_slots", "u.slot")
_CHANGES: Final = _kept("usage_changes", "u.slot", if_any="{of_all}")
_RAW: Final = (
    _source(
        "j.created_at",
        ("j.job_type", _key_of("j"), "''", "''"),
        "JOIN jobs j ON (j.team_id = s.team_key OR {of_all})"
        " AND j.created_at >= during.a AND j.created_at < during.b",
        {f"jobs_{status}": f"(j.status = '{status}')::int" for status in _STATUSES},
    ),
    _source(
        "c.finished_at",
        ("j.job_type", _key_of("c"), "c.requested_model", "coalesce(c.provider, '')"),
        "JOIN llm_calls c ON (c.team_id = s.team_key OR {of_all}) AND c.status <> 'running'"
        " AND c.finished_at >= during.a AND c.finished_at < during.b"
        " JOIN jobs j ON j.id = c.job_id",
        {
            "calls_succeeded": "(c.status = 'succeeded')::int",
            "calls_failed": "(c.status = 'failed')::int",
            "calls_estimated": "c.is_estimated::int",
            "latency_ms": "CASE c.status WHEN 'succeeded' THEN coalesce(c.latency_ms, 0)"
            " ELSE 0 END",
        }
        | {name: f"c.{name}" for name in (*_TOKENS, *_COSTS)},
    ),
    _source(
        "e.created_at",
        ("coalesce(j.job_type, '')", _key_of("j"), "''", "''"),
        "JOIN credit_accounts a ON (a.team_id = s.team_key OR {of_all})"
        " JOIN ledger_entries e ON e.account_id = a.id"
        " AND e.kind IN ('charge', 'capture', 'refund', 'waiver')"
        " AND e.created_at >= during.a AND e.created_at < during.b"
        " LEFT JOIN jobs j ON j.id = e.job_id",
        {"charged": "-e.amount"},
    ),
)
