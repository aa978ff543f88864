"""The pages at /docs and /redoc: files of our own, and nothing from anywhere else."""

import hashlib
import json
import re

import httpx
import pytest
from starlette.applications import Starlette

from integrations.rest.docs import STATIC
from integrations.rest.errors import HANDLERS
from integrations.rest.routes import document, routes


@pytest.fixture
async def client():
    app = Starlette(routes=routes(), exception_handlers=HANDLERS)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_the_document_is_served_as_it_is_exported(client):
    answer = await client.get("/openapi.json")

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == document()
    assert answer.json()["openapi"].startswith("3.1.")


async def test_health_needs_nobody(client):
    answer = await client.get("/health")

    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "healthy", "service": "saas-llm-api"},
    )


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
