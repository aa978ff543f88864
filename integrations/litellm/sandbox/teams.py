"""/team/*: as LiteLLM answers it, its 404 for a lost database included."""

import asyncio
import uuid
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from integrations.litellm.sandbox.answers import (
    UNREACHABLE,
    Refused,
    detail,
    invalid,
    no_database,
    refused,
)
from integrations.litellm.sandbox.auth import admin, own_key_or_admin, state_of
from integrations.litellm.sandbox.bodies import management_body, required
from integrations.litellm.sandbox.state import JSON, State, Team

_FIELDS = {"team_alias": "alias", "models": "models", "max_budget": "max_budget"}
_MOST_A_PAGE = 100


async def new(request: Request) -> JSONResponse:
    state = admin(request)
    body = await management_body(request)
    if state.faults.database_down:
        raise refused(500, UNREACHABLE)
    team_id = body.get("team_id") or str(uuid.uuid4())
    if team_id in state.teams:
        message = f"Team id = {team_id} already exists. Please use a different team id."
        raise refused(400, f"{{'error': '{message}'}}")
    await asyncio.sleep(0)  # LiteLLM checks and writes without a lock between
    if team_id in state.teams:
        raise refused(500, "Unique constraint failed on the fields: (`team_id`)")
    team = state.teams[team_id] = Team(team_id)
    _change(team, body)
    return JSONResponse(team.row())


async def info(request: Request) -> JSONResponse:
    key = own_key_or_admin(request)
    state = state_of(request)
    team_id = request.query_params.get("team_id")
    if team_id is None:
        message = "{'message': 'Malformed request. No team id passed in.'}"
        raise refused(422, message, "auth_error", "None")
    if key and key.team_id != team_id:
        message = f"Team key for team={key.team_id} not authorized to access this team={team_id}"
        raise refused(403, f"{{'error': '{message}'}}", "auth_error", "None")
    team = state.teams.get(team_id)
    if team is None or state.faults.database_down:
        message = f"{{'message': 'Team not found, passed team id: {team_id}.'}}"
        raise refused(404, message, "auth_error", "None")
    keys = [key.row() for key in state.keys_of(team_id)]
    return JSONResponse({"team_id": team_id, "team_info": team.row(), "keys": keys})


async def update(request: Request) -> JSONResponse:
    state = admin(request)
    body = await management_body(request)
    team_id = required(body, "team_id")
    if state.faults.database_down:
        raise refused(500, UNREACHABLE)
    team = state.teams.get(team_id)
    if team is None:
        raise refused(404, f"{{'error': 'Team not found, passed team_id={team_id}'}}")
    _change(team, body)
    return JSONResponse({"team_id": team_id, "data": team.row()})


async def block(request: Request) -> JSONResponse:
    return await _set_blocked(request, blocked=True)


async def unblock(request: Request) -> JSONResponse:
    return await _set_blocked(request, blocked=False)


async def delete(request: Request) -> JSONResponse:
    state = admin(request)
    body = await management_body(request)
    team_ids = body.get("team_ids")
    if team_ids is None:
        raise invalid("team_ids", "missing", "Field required")
    for team_id in team_ids:
        if team_id not in state.teams or state.faults.database_down:
            raise _not_found(team_id)
    for team_id in team_ids:
        state.delete_keys(state.keys_of(team_id))
        state.teams.pop(team_id, None)
    return JSONResponse({"deleted_teams": team_ids})


async def every(request: Request) -> JSONResponse:
    state = _listing(request)
    return JSONResponse([team.row() for team in state.teams.values()])


async def page(request: Request) -> JSONResponse:
    state = _listing(request)
    wanted = request.query_params.get("team_id")
    teams = [team for team in state.teams.values() if wanted in {None, team.team_id}]
    if request.query_params.get("sort_by") == "team_id":
        teams.sort(key=lambda team: team.team_id)
    else:
        teams.sort(key=lambda team: team.created_at, reverse=True)
    number, size, rows = slice_of(request, [team.row() for team in teams], "page_size")
    pages = {"page": number, "page_size": size, "total_pages": ceil(len(teams) / size)}
    return JSONResponse({"teams": rows, "total": len(teams)} | pages)


def slice_of(request: Request, rows: Iterable[JSON], size_name: str) -> tuple[int, int, list[JSON]]:
    """The page asked for, its number and size."""
    number = _whole(request.query_params, "page", 1, most=None)
    size = _whole(request.query_params, size_name, 10, most=_MOST_A_PAGE)
    return number, size, list(rows)[(number - 1) * size : number * size]


async def _set_blocked(request: Request, *, blocked: bool) -> JSONResponse:
    state = admin(request)
    team_id = required(await management_body(request), "team_id")
    if state.faults.database_down:
        raise no_database()
    team = state.teams.get(team_id)
    if team is None:
        raise _not_found(team_id)
    team.blocked = blocked
    return JSONResponse(team.row())


def _listing(request: Request) -> State:
    state = admin(request)
    if state.faults.database_down:
        raise no_database()
    return state


def _change(team: Team, body: Mapping[str, Any]) -> None:
    for name, attribute in _FIELDS.items():
        if name in body:
            value = body[name]
            setattr(team, attribute, (value or []) if name == "models" else value)
    if body.get("metadata") is not None:
        team.metadata = body["metadata"]
    if body.get("blocked") is not None:
        team.blocked = bool(body["blocked"])
    team.refresh_cache()  # as /team/block and /team/unblock do not


def _not_found(team_id: str) -> Refused:
    return detail(404, {"error": f"Team not found, passed team_id={team_id}"})


def _whole(query: Mapping[str, str], name: str, default: int, *, most: int | None) -> int:
    text = query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        message = "Input should be greater than or equal to 1"
        raise invalid(name, "greater_than_equal", message, place="query")
    if most is not None and int(text) > most:
        message = f"Input should be less than or equal to {most}"
        raise invalid(name, "less_than_equal", message, place="query")
    return int(text)


ROUTES = [
    Route("/team/new", new, methods=["POST"]),
    Route("/team/info", info),
    Route("/team/update", update, methods=["POST"]),
    Route("/team/block", block, methods=["POST"]),
    Route("/team/unblock", unblock, methods=["POST"]),
    Route("/team/delete", delete, methods=["POST"]),
    Route("/team/list", every),
    Route("/v2/team/list", page),
]
