"""The road every legacy operation takes: body, caller, right, fields, domain, answer."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import Field
from starlette.applications import Starlette
from starlette.requests import Request

from domain import access, errors
from domain.access import ANONYMOUS, Actor, ActorKind, AdminRole, Permission
from domain.credentials import Credentials, Unproven
from domain.ports import Policy
from integrations.rest.authentication import (
    JWT_ONLY,
    MANAGEMENT,
    PUBLIC,
    VIRTUAL_KEY,
    VIRTUAL_KEY_OR_MANAGEMENT,
)
from integrations.rest.body import Credits, Input, Integer, Metadata, Number
from integrations.rest.dispatch import routes_of
from integrations.rest.errors import HANDLERS
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import (
    Number as RenderedNumber,
)
from integrations.rest.rendering import (
    Output,
    Timestamp,
    left_out_when_none,
    whole_credits,
)


@access.requires(Permission.MANAGE_TEAMS)
async def paint(actor: Actor) -> None:
    """Stands for a domain operation that needs a right."""


access.OPERATIONS.pop(f"{paint.__module__}.paint", None)


class Paint(Input):
    colour: str = Field(max_length=10)
    credits: Credits = Field(ge=1)
    layers: Integer = 1
    price: Number = Decimal(1)
    metadata: Metadata = {}


class Painted(Output):
    colour: str
    price: RenderedNumber
    painted_at: Timestamp
    error: str | None = left_out_when_none()


class Page(Input):
    limit: int = Field(50, ge=1, le=1000)


class Who(Output):
    label: str


class Wall(Output):
    wall_id: str
    key: str | None


MOMENT = datetime(2026, 1, 31, 12, 0, 0, 123999, tzinfo=UTC)


def _who(path, auth):
    @operation("GET", path, tag="t", summary="s", auth=auth)
    async def who(call: Call) -> Who:
        return Who(label=call.actor.label)

    return who


access.OPERATIONS[f"{paint.__module__}.paint"] = Permission.MANAGE_TEAMS


@operation("POST", "/walls/paint", tag="t", summary="s", auth=MANAGEMENT, calls=paint)
async def paint_wall(call: Call, query: Page, body: Paint) -> Painted:
    return Painted(colour=body.colour, price=body.price, painted_at=MOMENT)


del access.OPERATIONS[f"{paint.__module__}.paint"]


@operation("GET", "/walls/{wall_id}", tag="t", summary="s", auth=PUBLIC)
async def get_wall(call: Call, wall_id: str) -> Wall:
    return Wall(wall_id=wall_id, key=call.idempotency_key)


@operation("GET", "/walls/first", tag="t", summary="s", auth=PUBLIC)
async def first_wall(call: Call) -> Who:
    return Who(label="first")


@operation("DELETE", "/walls/{wall_id}", tag="t", summary="s", auth=PUBLIC)
async def delete_wall(call: Call, wall_id: UUID) -> Wall:
    return Wall(wall_id=str(wall_id), key=None)


REFUSALS = {
    "rate": errors.RateLimited("Rate limit exceeded", retry_after_seconds=7),
    "storage": errors.StorageUnavailable(),
    "exists": errors.AlreadyExists("Team 'a' already exists"),
    "unknown": errors.NotFound("Team 'a' not found"),
    "blocked": errors.TeamNotActive("Team access is paused. Please contact support."),
    "state": errors.InvalidState("Job is already failed"),
    "credits": errors.InsufficientCredits(required=2, available=1),
    "field": errors.InvalidInput(("creditsPerDollar",), "Must be positive."),
    "renamed": errors.InvalidInput(("models", 1, "name"), "Twice."),
    "password": errors.InvalidCredentials("no"),
    "forbidden": errors.Forbidden(Permission.MANAGE_TEAMS),
    "own words": errors.Forbidden(Permission.MANAGE_TEAMS, "Admins can only create users"),
}


@operation(
    "GET",
    "/refuse/{how}",
    tag="t",
    summary="s",
    auth=PUBLIC,
    statuses={errors.InvalidCredentials: 400},
    texts={errors.InvalidCredentials: "Current password is incorrect"},
    fields={"name": "model_name"},
)
async def refuse(call: Call, how: str) -> Who:
    if how == "bug":
        raise RuntimeError("the password is hunter2")
    raise REFUSALS[how]


@operation("GET", "/teams/{team_id}/colour", tag="t", summary="s", auth=VIRTUAL_KEY)
async def team_colour(call: Call, team_id: str) -> Who:
    call.require_own_team(team_id, "Not your team")
    return Who(label=team_id)


@operation("POST", "/names", tag="t", summary="s", auth=PUBLIC)
async def take_names(call: Call, body: list[str]) -> Who:
    return Who(label=" ".join(body))


KINDS = {
    "jwt": JWT_ONLY,
    "management": MANAGEMENT,
    "key": VIRTUAL_KEY,
    "both": VIRTUAL_KEY_OR_MANAGEMENT,
    "public": PUBLIC,
}
OPERATIONS = [
    get_wall,
    delete_wall,
    first_wall,
    paint_wall,
    refuse,
    team_colour,
    take_names,
    *(_who(f"/who/{name}", auth) for name, auth in KINDS.items()),
]

OWNER = Actor(ActorKind.ADMIN_USER, "owner", role=AdminRole.OWNER)
USER = Actor(ActorKind.ADMIN_USER, "user", role=AdminRole.USER)
OPERATOR = Actor(ActorKind.ADMIN_KEY, "operator")
TEAM = Actor(ActorKind.VIRTUAL_KEY, "team")


@dataclass
class Front:
    """Stands before the application where the server's authentication will."""

    app: Starlette
    credentials: Credentials

    async def __call__(self, scope, receive, send):
        scope.setdefault("state", {}).update(credentials=self.credentials, actor=ANONYMOUS)
        await self.app(scope, receive, send)


