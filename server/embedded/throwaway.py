"""Servers for tests: quick, not durable, gone with their data at the end of the block."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.embedded.postgres import EmbeddedPostgres
from server.embedded.redis import EmbeddedRedis


@contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=prefix) as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as nobody, who must get in
        yield Path(name)


@contextmanager
def throwaway_postgres(max_connections: int = 200) -> Iterator[EmbeddedPostgres]:
    with (
        _folder("saas-litellm-postgres-") as folder,
        EmbeddedPostgres(folder / "pg", durable=False, max_connections=max_connections) as server,
    ):
        yield server


@contextmanager
def throwaway_redis() -> Iterator[EmbeddedRedis]:
    with (
        _folder("saas-litellm-redis-") as folder,
        EmbeddedRedis(folder / "redis", durable=False) as server,
    ):
        yield server
