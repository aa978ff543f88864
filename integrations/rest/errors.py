"""Refusals as HTTP: a status by the kind of refusal, and `{"detail": …}`.

The only such mapping but for that of the addresses that OpenAI's clients call.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, TypeVar
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain import errors
from domain.access import BY_ROLE, Permission
from domain.calls import CallFailed
from domain.errors import DomainError, Forbidden, InvalidInput, StorageTrouble
from integrations.rest import openai_errors, successors
from integrations.rest.unreadable import TooLarge

V = TypeVar("V")

log = logging.getLogger(__name__)

STATUS: Final[dict[type[Exception], int]] = {
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.RateLimited: 429,
    errors.Refusal: 400,
    errors.InvalidInput: 422,
    errors.NotFound: 404,
    errors.InvalidState: 409,
    errors.TeamNotActive: 403,
    errors.Stale: 409,
    errors.InsufficientCredits: 403,
    errors.LimitReached: 409,
    errors.ModelNotAllowed: 403,
    errors.InvalidCredentials: 401,
    errors.IdempotencyKeyReused: 409,
    errors.IdempotencyKeyInProgress: 409,
    errors.UpstreamFailed: 502,
    StorageTrouble: 503,
}


EMPTY: Final[Mapping[Any, Any]] = {}


def _entry(error: Exception, table: Mapping[type[Exception], V]) -> V | None:
    return next((table[kind] for kind in type(error).__mro__ if kind in table), None)


def answer(
    error: DomainError | StorageTrouble,
    *,
    statuses: Mapping[type[Exception], int] = EMPTY,
    texts: Mapping[type[Exception], str] = EMPTY,
    fields: Mapping[str, str] = EMPTY,
    where: str = "body",
) -> Response:
    """`statuses` and `texts` are an operation's exceptions to the rule; `fields` are its own
    names of the fields that the domain blames, which are in the body or the query."""
    status = _entry(error, statuses) or _entry(error, STATUS) or 500
    if isinstance(error, InvalidInput) and status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return unprocessable([_fault(fault, fields, where) for fault in error.faults])
    return _json(status, _entry(error, texts) or _text(error), _headers(error))


def unprocessable(items: Sequence[Mapping[str, Any]]) -> Response:
    return JSONResponse({"detail": list(items)}, 422)


def too_large(error: TooLarge) -> Response:
    return _json(413, str(error), {"Connection": "close"})


def roles_with(permission: Permission) -> tuple[str, ...]:
    return tuple(role.value.lower() for role, rights in BY_ROLE.items() if permission in rights)


def role_text(permission: Permission) -> str:
    return f"Insufficient permissions. Required roles: {', '.join(roles_with(permission))}"


def _text(error: DomainError | StorageTrouble) -> str:
    if isinstance(error, Forbidden) and error.message == Forbidden(error.permission).message:
        return role_text(Permission(error.permission))
    return error.message


def _headers(error: Exception) -> dict[str, str]:
    """When to come back, and of a call that failed its job."""
    if isinstance(error, CallFailed):
        return {"X-Job-Id": str(error.job.id), "X-Call-Id": str(error.call.id)}
    if isinstance(error, errors.RateLimited | StorageTrouble):
        return {"Retry-After": str(error.retry_after_seconds)}
    return {"Retry-After": "1"} if isinstance(error, errors.IdempotencyKeyInProgress) else {}


def _fault(fault: errors.Fault, fields: Mapping[str, str], where: str) -> dict[str, Any]:
    """The domain says `creditsPerDollar`; a legacy client sent `credits_per_dollar`, or without
    a name what is the whole body."""
    loc = [name for step in fault.field if (name := _legacy(step, fields)) != ""]
    return {"type": "value_error", "loc": [where, *loc], "msg": fault.message}


def _legacy(step: str | int, fields: Mapping[str, str]) -> str | int:
    if isinstance(step, int):
        return step
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", step).lower()
    return fields.get(step, fields.get(snake, snake))


def _json(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"detail": detail}, status, headers)


async def _http_exception(request: Request, error: Exception) -> Response:
    """Unknown paths and methods."""
    if not isinstance(error, HTTPException):
        raise error
    if _is_openai(request):
        message = f"{error.detail}: {request.method} {request.url.path}"
        return openai_errors.plain(error.status_code, message, error.headers)
    return _deprecated(request, _json(error.status_code, error.detail, error.headers))


async def _refusal(request: Request, error: Exception) -> Response:
    if not isinstance(error, DomainError | StorageTrouble):
        raise error
    return openai_errors.answer(error) if _is_openai(request) else answer(error)


async def _bug(request: Request, error: Exception) -> Response:
    error_id = uuid4().hex
    request_id: str | None = getattr(request.state, "request_id", None)
    log.error("Internal error %s in request %s", error_id, request_id, exc_info=error)
    message = f"Internal error. Tell the operator this id: {error_id}"
    if _is_openai(request):
        return openai_errors.plain(500, message)
    return _deprecated(request, _json(500, message))


def _deprecated(request: Request, response: Response) -> Response:
    if request.url.path.startswith(successors.PREFIX):
        response.raw_headers.extend(successors.GENERAL)
    return response


def _is_openai(request: Request) -> bool:
    return request.url.path.startswith(openai_errors.PREFIX)


# For the application's `exception_handlers`.
HANDLERS: Final[dict[Any, Any]] = {
    HTTPException: _http_exception,
    DomainError: _refusal,
    StorageTrouble: _refusal,
    Exception: _bug,
}
