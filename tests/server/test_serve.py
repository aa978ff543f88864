"""`saas-litellm serve`, as a real process: it starts everything, heals it, and leaves nothing."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from server.embedded.process import free_port, is_alive, wait_until

COMMAND = [sys.executable, "-m", "server.commands", "serve"]
OURS = ("DATABASE_URL", "REDIS_URL", "LITELLM_PROXY_URL", "LITELLM_MASTER_KEY", "ENVIRONMENT")


class Served:
    """A running `serve` on ports and a data folder of its own."""

    def __init__(self, folder: Path, *arguments: str, **environ: str) -> None:
        self.port, self.sandbox_port = free_port(), free_port()
        self.folder = folder
        self.process = subprocess.Popen(
            [*COMMAND, "--port", str(self.port), *arguments],
            env=environment(folder, SANDBOX_PORT=str(self.sandbox_port)) | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.screen = ""

    def until(self, text: str) -> str:
        """What it showed up to this line; fails when it ends before."""
        for line in self.process.stdout:
            self.screen += line
            if text in line:
                return self.screen
        raise AssertionError(f"ended without {text!r}:\n{self.screen}")

    def answers(self) -> bool:
        with suppress(OSError):
            return self.get("/health")["status"] == "healthy"
        return False

    def get(self, path: str) -> dict[str, object]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return json.load(answer)

    def family(self) -> list[int]:
        """All processes that it started, directly or not."""
        found = {self.process.pid}
        while new := {pid for pid, parent in parents().items() if parent in found} - found:
            found |= new
        return sorted(found - {self.process.pid})

    def pid_of(self, name: str) -> int:
        if name == "LiteLLM sandbox":
            command = f"--port\0{self.sandbox_port}\0"
            return next(
                pid for pid in self.family() if command in Path(f"/proc/{pid}/cmdline").read_text()
            )
        file = {"PostgreSQL": "postgres/data/postmaster.pid", "Redis": "redis/pid"}[name]
        return int((self.folder / file).read_text().split()[0])


def parents() -> dict[int, int]:
    """The parent of each process of this machine."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return found


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return clean | {"DATA_DIR": str(folder)} | more


@contextmanager
def served(folder: Path, *arguments: str, **environ: str) -> Iterator[Served]:
    server = Served(folder, *arguments, **environ)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()
        server.process.stdout.close()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One data folder for all tests here: later starts find what earlier ones left."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name) / "data"


def all_gone(pids: list[int]) -> bool:
    return wait_until(lambda: not any(map(is_alive, pids)), seconds=15)


def refused(folder: Path, *arguments: str, **environ: str) -> str:
    """What a `serve` that cannot start says."""
    result = subprocess.run(
        [*COMMAND, *arguments],
        check=False,
        env=environment(folder, SANDBOX_PORT=str(free_port())) | environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stderr


def test_it_starts_everything_heals_it_and_stops_it_in_order(folder: Path) -> None:
    with served(folder) as server:
        screen = server.until("Ctrl-C stops everything")
        assert server.answers()
        assert f"http://127.0.0.1:{server.port}/graphql" in screen
        assert "sandbox: a stand-in, no real models" in screen
        assert "Setup is needed" in screen

        for name in ("PostgreSQL", "Redis", "LiteLLM sandbox"):
            killed = server.pid_of(name)
            os.kill(killed, signal.SIGKILL)
            server.until(f"{name} died (process {killed}); starting it again.")
        assert wait_until(server.answers, seconds=10)

        again = refused(folder, "--port", str(free_port()))
        assert f"already runs on {folder} (process {server.process.pid})" in again

        family = server.family()
        assert len(family) >= 3
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert all_gone(family)
        assert not (folder / "running.json").exists()


def test_secrets_are_made_once_kept_for_their_owner_and_never_shown(folder: Path) -> None:
    kept = json.loads((folder / "secrets.json").read_text())
    assert (folder / "secrets.json").stat().st_mode & 0o777 == 0o600
    with served(folder) as server:
        screen = server.until("Ctrl-C stops everything")
        server.process.send_signal(signal.SIGINT)
        screen += server.process.stdout.read()
        assert server.process.wait(30) == 0
    assert json.loads((folder / "secrets.json").read_text()) == kept
    assert not any(secret in screen for secret in kept.values())
    hint = re.search(r"export MASTER_KEY=\$\((.*)\)$", screen, re.MULTILINE)[1]
    shown = subprocess.run(["sh", "-c", hint], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == kept["MASTER_KEY"]


@pytest.mark.parametrize("arguments", [(), ("--workers", "2")])
def test_a_killed_parent_leaves_nothing_and_the_next_start_works(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    with served(folder, *arguments) as server:
        server.until("Ctrl-C stops everything")
        family = server.family()
        assert len(family) >= 3 + len(arguments)
        server.process.kill()
        assert all_gone(family)
    with served(folder, *arguments) as server:
        server.until("Ctrl-C stops everything")
        family = server.family()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert all_gone(family)


def test_a_taken_port_is_named_with_another_to_try(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(folder, "--port", str(port))
        assert f"Port {port} is taken" in said
        assert f'make serve ARGS="--port {port + 1}"' in said
        said = refused(folder, "--port", str(free_port()), SANDBOX_PORT=str(port))
        assert f"Port {port} is taken" in said
        assert "set LITELLM_PROXY_URL" in said


def test_a_database_that_does_not_answer_is_named_without_its_password(folder: Path) -> None:
    url = f"postgres://app:hidden@127.0.0.1:{free_port()}/app"
    said = refused(folder, "--port", str(free_port()), DATABASE_URL=url)
    assert "DATABASE_URL does not answer at 127.0.0.1" in said
    assert "hidden" not in said


def test_a_redis_that_does_not_answer_is_named_without_its_password(folder: Path) -> None:
    url = f"redis://:hidden@127.0.0.1:{free_port()}/0"
    said = refused(folder, "--port", str(free_port()), REDIS_URL=url)
    assert "REDIS_URL does not answer at 127.0.0.1" in said
    assert "hidden" not in said


def test_a_database_that_refuses_us_is_told_apart_from_one_that_is_away(
    folder: Path, postgres_url: str
) -> None:
    wrong = postgres_url.replace("://postgres:", "://postgres:not")
    said = refused(folder, "--port", str(free_port()), DATABASE_URL=wrong)
    assert "refuses the password" in said
    missing = postgres_url.rsplit("/", 1)[0] + "/nowhere"
    said = refused(folder, "--port", str(free_port()), DATABASE_URL=missing)
    assert "has no database of that name" in said


def test_wrong_settings_are_listed_before_anything_starts(folder: Path) -> None:
    said = refused(folder, ENVIRONMENT="production", PORT="http")
    assert "MASTER_KEY is missing" in said
    assert "PORT must be" in said
