"""`serve` and the other commands as real processes, on ports and a data folder of their own."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.embedded.process import free_port, is_alive, wait_until

COMMAND = [sys.executable, "-m", "server.commands"]
OURS = ("DATABASE_URL", "REDIS_URL", "LITELLM_PROXY_URL", "LITELLM_MASTER_KEY", "ENVIRONMENT")


class Served:
    """A running `serve`."""

    def __init__(self, folder: Path, *arguments: str, **environ: str) -> None:
        self.port, self.sandbox_port = free_port(), free_port()
        self.folder = folder
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(self.port), *arguments],
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

    def workers(self) -> list[int]:
        """Those that answer requests, when there are several."""
        found = []
        for pid in self.family():
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(pid)
        return found

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
        family = server.family()
        server.process.kill()
        server.process.wait()
        server.process.stdout.close()
        all_gone(family)  # the next one may use their folder


def ran(
    folder: Path, *arguments: str, stdin: str = "", **environ: str
) -> "subprocess.CompletedProcess[str]":
    """A command that ended by itself, without a traceback."""
    result = subprocess.run(
        [*COMMAND, *arguments],
        check=False,
        env=environment(folder, SANDBOX_PORT=str(free_port())) | environ,
        capture_output=True,
        text=True,
        input=stdin,
        timeout=60,
    )
    assert "Traceback" not in result.stderr, result.stderr
    return result


def all_gone(pids: list[int]) -> bool:
    return wait_until(lambda: not any(map(is_alive, pids)), seconds=15)
