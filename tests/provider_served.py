"""A model provider on a port of its own, which a real LiteLLM can be sent to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps, loads
from threading import Thread


@dataclass
class Provider:
    """`calls`: key and model of each that arrived."""

    api_base: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def served_provider() -> Iterator[Provider]:
    """It speaks as OpenAI does, and refuses keys that end in `-refused`, naming them."""
    provider = Provider()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = loads(self.rfile.read(int(self.headers["content-length"])))
            key = self.headers["authorization"].removeprefix("Bearer ")
            provider.calls.append((key, asked["model"]))
            status, body = (401, _refusal(key)) if key.endswith("-refused") else (200, _ANSWER)
            raw = dumps({**body, "model": asked["model"]}).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    provider.api_base = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


_ANSWER = {
    "id": "answer",
    "object": "chat.completion",
    "created": 1,
    "choices": [
        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hi."}}
    ],
    "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
}


def _refusal(key: str) -> dict[str, object]:
    return {"error": {"message": f"Incorrect API key provided: {key}.", "code": "invalid_api_key"}}
