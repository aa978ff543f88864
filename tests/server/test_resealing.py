"""Encryption keys are replaced beside servers: what the old one has sealed stays readable."""

import base64
from pathlib import Path
from typing import Any

import httpx

from tests.server.running import Served, ran, served

ADMIN = {"X-Admin-Key": "sk-admin-of-these-tests-0123456789abcdef"}


def ring(*numbers: int) -> dict[str, str]:
    keys = (f"e{n}:{base64.b64encode(bytes([n] * 32)).decode()}" for n in numbers)
    return {"ENCRYPTION_KEYS": ",".join(keys), "MASTER_KEY": ADMIN["X-Admin-Key"]}


def ask(server: Served, method: str, path: str, **body: Any) -> dict[str, Any]:
    answer = httpx.request(
        method, f"http://127.0.0.1:{server.port}{path}", headers=ADMIN, json=body or None
    )
    return answer.raise_for_status().json()


def test_an_old_key_can_go_once_everything_is_sealed_with_the_new_one(folder: Path) -> None:
    with served(folder, **ring(1)) as server:
        server.until("Ctrl-C stops everything")
        ask(server, "POST", "/api/organizations/create", organization_id="acme", name="ACME")
        team = {"organization_id": "acme", "team_id": "t", "credits_allocated": 1}
        secret = ask(server, "POST", "/api/teams/create", **team)["virtual_key"]
    with served(folder, **ring(2, 1)) as server:
        server.until("Ctrl-C stops everything")
        done = ran(folder, "reseal", **ring(2, 1))
        assert done.stdout == "2 secrets were sealed with the newest key.\n"
        assert ask(server, "GET", "/api/teams/t")["virtual_key"] == secret
        assert ran(folder, "reseal", **ring(2, 1)).stdout.startswith("0 secrets")
        refused = ran(folder, "reseal", **ring(3))
        assert (refused.returncode, refused.stderr.split()[0]) == (1, "2")
    with served(folder, **ring(2)) as server:
        server.until("Ctrl-C stops everything")
        assert ask(server, "GET", "/api/teams/t")["virtual_key"] == secret
