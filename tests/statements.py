"""Counts the SQL statements that reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest

_METHODS = ("fetch", "fetchrow", "fetchval", "execute", "executemany")
_UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SELECT pg_advisory_unlock")


@contextmanager
def counted_statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements of what runs inside; those that only begin and end transactions are not."""
    seen: list[str] = []

    def spy(name: str) -> None:
        original = getattr(asyncpg.Connection, name)

        async def call(self: Any, query: str, *args: Any, **options: Any) -> Any:
            if not query.lstrip().startswith(_UNCOUNTED):
                seen.append(query)
            return await original(self, query, *args, **options)

        patch.setattr(asyncpg.Connection, name, call)

    with monkeypatch.context() as patch:
        for name in _METHODS:
            spy(name)
        yield seen
