"""This server: release, health, limits."""

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final, Self

import strawberry

from domain import health
from graph.context import Info
from graph.limits import MAX_ALIASES, MAX_DEPTH
from graph.pagination import MAX_PAGE_SIZE

MAX_COST: Final = 1000


def _release() -> str:
    try:
        return version("saas-litellm")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0.0.0"


RELEASE: Final = _release()


@strawberry.type(description="Something the server depends on.")
class ServerComponent:
    name: str = strawberry.field(description="`database`, `redis` or `litellm`.")
    is_healthy: bool = strawberry.field(description="Whether it answers.")
    latency_ms: int | None = strawberry.field(
        description="Time to answer in milliseconds; null if it does not."
    )
    error: str | None = strawberry.field(description="What went wrong; for admins only.")

    @classmethod
    def from_model(cls, component: health.Component) -> Self:
        return cls(
            name=component.name,
            is_healthy=component.is_healthy,
            latency_ms=component.latency_ms,
            error=component.error,
        )


@strawberry.type(description="Limits a request must keep.")
class ServerLimits:
    max_page_size: int = strawberry.field(
        default=MAX_PAGE_SIZE, description="Largest `first` or `last`."
    )
    max_depth: int = strawberry.field(default=MAX_DEPTH, description="Deepest nesting of fields.")
    max_aliases: int = strawberry.field(
        default=MAX_ALIASES, description="Most aliases in a document."
    )
    max_cost: int = strawberry.field(default=MAX_COST, description="Largest cost of a request.")


@strawberry.type(description="This server.")
class Server:
    @strawberry.field(description="Release, as in `1.4.0`.")
    def version(self) -> str:
        return RELEASE

    @strawberry.field(description="Present time.")
    def time(self) -> datetime:
        return datetime.now(UTC)

    @strawberry.field(description="True when all components are.")
    async def is_healthy(self, info: Info) -> bool:
        return all(component.is_healthy for component in await _components(info))

    @strawberry.field(description="What it depends on.")
    async def components(self, info: Info) -> list[ServerComponent]:
        return [ServerComponent.from_model(component) for component in await _components(info)]

    @strawberry.field(description="Limits a request must keep.")
    def limits(self) -> ServerLimits:
        return ServerLimits()


async def _components(info: Info) -> list[health.Component]:
    """Asked once in a request, however many fields want to know."""
    context = info.context
    return await context.once("components", lambda: health.components(context.actor, context.ports))


@strawberry.type
class ServerQuery:
    @strawberry.field(
        description="Version, health and limits of this server. Public; details of failures "
        "for admins only."
    )
    def server(self) -> Server | None:
        return Server()
