"""A subscription over server-sent events, without a socket: httpx would wait for its end."""

import asyncio
import json
from typing import Any

import httpx


async def listen(
    app: Any, body: dict[str, Any], headers: dict[str, str], *, to_the_end: bool
) -> httpx.Response:
    """What was answered; of a stream without an end, that it has begun."""
    asked = httpx.Request(
        "POST", "http://town/graphql", json=body, headers=headers | {"Accept": "text/event-stream"}
    )
    sent = asyncio.Queue[dict[str, Any]]()
    sent.put_nowait({"type": "http.request", "body": asked.content, "more_body": False})
    start: dict[str, Any] = {}
    content = bytearray()

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            if not to_the_end:
                sent.put_nowait({"type": "http.disconnect"})
        else:
            content.extend(message.get("body", b""))

    await app(_scope(asked), sent.get, send)
    found = httpx.Headers(start["headers"])
    return httpx.Response(start["status"], headers=found, content=bytes(content), request=asked)


def last_of(response: httpx.Response) -> dict[str, Any]:
    """The payload of the last event; the body of what is no stream."""
    if "text/event-stream" not in response.headers["content-type"]:
        return dict(response.json())
    told = [line[6:] for line in response.text.splitlines() if line.startswith("data: ")]
    return dict(json.loads(told[-1])) if told else {}


def _scope(asked: httpx.Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower(), value) for name, value in asked.headers.raw],
        "server": ("town", 80),
        "client": ("127.0.0.1", 123),
    }
