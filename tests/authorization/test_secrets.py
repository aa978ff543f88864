"""Secrets go where they are meant to go: looked for in every log line, answer and table."""

import base64
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import pytest_asyncio

from domain import provisioning
from domain.ports import Policy, Ports
from integrations.vault import KeyRingVault
from persistence.database import rows
from tests.authorization.conftest import empty
from tests.authorization.town import LITELLM_KEY, MASTER_KEY, bearer, running
from tests.builders import make_model_group
from tests.fakes import KEY, OTHER_KEY

OWNER_PASSWORD = "canary-owner-password"
USER_PASSWORD = "canary-user-password"
WRONG_PASSWORD = "canary-wrong-password"
NEW_PASSWORD = "canary-new-password"
SHORT_PASSWORD = "canary7"
SETUP_TOKEN = "canary-setup-token"
PROMPT = "canary-prompt"
WRONG_KEY = "sk-canary-wrong-key"
# Virtual keys and access tokens.
MINTED = re.compile(r"sk-[\w-]{40,}|eyJ[\w-]+\.[\w-]+\.[\w-]+")
WRONG_TOKEN = "eyJhbGciOiJIUzI1NiJ9.canary-wrong-token.c2ln"


@dataclass
class Flow:
    """Everything that was sent, answered and minted."""

    http: httpx.AsyncClient
    ports: Ports
    owner: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, str]] = field(default_factory=list)
    minted: set[str] = field(default_factory=set)

    async def call(self, method: str, path: str, **content: Any) -> Any:
        given = {**self.owner, **content.pop("headers", {})}
        headers = {name: value for name, value in given.items() if value}
        response = await self.http.request(method, path, headers=headers, **content)
        self.answers.append((f"{method} {path} {content}", response.text))
        self.minted |= set(MINTED.findall(response.text))
        return response.json()

    async def ask(self, document: str, headers: dict[str, str] | None = None) -> Any:
        found = await self.call("POST", "/graphql", json={"query": document}, headers=headers or {})
        return found.get("data")

    def secrets(self) -> set[str]:
        """Whatever must not be read by anybody else, in each of its forms."""
        plain = {
            OWNER_PASSWORD,
            USER_PASSWORD,
            WRONG_PASSWORD,
            NEW_PASSWORD,
            SHORT_PASSWORD,
            SETUP_TOKEN,
            WRONG_KEY,
            WRONG_TOKEN,
            MASTER_KEY,
            LITELLM_KEY,
            *self.minted,
        }
        rings = {form for key in (KEY, OTHER_KEY) for form in _forms(key)}
        return plain | rings


def _forms(key: bytes) -> set[str]:
    return {base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode(), key.hex()}


async def people(flow: Flow) -> None:
    """Setup, sign-in and passwords, good and bad, over both APIs."""
    setup = {"email": "o@example.com", "display_name": "O", "password": OWNER_PASSWORD}
    await flow.call("POST", "/api/admin-users/setup", json=setup | {"setup_token": "canary-wrong"})
    too_long = {"setup_token": 100 * SETUP_TOKEN}
    await flow.call("POST", "/api/admin-users/setup", json=setup | too_long)
    done = await flow.call(
        "POST", "/api/admin-users/setup", json=setup | {"setup_token": SETUP_TOKEN}
    )
    await flow.call("POST", "/api/admin-users/setup", json=setup | {"setup_token": SETUP_TOKEN})
    flow.owner = bearer(done["access_token"])
    user = {"email": "u@example.com", "display_name": "U", "password": USER_PASSWORD}
    made = await flow.call("POST", "/api/admin-users", json=user | {"role": "user"})
    await flow.call("POST", "/api/admin-users", json=user | {"role": "user"})
    await flow.call("POST", "/api/admin-users", json=user | {"role": 7, "display_name": None})
    for password in (
        USER_PASSWORD,
        WRONG_PASSWORD,
        WRONG_PASSWORD + "\\u0000",
        7 * [USER_PASSWORD],
    ):
        login = {"email": "u@example.com", "password": password}
        await flow.call("POST", "/api/admin-users/login", json=login)
    login = (
        'mutation {{ login(input: {{email: "{}", password: "{}"}}) {{ {} errors {{ message }} }} }}'
    )
    tokens = "tokens { accessToken }"
    await flow.ask(login.format("u@example.com", USER_PASSWORD, tokens), {"Authorization": ""})
    await flow.ask(login.format("u@example.com", WRONG_PASSWORD, tokens))
    await flow.ask(login.format("u@example.com", WRONG_PASSWORD, "nonsense"))
    change = {"current_password": WRONG_PASSWORD, "new_password": NEW_PASSWORD}
    await flow.call("PUT", "/api/admin-users/password", json=change)
    await flow.call("PUT", "/api/admin-users/password", json={"new_password": NEW_PASSWORD})
    path = f"/api/admin-users/{made['user_id']}/reset-password"
    await flow.call("PUT", path, json={"new_password": NEW_PASSWORD})
    await flow.call("PUT", path, json={"new_password": SHORT_PASSWORD})


