"""Model calls in jobs over the legacy API, answered piece by piece."""

from collections.abc import AsyncGenerator
from typing import Final

from starlette.responses import Response

from domain import calls
from domain.errors import DomainError, StorageTrouble, UpstreamFailed
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.call_forms import LLMCallRequest, SingleCallJobRequest
from integrations.rest.event_stream import DONE, KEEPALIVE, EventStream, event, unless_left
from integrations.rest.job_calls import (
    HEADERS,
    JOB_FIELDS,
    LIMITED,
    MAX_PROMPT_BYTES,
    OF_CALL,
    headers_of,
)
from integrations.rest.job_refusals import (
    ALREADY,
    FAILED,
    OF_JOB,
    OTHER_TEAM,
    in_whole_credits,
    of_own_job,
    refusals,
)
from integrations.rest.jobs import TAG
from integrations.rest.operation import Call, operation

_EXAMPLE: Final = (
    'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1697896000,'
    '"model":"gpt-4","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}\n\n'
    'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1697896000,'
    '"model":"gpt-4","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],'
    '"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}\n\n'
    "data: [DONE]\n\n"
)
_BREAKS: Final = (
    'When the model breaks off, `data: {"error": "…"}` comes before `data: [DONE]`. '
    "Whoever goes away is charged for what came until then."
)


@operation(
    "POST",
    "/api/jobs/{job_id}/llm-call-stream",
    tag=TAG,
    summary="Streaming LLM call",
    description=f"Does not complete the job. {_BREAKS}",
    auth=VIRTUAL_KEY,
    calls=calls.listen,
    errors=refusals(OF_JOB, OF_CALL, {409: [ALREADY, *LIMITED], 500: [FAILED]}),
    statuses={UpstreamFailed: 500},
    model_call=True,
    body_limit=MAX_PROMPT_BYTES,
    media_type="text/event-stream",
    headers=HEADERS,
    example=_EXAMPLE,
)
async def llm_call_stream(call: Call, job_id: str, body: LLMCallRequest) -> Response:
    request = body.request(call.idempotency_key)
    async with of_own_job(call, job_id), in_whole_credits(call):
        opening = calls.listen(call.actor, call.ports, job_id, request)
        chunks = await unless_left(call.request, opening)
    return _stream(chunks)


@operation(
    "POST",
    "/api/jobs/create-and-call-stream",
    tag=TAG,
    summary="Create, stream, complete",
    description="Begins with a comment line. The job is completed and charged before "
    f"`data: [DONE]` is sent. {_BREAKS}",
    auth=VIRTUAL_KEY,
    calls=calls.listen,
    errors=refusals({403: [OTHER_TEAM]}, OF_CALL, {500: [FAILED]}),
    statuses={UpstreamFailed: 500},
    fields=JOB_FIELDS,
    model_call=True,
    body_limit=MAX_PROMPT_BYTES,
    media_type="text/event-stream",
    headers=HEADERS,
    example=": keepalive\n\n" + _EXAMPLE,
)
async def create_and_call_stream(call: Call, body: SingleCallJobRequest) -> Response:
    call.require_own_team(body.team_id, OTHER_TEAM.format(team_id=body.team_id))
    request = body.request(call.idempotency_key)
    async with in_whole_credits(call):
        opening = calls.listen(call.actor, call.ports, body.job, request)
        chunks = await unless_left(call.request, opening)
    return _stream(chunks, KEEPALIVE)


def _stream(chunks: calls.Chunks, first: bytes = b"") -> Response:
    return EventStream(_events(chunks, first), chunks.aclose, headers_of_stream(chunks))


def headers_of_stream(chunks: calls.Chunks) -> dict[str, str]:
    replayed = chunks.asked is not None  # before the first chunk
    return headers_of(chunks.job_id, chunks.call_id, chunks.served_by, replayed=replayed)


async def _events(chunks: calls.Chunks, first: bytes) -> AsyncGenerator[bytes, None]:
    if first:
        yield first
    try:
        async for chunk in chunks:
            yield event(chunk)
    except (DomainError, StorageTrouble) as error:
        yield event({"error": error.message})
    yield DONE
