"""Every list has an end: of those that grow a page at most, and what is left out is reachable."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from integrations.rest.lists import MOST_LISTED, Listed
from integrations.rest.routes import OPERATIONS, document
from tests.builders import make_model_group, make_organization, make_team
from tests.jobs_world import make_job
from tests.people import make_user

Json = dict[str, Any]
DOCUMENT = document()
SCHEMAS = DOCUMENT["components"]["schemas"]
OF_INPUT = "no longer than what may be sent"
OF_TEAM = "what one team may use"
# Lists in answers that take no `limit`, and what bounds them.
BOUNDED = {
    ".access_groups[]": OF_INPUT,
    ".model_groups[]": OF_INPUT,
    ".model_aliases[]": OF_INPUT,
    ".allowed_model_aliases[]": OF_TEAM,
    ".models[]": OF_INPUT,
    ".fallback_models[]": OF_INPUT,
    ".warnings[]": OF_INPUT,
    ".model_groups_used[]": OF_TEAM,
    "/v1/models.data[]": OF_TEAM,
    ".teams_needing_attention[]": "the hundred worst off",
    ".teams_using[]": "a thousand of them",
    ".breakdown[]": "the first thousand calls",
    ".daily_spend[]": "as many as days are asked for, of which there is a limit",
    ".provider_usage[]": "the providers that there are",
    ".daily[]": "as many as days are asked for, of which there is a limit",
}


def lists_in(schema: Json, place: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """Places of arrays in what follows a schema."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from lists_in(SCHEMAS[name], place, (*seen, name))
        return
    for option in [*schema.get("anyOf", []), *schema.get("allOf", [])]:
        yield from lists_in(option, place, seen)
    if schema.get("type") == "array":
        if "maxItems" not in schema:
            yield f"{place}[]"
        yield from lists_in(schema["items"], f"{place}[]", seen)
    for name, member in schema.get("properties", {}).items():
        yield from lists_in(member, f"{place}.{name}", seen)


def unlimited() -> Iterator[str]:
    """Lists of answers to GET that nobody has limited."""
    for path, methods in DOCUMENT["paths"].items():
        asked = methods.get("get", {})
        content = asked.get("responses", {}).get("200", {}).get("content", {})
        if "application/json" not in content:
            continue
        limits = [p["schema"] for p in asked.get("parameters", []) if p["name"] == "limit"]
        pages = [p["schema"] for p in asked.get("parameters", []) if p["name"] == "page_size"]
        limited = [each for each in (*limits, *pages) if each.get("maximum", 10**9) <= MOST_LISTED]
        for place in lists_in(content["application/json"]["schema"], ""):
            is_list_itself = place.count("[]") == 1
            if limited and is_list_itself:
                continue
            if not any(f"{path}{place}".endswith(end) for end in BOUNDED):
                yield f"{path}{place}"


def test_every_list_has_a_limit():
    assert not [*unlimited()]


@pytest.mark.parametrize("path", ["/api/teams", "/api/organizations", "/api/model-groups"])
async def test_pages_together_are_the_list(rest, owner, database, path):
    organization = await make_organization()
    for number in range(5):
        await make_organization(f"org-of-pages-{number}")
        await make_team(f"team-of-pages-{number}", organization)
        await make_model_group(f"group-of-pages-{number}")
    await pages_are_the_list(rest(owner), path)


async def test_pages_of_teams_of_an_organization_are_the_list(rest, owner, database):
    organization = await make_organization("acme")
    for _ in range(5):
        await make_team(organization=organization)
    await pages_are_the_list(rest(owner), "/api/organizations/acme/teams", of="teams")


async def test_pages_of_people_are_the_list(rest, owner, database):
    for number in range(5):
        await make_user(email=f"{number}@example.com")
    await pages_are_the_list(rest(owner), "/api/admin-users")


async def pages_are_the_list(http: httpx.AsyncClient, path: str, of: str | None = None) -> None:
    def rows(answer: httpx.Response) -> list[Json]:
        assert answer.status_code == 200, answer.text
        return answer.json()[of] if of else answer.json()

    whole = await http.get(path)
    assert 'rel="next"' not in whole.headers["link"]
    assert len(rows(whole)) >= 5
    walked, url = [], f"{path}?limit=2"
    while url:
        page = await http.get(url)
        assert 1 <= len(rows(page)) <= 2
        walked += rows(page)
        found = re.search(r'<([^>]+)>; rel="next"', page.headers["link"])
        url = found and found[1]
        assert 'rel="successor-version"' in page.headers["link"]
    assert walked == rows(whole)


@pytest.mark.parametrize(
    "after", ["x", "=", "bm90", "W10", "WyJhIl0", "eyJhIjoxfQ", "WzEsMl0", "é"]
)
async def test_a_place_that_no_page_has_given_out_is_refused(rest, owner, database, after):
    paging = [each for each in OPERATIONS if each.query and each.method == "GET"]
    paging = [each for each in paging if "after" in each.query.json_schema()["properties"]]
    assert len(paging) >= 5
    team = (await make_team("acme-prod", await make_organization("acme"))).team
    names = {"organization_id": "acme", "team_id": "acme-prod"}
    names["job_id"] = str((await make_job(team)).id)
    for operation in paging:
        path = operation.path.format_map(names)
        answer = await rest(owner).get(path, params={"after": after})
        assert answer.status_code == 422, (operation.path, answer.text)
        assert answer.json()["detail"][0]["loc"] == ["query", "after"]


@pytest.mark.parametrize("limit", ["0", "-1", str(MOST_LISTED + 1), "x", ""])
async def test_a_page_of_another_size_is_refused(rest, owner, database, limit):
    answer = await rest(owner).get("/api/teams", params={"limit": limit})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "limit"]


def test_a_list_is_asked_for_without_parameters():
    assert Listed().page.first == MOST_LISTED
