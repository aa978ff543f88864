"""What every resolver gets: who asks, what is beyond this process, and batched reads."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import strawberry
from starlette.requests import HTTPConnection

from domain.access import Actor
from domain.ports import Ports
from graph.live.process import Live
from graph.loaders import Loaders

T = TypeVar("T")


@dataclass(slots=True)
class Context:
    """One per operation. `cursor` is the place of the event that a subscription tells just now,
    `last_event_id` the one that its client has seen before."""

    actor: Actor
    ports: Ports
    request: HTTPConnection
    limit: asyncio.Timeout | None = None
    live: Live = field(default_factory=Live)
    last_event_id: str = ""
    cursor: str | None = None
    load: Loaders = field(init=False)
    _tasks: dict[str, asyncio.Future[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.load = Loaders(self.actor)

    @property
    def request_id(self) -> str | None:
        found: str | None = getattr(self.request.state, "request_id", None)
        return found

    def begin_event(self, cursor: str) -> None:
        """Before each event of a subscription: what was read for the one before is stale."""
        self.cursor = cursor
        self.load.forget()
        self._tasks.clear()

    async def once(self, name: str, ask: Callable[[], Awaitable[T]]) -> T:
        """What several fields of one request want to know, asked only once."""
        if name not in self._tasks:
            self._tasks[name] = asyncio.ensure_future(ask())
        answer: T = await self._tasks[name]
        return answer

    def allow(self, seconds: float) -> None:
        """The request may take this long from now on: what it does takes its time."""
        if self.limit is not None:
            self.limit.reschedule(asyncio.get_running_loop().time() + seconds)


Info: TypeAlias = strawberry.Info[Context, None]
