"""Objects with a global id, and how to find any of them: one way in, the loader of its noun."""

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar
from uuid import UUID

import strawberry

from domain.errors import InvalidInput, NotFound
from graph.context import Context, Info
from graph.ids import global_id, parse_global_id

T = TypeVar("T")

MAX_NODES: Final = 100


@strawberry.interface(description="An object with a global ID.")
class Node:
    """A noun subclasses it, takes `key` (the row's id) in `from_model` and says in `read` how
    a row is read for a caller: None when it is absent or invisible."""

    key: strawberry.Private[UUID]

    by_name: ClassVar[dict[str, type["Node"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Node.by_name[cls.__name__] = cls

    @strawberry.field(description="Opaque global ID.")
    def id(self) -> strawberry.ID:
        return global_id(type(self).__name__, self.key)

    @classmethod
    def from_model(cls, row: Any) -> Self:
        raise NotImplementedError

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        raise NotImplementedError


async def find(context: Context, type_name: str, key: UUID | None) -> Any:
    """The object of this type and key; None when absent or invisible. The way to follow an
    edge to another noun without importing it."""
    kind = Node.by_name.get(type_name)
    if kind is None or key is None:
        return None
    row = await kind.read(context, key)
    return None if row is None else kind.from_model(row)


def as_node(type_name: str, row: Any) -> Any:
    """A row that is already read, as an object of this type, wherever it is defined."""
    return None if row is None else Node.by_name[type_name].from_model(row)


async def or_none(found: Awaitable[T]) -> T | None:
    """For look-ups in queries: absent and invisible are null, not an error."""
    try:
        return await found
    except NotFound:
        return None


@strawberry.type
class NodeQuery:
    @strawberry.field(description="The object with this global ID; null when absent or invisible.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Global ID.")],
    ) -> Node | None:
        found: Node | None = await find(info.context, *parse_global_id(id))
        return found

    @strawberry.field(
        description="The objects with these global IDs, in the same order; null in place of "
        "absent or invisible ones."
    )
    async def nodes(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="Global IDs, at most 100.")
        ],
    ) -> list[Node | None]:
        if len(ids) > MAX_NODES:
            raise InvalidInput("ids", f"Ask for at most {MAX_NODES} objects at once.")
        parsed = [parse_global_id(value, ("ids", place)) for place, value in enumerate(ids)]
        found: list[Node | None] = await asyncio.gather(
            *(find(info.context, *each) for each in parsed)
        )
        return found
