"""On a real LiteLLM proxy: aliases are called with the keys of their credentials, and no others."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from domain import provisioning
from domain.access import SYSTEM
from domain.ports import Ports
from domain.provisioning import SyncState
from integrations.litellm.gateway import LiteLLMGateway
from persistence.models import (
    ModelAccessGroup,
    ModelAccessGroupAlias,
    ModelAlias,
    ModelStatus,
    TeamAccessGroup,
)
from tests.catalog_world import (
    SECRET,
    change_alias,
    change_credential,
    delete_alias,
    delete_credential,
    name_of,
    new_alias,
    new_credential,
    sealed,
    status_of,
)
from tests.provider_served import Provider, served_provider
from tests.provisioning_world import VAULT, Tenant, World
from tests.real_proxy import RealProxy, running_proxy, why_missing

pytestmark = pytest.mark.real_proxy


@pytest.fixture
def proxy() -> RealProxy:
    if reason := why_missing():
        pytest.skip(reason)
    return running_proxy()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with served_provider() as provider:
        yield provider


@dataclass
class Real:
    """The proxy, and two loops that bring models to it."""

    proxy: RealProxy
    world: World
    ports: Ports

    async def chat(self, model: str, secret: str | None = None) -> int:
        return (await self.world.chat(secret or self.proxy.master_key, model)).status_code

    async def in_step(self, *targets) -> None:
        async with asyncio.timeout(60):
            for target in targets:
                while (status := await status_of(target)).state is not SyncState.SYNCED:
                    assert not status.is_refused, status
                    await asyncio.sleep(0.1)

    async def held(self) -> tuple[set[str], set[str]]:
        """Names of what LiteLLM has of ours."""
        models = [one async for one in self.ports.llm.models() if "target_id" in one.metadata]
        names = {one.name for one in await self.ports.llm.credentials()}
        assert len(models) == len({one.name for one in models}), "two models of one name"
        return {one.name for one in models}, names


@pytest.fixture
async def real(database: None, proxy: RealProxy) -> AsyncIterator[Real]:
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=proxy.url, timeout=10, limits=limits) as http:
        llm = LiteLLMGateway(proxy.url, proxy.master_key, f"tests-{uuid4()}")
        nothing = None
        ports = Ports(llm, nothing, nothing, nothing, nothing, VAULT)  # type: ignore[arg-type]
        stop = asyncio.Event()
        loops = [
            asyncio.create_task(provisioning.run(ports, poll_seconds=0.2, stop=stop))
            for _ in range(2)
        ]
        yield Real(proxy, World(http, llm), ports)
        stop.set()
        await asyncio.gather(*loops)
        for model in [one async for one in llm.models() if "target_id" in one.metadata]:
            await llm.delete_model(model.model_id)
        for credential in await llm.credentials():
            await llm.delete_credential(credential.name)
        await llm.close()


async def tenant_with(real: Real, alias: ModelAlias) -> Tenant:
    tenant = await real.world.tenant()
    group = await ModelAccessGroup.create(group_name="g", display_name="g")
    await ModelAccessGroupAlias.create(access_group=group, alias=alias)
    await TeamAccessGroup.create(team=tenant.team, access_group=group)
    await provisioning.touch([tenant.team.id])
    await provisioning.wait_until_synced(tenant.team.id, 20)
    return tenant


async def test_an_alias_is_called_with_the_key_of_its_credential_until_it_goes(
    real: Real, provider: Provider
) -> None:
    credential = await new_credential(api_base=provider.api_base)
    alias = await new_alias(credential=credential)
    tenant = await tenant_with(real, alias)
    await real.in_step(alias, credential)
    assert await real.chat("fast", tenant.secret) == 200

    key = sealed(credential.id, "sk-another-key-11aa")
    await change_credential(credential, sealed_api_key=key, key_hint="11aa")
    await change_alias(alias, actual_model="gpt-4")
    await real.in_step(alias, credential)
    assert await real.chat("fast", tenant.secret) == 200
    assert provider.calls == [(SECRET, "gpt-4o"), ("sk-another-key-11aa", "gpt-4")]

    report = await provisioning.reconcile(SYSTEM, real.ports)
    assert (report.models, report.credentials, report.drifted, report.blocked) == (1, 1, 0, 0)

    await change_alias(alias, status=ModelStatus.INACTIVE)
    await real.in_step(alias)
    assert await real.held() == (set(), {name_of(credential)})
    assert await real.chat("fast") == 400

    await delete_alias(alias)
    await delete_credential(credential)
    await real.in_step(alias, credential)
    assert await real.held() == (set(), set())


async def test_an_alias_made_again_and_again_is_one_model(real: Real, provider: Provider) -> None:
    credential = await new_credential(api_base=provider.api_base)
    for n in range(4):
        alias = await new_alias(actual_model=f"gpt-{n}", credential=credential)
        if n % 2:
            await real.in_step(alias)
        if n < 3:
            await delete_alias(alias)
    await real.in_step(alias, credential)
    assert await real.held() == ({"fast"}, {name_of(credential)})
    assert await real.chat("fast") == 200
    assert provider.calls[-1] == (SECRET, "gpt-3")


async def test_what_litellm_cannot_be_told_is_told_to_the_operator(real: Real) -> None:
    taken = await new_alias("gpt-4")
    unknown = await new_alias("unknown", provider="no-such-provider")
    for alias, words in ((taken, "does not manage"), (unknown, "may not know the provider")):
        async with asyncio.timeout(20):
            while words not in ((await status_of(alias)).error or ""):
                await asyncio.sleep(0.1)
    assert await real.held() == (set(), set())
    await change_alias(unknown, provider="openai")
    await real.in_step(unknown)
    assert await real.held() == ({"unknown"}, set())


async def test_a_litellm_that_goes_and_comes_back_empty_gets_all_of_it_again(
    real: Real, provider: Provider
) -> None:
    credential = await new_credential(api_base=provider.api_base)
    aliases = [await new_alias(f"alias-{n}", credential) for n in range(6)]
    await real.in_step(*aliases[:2])
    await asyncio.to_thread(real.proxy.stop)
    try:
        aliases += [await new_alias("late", credential)]
        await delete_alias(aliases.pop(0))
    finally:
        await asyncio.to_thread(real.proxy.start)
    await real.in_step(*aliases)
    await provisioning.reconcile(SYSTEM, real.ports)
    await real.in_step(*aliases, credential)
    assert await real.held() == ({one.alias for one in aliases}, {name_of(credential)})
    for alias in aliases:
        assert await real.chat(alias.alias) == 200
    assert {key for key, _ in provider.calls} == {SECRET}
