"""Keyset pages: stable under writes, and as fast at the end of a list as at its start."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar
from uuid import UUID

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from persistence.errors import StorageTimeout
from persistence.paging_types import BadCursor, Cursor, Page, PageRequest

Row = TypeVar("Row", bound=Model)

_BIGINTS: Final = range(-(2**63), 2**63)
_LARGEST_EXPONENT: Final = 20


@dataclass(frozen=True, slots=True)
class SortKey:
    """What a list is sorted by, before the id: a column or annotation that is never null. `id` is
    the way to the row's id in the table of that column, so that one index can have both."""

    column: str
    parse: Callable[[str], Any]
    descending: bool = False
    id: str = "id"

    def cursor(self, row: Model) -> Cursor:
        value = getattr(row, self.column)
        text = value.isoformat() if isinstance(value, datetime) else str(value)
        return (self.column, text, str(row.pk))

    def values(self, cursor: Cursor) -> tuple[Any, UUID]:
        try:
            column, text, row_id = cursor
            if column != self.column:
                raise BadCursor
            return self.parse(text), UUID(row_id)
        except (ValueError, OverflowError, InvalidOperation) as error:
            raise BadCursor from error

    def beyond(self, cursor: Cursor, *, forwards: bool) -> Q:
        """Rows after the cursor, in reading order or against it."""
        value, row_id = self.values(cursor)
        side = "lt" if self.descending == forwards else "gt"
        # The first condition is implied by the second, and lets the planner start at the key.
        return Q(**{f"{self.column}__{side}e": value}) & (
            Q(**{f"{self.column}__{side}": value})
            | Q(**{self.column: value, f"{self.id}__{side}": row_id})
        )

    def order(self, *, forwards: bool) -> tuple[str, str]:
        sign = "-" if self.descending == forwards else ""
        return (f"{sign}{self.column}", f"{sign}{self.id}")


def by_time(column: str = "created_at", *, descending: bool) -> SortKey:
    return SortKey(column, _instant, descending)


def by_text(column: str, *, longest: int, descending: bool) -> SortKey:
    """`longest` is what the column can hold: the ORM does not look for more."""

    def parse(text: str) -> str:
        if len(text) > longest:
            raise ValueError(text)
        return text

    return SortKey(column, parse, descending)


def by_number(column: str, *, descending: bool, id: str = "id") -> SortKey:
    return SortKey(column, _bigint, descending, id)


def by_decimal(column: str, *, descending: bool) -> SortKey:
    return SortKey(column, _decimal, descending)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


def _bigint(text: str) -> int:
    if (number := int(text)) not in _BIGINTS:
        raise ValueError(text)
    return number


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError(text)
    return number


async def page(query: QuerySet[Row], request: PageRequest, key: SortKey) -> Page[Row]:
    """One page of a query; raises `BadCursor` for a cursor of another list."""
    # One row more than asked for tells whether the list goes on.
    found: list[Row] = (
        await query.filter(*bounds(request, key))
        .order_by(*key.order(forwards=request.last is None))
        .limit(request.size + 1)
    )
    return as_page(found, request, key, lambda: _count(query))


def bounds(request: PageRequest, key: SortKey) -> list[Q]:
    """What the cursors of a request leave of a list."""
    return [
        key.beyond(cursor, forwards=direction)
        for cursor, direction in ((request.after, True), (request.before, False))
        if cursor is not None
    ]


def as_page(
    found: list[Row],
    request: PageRequest,
    key: SortKey,
    count: Callable[[], Awaitable[int | None]],
) -> Page[Row]:
    """The page of rows found from its near end on, one more than asked for if there is one."""
    forwards = request.last is None
    rows = _in_reading_order(found[: request.size], forwards=forwards)
    more = len(found) > request.size
    return Page(
        rows=rows,
        cursors=[key.cursor(row) for row in rows],
        has_next=(forwards and more) or request.before is not None,
        has_previous=(not forwards and more) or request.after is not None,
        count=count,
    )


def _in_reading_order(rows: list[Row], *, forwards: bool) -> Sequence[Row]:
    return rows if forwards else rows[::-1]


async def _count(query: QuerySet[Any]) -> int | None:
    try:
        return await query.count()
    except StorageTimeout:
        return None
