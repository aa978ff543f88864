"""The first steps that the page itself describes, taken in a browser on the running product."""

import asyncio
import json

import pytest
import pytest_asyncio

from tests.browser.chrome import MISSING, executable
from tests.served import fresh

pytestmark = pytest.mark.skipif(executable() is None, reason=MISSING)

QUERY = "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror"
HEADERS = (
    "document.querySelector('.graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror')"
    ".CodeMirror"
)
RESULT = "document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue()"


@pytest_asyncio.fixture(scope="module")
async def product():
    context = fresh()
    server = await asyncio.to_thread(context.__enter__)
    yield f"http://127.0.0.1:{server.port}"
    await asyncio.to_thread(context.__exit__, None, None, None)


MENU = "[...document.querySelectorAll('[role=menuitem]')]"
# It has a menu as soon as the page knows the schema; before, it runs the first operation.
ROUND = ".graphiql-execute-button[aria-haspopup=menu][aria-label^='Execute']"
BUTTON = f'document.querySelector("{ROUND}")'


async def press(page, element):
    """With the mouse, as menus want it, where the element comes to rest."""
    await page.wait_for(element)
    middle = "(box => [box.x + box.width / 2, box.y + box.height / 2])"
    place = f"{middle}({element}.getBoundingClientRect())"
    painted = f"new Promise(done => requestAnimationFrame(() => done({place})))"
    was = None
    while was != (at := await page.evaluate(painted)):
        was = at
    for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
        await page.send(
            "Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1
        )


async def perform(page, operation, field):
    """The answer to the operation that is chosen from the menu of the round button."""
    await page.wait_for(f"{MENU}.length === 0 && document.body.style.pointerEvents !== 'none'")
    await press(page, BUTTON)
    await press(page, f"{MENU}.find(item => item.innerText.trim() === '{operation}')")
    answer = await page.wait_for(f"({RESULT} ?? '').includes({json.dumps(field)}) && {RESULT}")
    return json.loads(answer)


async def test_the_first_steps_lead_from_an_empty_product_to_an_organization(chrome, product):  # noqa: PLR0915
    page = await chrome.open(product + "/graphql")
    await page.wait_for(f"{QUERY.removesuffix('.CodeMirror')} && {QUERY}.getValue()")
    await page.wait_for(f"{HEADERS.removesuffix('.CodeMirror')} && {HEADERS}.getValue()")

    status = await perform(page, "NeedsSetup", "needsSetup")
    assert status["data"]["setupStatus"]["needsSetup"] is True
    owner = await perform(page, "Setup", '"setup"')
    assert owner["data"]["setup"]["errors"] == []
    again = await perform(page, "Login", '"login"')
    assert again["data"]["login"]["errors"] == []
    token = again["data"]["login"]["tokens"]["accessToken"]
    pasted = (await page.evaluate(f"{HEADERS}.getValue()")).replace("Bearer ", f"Bearer {token}")
    await page.evaluate(f"{HEADERS}.setValue({json.dumps(pasted)})")
    me = await perform(page, "WhoAmI", '"viewer"')
    assert me["data"]["viewer"]["adminUser"] == {"email": "owner@example.com", "role": "OWNER"}

    await page.evaluate(
        "[...document.querySelectorAll('.graphiql-tab-button')]"
        ".find(tab => tab.innerText === 'CreateOrganization').click()"
    )
    await page.wait_for(f"{QUERY}.getValue().includes('mutation CreateOrganization')")
    made = await perform(page, "CreateOrganization", "createOrganization")

    payload = made["data"]["createOrganization"]
    assert payload["errors"] == []
    assert payload["organization"]["defaultTeam"] == {
        "teamId": "org_acme_default",
        "creditAccount": {"available": "100"},
    }
    assert payload["issuedKey"]["secret"].startswith("sk-")
    listed = await perform(page, "Organizations", '"nodes"')
    [organization] = listed["data"]["organizations"]["nodes"]
    assert organization["organizationId"] == "org_acme"
    assert page.outside_requests(product) == []
    assert page.complaints == []
