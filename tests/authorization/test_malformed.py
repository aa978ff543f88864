"""Whatever is sent, it is answered: no operation of either API falls over an odd value."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from graphql import GraphQLInputObjectType, GraphQLNamedType, get_named_type, is_list_type
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.schema import schema
from integrations.rest.operation import Operation
from tests.authorization.recipes import (
    BODIES,
    MUTATIONS,
    OF_HOME,
    PATH,
    QUERIES,
    QUERY_STRINGS,
)
from tests.authorization.town import Stage, Town
from tests.authorization.walking import REST

EXAMPLES = int(os.environ.get("MALFORMED_EXAMPLES", "500"))
_GRAPH = schema._schema
Way = tuple[str, ...]


def _nested(depth: int) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = [value]
    return value


ODD: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, -(2**63), 2**64, 10**30, 10**400,
    0.5, -0.0, 1e-320, 1e308, float("inf"), float("-inf"), float("nan"),
    "", " ", "\t", "\n", "\0", "a\0b", "\ud800", "a\udfff", "\x7f", "\x1b[31m", "\u2028", "\ufeff",
    "\u202eabc", "e\u0301", "\U0001f600", "١٢٣", "½", "%", "_", "\\", "%_\\", "'", '"', "';--",
    "$1", "{0}", "%s", "../..", "/", "?", "#", "null", "NaN", "Infinity", "-0", "1e5", "0x10",
    "1" * 30, "0." + "1" * 30, "9" * 400, "-5", "+5", "5.0000001", "1_000", "2026-13-45", "2026-02",
    "0000-00", "0000-01-01", "9999-12", "9999-12-31", "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59", "2026-11-23T14:00:00.000Z", "x" * 256, "x" * 100_000,
    "00000000-0000-0000-0000-000000000000", "urn:uuid:00000000-0000-0000-0000-000000000000",
    [], {}, [[]], [None], {"": 1}, {"a": "\0"}, {"\0": 1}, {"\ud800": 1}, {"a": float("nan")},
    {"a": 10**400}, _nested(40), _nested(500), ["x"] * 6000, {"__proto__": {}, "constructor": 1},
    "bm90aGluZw", "VGVhbTo", "WyJhIl0", "W10", "eyJhIjoxfQ", "=", "é",
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=6,
)
VALUES = st.sampled_from(ODD) | JSON


@dataclass(frozen=True)
class Spot:
    """Where in a request the odd value goes."""

    operation: str
    part: str
    way: Way


def rest_spots() -> Iterator[Spot]:
    for name, operation in REST.items():
        for path_name in operation.path_names:
            yield Spot(name, "path", (path_name,))
        for field in _properties(operation.query):
            yield Spot(name, "query", (field,))
        if operation.shown_body:
            yield Spot(name, "body", ())
            for field in _properties(operation.shown_body):
                yield Spot(name, "body", (field,))
        if operation.takes_key:
            yield Spot(name, "header", ("Idempotency-Key",))
        if "models" in name or "model-groups/create" in name:
            at = ("models", "0") if "create" in name else ("0",)
            yield from (Spot(name, "body", (*at, word)) for word in ("model_name", "priority"))


def _properties(adapter: Any) -> list[str]:
    if adapter is None:
        return []
    described = adapter.json_schema()
    models = [described, *described.get("$defs", {}).values()]
    return sorted({field for model in models for field in model.get("properties", {})})


def graphql_spots() -> Iterator[Spot]:
    for kind, root in (("query", _GRAPH.query_type), ("mutation", _GRAPH.mutation_type)):
        for name, field in root.fields.items():
            for argument, described in field.args.items():
                for way in _ways(get_named_type(described.type), (argument,), described.type):
                    yield Spot(f"{kind} {name}", "variables", way)


def _ways(kind: GraphQLNamedType, way: Way, type_: Any) -> Iterator[Way]:
    yield way
    if isinstance(kind, GraphQLInputObjectType):
        inside = (*way, "0") if is_list_type(getattr(type_, "of_type", type_)) else way
        for name, field in kind.fields.items():
            yield from _ways(get_named_type(field.type), (*inside, name), field.type)


def put(root: Any, way: Way, value: Any) -> Any:
    """The value at that place, in objects and lists made as needed."""
    if not way:
        return value
    step, *rest = way
    if step.isdecimal():
        kept = list(root) if isinstance(root, list) and root else [{}]
        return [put(kept[0], tuple(rest), value), *kept[1:]]
    kept = dict(root) if isinstance(root, dict) else {}
    return {**kept, step: put(kept.get(step), tuple(rest), value)}


def text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def quoted(value: Any) -> str:
    return quote(text(value)[:2000], safe="", errors="surrogatepass")


async def send_rest(town: Town, spot: Spot, value: Any) -> httpx.Response:
    operation: Operation = REST[spot.operation]
    stage = Stage(town, fresh=False)
    words = PATH | (OF_HOME if operation.auth.takes_virtual_keys else {})
    path = {name: quoted(await stage.fill(words[name])) for name in operation.path_names}
    query = {
        name: quoted(await stage.fill(word))
        for name, word in QUERY_STRINGS.get(spot.operation, {}).items()
    }
    body = await stage.fill(BODIES.get(spot.operation, {}))
    caller = "key" if operation.auth.schemes == ("virtualKey",) else "own"
    headers: dict[str, Any] = {**town.callers[caller], "Content-Type": "application/json"}
    match spot.part:
        case "path":
            path[spot.way[0]] = quoted(value)
        case "query":
            query[spot.way[0]] = quoted(value)
        case "header":
            odd = text(value).encode("latin-1", "replace")[:2000].replace(b"\n", b" ")
            headers[spot.way[0]] = odd
        case _:
            body = put(body, spot.way, value)
    url = operation.path.format_map(path)
    if query:
        url += "?" + "&".join(f"{name}={each}" for name, each in query.items())
    return await town.http.request(
        operation.method, url, headers=headers, content=json.dumps(body).encode()
    )


async def send_graphql(town: Town, spot: Spot, value: Any) -> httpx.Response:
    kind, _, name = spot.operation.partition(" ")
    root = _GRAPH.query_type if kind == "query" else _GRAPH.mutation_type
    field, stage = root.fields[name], Stage(town, fresh=False)
    if kind == "query":
        arguments, selection = QUERIES[name]
        sent = {argument: await stage.fill(word) for argument, (_, word) in arguments.items()}
    else:
        sent, selection = {"input": await stage.fill(MUTATIONS[name])}, "{ errors { code } }"
    variables = put(sent, spot.way, value)
    declared = ", ".join(f"${argument}: {field.args[argument].type}" for argument in variables)
    passed = ", ".join(f"{argument}: ${argument}" for argument in variables)
    document = f"{kind} ({declared}) {{ {name}({passed}) {selection} }}"
    return await town.http.post(
        "/graphql",
        headers={**town.callers["own"], "Content-Type": "application/json"},
        content=json.dumps({"query": document, "variables": variables}).encode(),
    )


RUN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@RUN
@example(spot=Spot("GET /api/admin-users/audit-logs", "query", ("action",)), value="x" * 256)
@given(spot=st.sampled_from(list(rest_spots())), value=VALUES)
async def test_over_rest(town: Town, spot: Spot, value: Any):
    response = await send_rest(town, spot, value)
    assert response.status_code < 500, response.text


@RUN
@example(spot=Spot("query auditLog", "variables", ("filter", "resourceId")), value="x" * 400)
@given(spot=st.sampled_from(list(graphql_spots())), value=VALUES)
async def test_over_graphql(town: Town, spot: Spot, value: Any):
    response = await send_graphql(town, spot, value)
    codes = {error["extensions"]["code"] for error in response.json().get("errors", [])}
    assert not codes & {"INTERNAL", "UNAVAILABLE"}, response.text
