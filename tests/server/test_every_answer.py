"""What holds of every answer, whoever gives it: the request's id, what browsers may read, and
that the legacy API has a successor."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from integrations.rest.routes import OPERATIONS, document
from server.app import create_app
from tests.authorization.town import MASTER_KEY, settings
from tests.fakes import make_ports

PANEL = "https://admin.example.com"
SINCE = "@1795392000"
KEY = {"X-Admin-Key": MASTER_KEY}
LARGE = str(2**30)


async def bug(_: Request) -> Response:
    raise ZeroDivisionError


@pytest_asyncio.fixture
async def http(database: None, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(database_url, ADMIN_PANEL_URL=PANEL), make_ports())
    app.router.routes.append(Route("/api/bug", bug))
    app.router.routes.append(Route("/v1/bug", bug))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


ANSWERS = [
    ("GET", "/health", {}, 200),
    ("GET", "/", {}, 307),
    ("GET", "/docs", {}, 200),
    ("GET", "/docs/static/absent.js", {}, 404),
    ("GET", "/absent", {}, 404),
    ("GET", "/v1/absent", {}, 404),
    ("GET", "/api/absent", {}, 404),
    ("DELETE", "/api/organizations", {}, 405),
    ("OPTIONS", "/api/organizations", {}, 405),
    ("GET", "/v1/chat/completions", {}, 405),
    ("GET", "/api/organizations", {}, 401),
    ("GET", "/api/organizations", KEY, 200),
    ("GET", "/api/organizations/absent", KEY, 404),
    ("GET", "/api/organizations/%00", KEY, 404),
    ("POST", "/api/organizations/create", KEY, 422),
    ("POST", "/api/organizations/create", KEY | {"Content-Length": LARGE}, 413),
    ("POST", "/v1/chat/completions", {"Content-Length": LARGE}, 401),
    ("POST", "/graphql", {}, 415),
    ("DELETE", "/graphql", {}, 405),
    ("GET", "/api/bug", {}, 500),
    ("GET", "/v1/bug", {}, 500),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), ANSWERS)
async def test_every_answer_has_the_id_of_its_request(http, method, path, headers, status):
    named = await http.request(method, path, headers={**headers, "X-Request-ID": "mine-7"})
    made = await http.request(method, path, headers=headers)

    assert (named.status_code, made.status_code) == (status, status)
    assert named.headers.get_list("x-request-id") == ["mine-7"]
    assert len(made.headers["x-request-id"]) == 32


@pytest.mark.parametrize(("method", "path", "headers", "status"), ANSWERS)
async def test_pages_of_allowed_origins_may_read_every_answer(http, method, path, headers, status):
    answer = await http.request(method, path, headers={**headers, "Origin": PANEL})
    other = await http.request(method, path, headers={**headers, "Origin": "https://evil.example"})

    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == PANEL
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert "access-control-allow-origin" not in other.headers


async def test_pages_may_read_the_headers_that_say_something(http):
    answer = await http.get("/health", headers={"Origin": PANEL})

    exposed = {*answer.headers["access-control-expose-headers"].lower().split(", ")}
    assert exposed == {
        "allow", "deprecation", "idempotency-replayed", "link", "retry-after", "x-call-id",
        "x-job-id", "x-request-id", "x-served-model",
    }  # fmt: skip


async def test_a_browser_that_asks_before_is_answered_with_an_id_too(http):
    asked = {"Origin": PANEL, "Access-Control-Request-Method": "POST"}
    headers = {**asked, "Access-Control-Request-Headers": "x-admin-key, idempotency-key"}
    answer = await http.options("/api/teams/create", headers=headers)
    other = await http.options("/api/teams/create", headers={**headers, "Origin": "https://evil"})

    assert (answer.status_code, other.status_code) == (200, 400)
    assert "x-admin-key, idempotency-key" in answer.headers["access-control-allow-headers"]
    assert answer.headers["x-request-id"]
    assert other.headers["x-request-id"]


async def test_a_wrong_method_is_told_the_right_ones(http):
    answer = await http.delete("/api/organizations")

    assert {*answer.headers["allow"].split(", ")} == {"GET", "HEAD"}


@pytest.mark.parametrize(("method", "path", "headers", "status"), ANSWERS)
async def test_answers_of_the_legacy_api_name_its_successor(http, method, path, headers, status):
    answer = await http.request(method, path, headers=headers)

    if path.startswith("/api/"):
        assert answer.headers["deprecation"] == SINCE
        assert '</graphql>; rel="successor-version"' in answer.headers["link"]
    else:
        assert not {"deprecation", "link"} & {*answer.headers}


async def test_an_operation_names_its_successors_and_its_documentation(http):
    teams = await http.get("/api/teams")
    balance = await http.get("/api/credits/balance")

    assert teams.headers["link"] == (
        '</graphql>; rel="successor-version"; title="teams", '
        '</docs#/teams/get_api_teams>; rel="deprecation"; type="text/html"'
    )
    assert 'title="team { creditAccount }"' in balance.headers["link"]


def test_the_documentation_says_what_one_sends_in_graphql_instead():
    described = document()["paths"]
    for operation in OPERATIONS:
        told = described[operation.path][operation.method.lower()].get("description", "")
        assert ("In GraphQL: " in told) == (operation.tag != "health")


async def test_refusals_of_streams_are_deprecated_like_any_answer(http):
    refused = await http.post("/api/jobs/create-and-call-stream", json={})

    assert refused.status_code == 401
    assert refused.headers["deprecation"] == SINCE
