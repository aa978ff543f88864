"""HTTP/1.1 as a caller speaks it: connections that are kept, one request at a time on each.

Small because a model call passes here and every millisecond is added to it. It never sends a
request twice: a connection that breaks may have delivered it.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Mapping
from typing import Final, Self
from urllib.parse import urlsplit

from integrations.litellm.wire_connection import Connection, WireBroken, WireLate

__all__ = ["Answer", "Pool", "WireBroken", "WireLate"]

_CONNECT_SECONDS: Final = 5
# Servers hang up on the idle, uvicorn after 5 seconds: rather we than they, for a request that
# crosses their farewell is lost.
_IDLE_SECONDS: Final = 4
_MOST_IDLE: Final = 256
_DRAIN_SECONDS: Final = 1


class Answer:
    """A status and headers that have come, and a body that may still be coming.

    Leaving its `with` block, or `close()`, gives the connection back when all has come, and else
    closes it.
    """

    def __init__(self, pool: "Pool", connection: Connection) -> None:
        self._pool = pool
        self._connection = connection
        self._is_finished = False
        self.status = connection.status

    def header(self, name: str) -> str | None:
        """By its name in small letters."""
        value = self._connection.headers.get(name.encode())
        return None if value is None else value.decode("latin-1")

    def allow(self, seconds: float) -> None:
        """So long may what is read next take from now on."""
        self._connection.deadline = asyncio.get_running_loop().time() + seconds

    async def read(self) -> bytes:
        """What has come of the body, at least something; nothing at its end."""
        return await self._connection.read()

    async def read_all(self, most: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := await self._connection.read():
            size += len(part)
            if size > most:
                raise WireBroken("the answer is too large")
            parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        if not self._is_finished:
            self._is_finished = True
            self._pool.release(self._connection)

    def finish(self) -> None:
        """What little may still come is not needed: the connection is kept once it has come."""
        if not self._is_finished:
            self._is_finished = True
            self._pool.drain(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Pool:
    """Connections to one server. `base_url` may be https and may have a path in front."""

    def __init__(self, base_url: str) -> None:
        url = urlsplit(base_url.rstrip("/"))
        if url.scheme not in {"http", "https"} or not url.hostname:
            raise ValueError("The base URL is not one of http or https.")
        self._secure = url.scheme == "https"
        self._host = url.hostname
        self._port = url.port or (443 if self._secure else 80)
        host = f"[{self._host}]" if ":" in self._host else self._host
        self._host_header = host if url.port is None else f"{host}:{url.port}"
        self._path = url.path
        self._context: ssl.SSLContext | None = None
        self._idle: deque[tuple[float, Connection]] = deque()
        self._busy: set[Connection] = set()

    async def post(
        self, path: str, headers: Mapping[str, str], body: bytes, *, seconds: float
    ) -> Answer:
        """Returns with the head of the answer; the whole of it may take `seconds`.

        Raises `WireBroken` or `OSError`.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        request = self._head(path, headers, len(body)) + body
        connection = self._kept() or await self._connected(seconds)
        connection.deadline = deadline
        self._busy.add(connection)
        try:
            await connection.send(request)
        except BaseException:
            self.release(connection)
            raise
        return Answer(self, connection)

    def release(self, connection: Connection) -> None:
        self._busy.discard(connection)
        # LiteLLM hangs up after some errors without saying so.
        if connection.is_reusable and connection.status == 200:  # noqa: PLR2004
            self._keep(connection)
        else:
            connection.abort()

    def drain(self, connection: Connection) -> None:
        if connection.is_complete:
            self.release(connection)
            return
        timer = asyncio.get_running_loop().call_later(_DRAIN_SECONDS, connection.abort)

        def ended() -> None:
            timer.cancel()
            self.release(connection)

        connection.discard(ended)

    async def close(self) -> None:
        for connection in [*self._busy, *(each for _, each in self._idle)]:
            connection.abort()
        self._busy.clear()
        self._idle.clear()

    def _head(self, path: str, headers: Mapping[str, str], length: int) -> bytes:
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        if not lines.count("\n") == lines.count("\r") == len(headers):
            raise ValueError("A header holds more than a line.")
        first = f"POST {self._path}{path} HTTP/1.1\r\nHost: {self._host_header}\r\n"
        return f"{first}{lines}Content-Length: {length}\r\n\r\n".encode("latin-1")

    def _keep(self, connection: Connection) -> None:
        now = asyncio.get_running_loop().time()
        self._idle.append((now, connection))
        while len(self._idle) > _MOST_IDLE or self._idle[0][0] < now - _IDLE_SECONDS:
            self._idle.popleft()[1].abort()

    def _kept(self) -> Connection | None:
        """The last that was given back, if it still looks alive."""
        oldest = asyncio.get_running_loop().time() - _IDLE_SECONDS
        while self._idle:
            since, connection = self._idle.pop()
            if since >= oldest and connection.is_reusable and not connection.has_news:
                return connection
            connection.abort()
        return None

    async def _connected(self, seconds: float) -> Connection:
        if self._secure and self._context is None:
            self._context = ssl.create_default_context()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(min(_CONNECT_SECONDS, seconds)):
                _, connection = await loop.create_connection(
                    Connection, self._host, self._port, ssl=self._context
                )
        except TimeoutError:
            raise WireLate("no connection was made") from None
        return connection
