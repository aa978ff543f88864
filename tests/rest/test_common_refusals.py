"""What many operations may be answered, is answered by each of them as documented."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette

from domain import kept_answers
from domain.access import ANONYMOUS, Actor, ActorKind
from domain.credentials import Credentials
from domain.errors import StorageTrouble
from domain.ports import Policy, RateLimits
from integrations.rest.errors import HANDLERS
from integrations.rest.job_calls import MAX_PROMPT_BYTES
from integrations.rest.operation import Operation
from integrations.rest.routes import OPERATIONS, document, routes
from tests.rest.contract import words
from tests.rest.examples_contract import examples, filled, violations
from tests.rest.examples_recipes import Recipe, request
from tests.rest.examples_scene import Scene, scene_of

DOCUMENT = document()
# Operations by the status of such a refusal.
COMMON = {
    (f"{method.upper()} {path}", int(status))
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
    for status, response in described["responses"].items()
    if "$ref" in response and status != "422"
}
BY_NAME = {f"{each.method} {each.path}": each for each in OPERATIONS}
SUCCESSES = {each.operation: each for each in examples() if each.status == 200}
TENANT = Actor(
    kind=ActorKind.VIRTUAL_KEY,
    label="key",
    virtual_key_id=uuid4(),
    organization_id="acme",
    team_id="acme-prod",
    team_key=uuid4(),
)


class Busy:
    """Whatever is asked for, it is too much for the moment."""

    async def attempt(self, key: str, *, burst: int, interval_seconds: float) -> float:
        return 30.0


def operations_with(status: int) -> list[str]:
    return sorted(name for name, other in COMMON if other == status)


def caller_of(operation: Operation, owner: Actor) -> Actor | None:
    if not operation.auth.schemes:
        return None
    return owner if "bearerJWT" in operation.auth.schemes else TENANT


def assert_documented(name: str, answer: httpx.Response, status: int) -> None:
    """It has the documented form, and one of the documented texts."""
    method, path = name.split()
    reference = DOCUMENT["paths"][path][method.lower()]["responses"][str(status)]["$ref"]
    [content] = DOCUMENT["components"]["responses"][reference.rsplit("/", 1)[1]]["content"].values()
    texts = [words(each["value"]) for each in content["examples"].values()]

    assert answer.status_code == status
    assert violations(content["schema"], answer.json(), DOCUMENT) == []
    assert any(filled(text, {}).fullmatch(words(answer.json())) for text in texts), answer.text


async def ask(http: httpx.AsyncClient, name: str, **sent: object) -> httpx.Response:
    method, path, usual = request(SUCCESSES[name], Recipe())
    return await http.request(method, path, **(usual | sent))


@pytest.mark.parametrize("name", operations_with(429))
async def test_who_asks_too_often_is_told_so(rest, rest_ports, owner, name):
    rest_ports.policy = Policy(limits=RateLimits(management=1, jobs=1, calls=1))
    rest_ports.throttle = Busy()

    answer = await ask(rest(caller_of(BY_NAME[name], owner)), name)

    assert_documented(name, answer, 429)
    assert answer.headers["retry-after"] == "30"


@pytest.mark.parametrize("name", operations_with(413))
async def test_what_is_too_large_is_refused(rest, owner, name):
    limit = MAX_PROMPT_BYTES if BY_NAME[name].openai else BY_NAME[name].body_limit
    http = rest(caller_of(BY_NAME[name], owner))

    answer = await ask(http, name, json=None, content=b" " * (limit + 1))

    assert_documented(name, answer, 413)


@pytest.mark.parametrize("name", operations_with(503))
async def test_without_the_database_nobody_is_known(name):
    app = Starlette(routes=routes(), exception_handlers=HANDLERS)
    app.state.ports = SimpleNamespace(policy=Policy())

    async def troubled(scope, receive, send):
        trouble = Credentials(trouble=StorageTrouble())
        scope.setdefault("state", {}).update(
            credentials=trouble, actor=ANONYMOUS, request_id="request-1"
        )
        await app(scope, receive, send)

    transport = httpx.ASGITransport(troubled, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await ask(http, name)

    assert_documented(name, answer, 503)
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "name", [name for name in operations_with(409) if BY_NAME[name].keeps_answers]
)
async def test_the_key_of_another_request_is_refused(database, rest, rest_ports, owner, name):
    actor = caller_of(BY_NAME[name], owner)

    async def answered() -> kept_answers.KeptAnswer:
        return kept_answers.KeptAnswer(200, "{}")

    other = {"key": "order-1", "request": {"path": "/another"}}
    await kept_answers.once(actor, rest_ports.vault, name, answered, **other)
    answer = await ask(rest(actor), name, headers={"Idempotency-Key": "order-1"})

    assert_documented(name, answer, 409)


@pytest.fixture
async def scene(database: None, database_url: str) -> AsyncIterator[Scene]:
    async with scene_of(database_url) as scene:
        await scene.working()
        yield scene


@pytest.mark.parametrize(
    "name", [name for name in operations_with(409) if not BY_NAME[name].keeps_answers]
)
async def test_the_key_of_another_call_is_refused(scene: Scene, name: str):
    headers = await scene.headers("key") | {"Idempotency-Key": "call-1"}
    _, _, usual = request(SUCCESSES[name], Recipe())
    other = usual["json"] | {"messages": [{"role": "user", "content": "Something else"}]}

    first = await ask(scene.http, name, headers=headers)
    answer = await ask(scene.http, name, headers=headers, json=other)

    assert first.status_code == 200, first.text
    assert_documented(name, answer, 409)


def test_an_example_is_what_is_asked_of_every_operation():
    assert BY_NAME.keys() <= SUCCESSES.keys()
