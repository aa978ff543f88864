"""One connection of `wire`, as asyncio and httptools see it."""

import asyncio
from collections.abc import Callable
from typing import Final, cast

import httptools

# Of a body that nobody reads, this much is kept before the sender is made to wait.
_ENOUGH: Final = 256 * 1024
_MOST_HEAD: Final = 256 * 1024


class WireBroken(Exception):
    """The connection ended too early, or what came is not HTTP."""


class Connection(asyncio.Protocol):
    """Between two requests it is reusable; from `send` on it holds one answer."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.is_complete = True
        self._broken = ""
        self._has_head = False
        self._head_size = 0
        self._body: list[bytes] = []
        self._body_size = 0
        self._paused = False
        self._discard: Callable[[], None] | None = None
        self._waiter: asyncio.Future[None] | None = None
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
    def fileno(self) -> int:
        return int(self._transport.get_extra_info("socket").fileno())

    async def send(self, request: bytes) -> None:
        """Returns when the status and the headers of the answer are there."""
        self.status, self.headers = 0, {}
        self.is_complete = self._has_head = False
        self._head_size = 0
        self._discard = None
        self._transport.write(request)
        while not self._has_head:
            await self._wait()

    async def read(self) -> bytes:
        while not self._body:
            if self.is_complete:
                return b""
            await self._wait()
        parts, self._body, self._body_size = self._body, [], 0
        if self._paused:
            self._paused = False
            self._transport.resume_reading()
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def discard(self, ended: Callable[[], None]) -> None:
        """Drops the rest of the answer; calls `ended` when it has come or the connection broke."""
        self._discard = ended
        self._body, self._body_size = [], 0
        if self._paused:
            self._paused = False
            self._transport.resume_reading()

    def abort(self) -> None:
        self._break("it was closed")

    # asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self.is_complete:
            self._break("it said something unasked")
            return
        if not self._has_head:
            self._head_size += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._break("what came is not HTTP")
        if not self._has_head and self._head_size > _MOST_HEAD:
            self._break("the headers do not end")
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        framed = "content-length" in self.headers or "transfer-encoding" in self.headers
        if self._has_head and not framed and exc is None:
            self.is_complete = True
        self._break("the connection was lost")

    # httptools

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        self._has_head = self.status >= 200  # noqa: PLR2004 - 1xx only announce an answer
        if not self._has_head:
            self.headers = {}

    def on_body(self, body: bytes) -> None:
        if self._discard:
            return
        self._body.append(body)
        self._body_size += len(body)
        if self._body_size > _ENOUGH and not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        if not self._has_head:
            return
        if self.is_complete or not self._parser.should_keep_alive():
            self._broken = "no more is to be expected"
        self.is_complete = True

    def _break(self, why: str) -> None:
        self._broken = self._broken or why
        self._transport.abort()
        self._wake()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
        if (ended := self._discard) and (self.is_complete or self._broken):
            self._discard = None
            ended()

    async def _wait(self) -> None:
        if self._broken:
            raise WireBroken(self._broken)
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
