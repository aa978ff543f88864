"""A small schema with one of everything that the core offers."""

import asyncio
from typing import Annotated, Any, Self
from uuid import NAMESPACE_DNS, UUID, uuid5

import strawberry
from strawberry import UNSET

from domain.access import Actor
from domain.errors import (
    Fault,
    Forbidden,
    InsufficientCredits,
    InvalidInput,
    NotFound,
    RateLimited,
    StorageUnavailable,
    Unauthenticated,
)
from domain.paging import BadCursor, Page
from graph.context import Context, Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.loaders import in_key_order
from graph.nodes import Node, find, or_none
from graph.pagination import After, Before, Connection, Edge, First, Last, connection, page_request
from graph.scalars import JSON, Credits
from graph.schema import Query, build_schema
from graph.values import given

NAMES = [f"apple {number:02}" for number in range(45)]
KEYS = {uuid5(NAMESPACE_DNS, name): name for name in NAMES}
BATCHES: list[list[UUID]] = []

REFUSALS: dict[str, Exception] = {
    "faults": InvalidInput.of(
        [Fault(("name",), "Too long."), Fault(("models", 0, "modelName"), "Unknown.")]
    ),
    "credits": InsufficientCredits(required=2_500_000, available=1),
    "not found": NotFound("There is no such apple.", field="name"),
    "anonymous": Unauthenticated("Sign in first."),
    "forbidden": Forbidden("MANAGE_TEAMS"),
    "limited": RateLimited("Too many attempts.", retry_after_seconds=7),
    "storage": StorageUnavailable(),
    "cursor": BadCursor(),
    "bug": RuntimeError("password=hunter2"),
}


async def _by_key(_: Actor, keys: list[UUID]) -> list[str | None]:
    BATCHES.append(keys)
    return in_key_order(keys, [KEYS[key] for key in keys if key in KEYS], _key_of)


def _key_of(name: str) -> UUID:
    return uuid5(NAMESPACE_DNS, name)


@strawberry.type
class Apple(Node):
    name: str

    @classmethod
    def from_model(cls, row: str) -> Self:
        return cls(key=_key_of(row), name=row)

    @classmethod
    async def read(cls, context: Context, key: UUID) -> str | None:
        return await context.load(_by_key, key)

    @strawberry.field
    async def itself(self, info: Info) -> Annotated["Apple", strawberry.lazy("tests.api.sample")]:
        return await find(info.context, "Apple", self.key)


@strawberry.type(description="A row of a page of apples.")
class AppleEdge(Edge[Apple]):
    pass


@strawberry.type(description="A page of apples.")
class AppleConnection(Connection[AppleEdge, Apple]):
    pass


@strawberry.input
class PickInput:
    how: str = ""
    amount: Credits = Credits(0)
    name: str | None = UNSET
    metadata: JSON | None = UNSET


@strawberry.type
class PickPayload:
    sent: JSON | None = None
    apple: Apple | None = None
    errors: list[UserError] = no_errors()


async def _count() -> int:
    return len(NAMES)


@strawberry.type
class SampleQuery(Query):
    @strawberry.field
    async def apples(
        self,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
    ) -> AppleConnection | None:
        asked = page_request(first, after, last, before)
        names = [
            name
            for name in NAMES
            if (not asked.after or name > asked.after[0])
            and (not asked.before or name < asked.before[0])
        ]
        rows = names[: asked.first] if asked.first else names[-asked.size :]
        places = [(name, str(_key_of(name))) for name in rows]
        has_next = bool(rows) and rows[-1] != NAMES[-1]
        return connection("Apple", Page(rows, places, has_next, rows[:1] != NAMES[:1], _count))

    @strawberry.field
    async def fail(self, how: str) -> int | None:
        raise REFUSALS[how]

    @strawberry.field
    async def lookup(self, how: str) -> int | None:
        async def look() -> int:
            raise REFUSALS[how]

        return await or_none(look())

    @strawberry.field
    async def echo(self, value: JSON) -> JSON | None:
        return value

    @strawberry.field
    async def huge(self) -> JSON | None:
        return JSON({"n": 10**21})

    @strawberry.field
    async def forever(self) -> int | None:
        await asyncio.Event().wait()
        return 1


@strawberry.type
class SampleMutation:
    @mutation(description="Picks an apple.")
    async def pick(self, input: Annotated[PickInput, ARGUMENTS]) -> PickPayload | None:
        if input.how in REFUSALS:
            raise REFUSALS[input.how]
        sent: Any = given(input, without={"how"})
        return PickPayload(apple=Apple.from_model(NAMES[0]), sent=JSON(sent))

    @mutation(description="Stands for the real one.")
    async def login(self) -> PickPayload | None:
        return PickPayload()


sample_schema = build_schema(SampleQuery, SampleMutation)
