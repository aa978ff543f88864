"""Top-level errors: about the caller, the document, or a bug. The one mapping to their codes."""

import logging
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

from graphql import GraphQLError, GraphQLSyntaxError

from domain.errors import (
    Forbidden,
    RateLimited,
    Refusal,
    StorageTrouble,
    Unauthenticated,
    UpstreamFailed,
)
from domain.paging import BadCursor

log = logging.getLogger(__name__)


class ErrorCode(StrEnum):
    """All there are. Codes are added, never renamed."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    RATE_LIMITED = "RATE_LIMITED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


STATUS: Final[Mapping[ErrorCode, int]] = {
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.INTERNAL: 500,
}
_CODES: Final[Mapping[type[BaseException], ErrorCode]] = {
    Unauthenticated: ErrorCode.UNAUTHENTICATED,
    Forbidden: ErrorCode.FORBIDDEN,
    RateLimited: ErrorCode.RATE_LIMITED,
    StorageTrouble: ErrorCode.UNAVAILABLE,
    UpstreamFailed: ErrorCode.UNAVAILABLE,
    Refusal: ErrorCode.BAD_USER_INPUT,
    BadCursor: ErrorCode.BAD_USER_INPUT,
    GraphQLSyntaxError: ErrorCode.GRAPHQL_PARSE_FAILED,
}
_UPSTREAM_RETRY_SECONDS: Final = 5


def failure(code: ErrorCode, message: str, **extensions: Any) -> dict[str, Any]:
    """A top-level error as it goes out."""
    return {"message": message, "extensions": {"code": code, **extensions}}


# The library repeats what was sent, a whole input with the secrets in it among others.
_REPEATED: Final = re.compile(r"(?:, found|(cannot represent [^:]*)): .*", re.DOTALL)


def publish(error: GraphQLError, request_id: str | None, otherwise: ErrorCode) -> dict[str, Any]:
    """An error of the library as it goes out. `otherwise` is the code of errors that come from
    the library itself; the text of anything unforeseen stays in the log."""
    cause = _cause(error)
    code = next((_CODES[kind] for kind in type(cause).__mro__ if kind in _CODES), None)
    if code is None and _is_foreseen(error, cause):
        code = otherwise
    published = (
        _internal(cause, request_id)
        if code is None
        else failure(code, _message(error, cause), **_details(cause))
    )
    place = {key: value for key, value in error.formatted.items() if key in {"locations", "path"}}
    return {"message": published["message"], **place, "extensions": published["extensions"]}


def retry_after(errors: list[dict[str, Any]]) -> int | None:
    seconds = [error["extensions"].get("retryAfterSeconds", 0) for error in errors]
    return max(seconds, default=0) or None


def _cause(error: GraphQLError) -> BaseException:
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _is_foreseen(error: GraphQLError, cause: BaseException) -> bool:
    """The library's own words; or a scalar's, which are a ValueError before anything runs."""
    if isinstance(cause, GraphQLError):
        return True
    return isinstance(cause, ValueError) and error.path is None and bool(error.nodes)


def _message(error: GraphQLError, cause: BaseException) -> str:
    message: str = getattr(cause, "message", None) or error.message
    if isinstance(cause, GraphQLError | ValueError):
        return _REPEATED.sub(lambda found: f"{found[1] or ''}.", message)
    return message


def _details(cause: BaseException) -> dict[str, Any]:
    match cause:
        case Forbidden(permission=permission):
            return {"permission": str(permission)}
        case RateLimited(retry_after_seconds=seconds) | StorageTrouble(retry_after_seconds=seconds):
            return {"retryAfterSeconds": seconds}
        case UpstreamFailed():
            return {"retryAfterSeconds": _UPSTREAM_RETRY_SECONDS}
    return {}


def _internal(cause: BaseException, request_id: str | None) -> dict[str, Any]:
    error_id = uuid4().hex
    log.error("Internal error %s in request %s", error_id, request_id, exc_info=cause)
    return failure(ErrorCode.INTERNAL, "Internal error.", errorId=error_id, requestId=request_id)
