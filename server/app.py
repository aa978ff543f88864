"""The application: everything put together, nothing decided."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from typing import Any, Final, TypeVar

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain import calls, direct_spend, kept_answers, provisioning, webhooks
from domain.credits import upkeep as credits_upkeep
from domain.jobs import upkeep
from domain.ports import Ports
from domain.usage import upkeep as usage_upkeep
from graph.endpoint import graphql_routes
from graph.live.process import Live
from graph.schema import schema
from integrations.rest import openai_chat
from integrations.rest.errors import HANDLERS
from integrations.rest.job_calls import HEADERS
from integrations.rest.routes import routes
from persistence import database
from persistence.errors import StorageTrouble
from persistence.migrations import runner
from server import checks
from server.authentication import AuthenticationMiddleware
from server.ports import Adapters
from server.requests import Application, RequestIdMiddleware
from server.settings import Settings
from server.trouble import CannotStart

T = TypeVar("T")
Loop = Coroutine[Any, Any, None]
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

_log = logging.getLogger("saas_litellm.server")
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_PAUSE_SECONDS: Final = 0.5
_UPKEEP_SECONDS: Final = 5.0
# Answers kept for their idempotency keys are erased when they are so much older than a day.
_SWEEP_SECONDS: Final = 60.0
# What pages of other origins may read of an answer's headers.
_EXPOSED: Final = (
    "Allow",
    "Deprecation",
    "Link",
    "Retry-After",
    "X-Request-ID",
    *HEADERS,
)
# Model calls under way when the server stops have so long to be settled.
_DRAIN_SECONDS: Final = 8.0


def create_app(settings: Settings, ports: Ports | None = None) -> Starlette:
    """The whole product as one ASGI application; `ports` stands in for Redis and LiteLLM."""
    live = Live()
    graphql = graphql_routes(schema, live=live, origins=settings.cors_origins)
    app = Application(
        routes=[Route("/", _to_graphiql), *graphql, *routes()],
        middleware=[
            Middleware(
                AuthenticationMiddleware,
                master_key=str(settings.master_key),
                trusted_proxies=settings.trusted_proxies,
                recalling={openai_chat.PATH},
            ),
        ],
        outermost=[
            Middleware(RequestIdMiddleware),
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors_origins,
                allow_credentials=True,
                allow_methods=["*"],
                allow_headers=["*"],
                expose_headers=_EXPOSED,
            ),
        ],
        exception_handlers=HANDLERS,
        lifespan=_lifespan(settings, ports, live),
    )
    app.state.ports = ports
    return app


async def _to_graphiql(_: Request) -> Response:
    return RedirectResponse("/graphql")


def _lifespan(settings: Settings, ports: Ports | None, live: Live) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        url = str(settings.database_url)
        checks.take_prices(settings)
        await _patiently(lambda: _require_schema(url))
        async with AsyncExitStack() as stack:
            await database.connect(url, pool_size=settings.database_pool_size)
            stack.push_async_callback(database.close)
            adapters = Adapters(settings, await _patiently(database.installation_id))
            app.state.ports = ports or await stack.enter_async_context(adapters.running())
            for loop in _loops(app.state.ports, settings):
                await stack.enter_async_context(_background(loop))
            stack.push_async_callback(calls.drain, _DRAIN_SECONDS)
            stack.push_async_callback(live.close)
            yield

    return lifespan


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """The answer of a database that may be away. When the server starts it was asked before; a
    worker that is started later waits: one that fails to start ends all the others."""
    try:
        return await ask()
    except StorageTrouble as trouble:
        _log.warning("This process cannot serve yet, and waits: %s", trouble)
    with _ended_by_signals():
        while True:
            await asyncio.sleep(_PAUSE_SECONDS)
            with suppress(StorageTrouble):
                return await ask()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """At once: uvicorn looks at them only after the start, and nothing was begun yet that would
    have to be ended in order."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _require_schema(url: str) -> None:
    """A server on tables it does not know could break what it writes."""
    if missing := await runner.pending(url):
        raise CannotStart(
            f"The database lacks {len(missing)} migrations: {', '.join(missing)}.",
            "Apply them: saas-litellm migrate",
        )


def _loops(ports: Ports, settings: Settings) -> list[Callable[[asyncio.Event], Loop]]:
    """What goes on beside requests, until an event says stop."""
    return [
        lambda stop: provisioning.run(
            ports,
            poll_seconds=settings.provisioning_poll_seconds,
            reconcile_seconds=settings.reconcile_seconds,
            stop=stop,
        ),
        lambda stop: upkeep.run(
            prompts_kept=ports.policy.prompts_kept, poll_seconds=_UPKEEP_SECONDS, stop=stop
        ),
        lambda stop: credits_upkeep.run(poll_seconds=_UPKEEP_SECONDS, stop=stop),
        lambda stop: usage_upkeep.run(poll_seconds=_UPKEEP_SECONDS, stop=stop),
        lambda stop: direct_spend.run(ports, stop=stop),
        lambda stop: webhooks.run(ports, poll_seconds=_UPKEEP_SECONDS, stop=stop),
        lambda stop: kept_answers.run(poll_seconds=_SWEEP_SECONDS, stop=stop),
    ]


@asynccontextmanager
async def _background(loop: Callable[[asyncio.Event], Loop]) -> AsyncIterator[None]:
    """A loop that ends with the server, when what it does just now is done."""
    stop = asyncio.Event()
    task = asyncio.create_task(loop(stop))
    try:
        yield
    finally:
        stop.set()
        await task
