"""What model calls are made at: an upstream, and the product and a raw proxy in front of it."""

import asyncio
import json
import re
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx

from bench import calls_load, processes
from bench.load import request
from bench.systems import process, serve
from server.embedded import EmbeddedPostgres
from server.embedded.process import free_port
from tests.real_proxy import RealProxy

_MODEL: Final = "gpt-4o-mini"
_GROUP: Final = "Bench"
_SECRET: Final = re.compile(r"sk-[\w-]+")
_SET_UP: Final = """
mutation ($group: String!, $model: String!) {
  createModelGroup(input: {groupName: $group, models: [{modelName: $model}]}) {
    errors { message }
  }
  createOrganization(input: {
    organizationId: "bench", name: "Bench", defaultTeam: null, idempotencyKey: "one"
  }) {
    errors { message }
  }
  createTeam(input: {
    organizationId: "bench", teamId: "bench", modelGroups: [$group], initialCredits: "1000000000",
    idempotencyKey: "one"
  }) {
    issuedKey { secret }
    errors { message }
  }
}
"""
_PATIENCE_SECONDS: Final = 60
Groups = dict[str, Callable[[], float]]


@dataclass(frozen=True)
class Target:
    """Where a call is sent, with which key and model. `pid` is the process that answers."""

    name: str
    port: int
    path: str
    model: str
    key: str
    pid: int

    def call(self, *, stream: bool) -> bytes:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "user", "content": "Say nothing, please, as well as you can."}],
        }
        encoded = json.dumps(body | ({"stream": True} if stream else {})).encode()
        return request(self.port, self.path, encoded, Authorization=f"Bearer {self.key}")


@dataclass(frozen=True)
class Bench:
    """An upstream called directly, and through what stands in front of it. `groups` tell the
    processor time that each group of processes has used."""

    upstream: str
    targets: list[Target]
    groups: Groups

    def cpu(self) -> dict[str, float]:
        return {name: used() for name, used in self.groups.items()}


def before_mock(stack: ExitStack, place: Path, *, chunks: int, pause_ms: float) -> Bench:
    """An upstream that costs next to nothing; also with the raw proxy in front of it."""
    port, raw = free_port(), free_port()
    answers = ["--delay-ms", "1", "--chunks", str(chunks), "--pause-ms", str(pause_ms)]
    mock_pid = stack.enter_context(
        process(place, [*_python("bench.mock_llm"), "--port", str(port), *answers], "/", port)
    )
    uvicorn = ["bench.proxy_raw:app", "--no-access-log", "--http", "httptools", "--loop", "uvloop"]
    raw_pid = stack.enter_context(
        process(
            place,
            [*_python("uvicorn"), *uvicorn, "--port", str(raw)],
            "/",
            raw,
            UPSTREAM_PORT=str(port),
        )
    )
    product, groups = _product(stack, place, f"http://127.0.0.1:{port}", "sk-of-nobody")
    path = "/chat/completions"
    targets = [
        Target("direct", port, path, _MODEL, "sk-of-nobody", mock_pid),
        product,
        Target("raw", raw, path, _MODEL, "sk-of-nobody", raw_pid),
    ]
    mine = {"mock": lambda: processes.alone(mock_pid), "raw": lambda: processes.alone(raw_pid)}
    return Bench("mock", targets, groups | mine)


def before_litellm(stack: ExitStack, place: Path) -> Bench:
    """A real LiteLLM proxy with a database, called with a key that it has a team for."""
    proxy = RealProxy()
    stack.callback(proxy.stop)
    proxy.start()
    product, groups = _product(stack, place, proxy.url, proxy.master_key)
    port, key = int(proxy.url.rpartition(":")[2]), _key_at(proxy)
    target = Target("direct", port, "/chat/completions", _MODEL, key, proxy.pid)
    engine = processes.below(proxy.pid)
    theirs: Groups = {
        "litellm": lambda: processes.alone(proxy.pid),
        "litellm_engine": lambda: processes.cpu(engine),
        "litellm_postgres": lambda: processes.cpu([proxy.postmaster]),
    }
    gate, its = _gate(stack, place, port, key)
    return Bench("litellm", [target, product, gate], groups | its | theirs)


