"""On a real LiteLLM proxy: teams come, work, stop, go, and come after an absence of LiteLLM."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from domain import credits, model_groups, provisioning, teams
from domain.access import SYSTEM
from domain.ports import LLMGateway, Ports
from domain.provisioning import SyncState
from integrations.litellm.gateway import LiteLLMGateway
from tests.builders import VAULT, make_model_group, make_organization, make_team
from tests.real_proxy import TEAM_CACHE_SECONDS, RealProxy, running_proxy, why_missing

pytestmark = pytest.mark.real_proxy

MICRO = 1_000_000


@pytest.fixture
def proxy() -> RealProxy:
    if reason := why_missing():
        pytest.skip(reason)
    return running_proxy()


@dataclass
class Real:
    """The proxy, and the loop that brings teams to it."""

    proxy: RealProxy
    ports: Ports

    @property
    def llm(self) -> LLMGateway:
        return self.ports.llm

    async def chat(self, secret: str | None, model: str = "gpt-4") -> int:
        body = {"model": model, "messages": [{"role": "user", "content": "Say hi"}]}
        headers = {"Authorization": f"Bearer {secret}"}
        async with httpx.AsyncClient(timeout=10) as http:
            url = f"{self.proxy.url}/chat/completions"
            return (await http.post(url, json=body, headers=headers)).status_code

    async def eventually(
        self, ask: Callable[[], Awaitable[int]], status: int, *, seconds: float
    ) -> None:
        async with asyncio.timeout(seconds):
            while await ask() != status:
                await asyncio.sleep(0.1)


@pytest.fixture
async def real(database: None, proxy: RealProxy) -> AsyncIterator[Real]:
    gateway = LiteLLMGateway(proxy.url, proxy.master_key, f"tests-{uuid4()}")
    nothing = None
    ports = Ports(gateway, nothing, nothing, nothing, nothing, VAULT)  # type: ignore[arg-type,call-arg]
    stop = asyncio.Event()
    loop = asyncio.create_task(provisioning.run(ports, poll_seconds=0.5, stop=stop))
    yield Real(proxy, ports)
    stop.set()
    await loop
    await gateway.close()


async def in_step(team: teams.Created, seconds: float = 15) -> None:
    status = await provisioning.wait_until_synced(team.team.id, seconds)
    assert status.state is SyncState.SYNCED, status


CHAT, PLAN = ("gpt-4", "gpt-4o-mini"), ("claude-3-sonnet", "gpt-4")


async def team_with_two_groups(team_id: str) -> teams.Created:
    await make_model_group("ChatGroup", models=CHAT)
    await make_model_group("PlanGroup", models=PLAN)
    organization = await make_organization(f"{team_id}-org")
    credits = 100 * MICRO
    team = await make_team(
        team_id, organization, groups=("ChatGroup", "PlanGroup"), initial_credits=credits
    )
    await in_step(team)
    return team


async def test_a_team_calls_the_models_of_its_groups_and_no_other(real: Real) -> None:
    team = await team_with_two_groups("real-models")
    secret = team.issued.secret
    for model in {*CHAT, *PLAN}:
        assert await real.chat(secret, model) == 200
    assert await real.chat(secret, "gpt-3.5-turbo") == 403

    await model_groups.update(SYSTEM, "PlanGroup", {"models": [model_groups.Step("gpt-4-turbo")]})
    await in_step(team)
    seconds = TEAM_CACHE_SECONDS + 5
    await real.eventually(lambda: real.chat(secret, "gpt-4-turbo"), 200, seconds=seconds)
    await real.eventually(lambda: real.chat(secret, "claude-3-sonnet"), 403, seconds=seconds)


async def test_a_team_without_credits_calls_nothing_until_it_is_granted_some(real: Real) -> None:
    await make_model_group("PoorGroup", models=CHAT)
    team = await make_team("real-poor", groups=("PoorGroup",))
    await in_step(team)
    secret = team.issued.secret
    assert await real.chat(secret) == 422

    await credits.grant(SYSTEM, "real-poor", 100 * MICRO, idempotency_key="welcome")
    await in_step(team)
    assert await real.chat(secret) == 200
    assert (await real.llm.key(team.issued.key.token_hash)).max_budget == 11


async def test_a_team_stops_works_again_and_goes(real: Real) -> None:
    team = await team_with_two_groups("real-life")
    secret = team.issued.secret
    held = await real.llm.team("real-life")
    assert (held.max_budget, held.blocked) == (11, False)

    await teams.suspend(SYSTEM, "real-life")
    await in_step(team)
    assert await real.chat(secret) == 401
    assert (await real.llm.team("real-life")).blocked

    await teams.resume(SYSTEM, "real-life")
    await in_step(team)
    await real.eventually(lambda: real.chat(secret), 200, seconds=TEAM_CACHE_SECONDS + 5)

    await teams.delete(SYSTEM, "real-life")
    await in_step(team)
    assert await real.llm.team("real-life") is None
    assert await real.llm.key(team.issued.key.token_hash) is None
    assert await real.chat(secret) == 401


async def test_nothing_differs_once_teams_are_in_step(real: Real) -> None:
    """What LiteLLM gives back is what it was told, or every scan would find a difference."""
    await make_model_group("ScanGroup")
    organization = await make_organization("scan-org")
    awkward = {"plan": "b\u00e4sic", "limits": {"a": [1, 2.5, None]}, "note": None, "tags": ["x"]}
    many = [
        await make_team(f"scan-{n}", organization, groups=("ScanGroup",), metadata=awkward)
        for n in range(3)
    ]
    for team in many:
        await in_step(team)

    report = await provisioning.reconcile(SYSTEM, real.ports)
    assert (report.teams, report.keys, report.drifted, report.blocked) == (3, 3, 0, 0)

    for team in many:
        await teams.delete(SYSTEM, team.team.team_id)
        await in_step(team)


async def test_teams_created_while_litellm_is_gone_come_when_it_is_back(real: Real) -> None:
    await make_model_group("LateGroup", models=("gpt-4",))
    organization = await make_organization("late-org")
    await asyncio.to_thread(real.proxy.stop)
    try:
        late = [
            await make_team(f"late-{n}", organization, groups=("LateGroup",), initial_credits=MICRO)
            for n in range(5)
        ]
        for team in late:
            status = await provisioning.wait_until_synced(team.team.id, 0.2)
            assert status.state is not SyncState.SYNCED
    finally:
        await asyncio.to_thread(real.proxy.start)

    for team in late:
        await in_step(team, seconds=60)
        assert await real.chat(team.issued.secret) == 200
    found = sorted([held.team_id async for held in real.llm.managed_teams()])
    assert found == [team.team.team_id for team in late]
