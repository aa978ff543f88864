"""GraphiQL from our own files: the page asks nobody else for anything."""

from pathlib import Path
from typing import Final

from starlette.responses import FileResponse, Response

STATIC: Final = Path(__file__).parent / "static"


def page() -> Response:
    return FileResponse(STATIC / "index.html")