def _gate(stack: ExitStack, place: Path, upstream: int, key: str) -> tuple[Target, Groups]:
    postgres = stack.enter_context(EmbeddedPostgres(place / "gate-postgres"))
    port = free_port()
    uvicorn = ["bench.gate:app", "--no-access-log", "--http", "httptools", "--loop", "uvloop"]
    environ = {"DATABASE_URL": postgres.url(), "UPSTREAM_PORT": str(upstream), "UPSTREAM_KEY": key}
    command = [*_python("uvicorn"), *uvicorn, "--port", str(port)]
    pid = stack.enter_context(process(place, command, "/", port, **environ))
    return Target("gate", port, "/chat/completions", _MODEL, key, pid), {
        "gate": lambda: processes.alone(pid),
        "gate_postgres": lambda: processes.cpu([postgres.pid]),
    }


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _product(
    stack: ExitStack, place: Path, upstream: str, master_key: str
) -> tuple[Target, Groups]:
    postgres = stack.enter_context(EmbeddedPostgres(place / "postgres"))
    port, key = free_port(), secrets.token_urlsafe(32)
    environ = {
        "DATABASE_URL": postgres.url(),
        "MASTER_KEY": key,
        "LITELLM_PROXY_URL": upstream,
        "LITELLM_MASTER_KEY": master_key,
        "WORKERS": "1",
        "RECONCILE_SECONDS": "100000",
    }
    pid = stack.enter_context(serve(place, port, **environ))
    target = Target("product", port, "/v1/chat/completions", _GROUP, _team(port, key), pid)
    _until_answered(target)
    asyncio.run(_warm_up(target, postgres.url()))
    return target, {
        "product": lambda: processes.cpu([pid]),
        "postgres": lambda: processes.cpu([postgres.pid]),
    }


async def _warm_up(target: Target, url: str) -> None:
    """PostgreSQL plans for the tables as they are: not for empty ones, as nobody has for long."""
    await calls_load.run(target.port, target.call(stream=False), seconds=3, concurrency=16)
    db = await asyncpg.connect(url)
    await db.execute("VACUUM ANALYZE")
    await db.close()


def _team(port: int, admin_key: str) -> str:
    """The virtual key of a team that has credits and a model."""
    answer = httpx.post(
        f"http://127.0.0.1:{port}/graphql",
        json={"query": _SET_UP, "variables": {"group": _GROUP, "model": _MODEL}},
        headers={"X-Admin-Key": admin_key},
        timeout=30,
    )
    secret = _SECRET.search(answer.text)
    if not secret:
        raise RuntimeError(f"the team could not be made: {answer.text[:1000]}")
    return secret[0]


def _key_at(proxy: RealProxy) -> str:
    """A key of a team of its own at LiteLLM, as the product makes them."""
    headers = {"Authorization": f"Bearer {proxy.master_key}"}
    with httpx.Client(base_url=proxy.url, headers=headers, timeout=30) as http:
        team = {"team_id": "beside", "models": [_MODEL], "max_budget": 1000}
        http.post("/team/new", json=team).raise_for_status()
        answer = http.post("/key/generate", json={"team_id": "beside"}).raise_for_status()
    return str(answer.json()["key"])


def _until_answered(target: Target) -> None:
    """The key has to be made known to LiteLLM first."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    body = {"model": target.model, "messages": [{"role": "user", "content": "Hi"}]}
    while True:
        answer = httpx.post(
            f"http://127.0.0.1:{target.port}{target.path}",
            json=body,
            headers={"Authorization": f"Bearer {target.key}"},
            timeout=30,
        )
        if answer.is_success:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{target.name} does not answer: {answer.text[:500]}")
        time.sleep(0.2)
