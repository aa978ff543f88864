"""A GraphQL request out of an HTTP request, or a sentence about what is wrong with it."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final, Self

import orjson
from starlette.requests import ClientDisconnect, Request

from graph.json_values import check_json
from graph.media_types import is_json

MAX_BODY_BYTES: Final = 256 * 1024
BODY_SECONDS: Final = 10.0


class Malformed(Exception):
    """Not a GraphQL request; `status` is the HTTP status to say so with."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    query: str
    variables: dict[str, Any] | None
    operation_name: str | None

    @classmethod
    async def of(cls, request: Request) -> Self:
        """A simple cross-site request cannot get past the content type."""
        if not is_json(request.headers.get("content-type")):
            raise Malformed(415, "Send `Content-Type: application/json`, in UTF-8.")
        if request.headers.get("content-encoding", "identity") != "identity":
            raise Malformed(415, "Send the body without a Content-Encoding.")
        return cls.from_json(_parse(await _body(request)))

    @classmethod
    def from_json(cls, body: Any) -> Self:
        if isinstance(body, list):
            raise Malformed(400, "Batches are not supported: send one operation at a time.")
        if not isinstance(body, dict):
            raise Malformed(400, "The body must be a JSON object.")
        if not isinstance(body.get("query"), str) or not body["query"].strip():
            raise Malformed(400, "The body must have a `query`, which is a string.")
        for key, kind, what in (
            ("variables", dict, "an object"),
            ("operationName", str, "a string"),
            ("extensions", dict, "an object"),
        ):
            if not isinstance(body.get(key), kind | None):
                raise Malformed(400, f"`{key}` must be {what} or null.")
        return cls(body["query"], body.get("variables"), body.get("operationName"))


async def _body(request: Request) -> bytes:
    too_large = Malformed(413, f"A request has at most {MAX_BODY_BYTES} bytes.")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise too_large
    except TimeoutError:
        raise Malformed(408, f"The body did not arrive within {BODY_SECONDS:g} s.") from None
    except ClientDisconnect:
        raise Malformed(400, "The body broke off.") from None
    return bytes(body)


def _parse(body: bytes) -> Any:
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(400, "The body is not valid JSON in UTF-8.") from error
    try:
        check_json(parsed)
    except ValueError as error:
        raise Malformed(400, str(error)) from error
    return parsed
