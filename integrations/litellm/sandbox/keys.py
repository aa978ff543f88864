"""/key/*: as LiteLLM answers it, silent when /key/generate leaves an existing key as it is."""

import asyncio
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from integrations.litellm.sandbox.answers import (
    UNREACHABLE,
    detail,
    no_database,
    refused,
)
from integrations.litellm.sandbox.auth import admin, own_key_or_admin, state_of
from integrations.litellm.sandbox.bodies import management_body
from integrations.litellm.sandbox.state import JSON, Key, State, token_of
from integrations.litellm.sandbox.teams import slice_of

_FIELDS = {"key_alias": "alias", "team_id": "team_id", "models": "models"}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SHORTEST_KEY = 16
_DEFAULTS: JSON = {
    "key_alias": None,
    "team_id": None,
    "models": [],
    "max_budget": None,
    "metadata": {},
    "blocked": None,
}


async def generate(request: Request) -> JSONResponse:
    state = admin(request)
    body = await management_body(request)
    if state.faults.database_down:
        raise refused(500, "{'error': 'Internal Server Error.'}")
    secret = body.get("key") or f"sk-{secrets.token_urlsafe(16)}"
    _check_format(secret)
    _check_alias(state, body.get("key_alias"), apart_from=None)
    expires = _expiry(body.get("duration"))
    await asyncio.sleep(0)  # the alias is unique only as far as the check above saw
    key = Key(token_of(secret), name=f"sk-...{secret[-4:]}", expires=expires)
    _change(key, body)
    key.only_models = body.get("key_type") == "llm_api"
    key.blocked = body.get("blocked")
    state.keys.setdefault(key.token, key)
    echo = _DEFAULTS | {name: body[name] for name in _DEFAULTS if body.get(name) is not None}
    tokens = {"key": secret, "token": key.token, "token_id": key.token, "key_name": key.name}
    times = {"duration": None, "expires": key.row()["expires"], "spend": 0.0}
    return JSONResponse(echo | tokens | times)


async def info(request: Request) -> JSONResponse:
    own = own_key_or_admin(request)
    state = state_of(request)
    if state.faults.database_down:
        raise refused(500, UNREACHABLE)
    asked = request.query_params.get("key") or (own.token if own else "")
    token = token_of(asked)
    if key := state.keys.get(token):
        return JSONResponse({"key": asked, "info": key.row() | {"status": "active"}})
    if token in state.deleted_keys:
        return JSONResponse({"key": asked, "info": state.deleted_keys[token]})
    raise refused(404, "Key not found in database", "not_found_error", "key")


async def update(request: Request) -> JSONResponse:
    state = admin(request)
    body = await management_body(request)
    if not body.get("key"):
        message = "Value error, either key or key_alias must be provided"
        raise detail(422, [{"type": "value_error", "loc": ["body"], "msg": message}])
    if state.faults.database_down:
        raise refused(400, f"Authentication Error, {UNREACHABLE}", "auth_error", "None")
    key = _found(state, body["key"])
    _check_alias(state, body.get("key_alias"), apart_from=key)
    if "duration" in body:
        key.expires = _expiry(body["duration"])
    _change(key, body)
    return JSONResponse(key.row() | {"key": body["key"], "token": key.token})


async def block(request: Request) -> JSONResponse:
    return await _set_blocked(request, blocked=True)


async def unblock(request: Request) -> JSONResponse:
    return await _set_blocked(request, blocked=False)


async def delete(request: Request) -> JSONResponse:
    state = admin(request)
    body = await management_body(request)
    names, aliases = body.get("keys"), body.get("key_aliases")
    if not names and not aliases:
        message = "Value error, At least one of 'keys' or 'key_aliases' must be provided."
        raise detail(422, [{"type": "value_error", "loc": ["body"], "msg": message}])
    if state.faults.database_down:
        raise refused(500, UNREACHABLE)
    tokens = {token_of(name) for name in names or []}
    doomed = [
        key for key in state.keys.values() if key.token in tokens or key.alias in (aliases or [])
    ]
    if not doomed:
        raise refused(404, "{'error': 'No keys found'}")
    state.delete_keys(doomed)
    return JSONResponse({"deleted_keys": [*(names or []), *(aliases or [])]})


async def page(request: Request) -> JSONResponse:
    state = admin(request)
    if state.faults.database_down:
        message = f"Authentication Error, {UNREACHABLE}"
        raise refused(500, message, "internal_server_error", "None")
    query = request.query_params
    keys = [
        key
        for key in state.keys.values()
        if query.get("team_id") in {None, key.team_id}
        and query.get("key_hash") in {None, key.token}
        and query.get("key_alias") in {None, key.alias}
    ]
    keys.sort(key=lambda key: key.created_at, reverse=query.get("sort_order", "desc") == "desc")
    rows = [key.row() | {"token": key.token} for key in keys]
    number, size, shown = slice_of(request, rows, "size")
    full = query.get("return_full_object", "false").lower() == "true"
    pages = {"current_page": number, "total_pages": ceil(len(keys) / size)}
    listed = shown if full else [row["token"] for row in shown]
    return JSONResponse({"keys": listed, "total_count": len(keys)} | pages)


async def _set_blocked(request: Request, *, blocked: bool) -> JSONResponse:
    state = admin(request)
    body = await management_body(request)
    if state.faults.database_down:
        raise no_database()
    key = _found(state, body.get("key") or "")
    key.blocked = blocked
    return JSONResponse(key.row() | {"token": key.token})


def _found(state: State, name: str) -> Key:
    if key := state.keys.get(token_of(name)):
        return key
    raise refused(404, "Key not found.", "not_found_error", "key")


def _change(key: Key, body: Mapping[str, Any]) -> None:
    for name, attribute in _FIELDS.items():
        if body.get(name) is not None:
            setattr(key, attribute, body[name])
    if "max_budget" in body:
        key.max_budget = body["max_budget"]
    if body.get("metadata") is not None:
        key.metadata = body["metadata"]


def _check_format(secret: str) -> None:
    fault = None
    if not secret.startswith("sk-"):
        fault = "LiteLLM Virtual Key must start with 'sk-'."
    elif len(secret) < _SHORTEST_KEY:
        fault = f"LiteLLM Virtual Key must be at least {_SHORTEST_KEY} characters long."
    if fault:
        raise refused(400, f"{{'error': \"Invalid key format. {fault}\"}}")


def _check_alias(state: State, alias: str | None, *, apart_from: Key | None) -> None:
    others = (key for key in state.keys.values() if key is not apart_from)
    if alias is not None and any(key.alias == alias for key in others):
        message = (
            f"Key with alias '{alias}' already exists. Unique key aliases across all keys "
            "are required."
        )
        raise refused(400, message, "bad_request_error", "key_alias")


def _expiry(duration: str | None) -> datetime | None:
    if duration in {None, "-1"}:
        return None
    match = re.fullmatch(r"(\d+)([smhdw])", str(duration))
    if match is None:
        raise refused(500, "Invalid duration format")
    return datetime.now(UTC) + timedelta(seconds=int(match[1]) * _UNITS[match[2]])


ROUTES = [
    Route("/key/generate", generate, methods=["POST"]),
    Route("/key/info", info),
    Route("/key/update", update, methods=["POST"]),
    Route("/key/block", block, methods=["POST"]),
    Route("/key/unblock", unblock, methods=["POST"]),
    Route("/key/delete", delete, methods=["POST"]),
    Route("/key/list", page),
]
