"""The pages at /docs and /redoc: files of our own, and nothing from anywhere else."""

import hashlib
import json
import re
from decimal import Decimal
from uuid import UUID

import httpx
import pytest
from pydantic import Field
from starlette.applications import Starlette

from domain.access import ANONYMOUS
from domain.credentials import Credentials
from integrations.rest import openapi
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Input, Number
from integrations.rest.docs import STATIC
from integrations.rest.errors import HANDLERS
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Number as RenderedNumber
from integrations.rest.rendering import Output, left_out_when_none
from integrations.rest.routes import document, routes


@pytest.fixture
async def client():
    app = Starlette(routes=routes(), exception_handlers=HANDLERS)

    async def front(scope, receive, send):
        scope.setdefault("state", {}).update(credentials=Credentials(), actor=ANONYMOUS)
        await app(scope, receive, send)

    transport = httpx.ASGITransport(front)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_the_document_is_served_as_it_is_exported(client):
    answer = await client.get("/openapi.json")

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == document()
    assert answer.json()["openapi"].startswith("3.1.")


class Price(Input):
    price: Number = Field(Decimal("1.50"), gt=0)
    colour: str


class Page(Input):
    limit: int = 50
    colour: str | None = None


class Priced(Output):
    price: RenderedNumber
    error: str | None = left_out_when_none()


@operation("POST", "/prices/{price_id}", tag="teams", summary="s", auth=MANAGEMENT)
async def set_price(call: Call, price_id: UUID, query: Page, body: Price) -> Priced: ...


def test_numbers_ids_and_omissions_are_described_as_they_are():
    made = openapi.document([set_price])
    schemas = made["components"]["schemas"]
    assert "Page" not in schemas
    described = made["paths"]["/prices/{price_id}"]["post"]

    assert schemas["Price"]["properties"] == {
        "price": {"type": "number", "default": 1.5, "exclusiveMinimum": 0},
        "colour": {"type": "string"},
    }
    assert schemas["Priced"]["properties"] == {
        "price": {"type": "number"},
        "error": {"type": "string"},
    }
    assert [(p["in"], p["name"], p["schema"]["type"]) for p in described["parameters"]] == [
        ("path", "price_id", "string"),
        ("query", "limit", "integer"),
        ("query", "colour", "string"),
        ("header", "Idempotency-Key", "string"),
    ]
    assert described["responses"].keys() == {
        "200",
        "401",
        "409",
        "413",
        "422",
        "429",
        "503",
    }


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
async def test_a_page_loads_only_files_that_are_there_and_may_ask_nobody_else(client, page):
    answer = await client.get(page)

    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"https?:|\*|unsafe-eval|script-src[^;]*unsafe", policy)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert "graphql" in addresses
    for address in addresses:
        if address != "graphql":
            assert (await client.get(f"/{address}")).status_code == 200


def test_files_of_others_are_unchanged_and_known_by_version_and_licence():
    vendored = {
        file["file"]: file for file in json.loads((STATIC / "vendored.json").read_text())["files"]
    }
    ours = {
        "docs.html",
        "docs.js",
        "icon.svg",
        "page.css",
        "redoc.html",
        "redoc.js",
        "vendored.json",
    }

    assert {path.name for path in STATIC.iterdir()} == vendored.keys() | ours
    for name, file in vendored.items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == file["sha256"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", file["version"])
        assert file["license"] in {"MIT", "Apache-2.0"}