@pytest.fixture
def front():
    app = Starlette(routes=routes_of(OPERATIONS), exception_handlers=HANDLERS)
    app.state.ports = SimpleNamespace(policy=Policy())
    return Front(app, Credentials(jwt=OWNER))


@pytest.fixture
async def client(front):
    transport = httpx.ASGITransport(front, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def _paint(client, **body):
    return await client.post("/walls/paint", json={"colour": "red", "credits": 1} | body)


async def test_an_answer_has_one_form_of_time_plain_numbers_and_no_empty_error(client):
    answer = await _paint(client, price=10.1)

    assert answer.status_code == 200
    assert answer.json() == {
        "colour": "red",
        "price": 10.1,
        "painted_at": "2026-01-31T12:00:00.123Z",
    }


async def test_unknown_fields_are_ignored(client):
    assert (await _paint(client, smell="none")).status_code == 200


@pytest.mark.parametrize(
    ("raw", "position"),
    [(b"{", 1), (b'{"colour": nope}', 11), (b'{"colour": "\xff"}', 12), (b"[" * 100_000, 0)],
)
async def test_what_is_no_json_is_refused_before_anybody_asks_who_calls(
    front, client, raw, position
):
    front.credentials = Credentials()

    answer = await client.post("/walls/paint", content=raw)

    assert answer.status_code == 422
    [item] = answer.json()["detail"]
    assert item["type"] == "json_invalid"
    assert item["loc"] == ["body", position]


async def test_a_number_of_a_million_digits_is_no_json(client):
    answer = await client.post("/walls/paint", content=b'{"credits": ' + b"9" * 1_000_000 + b"}")

    assert answer.status_code == 422


async def test_a_body_over_a_mebibyte_is_too_large_announced_or_not(client):
    async def drip():
        for _ in range(1025):
            yield b" " * 1024

    assert (await client.post("/walls/paint", content=b" " * 1_048_577)).status_code == 413
    answer = await client.post("/walls/paint", content=drip())
    assert answer.status_code == 413
    assert isinstance(answer.json()["detail"], str)


async def test_a_body_announced_as_too_large_is_not_read(front):
    async def receive():
        pytest.fail("the body was read")

    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"content-length", b"1048577")]
    scope = {"type": "http", "method": "POST", "path": "/walls/paint", "headers": headers}
    await front(scope | {"query_string": b"", "root_path": ""}, receive, send)

    assert sent[0]["status"] == 413


