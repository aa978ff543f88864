"""Whether the service lives, and how those fare that it needs."""

from types import SimpleNamespace

import httpx
import pytest
from starlette.applications import Starlette

from domain.access import ANONYMOUS
from domain.credentials import Credentials
from domain.errors import StorageUnavailable
from domain.health import Component
from domain.ports import UpstreamUnavailable
from integrations.rest.errors import HANDLERS
from integrations.rest.health import HealthCheck
from integrations.rest.routes import routes


class Answering:
    """Stands for LiteLLM or Redis."""

    def __init__(self, trouble=None):
        self.trouble = trouble

    async def check(self):
        if self.trouble:
            raise self.trouble


@pytest.fixture
async def client():
    app = Starlette(routes=routes(), exception_handlers=HANDLERS)
    app.state.ports = SimpleNamespace(llm=Answering(), sessions=Answering())
    credentials = Credentials(trouble=StorageUnavailable())

    async def front(scope, receive, send):
        scope.setdefault("state", {}).update(credentials=credentials, actor=ANONYMOUS)
        await app(scope, receive, send)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(front), base_url="http://test"
    ) as client:
        client.app = app
        yield client


async def test_liveness_asks_nobody(client):
    answer = await client.get("/health")

    assert answer.status_code == 200
    assert answer.json() == {"status": "healthy", "service": "saas-llm-api"}


async def test_the_composite_asks_everybody(client, database):
    answer = await client.get("/api/health-check")
    assert answer.json() == {
        "saas_api": True,
        "litellm_proxy": True,
        "database": True,
        "overall": "healthy",
    }

    client.app.state.ports.llm.trouble = UpstreamUnavailable("LiteLLM does not answer.")
    answer = await client.get("/api/health-check")
    assert answer.json()["litellm_proxy"] is False
    assert answer.json()["overall"] == "degraded"


def test_without_its_database_the_service_is_unhealthy():
    well = [Component("redis", True), Component("litellm", True)]

    assert HealthCheck.of([Component("database", False), *well]).overall == "unhealthy"
