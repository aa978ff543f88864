"""Who and what used the most in a period, and each of its days: all of it read by one statement,
so that the parts come to what the whole is."""

# ruff: noqa: S608 - nothing in these statements comes from outside

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.access import Actor, Permission, requires
from domain.usage.facts import SUMS, Over, Whose, facts
from domain.usage.figures import Totals
from domain.usage.periods import Period
from persistence.database import rows

_MOST_LISTED: Final = 10
_ALL: Final = "all"
# What the model and its provider are called tells who made it; an alias alone does not.
_MAKER: Final = """CASE
    WHEN model || provider = '' THEN 'unknown'
    WHEN provider || '/' || model ~* 'gpt|openai' THEN 'openai'
    WHEN provider || '/' || model ~* 'claude|anthropic' THEN 'anthropic'
    WHEN provider || '/' || model ~* 'gemini|google' THEN 'google'
    WHEN provider || '/' || model ~* 'llama|meta' THEN 'meta'
    ELSE 'other' END"""
_PARTS: Final[Mapping[str, str]] = {
    "day": "(at AT TIME ZONE 'UTC')::date",
    "team": "team_key",
    "model": "model",
    "maker": _MAKER,
}
_NAMES: Final = """CASE kind
    WHEN 'team' THEN (SELECT team_id FROM teams WHERE id = member::uuid) ELSE member END"""
_CALLED: Final = "calls_succeeded + calls_failed"
_SPEND: Final = "input_cost + output_cost"
_JOBS: Final = "jobs_pending + jobs_in_progress + jobs_completed + jobs_failed + jobs_cancelled"


@dataclass(frozen=True, slots=True)
class Named:
    """A name may be several teams', when some of them were deleted."""

    name: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Analytics:
    """`days` in UTC on which there were calls; the ten teams and models that spent the most, but
    no teams of everything. `makers` of models are told apart by the names of the models."""

    totals: Totals
    days: Sequence[tuple[date, Totals]]
    teams: Sequence[Named]
    models: Sequence[Named]
    makers: Sequence[Named]


@requires(Permission.READ_PROVIDER_COSTS)
async def analytics(actor: Actor, whose: Whose, within: Period) -> Analytics:
    """What was spent at providers, and what for."""
    kinds = [kind for kind in _PARTS if kind != "team" or whose.over is not Over.EVERYTHING]
    found = await _parts(actor, whose, within, kinds, largest=_SPEND, if_any=_CALLED)
    return Analytics(
        totals=found[_ALL][0].totals,
        days=sorted((date.fromisoformat(each.name), each.totals) for each in found["day"]),
        teams=found.get("team", ()),
        models=found["model"],
        makers=found["maker"],
    )


@requires(Permission.READ_PROVIDER_COSTS)
async def busiest_teams(
    actor: Actor, whose: Whose, within: Period
) -> tuple[Totals, Sequence[Named]]:
    """All together, and the ten teams with the most jobs."""
    found = await _parts(actor, whose, within, ["team"], largest=_JOBS, if_any=_JOBS)
    return found[_ALL][0].totals, found["team"]


async def _parts(
    actor: Actor, whose: Whose, within: Period, kinds: Sequence[str], *, largest: str, if_any: str
) -> dict[str, list[Named]]:
    parts = {kind: _PARTS[kind] for kind in kinds}
    clause, values = facts(actor, whose, within, [_MOST_LISTED], sums=SUMS, cuts=(), **parts)
    found = await rows(_ranked(clause, kinds, largest, if_any), *values)
    named: dict[str, list[Named]] = {kind: [] for kind in (_ALL, *kinds)}
    for row in found:
        named[row["kind"]].append(Named(row["name"] or "", Totals.seen_by(actor, row)))
    return named


def _ranked(clause: str, kinds: Sequence[str], largest: str, if_any: str) -> str:
    kind = " ".join(f"WHEN grouping({each}) = 0 THEN '{each}'" for each in kinds)
    members = ", ".join(f"{each}::text" for each in kinds)
    sets = ", ".join(f"({each})" for each in kinds)
    return f"""{clause}, members AS (
            SELECT CASE {kind} ELSE '{_ALL}' END AS kind, coalesce({members}) AS member, {SUMS}
            FROM facts GROUP BY GROUPING SETS ((), {sets})
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY kind ORDER BY {largest} DESC, member) AS place
            FROM members WHERE kind = '{_ALL}' OR {if_any} > 0
        )
        SELECT *, {_NAMES} AS name FROM ranked
        WHERE kind IN ('{_ALL}', 'day', 'maker') OR place <= $1 ORDER BY kind, place
    """
