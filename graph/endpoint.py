"""GraphQL's one address: who asks, in what way, and with which status it is answered."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

import strawberry
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from graph.context import Context
from graph.execution import REQUEST_SECONDS, Answer, Execution, encoded, is_subscription
from graph.failures import STATUS, ErrorCode, failure, publish, retry_after
from graph.graphiql import asset, page
from graph.live.bounds import MAX_EVENT_STREAMS
from graph.live.doors import Full
from graph.live.process import Live
from graph.media_types import GRAPHQL_RESPONSE, answer_type, takes_events, wants_page
from graph.requests import GraphQLRequest, Malformed
from graph.transports import events, socket
from graph.transports.credential import Credential

_LONGEST_EVENT_ID: Final = 255
_TOO_MANY: Final = {
    "errors": [
        failure(
            ErrorCode.RATE_LIMITED,
            f"At most {MAX_EVENT_STREAMS} streams at a time.",
            retryAfterSeconds=5,
        )
    ]
}


class GraphQLEndpoint:
    """The ASGI app behind `/graphql`: executes POST, shows browsers GraphiQL on GET, speaks
    graphql-transport-ws over WebSockets."""

    def __init__(
        self,
        schema: strawberry.Schema,
        seconds: float = REQUEST_SECONDS,
        live: Live | None = None,
        origins: Sequence[str] = (),
    ) -> None:
        self._execution = Execution(schema, seconds)
        self._live = live or Live()
        self._origins = tuple(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            websocket = WebSocket(scope, receive, send)
            await socket.serve(websocket, self._execution, self._live, self._origins)
            return
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> ASGIApp:
        accept = request.headers.get("accept")
        is_live = takes_events(accept)
        # What is refused before a stream begins is told with a status.
        media_type = answer_type(accept) or (GRAPHQL_RESPONSE if is_live else None)
        if request.method in {"GET", "HEAD"} and wants_page(accept):
            return page()
        if request.method != "POST":
            return _refuse(media_type, 405, "Send a POST request.", Allow="POST")
        if media_type is None:
            return _refuse(None, 406, f"Accept `{GRAPHQL_RESPONSE}` or `application/json`.")
        return await self._post(request, media_type, is_live=is_live)

    async def _post(self, request: Request, media_type: str, *, is_live: bool) -> ASGIApp:
        try:
            asked = await GraphQLRequest.of(request)
        except Malformed as wrong:
            return _refuse(media_type, wrong.status, wrong.message)
        if error := getattr(request.state, "credential_error", None):
            return _json(*_refusal(error, media_type))
        context = Context(request.state.actor, request.app.state.ports, request, live=self._live)
        if is_live and (is_subscription(asked) or not answer_type(request.headers["accept"])):
            return await self._begin(request, asked, context, media_type)
        answer = await self._execution.answer(asked, context)
        return _json(answer, media_type, _status(answer, media_type))

    async def _begin(
        self, request: Request, asked: GraphQLRequest, context: Context, media_type: str
    ) -> ASGIApp:
        """A stream of events, or a refusal before the first."""
        credential = Credential.known(request)
        context.last_event_id = request.headers.get("last-event-id", "")[:_LONGEST_EVENT_ID]
        with ExitStack() as held:
            try:
                held.enter_context(self._live.streams.entered(credential.holder))
            except Full:
                return _json(_TOO_MANY, media_type, STATUS[ErrorCode.RATE_LIMITED])
            begun = await self._execution.begin(asked, context)
            if isinstance(begun, dict):
                if "data" not in begun:
                    return _json(begun, media_type, _status(begun, media_type))
                begun = events.one(begun)
            return events.EventStream(begun, context, credential, held.pop_all())


def graphql_routes(
    schema: strawberry.Schema,
    *,
    seconds: float = REQUEST_SECONDS,
    live: Live | None = None,
    origins: Sequence[str] = (),
) -> list[BaseRoute]:
    """Needs `app.state.ports` and, on `request.state`, what authentication leaves there.

    Pages of `origins` may open WebSockets, besides our own. Close `live` when the server stops.
    """
    endpoint = GraphQLEndpoint(schema, seconds, live, origins)
    return [
        Route("/graphql", endpoint),
        WebSocketRoute("/graphql", endpoint),
        Route("/graphql/assets/{name}", asset, methods=["GET"]),
    ]


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
    return Response(encoded(answer), status, headers, f"{media_type}; charset=utf-8")


def _refusal(error: Exception, media_type: str) -> tuple[Answer, str, int]:
    """Of a caller whose credential is not good; its status is that of the error, always."""
    refused = publish(GraphQLError("", original_error=error), None, ErrorCode.UNAUTHENTICATED)
    return {"errors": [refused]}, media_type, STATUS[refused["extensions"]["code"]]


def _refuse(media_type: str | None, status: int, message: str, **headers: str) -> Response:
    answer = {"errors": [failure(ErrorCode.BAD_USER_INPUT, message)]}
    response = _json(answer, media_type or "application/json", status)
    response.headers.update(headers)
    return response
