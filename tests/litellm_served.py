"""The sandbox on a port of its own, for what speaks to sockets.

It runs in the event loop of the test, which may look into its state and make trouble for it.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from integrations.litellm import sandbox

MASTER_KEY = "sk-master-key-of-the-served-sandbox"


@asynccontextmanager
async def served_sandbox(
    faults: sandbox.Faults | None = None, *, team_cache_seconds: float = 60
) -> AsyncIterator[tuple[str, str, sandbox.State]]:
    """Its base URL, its master key and all that it knows; `faults` break real connections."""
    app = sandbox.create_app(MASTER_KEY, team_cache_seconds=team_cache_seconds, faults=faults)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=_Breakable,
        lifespan="off",
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=0,  # calls that hang are cut off
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    await server.up.wait()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", MASTER_KEY, app.state.sandbox
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """Leaves the signals to the tests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        await self._serve(sockets)


class _Breakable(HttpToolsProtocol):
    """Lets the application break the connection that it answers on."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"sandbox.break": self.transport.abort}
