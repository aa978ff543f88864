"""GraphiQL from our own files: the page asks nobody else for anything."""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

STATIC: Final = Path(__file__).parent / "static"
VENDORED: Final = Path(__file__).parent / "vendored.json"

# GraphiQL sets styles from scripts; its fonts are inside of its style sheet.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_ASSETS: Final = {path.name: path for path in STATIC.iterdir() if path.name != "index.html"}


def page() -> Response:
    return FileResponse(
        STATIC / "index.html",
        headers={
            "Cache-Control": _ASK_AGAIN,
            "Content-Security-Policy": _POLICY,
            "Referrer-Policy": "no-referrer",
            "Vary": "Accept",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def asset(request: Request) -> Response:
    """A file of the page; those with a version in their name never change."""
    name = request.path_params["name"]
    if name not in _ASSETS:
        return PlainTextResponse("There is no such file.", 404)
    has_version = any(character.isdigit() for character in name)
    return FileResponse(
        _ASSETS[name],
        headers={
            "Cache-Control": _FOREVER if has_version else _ASK_AGAIN,
            "X-Content-Type-Options": "nosniff",
        },
    )
