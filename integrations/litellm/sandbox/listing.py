"""The models, as a caller sees them."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from integrations.litellm.sandbox.access import allowed
from integrations.litellm.sandbox.auth import caller, state_of
from integrations.litellm.sandbox.models import offered

_CREATED = 1677610602


async def models(request: Request) -> JSONResponse:
    key = caller(request)
    state = state_of(request)
    usable, known = allowed(state, key), offered(state)
    names = [name for name in known if not usable or name in usable]
    names += [name for name in usable if name not in known]
    rows = [
        {"id": name, "object": "model", "created": _CREATED, "owned_by": "openai"} for name in names
    ]
    return JSONResponse({"data": rows, "object": "list"})


ROUTES = [
    Route("/models", models),
    Route("/v1/models", models),
]
