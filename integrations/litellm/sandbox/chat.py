"""Models, chat and what it costs. Answers are made by rote and say so."""

import json
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from integrations.litellm.sandbox.answers import refused
from integrations.litellm.sandbox.auth import admin, caller, state_of, team_of
from integrations.litellm.sandbox.bodies import chat_body
from integrations.litellm.sandbox.models import MODELS, Model, chosen
from integrations.litellm.sandbox.state import JSON, Key, State, Team, token_of

_CHUNK = 12
_CREATED = 1677610602


@dataclass(slots=True)
class Call:
    """One chat that was let through: who pays, what is said, what it costs."""

    state: State
    key: Key | None
    model: Model
    fallbacks: int
    text: str
    prompt_tokens: int
    id: str
    created: int

    @property
    def completion_tokens(self) -> int:
        return max(1, len(self.text) // 4)

    @property
    def cost(self) -> float:
        price = self.model
        return self.prompt_tokens * price.input_price + self.completion_tokens * price.output_price

    @property
    def usage(self) -> JSON:
        total = self.prompt_tokens + self.completion_tokens
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": total,
        }

    def charge(self) -> None:
        """Spend shows at once; the real proxy writes it down some seconds later."""
        key, team = self.key, _team(self.state, self.key)
        for payer in (key, team):
            if payer:
                payer.spend += self.cost
        self.state.spend_logs.append(
            {
                "request_id": self.id,
                "call_type": "acompletion",
                "api_key": key.token if key else "",
                "team_id": team.team_id if team else "",
                "model": f"{self.model.provider}/{self.model.name}",
                "model_group": self.model.name,
                "spend": self.cost,
                "startTime": datetime.fromtimestamp(self.created, UTC).isoformat(),
                **self.usage,
            }
        )

    def headers(self) -> dict[str, str]:
        headers = {
            "x-litellm-call-id": str(uuid.uuid4()),
            "x-litellm-model-group": self.model.name,
            "x-litellm-model-name": f"{self.model.provider}/{self.model.name}",
            "x-litellm-version": "sandbox",
            "x-litellm-attempted-retries": "0",
            "x-litellm-attempted-fallbacks": str(self.fallbacks),
        }
        if self.key:
            headers["x-litellm-key-spend"] = str(self.key.spend)
            if self.key.max_budget is not None:
                headers["x-litellm-key-max-budget"] = str(self.key.max_budget)
        return headers


async def completions(request: Request) -> Response:
    key = caller(request)
    body = await chat_body(request)
    state = state_of(request)
    _check_access(state, key, body.get("model"))
    _check_budget(state, key)
    model, fallbacks = chosen(body.get("model"))
    call = Call(
        state=state,
        key=key,
        model=model,
        fallbacks=fallbacks,
        text=f"This is the SaasLiteLLM sandbox, not a model. Mock answer from {model.name}.",
        prompt_tokens=7 + len(json.dumps(body["messages"])) // 16,
        id=f"chatcmpl-{uuid.uuid4()}",
        created=int(time.time()),
    )
    call.charge()
    if body.get("stream"):
        with_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        kind = "text/event-stream; charset=utf-8"
        return StreamingResponse(_events(call, with_usage), headers=call.headers(), media_type=kind)
    headers = call.headers() | {"x-litellm-response-cost": str(call.cost)}
    return JSONResponse(_completion(call), headers=headers)


async def models(request: Request) -> JSONResponse:
    key = caller(request)
    allowed = _allowed(state_of(request), key)
    names = [name for name in MODELS if not allowed or name in allowed]
    names += [name for name in allowed if name not in MODELS]
    rows = [
        {"id": name, "object": "model", "created": _CREATED, "owned_by": "openai"} for name in names
    ]
    return JSONResponse({"data": rows, "object": "list"})


async def model_info(request: Request) -> JSONResponse:
    admin(request)
    return JSONResponse({"data": [_model_row(model) for model in MODELS.values()]})


