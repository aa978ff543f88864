"""Model calls through a LiteLLM proxy."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson

from domain.ports import ModelAnswer, ModelCallFailed
from integrations.litellm.events import Events, EventTooLarge
from integrations.litellm.failures import failure, failure_in_stream
from integrations.litellm.wire import Answer, Pool, WireBroken

_PATH: Final = "/chat/completions"
_OK: Final = 200
_MOST: Final = 64 * 1024 * 1024
_MOST_OF_A_REFUSAL: Final = 1024 * 1024
_DONE: Final = b"[DONE]"


class LiteLLMCalls:
    """Connects when it is first used; belongs to the event loop that does."""

    def __init__(self, base_url: str) -> None:
        self._pool = Pool(base_url)

    async def complete(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelAnswer:
        async with _limits(timeout_seconds), await self._post(secret, body, call_id) as answer:
            received = await answer.read_all(_MOST)
        found = _json(received)
        if answer.status != _OK:
            raise failure(answer.status, answer.headers, found)
        if not isinstance(found, dict):
            raise ModelCallFailed("LiteLLM answered something else than JSON.", status=_OK)
        return ModelAnswer(found, used_model(answer))

    async def stream(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> "LiteLLMStream":
        async with _limits(timeout_seconds):
            answer = await self._post(secret, body, call_id)
            if answer.status == _OK:
                return LiteLLMStream(answer, timeout_seconds)
            async with answer:
                received = await answer.read_all(_MOST_OF_A_REFUSAL)
        raise failure(answer.status, answer.headers, _json(received))

    async def close(self) -> None:
        await self._pool.close()

    async def _post(self, secret: str, body: Mapping[str, Any], call_id: str) -> Answer:
        headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "x-litellm-call-id": call_id,
        }
        return await self._pool.post(_PATH, headers, _encoded(body))


class LiteLLMStream:
    """The chunks of one answer; see `domain.ports.ModelStream`."""

    def __init__(self, answer: Answer, timeout_seconds: float) -> None:
        self.used_model = used_model(answer)
        self._answer = answer
        self._timeout_seconds = timeout_seconds
        self._chunks = self._read()

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        return self._chunks

    async def aclose(self) -> None:
        self._answer.close()

    async def _read(self) -> AsyncIterator[dict[str, Any]]:
        events = Events()
        try:
            while received := await self._next(events):
                for data in received:
                    if data == _DONE:
                        self._answer.finish()
                        return
                    yield _chunk(data)
        finally:
            self._answer.close()
        raise ModelCallFailed("LiteLLM's stream ended too early.")

    async def _next(self, events: Events) -> list[bytes]:
        """The next events; none at the end of the answer."""
        async with _limits(self._timeout_seconds):
            while received := await self._answer.read():
                if found := list(events.feed(received)):
                    return found
        return []


def used_model(answer: Answer) -> str | None:
    return answer.headers.get("x-litellm-model-name")


@asynccontextmanager
async def _limits(seconds: float) -> AsyncIterator[None]:
    """Whatever goes wrong on the way is a failed call."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        message = f"LiteLLM did not answer within {seconds:g} seconds."
        raise ModelCallFailed(message) from None
    except OSError as error:
        kind = type(error).__name__
        raise ModelCallFailed(f"LiteLLM could not be reached ({kind}).") from None
    except WireBroken as error:
        raise ModelCallFailed(f"LiteLLM did not answer: {error}.") from None
    except EventTooLarge:
        raise ModelCallFailed("LiteLLM sent a chunk that is too large.") from None


def _encoded(body: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(dict(body))
    except TypeError:  # numbers beyond 64 bits and half characters, which JSON can express
        return json.dumps(dict(body)).encode()


def _json(received: bytes) -> Any:
    try:
        return orjson.loads(received)
    except ValueError:
        return None


def _chunk(data: bytes) -> dict[str, Any]:
    found = _json(data)
    if not isinstance(found, dict):
        raise ModelCallFailed("LiteLLM streamed something else than JSON.")
    if found.get("error"):
        raise failure_in_stream(found)
    return found
