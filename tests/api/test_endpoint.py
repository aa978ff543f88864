"""GraphQL over HTTP: media types, statuses, and a well-formed answer to anything."""

import asyncio
import json

import httpx
import pytest
import pytest_asyncio

from domain.errors import Unauthenticated
from graph.endpoint import GraphQLEndpoint
from graph.failures import ErrorCode
from graph.media_types import answer_type
from tests.api.conftest import app_for
from tests.api.sample import sample_schema

MODERN = "application/graphql-response+json"
LEGACY = "application/json"


@pytest_asyncio.fixture
async def client(ports):
    async with app_for(sample_schema, ports, seconds=0.2) as client:
        yield client


async def ask(client, query, accept=MODERN, **body):
    return await client.post("/graphql", json={"query": query, **body}, headers={"accept": accept})


def code_of(response: httpx.Response) -> str:
    [error] = response.json()["errors"]
    assert set(error) >= {"message", "extensions"}
    return error["extensions"]["code"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothingLikeThis }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { apples(first: $n) { totalCount } }", "BAD_USER_INPUT"),
        ("query a { __typename } query b { __typename }", "BAD_USER_INPUT"),
        ("fragment a on Apple { id }", "BAD_USER_INPUT"),
        ("subscription { tick }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_refused_document_is_400_for_modern_clients_and_200_for_legacy_ones(
    client, query, code
):
    modern, legacy = await ask(client, query, MODERN), await ask(client, query, LEGACY)

    assert (modern.status_code, legacy.status_code) == (400, 200)
    assert modern.headers["content-type"] == f"{MODERN}; charset=utf-8"
    assert legacy.headers["content-type"] == f"{LEGACY}; charset=utf-8"
    for response in (modern, legacy):
        assert response.json()["errors"][0]["extensions"]["code"] == code
        assert "data" not in response.json()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b'"text"',
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"{}",
        b'{"query": null}',
        b'{"query": 1}',
        b'{"query": "  "}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "{}"}',
        b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "extensions": "x"}',
        b'{"query": "{ __typename }", "variables": {"a": NaN}}',
        b'{"query": "{ __typename }", "variables": {"a": 1e999}}',
        b'{"query": "{ __typename }", "variables": {"a": "\\u0000"}}',
        b'{"query": "{ __typename }", "variables": {"\\u0000": 1}}',
        b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}',
        b'{"query": "{ __typename }", "variables": {"a": "\xff"}}',
        b'{"query": "{ __typename }\0"}',
        b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 40 + b"]" * 40 + b"}}",
        b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
        b'{"query": "{ __typename }", "variables": {"a": [' + b"0," * 5000 + b"0]}}",
    ],
)
async def test_a_malformed_body_is_400_in_both_media_types(client, body):
    for accept in (MODERN, LEGACY):
        response = await client.post(
            "/graphql", content=body, headers={"content-type": LEGACY, "accept": accept}
        )

        assert response.status_code == 400
        assert code_of(response) == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "",
    ],
)
async def test_what_a_form_of_another_site_could_send_is_415(client, content_type):
    response = await client.post(
        "/graphql", content=b'{"query": "{ __typename }"}', headers={"content-type": content_type}
    )

    assert response.status_code == 415
    assert code_of(response) == "BAD_USER_INPUT"


async def test_a_compressed_body_is_415(client):
    response = await client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"content-encoding": "gzip"}
    )

    assert response.status_code == 415


async def test_a_charset_of_utf_8_is_fine(client):
    response = await client.post(
        "/graphql",
        content='{"query": "{ echo(value: \\"ä\\") }"}'.encode(),
        headers={"content-type": 'application/json; charset="UTF-8"'},
    )

    assert response.json() == {"data": {"echo": "ä"}}


async def test_a_body_over_256_kib_is_413_even_when_its_length_is_not_announced(client):
    body = json.dumps({"query": "{ __typename }", "variables": {"a": "x" * 256 * 1024}}).encode()

    async def in_chunks():
        for start in range(0, len(body), 10_000):
            yield body[start : start + 10_000]

    for content in (body, in_chunks()):
        response = await client.post("/graphql", content=content, headers={"content-type": LEGACY})
        assert response.status_code == 413
        assert code_of(response) == "BAD_USER_INPUT"


async def test_a_body_that_does_not_arrive_is_408(client, monkeypatch):
    monkeypatch.setattr("graph.requests.BODY_SECONDS", 0.05)

    async def stalled():
        yield b'{"query":'
        await asyncio.Event().wait()

    response = await client.post("/graphql", content=stalled(), headers={"content-type": LEGACY})

    assert response.status_code == 408
    assert code_of(response) == "BAD_USER_INPUT"


