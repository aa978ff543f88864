"""What statements some work sends, and how PostgreSQL goes about each."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import asyncpg

_METHODS: Final = ("fetch", "fetchrow", "fetchval", "execute")
# Of the rest there are few rows, or all of them are meant.
LARGE: Final = frozenset(
    {
        *("credit_accounts", "jobs", "ledger_entries", "llm_calls", "organizations", "teams"),
        *("usage_days", "usage_slots"),
    }
)
Statement = tuple[str, tuple[Any, ...]]
Json = dict[str, Any]


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """The queries of what runs inside, with their values."""
    seen: list[Statement] = []
    originals = {name: getattr(asyncpg.Connection, name) for name in _METHODS}

    def spy(name: str) -> Any:
        async def call(self: Any, query: str, *args: Any, **options: Any) -> Any:
            if query.lstrip().startswith(("SELECT", "WITH")):
                seen.append((query, args))
            return await originals[name](self, query, *args, **options)

        return call

    for name in _METHODS:
        setattr(asyncpg.Connection, name, spy(name))
    try:
        yield seen
    finally:
        for name, original in originals.items():
            setattr(asyncpg.Connection, name, original)


async def nodes(connection: asyncpg.Connection, statement: Statement) -> list[Json]:
    """All nodes of its plan, the outermost first."""
    query, values = statement
    [row] = await connection.fetch(f"EXPLAIN (FORMAT JSON) {query}", *values)
    found: list[Json] = []
    left = [json.loads(row[0])[0]["Plan"]]
    while left:
        node = left.pop()
        found.append(node)
        left += node.get("Plans", [])
    return found


def read_whole(plan: list[Json]) -> set[str]:
    """Large tables of which the plan reads every row."""
    scans = [node["Relation Name"] for node in plan if node["Node Type"] == "Seq Scan"]
    return LARGE.intersection(scans)


def kinds(plan: list[Json]) -> str:
    """The ways it reads tables, in few words."""
    ways = set()
    for node in plan:
        if table := node.get("Index Name") or node.get("Relation Name"):
            ways.add(f"{node['Node Type'].removesuffix(' Scan')} {table}")
    return ", ".join(sorted(ways))
