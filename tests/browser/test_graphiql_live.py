"""GraphiQL shows the events of a subscription as they come, until it is told to stop."""

import json

import pytest

from tests.browser.test_graphiql import EDITOR, RESULT, TITLES
from tests.fakes import make_ports
from tests.live.conftest import MASTER_KEY, eventually, served
from tests.live.sample import GATE, OPEN, sample_schema

RUN = ".graphiql-execute-button[aria-label^='Execute']"
STOP = ".graphiql-execute-button[aria-label^='Stop']"
HEADERS = ".graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror"


async def open_page(chrome, site):
    page = await chrome.open(f"http://{site.address}/graphql")
    await page.wait_for("document.querySelector('.graphiql-query-editor .CodeMirror')")
    await page.click("button[aria-label='Show Documentation Explorer']")
    docs = "document.querySelector('.graphiql-doc-explorer').innerText"
    await page.wait_for(f"{docs}.match(/Subscription/)")
    await page.click("button[aria-label='New tab']")
    await page.wait_for(f"{TITLES}.at(-1) === '<untitled>'")
    headers = json.dumps(json.dumps({"X-Admin-Key": MASTER_KEY}))
    await page.wait_for(f'document.querySelector("{HEADERS}")')
    await page.evaluate(f'document.querySelector("{HEADERS}").CodeMirror.setValue({headers})')
    return page


async def write(page, query):
    await page.evaluate(f"{EDITOR}.setValue(''), {EDITOR}.focus()")
    await page.type(query)
    # GraphiQL knows what is written when the tab has its name.
    await page.wait_for(f"{TITLES}.at(-1) === '{query.split()[1]}'")
    await page.wait_for(f'document.querySelector("{RUN}")')


@pytest.fixture(autouse=True)
def gate():
    GATE.clear()
    yield
    GATE.clear()


async def test_events_are_shown_as_they_come_and_stop_ends_the_subscription(chrome):
    async with served(sample_schema, make_ports()) as site:
        page = await open_page(chrome, site)
        await write(page, "subscription Gated { gated }")
        await page.click(RUN)

        await page.wait_for(f"{RESULT}.includes('\"gated\": 1')")
        GATE.set()
        await page.wait_for(f"{RESULT}.includes('\"gated\": 2')")
        assert OPEN == ["gated"]
        await page.click(STOP)

        await eventually(lambda: not OPEN)
        assert page.outside_requests(f"http://{site.address}") == []
        assert page.complaints == []


async def test_a_refusal_is_shown(chrome):
    async with served(sample_schema, make_ports()) as site:
        page = await open_page(chrome, site)
        await write(page, "subscription No { forbidden }")
        await page.click(RUN)

        assert await page.wait_for(f"{RESULT}.includes('FORBIDDEN')")
