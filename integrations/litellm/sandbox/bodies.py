"""Reading JSON bodies as LiteLLM's validation does, for the fields the sandbox knows."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from integrations.litellm.sandbox.answers import Refused, detail, invalid, refused

JSON = dict[str, Any]

_TEXTS = ("team_id", "team_alias", "key", "key_alias", "duration")
_LISTS = ("models", "team_ids", "keys", "key_aliases")
# How few and how many of each a provider takes.
_ANY_LENGTH = range(2**31)
_COUNTS = {"n": range(1, 129), "max_tokens": _ANY_LENGTH, "max_completion_tokens": _ANY_LENGTH}


async def management_body(request: Request) -> JSON:
    raw = await request.body()
    if not raw:
        raise detail(422, [{"type": "missing", "loc": ["body"], "msg": "Field required"}])
    try:
        body = json.loads(raw)
    except ValueError as error:
        at = getattr(error, "pos", 0)
        fault = {"type": "json_invalid", "loc": ["body", at], "msg": "JSON decode error"}
        raise detail(422, [fault]) from None
    if not isinstance(body, dict):
        unhandled = {"message": "Internal server error", "type": "internal_server_error"}
        raise Refused(500, {"error": unhandled})
    return _checked(body)


async def chat_body(request: Request) -> JSON:
    raw = await request.body()
    try:
        body = json.loads(raw or b"{}")
    except ValueError as error:
        message = f"Invalid JSON payload: {error}"
        raise refused(400, message, "invalid_request_error", "request_body") from None
    if not isinstance(body, dict) or "messages" not in body:
        message = "/chat/completions: Missing required parameter: 'messages'."
        raise refused(400, message, "invalid_request_error", "messages")
    if not isinstance(body["messages"], list):
        message = "Invalid request format: messages is not a list."
        raise refused(400, message, "invalid_request_error")
    for name in _COUNTS:
        _check_count(body, name)
    return body


def required(body: Mapping[str, Any], name: str) -> str:
    if not isinstance(value := body.get(name), str):
        raise invalid(name, "missing", "Field required")
    return value


def _checked(body: JSON) -> JSON:
    for name in _TEXTS:
        if not isinstance(body.get(name), str | None):
            raise invalid(name, "string_type", "Input should be a valid string")
    for name in _LISTS:
        if not isinstance(body.get(name), list | None):
            raise invalid(name, "list_type", "Input should be a valid list")
    if not isinstance(body.get("metadata"), dict | None):
        raise invalid("metadata", "dict_type", "Input should be a valid dictionary")
    if body.get("max_budget") is not None:
        body["max_budget"] = _budget(body["max_budget"])
    return body


def _check_count(body: JSON, name: str) -> None:
    """As OpenAI refuses it, in LiteLLM's words."""
    value = body.get(name)
    if value is None or (type(value) is int and value in _COUNTS[name]):
        return
    message = f"litellm.BadRequestError: OpenAIException - Invalid '{name}': {value!r:.50}."
    raise refused(400, message, "invalid_request_error", name)


def _budget(value: object) -> float:
    try:
        budget = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        message = "Input should be a valid number, unable to parse string as a number"
        raise invalid("max_budget", "float_parsing", message) from None
    if not 0 <= budget < float("inf"):
        message = f"max_budget must be a non-negative finite number. Received: {budget}"
        raise refused(400, f"{{'error': '{message}'}}")
    return budget
