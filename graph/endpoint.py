"""GraphQL over HTTP: who asks, in what media type, and with which status it is answered."""

import asyncio
import json
from typing import Any, Final

import orjson
import strawberry
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send
from strawberry.types.execution import ExecutionResult, PreExecutionError

from graph.context import Context
from graph.documents import parse_document, require_one_operation
from graph.failures import STATUS, ErrorCode, failure, publish, retry_after
from graph.graphiql import asset, page
from graph.media_types import GRAPHQL_RESPONSE, answer_type, wants_page
from graph.requests import GraphQLRequest, Malformed

REQUEST_SECONDS: Final = 10.0

Answer = dict[str, Any]


class GraphQLEndpoint:
    """The ASGI app behind `/graphql`: executes POST, shows browsers GraphiQL on GET."""

    def __init__(self, schema: strawberry.Schema, seconds: float = REQUEST_SECONDS) -> None:
        self._schema = schema
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        accept = request.headers.get("accept")
        media_type = answer_type(accept)
        if request.method in {"GET", "HEAD"} and wants_page(accept):
            return page()
        if request.method != "POST":
            return _refuse(media_type, 405, "Send a POST request.", Allow="POST")
        if media_type is None:
            return _refuse(None, 406, f"Accept `{GRAPHQL_RESPONSE}` or `application/json`.")
        try:
            asked = await GraphQLRequest.of(request)
        except Malformed as wrong:
            return _refuse(media_type, wrong.status, wrong.message)
        if error := getattr(request.state, "credential_error", None):
            return _json(*_refusal(error, media_type))
        answer = await self._execute(request, asked)
        return _json(answer, media_type, _status(answer, media_type))

    async def _execute(self, request: Request, asked: GraphQLRequest) -> Answer:
        request_id = getattr(request.state, "request_id", None)
        try:
            require_one_operation(parse_document(asked.query), asked.operation_name)
        except GraphQLError as error:
            return {"errors": [publish(error, request_id, ErrorCode.BAD_USER_INPUT)]}
        context = Context(request.state.actor, request.app.state.ports, request)
        try:
            async with asyncio.timeout(self._seconds):
                result = await self._schema.execute(
                    asked.query, asked.variables, context, operation_name=asked.operation_name
                )
        except TimeoutError:
            message = f"This took longer than {self._seconds:g} s; ask for less."
            return {"errors": [failure(ErrorCode.UNAVAILABLE, message, retryAfterSeconds=1)]}
        return _answer(result, request_id)


def graphql_routes(
    schema: strawberry.Schema, *, seconds: float = REQUEST_SECONDS
) -> list[BaseRoute]:
    """Needs `request.state.actor` and `request.app.state.ports`."""
    return [
        Route("/graphql", GraphQLEndpoint(schema, seconds)),
        Route("/graphql/assets/{name}", asset, methods=["GET"]),
    ]


def _answer(result: ExecutionResult | PreExecutionError, request_id: str | None) -> Answer:
    otherwise = (
        ErrorCode.GRAPHQL_VALIDATION_FAILED
        if isinstance(result, PreExecutionError)
        else ErrorCode.BAD_USER_INPUT
    )
    errors = [publish(error, request_id, otherwise) for error in result.errors or ()]
    has_run = result.data is not None or any("path" in error for error in errors)
    return ({"errors": errors} if errors else {}) | ({"data": result.data} if has_run else {})


def _status(answer: Answer, media_type: str) -> int:
    """`application/json` is for clients that know 200 alone, once a request is well-formed."""
    if media_type != GRAPHQL_RESPONSE or answer.get("data") is not None:
        return 200
    codes = {error["extensions"]["code"] for error in answer["errors"]}
    return STATUS.get(codes.pop(), 400) if len(codes) == 1 else 400


def _json(answer: Answer, media_type: str, status: int) -> Response:
    headers = {"Cache-Control": "no-store"}
    if seconds := retry_after(answer.get("errors", [])):
        headers["Retry-After"] = str(seconds)
    try:
        body = orjson.dumps(answer)
    except TypeError:  # a number beyond 64 bits in stored JSON
        body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, headers, f"{media_type}; charset=utf-8")


def _refusal(error: Exception, media_type: str) -> tuple[Answer, str, int]:
    """Of a caller whose credential is not good; its status is that of the error, always."""
    refused = publish(GraphQLError("", original_error=error), None, ErrorCode.UNAUTHENTICATED)
    return {"errors": [refused]}, media_type, STATUS[refused["extensions"]["code"]]


def _refuse(media_type: str | None, status: int, message: str, **headers: str) -> Response:
    answer = {"errors": [failure(ErrorCode.BAD_USER_INPUT, message)]}
    response = _json(answer, media_type or "application/json", status)
    response.headers.update(headers)
    return response