async def test_a_missing_caller_comes_before_wrong_fields_and_a_missing_right_too(front, client):
    front.credentials = Credentials()
    assert (await client.post("/walls/paint", json={})).status_code == 401

    front.credentials = Credentials(jwt=USER)
    answer = await client.post("/walls/paint", json={})
    assert answer.status_code == 403
    assert answer.json() == {"detail": "Insufficient permissions. Required roles: owner, admin"}

    front.credentials = Credentials(jwt=OWNER)
    assert (await client.post("/walls/paint", json={})).status_code == 422


async def test_a_missing_body_and_missing_fields_are_named(client):
    answer = await client.post("/walls/paint")
    assert answer.json()["detail"] == [
        {"type": "missing", "loc": ["body"], "msg": "Field required", "input": None}
    ]

    answer = await client.post("/walls/paint?limit=0", json={"password": "hunter2"})
    assert [(item["type"], item["loc"]) for item in answer.json()["detail"]] == [
        ("greater_than_equal", ["query", "limit"]),
        ("missing", ["body", "colour"]),
        ("missing", ["body", "credits"]),
    ]
    assert "hunter2" not in answer.text


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("colour", '"a\\u0000b"'),
        ("colour", '"\\ud800"'),
        ("colour", '"elevenchars"'),
        ("colour", "7"),
        ("credits", "NaN"),
        ("credits", "Infinity"),
        ("credits", "1e999"),
        ("credits", "9223372036854775808"),
        ("credits", '"99999999999999999999"'),
        ("credits", "9223372036855"),
        ("credits", "true"),
        ("credits", "1.5"),
        ("credits", "0"),
        ("layers", '"9223372036854775808"'),
        ("layers", "false"),
        ("price", '"NaN"'),
        ("price", "true"),
        ("price", "1e30"),
        ("price", '"1e-30"'),
        ("metadata", "[]"),
    ],
)
async def test_a_value_that_cannot_be_kept_is_refused_by_name(client, field, raw):
    body = {"colour": '"red"', "credits": "1"} | {field: raw}
    content = "{" + ", ".join(f'"{name}": {value}' for name, value in body.items()) + "}"

    answer = await client.post("/walls/paint", content=content)

    assert answer.status_code == 422
    assert [item["loc"] for item in answer.json()["detail"]] == [["body", field]]


@pytest.mark.parametrize(
    ("raw", "loc"),
    [
        ('{"a": [1, "\\u0000"]}', ["a", 1]),
        ('{"a": {"\\u0000": 1}}', ["a"]),
        ('{"a": {"b": NaN}}', ["a", "b"]),
        ('{"a": 9223372036854775808}', ["a"]),
        ('{"a": ' * 100 + "1" + "}" * 100, ["a"] * 63),
    ],
)
async def test_what_metadata_cannot_keep_is_found_inside_it(client, raw, loc):
    content = f'{{"colour": "red", "credits": 1, "metadata": {raw}}}'

    answer = await client.post("/walls/paint", content=content)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "metadata", *loc]


async def test_of_very_many_faults_the_first_are_told(client):
    nuls = await _paint(client, metadata={"a": ["\0"] * 1000})
    names = await client.post("/names", json=[1] * 1000)

    for answer in (nuls, names):
        assert answer.status_code == 422
        assert len(answer.json()["detail"]) == 50


async def test_a_bare_value_is_no_object(client):
    answer = await client.post("/walls/paint", content=b"NaN")

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][0] == "body"


BAD_JWT = {"jwt": Unproven.INVALID, "virtual_key": Unproven.INVALID}
MANAGEMENT_TEXT = (
    "Authentication required. Provide either 'Authorization: Bearer <token>' "
    "or 'X-Admin-Key: <master_key>'"
)
BLOCKED = "Team access is {}. Please contact support."
MISSING = "Missing Authorization header. Expected: 'Authorization: Bearer sk-xxx...'"
MALFORMED = "Invalid Authorization header format. Expected: 'Authorization: Bearer sk-xxx...'"
MALFORMED_HEADER = {"jwt": Unproven.MALFORMED, "virtual_key": Unproven.MALFORMED}
A_KEY = {"virtual_key": TEAM, "jwt": Unproven.INVALID}
A_JWT = {"jwt": OWNER, "virtual_key": Unproven.INVALID}
ENDED = {"jwt": Unproven.ENDED, "virtual_key": Unproven.INVALID}


