"""Where usage is read from: whole quarters of an hour from the slots that the database keeps, what
sticks out at either end of a period from the jobs, calls and entries themselves."""

# ruff: noqa: S608 - nothing in these statements comes from outside

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from domain.access import Actor
from domain.usage.periods import Period, quarter_from, quarter_until

_ZERO: Final = UUID(int=0)
_NONE: Final = f"'{_ZERO}'::uuid"
_STATUSES: Final = ("pending", "in_progress", "completed", "failed", "cancelled")
_TOKENS: Final = ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens")
_COSTS: Final = ("input_cost", "output_cost", "client_cost")
_MEASURES: Final = (
    *(f"jobs_{status}" for status in _STATUSES),
    *("calls_succeeded", "calls_failed", "latency_ms", *_TOKENS, *_COSTS, "charged"),
)


def _sums(*left_out: str) -> str:
    sums = (
        f"{0 if name in left_out else f'coalesce(sum({name}), 0)'} AS {name}" for name in _MEASURES
    )
    return ", ".join(sums) + ", coalesce(bool_or(is_estimated), false) AS is_estimated"


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
    **parts: str,
) -> tuple[str, list[Any]]:
    """A WITH clause whose `facts` have `sums` by owner and by these parts of the rows, several
    for some of them; and its parameters, of which `values` are the first. Of the teams that this
    caller sees; those that were deleted have used what they used.

    Each kind of rows is summed up by itself, where the database knows how many groups to expect.
    """
    inner, ends = _split(within)
    begins, untils = [begin for begin, _ in ends], [end for _, end in ends]
    only = actor.team_id if actor.is_tenant else None
    names = [f"${len(values) + place}" for place in range(1, 7)]
    given = [*values, only, list(whose.keys), *inner, *((begins, untils) if ends else ())]
    places = dict(zip(("since", "until", "begins", "ends"), names[2:], strict=True))
    groups = "".join(f", {part} AS {name}" for name, part in parts.items())
    keys = ", ".join(str(place + 1) for place in range(len(parts) + 1))
    sources = " UNION ALL ".join(
        f"SELECT owner{groups}, {sums} FROM ({source.format(**places)}) AS source GROUP BY {keys}"
        for source in (_SLOTS, *(_RAW if ends else ()))
    )
    clause = f"""
        WITH scope AS NOT MATERIALIZED (
            SELECT id AS team_key, organization_id, {whose.over.value} AS owner FROM teams
            WHERE {whose.over.value} = ANY({names[1]}::uuid[])
                AND ({names[0]}::text IS NULL OR (team_id = {names[0]} AND status <> 'deleted'))
        ), facts AS ({sources})"""
    return clause, given


_Stretch = tuple[datetime, datetime]


def _split(within: Period) -> tuple[_Stretch, list[_Stretch]]:
    """The whole quarters of a period, and what is left at its ends."""
    first, last = quarter_from(within.begin), quarter_until(within.end)
    if first > last:
        return (within.end, within.end), [(within.begin, within.end)]
    ends = [(within.begin, first), (last, within.end)]
    return (first, last), [(begin, end) for begin, end in ends if begin < end]


def _source(at: str, key: Sequence[str], tables: str, measures: Mapping[str, str]) -> str:
    """Rows of one kind in the form of all: what they do not measure is zero."""
    job_type, virtual_key_id, model, provider, is_estimated = key
    sums = ", ".join(f"{measures.get(name, '0')} AS {name}" for name in _MEASURES)
    return (
        f"SELECT s.owner, s.organization_id, s.team_key, {at} AS at, {job_type} AS job_type,"
        f" {virtual_key_id} AS virtual_key_id, {model} AS model, {provider} AS provider,"
        f" {is_estimated} AS is_estimated, {sums} FROM scope s {tables}"
    )


_ENDS: Final = "unnest({begins}::timestamptz[], {ends}::timestamptz[]) AS ends(a, b)"


def _key_of(row: str) -> str:
    return f"coalesce({row}.virtual_key_id, {_NONE})"


_SLOTS: Final = _source(
    "u.slot",
    ("u.job_type", "u.virtual_key_id", "u.model", "u.provider", "u.is_estimated"),
    "JOIN usage_slots u ON u.team_id = s.team_key AND u.slot >= {since} AND u.slot < {until}",
    {name: f"u.{name}" for name in _MEASURES},
)
_RAW: Final = (
    _source(
        "j.created_at",
        ("j.job_type", _key_of("j"), "''", "''", "false"),
        f"CROSS JOIN {_ENDS} JOIN jobs j ON j.team_id = s.team_key"
        " AND j.created_at >= ends.a AND j.created_at < ends.b",
        {f"jobs_{status}": f"(j.status = '{status}')::int" for status in _STATUSES},
    ),
    _source(
        "c.finished_at",
        (
            *("j.job_type", _key_of("c"), "c.requested_model", "coalesce(c.provider, '')"),
            "c.is_estimated",
        ),
        f"CROSS JOIN {_ENDS} JOIN llm_calls c ON c.team_id = s.team_key AND c.status <> 'running'"
        " AND c.finished_at >= ends.a AND c.finished_at < ends.b JOIN jobs j ON j.id = c.job_id",
        {
            "calls_succeeded": "(c.status = 'succeeded')::int",
            "calls_failed": "(c.status = 'failed')::int",
            "latency_ms": "CASE c.status WHEN 'succeeded' THEN coalesce(c.latency_ms, 0)"
            " ELSE 0 END",
        }
        | {name: f"c.{name}" for name in (*_TOKENS, *_COSTS)},
    ),
    _source(
        "e.created_at",
        ("coalesce(j.job_type, '')", _key_of("j"), "''", "''", "false"),
        f"CROSS JOIN {_ENDS} JOIN credit_accounts a ON a.team_id = s.team_key"
        " JOIN ledger_entries e ON e.account_id = a.id"
        " AND e.kind IN ('charge', 'capture', 'refund', 'waiver')"
        " AND e.created_at >= ends.a AND e.created_at < ends.b"
        " LEFT JOIN jobs j ON j.id = e.job_id",
        {"charged": "-e.amount"},
    ),
)
