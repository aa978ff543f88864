"""A model that says what the test tells it to, when the test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from domain.ports import ModelCallFailed


def chunk(text: str | None = None, **more: Any) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "gpt-4o-mini",
        "choices": [choice | more],
    }


class Script:
    """One streamed answer."""

    used_model = "openai/gpt-4o-mini"

    def __init__(self) -> None:
        self.lines: asyncio.Queue[dict[str, Any] | ModelCallFailed | None] = asyncio.Queue()
        self.is_closed = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        while (line := await self.lines.get()) is not None:
            if isinstance(line, ModelCallFailed):
                raise line
            yield line

    async def aclose(self) -> None:
        self.is_closed.set()

    def say(self, *texts: str) -> None:
        for text in texts:
            self.lines.put_nowait(chunk(text))

    def call_tool(self, delta: list[dict[str, Any]]) -> None:
        self.lines.put_nowait(chunk(delta={"tool_calls": delta}))

    def finish(self) -> None:
        usage = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
        self.lines.put_nowait(chunk(finish_reason="stop") | {"usage": usage})
        self.lines.put_nowait(None)

    def break_off(self) -> None:
        self.lines.put_nowait(ModelCallFailed("the line went dead"))


class Models:
    """Each call waits for the next script."""

    def __init__(self) -> None:
        self.calls = 0
        self._scripts: asyncio.Queue[Script] = asyncio.Queue()

    def script(self, *texts: str) -> Script:
        script = Script()
        script.say(*texts)
        self._scripts.put_nowait(script)
        return script

    async def stream(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> Script:
        self.calls += 1
        return await self._scripts.get()
