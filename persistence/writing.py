"""Rows of several tables, written by one statement.

A statement costs a round trip and its share of both processors, however little it writes: what a
transaction has decided goes to the database at once. Rows are sent as JSON, which costs the
sender the least, whatever their number and their columns are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson

from persistence.database import rows


@dataclass(frozen=True, slots=True)
class Part:
    """What is done with some rows: dataclasses or mappings whose fields are columns. In `sql`,
    `{rows}` stands for their JSON, `{ids}` for the array of their ids, `{when}` for a condition."""

    sql: str
    given: Sequence[Any]


async def write(*parts: Part, only_if: Part | None = None) -> bool:
    """All of it or nothing; parts without rows cost nothing. No part sees what another writes,
    but for the triggers of the database, which see all that came before them.

    `only_if` selects one boolean, before anything else is done; when it is false nothing is. What
    it locks, it locks first. Returns whether it was true.
    """
    statements: list[str] = []
    values: list[Any] = []
    when = "true"
    if only_if is not None:
        statements.append(_bound(only_if, values, when))
        when = "(SELECT part_0.* FROM part_0)"
    statements += [_bound(part, values, when) for part in parts if part.given]
    if only_if is not None:
        statements.append("SELECT part_0.* FROM part_0")
    if not statements:
        return True
    *others, last = statements
    first = ", ".join(f"part_{n} AS ({each})" for n, each in enumerate(others))
    found = await rows(f"WITH {first} {last}" if first else last, *values)
    return only_if is None or all(found[0].values())


def _bound(part: Part, values: list[Any], when: str) -> str:
    """Its statement, the numbers of its values filled in."""
    names = {"rows": f"${len(values) + 1}::json", "when": when}
    values.append(as_json(part.given))
    if "{ids}" in part.sql:
        names["ids"] = f"${len(values) + 1}::uuid[]"
        values.append([row.id for row in part.given])
    return part.sql.format_map(names)


def as_json(given: Sequence[Any]) -> str:
    return orjson.dumps(given, default=_text).decode()


def insertion(table: str, columns: Mapping[str, str]) -> str:
    """The statement that adds rows; `columns` say of each how it is read from a row."""
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"  # noqa: S608
        f" FROM json_populate_recordset(null::{table}, {{rows}}) AS given WHERE {{when}}"
    )


def change(table: str, columns: Mapping[str, str]) -> str:
    """The statement that gives the rows with these ids new values."""
    changes = ", ".join(f"{column} = {value}" for column, value in columns.items())
    return (
        f"UPDATE {table} AS row SET {changes}"  # noqa: S608
        f" FROM json_populate_recordset(null::{table}, {{rows}}) AS given"
        # The ids once more: a set of unknown size would be joined by reading the whole table.
        " WHERE row.id = given.id AND row.id = ANY({ids}) AND {when}"
    )


_PLAIN: Final = (UUID, Decimal)


def _text(value: object) -> str:
    if isinstance(value, _PLAIN):
        return str(value)
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"{type(value).__name__} is not the value of a column")
