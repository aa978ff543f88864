"""Whatever is wrong with a request, it is refused as documented, the refusal names what is wrong,
and nothing has changed. What is sent follows from the table of routes: operations that are new
are asked too."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

import asyncpg
import httpx
import pytest
import pytest_asyncio

from integrations.rest import body as bodies
from integrations.rest.operation import Operation
from integrations.rest.routes import OPERATIONS, document
from tests.authorization.conftest import empty
from tests.authorization.recipes import BODIES, OF_HOME, PATH, QUERY_STRINGS
from tests.authorization.town import Stage, Town, everybody, make_place, running

Json = dict[str, Any]
NAMES = {f"{each.method} {each.path}": each for each in OPERATIONS}
WITH_BODY = [name for name, each in NAMES.items() if each.shown_body]
WITH_PATH = [name for name, each in NAMES.items() if each.path_names]
WITH_QUERY = [name for name, each in NAMES.items() if each.query]
GETS = [name for name, each in NAMES.items() if each.method == "GET" and each.tag != "health"]
DESCRIBED = document()["paths"]

NO_JSON = {
    "nothing": b"",
    "blanks": b" \n",
    "a word": b"nope",
    "half an object": b'{"a": ',
    "a tail": b"{} {}",
    "single quotes": b"{'a': 1}",
    "bad UTF-8": b'{"a": "\xff\xfe"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "endless lists": b"[" * 100_000,
    "endless objects": b'{"a":' * 100_000,
    "a number without end": b'{"a": ' + b"9" * 10_000 + b"}",
    "null": b"null",
    "a string": b'"x"',
    "a number": b"5",
    "a truth": b"true",
    "not a number": b"NaN",
}
# Whatever the field is for, this is nothing to keep.
UNSTORABLE = {
    "a NUL": "a\0b",
    "half a surrogate pair": "\ud800",
    "not a number": float("nan"),
    "endless": float("-inf"),
    "30 digits": 10**30,
    "a NUL in a key": {"a\0": 1},
    "a NUL within": {"a": [{"b": "\0"}]},
    "depth": json.loads("[" * 80 + "]" * 80),
    "a number beyond 64 bits within": {"a": 2**63},
}
OF_OTHER_TYPES = ["x", "", 5, -1, 0.5, 10**17, True, [], {}, [[]], [5], "x" * 100_000]
IN_QUERIES = [
    "", "x", "-1", "0", "0.5", "1e400", "9" * 30, "NaN", "Infinity", "null", "%", "_", "\\", "a\0b",
    "2026-13-45", "x" * 10_000, "١٢", "true", "[]", " 5", "5 ",
]  # fmt: skip
IN_PATHS = [
    "%00", "a%00b", "%FF", "%ED%A0%80", "%25", "_", "%5C", "%25_%25", "..%2F..", "%20", "%0A",
    "%C3%A9", "x" * 5000, "%F0%9F%98%80", "00000000-0000-0000-0000-000000000000", "-1", "9" * 30,
]  # fmt: skip


# Who was shown a key is written down.
_WRITTEN_DOWN = {"GET": ["audit_events"]}
ODD_HEADERS = {
    "Authorization": b"Bearer \xff\xfe",
    "X-Admin-Key": b"\xe9" * 300,
    "Idempotency-Key": b"\xa0",
    "X-Forwarded-For": b"not an address, \xff",
    "X-Request-ID": b"\xff",
    "X-Job-Id": b"\xff" * 300,
    "User-Agent": b"\xff" * 5000,
    "Accept": b"text/x; q=\xff",
}


@pytest_asyncio.fixture(scope="module")
async def town(
    pool: None, owner_connection: asyncpg.Connection, database_url: str
) -> AsyncIterator[Town]:
    await empty(owner_connection)
    async with running(database_url) as (http, ports):
        home = await make_place(ports, "home")
        yield Town(http, ports, home, await everybody(ports, home))


@pytest_asyncio.fixture(scope="module")
async def rows(database_url: str) -> AsyncIterator["Rows"]:
    connection = await asyncpg.connect(database_url)
    yield Rows(connection)
    await connection.close()


class Rows:
    """All that is in the database, but for what goes on by itself."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._names: list[str] = []

    async def now(self) -> dict[str, tuple[int, str]]:
        if not self._names:
            found = await self._connection.fetch(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                "AND tablename NOT IN ('aerich', 'provisionings', 'installations')"
            )
            self._names = [row["tablename"] for row in found]
        parts = [
            f"SELECT '{name}' AS name, count(*) AS count, "
            f"coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS hash "
            f'FROM "{name}" t'
            for name in self._names
        ]
        found = await self._connection.fetch(" UNION ALL ".join(parts))
        return {row["name"]: (row["count"], row["hash"]) for row in found}

    async def require(self, before: dict[str, tuple[int, str]], *but: str) -> None:
        now = await self.now()
        changed = {name for name in now if now[name] != before[name]} - {*but}
        assert not changed


