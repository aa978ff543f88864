"""A worker that is started while the database is away waits for it, and ends nobody."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest_asyncio

from server.embedded.process import wait_until
from tests.server.running import Served, served


class Way:
    """To a server, while it is open: bytes in, bytes out."""

    def __init__(self, host: str, port: int) -> None:
        self._beyond = (host, port)
        self._ends: list[asyncio.StreamWriter] = []
        self.port = 0

    async def open(self) -> None:
        self._door = await asyncio.start_server(self._enter, "127.0.0.1", self.port)
        self.port = self._door.sockets[0].getsockname()[1]

    def close(self) -> None:
        self._door.close()
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _enter(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        there, on = await asyncio.open_connection(*self._beyond)
        self._ends += [back, on]
        await asyncio.gather(_carry(here, on), _carry(there, back), return_exceptions=True)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    target.close()


@pytest_asyncio.fixture
async def way(postgres_url: str) -> AsyncIterator[Way]:
    beyond = urlsplit(postgres_url)
    way = Way(beyond.hostname or "127.0.0.1", beyond.port or 5432)
    await way.open()
    yield way
    way.close()


@pytest_asyncio.fixture
async def url(postgres_url: str, way: Way) -> str:
    """Of an empty database, by that way."""
    name = f"late_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(f'CREATE DATABASE "{name}"')
    await admin.close()
    parts = urlsplit(postgres_url)
    place = f"{parts.username}:{parts.password}@127.0.0.1:{way.port}"
    return urlunsplit(parts._replace(netloc=place, path=f"/{name}"))


@asynccontextmanager
async def lost(folder: Path, url: str, way: Way) -> AsyncIterator[Served]:
    """A server of two workers, one of which was started after the database went away."""
    with served(folder, "--workers", "2", DATABASE_URL=url) as server:
        await asyncio.to_thread(server.until, "Ctrl-C stops everything")
        assert await asyncio.to_thread(wait_until, server.answers, seconds=40)
        way.close()
        os.kill(server.workers()[0], signal.SIGKILL)
        await asyncio.to_thread(server.until, "cannot serve yet, and waits")
        yield server


async def test_the_server_outlives_it_and_is_whole_again(folder: Path, url: str, way: Way) -> None:
    async with lost(folder, url, way) as server:
        await way.open()
        assert await asyncio.to_thread(wait_until, server.answers, seconds=40)
        assert len(server.workers()) == 2


async def test_the_server_can_be_stopped_meanwhile(folder: Path, url: str, way: Way) -> None:
    async with lost(folder, url, way) as server:
        server.process.terminate()
        assert await asyncio.to_thread(server.process.wait, 30) == 0
