"""Child processes that never outlive the process that started them."""

import ctypes
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

_PR_SET_PDEATHSIG: Final = 1
_ON_LINUX: Final = sys.platform == "linux"
_libc: Final = ctypes.CDLL(None, use_errno=True) if _ON_LINUX else None
_LOG_LIMIT_BYTES: Final = 10_000_000


class Child:
    """A process in its own session, which gets `last_signal` when we die.

    On Linux the kernel sends it when the *thread* that spawned ends, so spawn from the main
    thread. Elsewhere a shell waits for the end of a pipe that only we hold open.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        last_signal: signal.Signals,
        log: Path,
        env: Mapping[str, str] | None = None,
        directory: Path | None = None,
        user: tuple[int, int] | None = None,
        stdin: str | None = None,
        kernel_watches: bool = _ON_LINUX,
    ) -> None:
        # The pipe holds all of stdin: ours are far below the 64 KiB that a pipe takes.
        parent = os.getpid()
        drop = {"user": user[0], "group": user[1], "extra_groups": []} if user else {}
        with _open_log(log) as output:
            self._process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
                command,
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=directory,
                env=env,
                start_new_session=True,
                preexec_fn=(lambda: _die_after(parent, last_signal)) if kernel_watches else None,  # noqa: PLW1509
                **drop,
            )
        if stdin is not None:
            self._process.stdin.write(stdin.encode())
            self._process.stdin.close()
        self._watchdog = None if kernel_watches else _watch(self.pid, last_signal)

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative is the signal that ended it."""
        code: int | None = self._process.poll()
        return code

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Whether it ended in time."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self._dismiss_watchdog()
        return True

    def stop(self, *gentle_first: signal.Signals, patience_seconds: float = 20) -> None:
        """Sends each signal in turn until it ends, at last SIGKILL."""
        for number in (*gentle_first, signal.SIGKILL):
            self.send(number)
            if self.wait(patience_seconds):
                return

    def _dismiss_watchdog(self) -> None:
        if self._watchdog is not None:
            self._watchdog.kill()
            self._watchdog.communicate()
            self._watchdog = None


def die_with_parent() -> None:
    """Call in a worker process: when the supervisor dies, however it dies, so do we."""
    _die_after(os.getppid(), signal.SIGTERM)


def _die_after(parent: int, number: signal.Signals) -> None:
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), number)


def _watch(pid: int, number: signal.Signals) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        ["/bin/sh", "-c", f"read _; kill -{int(number)} {pid}"],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def last_lines(path: Path, count: int = 3) -> str:
    """The end of a log, for an error message."""
    return " / ".join(path.read_text(errors="replace").strip().splitlines()[-count:])


def free_port() -> int:
    """One that no outgoing connection can take before it is used: those get higher ones."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(done: Callable[[], bool], *, seconds: float, every: float = 0.01) -> bool:
    """Whether `done` came true in time."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def is_alive(pid: int) -> bool:
    """A zombie, which only waits to be read by its parent, is not alive."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not _ON_LINUX


def works_in(pid: int, directory: Path, program: str) -> bool:
    """Whether `pid` is a process of `program` that has `directory` as its working directory."""
    if _ON_LINUX:
        try:
            here = Path(f"/proc/{pid}/cwd").resolve(strict=True)
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:
            return False
        return here == directory.resolve() and program in name
    look = ["ps", "-p", str(pid), "-o", "command="]
    return program in subprocess.run(look, capture_output=True, text=True, check=False).stdout  # noqa: S603


def evict(pid: int, *numbers: signal.Signals) -> None:
    """Ends a process that an earlier run of ours left behind; it is not our child."""
    for number in (*numbers, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_until(lambda: not is_alive(pid), seconds=10):
            return


def kept_secret(path: Path) -> str:
    """The secret in this file, which only its owner may read; made when there is none."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        secret = secrets.token_urlsafe(24)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    return secret
