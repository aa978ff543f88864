"""The documentation pages of the real application: what is tried out there is really done."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.authorization.town import MASTER_KEY
from tests.browser.chrome import MISSING, Chrome, Page, executable
from tests.browser.conftest import served
from tests.browser.test_rest_docs import assert_undisturbed, leave
from tests.rest.examples_scene import Scene, scene_of

pytestmark = pytest.mark.skipif(executable() is None, reason=MISSING)


@pytest_asyncio.fixture
async def scene(database: None, database_url: str) -> AsyncIterator[Scene]:
    async with scene_of(database_url) as scene:
        await scene.acme()
        yield scene


async def paste(page: Page, scheme: str, credential: str) -> None:
    """Into the form that the button Authorize opens, as a person does."""
    forms = "[...document.querySelectorAll('.auth-container')]"
    form = f"{forms}.find(each => each.querySelector('h4').innerText.startsWith('{scheme}'))"
    await page.click("button.authorize")
    await page.wait_for(f"{form}?.querySelector('input')")
    await page.evaluate(f"{form}.querySelector('input').focus()")
    await page.type(credential)
    await page.evaluate(f"{form}.querySelector('button.authorize').click()")
    await page.wait_for(f"{form}.innerText.includes('Logout')")
    await page.click("button.btn-done")


async def open_block(page: Page, block: str) -> None:
    await page.click(f"{block} .opblock-summary-control")
    await page.wait_for(f"document.querySelector({json.dumps(f'{block} button.execute')})")


async def execute(page: Page, block: str) -> tuple[str, str]:
    """The status and the body that the page shows."""
    await page.click(f"{block} button.execute")
    table = f"document.querySelector('{block} .live-responses-table')"
    await page.wait_for(f"{table}?.querySelector('.response-col_status')?.innerText")
    status = await page.evaluate(f"{table}.querySelector('tbody .response-col_status').innerText")
    return status.split()[0], await page.evaluate(f"{table}.innerText")


async def test_teams_are_listed_with_the_admin_key_that_was_pasted(
    chrome: Chrome, scene: Scene
) -> None:
    async with served(scene.app) as origin:
        page = await chrome.open(f"{origin}/docs")
        await paste(page, "adminKey", MASTER_KEY)
        block = "#operations-teams-get_api_teams"
        await open_block(page, block)

        status, shown = await execute(page, block)

        assert status == "200"
        assert '"team_id": "acme-prod"' in shown
        assert_undisturbed(page, origin)


async def test_a_job_is_created_with_the_virtual_key_that_was_pasted(
    chrome: Chrome, scene: Scene
) -> None:
    async with served(scene.app) as origin:
        page = await chrome.open(f"{origin}/docs")
        await paste(page, "virtualKey", scene.key)
        block = "#operations-jobs-post_api_jobs_create"
        await open_block(page, block)
        body = json.dumps({"team_id": "acme-prod", "job_type": "from-the-page"})
        await page.evaluate(f"document.querySelector('{block} textarea').select()")
        await page.type(body)
        await leave(page)

        status, shown = await execute(page, block)

        assert status == "200"
        assert '"status": "pending"' in shown
        assert_undisturbed(page, origin)
    listed = await scene.http.get("/api/jobs", headers=await scene.headers("key"))
    assert [job["job_type"] for job in listed.json()["jobs"]] == ["from-the-page"]


async def test_what_is_refused_without_a_key_is_shown_as_such(chrome: Chrome, scene: Scene) -> None:
    async with served(scene.app) as origin:
        page = await chrome.open(f"{origin}/docs")
        block = "#operations-teams-get_api_teams"
        await open_block(page, block)

        status, shown = await execute(page, block)

    assert status == "401"
    assert "Authentication required" in shown


async def test_the_reference_of_the_real_application_is_whole(chrome: Chrome, scene: Scene) -> None:
    async with served(scene.app) as origin:
        page = await chrome.open(f"{origin}/redoc")

        for summary in ("List teams", "Chat completion", "Organization analytics"):
            await page.wait_for(f"document.body?.innerText.includes('{summary}')")

        assert_undisturbed(page, origin)
