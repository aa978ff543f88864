"""Model calls at LiteLLM."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.errors import UpstreamFailed


class ModelCallFailed(UpstreamFailed):
    """A model call was not answered, or its stream broke.

    `status` is the HTTP status that LiteLLM answered with, None without any answer. `is_provider`:
    a provider's error or a timeout, so that another model may do; else the request itself, the
    key or its budget is to blame. The message is LiteLLM's own, short and without secrets.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        is_provider: bool = True,
        is_budget: bool = False,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.is_provider = is_provider
        self.is_budget = is_budget
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A whole answer in OpenAI's form, and what LiteLLM calls the model that gave it
    (`provider/model`, None when it does not say)."""

    body: dict[str, Any]
    used_model: str | None = None


class ModelStream(Protocol):
    """A streamed answer under way: the JSON of each chunk, as it comes, without `[DONE]`.

    Ends after `[DONE]`; raises `ModelCallFailed` for an error event and for a stream that ends
    without it. Closing it closes the connection.
    """

    used_model: str | None

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]: ...

    async def aclose(self) -> None: ...


class ModelCalls(Protocol):
    """LiteLLM's `/chat/completions`, called with a team's virtual key and never repeated.

    `body` is sent as it is; `call_id` is what LiteLLM's spend log will know the call by. Raises
    `ModelCallFailed`, also when the whole answer, or a stream's next chunk, takes longer than
    `timeout_seconds`.
    """

    async def complete(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelAnswer: ...

    async def stream(
        self, secret: str, body: Mapping[str, Any], *, call_id: str, timeout_seconds: float
    ) -> ModelStream:
        """Returns once LiteLLM has answered 200: an error before the first chunk is raised here."""
