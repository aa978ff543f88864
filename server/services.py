"""The servers that this installation does not bring itself: started, watched, stopped."""

import math
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, Protocol

from server import screen, sockets
from server.data_folder import DataFolder
from server.embedded.postgres import EmbeddedPostgres
from server.embedded.redis import EmbeddedRedis, redis_binary
from server.embedded.sandbox import EmbeddedSandbox
from server.settings import Settings
from server.trouble import CannotStart, storage_trouble

MEMORY_REDIS: Final = "memory://local"
_SLOWEST_RETRY_SECONDS: Final = 10.0
_CALM_SECONDS: Final = 30.0


class Server(Protocol):
    port: int

    @property
    def pid(self) -> int: ...
    @property
    def running(self) -> bool: ...
    def url(self) -> str: ...
    def launch(self) -> None: ...
    def wait_ready(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(slots=True)
class _Watched:
    name: str
    variable: str
    server: Server
    deaths: int = 0
    last_death: float = -math.inf
    launch_at: float | None = None


class Services:
    """What is missing in `settings` is started; `environ` says where everything is."""

    def __init__(self, settings: Settings, folder: DataFolder) -> None:
        self._settings = settings
        self._folder = folder
        self._watched: list[_Watched] = []
        self.environ: dict[str, str] = {}

    def launch(self, stack: ExitStack, *, sandbox: bool = True) -> None:
        """Starts the processes without waiting. `stack` stops them, the last one first."""
        settings, path = self._settings, self._folder.path
        if not settings.database_url:
            self._launch(stack, "PostgreSQL", "DATABASE_URL", EmbeddedPostgres(path / "postgres"))
        if not settings.redis_url and redis_binary():
            self._launch(stack, "Redis", "REDIS_URL", EmbeddedRedis(path / "redis"))
        elif not settings.redis_url:
            self.environ |= {"REDIS_URL": MEMORY_REDIS, "WORKERS": "1"}
            screen.warn(
                "There is no redis-server here: caches live in the memory of one process.\n"
                "  For more than one worker install redis-server, or set REDIS_URL."
            )
        if sandbox and not settings.litellm_proxy_url:
            sockets.require_free(
                settings.sandbox_port,
                needed_for="the LiteLLM sandbox",
                patience_seconds=self._folder.patience_seconds,
            )
            key = str(settings.litellm_master_key)
            server = EmbeddedSandbox(path, port=settings.sandbox_port, master_key=key)
            self._launch(stack, "LiteLLM sandbox", "LITELLM_PROXY_URL", server)
            self.environ["LITELLM_IS_SANDBOX"] = "true"

    def _launch(self, stack: ExitStack, name: str, variable: str, server: Server) -> None:
        stack.callback(server.stop)
        try:
            server.launch()
        except OSError as error:
            raise storage_trouble(error, self._folder.path) from error
        self._watched.append(_Watched(name, variable, server))

    def wait_ready(self, progress: Callable[[str], None] = lambda _: None) -> Mapping[str, str]:
        for watched in self._watched:
            watched.server.wait_ready()
            self.environ[watched.variable] = watched.server.url()
            progress(f"{watched.name} (ours, port {watched.server.port}){self._elsewhere(watched)}")
        return self.environ

    def _elsewhere(self, watched: _Watched) -> str:
        folder = self._folder.path / watched.name.lower()
        return f"; its files are in {folder.readlink()}" if folder.is_symlink() else ""

    def tend(self) -> None:
        """Restarts what died, on its old port; call it often, from a thread that stays."""
        now = time.monotonic()
        for watched in self._watched:
            if watched.server.running:
                continue
            if watched.launch_at is None:
                watched.launch_at = now + _pause(watched, now)
            if now >= watched.launch_at:
                watched.launch_at = None
                self._relaunch(watched)

    def _relaunch(self, watched: _Watched) -> None:
        screen.warn(f"{watched.name} died (process {watched.server.pid}); starting it again.")
        try:
            watched.server.launch()
        except (CannotStart, OSError) as error:
            screen.warn(f"{watched.name} does not start again yet: {error}")


def _pause(watched: _Watched, now: float) -> float:
    """At once the first time; longer each time that it dies soon again."""
    watched.deaths = watched.deaths + 1 if now - watched.last_death < _CALM_SECONDS else 0
    watched.last_death = now
    return min(0.25 * (2.0**watched.deaths - 1), _SLOWEST_RETRY_SECONDS)
