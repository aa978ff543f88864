"""A PostgreSQL of our own: initdb once, then `postgres` itself as a child process."""

import hashlib
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Final, Literal, Self

from server.embedded import install
from server.embedded.process import (
    Child,
    evict,
    free_port,
    is_alive,
    kept_secret,
    last_lines,
    wait_until,
    works_in,
)
from server.trouble import CannotStart

_INITDB_SECONDS: Final = 120.0
_READY_SECONDS: Final = 60.0
_ATTEMPTS: Final = 6
_LEAST_FREE_BYTES: Final = 200_000_000
_STATUS_LINE: Final = 7
_CLUSTER: Final = (
    *("-U", "postgres", "-E", "UTF8", "-A", "scram-sha-256"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
)
_CARELESS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """Started and stopped by us; keeps its port and password over a restart.

    `durable=False` is for tests: fast, and a power failure may lose everything.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, max_connections: int = 200) -> None:
        self._asked_dir = Path(data_dir).absolute()
        self._durable = durable
        self._max_connections = max_connections
        self._user = install.unprivileged_user()
        self._child: Child | None = None
        self.port = 0
        self._password = ""
        self._home = self._asked_dir

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Of the postmaster."""
        return self._child.pid if self._child else 0

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    @property
    def home(self) -> Path:
        """Where the files really are: elsewhere when we are root and `data_dir` is private."""
        return self._home

    @property
    def socket_directory(self) -> Path:
        # Short, since the path of a socket may have about 100 characters.
        name = hashlib.sha256(str(self._home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir(), f"saas-litellm-{name}")

    def url(self, database: str = "postgres") -> str:
        return f"postgres://postgres:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Starts the process from this thread, which must live as long as the server."""
        self._home = install.home(self._asked_dir, self._user)
        password_file = self._home / "password"
        self._password = kept_secret(password_file)
        self._hand_over(password_file)
        if not self._data.exists():
            self._initialize(password_file)
        self._evict_stale()
        self._make_socket_directory()
        self._spawn()

    def wait_ready(self) -> None:
        """Tries again where it may help: the port was taken meanwhile, or the memory of a
        killed postmaster is still in use by its last backends."""
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(0.2 * attempt)
                self._spawn()
            wait_until(lambda: not self.running or self._is_ready(), seconds=_READY_SECONDS)
            if self.running:
                return
        raise CannotStart(
            f"The embedded PostgreSQL did not start: {last_lines(self._log)}",
            f"See {self._log}, or set DATABASE_URL to a server of your own.",
        )

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """`immediate` skips the shutdown checkpoint, as a crash of the machine would."""
        if self._child and self._child.running:
            gentle = [signal.SIGINT] if mode == "fast" else []
            self._child.stop(*gentle, signal.SIGQUIT)
        shutil.rmtree(self.socket_directory, ignore_errors=True)

    def kill(self) -> None:
        """SIGKILL to the postmaster alone; for tests of recovery."""
        if self._child:
            self._child.stop()

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @property
    def _log(self) -> Path:
        return self._home / "log"

    def _hand_over(self, path: Path) -> None:
        if self._user:
            os.chown(path, *self._user)

    def _spawn(self) -> None:
        self.port = self.port or free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.socket_directory,
            "unix_socket_permissions": "0700",
            "max_connections": self._max_connections,
            "timezone": "UTC",
            **({} if self._durable else _CARELESS),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._child = self._run("postgres", "-D", str(self._data), *options)

    def _run(self, program: str, *arguments: str) -> Child:
        binary = install.programs(self._user) / program
        return Child(
            [str(binary), *arguments],
            last_signal=signal.SIGINT,
            log=self._log,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            directory=self._home,
            user=self._user,
        )

    def _initialize(self, password_file: Path) -> None:
        """Into another folder first: a cluster is there as a whole or not at all."""
        partial = self._home / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        if shutil.disk_usage(self._home).free < _LEAST_FREE_BYTES:
            raise CannotStart(
                f"Less than {_LEAST_FREE_BYTES // 1_000_000} MB are free at {self._home}.",
                "Free some space, or set DATA_DIR to a folder on another disk.",
            )
        partial.mkdir(mode=0o700)
        self._hand_over(partial)
        sync = [] if self._durable else ["--no-sync"]
        initdb = self._run(
            "initdb", "-D", str(partial), *_CLUSTER, f"--pwfile={password_file}", *sync
        )
        if not initdb.wait(_INITDB_SECONDS) or initdb.exit_code != 0:
            initdb.stop()
            raise CannotStart(
                f"PostgreSQL's initdb failed: {last_lines(self._log)}", f"See {self._log}."
            )
        partial.rename(self._data)

    def _evict_stale(self) -> None:
        """A postmaster of ours that lives is ended. A file that names another, innocent process
        is removed: PostgreSQL would believe it."""
        pid = self._status()[0]
        if pid and works_in(pid, self._data, "postgres"):
            evict(pid, signal.SIGINT, signal.SIGQUIT)
        elif pid and is_alive(pid):
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _make_socket_directory(self) -> None:
        directory = self.socket_directory
        directory.mkdir(mode=0o700, exist_ok=True)
        owner = directory.lstat().st_uid
        if owner not in (os.geteuid(), self._user[0] if self._user else owner):
            raise CannotStart(
                f"{directory} belongs to someone else.",
                "Remove it, or set TMPDIR to another folder.",
            )
        self._hand_over(directory)

    def _is_ready(self) -> bool:
        return self._status() == (self.pid, "ready")

    def _status(self) -> tuple[int, str]:
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else ""
        except (OSError, ValueError, IndexError):
            return 0, ""
