"""Chats, plain and streamed. Answers are made by rote and say so."""

import uuid
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.litellm.sandbox import rote, spending
from integrations.litellm.sandbox.access import check_access, check_budget
from integrations.litellm.sandbox.answers import Refused, refused
from integrations.litellm.sandbox.auth import caller, state_of
from integrations.litellm.sandbox.bodies import chat_body
from integrations.litellm.sandbox.call import Call
from integrations.litellm.sandbox.models import chosen
from integrations.litellm.sandbox.state import JSON
from integrations.litellm.sandbox.streaming import BROKE, Streamed


async def completions(request: Request) -> Response:
    call, body = await _let_through(request)
    if call.course.wait:
        await call.course.wait(0)
    if call.course.error_after == 0:
        call.charge(rote.usage(call.model, call.prompt_tokens, 0), BROKE, failed=True)
        raise refused(500, "litellm.APIConnectionError: broken by the test")
    if body.get("stream"):
        with_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        return Streamed(call, with_usage and call.course.usage, request.scope)
    call.charge(call.usage)
    cost = spending.cost(call.model, call.usage)
    headers = call.headers() | {"x-litellm-response-cost": str(cost)}
    return JSONResponse(_completion(call, body.get("n") or 1), headers=headers)


async def _let_through(request: Request) -> tuple[Call, JSON]:
    """What is refused is logged too; only what a provider refused under the caller's call id."""
    state, started = state_of(request), datetime.now(UTC)
    key, body, call_id = None, {}, str(uuid.uuid4())
    try:
        key = caller(request)
        body = await chat_body(request)
        check_access(state, key, body.get("model"))
        check_budget(state, key)
        call_id = request.headers.get("x-litellm-call-id") or call_id
        model, fallbacks = chosen(state, body.get("model"))
    except Refused as refusal:
        refused_model = str(body.get("model"))
        error = {"error_code": str(refusal.response.status_code)}
        ended = spending.Ended(call_id, call_id, refused_model, started, error=error, failed=True)
        spending.charge(state, key, ended)
        raise
    course = state.faults.course()
    call = Call(
        state=state,
        key=key,
        model=model,
        fallbacks=fallbacks,
        said=rote.say(model, body, course.text),
        prompt_tokens=rote.prompt_tokens(body["messages"]),
        call_id=call_id,
        started=started,
        end_user=body.get("user"),
        course=course,
        id=f"chatcmpl-{uuid.uuid4()}",
    )
    return call, body


def _completion(call: Call, choices: int) -> JSON:
    choice = {"finish_reason": call.said.finish_reason, "message": call.said.message}
    return {
        "id": call.id,
        "created": int(call.started.timestamp()),
        "model": call.model.name,
        "object": "chat.completion",
        "choices": [choice | {"index": index} for index in range(choices)],
        **({"usage": call.usage} if call.course.usage else {}),
    }


ROUTES = [
    Route("/chat/completions", completions, methods=["POST"]),
    Route("/v1/chat/completions", completions, methods=["POST"]),
]
