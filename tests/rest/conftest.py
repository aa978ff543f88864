"""The legacy API in an app of its own; the caller is whoever the test says.

async def test_…(rest, owner, database):
    answer = await rest(owner).get("/api/teams")
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from domain import provisioning
from domain.access import ANONYMOUS, Actor, ActorKind
from domain.credentials import Credentials, Unproven
from domain.ports import Policy, Ports
from integrations.rest.errors import HANDLERS
from integrations.rest.routes import routes
from tests.builders import VAULT
from tests.calls_service import Service
from tests.calls_service import service as calls_service
from tests.provisioning_world import World, sandbox_world

Rest = Callable[..., httpx.AsyncClient]


def credentials_of(actor: Actor | None, team_status: str = "active") -> Credentials:
    """As if this actor had sent the credential of its kind, and nothing else."""
    if actor is None:
        return Credentials()
    match actor.kind:
        case ActorKind.ADMIN_KEY:
            return Credentials(admin_key=actor)
        case ActorKind.VIRTUAL_KEY:
            return Credentials(jwt=Unproven.INVALID, virtual_key=actor, team_status=team_status)
        case _:
            return Credentials(jwt=actor, virtual_key=Unproven.INVALID)


@pytest.fixture
def rest_ports() -> SimpleNamespace:
    """Of the world outside, only the vault; a test adds what it needs."""
    return SimpleNamespace(vault=VAULT, policy=Policy())


@pytest.fixture
def rest(rest_ports: SimpleNamespace) -> Rest:
    """A client for an actor (None: nobody)."""

    def client(actor: Actor | None = None, team_status: str = "active") -> httpx.AsyncClient:
        app = Starlette(routes=routes(), exception_handlers=HANDLERS)
        app.state.ports = rest_ports
        credentials = credentials_of(actor, team_status)

        async def identified(scope, receive, send):
            state = scope.setdefault("state", {})
            state.update(credentials=credentials, actor=actor or ANONYMOUS, request_id="request-1")
            await app(scope, receive, send)

        return httpx.AsyncClient(
            transport=httpx.ASGITransport(identified, raise_app_exceptions=False),
            base_url="http://test",
        )

    return client


@pytest_asyncio.fixture
async def litellm(database: None) -> AsyncIterator[World]:
    """A LiteLLM that follows the rows, as in a running server."""
    async with sandbox_world() as world:
        nothing: Any = None
        ports = Ports(world.llm, nothing, nothing, nothing, nothing, VAULT)
        stop = asyncio.Event()
        worker = asyncio.create_task(provisioning.run(ports, poll_seconds=0.05, stop=stop))
        yield world
        stop.set()
        await worker


@pytest.fixture
def make_service(database: None) -> Callable[..., AbstractAsyncContextManager[Service]]:
    """`async with make_service(balance=2) as service:`"""
    return calls_service


@pytest_asyncio.fixture
async def service(database: None) -> AsyncIterator[Service]:
    """A team with ten credits, and one group that it may call."""
    async with calls_service() as made:
        yield made
