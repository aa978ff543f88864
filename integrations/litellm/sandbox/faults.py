"""Trouble on demand, for tests: handed to `create_app`, and out of reach over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Fault(StrEnum):
    """What happens to a call instead of its answer."""

    REFUSE = "no connection: nothing is applied"
    LOSE_ANSWER = "applied, and the connection breaks before the answer"
    LATE = "the connection breaks; applied when `Faults.apply_late` is called"
    HANG = "no answer, ever; nothing is applied"
    ERROR = "500; nothing is applied"
    ERROR_AFTER = "500, although applied"
    RATE_LIMIT = "429 with Retry-After; nothing is applied"
    GARBAGE = "200 with a page that is no JSON; nothing is applied"
    NOT_FOUND = "404 of some other server; nothing is applied"


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of a chat's answer on its way; the numbers are of chunks sent before.

    `wait` is awaited before each chunk with its number, and before a plain answer with 0; nothing
    is sent before the first chunk. Without `usage` there is none, though asked for. `text` is said
    instead of the usual.
    """

    wait: Callable[[int], Awaitable[object]] | None = None
    break_after: int | None = None
    error_after: int | None = None
    end_after: int | None = None
    usage: bool = True
    text: str | None = None


@dataclass(slots=True)
class _Order:
    fault: Fault
    path: str
    times: int | None


@dataclass(slots=True)
class Faults:
    """`calls` are the method and path of every call that arrived, the unlucky ones too."""

    database_down: bool = False
    calls: list[tuple[str, str]] = field(default_factory=list)
    _orders: list[_Order] = field(default_factory=list)
    _late: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _courses: list[Course] = field(default_factory=list)

    def steer(self, course: Course, *, times: int = 1) -> None:
        """The next `times` chats that are let through and not steered already take this course."""
        self._courses += [course] * times

    def course(self) -> Course:
        return self._courses.pop(0) if self._courses else Course()

    def inject(self, fault: Fault, path: str = "", *, times: int | None = 1) -> None:
        """The next `times` calls whose path begins with `path` meet it; all when None."""
        self._orders.append(_Order(fault, path, times))

    def clear(self) -> None:
        self.database_down = False
        self._orders.clear()
        self._late.clear()
        self._courses.clear()

    async def apply_late(self) -> None:
        """The calls that went `LATE` arrive now."""
        late, self._late = self._late, []
        for call in late:
            await call()

    def meet(self, method: str, path: str) -> Fault | None:
        self.calls.append((method, path))
        for order in self._orders:
            if path.startswith(order.path):
                if order.times is not None:
                    order.times -= 1
                    if order.times == 0:
                        self._orders.remove(order)
                return order.fault
        return None

    def postpone(self, call: Callable[[], Awaitable[None]]) -> None:
        self._late.append(call)


class FaultMiddleware:
    """Breaks the connection where the server lets it (`break_off`); the ASGI transport of httpx
    lets errors through instead, those of httpx too."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = None
        if scope["type"] == "http":
            fault = self._faults.meet(scope["method"], scope["path"])
        if fault is None:
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()

        async def apply() -> None:
            await self._app(scope, _once(body), _nowhere)

        if fault in {Fault.LOSE_ANSWER, Fault.ERROR_AFTER}:
            await apply()
        elif fault is Fault.LATE:
            self._faults.postpone(apply)
        await _instead(fault, scope, receive, send)


async def _instead(fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    match fault:
        case Fault.REFUSE:
            break_off(scope, httpx.ConnectError("refused by the test"))
        case Fault.LOSE_ANSWER | Fault.LATE:
            break_off(scope, httpx.ReadError("broken by the test"))
        case Fault.HANG:
            await asyncio.Event().wait()
        case Fault.ERROR | Fault.ERROR_AFTER:
            error = {"message": "Internal server error", "type": "internal_server_error"}
            await JSONResponse({"error": error}, 500)(scope, receive, send)
        case Fault.RATE_LIMIT:
            error = {"message": "Slow down.", "type": "throttling_error", "code": "429"}
            limited = JSONResponse({"error": error}, 429, {"retry-after": "1"})
            await limited(scope, receive, send)
        case Fault.GARBAGE:
            await PlainTextResponse("<html>Welcome</html>")(scope, receive, send)
        case Fault.NOT_FOUND:
            await PlainTextResponse("default backend - 404", 404)(scope, receive, send)


def break_off(scope: Scope, otherwise: Exception) -> None:
    """Ends the connection without a farewell, or raises."""
    end = scope.get("extensions", {}).get("sandbox.break")
    if end is None:
        raise otherwise
    end()


def _once(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _nowhere(_: Message) -> None:
    pass
