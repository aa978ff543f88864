"""The GraphQL endpoint in an app of its own; the caller is whoever the test says."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import strawberry
from starlette.applications import Starlette

from domain.access import ANONYMOUS, Actor
from domain.ports import Ports
from graph.endpoint import graphql_routes
from graph.schema import schema
from tests.builders import VAULT

GraphQL = Callable[..., Awaitable[dict[str, Any]]]


class Answers:
    """A part of the outside world that is up."""

    async def check(self) -> None:
        return


@pytest.fixture
def ports() -> Ports:
    return Ports(
        llm=Answers(),
        models=SimpleNamespace(),
        sessions=Answers(),
        throttle=SimpleNamespace(),
        tokens=SimpleNamespace(),
        vault=VAULT,
    )


def app_for(
    schema: strawberry.Schema, ports: Ports, actor: Actor = ANONYMOUS, **settings: Any
) -> httpx.AsyncClient:
    """A client of an app that serves this schema to this actor."""
    app = Starlette(routes=graphql_routes(schema, **settings))
    app.state.ports = ports

    async def identified(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {}).update(actor=actor, request_id="request-1")
        await app(scope, receive, send)

    return httpx.AsyncClient(
        transport=httpx.ASGITransport(identified), base_url="http://test", follow_redirects=True
    )


@pytest.fixture
def graphql(ports: Ports) -> GraphQL:
    """`await graphql(query, variables, actor=owner)` is the JSON of the answer."""

    async def run(
        query: str, variables: dict[str, Any] | None = None, *, actor: Actor = ANONYMOUS
    ) -> dict[str, Any]:
        async with app_for(schema, ports, actor) as client:
            response = await client.post(
                "/graphql", json={"query": query, "variables": variables or {}}
            )
        return response.json()

    return run
