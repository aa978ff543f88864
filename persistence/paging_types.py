"""What a caller asks of a keyset page, and what comes back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

# A row's place in its list: what the list is sorted by, the row's value of that, its id.
Cursor = tuple[str, ...]


class BadCursor(Exception):
    """A cursor that no page of this list has given out."""

    def __init__(self) -> None:
        super().__init__("This is not a cursor of this list.")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Exactly one of `first` and `last` is set, 1 to 100."""

    first: int | None = 20
    last: int | None = None
    after: Cursor | None = None
    before: Cursor | None = None

    @property
    def size(self) -> int:
        return self.first or self.last or 0


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in the order of the list with a cursor each; `count` asks the database when called
    and is None when that takes too long."""

    rows: Sequence[Row]
    cursors: Sequence[Cursor]
    has_next: bool
    has_previous: bool
    count: Callable[[], Awaitable[int | None]]