@pytest.mark.parametrize(
    ("kind", "brought", "heard"),
    [
        ("public", {}, (200, "anonymous")),
        ("public", BAD_JWT, (200, "anonymous")),
        ("jwt", A_JWT, (200, "owner")),
        ("jwt", {}, (401, "Not authenticated")),
        ("jwt", MALFORMED_HEADER, (401, "Not authenticated")),
        ("jwt", {"admin_key": OPERATOR}, (401, "Not authenticated")),
        ("jwt", A_KEY, (401, "Invalid or expired token")),
        ("jwt", BAD_JWT, (401, "Invalid or expired token")),
        ("jwt", BAD_JWT | {"jwt": Unproven.PAYLOAD}, (401, "Invalid token payload")),
        ("jwt", ENDED, (401, "Session expired or revoked")),
        ("jwt", ENDED | {"jwt": Unproven.INACTIVE}, (401, "User not found or inactive")),
        ("management", A_JWT, (200, "owner")),
        ("management", {"admin_key": OPERATOR}, (200, "operator")),
        ("management", ENDED | {"admin_key": OPERATOR}, (200, "operator")),
        ("management", A_JWT | {"admin_key": OPERATOR}, (200, "owner")),
        ("management", {}, (401, MANAGEMENT_TEXT)),
        ("management", BAD_JWT, (401, MANAGEMENT_TEXT)),
        ("management", A_KEY, (401, MANAGEMENT_TEXT)),
        ("management", {"admin_key": Unproven.INVALID}, (401, MANAGEMENT_TEXT)),
        ("key", A_KEY, (200, "team")),
        ("key", {}, (401, MISSING)),
        ("key", {"admin_key": OPERATOR}, (401, MISSING)),
        ("key", MALFORMED_HEADER, (401, MALFORMED)),
        ("key", A_JWT, (401, "Invalid API key")),
        ("key", BAD_JWT, (401, "Invalid API key")),
        ("key", A_KEY | {"team_status": "suspended"}, (403, BLOCKED.format("suspended"))),
        ("both", A_KEY, (200, "team")),
        ("both", A_JWT, (200, "owner")),
        ("both", {"admin_key": OPERATOR}, (200, "operator")),
        ("both", A_KEY | {"admin_key": OPERATOR}, (200, "team")),
        ("both", {}, (401, MISSING)),
        ("both", MALFORMED_HEADER, (401, MALFORMED)),
        ("both", BAD_JWT, (401, "Invalid API key")),
        ("both", BAD_JWT | {"admin_key": OPERATOR}, (200, "operator")),
        ("both", ENDED, (401, MANAGEMENT_TEXT)),
        ("both", {"admin_key": Unproven.INVALID}, (401, MANAGEMENT_TEXT)),
        ("both", A_KEY | {"team_status": "paused"}, (403, BLOCKED.format("paused"))),
    ],
)  # fmt: skip
async def test_each_kind_of_operation_takes_its_credentials_and_says_its_words(
    front, client, kind, brought, heard
):
    front.credentials = Credentials(**brought)

    answer = await client.get(f"/who/{kind}")

    assert (answer.status_code, next(iter(answer.json().values()))) == heard


async def test_trouble_with_the_lookup_is_raised_only_where_the_caller_matters(front, client):
    front.credentials = Credentials(trouble=errors.StorageUnavailable())

    assert (await client.get("/who/public")).status_code == 200
    answer = await client.get("/who/management")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("how", "status", "detail"),
    [
        ("rate", 429, "Rate limit exceeded"),
        ("storage", 503, "The database is not available just now; try again."),
        ("exists", 400, "Team 'a' already exists"),
        ("unknown", 404, "Team 'a' not found"),
        ("blocked", 403, "Team access is paused. Please contact support."),
        ("state", 409, "Job is already failed"),
        ("password", 400, "Current password is incorrect"),
        ("forbidden", 403, "Insufficient permissions. Required roles: owner, admin"),
        ("own words", 403, "Admins can only create users"),
    ],
)
async def test_each_refusal_has_its_status_and_its_words(client, how, status, detail):
    answer = await client.get(f"/refuse/{how}")

    assert (answer.status_code, answer.json()) == (status, {"detail": detail})


async def test_a_refusal_to_repeat_too_soon_says_when(client):
    assert (await client.get("/refuse/rate")).headers["retry-after"] == "7"
    assert (await client.get("/refuse/storage")).headers["retry-after"] == "2"