async def tenants(flow: Flow) -> None:
    """Teams and keys, made, shown, used and ended."""
    group = await make_model_group(models=("gpt-4",))
    named = {"organization_id": "org", "default_team_model_groups": [group.group_name]}
    await flow.call("POST", "/api/organizations/create", json={**named, "name": "Org"})
    team = {"organization_id": "org", "team_id": "one", "model_groups": [group.group_name]}
    for _ in range(2):
        await flow.call("POST", "/api/teams/create", json=team)
    create = (
        'mutation { createTeam(input: {organizationId: "org", teamId: "two", idempotencyKey: "k"}) '
        "{ issuedKey { secret } team { virtualKeys { nodes { maskedKey } } } errors { code } } }"
    )
    for _ in range(2):
        await flow.ask(create)
    for path in ("/api/teams", "/api/teams/one", "/api/organizations/org"):
        await flow.call("GET", path)
    await provisioning.drain(flow.ports)
    for secret in list(flow.minted):
        await flow.call("GET", "/api/teams/verify", headers=bearer(secret))
        await flow.ask("{ viewer { label team { name } } }", bearer(secret))
    await flow.call("PUT", "/api/teams/one/suspend")
    await flow.call("DELETE", "/api/teams/two")


async def work(flow: Flow) -> None:
    """Calls with a prompt that is nobody else's business: answered, refused and failed."""
    answering = await make_model_group(models=("gpt-4",))
    failing = await make_model_group(models=("always-fails-no-fallback",))
    names = [answering.group_name, failing.group_name]
    team = {"organization_id": "org", "team_id": "worker", "model_groups": names}
    await flow.call("POST", "/api/teams/create", json=team)
    await provisioning.drain(flow.ports)
    for number, name in enumerate([answering.group_name, *names]):
        await flow.ask(
            'mutation { runCompletion(input: { job: { create: { teamId: "worker", jobType: "x" } }'
            f' model: "{name}" messages: [{{ role: USER, content: "{PROMPT}" }}]'
            f' idempotencyKey: "{number}" }}) {{ completion {{ content }} errors {{ code }} }} }}'
        )
        await flow.call("POST", "/api/credits/teams/worker/add", json={"credits": 5})


async def strangers(flow: Flow) -> None:
    """Bad credentials of every kind, and admin keys in both places."""
    for headers in (
        bearer(WRONG_KEY),
        bearer(WRONG_TOKEN),
        bearer(MASTER_KEY),
        {"X-Admin-Key": MASTER_KEY, "Authorization": ""},
        {"X-Admin-Key": WRONG_KEY, "Authorization": ""},
        {"Authorization": f"Basic {WRONG_KEY}"},
    ):
        await flow.call("GET", "/api/teams/one", headers=headers)
        await flow.ask("{ teams { nodes { virtualKeys { nodes { maskedKey } } } } }", headers)


async def trouble(flow: Flow, connection: asyncpg.Connection) -> None:
    """Statements that fail, while they carry what is secret."""
    tables = "admin_users", "virtual_keys", "sessions"
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    login = {"email": "u@example.com", "password": USER_PASSWORD}
    try:
        await flow.call("POST", "/api/admin-users/login", json=login)
        await flow.call("GET", "/api/teams/one")
        await flow.call("GET", "/api/teams/verify", headers=bearer(WRONG_KEY))
        await flow.ask("{ viewer { adminUser { email } } }")
    finally:
        for table in tables:
            await connection.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


