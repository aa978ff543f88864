"""Every request has an id, and every answer says it, whoever answers."""

import re
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "X-Request-ID"
_REQUEST_ID: Final = re.compile(r"[\w.:-]{1,100}", re.ASCII)


class RequestIdMiddleware:
    """Sets `request.state.request_id`: the client's, if it is a good one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get(HEADER)
        request_id = sent if sent and _REQUEST_ID.fullmatch(sent) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        await self._app(scope, receive, sending)


class Application(Starlette):
    """Starlette answers bugs outside of all middleware; `outermost` is around that."""

    def __init__(self, *, outermost: Sequence[Middleware], **options: Any) -> None:
        super().__init__(**options)
        self._outermost = tuple(outermost)

    def build_middleware_stack(self) -> ASGIApp:
        app = super().build_middleware_stack()
        for made, args, options in reversed(self._outermost):
            app = made(app, *args, **options)
        return app
