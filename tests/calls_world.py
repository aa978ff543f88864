"""A team that may call models of a sandbox, its key and its credits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from domain import calls, credits, jobs, provisioning
from domain.access import SYSTEM, Actor, ActorKind, Origin
from domain.credentials import identify_virtual_key
from domain.ports import Policy, Ports
from integrations.litellm.calls import LiteLLMCalls
from integrations.litellm.gateway import LiteLLMGateway
from integrations.litellm.sandbox import Faults, State
from persistence.models import CreditAccount, LedgerEntry, Team
from tests.builders import VAULT, make_model_group, make_team
from tests.fakes import make_ports

_numbers = count(1)
_PATIENCE = 6
HELLO = {"messages": [{"role": "user", "content": "Hello"}]}


@dataclass
class World:
    """A sandbox, ports that reach it, and a team whose key works there."""

    ports: Ports
    faults: Faults
    state: State
    team: Team
    secret: str
    actor: Actor

    async def account(self) -> CreditAccount:
        return await CreditAccount.get(team_id=self.team.id)

    async def entries(self) -> list[LedgerEntry]:
        account = await self.account()
        return await LedgerEntry.filter(account_id=account.id).order_by("sequence")

    async def top_up(self, amount: int) -> None:
        await credits.grant(
            SYSTEM,
            self.team.team_id,
            amount * credits.MICROS,
            idempotency_key=f"more-{next(_numbers)}",
        )

    async def job(self, **values: Any) -> jobs.Job:
        return await jobs.create(self.actor, jobs.NewJob(job_type="test", **values))

    async def call(self, job: Any = None, body: Any = None, **values: Any) -> calls.Answered:
        request = calls.CallRequest(body=body or HELLO, **values)
        return await calls.run(self.actor, self.ports, _job(job), request)

    async def stream(self, job: Any = None, body: Any = None, **values: Any) -> calls.Stream:
        request = calls.CallRequest(body=body or HELLO, **values)
        return await calls.stream(self.actor, self.ports, _job(job), request)


def _job(job: Any) -> Any:
    if job is None:
        return jobs.NewJob(job_type="test")
    return job.id if isinstance(job, jobs.Job) else job


@asynccontextmanager
async def calling(
    base_url: str,
    master_key: str,
    state: State,
    faults: Faults,
    *,
    balance: int = 10,
    models: tuple[str, ...] = ("gpt-4o-mini",),
    policy: Policy | None = None,
    **team: Any,
) -> AsyncIterator[World]:
    gateway = LiteLLMGateway(base_url, master_key, "installation")
    models_port = LiteLLMCalls(base_url)
    base = make_ports(gateway, models=models_port, policy=policy)
    ports = Ports(
        gateway, models_port, base.sessions, base.throttle, base.tokens, VAULT, base.policy
    )
    group = await make_model_group(models=models)
    made = await make_team(groups=(group.group_name,), **team)
    if balance:
        await credits.grant(
            SYSTEM,
            made.team.team_id,
            balance * credits.MICROS,
            idempotency_key=f"balance-{next(_numbers)}",
        )
    for _ in range(_PATIENCE):  # a proxy that is busy may take its time
        if not (await provisioning.catch_up(ports)).count:
            break
    holder = await identify_virtual_key(made.issued.secret or "", Origin())
    assert holder
    assert holder.actor.kind is ActorKind.VIRTUAL_KEY
    try:
        yield World(ports, faults, state, made.team, made.issued.secret or "", holder.actor)
    finally:
        await models_port.close()
        await gateway.close()
