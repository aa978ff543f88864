"""Swagger UI and ReDoc, as somebody with a browser and no Internet meets them."""

import json
from typing import Any

import pytest
import pytest_asyncio
from starlette.applications import Starlette

from domain.access import ANONYMOUS, Actor, ActorKind
from domain.credentials import Credentials, Unproven
from domain.ports import Ports
from integrations.rest import docs
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Input
from integrations.rest.dispatch import routes_of
from integrations.rest.errors import HANDLERS
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output
from integrations.rest.routes import OPERATIONS
from tests.browser.chrome import Chrome, Page
from tests.browser.conftest import served

KEY = "the-operators-key"
OPERATOR = Actor(kind=ActorKind.ADMIN_KEY, label="operator")


class Colour(Input):
    colour: str


class Wall(Output):
    wall_id: str
    painted: str


@operation(
    "POST",
    "/api/walls/{wall_id}/paint",
    tag="teams",
    summary="Paint a wall",
    auth=MANAGEMENT,
    body_example={"colour": "green"},
)
async def paint(call: Call, wall_id: str, body: Colour) -> Wall:
    return Wall(wall_id=wall_id, painted=body.colour)


class Identified:
    """The admin key, or nobody."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        key = dict(scope["headers"]).get(b"x-admin-key")
        actor = OPERATOR if key == KEY.encode() else Unproven.ABSENT
        state = scope.setdefault("state", {})
        state.update(credentials=Credentials(admin_key=actor), actor=ANONYMOUS)
        await self.app(scope, receive, send)


@pytest_asyncio.fixture
async def origin():
    routes = [docs.static_files(), *routes_of([*OPERATIONS, paint])]
    app = Starlette(routes=routes, exception_handlers=HANDLERS)
    nothing: Any = None
    app.state.ports = Ports(nothing, nothing, nothing, nothing, nothing, nothing)
    async with served(Identified(app)) as origin:
        yield origin


def assert_undisturbed(page: Page, origin: str) -> None:
    assert page.outside_requests(origin) == []
    assert page.complaints == []


async def fill(page: Page, selector: str, text: str) -> None:
    await page.wait_for(f"document.querySelector({json.dumps(selector)})")
    await page.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
    await page.type(text)


async def leave(page: Page) -> None:
    """Swagger UI takes over what was typed when the field is left."""
    await page.evaluate("document.activeElement.blur()")


async def test_an_operation_is_tried_out_with_a_pasted_key(chrome: Chrome, origin):
    page = await chrome.open(f"{origin}/docs")
    block = "#operations-teams-post_api_walls_wall_id_paint"

    await page.click("button.authorize")
    await fill(page, "#api_key_value", KEY)
    await page.evaluate(
        "document.querySelector('#api_key_value')"
        ".closest('form').querySelector('button.authorize').click()"
    )
    await page.click("button.btn-done")
    await page.click(f"{block} .opblock-summary-control")
    await fill(page, f"{block} input[placeholder='wall_id']", "north")
    await leave(page)
    await page.click(f"{block} button.execute")

    shown = f"(document.querySelector('{block} .live-responses-table')?.innerText ?? '')"
    answer = await page.wait_for(f"{shown}.includes('painted') && {shown}")
    assert '"wall_id": "north"' in answer
    assert '"painted": "green"' in answer
    assert_undisturbed(page, origin)


@pytest.mark.parametrize("width", [390, 1400])
async def test_the_reference_shows_every_kind_of_operation(chrome: Chrome, origin, width):
    page = await chrome.open(f"{origin}/redoc")
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    await page.send("Emulation.setDeviceMetricsOverride", **screen)

    await page.wait_for("document.body.innerText.includes('Paint a wall')")
    await page.wait_for("document.body.innerText.includes('Liveness')")

    assert_undisturbed(page, origin)


async def test_the_reference_finds_what_is_searched(chrome: Chrome, origin):
    page = await chrome.open(f"{origin}/redoc")

    await fill(page, "input[placeholder='Search...']", "paint")

    found = "document.querySelector('[data-role=\"search:results\"]')?.innerText ?? ''"
    assert await page.wait_for(f"({found}).includes('Paint a wall')")
    assert_undisturbed(page, origin)


@pytest.mark.parametrize("name", ["docs", "redoc"])
async def test_each_page_leads_to_the_others(chrome: Chrome, origin, name):
    page = await chrome.open(f"{origin}/{name}")
    await page.wait_for("document.querySelector('header nav')")

    links = await page.evaluate("[...document.querySelectorAll('header nav a')].map(a => a.href)")

    assert links == [f"{origin}/{path}" for path in ("docs", "redoc", "openapi.json", "graphql")]
