"""The OpenAPI document and the two pages that show it, served from files of our own."""

from pathlib import Path
from typing import Any, Final

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from integrations.rest import openapi
from integrations.rest.authentication import PUBLIC
from integrations.rest.operation import Call, operation

STATIC: Final = Path(__file__).parent / "static"
# The pages set styles from scripts and ReDoc searches in a worker; neither may ask elsewhere.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@operation(
    "GET",
    "/openapi.json",
    tag="health",
    summary="OpenAPI document",
    auth=PUBLIC,
    answers=dict[str, Any],
)
async def openapi_document(call: Call) -> Response:
    return Response(openapi.rendered(call.operations), media_type="application/json")


@operation("GET", "/docs", tag="health", summary="Swagger UI", auth=PUBLIC, media_type="text/html")
async def docs_page(call: Call) -> Response:
    return _page("docs.html")


@operation("GET", "/redoc", tag="health", summary="ReDoc", auth=PUBLIC, media_type="text/html")
async def redoc_page(call: Call) -> Response:
    return _page("redoc.html")


def _page(name: str) -> Response:
    return HTMLResponse((STATIC / name).read_bytes(), headers=HEADERS)


def static_files() -> Mount:
    """What the pages load."""
    return Mount("/docs/static", StaticFiles(directory=STATIC))