async def spend_logs(request: Request) -> JSONResponse:
    state = admin(request)
    asked = request.query_params.get("api_key")
    token = token_of(asked) if asked else None
    return JSONResponse([row for row in state.spend_logs if token in {None, row["api_key"]}])


def _check_access(state: State, key: Key | None, model: object) -> None:
    team = _team(state, key)
    own = key.models if key else []
    if own and "all-team-models" not in own and model not in own:
        raise _no_access(model, "key_model_access_denied")
    if team and team.models and model not in team.models:
        raise _no_access(model, "team_model_access_denied")


def _no_access(model: object, kind: str) -> Exception:
    message = (
        f"The requested model '{model}' is not available for this API key, or the model name is "
        "invalid. Check the models available to you and try again."
    )
    return refused(403, message, kind, "model")


def _check_budget(state: State, key: Key | None) -> None:
    """A key is refused when it has spent its budget, a team only when it has spent more."""
    team = _team(state, key)
    if key and key.max_budget is not None and key.spend >= key.max_budget:
        raise _over_budget(f"Key={key.alias or 'key'} ({key.name})", key)
    if team and team.max_budget is not None and team.spend > team.max_budget:
        raise _over_budget(f"Team={team.team_id}", team)


def _over_budget(name: str, payer: Key | Team) -> Exception:
    message = (
        f"Budget has been exceeded! {name} Current cost: {payer.spend}, "
        f"Max budget: {payer.max_budget}"
    )
    return refused(422, message, "budget_exceeded")


def _team(state: State, key: Key | None) -> Team | None:
    return team_of(state, key) if key else None


def _allowed(state: State, key: Key | None) -> list[str]:
    """The names a key may use; empty means all."""
    team = _team(state, key)
    of_team = team.models if team else []
    own = key.models if key else []
    if not own or "all-team-models" in own:
        return of_team
    return [name for name in own if not of_team or name in of_team]


def _completion(call: Call) -> JSON:
    message = {"content": call.text, "role": "assistant"}
    return {
        "id": call.id,
        "created": call.created,
        "model": call.model.name,
        "object": "chat.completion",
        "choices": [{"finish_reason": "stop", "index": 0, "message": message}],
        "usage": call.usage,
    }


async def _events(call: Call, with_usage: bool) -> AsyncIterator[str]:
    pieces = [call.text[at : at + _CHUNK] for at in range(0, len(call.text), _CHUNK)]
    for number, piece in enumerate(pieces):
        role = {} if number else {"role": "assistant"}
        yield _event(call, {"index": 0, "delta": role | {"content": piece}})
    yield _event(call, {"index": 0, "delta": {}, "finish_reason": "stop"})
    if with_usage:
        yield _event(call, {"index": 0, "delta": {}}, usage=call.usage | {"cost": call.cost})
    yield "data: [DONE]\n\n"


def _event(call: Call, choice: JSON, **more: Any) -> str:
    chunk = {
        "id": call.id,
        "object": "chat.completion.chunk",
        "created": call.created,
        "model": call.model.name,
        "choices": [choice],
    }
    return f"data: {json.dumps(chunk | more)}\n\n"


def _model_row(model: Model) -> JSON:
    prices = {
        "input_cost_per_token": model.input_price,
        "output_cost_per_token": model.output_price,
    }
    params = {"model": f"{model.provider}/{model.name}"} | prices
    return {
        "model_name": model.name,
        "litellm_params": params,
        "model_info": {"id": model.name} | prices,
    }


ROUTES = [
    Route("/chat/completions", completions, methods=["POST"]),
    Route("/v1/chat/completions", completions, methods=["POST"]),
    Route("/models", models),
    Route("/v1/models", models),
    Route("/model/info", model_info),
    Route("/v1/model/info", model_info),
    Route("/spend/logs", spend_logs),
]
