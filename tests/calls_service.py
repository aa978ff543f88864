"""Both APIs on a port of their own, with a sandbox that their calls reach, and a team's client.

What speaks to it speaks to a socket: what is streamed arrives as it is sent.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from integrations.litellm.sandbox import Faults
from integrations.rest.errors import HANDLERS
from integrations.rest.openai_chat import PATH as CHAT
from integrations.rest.routes import routes
from server.authentication import AuthenticationMiddleware
from server.requests import RequestIdMiddleware
from tests.calls_world import World, calling
from tests.litellm_served import served_sandbox
from tests.signed_app import MASTER_KEY

HI = [{"role": "user", "content": "Hi"}]


@dataclass
class Service:
    """`http` sends the team's key; `model` is what the team may name."""

    url: str
    http: httpx.AsyncClient
    world: World
    model: str

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(path, json=body, headers=named)

    async def new_job(self, **values: Any) -> str:
        body = {"team_id": self.world.team.team_id, "job_type": "chat", **values}
        answer = await self.post("/api/jobs/create", body)
        return str(answer.json()["job_id"])


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """The address at which this app is served for a while."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_level="critical", timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve([listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def service(**values: Any) -> AsyncIterator[Service]:
    """`values` are those of `calling`."""
    faults = Faults()
    async with (
        served_sandbox(faults) as (base_url, master_key, state),
        calling(base_url, master_key, state, faults, **values) as world,
        serving(world) as made,
    ):
        yield made


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[Service]:
    """The APIs before this world."""
    app = Starlette(
        routes=routes(),
        middleware=[
            Middleware(RequestIdMiddleware),
            Middleware(AuthenticationMiddleware, master_key=MASTER_KEY, recalling={CHAT}),
        ],
        exception_handlers=HANDLERS,
    )
    app.state.ports = world.ports
    headers = {"Authorization": f"Bearer {world.secret}"}
    async with served(app) as url, httpx.AsyncClient(base_url=url, headers=headers) as http:
        [model] = (await http.get("/v1/models")).json()["data"]
        yield Service(url, http, world, model["id"])
