"""`proxy`: the sandbox and a real LiteLLM, side by side behind one face."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest

from domain.ports import LLMKey, LLMTeam
from integrations.litellm import sandbox
from integrations.litellm.gateway import LiteLLMGateway
from tests.real_proxy import TEAM_CACHE_SECONDS, RealProxy, running_proxy, why_missing

MASTER_KEY = "sk-master-key-of-the-sandbox"


@dataclass
class Proxy:
    """Something that should behave like LiteLLM."""

    http: httpx.AsyncClient
    master_key: str
    stop_database: Callable[[], None]
    start_database: Callable[[], None]
    install_id: str = field(default_factory=lambda: uuid4().hex)

    def gateway(
        self, *, master_key: str | None = None, install_id: str | None = None
    ) -> LiteLLMGateway:
        return LiteLLMGateway(
            str(self.http.base_url),
            master_key or self.master_key,
            install_id or self.install_id,
            client=self.http,
        )

    async def chat(self, key: str, model: str = "gpt-4", **more) -> httpx.Response:
        body = {"model": model, "messages": [{"role": "user", "content": "Say hi"}], **more}
        headers = {"Authorization": f"Bearer {key}"}
        return await self.http.post("/chat/completions", json=body, headers=headers)

    async def as_master(self, method: str, path: str, **content) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.master_key}"}
        return await self.http.request(method, path, headers=headers, **content)


def new_team(**changes) -> LLMTeam:
    wanted = {
        "team_id": f"team-{uuid4()}",
        "alias": "Testers",
        "models": ("gpt-4", "gpt-4o-mini"),
        "max_budget": Decimal("12.5"),
        "blocked": False,
        "metadata": {"saas_organization_id": "org-1"},
    }
    return LLMTeam(**(wanted | changes))


def new_key(team_id: str, **changes) -> tuple[str, LLMKey]:
    """A secret and its key."""
    secret = f"sk-{secrets.token_urlsafe(32)}"
    wanted = {
        "token_hash": hashlib.sha256(secret.encode()).hexdigest(),
        "alias": f"key-{uuid4()}",
        "team_id": team_id,
        "models": ("all-team-models",),
        "max_budget": Decimal("12.5"),
        "blocked": False,
        "metadata": {"generation": 1},
    }
    return secret, LLMKey(**(wanted | changes))


async def eventually(
    ask: Callable[[], Awaitable[httpx.Response]], status: int, *, seconds: float
) -> httpx.Response:
    """The first answer with this status; for what a cache hides for a while."""
    async with asyncio.timeout(seconds):
        while (answer := await ask()).status_code != status:
            await asyncio.sleep(0.1)
    return answer


@pytest.fixture(params=["sandbox", pytest.param("real", marks=pytest.mark.real_proxy)])
async def proxy(request: pytest.FixtureRequest) -> AsyncIterator[Proxy]:
    if request.param == "sandbox":
        faults = sandbox.Faults()
        app = sandbox.create_app(MASTER_KEY, team_cache_seconds=TEAM_CACHE_SECONDS, faults=faults)

        def set_database_down(down: bool) -> Callable[[], None]:
            return lambda: setattr(faults, "database_down", down)

        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://litellm") as http:
            yield Proxy(http, MASTER_KEY, set_database_down(True), set_database_down(False))
        return
    real: RealProxy = request.getfixturevalue("real_proxy")
    # LiteLLM closes a connection after it failed on it, without saying so.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=real.url, timeout=10, limits=limits) as http:
        yield Proxy(http, real.master_key, real.stop_database, real.start_database)
        real.start_database()


@pytest.fixture(scope="session")
def real_proxy() -> RealProxy:
    if reason := why_missing():
        pytest.skip(reason)
    return running_proxy()
