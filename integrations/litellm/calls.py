"""Model calls through a LiteLLM proxy."""

import json
from collections.abc import AsyncIterator, Mapping
from functools import cached_property
from typing import Any, Final

import orjson

from domain.ports import ModelAnswer, ModelCallFailed
from integrations.litellm.events import Events, EventTooLarge
from integrations.litellm.failures import failure, failure_in_stream
from integrations.litellm.wire import Answer, Pool, WireBroken, WireLate

_PATH: Final = "/chat/completions"
_OK: Final = 200
_MOST: Final = 64 * 1024 * 1024
_MOST_OF_A_REFUSAL: Final = 1024 * 1024
_MODEL: Final = "x-litellm-model-name"
_DONE: Final = b"[DONE]"


class LiteLLMCalls:
    """Connects when it is first used; belongs to the event loop that does."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    @cached_property
    def _pool(self) -> Pool:
        """Made for the first call: who makes none needs no proxy."""
        return Pool(self._base_url)

    async def complete(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelAnswer:
        with (
            _failures(timeout_seconds),
            await self._post(secret, body, call_id, timeout_seconds) as answer,
        ):
            found = _json(await answer.read_all(_MOST))
        if answer.status != _OK:
            raise failure(answer.status, found, answer.header("retry-after"))
        if not isinstance(found, dict):
            raise ModelCallFailed("LiteLLM answered something else than JSON.", status=_OK)
        return ModelAnswer(found, answer.header(_MODEL))

    async def stream(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> "LiteLLMStream":
        with _failures(timeout_seconds):
            answer = await self._post(secret, body, call_id, timeout_seconds)
            if answer.status == _OK:
                return LiteLLMStream(answer, timeout_seconds)
            with answer:
                found = _json(await answer.read_all(_MOST_OF_A_REFUSAL))
        raise failure(answer.status, found, answer.header("retry-after"))

    async def close(self) -> None:
        if "_pool" in vars(self):
            await self._pool.close()

    async def _post(
        self, secret: str, body: Mapping[str, Any], call_id: str, seconds: float
    ) -> Answer:
        headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "x-litellm-call-id": call_id,
        }
        return await self._pool.post(_PATH, headers, _encoded(body), seconds=seconds)


class LiteLLMStream:
    """The chunks of one answer; see `domain.ports.ModelStream`."""

    def __init__(self, answer: Answer, timeout_seconds: float) -> None:
        self.used_model = answer.header(_MODEL)
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
        self._answer.allow(self._timeout_seconds)
        with _failures(self._timeout_seconds):
            while received := await self._answer.read():
                if found := events.feed(received):
                    return found
        return []


class _failures:  # noqa: N801 - used as a function; a generator would cost as much as a read
    """What goes wrong on the wire is a failed call."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        return

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        match error:
            case WireLate():
                message = f"LiteLLM did not answer within {self._seconds:g} seconds."
            case WireBroken():
                message = f"LiteLLM did not answer: {error}."
            case OSError():
                message = f"LiteLLM could not be reached ({type(error).__name__})."
            case EventTooLarge():
                message = "LiteLLM sent a chunk that is too large."
            case _:
                return
        raise ModelCallFailed(message) from None


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
    choices = found.get("choices") or []
    if not isinstance(choices, list) or not all(isinstance(each, dict) for each in choices):
        raise ModelCallFailed("LiteLLM streamed something else than chunks.")
    return found