class Asking:
    """Requests of one operation by a caller who may, about things that are there."""

    def __init__(self, town: Town, name: str) -> None:
        self.operation: Operation = NAMES[name]
        self._town, self._name = town, name
        self._stage = Stage(town, fresh=False)

    async def prepare(self) -> "Asking":
        words = PATH | (OF_HOME if self.operation.auth.takes_virtual_keys else {})
        self.path = {
            each: quote(str(await self._stage.fill(words[each])), safe="")
            for each in self.operation.path_names
        }
        self.query = await self._stage.fill(QUERY_STRINGS.get(self._name, {}))
        self.body = await self._stage.fill(BODIES.get(self._name, {}))
        return self

    async def send(
        self,
        content: bytes | None = None,
        *,
        path: Json | None = None,
        query: list[tuple[str, str]] | None = None,
        **headers: str | bytes,
    ) -> httpx.Response:
        caller = "key" if self.operation.auth.schemes == ("virtualKey",) else "own"
        if content is None:
            content = json.dumps(self.body).encode() if self.operation.shown_body else b""
        url = self.operation.path.format_map(self.path | (path or {}))
        pairs = [*self.query.items()] if query is None else query
        asked = "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs)
        sent = {"Content-Type": "application/json", **self._town.callers[caller], **headers}
        return await self._town.http.request(
            self.operation.method, f"{url}?{asked}", content=content, headers=sent
        )

    def require_documented(self, answer: httpx.Response, what: object) -> None:
        said = f"{what!r:.80}: {answer.status_code} {answer.text[:300]}"
        described = DESCRIBED[self.operation.path][self.operation.method.lower()]["responses"]
        assert str(answer.status_code) in described, said
        assert answer.status_code < 500, said
        if answer.status_code != 200:
            told = answer.json()
            assert told["error"]["message"] if self.operation.openai else told["detail"], said

    def require_refused(self, answer: httpx.Response, what: object, field: str = "") -> None:
        """With a status of the document, naming the field where there is one."""
        said = f"{what!r:.80}: {answer.status_code} {answer.text[:300]}"
        assert 400 <= answer.status_code < 500, said
        self.require_documented(answer, what)
        if answer.status_code == 422:
            assert all(item["loc"] and item["msg"] for item in answer.json()["detail"]), said
        if field and not self.operation.openai:
            assert field in answer.text, f"{field} is not named: {said}"


def properties(operation: Operation) -> Iterator[str]:
    described = operation.shown_body.json_schema() if operation.shown_body else {}
    if "$ref" in described:
        described = described["$defs"][described["$ref"].rpartition("/")[2]]
    yield from described.get("properties", {})


def takes(operation: Operation, value: Any) -> bool:
    """Whether such a body has the right form, whatever the domain says of it then."""
    return operation.body is not None and not bodies.validate(operation.body, value, "body")[1]


@pytest.mark.parametrize("name", WITH_BODY)
async def test_what_is_no_json_object_is_refused(town: Town, rows: Rows, name: str):
    asking = await Asking(town, name).prepare()
    before = await rows.now()
    for what, raw in NO_JSON.items():
        asking.require_refused(await asking.send(raw), what)
        as_text = await asking.send(raw, **{"Content-Type": "text/plain"})
        asking.require_refused(as_text, f"{what} as text")
    if not takes(asking.operation, []):
        asking.require_refused(await asking.send(b"[]"), "a list")
    asking.require_refused(await asking.send(b"[null, 5]"), "a list of nothing")
    await rows.require(before)


