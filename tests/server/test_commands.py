"""The commands beside `serve`, with a running server and without one."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest

from server.embedded.process import free_port, wait_until
from server.embedded.sandbox import EmbeddedSandbox
from tests.server.running import ran, served

LITELLM_KEY = "sk-master-key-of-the-litellm-of-these-tests"

OWNER = ("create-owner", "--email", "owner@example.com", "--display-name", "Owner")
PASSWORD = "correct horse battery staple"


def test_without_a_server_they_start_a_database_for_themselves(folder: Path) -> None:
    created = ran(folder, *OWNER, "--password-stdin", stdin=PASSWORD + "\n")
    assert (created.returncode, created.stdout) == (0, "owner@example.com is the owner.\n")

    again = ran(folder, *OWNER, "--password-stdin", stdin=PASSWORD)
    assert again.returncode == 1
    assert "Setup already completed" in again.stderr
    assert PASSWORD not in again.stderr


def test_beside_a_running_server_they_use_its_servers(folder: Path) -> None:
    with served(folder) as server:
        server.until("Ctrl-C stops everything")
        assert "Setup is needed" not in server.screen

        verified = ran(folder, "verify-ledger")
        assert verified.stdout == "0 entries of 0 accounts are as they were written.\n"
        assert reconciled(folder) == {}


@pytest.fixture
def litellm(tmp_path: Path) -> Iterator[EmbeddedSandbox]:
    """One that lives beside the servers, and longer."""
    sandbox = EmbeddedSandbox(tmp_path, port=free_port(), master_key=LITELLM_KEY)
    sandbox.launch()
    sandbox.wait_ready()
    yield sandbox
    sandbox.stop()


def at(litellm: EmbeddedSandbox, path: str, **body: object) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {LITELLM_KEY}"}
    method = "POST" if body else "GET"
    answer = httpx.request(method, litellm.url() + path, headers=headers, json=body or None)
    return answer.raise_for_status().json()


def teams_at(litellm: EmbeddedSandbox) -> list[dict[str, object]]:
    return at(litellm, "/v2/team/list?sort_by=team_id&page_size=100")["teams"]


def reconciled(folder: Path, *options: str, **environ: str) -> dict[str, int]:
    """What it found and repaired, apart from what there is none of."""
    result = ran(folder, "reconcile", *options, **environ)
    assert result.returncode == 0, result.stderr
    counts = dict(line.split(": ") for line in result.stdout.splitlines())
    return {name: int(count) for name, count in counts.items() if count != "0"}


def make_a_team(folder: Path, litellm: EmbeddedSandbox, environ: dict[str, str]) -> None:
    """The default team of an organization, made by a server that is no more."""
    with served(folder, **environ) as server:
        server.until("Ctrl-C stops everything")
        key = json.loads((folder / "secrets.json").read_text())["MASTER_KEY"]
        body = {"organization_id": "acme", "name": "Acme"}
        answer = httpx.post(
            f"http://127.0.0.1:{server.port}/api/organizations/create",
            headers={"X-Admin-Key": key},
            json=body,
        )
        assert answer.status_code == 200, answer.text
        assert wait_until(lambda: len(teams_at(litellm)) == 1, seconds=10)


def test_reconciling_repairs_without_a_server_and_tells_what_cannot_be(
    folder: Path, litellm: EmbeddedSandbox
) -> None:
    environ = {"LITELLM_PROXY_URL": litellm.url(), "LITELLM_MASTER_KEY": LITELLM_KEY}
    make_a_team(folder, litellm, environ)
    [team] = teams_at(litellm)

    at(litellm, "/team/update", team_id=team["team_id"], max_budget=1000, models=[])
    found = reconciled(folder, **environ)
    assert found == {"teams": 1, "keys": 1, "drifted": 1, "repaired": 1}
    [repaired] = teams_at(litellm)
    assert (repaired["max_budget"], repaired["models"]) == (0.0, ["no-models-allowed"])

    # The same mark, of rows that are not here.
    mark = {**team["metadata"], "target_id": "0199aaaa-0000-7000-8000-000000000000"}
    for name in ("stray-1", "stray-2", "stray-3"):
        at(litellm, "/team/new", team_id=name, models=["gpt-4"], metadata=mark)
    assert reconciled(folder, **environ) == {"teams": 4, "keys": 1, "left": 3}
    assert reconciled(folder, "--force", **environ) == {"teams": 4, "keys": 1, "blocked": 3}
    assert [team["blocked"] for team in teams_at(litellm)] == [False, True, True, True]

    foreign = {"managed_by": "somebody else", "target_id": "theirs"}
    at(litellm, "/team/update", team_id=team["team_id"], metadata=foreign)
    refused = ran(folder, "reconcile", **environ)
    assert refused.returncode == 1
    assert "drifted: 1" in refused.stdout
    assert "repaired: 0\nwaiting: 1\n" in refused.stdout
    assert f"of team '{team['team_id']}' among them: LITELLM_REFUSED" in refused.stderr


def test_reconciling_needs_a_litellm(folder: Path) -> None:
    refused = ran(folder, "reconcile")
    assert refused.returncode == 1
    assert "Set LITELLM_PROXY_URL" in refused.stderr


def test_a_database_behind_this_release_is_told_to_be_migrated(
    folder: Path, postgres_url: str
) -> None:
    refused = ran(folder, "verify-ledger", DATABASE_URL=postgres_url)
    assert refused.returncode == 1
    assert "saas-litellm migrate" in refused.stderr


def test_a_database_that_is_away_is_named(folder: Path) -> None:
    url = f"postgres://app:hidden@127.0.0.1:{free_port()}/app"
    refused = ran(folder, "migrate", DATABASE_URL=url)
    assert refused.returncode == 1
    assert "DATABASE_URL does not answer" in refused.stderr
    assert "hidden" not in refused.stderr


async def test_a_migration_that_the_user_may_not_make_is_told(
    folder: Path, postgres_url: str
) -> None:
    name = f"test_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'hidden'")
    place = urlsplit(postgres_url)
    url = f"postgres://{name}:hidden@{place.hostname}:{place.port}/{name}"

    refused = await asyncio.to_thread(ran, folder, "migrate", DATABASE_URL=url)
    await admin.execute(f"DROP DATABASE {name}")
    await admin.execute(f"DROP ROLE {name}")
    await admin.close()

    assert refused.returncode == 1
    assert "refused a migration: permission denied for" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "hidden" not in refused.stderr


def test_the_schema_and_the_openapi_document_are_printed_alone(folder: Path) -> None:
    assert "type Query" in ran(folder, "export-schema").stdout
    assert json.loads(ran(folder, "export-openapi").stdout)["openapi"] == "3.1.0"
