"""One connection of `wire`, as asyncio and httptools see it."""

import asyncio
import select
from collections.abc import Callable
from typing import Final, cast

import httptools

# Of a body that nobody reads, this much is kept before the sender is made to wait.
_ENOUGH: Final = 256 * 1024
_MOST_HEAD: Final = 256 * 1024


class WireBroken(Exception):
    """The connection ended too early, or what came is not HTTP."""


class WireLate(WireBroken):
    """The deadline passed."""


class Connection(asyncio.Protocol):
    """Between two requests it is reusable; from `send` on it holds one answer.

    `deadline`, in the time of the event loop, is when waiting for more of the answer ends.
    """

    def __init__(self) -> None:
        self.deadline = 0.0
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.is_complete = True
        self._broken: WireBroken | None = None
        self._has_head = False
        self._head_size = 0
        self._body: list[bytes] = []
        self._body_size = 0
        self._is_paused = False
        self._discarded: Callable[[], None] | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpResponseParser(self)

    @property
    def is_reusable(self) -> bool:
        """The last answer came whole, and its request was sent whole."""
        return (
            self.is_complete
            and not self._broken
            and not self._transport.is_closing()
            and not self._transport.get_write_buffer_size()
        )

    @property
    def has_news(self) -> bool:
        """An idle server says nothing but farewell; the event loop may not have heard it yet."""
        return bool(self._news.poll(0))

    async def send(self, request: bytes) -> None:
        """Returns when the status and the headers of the answer are there."""
        self.status, self.headers = 0, {}
        self.is_complete = self._has_head = False
        self._head_size = 0
        self._drop()
        self._transport.write(request)
        while not self._has_head:
            await self._wait()

    async def read(self) -> bytes:
        while not self._body:
            if self.is_complete:
                return b""
            await self._wait()
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._drop()
        return body

    def discard(self, ended: Callable[[], None]) -> None:
        """Drops the rest of the answer; calls `ended` when it has come or the connection broke."""
        self._discarded = ended
        self._drop()

    def abort(self) -> None:
        self._break(WireBroken("the connection was closed"))

    # asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._news = select.poll()
        self._news.register(transport.get_extra_info("socket").fileno(), select.POLLIN)

    def data_received(self, data: bytes) -> None:
        if self.is_complete:
            self._break(WireBroken("it said something unasked"))
            return
        self._head_size += 0 if self._has_head else len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._break(WireBroken("what came is not HTTP"))
        if not self._has_head and self._head_size > _MOST_HEAD:
            self._break(WireBroken("the headers do not end"))
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        framed = b"content-length" in self.headers or b"transfer-encoding" in self.headers
        if self._has_head and not framed and not exc and not self._broken:
            self.is_complete = True
        if self._timer:
            self._timer.cancel()
        self._break(WireBroken("the connection was lost"))

    # httptools

    def on_message_begin(self) -> None:
        if self.is_complete:
            raise WireBroken  # a second answer to one request

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        self._has_head = self.status >= 200  # noqa: PLR2004 - 1xx only announce an answer
        if not self._has_head:
            self.headers = {}

    def on_body(self, body: bytes) -> None:
        if self._discarded:
            return
        self._body.append(body)
        self._body_size += len(body)
        if self._body_size > _ENOUGH and not self._is_paused and not self._transport.is_closing():
            self._is_paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        if not self._has_head:
            return
        if not self._parser.should_keep_alive():
            self._broken = WireBroken("the server ends the connection")
        self.is_complete = True

    def _drop(self) -> None:
        self._body, self._body_size = [], 0
        if self._is_paused and not self._transport.is_closing():
            self._transport.resume_reading()
        self._is_paused = False

    def _break(self, why: WireBroken) -> None:
        self._broken = self._broken or why
        self._transport.abort()
        self._wake()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
        if (ended := self._discarded) and (self.is_complete or self._broken):
            self._discarded = None
            ended()

    async def _wait(self) -> None:
        if self._broken:
            raise type(self._broken)(*self._broken.args)
        # A timer for each wait would cost more than the wait: one is kept, and looks again.
        if self._timer and self._timer.when() > self.deadline:
            self._timer.cancel()
            self._timer = None
        self._timer = self._timer or self._loop.call_at(self.deadline, self._look)
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _look(self) -> None:
        self._timer = None
        if not self._waiter:
            return
        if self._loop.time() < self.deadline:
            self._timer = self._loop.call_at(self.deadline, self._look)
        else:
            self._break(WireLate("it took too long"))