@pytest.mark.parametrize("name", WITH_BODY)
async def test_a_field_that_cannot_be_is_refused_by_its_name(town: Town, rows: Rows, name: str):
    asking = await Asking(town, name).prepare()
    if not isinstance(asking.body, dict) or asking.operation.body is None:
        pytest.skip("it has no fields")
    before = await rows.now()
    for field in properties(asking.operation):
        for what, value in UNSTORABLE.items():
            answer = await asking.send(json.dumps({**asking.body, field: value}).encode())
            asking.require_refused(answer, (field, what), field)
        once = json.dumps({**asking.body, field: "x"})
        twice = once[:-1] + f', "{field}": "\\u0000"}}'
        asking.require_refused(await asking.send(twice.encode()), (field, "twice"), field)
        for value in OF_OTHER_TYPES:
            changed = {**asking.body, field: value}
            if not takes(asking.operation, changed):
                answer = await asking.send(json.dumps(changed).encode())
                asking.require_refused(answer, (field, value), field)
        left_out = {key: value for key, value in asking.body.items() if key != field}
        if not takes(asking.operation, left_out):
            asking.require_refused(await asking.send(json.dumps(left_out).encode()), field, field)
    await rows.require(before)


@pytest.mark.parametrize("name", WITH_BODY)
async def test_a_body_that_is_too_large_is_not_read(town: Town, rows: Rows, name: str):
    asking = await Asking(town, name).prepare()
    before = await rows.now()
    answer = await asking.send(b"{}", **{"Content-Length": str(2**30)})
    assert answer.status_code == 413
    asking.require_refused(answer, "much")
    for length in ("-1", "x", "9" * 40):
        asking.require_documented(await asking.send(b"nope", **{"Content-Length": length}), length)
    await rows.require(before)


@pytest.mark.parametrize("name", WITH_PATH)
async def test_what_nothing_is_called_is_not_there(town: Town, rows: Rows, name: str):
    asking = await Asking(town, name).prepare()
    before = await rows.now()
    for field in asking.operation.path_names:
        unknown = await asking.send(path={field: "nobody-is-called-so"})
        for value in IN_PATHS:
            answer = await asking.send(path={field: value})
            if "%2F" in value:  # a slash leads elsewhere
                assert answer.status_code in {400, 404, 405}
                continue
            asking.require_documented(answer, (field, value))
            # Some refuse what cannot be an id.
            as_usual = {unknown.status_code, 404, 400}
            assert answer.status_code in as_usual, (field, value, answer.text)
    await rows.require(before)


@pytest.mark.parametrize("name", WITH_QUERY)
async def test_a_parameter_that_cannot_be_is_refused_by_its_name(
    town: Town,
    rows: Rows,
    name: str,
):
    asking = await Asking(town, name).prepare()
    operation = asking.operation
    before = await rows.now()
    for field in operation.query.json_schema()["properties"]:
        for value in IN_QUERIES:
            given = {**asking.query, field: value}
            answer = await asking.send(query=[*given.items()])
            asking.require_documented(answer, (field, value))
            if bodies.validate(operation.query, given, "query")[1]:
                asking.require_refused(answer, (field, value), field)
        odd = [*asking.query.items(), (field, "x"), (field, "a\0b")]
        asking.require_refused(await asking.send(query=odd), (field, "twice"), field)
    await rows.require(before, *_WRITTEN_DOWN.get(operation.method, ()))


@pytest.mark.parametrize("name", sorted(NAMES))
async def test_odd_parameters_and_headers_are_no_bug(town: Town, rows: Rows, name: str):
    asking = await Asking(town, name).prepare()
    if asking.operation.method == "GET" and asking.operation.tag != "health":
        unknown = [
            *asking.query.items(),
            ("unknown", "x"),
            ("unknown", "\0"),
            ("", ""),
            ("__", "[]"),
        ]
        asking.require_documented(await asking.send(query=unknown), "unknown parameters")
    before = await rows.now()
    # What needs no body is done: to nothing, and not without a name.
    nothing = dict.fromkeys(asking.operation.path_names, "nobody-is-called-so")
    for header, value in ODD_HEADERS.items():
        if asking.operation.shown_body or asking.operation.method == "GET" or nothing:
            answer = await asking.send(b"nope", path=nothing, **{header: value})
            asking.require_documented(answer, header)
    await rows.require(before, *_WRITTEN_DOWN.get(asking.operation.method, ()))


@pytest.mark.parametrize("name", [name for name in WITH_QUERY if name.startswith("GET")])
async def test_wildcards_stand_for_themselves(town: Town, name: str):
    asking = await Asking(town, name).prepare()
    for field in asking.operation.query.json_schema()["properties"]:
        answers = [
            await asking.send(query=[*(asking.query | {field: value}).items()])
            for value in ("%", "%%_", "nobody-is-called-so")
        ]
        assert len({each.status_code for each in answers}) == 1, field
        if answers[0].status_code == 200:
            assert answers[0].json() == answers[1].json() == answers[2].json(), field
