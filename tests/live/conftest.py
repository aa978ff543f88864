"""The sample schema behind the real authentication, served as the real server serves it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest_asyncio
import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from domain.ports import Ports
from graph.endpoint import graphql_routes
from graph.live.process import Live
from server import workers
from server.authentication import AuthenticationMiddleware
from server.requests import RequestIdMiddleware
from server.settings import Settings
from tests.fakes import make_ports
from tests.live.sample import OPEN, sample_schema
from tests.people import make_session, make_user

MASTER_KEY = "sk-master-key-of-the-tests"
FRIEND = "https://panel.example.com"
PROTOCOL = "graphql-transport-ws"


@dataclass
class Site:
    address: str
    ports: Ports
    live: Live = field(default_factory=Live)

    @asynccontextmanager
    async def socket(self, *, protocol: str = PROTOCOL, **options: Any) -> AsyncIterator["Talk"]:
        url = f"ws://{self.address}/graphql"
        async with connect(url, subprotocols=[protocol], compression=None, **options) as client:
            yield Talk(client)

    @asynccontextmanager
    async def joined(self, **options: Any) -> AsyncIterator["Talk"]:
        """A connection that has said who it is: the admin key."""
        async with self.socket(**options) as talk:
            await talk.send(type="connection_init", payload={"x-admin-key": MASTER_KEY})
            assert await talk.heard() == {"type": "connection_ack"}
            yield talk

    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"http://{self.address}", headers={"X-Admin-Key": MASTER_KEY}
        )


@dataclass
class Talk:
    client: ClientConnection

    async def send(self, **message: Any) -> None:
        await self.client.send(json.dumps(message))

    async def subscribe(self, name: str, query: str, **payload: Any) -> None:
        await self.send(id=name, type="subscribe", payload={"query": query, **payload})

    async def heard(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            return json.loads(await self.client.recv())

    async def closed(self) -> int:
        """The code it was closed with, whatever came before."""
        try:
            async with asyncio.timeout(10):
                while True:
                    await self.client.recv()
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 1006


@asynccontextmanager
async def served(schema: strawberry.Schema, ports: Ports) -> AsyncIterator[Site]:
    live = Live()
    app = Starlette(
        routes=graphql_routes(schema, live=live, origins=[FRIEND]),
        middleware=[
            Middleware(RequestIdMiddleware),
            Middleware(AuthenticationMiddleware, master_key=MASTER_KEY),
        ],
    )
    app.state.ports = ports
    config = workers._config(settings(), reload=False)
    config.app, config.factory, config.lifespan = app, False, "off"
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        await eventually(lambda: server.started)
        try:
            yield Site(f"127.0.0.1:{listener.getsockname()[1]}", ports, live)
        finally:
            await live.close()
            server.should_exit = True
            await serving


def settings() -> Settings:
    return Settings.from_environment({"MASTER_KEY": MASTER_KEY})


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    """Afterwards nobody is counted as connected, and no subscription goes on."""
    async with served(sample_schema, make_ports()) as site:
        yield site
        await eventually(lambda: not OPEN)
        await eventually(lambda: not len(site.live.sockets) + len(site.live.streams))
        await eventually(lambda: not len(site.live.strangers))


async def eventually(holds: Any) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


async def signed_in(ports: Ports) -> Any:
    return await make_session(ports, await make_user())
