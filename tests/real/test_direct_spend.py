"""On a real LiteLLM proxy: the budget follows the balance, and direct calls are charged once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from uuid import uuid4

import httpx
import pytest

from domain import calls, credits, direct_spend, jobs, provisioning, teams
from domain.access import SYSTEM, Actor, Origin
from domain.credentials import identify_virtual_key
from domain.errors import InsufficientCredits
from domain.ports import Ports
from domain.provisioning import SyncState
from integrations.litellm.calls import LiteLLMCalls
from integrations.litellm.gateway import LiteLLMGateway
from persistence.models import ChargeStatus, CreditAccount, Job, LLMCall, ProxySpend
from tests.builders import VAULT, make_model_group, make_team
from tests.fakes import make_ports
from tests.real_proxy import RealProxy, running_proxy, why_missing

pytestmark = pytest.mark.real_proxy

MODEL = "gpt-4"
# Two seconds until LiteLLM writes its log, some of ours until it is read, and the follower's two.
SECONDS = 20


@dataclass
class Team:
    """A team whose key works at the proxy, beside us and through us."""

    proxy: RealProxy
    ports: Ports
    made: teams.Created
    actor: Actor

    async def direct(self) -> int:
        body = {"model": MODEL, "messages": [{"role": "user", "content": "Say hi"}]}
        headers = {"Authorization": f"Bearer {self.made.issued.secret}"}
        async with httpx.AsyncClient(timeout=10) as http:
            url = f"{self.proxy.url}/chat/completions"
            return (await http.post(url, json=body, headers=headers)).status_code

    async def through_us(self) -> calls.Answered:
        body = {"messages": [{"role": "user", "content": "Say hi"}]}
        new = jobs.NewJob(job_type="test")
        return await calls.run(self.actor, self.ports, new, calls.CallRequest(body=body))

    async def balance(self) -> int:
        account = await CreditAccount.get(team_id=self.made.team.id)
        return int(account.balance) // credits.MICROS

    async def direct_jobs(self) -> list[Job]:
        return await Job.filter(team_id=self.made.team.id, job_type=direct_spend.JOB_TYPE)


async def until(ask: Callable[[], Awaitable[bool]], seconds: float = SECONDS) -> float:
    """How long it took."""
    began = monotonic()
    async with asyncio.timeout(seconds):
        while not await ask():
            await asyncio.sleep(0.1)
    return monotonic() - began


@pytest.fixture
async def team(database: None) -> AsyncIterator[Team]:
    """With two credits, and all that keeps LiteLLM in step with it."""
    if reason := why_missing():
        pytest.skip(reason)
    proxy = running_proxy()
    base = make_ports()
    gateway = LiteLLMGateway(proxy.url, proxy.master_key, f"tests-{uuid4()}")
    models = LiteLLMCalls(proxy.url)
    ports = Ports(gateway, models, base.sessions, base.throttle, base.tokens, VAULT)
    stop = asyncio.Event()
    loops = [
        asyncio.create_task(provisioning.run(ports, poll_seconds=0.5, stop=stop)),
        asyncio.create_task(direct_spend.run(ports, poll_seconds=1, stop=stop)),
    ]
    group = await make_model_group(models=(MODEL,))
    made = await make_team(groups=(group.group_name,), initial_credits=2 * credits.MICROS)
    status = await provisioning.wait_until_synced(made.team.id, 15)
    assert status.state is SyncState.SYNCED
    holder = await identify_virtual_key(made.issued.secret or "", Origin())
    assert holder
    yield Team(proxy, ports, made, holder.actor)
    stop.set()
    await asyncio.gather(*loops)
    await models.close()
    await gateway.close()


async def test_a_direct_call_is_charged_once_and_one_of_ours_with_its_job_alone(team: Team) -> None:
    answered = await team.through_us()
    assert await team.direct() == 200

    async def both_are_read() -> bool:
        return await ProxySpend.all().count() == 2

    await until(both_are_read)
    assert await team.balance() == 0
    [job] = await team.direct_jobs()
    assert job.charge_status is ChargeStatus.CHARGED
    [direct] = await LLMCall.filter(job_id=job.id)
    assert (direct.prompt_tokens, direct.completion_tokens) == (
        answered.call.prompt_tokens,
        answered.call.completion_tokens,
    )
    ours = await ProxySpend.get(call_ref=f"{answered.call.id}-1")
    assert ours.spend == job.input_cost + job.output_cost


async def test_a_team_that_ran_out_is_refused_at_the_proxy_until_it_is_topped_up(
    team: Team,
) -> None:
    for _ in range(2):
        await team.through_us()
    assert await team.balance() == 0

    async def is_refused() -> bool:
        return await team.direct() == 422

    assert await until(is_refused) < 10
    with pytest.raises(InsufficientCredits):
        await team.through_us()

    await credits.grant(SYSTEM, team.made.team.team_id, 50 * credits.MICROS, idempotency_key="more")

    async def works() -> bool:
        return await team.direct() == 200

    assert await until(works) < 10
    await team.through_us()


async def test_calls_at_once_find_room(team: Team) -> None:
    """LiteLLM reserves the longest answer of each running call, and refuses what has no room."""
    await credits.grant(SYSTEM, team.made.team.team_id, 30 * credits.MICROS, idempotency_key="more")
    await provisioning.wait_until_synced(team.made.team.id, 15)
    refused = 0
    for _ in range(3):
        results = await asyncio.gather(
            *(team.through_us() for _ in range(8)), return_exceptions=True
        )
        refused += sum(isinstance(result, calls.CallFailed) for result in results)
    assert refused == 0