async def test_an_answer_nobody_accepts_is_406(client):
    response = await ask(client, "{ __typename }", "text/csv")

    assert response.status_code == 406
    assert code_of(response) == "BAD_USER_INPUT"


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_only_post_executes(client, method):
    response = await client.request(
        method, "/graphql", params={"query": "{ __typename }"}, headers={"accept": LEGACY}
    )

    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert code_of(response) == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, LEGACY),
        ("*/*", LEGACY),
        ("application/*", LEGACY),
        (LEGACY, LEGACY),
        (MODERN, MODERN),
        (f"{MODERN}, {LEGACY};q=0.9", MODERN),
        (f"{LEGACY}, {MODERN}", MODERN),
        (f"{MODERN};q=0.5, {LEGACY}", LEGACY),
        (f"{MODERN};charset=utf-8", MODERN),
        (f"{LEGACY};q=0, */*", MODERN),
        (f"{MODERN};q=0, */*", LEGACY),
        (f"{MODERN};q=nonsense", None),
        ("text/html", None),
        ("*/*;q=0", None),
    ],
)
def test_the_answer_comes_in_the_media_type_the_client_likes_best(accept, expected):
    assert answer_type(accept) == expected


async def test_a_bad_credential_is_401_before_anything_runs(ports):
    async def endpoint(scope, receive, send):
        scope["state"] = {"credential_error": Unauthenticated("This token has expired.")}
        await GraphQLEndpoint(sample_schema)(scope, receive, send)

    transport = httpx.ASGITransport(endpoint)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for accept in (MODERN, LEGACY):
            response = await ask(client, "{ __typename }", accept)
            assert response.status_code == 401
            assert code_of(response) == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("how", "code", "details", "retry_after"),
    [
        ("anonymous", "UNAUTHENTICATED", {}, None),
        ("forbidden", "FORBIDDEN", {"permission": "MANAGE_TEAMS"}, None),
        ("limited", "RATE_LIMITED", {"retryAfterSeconds": 7}, "7"),
        ("storage", "UNAVAILABLE", {"retryAfterSeconds": 2}, "2"),
        ("faults", "BAD_USER_INPUT", {}, None),
        ("cursor", "BAD_USER_INPUT", {}, None),
    ],
)
async def test_a_failed_field_is_null_beside_a_top_level_error(
    client, how, code, details, retry_after
):
    query = f'{{ fail(how: "{how}") fine: __typename }}'
    response = await ask(client, query)

    assert response.status_code == 200
    assert response.json()["data"] == {"fail": None, "fine": "SampleQuery"}
    [error] = response.json()["errors"]
    assert error["path"] == ["fail"]
    assert error["message"]
    assert error["extensions"] == {"code": code, **details}
    assert response.headers.get("retry-after") == retry_after


async def test_a_bug_is_masked_and_logged_once_with_its_id(client, caplog):
    response = await ask(client, '{ fail(how: "bug") }')

    [error] = response.json()["errors"]
    assert error["message"] == "Internal error."
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["requestId"] == "request-1"
    [record] = caplog.records
    assert error["extensions"]["errorId"] in record.getMessage()
    assert record.exc_info is not None
    assert "hunter2" not in response.text


async def test_a_request_that_takes_too_long_is_told_to_come_back(client):
    async with asyncio.timeout(5):
        modern = await ask(client, "{ forever }", MODERN)
        legacy = await ask(client, "{ forever }", LEGACY)

    assert (modern.status_code, legacy.status_code) == (503, 200)
    assert code_of(modern) == code_of(legacy) == "UNAVAILABLE"
    assert modern.headers["retry-after"] == "1"


async def test_variables_that_do_not_fit_are_bad_input(client):
    query = (
        "query ($value: JSON!, $n: Int) { echo(value: $value) apples(first: $n) { totalCount } }"
    )
    response = await ask(client, query, variables={"value": 1, "n": "many"})

    assert response.status_code == 400
    assert code_of(response) == "BAD_USER_INPUT"


@pytest.mark.parametrize("literal", ["1e999", "[{a: 1e999}]", str(2**64), f"{{a: {-(2**63) - 1}}}"])
async def test_a_json_literal_that_json_cannot_hold_is_refused(client, literal):
    response = await ask(client, f"{{ echo(value: {literal}) }}")

    assert code_of(response) == "GRAPHQL_VALIDATION_FAILED"


async def test_the_named_operation_runs(client):
    query = "query a { a: __typename } query b { b: __typename }"
    right = await ask(client, query, operationName="b")
    wrong = await ask(client, query, operationName="c")

    assert right.json() == {"data": {"b": "SampleQuery"}}
    assert (wrong.status_code, code_of(wrong)) == (400, "BAD_USER_INPUT")


async def test_stored_numbers_beyond_64_bits_still_go_out(client):
    response = await ask(client, "{ huge }")

    assert response.text == '{"data":{"huge":{"n":1000000000000000000000}}}'


def test_codes_are_a_closed_set():
    assert set(ErrorCode) == {
        "UNAUTHENTICATED",
        "FORBIDDEN",
        "RATE_LIMITED",
        "BAD_USER_INPUT",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "UNAVAILABLE",
        "INTERNAL",
    }
