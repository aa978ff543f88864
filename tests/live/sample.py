"""A small schema with one of every kind of subscription."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import strawberry

from domain.errors import Forbidden, NotFound, StorageUnavailable
from graph.context import Info
from graph.schema import Query, build_schema

OPEN: list[str] = []  # subscriptions that have begun and not let go
GATE = asyncio.Event()
REFUSALS = {"missing": NotFound("There is no such thing."), "storage": StorageUnavailable()}


async def _ticks(info: Info, count: int) -> AsyncIterator[int]:
    OPEN.append("tick")
    try:
        for number in range(count):
            info.context.begin_event(f"place-{number}")
            yield number
        if count == 0:
            await asyncio.Event().wait()
    finally:
        OPEN.remove("tick")


async def _failing(how: str) -> AsyncIterator[int]:
    yield 1
    raise REFUSALS[how]


async def _large(size: int) -> AsyncIterator[str]:
    OPEN.append("large")
    try:
        while True:
            yield "x" * size
    finally:
        OPEN.remove("large")


async def _gated() -> AsyncIterator[int]:
    OPEN.append("gated")
    try:
        yield 1
        await GATE.wait()
        yield 2
        await asyncio.Event().wait()
    finally:
        OPEN.remove("gated")


@strawberry.type
class SampleQuery(Query):
    @strawberry.field
    async def apple(self) -> str:
        return "apple"

    @strawberry.field
    async def who(self, info: Info) -> str:
        return info.context.actor.label


@strawberry.type
class SampleMutation:
    @strawberry.mutation
    async def pick(self) -> str:
        return "picked"


@strawberry.type
class SampleSubscription:
    @strawberry.subscription
    async def tick(self, info: Info, count: int = 3) -> AsyncGenerator[int, None]:
        """`count` numbers; 0: silence without end."""
        return _ticks(info, count)

    @strawberry.subscription
    async def forbidden(self) -> AsyncGenerator[int, None]:
        raise Forbidden("READ")

    @strawberry.subscription
    async def failing(self, how: str) -> AsyncGenerator[int, None]:
        return _failing(how)

    @strawberry.subscription
    async def large(self, size: int) -> AsyncGenerator[str, None]:
        return _large(size)

    @strawberry.subscription
    async def gated(self) -> AsyncGenerator[int, None]:
        """One at once, one when the gate is opened, and no end."""
        return _gated()

    @strawberry.subscription
    async def seen(self, info: Info) -> AsyncGenerator[str, None]:
        async def once() -> AsyncIterator[str]:
            yield info.context.last_event_id

        return once()


sample_schema = build_schema(SampleQuery, SampleMutation, SampleSubscription)
