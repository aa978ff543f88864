"""The models, as a caller and as an operator see them."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from integrations.litellm.sandbox.access import allowed
from integrations.litellm.sandbox.auth import admin, caller, state_of
from integrations.litellm.sandbox.models import MODELS, Model
from integrations.litellm.sandbox.state import JSON

_CREATED = 1677610602


async def models(request: Request) -> JSONResponse:
    key = caller(request)
    usable = allowed(state_of(request), key)
    names = [name for name in MODELS if not usable or name in usable]
    names += [name for name in usable if name not in MODELS]
    rows = [
        {"id": name, "object": "model", "created": _CREATED, "owned_by": "openai"} for name in names
    ]
    return JSONResponse({"data": rows, "object": "list"})


async def model_info(request: Request) -> JSONResponse:
    admin(request)
    return JSONResponse({"data": [_row(model) for model in MODELS.values()]})


def _row(model: Model) -> JSON:
    prices = {
        "input_cost_per_token": model.input_price,
        "output_cost_per_token": model.output_price,
    }
    params = {"model": model.full_name} | prices
    return {
        "model_name": model.name,
        "litellm_params": params,
        "model_info": {"id": model.name} | prices,
    }


ROUTES = [
    Route("/models", models),
    Route("/v1/models", models),
    Route("/model/info", model_info),
    Route("/v1/model/info", model_info),
]
