"""The least a proxy can do: bytes in, bytes out, over kept connections. A bound, not a rival.

`UPSTREAM_PORT=9100 uvicorn bench.proxy_raw:app --http httptools --loop uvloop` reads nothing of
what it passes on, knows no HTTP but chunks and lengths, and trusts its upstream.
"""

import asyncio
import os
import re
from typing import Any, Final

from starlette.types import Receive, Scope, Send

_PORT: Final = int(os.environ.get("UPSTREAM_PORT", "9100"))
_KEY: Final = os.environ.get("UPSTREAM_KEY", "none")
_LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_idle: list["_Upstream"] = []


class _Upstream(asyncio.Protocol):
    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def ask(self, request: bytes) -> asyncio.Queue[bytes]:
        self.received: asyncio.Queue[bytes] = asyncio.Queue()
        self.transport.write(request)
        return self.received

    def data_received(self, data: bytes) -> None:
        self.received.put_nowait(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self in _idle:
            _idle.remove(self)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    message = await receive()
    body: bytes = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    head = (
        f"POST {scope['path']} HTTP/1.1\r\nHost: upstream\r\nAuthorization: Bearer {_KEY}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    if _idle:
        upstream = _idle.pop()
    else:
        loop = asyncio.get_running_loop()
        _, upstream = await loop.create_connection(_Upstream, "127.0.0.1", _PORT)
    received = upstream.ask(head.encode() + body)
    await _pass_on(received, send)
    _idle.append(upstream)


async def _pass_on(received: asyncio.Queue[bytes], send: Send) -> None:
    head, _, data = (await received.get()).partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    kind = b"application/json" if length else b"text/event-stream"
    headers = [(b"content-type", kind)]
    if length:
        headers.append((b"content-length", length[1]))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if length:
        while len(data) < int(length[1]):
            data += await received.get()
        await send({"type": "http.response.body", "body": data})
        return
    last = False
    while not last:
        data = data or await received.get()
        last = data.endswith(b"0\r\n\r\n")
        for part in _chunks(data):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        data = b""
    await send({"type": "http.response.body"})


def _chunks(data: bytes) -> list[bytes]:
    """The mock never splits a chunk."""
    found = []
    while data:
        size, _, rest = data.partition(b"\r\n")
        length = int(size, 16)
        if length:
            found.append(rest[:length])
        data = rest[length + 2 :]
    return found
