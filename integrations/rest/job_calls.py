"""Model calls in jobs over the legacy API, answered whole."""

from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

import orjson
from starlette.responses import Response

from domain import calls, jobs
from domain.errors import InvalidInput, UpstreamFailed
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.call_forms import (
    CallEnvelope,
    JobEnvelope,
    LLMCallRequest,
    LLMCallResponse,
    Reply,
    ReplyMetadata,
    SingleCallJobRequest,
    SingleCallJobResponse,
)
from integrations.rest.job_forms import JobCosts, remaining_credits
from integrations.rest.job_refusals import (
    ALREADY,
    FAILED,
    MODEL_TEXTS,
    NO_TEAM,
    OF_JOB,
    OTHER_TEAM,
    in_whole_credits,
    of_own_job,
    refusals,
)
from integrations.rest.jobs import COSTS, JOB_ID, MOMENT, TAG
from integrations.rest.operation import Call, operation
from integrations.rest.repeats import REPLAYED, REPLAYED_WHEN

# Prompts may have pictures in them.
MAX_PROMPT_BYTES: Final = 16 * 1024 * 1024
LIMITED: Final = (
    "The job may make {n} calls.",
    "The job has used up its credits.",
    "The call may cost more than the job has left; lower its max_tokens.",
)
HEADERS: Final = {
    "X-Job-Id": "The job.",
    "X-Call-Id": "The call.",
    "X-Served-Model": "The model that answered, of those that the name stands for.",
    REPLAYED: REPLAYED_WHEN,
}
OF_CALL: Final[dict[int, list[str]]] = {403: MODEL_TEXTS, 404: [NO_TEAM]}
JOB_FIELDS: Final = {"end_user_id": "user_id", "metadata": "job_metadata"}
_REPLY: Final[dict[str, Any]] = {"content": "Hello", "finish_reason": "stop"}
_COMPLETION: Final[dict[str, Any]] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1697896000,
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "Hello"},
            "finish_reason": "stop",
        }
    ],
}


def headers_of(
    job_id: UUID, call_id: UUID, served_by: str, *, replayed: bool = False
) -> dict[str, str]:
    """A model's name that no header can hold is percent-encoded."""
    model = served_by if served_by.isascii() else quote(served_by)
    headers = {"X-Job-Id": str(job_id), "X-Call-Id": str(call_id), "X-Served-Model": model}
    return headers | {REPLAYED: "true"} if replayed else headers


@operation(
    "POST",
    "/api/jobs/{job_id}/llm-call",
    tag=TAG,
    summary="LLM call in a job",
    auth=VIRTUAL_KEY,
    calls=calls.run,
    errors=refusals(OF_JOB, OF_CALL, {409: [ALREADY, *LIMITED], 500: [FAILED]}),
    statuses={UpstreamFailed: 500},
    model_call=True,
    body_limit=MAX_PROMPT_BYTES,
    body_example={
        "messages": [{"role": "user", "content": "Hello"}],
        "model_group": "ResumeAgent",
    },
    answers=LLMCallResponse,
    headers=HEADERS,
    example=_COMPLETION
    | {
        "call_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "response": _REPLY,
        "metadata": {
            "tokens_used": 450,
            "latency_ms": 1250,
            "model": "ResumeAgent",
            "model_group": "ResumeAgent",
        },
        "model": "ResumeAgent",
        "usage": {"prompt_tokens": 400, "completion_tokens": 50, "total_tokens": 450},
    },
)
async def llm_call(call: Call, job_id: str, body: LLMCallRequest) -> Response:
    request = body.request(call.idempotency_key)
    async with of_own_job(call, job_id), in_whole_credits(call):
        answered = await calls.run(call.actor, call.ports, job_id, request)
    warning = await _merge(call, answered, body)
    envelope = CallEnvelope(
        call_id=answered.call.id,
        response=Reply.of(answered.body),
        metadata=ReplyMetadata.of(answered.call, warning),
    )
    return _answer(answered, envelope)


async def _merge(call: Call, answered: calls.Answered, body: LLMCallRequest) -> str | None:
    """The answer is there and paid for: what is wrong with the metadata is no reason to keep it."""
    if not body.call_metadata:
        return None
    try:
        await jobs.update_metadata(call.actor, answered.job.id, body.call_metadata)
    except InvalidInput as error:
        return f"call_metadata: {error.message}"
    return None


@operation(
    "POST",
    "/api/jobs/create-and-call",
    tag=TAG,
    summary="Create, call, complete",
    description="A failed call fails the job, which is charged nothing.",
    auth=VIRTUAL_KEY,
    calls=calls.run,
    errors=refusals({403: [OTHER_TEAM]}, OF_CALL, {500: [FAILED]}),
    statuses={UpstreamFailed: 500},
    fields=JOB_FIELDS,
    model_call=True,
    body_limit=MAX_PROMPT_BYTES,
    body_example={
        "team_id": "acme-prod",
        "job_type": "chat",
        "model": "gpt-4",
        "messages": [{"role": "user", "content": "Hi"}],
    },
    answers=SingleCallJobResponse,
    headers=HEADERS,
    example=_COMPLETION
    | {
        "job_id": JOB_ID,
        "call_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "status": "completed",
        "response": _REPLY,
        "metadata": {
            "tokens_used": 256,
            "latency_ms": 1340,
            "model": "gpt-4",
            "model_group": "gpt-4",
        },
        "costs": COSTS,
        "completed_at": MOMENT,
        "model": "gpt-4",
        "usage": {"prompt_tokens": 200, "completion_tokens": 56, "total_tokens": 256},
    },
)
async def create_and_call(call: Call, body: SingleCallJobRequest) -> Response:
    call.require_own_team(body.team_id, OTHER_TEAM.format(team_id=body.team_id))
    request = body.request(call.idempotency_key)
    async with in_whole_credits(call):
        answered = await calls.run(call.actor, call.ports, body.job, request)
    job = answered.job
    assert job.completed_at is not None
    envelope = JobEnvelope(
        job_id=job.id,
        call_id=answered.call.id,
        status=job.status.value,
        response=Reply.of(answered.body),
        metadata=ReplyMetadata.of(answered.call),
        costs=JobCosts.of(job, await remaining_credits(call, job)),
        completed_at=job.completed_at,
    )
    return _answer(answered, envelope)


def _answer(answered: calls.Answered, envelope: CallEnvelope) -> Response:
    """The documented envelope and OpenAI's object in one."""
    body = answered.body | envelope.model_dump(mode="json")
    headers = headers_of(
        answered.job.id, answered.call.id, answered.served_by, replayed=answered.replayed
    )
    return Response(orjson.dumps(body), headers=headers, media_type="application/json")
