"""The installation as a command finds it: served by someone, served by nobody, or elsewhere."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from server.data_folder import DataFolder
from server.services import Services
from server.settings import Settings
from server.trouble import CannotStart


@contextmanager
def opened() -> Iterator[Settings]:
    """Settings with a database that answers: the one named in the environment, that of a running
    `serve`, or an embedded one that is started for the length of the block."""
    settings = Settings.from_environment()
    if settings.in_production:
        yield settings
        return
    folder = DataFolder(settings.data_dir)
    with ExitStack() as stack:
        if folder.is_locked:
            environ = folder.with_secrets({**_running(folder), **os.environ})
            yield Settings.from_environment(environ)
        else:
            stack.enter_context(folder.locked())
            environ = folder.with_secrets(os.environ)
            services = Services(Settings.from_environment(environ), folder)
            services.launch(stack, sandbox=False)
            yield Settings.from_environment({**environ, **services.wait_ready()})


def _running(folder: DataFolder) -> dict[str, str]:
    if running := folder.running():
        return running
    raise CannotStart(
        f"Another process uses {folder.shown()}, and is not ready yet.", "Try again in a moment."
    )
