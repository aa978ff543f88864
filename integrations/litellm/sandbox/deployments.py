"""/model/*: models that are stored beside those of the sandbox's own."""

import asyncio
import uuid
from collections.abc import Mapping
from math import ceil
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from integrations.litellm.sandbox.answers import Refused, detail, invalid, refused
from integrations.litellm.sandbox.auth import admin
from integrations.litellm.sandbox.bodies import management_body, required
from integrations.litellm.sandbox.models import MODELS, Model
from integrations.litellm.sandbox.providers import PROVIDERS
from integrations.litellm.sandbox.state import JSON, Deployment, State
from integrations.litellm.sandbox.teams import slice_of

# What null takes away again.
_CLEARABLE = (
    "litellm_credential_name",
    "input_cost_per_token",
    "output_cost_per_token",
    "cache_read_input_token_cost",
)
_NOT_STORED = "{'error': 'Failed to add model to db. Check your server logs for more details.'}"


async def new(request: Request) -> JSONResponse:
    state, body = admin(request), await _body(request)
    required(body, "model_name")
    info = body.get("model_info") or {}
    model_id = info.get("id") or str(uuid.uuid4())
    await asyncio.sleep(0)  # LiteLLM leaves it to the database to refuse a second row
    if state.faults.database_down or model_id in state.deployments:
        raise refused(500, _NOT_STORED, "auth_error", "None")
    params = {name: value for name, value in _params(body).items() if value is not None}
    made = Deployment(body["model_name"], params, {**info, "id": model_id})
    state.deployments[model_id] = made
    return _written(made, "create")


async def update(request: Request) -> JSONResponse:
    state, body = admin(request), await _body(request)
    model_id = request.path_params["model_id"]
    if state.faults.database_down:
        raise refused(500, "Error updating model: no database")
    made = state.deployments.get(model_id)
    if made is None:
        raise refused(404, f"Model {model_id} not found on proxy.", "not_found_error")
    params = _params(body)
    _require_credential(state, made, params.get("litellm_credential_name"))
    made.name = body.get("model_name") or made.name
    for name, value in params.items():
        if value is not None:
            made.params[name] = value
        elif name in _CLEARABLE:
            made.params.pop(name, None)
    made.info.update(body.get("model_info") or {})
    if body.get("blocked") is not None:
        made.blocked = body["blocked"]
    return _written(made, "update")


async def delete(request: Request) -> JSONResponse:
    state, body = admin(request), await _body(request)
    model_id = required(body, "id")
    if state.faults.database_down:
        raise refused(400, "Authentication Error, no database", "auth_error")
    if state.deployments.pop(model_id, None) is None:
        message = f"{{'error': 'Model with id={model_id} not found in db'}}"
        raise refused(400, message, "auth_error", "None")
    return JSONResponse({"message": f"Model: {model_id} deleted successfully"})


async def info(request: Request) -> JSONResponse:
    """From memory, like all that LiteLLM says of models: a lost database is not felt."""
    rows = _served(admin(request))
    wanted = request.query_params.get("litellm_model_id")
    if wanted is not None:
        rows = [row for row in rows if row["model_info"]["id"] == wanted]
        if not rows:
            raise detail(400, {"error": f"Model id = {wanted} not found on litellm proxy"})
    return JSONResponse({"data": rows})


async def page(request: Request) -> JSONResponse:
    rows, asked = _served(admin(request)), request.query_params
    rows = [
        row
        for row in rows
        if asked.get("model") in {None, row["model_name"]}
        and asked.get("modelId") in {None, row["model_info"]["id"]}
    ]
    if asked.get("sortBy") == "model_name":
        rows.sort(key=lambda row: str(row["model_name"]).lower())
    number, size, found = slice_of(request, rows, "size")
    total, pages = len(rows), ceil(len(rows) / size)
    body = {"total_count": total, "current_page": number, "total_pages": pages, "size": size}
    return JSONResponse({"data": found} | body)


async def _body(request: Request) -> JSON:
    body = await management_body(request)
    for name in ("litellm_params", "model_info"):
        if not isinstance(body.get(name), dict | None):
            raise invalid(name, "dict_type", "Input should be a valid dictionary")
    return body


def _params(body: Mapping[str, Any]) -> JSON:
    return dict(body.get("litellm_params") or {})


def _require_credential(state: State, made: Deployment, name: str | None) -> None:
    if name is None or name == made.params.get("litellm_credential_name"):
        return
    if name not in state.credentials:
        hint = "Create it via /credentials before attaching it to a model."
        message = f"Credential '{name}' not found. {hint}"
        raise refused(400, message, "validation_error", "litellm_credential_name")


def _written(made: Deployment, action: str) -> JSONResponse:
    if made.provider in PROVIDERS:
        made.serve()
    elif made.served is None:
        raise _not_served(made, action)
    return JSONResponse({"model_id": made.id, "model_name": made.name, "model_info": made.info})


def _not_served(made: Deployment, action: str) -> Refused:
    message = (
        f"Model {action} was saved to the database, but the model id(s) ['{made.id}'] are not "
        "live in this pod's router after the reload and are not being served by this pod."
    )
    return refused(500, message)


def _served(state: State) -> list[JSON]:
    return [_own_row(model) for model in MODELS.values()] + [
        {
            "model_name": made.served.name,
            "litellm_params": made.served.params,
            "model_info": {**made.info, "db_model": True, "blocked": made.blocked},
        }
        for made in state.deployments.values()
        if made.served
    ]


def _own_row(model: Model) -> JSON:
    prices = {
        "input_cost_per_token": model.input_price,
        "output_cost_per_token": model.output_price,
    }
    return {
        "model_name": model.name,
        "litellm_params": {"model": model.full_name} | prices,
        "model_info": {"id": model.name, "db_model": False} | prices,
    }


ROUTES = [
    Route("/model/new", new, methods=["POST"]),
    Route("/model/{model_id}/update", update, methods=["PATCH"]),
    Route("/model/delete", delete, methods=["POST"]),
    Route("/model/info", info),
    Route("/v1/model/info", info),
    Route("/v2/model/info", page),
]
