"""The shapes LiteLLM gives its refusals, oddities included: clients have come to know them."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

UNREACHABLE = (
    "Can't reach database server at `sandbox`\n\nPlease make sure your database server is "
    "running at `sandbox`."
)


class Refused(Exception):
    """An answer other than success, raised from anywhere below the endpoint."""

    def __init__(
        self, status: int, content: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.response = JSONResponse(content, status, headers)


def refused(
    status: int, message: str, kind: str = "internal_server_error", param: str | None = None
) -> Refused:
    error = {"message": message, "type": kind, "param": param, "code": str(status)}
    return Refused(status, {"error": error})


def detail(status: int, content: object) -> Refused:
    return Refused(status, {"detail": content})


def unauthorized(message: str, kind: str = "auth_error", param: str = "None") -> Refused:
    return refused(401, f"Authentication Error, {message}", kind, param)


def invalid(name: str, kind: str, message: str, *, place: str = "body") -> Refused:
    return detail(422, [{"type": kind, "loc": [place, name], "msg": message}])


def no_database() -> Refused:
    message = (
        "Service Unavailable, the authentication database is temporarily unreachable. "
        "Please retry shortly."
    )
    return refused(503, message, "no_db_connection", "None")


async def answer_refusal(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return error.response
