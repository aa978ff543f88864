"""/credentials: providers' keys, shown with little of them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from integrations.litellm.sandbox.answers import UNREACHABLE, Refused, invalid, refused
from integrations.litellm.sandbox.auth import admin
from integrations.litellm.sandbox.bodies import management_body, required
from integrations.litellm.sandbox.state import JSON, Credential, State

_SHOWN = 4


async def new(request: Request) -> JSONResponse:
    state, body = _changing(request), await _body(request)
    name = required(body, "credential_name")
    if "credential_info" not in body:
        raise invalid("credential_info", "missing", "Field required")
    if name in state.credentials:
        hint = f"Update it with PATCH /credentials/{name}, or delete it first."
        raise refused(409, f"Credential '{name}' already exists. {hint}")
    state.credentials[name] = Credential(
        name, dict(body.get("credential_values") or {}), dict(body["credential_info"])
    )
    return JSONResponse({"success": True, "message": "Credential created successfully"})


async def update(request: Request) -> JSONResponse:
    state, body = _changing(request), await _body(request)
    found = state.credentials.get(request.path_params["name"])
    if found is None:
        raise refused(404, "Credential not found in DB.")
    found.values.update(body.get("credential_values") or {})
    for name in body.get("credential_values_to_delete") or []:
        found.values.pop(name, None)
    found.info.update(body.get("credential_info") or {})
    return JSONResponse({"success": True, "message": "Credential updated successfully"})


async def delete(request: Request) -> JSONResponse:
    state, name = _changing(request), request.path_params["name"]
    if state.credentials.pop(name, None) is None:
        raise _unknown(name)
    return JSONResponse({"success": True, "message": "Credential deleted successfully"})


async def one(request: Request) -> JSONResponse:
    found = admin(request).credentials.get(name := request.path_params["name"])
    if found is None:
        raise _unknown(name)
    return JSONResponse(_row(found))


async def every(request: Request) -> JSONResponse:
    rows = [_row(each) for each in admin(request).credentials.values()]
    return JSONResponse({"success": True, "credentials": rows})


def _changing(request: Request) -> State:
    state = admin(request)
    if state.faults.database_down:
        raise refused(500, UNREACHABLE)
    return state


async def _body(request: Request) -> JSON:
    body = await management_body(request)
    for name in ("credential_values", "credential_info"):
        if not isinstance(body.get(name), dict | None):
            raise invalid(name, "dict_type", "Input should be a valid dictionary")
    return body


def _unknown(name: str) -> Refused:
    return refused(404, f"Credential not found. Got credential name: {name}")


def _row(credential: Credential) -> JSON:
    values = {name: _masked(name, value) for name, value in credential.values.items()}
    return {
        "credential_name": credential.name,
        "credential_info": credential.info,
        "credential_values": values,
        "source": "db",
    }


def _masked(name: str, value: Any) -> Any:
    if "key" not in name or not isinstance(value, str):
        return value
    if len(value) <= _SHOWN:
        return "*****"
    return value[: _SHOWN // 2] + "*" * _SHOWN + value[-_SHOWN // 2 :]


ROUTES = [
    Route("/credentials", new, methods=["POST"]),
    Route("/credentials", every),
    Route("/credentials/by_name/{name:path}", one),
    Route("/credentials/{name:path}", update, methods=["PATCH"]),
    Route("/credentials/{name:path}", delete, methods=["DELETE"]),
]
