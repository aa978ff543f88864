"""Refusals in the form that OpenAI's clients read: `{"error": {message, type, param, code}}`.

Their clients repeat 408, 409, 429 and 5xx by themselves, unless `x-should-retry` says no.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from starlette.responses import Response

from domain import errors
from domain.calls import CallFailed
from domain.errors import StorageTrouble
from integrations.rest.unreadable import TooLarge, Unprocessable

PREFIX: Final = "/v1/"
INSUFFICIENT: Final = "You have used up your credits. Top up your team's credits to go on."
Json = dict[str, Any]
_REQUEST: Final = "invalid_request_error"
_SERVER: Final = "server_error"
_NO_RETRY: Final = {"x-should-retry": "false"}


@dataclass(frozen=True, slots=True)
class _Kind:
    status: int
    type: str = _REQUEST
    code: str | None = None


_KINDS: Final[dict[type[Exception], _Kind]] = {
    errors.Unauthenticated: _Kind(401, code="invalid_api_key"),
    errors.Forbidden: _Kind(403, code="permission_denied"),
    errors.RateLimited: _Kind(429, "requests", "rate_limit_exceeded"),
    errors.Refusal: _Kind(400),
    errors.InvalidInput: _Kind(400),
    errors.NotFound: _Kind(404, code="not_found"),
    errors.InvalidState: _Kind(409, code="job_conflict"),
    errors.TeamNotActive: _Kind(403, code="team_not_active"),
    errors.Stale: _Kind(409, code="conflict"),
    errors.InsufficientCredits: _Kind(402, "insufficient_quota", "insufficient_quota"),
    errors.LimitReached: _Kind(403, code="job_limit_reached"),
    errors.ModelNotAllowed: _Kind(403, code="model_not_allowed"),
    errors.IdempotencyKeyReused: _Kind(409, code="idempotency_key_reused"),
    errors.IdempotencyKeyInProgress: _Kind(409, code="idempotency_key_in_progress"),
    errors.UpstreamFailed: _Kind(502, _SERVER),
    StorageTrouble: _Kind(503, _SERVER),
    TooLarge: _Kind(413, code="request_too_large"),
}
_BY_STATUS: Final[dict[int, _Kind]] = {
    404: _Kind(404, code="unknown_url"),
    429: _KINDS[errors.RateLimited],
    500: _Kind(500, _SERVER),
}
# The domain's names of what OpenAI's clients call otherwise.
_PARAMS: Final = {
    "endUserId": "user",
    "idempotencyKey": "Idempotency-Key",
    "jobId": "X-Job-Id",
    "jobType": "X-Job-Type",
}
# What LiteLLM says of the request itself; all else it refuses is between it and us.
_OF_THE_REQUEST: Final = frozenset({400, 413, 415, 422})


class ModelNotFound(errors.NotFound):
    """No model that the caller may ask for has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The model '{name}' does not exist, or you may not call it.")


_KINDS[ModelNotFound] = _Kind(404, code="model_not_found")


def answer(error: Exception) -> Response:
    """Of a `DomainError`, of trouble with the database, of an unreadable request."""
    kind = _kind(error)
    return _response(kind.status, content(error), _headers(error, kind.status))


def content(error: Exception) -> Json:
    """The body of the answer; a stream that breaks sends it as an event."""
    kind = _kind(error)
    return _error(_message(error), kind, _param(error))


def plain(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """What went wrong outside of the operations: unknown addresses, methods, bugs."""
    return _response(status, example(status, message), headers or {})


def example(status: int, message: str) -> Json:
    """How a refusal with this status looks, for the document."""
    return _error(message, _of_status(status), None)


def _of_status(status: int) -> _Kind:
    known = (kind for kind in _KINDS.values() if kind.status == status)
    return _BY_STATUS.get(status) or next(known, _Kind(status))


def _kind(error: Exception) -> _Kind:
    if isinstance(error, CallFailed):
        return _of_call(error.status)
    return next((_KINDS[kind] for kind in type(error).__mro__ if kind in _KINDS), _Kind(400))


def _of_call(status: int | None) -> _Kind:
    if status == 429:  # noqa: PLR2004
        return _BY_STATUS[status]
    return _Kind(status) if status in _OF_THE_REQUEST else _KINDS[errors.UpstreamFailed]


def _message(error: Exception) -> str:
    if isinstance(error, Unprocessable):
        return "; ".join(str(item["msg"]) for item in error.items)
    if isinstance(error, errors.InsufficientCredits):
        return INSUFFICIENT
    return str(error)


def _param(error: Exception) -> str | None:
    if isinstance(error, Unprocessable):
        return _path(error.items[0]["loc"][1:])
    if isinstance(error, errors.Refusal) and error.field:
        first, *rest = error.field
        return _path([_PARAMS.get(str(first), _snake(str(first))), *rest])
    return None


def _path(steps: list[str | int]) -> str | None:
    """`messages[0].role`, as OpenAI writes it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return text.lstrip(".") or None


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _headers(error: Exception, status: int) -> dict[str, str]:
    headers = {}
    if isinstance(error, CallFailed):
        headers = {"X-Job-Id": str(error.job.id), "X-Call-Id": str(error.call.id)}
    if isinstance(error, errors.IdempotencyKeyInProgress):
        return {"Retry-After": "1"}
    if seconds := getattr(error, "retry_after_seconds", None):
        return headers | {"Retry-After": str(seconds)}
    return headers | (_NO_RETRY if status == 409 else {})  # noqa: PLR2004


def _error(message: str, kind: _Kind, param: str | None) -> Json:
    return {"error": {"message": message, "type": kind.type, "param": param, "code": kind.code}}


def _response(status: int, body: Json, headers: Mapping[str, str]) -> Response:
    return Response(orjson.dumps(body), status, headers, media_type="application/json")
