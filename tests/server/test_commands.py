"""The commands beside `serve`, with a running server and without one."""

import json
from pathlib import Path

from server.embedded.process import free_port
from tests.server.running import ran, served

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
        assert ran(folder, "reconcile").returncode == 0


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


def test_the_schema_and_the_openapi_document_are_printed_alone(folder: Path) -> None:
    assert "type Query" in ran(folder, "export-schema").stdout
    assert json.loads(ran(folder, "export-openapi").stdout)["openapi"] == "3.1.0"
