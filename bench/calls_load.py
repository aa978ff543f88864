"""Load of model calls, plain or streamed: when each begins to be answered, and when it ends."""

import asyncio
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LAST: Final = b"0\r\n\r\n"
_PATIENCE_SECONDS: Final = 30


@dataclass
class Run:
    """One run against one target. Latencies in seconds; of streams also to their first event."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    failures: list[bytes] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def answers(self) -> int:
        return len(self.latencies)

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    def cpu_us(self, group: str) -> float:
        """Processor time of an answer."""
        return self.cpu.get(group, 0.0) / self.answers * 1e6


def percentile(seconds: Sequence[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100)[percent - 1]


class _Caller(asyncio.Protocol):
    """One call after the other on one connection, until the time is over."""

    def __init__(self, request: bytes, run: Run, deadline: float) -> None:
        self._request, self._run, self._deadline = request, run, deadline
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._received = bytearray()
        self._first = 0.0
        self._sent = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not self._first and body:
            self._first = time.perf_counter()
        if not end or not _is_whole(head, body):
            return
        now = time.perf_counter()
        self._note(bytes(head), bytes(body), now)
        if now < self._deadline:
            self._send()
        else:
            self._transport.close()
            self.done.set_result(None)

    def _note(self, head: bytes, body: bytes, now: float) -> None:
        is_stream = b"text/event-stream" in head
        if not head.startswith(b"HTTP/1.1 200") or (is_stream and b"[DONE]" not in body[-40:]):
            self._run.failures.append(body[:500])
            return
        self._run.latencies.append(now - self._sent)
        if is_stream:
            self._run.firsts.append(self._first - self._sent)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the server hung up"))


def _is_whole(head: bytes | bytearray, body: bytes | bytearray) -> bool:
    length = _LENGTH.search(head)
    return len(body) >= int(length[1]) if length else body.endswith(_LAST)


async def run(port: int, request: bytes, *, seconds: float, concurrency: int) -> Run:
    """Raises `RuntimeError` when a call fails: what fails is not worth its time."""
    result, started = Run(), time.perf_counter()
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(
            lambda: _Caller(request, result, started + seconds), "127.0.0.1", port
        )
        for _ in range(concurrency)
    ]
    async with asyncio.timeout(seconds + _PATIENCE_SECONDS):
        await asyncio.gather(*(caller.done for _, caller in made))
    result.seconds = time.perf_counter() - started
    if result.failures:
        raise RuntimeError(f"{len(result.failures)} calls failed, say {result.failures[0]!r}")
    return result


class Listeners:
    """Streams that are open, and listened to until they are closed."""

    def __init__(self, port: int, request: bytes) -> None:
        self._port, self._request = port, request
        self._open: list[asyncio.Transport] = []

    async def more(self, count: int) -> None:
        """Returns when each of them has begun to answer."""
        loop = asyncio.get_running_loop()
        made = [
            await loop.create_connection(lambda: _Listener(self._request), "127.0.0.1", self._port)
            for _ in range(count)
        ]
        self._open += [transport for transport, _ in made]
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await asyncio.gather(*(listener.begun for _, listener in made))

    def close(self) -> None:
        for transport in self._open:
            transport.close()


class _Listener(asyncio.Protocol):
    def __init__(self, request: bytes) -> None:
        self._request = request
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if b"data: " in data and not self.begun.done():
            self.begun.set_result(None)
