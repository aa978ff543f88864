"""What every resolver gets: who asks, what is beyond this process, and batched reads."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import strawberry
from starlette.requests import Request

from domain.access import Actor
from domain.ports import Ports
from graph.loaders import Loaders

T = TypeVar("T")


@dataclass(slots=True)
class Context:
    """One per request."""

    actor: Actor
    ports: Ports
    request: Request
    load: Loaders = field(init=False)
    _tasks: dict[str, asyncio.Future[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.load = Loaders(self.actor)

    async def once(self, name: str, ask: Callable[[], Awaitable[T]]) -> T:
        """What several fields of one request want to know, asked only once."""
        if name not in self._tasks:
            self._tasks[name] = asyncio.ensure_future(ask())
        answer: T = await self._tasks[name]
        return answer


Info: TypeAlias = strawberry.Info[Context, None]
