"""What schemathesis finds when it asks: objects behind the ids that it is told, and those ids."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from domain import credits
from domain.access import SYSTEM
from integrations.rest.operation import Operation
from integrations.rest.routes import OPERATIONS
from persistence.models import Organization
from tests.builders import (
    make_access_group,
    make_alias,
    make_model_group,
    make_organization,
    make_team,
)
from tests.people import make_user
from tests.rest.examples_recipes import BODIES, QUERIES
from tests.rest.examples_scene import JOB_ID, PASSWORD, TARGET_ID, Scene

Settings = dict[str, Any]

_SEEN: Final = 0.8  # so often an id is of something that is there
_SPARE_USERS: Final = [str(UUID(int=number)) for number in range(1, 5)]
_CREDENTIALS: Final = {str(UUID(int=31)): "org_acme", str(UUID(int=32)): "org_changed"} | {
    str(UUID(int=32 + number)): f"org_deleted_{number}" for number in (1, 2)
}
_SPARE_JOBS: Final = [str(UUID(int=number)) for number in range(11, 23)]
# By parameter, what is looked at; what is changed; and what is deleted.
LOOKED_AT: Final = {
    "team_id": ["acme-prod"],
    "organization_id": ["org_acme"],
    "group_name": ["ResumeAgent"],
    "user_id": [str(TARGET_ID)],
    "job_id": [str(JOB_ID)],
    "model": ["gpt-4"],
    "alias": ["looked-at"],
    "credential_id": [*_CREDENTIALS][:1],
    "provider": ["openai"],
}
CHANGED: Final = {
    "team_id": ["acme-changed"],
    "organization_id": ["org_changed"],
    "group_name": ["changed-group"],
    "user_id": _SPARE_USERS[:1],
    "alias": ["changed-alias"],
    "credential_id": [*_CREDENTIALS][1:2],
}
DELETED: Final = {
    "team_id": ["acme-deleted-1", "acme-deleted-2"],
    "organization_id": ["org_deleted_1", "org_deleted_2"],
    "group_name": ["deleted-group-1", "deleted-group-2"],
    "user_id": _SPARE_USERS[1:],
    "alias": ["deleted-alias-1", "deleted-alias-2"],
    "credential_id": [*_CREDENTIALS][2:],
}
_ENDED: Final = {"job_id": _SPARE_JOBS}
_SAME_PASSWORD: Final = {"current_password": PASSWORD, "new_password": PASSWORD}
# Nobody else is told of it, and could end it.
_CALLED: Final = {"job_id": [str(UUID(int=10))]}
_NAMED: Final = {"team_id": ["acme-prod"], "model": ["gpt-4"], "model_groups": ["ResumeAgent"]}

# What is made.
_MADE: Final = {
    "POST /api/organizations/create": {"organization_id": ["org_made_1", "org_made_2"]},
    "POST /api/model-groups/create": {"group_name": ["made-group-1", "made-group-2"]},
    "POST /api/model-access-groups/create": {"group_name": ["made-access-1", "made-access-2"]},
}
_OWN_PASSWORD: Final = ["POST /api/admin-users/me/change-password", "PUT /api/admin-users/password"]

# Operations that are not asked at all, and why.
LEFT_OUT: Final = {
    "POST /api/admin-users/logout": "It would end the session in which all is asked.",
}
# Operations that are asked in vain, and why.
IN_VAIN: Final = {
    "POST /api/admin-users/setup": "There is an owner already.",
}
# Operations whose form is that of another, which is asked about every edge of it.
ALIKE: Final = {
    "POST /api/jobs/create-and-call-stream",
    "POST /api/jobs/{job_id}/llm-call",
    "POST /api/jobs/{job_id}/llm-call-stream",
}
_OWN_SCHEMES: Final = {
    "owner": "bearerJWT",
    "admin_key": "adminKey",
    "key": "virtualKey",
}


async def build(scene: Scene) -> None:
    await scene.worked()
    await credits.grant(SYSTEM, "acme-prod", 10**6 * credits.MICROS, idempotency_key="plenty")
    acme = await Organization.get(organization_id="org_acme")
    makers: dict[str, Callable[[str], Awaitable[object]]] = {
        "organization_id": make_organization,
        "team_id": lambda team_id: make_team(team_id, acme, groups=("gpt-models",)),
        "group_name": make_model_group,
        "alias": make_alias,
        "credential_id": lambda key: scene.credential(UUID(key), _CREDENTIALS[key]),
        "user_id": lambda user_id: make_user(id=user_id),
    }
    for member, make in makers.items():
        for name in [*CHANGED[member], *DELETED[member]]:
            await make(name)
    for group_name in [*LOOKED_AT["group_name"], *CHANGED["group_name"], *DELETED["group_name"]]:
        await make_access_group(group_name)
    for alias in LOOKED_AT["alias"]:
        await make_alias(alias)
    for key in LOOKED_AT["credential_id"]:
        await scene.credential(UUID(key))
    for job_id in [*_CALLED["job_id"], *_SPARE_JOBS]:
        await scene.open_job(UUID(job_id))


def settings(caller: str, *, deep: bool) -> Settings:
    """Which ids are used where, and who is asked about the edges of every field."""
    edges = {"phases": {"coverage": {"enabled": deep}}}
    shallow = names() if caller == "admin_key" else ALIKE | names() - allowed(caller)
    return {
        "dictionaries": {
            f"{word}_{name}": {"values": values}
            for word, ids in _dictionaries().items()
            for name, values in ids.items()
        },
        "parameters": _bound("looked_at", "path", LOOKED_AT) | _bound("looked_at", "query", _NAMED),
        "operations": [
            *_changes(),
            {"include-name": [*LEFT_OUT], "enabled": False},
            {"include-name": sorted(shallow)} | edges,
        ],
    }


def _dictionaries() -> dict[str, dict[str, list[str]]]:
    return {
        "looked_at": LOOKED_AT | _NAMED,
        "changed": CHANGED,
        "deleted": DELETED,
        "ended": _ENDED,
        **{_word(name): ids for name, ids in _MADE.items()},
    }


def _word(name: str) -> str:
    return re.sub(r"\W+", "_", name)


def _bound(word: str, place: str, ids: Iterable[str]) -> Settings:
    return {
        f"{place}.{name}": {"dictionary": f"{word}_{name}", "probability": _SEEN} for name in ids
    }


def _changes() -> Iterator[Settings]:
    """Of what is managed, other things are changed than those that are looked at."""
    tenants = names() - allowed("owner") - names_of(())
    writing = [name for name in names() - tenants if not name.startswith(("GET ", "DELETE "))]
    yield {"include-name": writing, "parameters": _bound("changed", "path", CHANGED)}
    yield {"include-method": ["DELETE"], "parameters": _bound("deleted", "path", DELETED)}
    for name in names() & {"POST /api/jobs/{job_id}/complete"}:
        yield {"include-name": [name], "parameters": _bound("ended", "path", _ENDED)}
    for name in sorted(names() & _MADE.keys()):
        yield {"include-name": [name], "parameters": _bound(_word(name), "body", _MADE[name])}
    named = [name for name in tenants if name.startswith("POST ")] + ["POST /api/credits/add"]
    yield {
        "include-name": named,
        "parameters": _bound("looked_at", "body", ("team_id", "model")),
    }


def examples(name: str) -> Iterator[dict[str, Any]]:
    """A request to the operation that is answered with 200, and one for what is not there."""
    request = _example(name)
    yield request
    if request["path_parameters"]:
        yield request | {"path_parameters": dict.fromkeys(request["path_parameters"], "absent")}


def _example(name: str) -> dict[str, Any]:
    path = name.split()[1]
    ids = LOOKED_AT | _others(name)
    # The last, for what has two paths is deleted at one of them before.
    place = 0 if path.startswith("/api/model-aliases") else -1
    found = {each: values[place] for each, values in ids.items() if f"{{{each}}}" in path}
    request: dict[str, Any] = {"path_parameters": found, "query": QUERIES.get(name, {})}
    body = _body(name)
    return request | ({} if body is None else {"body": body, "media_type": "application/json"})


def _others(name: str) -> dict[str, list[str]]:
    if name in names() - allowed("owner"):
        return _ENDED if name.endswith("/complete") else _CALLED if "/llm-call" in name else {}
    return DELETED if name.startswith("DELETE ") else {} if name.startswith("GET ") else CHANGED


def _body(name: str) -> Any:
    if name in _OWN_PASSWORD:
        return _SAME_PASSWORD
    if name in _MADE:
        [(member, [value, *_])] = _MADE[name].items()
        return {member: f"{value}-first", "name": "N", "display_name": "N"}
    shown = {_name(operation): operation.body_example for operation in OPERATIONS}
    return BODIES.get(name, shown[name])


def allowed(caller: str) -> set[str]:
    """What the caller may call at all."""
    return {_name(op) for op in OPERATIONS if _OWN_SCHEMES[caller] in op.auth.schemes}


def names_of(schemes: tuple[str, ...]) -> set[str]:
    return {_name(operation) for operation in OPERATIONS if operation.auth.schemes == schemes}


def names() -> set[str]:
    return {_name(operation) for operation in OPERATIONS}


def _name(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"
