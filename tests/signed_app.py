"""Both APIs behind the real authentication: callers bring real credentials."""

from typing import Any

import httpx
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from domain.ports import Ports
from integrations.rest.errors import HANDLERS
from integrations.rest.routes import routes
from server.authentication import AuthenticationMiddleware
from server.requests import Application, RequestIdMiddleware

MASTER_KEY = "sk-master-key-of-the-tests"


async def _who(request: Request) -> JSONResponse:
    state = request.state
    return JSONResponse(
        {
            "label": state.actor.label,
            "kind": state.actor.kind,
            "ip_address": state.actor.origin.ip_address,
            "user_agent": state.actor.origin.user_agent,
            "request_id": state.request_id,
            "error": state.credential_error and type(state.credential_error).__name__,
        }
    )


def client(
    ports: Ports,
    *,
    token: str | None = None,
    headers: dict[str, str] | None = None,
    address: str = "192.0.2.1",
    instead: tuple[Any, ...] | None = None,
    **options: Any,
) -> httpx.AsyncClient:
    """Serves the legacy API, or `instead` other routes; `/who` says whom the application sees."""
    served = routes() if instead is None else instead
    app = Application(
        outermost=[Middleware(RequestIdMiddleware)],
        routes=[Route("/who", _who), *served],
        middleware=[Middleware(AuthenticationMiddleware, master_key=MASTER_KEY, **options)],
        exception_handlers=HANDLERS,
    )
    app.state.ports = ports
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1)),
        base_url="http://test",
        headers={**bearer, **(headers or {})},
    )
