"""Relay connections over the domain's keyset pages."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar, get_args
from uuid import UUID

import orjson
import strawberry
from strawberry import UNSET

from domain.errors import InvalidInput
from domain.paging import Cursor, Page, PageRequest

T = TypeVar("T")
E = TypeVar("E")

MAX_PAGE_SIZE: Final = 100
DEFAULT_PAGE_SIZE: Final = 20

First = Annotated[
    int | None,
    strawberry.argument(
        description="Rows from the start: 1 to 100; 20 when neither `first` nor `last` is given."
    ),
]
After = Annotated[str | None, strawberry.argument(description="Only rows after this cursor.")]
Last = Annotated[
    int | None,
    strawberry.argument(description="Rows from the end: 1 to 100; not together with `first`."),
]
Before = Annotated[str | None, strawberry.argument(description="Only rows before this cursor.")]


def encode_cursor(place: Cursor) -> str:
    return urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def decode_cursor(argument: str, text: str) -> Cursor:
    try:
        place = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        UUID(place[-1])
        if not all(isinstance(value, str) and "\0" not in value for value in place):
            raise ValueError(text)
    except (binascii.Error, ValueError, TypeError, LookupError, AttributeError) as error:
        raise InvalidInput(argument, f"`{argument}` is not a cursor of this list.") from error
    return tuple(place)


def page_request(
    first: int | None, after: str | None, last: int | None, before: str | None
) -> PageRequest:
    """The arguments of a list, checked. Omitted ones may be None or UNSET."""
    if first is UNSET:
        first = None
    if last is UNSET:
        last = None
    if first is not None and last is not None:
        raise InvalidInput("last", "Give `first` or `last`, not both.")
    for argument, size in (("first", first), ("last", last)):
        if size is not None and not 1 <= size <= MAX_PAGE_SIZE:
            raise InvalidInput(argument, f"`{argument}` must be 1 to {MAX_PAGE_SIZE}.")
    return PageRequest(
        first=DEFAULT_PAGE_SIZE if first is None and last is None else first,
        last=last,
        after=None if after in (None, UNSET) else decode_cursor("after", str(after)),
        before=None if before in (None, UNSET) else decode_cursor("before", str(before)),
    )


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more rows follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether rows come before this page.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first row; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last row; null on an empty page."
    )


@strawberry.type
class Edge(Generic[T]):
    """Subclass it for each noun: `class TeamEdge(Edge[Team])`, with its own description."""

    cursor: str = strawberry.field(description="Position of the row, for `after` and `before`.")
    node: T = strawberry.field(description="The row.")


@strawberry.type
class Connection(Generic[E, T]):
    """Subclass it for each noun: `class TeamConnection(Connection[TeamEdge, Team])`."""

    edges: list[E] = strawberry.field(description="Rows of the page with their cursors.")
    nodes: list[T] = strawberry.field(description="The same rows without cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    count: strawberry.Private[Callable[[], Awaitable[int | None]]]

    by_name: ClassVar[dict[str, type["Connection[Any, Any]"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Connection.by_name[cls.__name__] = cls

    @strawberry.field(
        description="Number of all matching rows. Counted, and paid for, only when selected; "
        "null when counting takes too long."
    )
    async def total_count(self) -> int | None:
        return await self.count()


def connection(type_name: str, page: Page[Any]) -> Any:
    """The page as the connection type of this node type, say `"Team"`, wherever it is defined."""
    kind = Connection.by_name[f"{type_name}Connection"]
    edge_type, node_type = get_args(kind.__orig_bases__[0])  # type: ignore[attr-defined]
    nodes = [node_type.from_model(row) for row in page.rows]
    cursors = [encode_cursor(place) for place in page.cursors]
    return kind(
        edges=[
            edge_type(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)
        ],
        nodes=nodes,
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        ),
        count=page.count,
    )
