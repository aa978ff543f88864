"""What is asked of a model, in OpenAI's words: what is left out is not sent."""

from enum import Enum
from typing import Any, Final
from uuid import UUID

import strawberry
from strawberry import UNSET
from strawberry.utils.str_converters import to_camel_case

from domain.calls import CallRequest
from domain.errors import Fault, InvalidInput
from domain.jobs import NewJob
from graph.job_inputs import JobInput, Places, new_job_at
from graph.scalars import JSON
from graph.waiting import IDEMPOTENCY_KEY


@strawberry.enum(description="Who speaks in a conversation.")
class ChatRole(Enum):
    SYSTEM = strawberry.enum_value("system", description="Instructions of the application.")
    DEVELOPER = strawberry.enum_value(
        "developer", description="Instructions of the application, for newer models."
    )
    USER = strawberry.enum_value("user", description="The person.")
    ASSISTANT = strawberry.enum_value("assistant", description="The model.")
    TOOL = strawberry.enum_value("tool", description="The result of a tool call.")


@strawberry.input(description="One message of a conversation, as in the OpenAI API.")
class ChatMessageInput:
    role: ChatRole = strawberry.field(description="Who speaks.")
    content: JSON | None = strawberry.field(
        default=UNSET,
        description="Text, or an array of content parts; null only next to `toolCalls`.",
    )
    name: str | None = strawberry.field(default=UNSET, description="Name of the speaker.")
    tool_calls: JSON | None = strawberry.field(
        default=UNSET, description="`tool_calls` of an earlier answer."
    )
    tool_call_id: str | None = strawberry.field(
        default=UNSET, description="The tool call answered by this message."
    )

    def as_message(self) -> dict[str, Any]:
        return {
            "role": self.role.value,
            "content": self.content if _is_given(self.content) else None,
        } | _sent(
            name=self.name,
            tool_calls=self.tool_calls,
            tool_call_id=self.tool_call_id,
        )

    def has_content(self) -> bool:
        if _is_given(self.content):
            return isinstance(self.content, str | list)
        return _is_given(self.tool_calls)


@strawberry.input(
    one_of=True,
    description="Exactly one: a job to call in, or a job to make for this call alone.",
)
class CompletionJobInput:
    job_id: str | None = strawberry.field(
        default=UNSET, description="Natural key of an unfinished job; it stays open."
    )
    create: JobInput | None = strawberry.field(
        default=UNSET, description="A new job; it is completed and charged after the answer."
    )


@strawberry.input(description="Arguments of `runCompletion` and of the subscription `completion`.")
class RunCompletionInput:
    job: CompletionJobInput = strawberry.field(description="The job it belongs to.")
    model: str | None = strawberry.field(
        default=UNSET,
        description="Alias or model group; may be omitted when the team has access to just one.",
    )
    messages: list[ChatMessageInput] = strawberry.field(description="The conversation so far.")
    purpose: str | None = strawberry.field(
        default=UNSET, description="What the call is for, in the team's own words."
    )
    temperature: float | None = strawberry.field(default=UNSET, description="Randomness, 0 to 2.")
    top_p: float | None = strawberry.field(default=UNSET, description="Nucleus sampling, 0 to 1.")
    max_tokens: int | None = strawberry.field(default=UNSET, description="Most tokens to answer.")
    frequency_penalty: float | None = strawberry.field(
        default=UNSET, description="Penalty on frequent tokens, -2 to 2."
    )
    presence_penalty: float | None = strawberry.field(
        default=UNSET, description="Penalty on tokens already present, -2 to 2."
    )
    stop: list[str] | None = strawberry.field(
        default=UNSET, description="Strings that end the answer, at most 4."
    )
    response_format: JSON | None = strawberry.field(
        default=UNSET, description="`response_format` of the OpenAI API, for structured output."
    )
    tools: JSON | None = strawberry.field(default=UNSET, description="`tools` of the OpenAI API.")
    tool_choice: JSON | None = strawberry.field(
        default=UNSET, description="`tool_choice` of the OpenAI API."
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)

    @property
    def places(self) -> Places:
        """Where this input has what refusals blame: a job that is there stands for its team."""
        if self.job.create:
            return new_job_at("job", "create")
        return dict.fromkeys(("jobId", "teamId"), ("job", "jobId"))

    def parameters(self) -> dict[str, Any]:
        return _sent(
            temperature=self.temperature,
            top_p=self.top_p,
            max_tokens=self.max_tokens,
            frequency_penalty=self.frequency_penalty,
            presence_penalty=self.presence_penalty,
            stop=self.stop,
            response_format=self.response_format,
            tools=self.tools,
            tool_choice=self.tool_choice,
        )


def to_request(input: RunCompletionInput) -> tuple[UUID | str | NewJob, CallRequest]:
    """The job to call in, or to make, and the call."""
    if faults := _faults(input):
        raise InvalidInput.of(faults)
    job = input.job.create.wanted() if input.job.create else input.job.job_id or ""
    body = {"messages": [message.as_message() for message in input.messages], **input.parameters()}
    request = CallRequest(
        body=body,
        model=input.model or None,
        purpose=input.purpose or None,
        idempotency_key=input.idempotency_key,
    )
    return job, request


def _sent(**values: Any) -> dict[str, Any]:
    """What says something: a null asks for the provider's default, as silence does."""
    return {name: value for name, value in values.items() if _is_given(value)}


def _is_given(value: Any) -> bool:
    return value is not UNSET and value is not None


_RANGES: Final = {
    "temperature": (0, 2),
    "top_p": (0, 1),
    "frequency_penalty": (-2, 2),
    "presence_penalty": (-2, 2),
}
_MOST_STOPS: Final = 4


def _faults(input: RunCompletionInput) -> list[Fault]:
    """What no provider would take: it is refused before anything is reserved for it."""
    sent = input.parameters()
    faults = [
        Fault((to_camel_case(name),), f"Must be {least} to {most}.")
        for name, (least, most) in _RANGES.items()
        if name in sent and not least <= sent[name] <= most
    ]
    if sent.get("max_tokens", 1) < 1:
        faults.append(Fault(("maxTokens",), "Must be at least 1."))
    if len(sent.get("stop", ())) > _MOST_STOPS:
        faults.append(Fault(("stop",), f"May hold {_MOST_STOPS} strings at most."))
    if not input.messages:
        faults.append(Fault(("messages",), "Must not be empty."))
    return faults + [
        Fault(("messages", place, "content"), "Must be text or an array of content parts.")
        for place, message in enumerate(input.messages)
        if not message.has_content()
    ]
