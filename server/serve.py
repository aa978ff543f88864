"""`saas-litellm serve`: everything started in order, watched, and stopped in order."""

import gc
import importlib
import logging
import os
import signal
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING, Final, NoReturn

from starlette.datastructures import Secret

from server import checks, screen, sockets
from server.data_folder import DataFolder
from server.services import Services
from server.settings import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

# A page of a hundred rows makes thousands of objects, which all go when it is answered: looking
# for rings among them every 700, as is the default, takes a tenth of the time.
_NEW_OBJECTS: Final = 50_000

# These tell every call, or with a traceback what we tell in a line.
_LESS_OF: Final = {"httpx": "WARNING", "tortoise": "WARNING", "asyncpg": "ERROR"}
_LOG_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Stopped(BaseException):
    """Ctrl-C or SIGTERM."""


def serve(environ: Mapping[str, str], *, reload: bool = False) -> int:
    """Returns the exit code, once everything that was started is stopped."""
    with ExitStack() as stack:
        _on_signals(_stop)
        try:
            _serve(stack, dict(environ), reload=reload)
        except _Stopped:
            pass
        finally:
            _on_signals(_ignore)  # nothing may interrupt the stopping
    return 0


def _serve(stack: ExitStack, environ: dict[str, str], *, reload: bool) -> None:
    screen.begin()
    settings = Settings.from_environment(environ)
    folder = DataFolder(settings.data_dir)
    if settings.price_catalog:
        checks.take_prices(settings)
    if not settings.in_production:
        stack.enter_context(folder.locked())
        environ = folder.with_secrets(environ)
        settings = Settings.from_environment(environ)
    listener = stack.enter_context(
        sockets.reserve(settings.host, settings.port, patience_seconds=folder.patience_seconds)
    )
    services = Services(settings, folder)
    environ |= _bring_up(stack, services, settings, load=settings.workers == 1 and not reload)
    settings = Settings.from_environment(environ)
    os.environ.update(environ)  # the workers read it
    if not settings.in_production:
        stack.enter_context(folder.published(_ours(environ)))
    screen.announce(settings, folder)
    _answer(settings, services, listener, reload=reload)


def _bring_up(
    stack: ExitStack, services: Services, settings: Settings, *, load: bool
) -> Mapping[str, str]:
    """What was named is asked first; what is ours starts while the application loads."""
    if settings.redis_url:
        checks.redis_answers(settings)
    if settings.database_url:
        _migrate(settings)
    services.launch(stack)
    if load:
        _load()
    found = services.wait_ready(screen.done)
    if not settings.database_url:
        _migrate(replace(settings, database_url=Secret(found["DATABASE_URL"])))
    return found


def _load() -> None:
    """The slow imports. What they make stays for good: the garbage collector need not look."""
    gc.disable()
    importlib.import_module("server.app")
    gc.freeze()
    gc.enable()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def _ours(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: environ[name] for name in Settings.variables() if name in environ}


def _migrate(settings: Settings) -> None:
    applied = checks.migrate(settings)
    screen.done(
        f"Database: {len(applied)} migrations applied" if applied else "Database is up to date"
    )


def _answer(
    settings: Settings, services: Services, listener: socket.socket, *, reload: bool
) -> None:
    from server import workers  # noqa: PLC0415 - imports uvicorn, while the services start

    try:
        workers.run(settings, services.tend, listener, reload=reload)
    finally:
        screen.say("Stopping")


def application() -> "Starlette":
    """What each worker serves; it never outlives the process that started it."""
    from server import workers  # noqa: PLC0415

    workers.die_with_parent()
    _load()
    from server.app import create_app  # noqa: PLC0415

    settings = Settings.from_environment()
    logging.basicConfig(level=settings.log_level.upper(), format=_LOG_FORMAT)
    for name, level in _LESS_OF.items():
        logging.getLogger(name).setLevel(level)
    return create_app(settings)


def _on_signals(handler: "signal._HANDLER") -> None:
    for number in _SIGNALS:
        signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Stopped


def _ignore(_number: int, _frame: FrameType | None) -> None:
    return
