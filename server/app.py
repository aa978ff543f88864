"""The application: everything put together, nothing decided."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain import provisioning
from domain.ports import Ports
from graph.endpoint import graphql_routes
from graph.schema import schema
from integrations.rest.errors import HANDLERS
from integrations.rest.routes import routes
from persistence import database
from persistence.migrations import runner
from server.authentication import AuthenticationMiddleware
from server.ports import Adapters
from server.settings import Settings
from server.trouble import CannotStart

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def create_app(settings: Settings, ports: Ports | None = None) -> Starlette:
    """The whole product as one ASGI application; `ports` stands in for Redis and LiteLLM."""
    app = Starlette(
        routes=[Route("/", _to_graphiql), *graphql_routes(schema), *routes()],
        middleware=[
            Middleware(
                AuthenticationMiddleware,
                master_key=str(settings.master_key),
                trusted_proxies=settings.trusted_proxies,
            ),
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors_origins,
                allow_credentials=True,
                allow_methods=["*"],
                allow_headers=["*"],
                expose_headers=["Retry-After", "X-Request-ID"],
            ),
        ],
        exception_handlers=HANDLERS,
        lifespan=_lifespan(settings, ports),
    )
    app.state.ports = ports
    return app


async def _to_graphiql(_: Request) -> Response:
    return RedirectResponse("/graphql")


def _lifespan(settings: Settings, ports: Ports | None) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        url = str(settings.database_url)
        await _require_schema(url)
        async with AsyncExitStack() as stack:
            await database.connect(url, pool_size=settings.database_pool_size)
            stack.push_async_callback(database.close)
            adapters = Adapters(settings, await database.installation_id())
            app.state.ports = ports or await stack.enter_async_context(adapters.running())
            await stack.enter_async_context(_provisioning(app.state.ports, settings))
            yield

    return lifespan


async def _require_schema(url: str) -> None:
    """A server on tables it does not know could break what it writes."""
    if missing := await runner.pending(url):
        raise CannotStart(
            f"The database lacks {len(missing)} migrations: {', '.join(missing)}.",
            "Apply them: saas-litellm migrate",
        )


@asynccontextmanager
async def _provisioning(ports: Ports, settings: Settings) -> AsyncIterator[None]:
    """The loop that keeps LiteLLM in step; it gives its leases back when the server stops."""
    stop = asyncio.Event()
    loop = asyncio.create_task(
        provisioning.run(
            ports,
            poll_seconds=settings.provisioning_poll_seconds,
            reconcile_seconds=settings.reconcile_seconds,
            stop=stop,
        )
    )
    try:
        yield
    finally:
        stop.set()
        await loop
