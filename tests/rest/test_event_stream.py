"""Server-sent events: however a stream ends, what is behind it is closed."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from integrations.rest.event_stream import DONE, EventStream, event


class Wire:
    """A client that hears `patience` messages, and then goes away."""

    def __init__(self, patience: int = 1000) -> None:
        self.heard: list[dict[str, Any]] = []
        self._patience = patience
        self._gone = asyncio.Event()
        if not patience:
            self._gone.set()

    async def send(self, message: dict[str, Any]) -> None:
        self.heard.append(message)
        if len(self.heard) == self._patience:
            self._gone.set()
        await asyncio.sleep(0)

    async def receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def listen(self, stream: EventStream) -> None:
        async with asyncio.timeout(5):
            await stream({"type": "http"}, self.receive, self.send)


class Source:
    """Some events; it can stop half way, and knows whether it was closed."""

    def __init__(self, *, hangs: bool = False, breaks: bool = False) -> None:
        self.closed = 0
        self.cancelled = False
        self._hangs, self._breaks = hangs, breaks

    async def events(self) -> AsyncGenerator[bytes, None]:
        yield event({"n": 1})
        try:
            if self._hangs:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if self._breaks:
            raise RuntimeError("a bug")
        yield DONE

    async def close(self) -> None:
        self.closed += 1

    @property
    def stream(self) -> EventStream:
        return EventStream(self.events(), self.close, {"X-Job-Id": "7"})


async def test_each_event_is_sent_by_itself_and_the_end_is_told():
    wire, source = Wire(), Source()
    await wire.listen(source.stream)

    start, *bodies = wire.heard
    assert dict(start["headers"])[b"x-job-id"] == b"7"
    assert b"content-length" not in dict(start["headers"])
    assert [each["body"] for each in bodies] == [b'data: {"n":1}\n\n', b"data: [DONE]\n\n", b""]
    assert [each["more_body"] for each in bodies] == [True, True, False]
    assert source.closed == 1


async def test_a_client_who_leaves_while_nothing_comes_ends_it():
    wire, source = Wire(patience=2), Source(hangs=True)
    await wire.listen(source.stream)
    assert (source.cancelled, source.closed) == (True, 1)


async def test_a_client_who_left_before_the_first_event_ends_it():
    wire, source = Wire(patience=0), Source(hangs=True)
    await wire.listen(source.stream)
    assert source.closed == 1


async def test_a_server_that_stops_ends_it():
    wire, source = Wire(), Source(hangs=True)
    listening = asyncio.create_task(wire.listen(source.stream))
    while len(wire.heard) < 2:
        await asyncio.sleep(0)
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    assert (source.cancelled, source.closed) == (True, 1)


async def test_a_bug_is_not_swallowed():
    wire, source = Wire(), Source(breaks=True)
    with pytest.raises(RuntimeError, match="a bug"):
        await wire.listen(source.stream)
    assert source.closed == 1
    assert all(each.get("more_body", True) for each in wire.heard)  # the client sees it cut off
