"""OpenAI's chat completions: what any of its clients sends, charged to the key's team.

A call outside of a job opens one of its own and completes it; a header or a member of the
metadata names the job that it belongs to.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from pydantic import ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from domain import calls, jobs
from domain.errors import DomainError, StorageTrouble
from integrations.rest import openai_errors
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.body import Input, read
from integrations.rest.call_forms import ChatCompletion
from integrations.rest.event_stream import DONE, EventStream, event, unless_left
from integrations.rest.job_calls import HEADERS, MAX_PROMPT_BYTES, headers_of
from integrations.rest.job_refusals import ALREADY, FAILED, NO_JOB
from integrations.rest.job_streams import headers_of_stream
from integrations.rest.operation import Call, operation
from integrations.rest.unreadable import Unprocessable

TAG: Final = "openai"
PATH: Final = "/v1/chat/completions"
JOB_TYPE: Final = "chat"
_CHUNK: Final = (
    'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1697896000,'
    '"model":"gpt-4","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}\n\n'
)


class ChatCompletionRequest(Input):
    """Everything that OpenAI's chat API takes; it is passed on as it is."""

    model_config = ConfigDict(extra="allow")

    model: str | None = Field(
        None,
        description="Model alias or model group name; may be left out "
        "by a team that may call just one",
    )
    messages: list[dict[str, Any]] = Field(min_length=1)
    stream: bool | None = None
    user: str | None = Field(None, description="The end user")
    metadata: dict[str, Any] | None = Field(
        None, description="`job_id` in it names the job of the call, as `X-Job-Id` does."
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A request, read. `job_id` is that of the job which it joins."""

    body: dict[str, Any] = field(repr=False)
    job_id: str | None

    @property
    def is_streamed(self) -> bool:
        return self.body.get("stream") is True

    @property
    def wants_usage(self) -> bool:
        options = self.body.get("stream_options")
        return isinstance(options, Mapping) and options.get("include_usage") is True


@operation(
    "POST",
    PATH,
    tag=TAG,
    summary="Chat completion",
    description="Plain, or streamed when `stream` is true. `X-Job-Id` joins a job that runs; "
    f"else the call is a job of its own, of the type in `X-Job-Type` (`{JOB_TYPE}`), and is "
    "charged when it is answered. A team without credits gets 402, which no client repeats.",
    auth=VIRTUAL_KEY,
    calls=calls.ask,
    errors={
        400: ["Send a list of one message or more."],
        402: [openai_errors.INSUFFICIENT],
        403: ["Team '{team_id}' does not have access to model group '{model}'"],
        404: [NO_JOB],
        409: [ALREADY],
        429: [FAILED],
        502: [FAILED],
    },
    model_call=True,
    reads=ChatCompletionRequest,
    answers=ChatCompletion,
    streams=f"{_CHUNK}{DONE.decode()}",
    headers=HEADERS,
    openai=True,
    body_example={"model": "gpt-4", "messages": [{"role": "user", "content": "Hi"}]},
    example={
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1697896000,
        "model": "gpt-4",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Hello"},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6},
    },
)
async def chat_completions(call: Call) -> Response:
    sent = await _read(call.request)
    stands_alone = not (sent.job_id or call.idempotency_key)
    if call.is_recalled and stands_alone:
        with suppress(calls.Outdated):
            return await _answer(call, sent, is_recalled=True)
    if call.is_recalled:
        call = await call.looked_up(VIRTUAL_KEY)
    return await _answer(call, sent)


async def _answer(call: Call, sent: _Sent, *, is_recalled: bool = False) -> Response:
    request = calls.CallRequest(
        body=sent.body,
        model=sent.body.get("model"),
        idempotency_key=call.idempotency_key,
        is_recalled=is_recalled,
    )
    job = sent.job_id or _own_job(call.request, sent)
    if sent.is_streamed:
        opening = calls.listen(call.actor, call.ports, job, request)
        chunks = await unless_left(call.request, opening)
        headers = headers_of_stream(chunks)
        events = _events(chunks, with_usage=sent.wants_usage)
        return EventStream(events, chunks.aclose, headers)
    asked = await calls.ask(call.actor, call.ports, job, request)
    headers = headers_of(asked.job_id, asked.call_id, asked.served_by, replayed=asked.replayed)
    return Response(orjson.dumps(asked.body), headers=headers, media_type="application/json")


def _own_job(request: Request, sent: _Sent) -> jobs.NewJob:
    job_type = request.headers.get("x-job-type", JOB_TYPE)
    return jobs.NewJob(job_type=job_type, end_user_id=sent.body.get("user"))


async def _events(chunks: calls.Chunks, *, with_usage: bool) -> AsyncGenerator[bytes, None]:
    """As OpenAI sends them: usage comes when it was asked for, in a chunk of its own."""
    last: Mapping[str, Any] = {}
    try:
        async for chunk in chunks:
            last = chunk
            if with_usage:
                yield event({**chunk, "usage": None})
            elif "usage" in chunk:
                yield event({name: chunk[name] for name in chunk if name != "usage"})
            else:
                yield event(chunk)
        if with_usage and last.get("usage"):
            yield event({**last, "choices": []})
    except (DomainError, StorageTrouble) as error:
        yield event(openai_errors.content(error))
    yield DONE


async def _read(request: Request) -> _Sent:
    """Raises `Unprocessable` or `TooLarge`. Only what is used here is looked at; the messages
    are looked at by the domain, the rest by the model's provider."""
    raw = await read(request, MAX_PROMPT_BYTES)
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _wrong(f"The body is not valid JSON: {error.msg}") from None
    if not isinstance(body, dict):
        raise _wrong("The body must be a JSON object.")
    for name, (kind, words) in _KINDS.items():
        if body.get(name) is not None and not isinstance(body[name], kind):
            raise _wrong(f"'{name}' must be {words}.", name)
    return _Sent(body, _job_id(request, body))


_KINDS: Final[dict[str, tuple[type, str]]] = {
    "model": (str, "a string"),
    "user": (str, "a string"),
    "stream": (bool, "a boolean"),
    "stream_options": (dict, "an object"),
    "metadata": (dict, "an object"),
}


def _job_id(request: Request, body: dict[str, Any]) -> str | None:
    """The metadata's is ours, and is not passed on."""
    metadata = body.get("metadata")
    named = None
    if metadata and "job_id" in metadata:
        named = str(metadata.pop("job_id"))
        if not metadata:
            del body["metadata"]
    return request.headers.get("x-job-id") or named


def _wrong(message: str, *place: str) -> Unprocessable:
    return Unprocessable([{"type": "value_error", "loc": ["body", *place], "msg": message}])
