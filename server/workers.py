"""uvicorn in its three shapes, each of which also tends the services beside it."""

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.statreload import StatReload

from graph.live import bounds
from server.settings import Settings
from server.trouble import CannotStart

_APPLICATION: Final = "server.serve:application"
_TEND_EVERY_SECONDS: Final = 0.2
_GRACE_SECONDS: Final = 10
# A worker that loads on a busy machine is not a worker that hangs.
_WORKER_PATIENCE_SECONDS: Final = 30


def run(
    settings: Settings, tend: Callable[[], None], listener: socket.socket, *, reload: bool
) -> None:
    """Until a signal ends it; `tend` is called from this thread all the time."""
    config = _config(settings, reload=reload)
    if reload:
        _Reloading(config, tend, [listener]).run()
    elif settings.workers > 1:
        _Several(config, tend, [listener]).run()
    else:
        server = uvicorn.Server(config)
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(_serve(server, tend, listener))


def _config(settings: Settings, *, reload: bool) -> uvicorn.Config:
    debug = settings.log_level == "debug"
    return uvicorn.Config(
        _APPLICATION,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        reload=reload,
        lifespan="on",
        log_level=settings.log_level if debug else "warning",
        access_log=debug,
        server_header=False,
        proxy_headers=False,  # TRUSTED_PROXIES says whom to believe, not uvicorn
        ws="websockets-sansio",
        ws_max_size=bounds.MAX_MESSAGE_BYTES,
        ws_ping_interval=bounds.PING_SECONDS,
        ws_ping_timeout=bounds.PING_SECONDS,
        ws_per_message_deflate=False,  # what we send is short, and memory is dear
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_worker_healthcheck=_WORKER_PATIENCE_SECONDS,
    )


async def _serve(server: uvicorn.Server, tend: Callable[[], None], listener: socket.socket) -> None:
    tending = asyncio.create_task(_keep_tending(tend))
    try:
        await server.serve(sockets=[listener])
    finally:
        tending.cancel()
    if not server.started:
        _complain()


async def _keep_tending(tend: Callable[[], None]) -> None:
    while True:
        tend()
        await asyncio.sleep(_TEND_EVERY_SECONDS)


class _Several(Multiprocess):
    def __init__(
        self, config: uvicorn.Config, tend: Callable[[], None], sockets: list[socket.socket]
    ) -> None:
        super().__init__(config, sockets)
        self._tend = tend

    def keep_subprocess_alive(self) -> None:
        """Called twice a second."""
        self._tend()
        super().keep_subprocess_alive()

    def run(self) -> None:
        super().run()
        if any(process.exitcode == STARTUP_FAILURE for process in self.processes):
            _complain()


class _Reloading(StatReload):
    def __init__(
        self, config: uvicorn.Config, tend: Callable[[], None], sockets: list[socket.socket]
    ) -> None:
        super().__init__(config, uvicorn.Server(config).run, sockets)
        self._tend = tend

    def should_restart(self) -> list[Path] | None:
        """Called all the time, four times a second."""
        self._tend()
        return super().should_restart()


def _complain() -> None:
    raise CannotStart(
        "The server did not start; the reason is in the lines above.",
        "If they do not help, start again with LOG_LEVEL=debug.",
    )


def die_with_parent() -> None:
    """In a worker: when the process that started it dies, however it dies, so does this one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()


def _outlive(parent: int) -> None:
    multiprocessing.connection.wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)
