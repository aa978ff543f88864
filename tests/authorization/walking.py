"""Asks for an operation as a caller, and says in one word how it was answered."""

from typing import Any

import httpx

from domain.access import AdminRole
from graph.schema import schema
from integrations.rest.operation import Operation
from integrations.rest.routes import OPERATIONS
from tests.authorization.listening import last_of, listen
from tests.authorization.recipes import (
    BODIES,
    ENDLESS,
    MUTATIONS,
    OF_HOME,
    OWN_ACCOUNT,
    PATH,
    QUERIES,
    QUERY_STRINGS,
    SUBSCRIPTIONS,
)
from tests.authorization.town import Stage, Town, sign_in

REST = {f"{each.method} {each.path}": each for each in OPERATIONS}
_GRAPH = schema._schema
GRAPHQL = [
    *(f"query {name}" for name in _GRAPH.query_type.fields),
    *(f"mutation {name}" for name in _GRAPH.mutation_type.fields),
    *(f"subscription {name}" for name in _GRAPH.subscription_type.fields),
]
_KINDS = {"query", "mutation", "subscription"}
_REFUSALS = {"NOT_FOUND": "404", "INVALID_STATE": "400"}
_STATUSES = {200: "ok", 401: "401", 403: "403", 404: "404"}
_ROLES = {"usr": AdminRole.USER, "adm": AdminRole.ADMIN, "own": AdminRole.OWNER}


async def ask(town: Town, operation: str, caller: str, *, fresh: bool) -> httpx.Response:
    """`fresh`: the operation may change what it is done to."""
    headers = town.callers[caller]
    kind, _, name = operation.partition(" ")
    if caller in _ROLES and {operation, name} & OWN_ACCOUNT:
        headers = await sign_in(town.ports, _ROLES[caller])
    stage = Stage(town, fresh)
    if kind in _KINDS:
        document, variables = await _document(kind, name, stage)
        if kind == "subscription":
            body = {"query": document, "variables": variables}
            app = town.http._transport.app
            return await listen(app, body, headers, to_the_end=name not in ENDLESS)
        return await town.graphql(document, variables, caller=headers)
    return await _rest(town, REST[operation], stage, headers)


async def _document(kind: str, name: str, stage: Stage) -> tuple[str, dict[str, Any]]:
    if kind != "mutation":
        arguments, selection = (QUERIES | SUBSCRIPTIONS)[name]
        types = {argument: type_ for argument, (type_, _) in arguments.items()}
        values = {argument: value for argument, (_, value) in arguments.items()}
    else:
        given, selection = MUTATIONS[name], "{ errors { code message } }"
        [argument] = _GRAPH.mutation_type.fields[name].args.values() or [None]
        types = {"input": str(argument.type)} if argument else {}
        values = {"input": given} if argument else {}
    declared = ", ".join(f"${argument}: {type_}" for argument, type_ in types.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in types)
    head = f"{kind} ({declared})" if declared else kind
    call = f"{name}({passed})" if passed else name
    return f"{head} {{ {call} {selection} }}", await stage.fill(values)


async def _rest(
    town: Town, operation: Operation, stage: Stage, headers: dict[str, str]
) -> httpx.Response:
    name = f"{operation.method} {operation.path}"
    # The job that is asked about is the home team's.
    at_home = operation.auth.takes_virtual_keys or "job_id" in operation.path_names
    words = PATH | (OF_HOME if at_home else {})
    path = operation.path.format_map(
        {each: await stage.fill(words[each]) for each in operation.path_names}
    )
    return await town.http.request(
        operation.method,
        path,
        params=await stage.fill(QUERY_STRINGS.get(name, {})),
        json=await stage.fill(BODIES[name]) if name in BODIES else None,
        headers=headers,
    )


def word(operation: str, response: httpx.Response) -> str:
    """The table's word for the answer; something longer for what has none."""
    kind, _, name = operation.partition(" ")
    if kind in _KINDS:
        return _word_of_graphql(kind, name, response)
    if response.status_code == 400 and "already completed" in response.text:
        return "400"
    return _STATUSES.get(response.status_code, f"{response.status_code} {response.text}")


def _word_of_graphql(kind: str, name: str, response: httpx.Response) -> str:
    answer = last_of(response)
    if top := answer.get("errors"):
        if "not found" in top[0]["message"]:
            return "404"
        codes = {error["extensions"]["code"] for error in top}
        return {"UNAUTHENTICATED": "401", "FORBIDDEN": "403"}.get(codes.pop(), str(top))
    found = answer["data"][name] if answer else {"errors": []}  # a stream that has begun
    if found in (None, [None]):
        return "404"
    if kind != "query" and found["errors"]:
        return _REFUSALS.get(found["errors"][0]["code"], str(found["errors"]))
    return "ok"
