"""The data folder: who uses it now, and the secrets that development makes for itself."""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from server.trouble import CannotStart, storage_trouble


def _new_ring() -> str:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return f"dev-{secrets.token_hex(3)}:{key}"


_MADE: Final[dict[str, Callable[[], str]]] = {
    "MASTER_KEY": lambda: f"sk-admin-{secrets.token_urlsafe(32)}",
    "LITELLM_MASTER_KEY": lambda: f"sk-litellm-{secrets.token_urlsafe(32)}",
    "SECRET_KEYS": _new_ring,
    "ENCRYPTION_KEYS": _new_ring,
}


class DataFolder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._was_killed = False

    def shown(self) -> str:
        """As a person in the current folder would write it."""
        relative = os.path.relpath(self.path)
        return relative if not relative.startswith("..") else str(self.path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Ours alone, until the block or this process ends, however it ends."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o711)
            lock = (self.path / "lock").open("a")
        except OSError as error:
            raise storage_trouble(error, self.path) from error
        with lock:
            self._take(lock)
            self._was_killed = self._announcement.exists()
            self._announcement.unlink(missing_ok=True)
            yield

    @property
    def patience_seconds(self) -> float:
        """How long to wait for ports: what a killed run left needs a moment to go."""
        return 3.0 if self._was_killed else 0.0

    def _take(self, lock: IO[str]) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pid = self.running().get("PID", "which starts or stops just now")
            raise CannotStart(
                f"SaasLiteLLM already runs on {self.shown()} (process {pid}).",
                "Stop that one first, or set DATA_DIR to another folder.",
            ) from None

    @property
    def is_locked(self) -> bool:
        """Whether another process uses it now."""
        try:
            with (self.path / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    @property
    def _announcement(self) -> Path:
        return self.path / "running.json"

    @property
    def secrets_file(self) -> Path:
        return self.path / "secrets.json"

    def with_secrets(self, environ: Mapping[str, str]) -> dict[str, str]:
        """`environ`, and what it lacks of the secrets that are kept here; made the first time."""
        kept = _read(self.secrets_file)
        if not kept.keys() >= _MADE.keys():
            kept = {name: make() for name, make in _MADE.items()} | kept
            _write(self.secrets_file, kept)
        ours = {name: secret for name, secret in kept.items() if not environ.get(name)}
        if environ.get("LITELLM_PROXY_URL"):
            ours.pop("LITELLM_MASTER_KEY", None)  # that of the sandbox would open no proxy
        return {**environ, **ours}

    def running(self) -> dict[str, str]:
        """What `publish` left, for commands beside a running server."""
        return _read(self._announcement)

    @contextmanager
    def published(self, environ: Mapping[str, str]) -> Iterator[None]:
        """Where the servers of this run are, until the block ends; a crash leaves it behind."""
        _write(self._announcement, {"PID": str(os.getpid()), **environ})
        try:
            yield
        finally:
            self._announcement.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, str]:
    try:
        content: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise CannotStart(
            f"{path} is damaged.", "Restore it, or remove it to start anew."
        ) from None
    return content


def _write(path: Path, content: Mapping[str, str]) -> None:
    """As a whole or not at all; for the owner alone."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(json.dumps(content, indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise storage_trouble(error, path) from error
