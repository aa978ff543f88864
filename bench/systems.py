"""The product and the reference: each a process of its own, before the same PostgreSQL."""

import json
import os
import secrets
import signal
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.load import Pids, request
from server.embedded import EmbeddedPostgres
from server.embedded.process import Child, free_port, last_lines

_PATIENCE_SECONDS = 60
_SERVE = [sys.executable, "-m", "server.commands", "serve"]
_NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "LITELLM_PROXY_URL", "ENVIRONMENT", "WORKERS")

_SCREENS = {
    "balance": (
        "query ($team: String!) { team(teamId: $team) { teamId creditAccount {"
        " balance available totalGranted totalCharged } } }"
    ),
    "nested": (
        "{ organizations(first: 20) { nodes { organizationId name teams(first: 5) { nodes {"
        " teamId name creditAccount { balance }"
        " modelGroups { groupName models { position modelName } } } } } } }"
    ),
    "ledger": (
        "query ($team: String!) { team(teamId: $team) { creditAccount {"
        " balance available totalGranted totalCharged transactions(first: 100) { totalCount"
        " nodes { sequence type amount balanceBefore balanceAfter reason createdAt } } } } }"
    ),
}
_MOVES = {
    kind: (
        f"mutation ($team: String!, $key: String!) {{ {kind}Credits(input: {{ teamId: $team,"
        ' amount: "0.01", reason: "bench", idempotencyKey: $key })'
        " { transaction { sequence balanceAfter } errors { message } } }"
    )
    for kind in ("add", "deduct")
}


class Product:
    """What the product is asked, as bytes; with its admin key, which it checks each time."""

    def __init__(self, port: int, admin_key: str) -> None:
        self.port = port
        self._admin_key = admin_key

    def read(self, screen: str, team: str) -> bytes:
        return self._post(_SCREENS[screen], team=team)

    def write(self, kind: str, team: str, key: str) -> bytes:
        return self._post(_MOVES[kind], team=team, key=key)

    def _post(self, document: str, **variables: str) -> bytes:
        body = json.dumps({"query": document, "variables": variables}).encode()
        return request(self.port, "/graphql", body, X_Admin_Key=self._admin_key)


class Reference:
    """The same asked of the reference."""

    def __init__(self, port: int) -> None:
        self.port = port

    def read(self, screen: str, team: str) -> bytes:
        return request(self.port, f"/{screen}?team={team}")

    def write(self, kind: str, team: str, key: str) -> bytes:
        return request(self.port, f"/write?kind={kind}&team={team}&key={key}")


@dataclass
class System:
    name: str
    asks: Product | Reference
    pids: Pids


@contextmanager
def process(place: Path, command: list[str], path: str, port: int, **environ: str) -> Iterator[int]:
    """Its id, once it answers; it is ended, and waited for, at the end of the block."""
    clean = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    log = place / f"log.{port}"
    process = Child(command, last_signal=signal.SIGTERM, log=log, env=clean | environ)
    try:
        _until_answer(f"http://127.0.0.1:{port}{path}", process, log)
        yield process.pid
    finally:
        process.stop(signal.SIGTERM)


def _until_answer(url: str, process: Child, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.running:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.01)
    raise RuntimeError(f"{url} does not answer: {last_lines(log, 20)}")


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="saas-litellm-bench-") as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as nobody, who must get in
        yield Path(name)


def serve(place: Path, port: int, **environ: str) -> AbstractContextManager[int]:
    ports = {"PORT": str(port), "SANDBOX_PORT": str(free_port())}
    return process(place, _SERVE, "/health", port, DATA_DIR=str(place / "data"), **ports, **environ)


def started(stack: ExitStack) -> tuple[str, list[System]]:
    place = stack.enter_context(folder())
    postgres = stack.enter_context(EmbeddedPostgres(place / "postgres"))
    url, key = postgres.url(), secrets.token_urlsafe(32)
    quiet = {"RECONCILE_SECONDS": "100000"}  # nothing of the data is at LiteLLM
    port, other = free_port(), free_port()
    product_pid = stack.enter_context(serve(place, port, DATABASE_URL=url, MASTER_KEY=key, **quiet))
    uvicorn = ["-m", "uvicorn", "bench.reference:app", "--no-access-log", "--port", str(other)]
    reference_pid = stack.enter_context(
        process(place, [sys.executable, *uvicorn], "/balance?team=-", other, DATABASE_URL=url)
    )
    return url, [
        System("product", Product(port, key), Pids(product_pid, postgres.pid)),
        System("reference", Reference(other), Pids(reference_pid, postgres.pid)),
    ]