async def test_only_a_lack_of_credits_speaks_of_credit(client):
    answer = await client.get("/refuse/credits")

    assert answer.status_code == 403
    assert "credit" in answer.json()["detail"].lower()


async def test_fields_the_domain_blames_have_their_legacy_names(client):
    answer = await client.get("/refuse/field")
    assert answer.status_code == 422
    assert answer.json()["detail"] == [
        {"type": "value_error", "loc": ["body", "credits_per_dollar"], "msg": "Must be positive."}
    ]

    answer = await client.get("/refuse/renamed")
    assert answer.json()["detail"][0]["loc"] == ["body", "models", 1, "model_name"]


async def test_a_bug_shows_an_id_and_nothing_else_and_is_logged_once(client, caplog):
    answer = await client.get("/refuse/bug")

    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    error_id = answer.json()["detail"].rsplit(" ", 1)[1]
    [logged] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert logged.getMessage() == f"Internal error {error_id} in request None"
    assert logged.exc_info


async def test_unknown_paths_and_methods_answer_in_json(client):
    answer = await client.get("/nowhere")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})

    answer = await client.patch("/walls/7")
    assert (answer.status_code, answer.json()) == (405, {"detail": "Method Not Allowed"})
    assert set(answer.headers["allow"].split(", ")) == {"DELETE", "GET", "HEAD"}


async def test_a_fixed_path_wins_over_one_with_a_parameter(client):
    assert (await _paint(client)).json()["colour"] == "red"
    assert (await client.get("/walls/paint")).json()["wall_id"] == "paint"
    assert (await client.get("/walls/first")).json()["label"] == "first"


async def test_head_is_get_without_the_answer(client):
    answer = await client.head("/walls/7")

    assert answer.status_code == 200


async def test_a_malformed_uuid_is_nobodys_and_a_nul_is_no_name(client):
    wall_id = str(uuid4())
    assert (await client.delete(f"/walls/{wall_id}")).json()["wall_id"] == wall_id
    assert (await client.delete("/walls/7")).json()["wall_id"] == str(UUID(int=0))
    assert (await client.get("/walls/a%00b")).json()["wall_id"] == "a\x01b"


async def test_an_idempotency_key_is_short_and_printable(client):
    good = await client.get("/walls/7", headers={"Idempotency-Key": "once"})
    assert good.json()["key"] == "once"
    for bad in ("", "x" * 256, "a\tb"):
        answer = await client.get("/walls/7", headers={"Idempotency-Key": bad})
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["header", "Idempotency-Key"]


def test_without_an_idempotency_key_every_request_is_a_command_of_its_own():
    def call(*headers):
        return Call(Request({"type": "http", "headers": headers}), OWNER)

    assert call((b"idempotency-key", b"once")).command_key == "once"
    assert call().command_key != call().command_key


def test_credits_are_shown_whole_and_never_more_than_there_are():
    assert [whole_credits(n) for n in (0, 999_999, 1_000_000, 1_999_999, -1)] == [0, 0, 1, 1, -1]


def test_a_handler_must_take_what_its_path_names():
    async def handler(call: Call, team: str) -> Who: ...

    with pytest.raises(TypeError, match="/teams/"):
        operation("GET", "/teams/{team_id}", tag="t", summary="s", auth=PUBLIC)(handler)


def test_two_operations_on_one_path_and_method_are_refused():
    with pytest.raises(ValueError, match="GET /walls"):
        routes_of([get_wall, get_wall.__class__(**_fields(get_wall))])


def _fields(made):
    return {
        name: getattr(made, name)
        for name in ("method", "path", "tag", "summary", "auth", "handler")
    }


async def test_another_teams_key_hears_so_before_anybody_looks_for_the_team(front, client):
    team = Actor(ActorKind.VIRTUAL_KEY, "team", organization_id="o", team_id="mine")
    front.credentials = Credentials(virtual_key=team)

    assert (await client.get("/teams/mine/colour")).status_code == 200
    answer = await client.get("/teams/nobodys/colour")
    assert (answer.status_code, answer.json()) == (403, {"detail": "Not your team"})


async def test_answers_survive_json_round_trips(client):
    answer = await _paint(client, colour="grün😀")

    assert json.loads(answer.content)["colour"] == "grün😀"
