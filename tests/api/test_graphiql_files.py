"""The files behind GraphiQL: what they are, and how they are served."""

import hashlib
import json
import re

import pytest
import pytest_asyncio
from graphql import parse, validate

from graph.graphiql import STATIC, VENDORED
from graph.schema import schema
from tests.api.conftest import app_for
from tests.api.sample import sample_schema

MANIFEST = json.loads(VENDORED.read_text())


@pytest_asyncio.fixture
async def client(ports):
    async with app_for(sample_schema, ports) as client:
        yield client


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_what_its_release_holds(entry):
    assert hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["version"] in entry["file"]
    assert entry["licence"] == "MIT"


def test_every_vendored_file_is_in_the_manifest_and_on_the_page():
    page = (STATIC / "index.html").read_text()
    vendored = {path.name for path in STATIC.iterdir() if any(map(str.isdigit, path.name))}

    assert vendored == {entry["file"] for entry in MANIFEST}
    assert all(f"/graphql/assets/{name}" in page for name in vendored)
    assert "Copyright" in (STATIC / "LICENSES.txt").read_text()


async def test_a_browser_gets_the_page_with_a_policy_that_names_no_other_site(client):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = await client.get("/graphql?query={__typename}", headers={"accept": accept})

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "<script>" not in response.text


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.iterdir()))
async def test_the_page_and_its_files_name_each_other_only(client, name):
    response = await client.get(f"/graphql/assets/{name}")

    assert response.status_code == (404 if name == "index.html" else 200)
    assert (
        name in {entry["file"] for entry in MANIFEST}
        or "https://" not in (STATIC / name).read_text().replace("https://reactjs.org", "")
        or name == "LICENSES.txt"
    )


async def test_files_with_a_version_are_kept_and_others_asked_for_again(client):
    kept = await client.get("/graphql/assets/react-18.3.1.min.js")
    fresh = await client.get("/graphql/assets/page.js")

    assert "immutable" in kept.headers["cache-control"]
    assert fresh.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.js", "..%2f__init__.py", "%2e%2e/vendored.json"])
async def test_there_is_no_way_to_other_files(client, name):
    assert (await client.get(f"/graphql/assets/{name}")).status_code == 404


@pytest.mark.parametrize("tab", re.findall(r"`([^`]+)`", (STATIC / "tabs.js").read_text())[1:])
def test_what_the_tabs_offer_fits_the_schema(tab):
    assert validate(schema._schema, parse(tab)) == []
