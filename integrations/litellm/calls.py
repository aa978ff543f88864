"""Model calls through a LiteLLM proxy."""

from collections.abc import Mapping
from typing import Any

from domain.ports import ModelAnswer, ModelStream


class LiteLLMCalls:
    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    async def complete(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelAnswer:
        raise NotImplementedError

    async def stream(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelStream:
        raise NotImplementedError

    async def close(self) -> None:
        return
