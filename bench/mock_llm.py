"""A provider of models that does nothing but wait: the least that an upstream can cost.

`python -m bench.mock_llm --port 9100 --delay-ms 1 --chunks 50 --pause-ms 2` answers every POST as
OpenAI's chat does, plain or streamed, without looking at more of it than `"stream": true`.
"""

import argparse
import asyncio
import json
import re
from functools import partial
from itertools import count
from typing import Any, Final

import uvloop

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_STREAM: Final = re.compile(rb'"stream": *true')
_NUMBER: Final = b"000000000000"  # LiteLLM logs the spend of one id once
_OF_ALL: Final = {"id": f"chatcmpl-{_NUMBER.decode()}", "created": 1, "model": "mock"}
_USAGE: Final = {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30}


def _plain() -> bytes:
    message = {"role": "assistant", "content": "Nothing was thought of."}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    fields = {"object": "chat.completion", "choices": [choice], "usage": _USAGE}
    body = json.dumps(_OF_ALL | fields).encode()
    return (
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        b"x-litellm-model-name: mock/mock\r\n"
        b"content-length: %d\r\n\r\n%b" % (len(body), body)
    )


def _event(choice: dict[str, Any], **more: Any) -> bytes:
    chunk = _OF_ALL | {"object": "chat.completion.chunk", "choices": [choice]} | more
    return _framed(f"data: {json.dumps(chunk)}\n\n".encode())


def _framed(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


_PLAIN: Final = _plain()
_STREAM_HEAD: Final = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
    b"x-litellm-model-name: mock/mock\r\ntransfer-encoding: chunked\r\n\r\n"
)
_CHUNK: Final = _event({"index": 0, "delta": {"role": "assistant", "content": "nothing "}})
_LAST: Final = b"".join(
    (
        _event({"index": 0, "delta": {}, "finish_reason": "stop"}),
        _event({"index": 0, "delta": {}}, usage=_USAGE),
        _framed(b"data: [DONE]\n\n"),
        b"0\r\n\r\n",
    )
)


class _Provider(asyncio.Protocol):
    _answers = count(1)

    def __init__(self, delay: float, chunks: int, pause: float) -> None:
        self._delay, self._chunks, self._pause = delay, chunks, pause
        self._received = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or len(body) < int(length[1] if length else 0):
            return
        self._received, self._number = b"", b"%012d" % next(self._answers)
        answer = self._stream if _STREAM.search(body) else partial(self._send, _PLAIN)
        self._after(self._delay, answer)

    def _stream(self) -> None:
        self._send(_STREAM_HEAD)
        self._next(self._chunks)

    def _next(self, left: int) -> None:
        if not left:
            self._send(_LAST)
        elif not self._transport.is_closing():
            self._send(_CHUNK)
            self._after(self._pause, partial(self._next, left - 1))

    def _after(self, seconds: float, then: Any) -> None:
        if seconds:
            self._loop.call_later(seconds, then)
        else:
            then()

    def _send(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data.replace(_NUMBER, self._number))


async def serve(port: int, *, delay: float = 0, chunks: int = 50, pause: float = 0) -> None:
    """Times are seconds; `pause` is between two chunks."""
    loop = asyncio.get_running_loop()
    made = partial(_Provider, delay, chunks, pause)
    server = await loop.create_server(made, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.mock_llm", description=__doc__)
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--delay-ms", type=float, default=1)
    parser.add_argument("--chunks", type=int, default=50)
    parser.add_argument("--pause-ms", type=float, default=2)
    asked = parser.parse_args()
    times = {"delay": asked.delay_ms / 1000, "pause": asked.pause_ms / 1000}
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(asked.port, chunks=asked.chunks, **times))


if __name__ == "__main__":
    main()
