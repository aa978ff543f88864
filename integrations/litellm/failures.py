"""What a model call that LiteLLM did not answer came to: who is to blame, and in what words."""

from collections.abc import Mapping
from typing import Any, Final

import httpx

from domain.ports import ModelCallFailed
from integrations import retry_after
from integrations.litellm.transport import Answer

_OF_THE_PROVIDER: Final = {408, 425, 429}
# So begin the messages of what a provider refused to LiteLLM itself: its account there, or a
# model that is gone. The caller can do nothing about it, another model may.
_REFUSED_TO_LITELLM: Final = (
    "litellm.AuthenticationError",
    "litellm.PermissionDeniedError",
    "litellm.NotFoundError",
)


def failure(status: int, body: Any, header: str | None = None) -> ModelCallFailed:
    """Of an answer with another status than 200; `header` is its Retry-After."""
    said = Answer(status, body).message
    return ModelCallFailed(
        said or f"LiteLLM answered {status}.",
        status=status,
        is_provider=_is_of_provider(status, said),
        is_budget=_kind(body) == "budget_exceeded",
        retry_after_seconds=retry_after.seconds(header),
    )


def failure_in_stream(event: Mapping[str, Any]) -> ModelCallFailed:
    """Of an error event. The status was 200 by then; the event may tell the one it should be."""
    error = event["error"]
    code = str(error.get("code", "")) if isinstance(error, Mapping) else ""
    status = int(code) if code.isascii() and code.isdigit() else 500
    return failure(status, event)


def _is_of_provider(status: int, said: str) -> bool:
    return (
        httpx.codes.is_server_error(status)
        or status in _OF_THE_PROVIDER
        or said.startswith(_REFUSED_TO_LITELLM)
    )


def _kind(body: Any) -> object:
    error = body.get("error") if isinstance(body, Mapping) else None
    return error.get("type") if isinstance(error, Mapping) else None
