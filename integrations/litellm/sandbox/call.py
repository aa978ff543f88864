"""One chat that was let through."""

from dataclasses import dataclass
from datetime import datetime

from integrations.litellm.sandbox import rote, spending
from integrations.litellm.sandbox.faults import Course
from integrations.litellm.sandbox.models import Model
from integrations.litellm.sandbox.state import JSON, Key, State


@dataclass(slots=True)
class Call:
    """Who pays, what is said, what it costs."""

    state: State
    key: Key | None
    model: Model
    fallbacks: int
    said: rote.Said
    prompt_tokens: int
    call_id: str
    started: datetime
    end_user: object
    course: Course
    id: str
    is_charged: bool = False

    @property
    def usage(self) -> JSON:
        return rote.usage(self.model, self.prompt_tokens, self.said.tokens)

    def charge(self, usage: JSON, error: JSON | None = None, *, failed: bool = False) -> None:
        """Once: the first time says how it ended."""
        if self.is_charged:
            return
        self.is_charged = True
        ended = spending.Ended(
            call_id=self.call_id,
            request_id=self.call_id if failed else self.id,
            model=self.model,
            started=self.started,
            usage=usage,
            error=error,
            failed=failed,
            end_user=self.end_user,
        )
        spending.charge(self.state, self.key, ended)

    def headers(self) -> dict[str, str]:
        headers = {
            "x-litellm-call-id": self.call_id,
            "x-litellm-model-group": self.model.name,
            "x-litellm-model-name": self.model.full_name,
            "x-litellm-version": "sandbox",
            "x-litellm-attempted-retries": "0",
            "x-litellm-attempted-fallbacks": str(self.fallbacks),
        }
        if self.key:
            headers["x-litellm-key-spend"] = str(self.key.spend)
            if self.key.max_budget is not None:
                headers["x-litellm-key-max-budget"] = str(self.key.max_budget)
        return headers
