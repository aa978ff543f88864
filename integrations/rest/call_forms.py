"""Model calls as legacy clients send them and read their answers."""

from collections.abc import Mapping
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import (
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from domain import calls, jobs
from integrations.rest.body import Input, Integer, Metadata
from integrations.rest.job_forms import JobCosts, JobStatusName
from integrations.rest.rendering import Output, Timestamp, left_out_when_none

Json = dict[str, Any]
_TEMPERATURE: Final = 0.7
# Of the documented parameters null means: as if it had not been sent.
_NULLABLE: Final = frozenset(
    {
        "temperature",
        "max_tokens",
        "response_format",
        "tools",
        "tool_choice",
        "top_p",
        "frequency_penalty",
        "presence_penalty",
        "stop",
    }
)
_OURS: Final = frozenset(
    {
        "model",
        "model_group",
        "purpose",
        "call_metadata",
        "team_id",
        "job_type",
        "user_id",
        "job_metadata",
        "stream",
        "stream_options",
    }
)


class LLMParams(Input):
    """What is sent besides is passed on to the model, too."""

    model_config = ConfigDict(extra="allow")

    model: str | None = Field(
        None,
        description="Model alias or model group name; may be left out "
        "by a team that may call just one",
    )
    model_group: str | None = Field(None, description="Older name of `model`")
    messages: list[Json]
    purpose: str | None = Field(None, max_length=200)
    temperature: float | None = Field(_TEMPERATURE, ge=0, le=2)
    max_tokens: Integer | None = None
    response_format: Json | None = None
    tools: list[Json] | None = None
    tool_choice: Any = Field(None, description="'auto', 'none' or a tool object")
    top_p: float | None = None
    frequency_penalty: float | None = Field(None, ge=-2, le=2)
    presence_penalty: float | None = Field(None, ge=-2, le=2)
    stop: list[str] | str | None = None

    _sent: Mapping[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _as_sent(cls, value: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        """Numbers are passed on as they were written: 0 is not 0.0."""
        return read(value).keep(value)

    def keep(self, sent: Mapping[str, Any]) -> Self:
        self._sent = sent
        return self

    def request(self, idempotency_key: str | None = None) -> calls.CallRequest:
        sent = {"temperature": _TEMPERATURE, **self._sent}
        body = {
            name: value
            for name, value in sent.items()
            if name not in _OURS and not (value is None and name in _NULLABLE)
        }
        return calls.CallRequest(
            body=body,
            model=self.model if self.model is not None else self.model_group,
            purpose=self.purpose,
            idempotency_key=idempotency_key,
        )


class LLMCallRequest(LLMParams):
    call_metadata: Metadata | None = Field(
        None, description="Merged into the job's metadata after a successful call (not streamed)."
    )


class SingleCallJobRequest(LLMParams):
    team_id: str = Field(max_length=255)
    job_type: str = Field(max_length=100)
    user_id: str | None = Field(None, max_length=255, description="The end user")
    job_metadata: Metadata = {}

    @property
    def job(self) -> jobs.NewJob:
        return jobs.NewJob(
            team_id=self.team_id,
            job_type=self.job_type,
            end_user_id=self.user_id,
            metadata=self.job_metadata,
        )


class Reply(Output):
    content: str | None
    finish_reason: str | None
    tool_calls: list[Json] | None = left_out_when_none()

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        choice: Json = next(iter(body.get("choices") or ()), {})
        message = choice.get("message") or {}
        content = message.get("content")
        return cls(
            content=content if isinstance(content, str) else None,
            finish_reason=choice.get("finish_reason"),
            tool_calls=message.get("tool_calls") or None,
        )


class ReplyMetadata(Output):
    tokens_used: int
    latency_ms: int
    model: str = Field(description="the name that was asked for")
    model_group: str = Field(description="the same")
    warning: str | None = left_out_when_none("why call_metadata were not merged")

    @classmethod
    def of(cls, call: jobs.LLMCall, warning: str | None = None) -> Self:
        return cls(
            tokens_used=call.prompt_tokens + call.completion_tokens,
            latency_ms=call.latency_ms or 0,
            model=call.requested_model,
            model_group=call.requested_model,
            warning=warning,
        )


class Usage(Output):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Choice(Output):
    index: int
    message: Json
    finish_reason: str | None


class ChatCompletion(Output):
    """OpenAI's answer; it has what the model's provider answers besides."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str = Field(description="the name that was asked for")
    choices: list[Choice]
    usage: Usage


class CallEnvelope(Output):
    """What an answer has besides the model's."""

    call_id: UUID
    response: Reply
    metadata: ReplyMetadata


class JobEnvelope(CallEnvelope):
    job_id: UUID
    status: JobStatusName
    costs: JobCosts
    completed_at: Timestamp


class LLMCallResponse(ChatCompletion, CallEnvelope): ...


class SingleCallJobResponse(ChatCompletion, JobEnvelope): ...
