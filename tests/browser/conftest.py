"""A browser, and a server for it to look at."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
import uvicorn

from tests.browser.chrome import MISSING, Chrome, executable


@pytest_asyncio.fixture(scope="session")
async def chrome() -> AsyncIterator[Chrome]:
    if not executable():
        pytest.skip(MISSING)
    async with Chrome.start() as chrome:
        yield chrome


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The origin at which this app is served for a while."""
    # Named as TCP, for asyncio sends the small parts of an answer at once only then.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        serving = asyncio.create_task(server.serve([listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving
