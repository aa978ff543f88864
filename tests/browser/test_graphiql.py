"""GraphiQL, as somebody with a browser and no Internet meets it."""

from typing import Any

import pytest_asyncio
from starlette.applications import Starlette

from domain.access import ANONYMOUS
from graph.endpoint import graphql_routes
from graph.schema import schema
from tests.browser.chrome import Chrome, Page
from tests.browser.conftest import served

RESULT = "document.querySelector('.result-window').innerText"
EDITOR = "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror"
TITLES = "[...document.querySelectorAll('.graphiql-tab-button')].map(tab => tab.innerText)"
PAGE_SIZE = "{ server { limits { maxPageSize } } }"


class Identified:
    """Everybody is anonymous; remembers which credentials came."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.credentials: list[str | None] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/graphql" and scope["method"] == "POST":
            headers = {name: value.decode() for name, value in scope["headers"]}
            self.credentials.append(headers.get(b"authorization"))
        scope.setdefault("state", {})["actor"] = ANONYMOUS
        await self.app(scope, receive, send)


@pytest_asyncio.fixture
async def site():
    app = Starlette(routes=graphql_routes(schema))
    app.state.ports = None
    site = Identified(app)
    async with served(site) as origin:
        site.origin = origin
        yield site


async def open_graphiql(chrome: Chrome, site: Identified) -> Page:
    """The page of a first visit, with its schema loaded."""
    page = await chrome.open(site.origin + "/graphql")
    await page.wait_for("document.querySelector('.graphiql-query-editor .CodeMirror')")
    await page.click("button[aria-label='Show Documentation Explorer']")
    await page.wait_for("document.querySelector('.graphiql-doc-explorer').innerText.match(/Query/)")
    return page


async def run(page: Page, name: str, selection: str) -> None:
    """Types a query into a new tab and runs it; the tab gets its name from the query."""
    await page.click("button[aria-label='New tab']")
    await page.wait_for(f"{EDITOR}.getValue() !== '' && {TITLES}.at(-1) === '<untitled>'")
    await page.evaluate(f"{EDITOR}.setValue(''), {EDITOR}.focus()")
    await page.type(f"query {name} {selection}")
    await page.wait_for(f"{TITLES}.at(-1) === '{name}'")
    await page.click(".graphiql-execute-button")


def assert_undisturbed(page: Page, site: Identified) -> None:
    assert page.outside_requests(site.origin) == []
    assert page.complaints == []


async def test_a_query_typed_into_the_page_shows_its_result_there(chrome, site):
    page = await open_graphiql(chrome, site)

    await run(page, "Limits", PAGE_SIZE)

    assert await page.wait_for(f"{RESULT}.includes('\"maxPageSize\": 100')")
    assert_undisturbed(page, site)


async def test_the_first_tab_explains_how_to_begin(chrome, site):
    page = await open_graphiql(chrome, site)

    text = await page.evaluate(f"{EDITOR}.getValue()")
    titles = await page.evaluate(TITLES)

    for step in ("NeedsSetup", "mutation Setup", "mutation Login", "Headers editor", "WhoAmI"):
        assert step in text
    assert titles == ["NeedsSetup", "CreateOrganization", "Health"]
    assert_undisturbed(page, site)


async def test_the_documentation_is_there_to_read(chrome, site):
    page = await open_graphiql(chrome, site)

    await page.click(".graphiql-doc-explorer a")

    words = "The object with this global ID; null when absent or invisible."
    await page.wait_for(
        f"document.querySelector('.graphiql-doc-explorer').innerText.includes('{words}')"
    )
    assert_undisturbed(page, site)


async def test_the_history_has_what_was_run_also_after_a_reload(chrome, site):
    page = await open_graphiql(chrome, site)
    await run(page, "Depth", "{ server { limits { maxDepth } } }")
    await page.wait_for(f"{RESULT}.includes('maxDepth')")

    await page.reload()
    await page.wait_for("document.querySelector('.graphiql-query-editor .CodeMirror')")
    await page.click("button[aria-label='Show History']")

    await page.wait_for("document.querySelector('.graphiql-history').innerText.includes('Depth')")
    assert_undisturbed(page, site)


async def test_a_token_typed_in_one_tab_serves_the_next(chrome, site):
    page = await open_graphiql(chrome, site)
    await run(page, "Limits", PAGE_SIZE)
    await page.wait_for(f"{RESULT}.includes('maxPageSize')")
    assert set(site.credentials) == {None}

    headers = ".graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror"
    token = """{"Authorization": "Bearer abc"}"""
    await page.evaluate(f"document.querySelector('{headers}').CodeMirror.setValue('{token}')")
    await page.click(".graphiql-execute-button")
    await run(page, "Depth", "{ server { limits { maxDepth } } }")
    await page.wait_for(f"{RESULT}.includes('maxDepth')")

    assert site.credentials[-2:] == ["Bearer abc", "Bearer abc"]
    assert_undisturbed(page, site)
