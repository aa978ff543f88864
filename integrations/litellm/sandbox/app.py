"""The sandbox as an ASGI application."""

from html import escape

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from integrations.litellm.sandbox import (
    chat,
    credentials,
    deployments,
    keys,
    listing,
    spending,
    teams,
)
from integrations.litellm.sandbox.answers import Refused, answer_refusal
from integrations.litellm.sandbox.auth import state_of
from integrations.litellm.sandbox.faults import FaultMiddleware, Faults
from integrations.litellm.sandbox.models import MODELS
from integrations.litellm.sandbox.state import State

NOTICE = "This is the SaasLiteLLM sandbox, a stand-in for a LiteLLM proxy. No model is called."

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>LiteLLM sandbox</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto">
<h1>LiteLLM sandbox</h1>
<p>{notice}</p>
<p>It keeps teams, keys and models in memory and answers every chat by rote. Set
<code>LITELLM_PROXY_URL</code> to use a real proxy instead.</p>
<p>Models: {models}</p>
"""


def create_app(
    master_key: str, *, team_cache_seconds: float = 60, faults: Faults | None = None
) -> Starlette:
    """A sandbox of its own. Its `State` is `app.state.sandbox`; `faults` make trouble for tests.

    `team_cache_seconds` is how long blocking a team may go unnoticed, as with LiteLLM.
    """
    faults = faults or Faults()
    app = Starlette(
        routes=[
            Route("/", home),
            Route("/health/liveliness", liveliness),
            Route("/health/liveness", liveliness),
            Route("/health/readiness", readiness),
            *teams.ROUTES,
            *keys.ROUTES,
            *chat.ROUTES,
            *listing.ROUTES,
            *deployments.ROUTES,
            *credentials.ROUTES,
            *spending.ROUTES,
        ],
        middleware=[Middleware(_SayWhatItIs), Middleware(FaultMiddleware, faults=faults)],
        exception_handlers={Refused: answer_refusal, HTTPException: _answer_http},
    )
    app.state.sandbox = State(master_key, team_cache_seconds, faults)
    return app


async def home(_: Request) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(notice=escape(NOTICE), models=escape(", ".join(MODELS))))


async def liveliness(_: Request) -> JSONResponse:
    return JSONResponse("I'm alive!")


async def readiness(request: Request) -> JSONResponse:
    down = state_of(request).faults.database_down
    database = "disconnected" if down else "connected"
    body = {"status": "healthy", "db": database, "sandbox": NOTICE}
    return JSONResponse(body, 503 if down else 200)


async def _answer_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse({"detail": error.detail}, error.status_code)


class _SayWhatItIs:
    """Every answer carries a header that no LiteLLM sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                mark = (b"x-saas-litellm-sandbox", b"true")
                message = {**message, "headers": [*message.get("headers", []), mark]}
            await send(message)

        await self._app(scope, receive, send_marked)
