"""The installation as a command finds it: served by someone, served by nobody, or elsewhere."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from server.data_folder import DataFolder
from server.services import Services
from server.settings import Settings


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
            environ = folder.with_secrets({**folder.running(), **os.environ})
            yield Settings.from_environment(environ)
        else:
            stack.enter_context(folder.locked())
            environ = folder.with_secrets(os.environ)
            services = Services(Settings.from_environment(environ), folder)
            services.launch(stack, sandbox=False)
            yield Settings.from_environment({**environ, **services.wait_ready()})
