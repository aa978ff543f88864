"""Pages of many lists at once, one list for each parent: two statements, however many parents."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from persistence.database import rows
from persistence.errors import StorageTimeout
from persistence.paging import Row, SortKey, as_page, bounds
from persistence.paging_types import Page, PageRequest


async def pages(
    query: QuerySet[Row],
    request: PageRequest,
    key: SortKey,
    *,
    parent: str,
    parents: Sequence[UUID],
    several_ways: bool = False,
) -> dict[UUID, Page[Row]]:
    """The same page of each parent's list; `parent` is the column, or the path to it, that says
    whose list a row is in. Counts are asked for together, too. `several_ways`: a row may be in a
    list for more than one reason, and is there once all the same."""
    whole = query.filter(**{f"{parent}__in": list(parents)})
    if several_ways:
        whole = whole.distinct()
    ids = await _ids(whole.filter(*bounds(request, key)), request, key, parent, parents)
    by_id = {row.pk: row for row in await query.filter(id__in=[row["id"] for row in ids])}
    found: dict[UUID, list[Row]] = {each: [] for each in parents}
    for row in ids:
        found[row["parent"]].append(by_id[row["id"]])
    counts = _Counts(whole, parent)
    return {each: as_page(found[each], request, key, counts.of(each)) for each in parents}


async def _ids(
    query: QuerySet[Any],
    request: PageRequest,
    key: SortKey,
    parent: str,
    parents: Sequence[UUID],
) -> list[dict[str, Any]]:
    """Each parent's rows are found by the index of their order, however long its list is."""
    sql, values = _sql(query, parent=parent, id=key.id, place=key.column)
    forwards = request.last is None
    direction = "DESC" if key.descending == forwards else "ASC"
    return await rows(
        "SELECT each.parent, found.id"  # noqa: S608
        f" FROM unnest(${len(values) + 1}::uuid[]) AS each (parent) CROSS JOIN LATERAL"
        f" (SELECT id, place FROM ({sql}) AS listed WHERE listed.parent = each.parent"
        f" ORDER BY place {direction}, id {direction} LIMIT ${len(values) + 2}) AS found"
        f" ORDER BY each.parent, found.place {direction}, found.id {direction}",
        *values,
        list(parents),
        request.size + 1,
    )


class _Counts:
    """How many rows each list has, asked for once, when the first wants to know."""

    def __init__(self, query: QuerySet[Any], parent: str) -> None:
        self._query = query
        self._parent = parent
        self._asked: asyncio.Future[dict[UUID, int] | None] | None = None

    def of(self, parent: UUID) -> Any:
        async def count() -> int | None:
            self._asked = self._asked or asyncio.ensure_future(self._ask())
            found = await self._asked
            return None if found is None else found.get(parent, 0)

        return count

    async def _ask(self) -> dict[UUID, int] | None:
        sql, values = _sql(self._query, parent=self._parent, id="id")
        try:
            found = await rows(
                "SELECT parent, count(*) AS count"  # noqa: S608
                f" FROM ({sql}) AS listed GROUP BY parent",
                *values,
            )
        except StorageTimeout:
            return None
        return {row["parent"]: row["count"] for row in found}


def _sql(query: QuerySet[Any], **columns: str) -> tuple[str, list[Any]]:
    chosen = query.order_by().values(**columns)
    chosen.sql()  # builds it
    return chosen.query.get_parameterized_sql()
