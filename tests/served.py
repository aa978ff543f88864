"""A running product of its own for the tests of the pages and of the scripts: nothing is in it."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from tests.server.running import Served, served


@contextmanager
def fresh(**environ: str) -> Iterator[Served]:
    """A `serve` that answers, with PostgreSQL, Redis and sandbox of its own, and no owner yet.

    `environ` adds settings, say LITELLM_PROXY_URL for another proxy than the sandbox.
    """
    with tempfile.TemporaryDirectory(prefix="saas-litellm-") as name:
        Path(name).chmod(0o711)  # PostgreSQL runs as another user when root runs the tests
        with served(Path(name) / "data", **environ) as server:
            server.until("Ctrl-C stops everything")
            log = Thread(target=server.process.stdout.read, daemon=True)  # else it would fill up
            log.start()
            yield server
            server.process.terminate()
            server.process.wait(30)
            log.join(30)


def secrets_of(server: Served) -> dict[str, str]:
    """What it made for development: MASTER_KEY, LITELLM_MASTER_KEY and so on."""
    kept: dict[str, str] = json.loads((server.folder / "secrets.json").read_text())
    return kept
