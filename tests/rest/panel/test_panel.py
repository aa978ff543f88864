"""An admin panel in a browser, unmodified: each page gets what it reads, whatever came before.

The panel is another origin. It signs in, or keeps the operator's key from earlier days; it logs
out at every 401, and shows any other 4xx as an error.
"""

import json
import re
import types
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from domain import jobs
from domain.access import SYSTEM
from tests.authorization.town import MASTER_KEY, bearer
from tests.rest.examples_contract import violations
from tests.rest.examples_scene import JOB_ID, PASSWORD, Scene, scene_of
from tests.rest.panel.pages import PAGES, Page, Step
from tests.rest.test_contract_openapi import BUILT, GENERATED

ORIGIN = "http://localhost:3001"


@dataclass
class Panel:
    """One browser tab, with what it remembers."""

    http: httpx.AsyncClient
    credential: dict[str, str] = field(default_factory=dict)
    memory: dict[str, str] = field(default_factory=dict)

    async def open(self, page: Page) -> list[str]:
        """What is wrong with the page."""
        found = [wrong for step in page.steps async for wrong in self._ask(step)]
        return [f"{page.name}: {wrong}" for wrong in found]

    async def _ask(self, step: Step) -> AsyncIterator[str]:
        path = step.path.format_map(self.memory)
        headers = {"Origin": ORIGIN, "Content-Type": "application/json", **self.credential}
        if refused := await self._preflight(step.method, path, headers):
            yield f"{step.method} {path}: {refused}"
        body = _named(step.body, self.memory)
        content = None if body is None else json.dumps(body)
        answer = await self.http.request(step.method, path, headers=headers, content=content)
        for wrong in _wrong(step, answer, self.memory):
            yield f"{step.method} {path}: {wrong}"
        if answer.is_success:
            said = answer.json()
            self.memory |= {name: _at(said, place) for name, place in step.keeps.items()}
        if "token" in step.keeps and "token" in self.memory:
            self.credential = bearer(self.memory["token"])

    async def _preflight(self, method: str, path: str, headers: dict[str, str]) -> str:
        asked = {
            "Origin": ORIGIN,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": ",".join(sorted(headers.keys() - {"Origin"})).lower(),
        }
        answer = await self.http.options(path, headers=asked)
        if answer.status_code != 200 or not _is_allowed(answer):
            return f"the browser may not ask: {answer.status_code} {answer.text}"
        return ""


def _is_allowed(answer: httpx.Response) -> bool:
    return (
        answer.headers.get("access-control-allow-origin") == ORIGIN
        and answer.headers.get("access-control-allow-credentials") == "true"
    )


def _named(value: Any, memory: dict[str, str]) -> Any:
    """With what is in braces filled in."""
    match value:
        case str():
            return value.format_map(memory)
        case dict():
            return {name: _named(each, memory) for name, each in value.items()}
        case list():
            return [_named(each, memory) for each in value]
        case _:
            return value


def _wrong(step: Step, answer: httpx.Response, memory: dict[str, str]) -> Iterator[str]:
    if not answer.is_success:
        yield f"{answer.status_code} {answer.text}"
        return
    if not _is_allowed(answer):
        yield "the browser may not read the answer"
    said = answer.json()
    for place, kind in step.reads.items():
        yield from _misread(said, place, kind)
    for place, value in step.has.items():
        if (found := _at(said, place)) != _named(value, memory):
            yield f"{place} is {found!r}, not {value!r}"
    yield from violations(_schema(step), said, GENERATED)


def _schema(step: Step) -> Any:
    """What the document says of the answer."""
    asked = [step.method, *step.path.split("?")[0].split("/")]
    fitting = [name for name in BUILT if _fits(re.split("[ /]+", name), list(filter(None, asked)))]
    name = min(fitting, key=lambda name: name.count("{"))
    return BUILT[name]["responses"]["200"]["content"]["application/json"]["schema"]


def _fits(operation: list[str], asked: list[str]) -> bool:
    return len(operation) == len(asked) and all(
        theirs == ours or theirs.startswith("{")
        for theirs, ours in zip(operation, asked, strict=True)
    )


def _misread(said: Any, place: str, kind: Any) -> Iterator[str]:
    """Whether there is, at every such place, a value of the kind that scripts rely on."""
    values = [*_values(said, place.split("[]"))]
    if not values:
        yield f"nothing at {place}"
    for value in values:
        if not _is(value, kind):
            yield f"{place} is {value!r}"


def _values(said: Any, parts: list[str]) -> Iterator[Any]:
    first, *rest = parts
    found = _at(said, first.strip("."))
    if not rest:
        yield found
    elif isinstance(found, list):
        for each in found:
            yield from _values(each, rest)


def _at(said: Any, place: str) -> Any:
    for name in filter(None, place.split(".")):
        try:
            said = said[int(name) if isinstance(said, list) else name]
        except (KeyError, IndexError, TypeError):
            return ...
    return said


def _is(value: Any, kind: Any) -> bool:
    """A yes or no is no number."""
    kinds = kind.__args__ if isinstance(kind, types.UnionType) else (kind,)
    return any(type(value) is each for each in kinds)


@pytest.fixture
async def scene(database: None, database_url: str) -> AsyncIterator[Scene]:
    async with scene_of(database_url) as scene:
        await scene.worked()
        await jobs.complete(SYSTEM, JOB_ID)
        yield scene


def panel(scene: Scene) -> Panel:
    now = datetime.now(UTC)
    known = {"email": "admin@example.com", "password": PASSWORD}
    return Panel(scene.http, {}, known | {"today": f"{now:%Y-%m-%d}", "month": f"{now:%Y-%m}"})


async def test_whoever_signs_in_sees_every_page_as_it_was(scene: Scene) -> None:
    tab = panel(scene)

    assert [wrong for page in PAGES for wrong in await tab.open(page)] == []


@pytest.mark.parametrize(
    "credential", [{"X-Admin-Key": MASTER_KEY}, bearer(MASTER_KEY)], ids=["header", "bearer"]
)
async def test_so_does_who_has_kept_the_operators_key(scene: Scene, credential) -> None:
    tab = panel(scene)
    tab.credential = credential
    pages = [page for page in PAGES if not page.wants_token]

    assert [wrong for page in pages for wrong in await tab.open(page)] == []


async def test_who_signed_out_is_told_so_and_may_sign_in_again(scene: Scene) -> None:
    tab = panel(scene)
    login, logout = PAGES[0], PAGES[-1]
    await tab.open(login)
    await tab.open(logout)
    refused = await scene.http.get("/api/teams", headers={"Origin": ORIGIN, **tab.credential})

    assert refused.status_code == 401
    assert _is_allowed(refused)
    assert await tab.open(login) == []


async def test_pages_of_other_origins_get_nothing(scene: Scene) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    answer = await scene.http.options("/api/teams", headers=headers)

    assert "access-control-allow-origin" not in answer.headers


def test_the_pages_ask_every_kind_of_operation_that_a_panel_has() -> None:
    asked = {step.path.split("?")[0].split("/")[2] for page in PAGES for step in page.steps}

    assert asked == {
        "admin-users",
        "stats",
        "health-check",
        "organizations",
        "teams",
        "credits",
        "model-groups",
        "models",
        "model-access-groups",
        "provider-credentials",
        "jobs",
    }
