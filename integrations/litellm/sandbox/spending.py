"""What calls cost, the log of it, and reading that log."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from integrations.litellm.sandbox.access import payer_team
from integrations.litellm.sandbox.answers import invalid, no_database, refused
from integrations.litellm.sandbox.auth import admin
from integrations.litellm.sandbox.models import MODELS, Model
from integrations.litellm.sandbox.state import JSON, Key, State, Team, token_of

_MASTER = "litellm_proxy_master_key"
_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")
_PAGE_SIZE = 50
_COUNTS = ("total_tokens", "prompt_tokens", "completion_tokens")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call ended. `model` is a name when none of that name was found or may be used."""

    call_id: str
    request_id: str
    model: Model | str
    started: datetime
    usage: JSON | None = None
    error: JSON | None = None
    failed: bool = False
    end_user: object = None


def cost(model: Model, usage: Mapping[str, int]) -> float:
    prompt = usage["prompt_tokens"] * model.input_price
    return prompt + usage["completion_tokens"] * model.output_price


def charge(state: State, key: Key | None, ended: Ended) -> None:
    """Spend shows at once; the real proxy writes it down some seconds later.

    A failure is a row too. What came before it is charged, and so is what came before a client
    went away, which is no failure.
    """
    team, usage, model = payer_team(state, key), ended.usage, ended.model
    spend = cost(model, usage) if usage and isinstance(model, Model) else 0.0
    for payer in (key, team):
        if payer:
            payer.spend += spend
    state.log(_row(ended, key, team, spend))


def _row(ended: Ended, key: Key | None, team: Team | None, spend: float) -> JSON:
    now = datetime.now(UTC)
    token, team_id = key.token if key else _MASTER, team.team_id if team else ""
    metadata = {
        "status": "failure" if ended.failed else None,
        "usage_object": ended.usage,
        "user_api_key": token,
        "user_api_key_alias": key.alias if key else None,
        "user_api_key_team_id": team_id or None,
        "litellm_call_id": ended.call_id,
        "error_information": ended.error,
    }
    return {
        "request_id": ended.request_id,
        "call_type": "acompletion",
        "api_key": token,
        "spend": spend,
        **{name: (ended.usage or {}).get(name, 0) for name in _COUNTS},
        "startTime": _text(ended.started),
        "endTime": _text(now),
        "completionStartTime": _text(now),
        **_names(ended.model),
        "metadata": metadata,
        "cache_hit": "False",
        "request_tags": [],
        "team_id": team_id,
        "end_user": ended.end_user if isinstance(ended.end_user, str) else "",
        "status": "failure" if ended.failed else "success",
        "litellm_call_id": ended.call_id,
        "request_duration_ms": int((now - ended.started).total_seconds() * 1000),
    }


async def spend_logs(request: Request) -> JSONResponse:
    state = admin(request)
    asked = request.query_params.get("api_key")
    token = token_of(asked) if asked else None
    return JSONResponse([row for row in state.spend_logs if token in {None, row["api_key"]}])


async def spend_logs_paged(request: Request) -> JSONResponse:
    state, asked = admin(request), request.query_params
    page, size = _positive(asked.get("page", "1"), "page"), _size(asked.get("page_size"))
    if not asked.get("start_date") or not asked.get("end_date"):
        raise refused(400, "Start date and end date are required", "bad_request", "None")
    start, end = _date(asked["start_date"]), _date(asked["end_date"])
    if state.faults.database_down:
        raise no_database()
    rows = [
        row
        for row in state.spend_logs
        if start <= datetime.fromisoformat(row["startTime"]) <= end
        and all(asked.get(name) in {None, row[name]} for name in ("api_key", "team_id"))
        and row["spend"] >= float(asked.get("min_spend", 0))
    ]
    rows.sort(key=lambda row: row["startTime"], reverse=asked.get("sort_order") != "asc")
    counts = {"total": len(rows), "page": page, "page_size": size}
    pages = {"total_pages": -(-len(rows) // size), "total_is_capped": False}
    return JSONResponse({"data": rows[(page - 1) * size : page * size], **counts, **pages})


def _names(model: Model | str) -> JSON:
    if not isinstance(model, Model):
        model = MODELS.get(model) or Model(model, "openai", 0, 0)
    return {
        "model": model.full_name,
        "model_id": model.name,
        "model_group": model.name,
        "custom_llm_provider": model.provider,
    }


def _size(asked: str | None) -> int:
    return _positive(asked, "page_size") if asked else _PAGE_SIZE


def _positive(text: str, name: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = "Input should be greater than or equal to 1"
        raise invalid(name, "greater_than_equal", message, place="query")
    return int(text)


def _date(text: str) -> datetime:
    if not _DATE.fullmatch(text):
        expected = "Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'"
        raise refused(400, f"Invalid date format: {text}. {expected}")
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _text(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds")


ROUTES = [
    Route("/spend/logs", spend_logs),
    Route("/spend/logs/v2", spend_logs_paged),
]