@pytest_asyncio.fixture(scope="module")
async def logged() -> AsyncIterator[list[str]]:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.name}: {self.format(record)}")

    keep, root = Keep(), logging.getLogger()
    level = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(keep)
    root.setLevel(level)


@pytest_asyncio.fixture(scope="module")
async def flow(
    pool: None, owner_connection: asyncpg.Connection, database_url: str, logged: list[str]
) -> AsyncIterator[Flow]:
    await empty(owner_connection)
    vault = KeyRingVault({"v1": OTHER_KEY})
    policy = Policy(setup_token=SETUP_TOKEN)
    async with running(database_url, policy=policy, vault=vault) as (http, ports):
        flow = Flow(http, ports)
        await people(flow)
        await tenants(flow)
        await work(flow)
        await strangers(flow)
        await trouble(flow, owner_connection)
        yield flow


def test_the_flows_have_minted_and_failed(flow: Flow, logged: list[str]):
    assert len(flow.minted) >= 6  # three sign-ins, three keys
    assert sum("errorId" in text or "Internal error" in text for _, text in flow.answers) >= 2
    assert any("Internal error" in line for line in logged)


async def test_no_log_line_has_a_secret(flow: Flow, logged: list[str]):
    text = "\n".join(logged)
    assert not {secret for secret in flow.secrets() if secret in text}


async def test_no_answer_has_a_secret_but_those_that_hand_it_out(flow: Flow):
    may = ("/api/teams", "createTeam", "/api/organizations/create", "login", "setup")
    for asked, text in flow.answers:
        found = {secret for secret in flow.secrets() if secret in text}
        if found:
            assert found <= flow.minted, asked
            assert any(word in asked for word in may), asked


async def test_the_role_that_may_not_manage_keys_sees_them_masked(flow: Flow):
    user = {"email": "u@example.com", "password": NEW_PASSWORD}
    signed_in = await flow.call("POST", "/api/admin-users/login", json=user)
    for path in ("/api/teams", "/api/teams/one"):
        answer = await flow.http.get(path, headers=bearer(signed_in["access_token"]))
        assert answer.status_code == 200
        assert not {secret for secret in flow.minted if secret in answer.text}


async def test_no_table_has_a_secret(flow: Flow, owner_connection: asyncpg.Connection):
    tables = await rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for table in tables:
        name = table["tablename"]
        dump = await owner_connection.fetch(f'SELECT t::text AS line FROM "{name}" t')
        text = "\n".join(row["line"] for row in dump)
        found = {form for secret in flow.secrets() for form in _stored(secret) if form in text}
        assert not found, name


async def test_a_prompt_is_kept_in_one_table_alone_and_told_to_nobody(
    flow: Flow, owner_connection: asyncpg.Connection, logged: list[str]
):
    tables = await rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    holding = [
        table["tablename"]
        for table in tables
        if await owner_connection.fetchval(
            f'SELECT count(*) FROM "{table["tablename"]}" t WHERE t::text LIKE $1', f"%{PROMPT}%"
        )
    ]
    assert holding == ["llm_call_contents"]
    assert len(await rows("SELECT 1 FROM llm_call_contents")) == 2  # one was refused
    # What is stored is in the statements that store it, which the server never logs.
    told = [line for line in logged if PROMPT in line and not line.startswith("tortoise.")]
    assert not told
    assert not [asked for asked, text in flow.answers if PROMPT in text]


def _stored(secret: str) -> set[str]:
    """As text, and as `bytea` is printed."""
    return {secret, secret.encode().hex()}


async def test_what_is_revealed_is_in_the_audit_log_without_the_secret(flow: Flow):
    events = await rows("SELECT action, to_jsonb(e)::text AS line FROM audit_events e")
    assert "virtual_key.revealed" in {event["action"] for event in events}
    text = "\n".join(event["line"] for event in events)
    assert not {secret for secret in flow.secrets() if secret in text}
