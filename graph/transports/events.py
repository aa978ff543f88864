"""GraphQL as server-sent events: one request, one stream ("distinct connections")."""

import asyncio
from contextlib import ExitStack, aclosing, suppress
from typing import Final

from starlette.types import Receive, Scope, Send

from domain.errors import Unauthenticated
from graph.context import Context
from graph.execution import Answer, Answers, encoded
from graph.failures import ErrorCode, failure
from graph.live.bounds import SEND_SECONDS, SILENCE_SECONDS
from graph.transports.credential import Credential

_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would collect the events
]
_COMPLETE: Final = b"event: complete\ndata:\n\n"
_SILENCE: Final = b":\n\n"


class _Gone(Exception):
    """Nobody reads the stream any more."""


class EventStream:
    """The response to a subscription that has begun; `held` is let go at its end."""

    def __init__(
        self, answers: Answers, context: Context, credential: Credential, held: ExitStack
    ) -> None:
        self._answers = answers
        self._context = context
        self._credential = credential
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        last = _COMPLETE
        with self._held, suppress(_Gone):
            async with aclosing(self._answers):
                await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
                try:
                    await self._stream(receive, send)
                except* _Gone:
                    last = b""
                except* Unauthenticated as ended:
                    last = _event(_refused(ended), None) + _COMPLETE
            if last:
                await _put(send, last, more=False)

    async def _stream(self, receive: Receive, send: Send) -> None:
        async with asyncio.TaskGroup() as tasks:
            beside = [
                tasks.create_task(_until_gone(receive)),
                tasks.create_task(self._until_ended()),
                tasks.create_task(_break_silence(send)),
            ]
            async for answer in self._answers:
                await _put(send, _event(answer, self._context.cursor))
            for task in beside:
                task.cancel()

    async def _until_ended(self) -> None:
        raise Unauthenticated(await self._credential.ended())


def _refused(ended: BaseExceptionGroup[Unauthenticated]) -> Answer:
    message = str(ended.exceptions[0])
    return {"errors": [failure(ErrorCode.UNAUTHENTICATED, message)]}


async def one(answer: Answer) -> Answers:
    """Whoever asks for events and takes a query gets one."""
    yield answer


def _event(answer: Answer, cursor: str | None) -> bytes:
    place = f"id: {cursor}\n".encode() if cursor else b""
    return b"event: next\n" + place + b"data: " + encoded(answer) + b"\n\n"


async def _put(send: Send, data: bytes, *, more: bool = True) -> None:
    """Waits for the client to take what was sent before; not for ever."""
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await send({"type": "http.response.body", "body": data, "more_body": more})
    except (TimeoutError, OSError):
        raise _Gone from None


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    raise _Gone


async def _break_silence(send: Send) -> None:
    while True:
        await asyncio.sleep(SILENCE_SECONDS)
        await _put(send, _SILENCE)
