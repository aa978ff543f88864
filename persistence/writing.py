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
    `{rows}` stands for their JSON, `{ids}` for the array of their ids."""

    sql: str
    given: Sequence[Any]


async def write(*parts: Part) -> None:
    """All of it or nothing; parts without rows cost nothing. No part sees what another writes,
    but for the triggers of the database, which see all that came before them."""
    statements: list[str] = []
    values: list[Any] = []
    for part in parts:
        if part.given:
            names = {"rows": f"${len(values) + 1}::json"}
            values.append(as_json(part.given))
            if "{ids}" in part.sql:
                names["ids"] = f"${len(values) + 1}::uuid[]"
                values.append([row.id for row in part.given])
            statements.append(part.sql.format_map(names))
    if statements:
        *others, last = statements
        first = ", ".join(f"part_{n} AS ({each})" for n, each in enumerate(others))
        await rows(f"WITH {first} {last}" if first else last, *values)


def as_json(given: Sequence[Any]) -> str:
    return orjson.dumps(given, default=_text).decode()


def insertion(table: str, columns: Mapping[str, str], more: str = "") -> str:
    """The statement that adds rows; `columns` say of each how it is read from a row, `more`
    follows."""
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"  # noqa: S608
        f" FROM json_populate_recordset(null::{table}, {{rows}}) AS given{more}"
    )


def change(table: str, columns: Mapping[str, str]) -> str:
    """The statement that gives the rows with these ids new values."""
    changes = ", ".join(f"{column} = {value}" for column, value in columns.items())
    return (
        f"UPDATE {table} AS row SET {changes}"  # noqa: S608
        f" FROM json_populate_recordset(null::{table}, {{rows}}) AS given"
        # The ids once more: a set of unknown size would be joined by reading the whole table.
        " WHERE row.id = given.id AND row.id = ANY({ids})"
    )


_PLAIN: Final = (UUID, Decimal)


def _text(value: object) -> str:
    if isinstance(value, _PLAIN):
        return str(value)
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"{type(value).__name__} is not the value of a column")
