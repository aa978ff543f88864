"""Load over HTTP, and what it cost: latencies from here, CPU from the kernel's counters."""

import asyncio
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from bench import processes

_LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_PATIENCE_SECONDS: Final = 30


def request(port: int, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of one HTTP request; with a body a POST."""
    fields = {"Host": f"127.0.0.1:{port}", "Content-Length": str(len(body)), **headers}
    if body:
        fields["Content-Type"] = "application/json"
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


@dataclass
class Result:
    """One run of one system; CPU in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: list[bytes] = field(default_factory=list)
    server_cpu: float = 0.0
    postgres_cpu: float = 0.0

    @property
    def answers(self) -> int:
        return len(self.latencies)

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.latencies, n=100)[percent - 1]


class _Connection(asyncio.Protocol):
    """One request after the other on one connection, until the time is over."""

    def __init__(self, requests: Iterator[bytes], result: Result, deadline: float) -> None:
        self._requests = requests
        self._result = result
        self._deadline = deadline
        self._received = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or not length or len(body) < int(length[1]):
            return
        now = time.perf_counter()
        self._note(head, body, now - self._sent)
        self._received = b""
        if now < self._deadline:
            self._send()
        else:
            self._transport.close()
            self.done.set_result(None)

    def _note(self, head: bytes, body: bytes, seconds: float) -> None:
        # GraphQL tells errors and refusals with status 200.
        if not head.startswith(b"HTTP/1.1 200") or b'"errors":[{' in body:
            self._result.failures.append(body[:500])
        else:
            self._result.latencies.append(seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the server hung up"))


async def run(
    port: int, requests: Iterator[bytes], *, seconds: float, concurrency: int, pids: "Pids"
) -> Result:
    """Raises `RuntimeError` when most answers are bad; some may tell of too many requests."""
    result = Result()
    before, started = pids.cpu(), time.perf_counter()
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(
            lambda: _Connection(requests, result, started + seconds), "127.0.0.1", port
        )
        for _ in range(concurrency)
    ]
    async with asyncio.timeout(seconds + _PATIENCE_SECONDS):
        await asyncio.gather(*(connection.done for _, connection in made))
    result.seconds = time.perf_counter() - started
    server, postgres = (after - then for after, then in zip(pids.cpu(), before, strict=True))
    result.server_cpu, result.postgres_cpu = server, postgres
    if len(result.failures) > result.answers:
        raise RuntimeError(f"{len(result.failures)} bad answers, say {result.failures[0]!r}")
    return result


async def ask(port: int, asked: bytes) -> bytes:
    """The body of one answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(asked)
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    assert length, head
    body = await reader.readexactly(int(length[1]))
    writer.close()
    return body


@dataclass(frozen=True)
class Pids:
    """The server under load, and the PostgreSQL behind it."""

    server: int
    postmaster: int

    def cpu(self) -> tuple[float, float]:
        """Seconds used so far: by the server, and by all processes of PostgreSQL."""
        return processes.alone(self.server), processes.cpu([self.postmaster])
