"""Aliases have their models at LiteLLM, and providers' credentials theirs, and no more."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal

import pytest

from domain import provisioning, resealing, sync
from domain.access import SYSTEM, Actor, ActorKind
from domain.provisioning import SyncState
from integrations.litellm.gateway import LiteLLMGateway
from integrations.litellm.sandbox import Fault
from integrations.litellm.transport import Transport
from integrations.vault import KeyRingVault
from persistence.models import (
    ModelAccessGroup,
    ModelAccessGroupAlias,
    ModelStatus,
    Organization,
    TeamAccessGroup,
    uuid7,
)
from tests.catalog_world import (
    SECRET,
    agrees,
    change_alias,
    change_credential,
    delete_alias,
    delete_credential,
    name_of,
    new_alias,
    new_credential,
    row_of,
    sealed,
    status_of,
)
from tests.provisioning_world import MASTER_KEY, World, pass_time, sandbox_world


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


@asynccontextmanager
async def running(world: World) -> AsyncIterator[None]:
    stop = asyncio.Event()
    loop = asyncio.create_task(provisioning.run(world.ports, poll_seconds=0.1, stop=stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await loop


def model_at(world: World, alias) -> dict:
    return world.state.deployments[str(alias.id)].served.params


async def chat(world: World, model: str) -> int:
    return (await world.chat(MASTER_KEY, model)).status_code


async def test_an_alias_becomes_a_model_with_its_prices_and_the_key_of_its_credential(
    world: World,
) -> None:
    credential = await new_credential(api_base="https://models.example.com/v1")
    alias = await new_alias(credential=credential, cached_price=Decimal("0.00000001"))
    await world.settle()

    assert model_at(world, alias) == {
        "model": "openai/gpt-4o",
        "litellm_credential_name": name_of(credential),
        "input_cost_per_token": 0.0000025,
        "output_cost_per_token": 0.00001,
        "cache_read_input_token_cost": 1e-14,
    }
    assert world.state.credentials[name_of(credential)].values == {
        "api_key": SECRET,
        "api_base": "https://models.example.com/v1",
    }
    assert (await status_of(alias)).state is SyncState.SYNCED
    assert await chat(world, "fast") == 200
    writes = len(world.writes)
    await change_alias(alias, display_name="Faster")
    await world.drain()
    assert world.writes[writes:] == []


async def test_a_team_calls_the_alias_that_its_access_group_opens(world: World) -> None:
    alias = await new_alias()
    tenant = await world.tenant()
    group = await ModelAccessGroup.create(group_name="g", display_name="g")
    await ModelAccessGroupAlias.create(access_group=group, alias=alias)
    await TeamAccessGroup.create(team=tenant.team, access_group=group)
    await world.drain()
    assert (await world.chat(tenant.secret, "fast")).status_code == 200
    assert (await world.chat(tenant.secret, "gpt-4")).status_code == 403


async def test_an_alias_without_prices_leaves_them_to_litellm(world: World) -> None:
    alias = await new_alias()
    await world.drain()
    await change_alias(alias, input_price=None, output_price=None)
    await world.drain()
    assert model_at(world, alias) == {"model": "openai/gpt-4o"}


async def test_an_alias_that_changes_changes_its_model(world: World) -> None:
    credential, other = await new_credential(), await new_credential(provider="anthropic")
    alias = await new_alias(credential=credential)
    await world.settle()
    await change_alias(
        alias,
        provider="anthropic",
        actual_model="claude",
        provider_credential_id=other.id,
        input_price=Decimal(0),
    )
    await world.settle()
    assert await agrees(world)
    params = model_at(world, alias)
    assert (params["litellm_credential_name"], params["input_cost_per_token"]) == (
        name_of(other),
        0.0,
    )


@pytest.mark.parametrize("status", [ModelStatus.ACTIVE, ModelStatus.DEPRECATED])
async def test_an_inactive_alias_has_no_model_until_it_can_be_called_again(
    world: World, status: ModelStatus
) -> None:
    alias = await new_alias()
    await world.drain()
    await change_alias(alias, status=ModelStatus.INACTIVE)
    await world.drain()
    assert world.state.deployments == {}
    assert await chat(world, "fast") == 400

    for _ in range(2):
        await change_alias(alias, status=status)
        await world.drain()
        assert await agrees(world)
        assert (await row_of(alias)).removed_at is None
        await change_alias(alias, status=ModelStatus.INACTIVE)
        await world.settle()
        assert (await row_of(alias)).removed_at is not None
        assert (await status_of(alias)).state is SyncState.SYNCED


async def test_a_deleted_alias_and_its_credential_go_and_stay_gone(world: World) -> None:
    credential = await new_credential()
    alias = await new_alias(credential=credential)
    await world.settle()
    await delete_alias(alias)
    await delete_credential(credential)
    await world.settle()
    assert (world.state.deployments, world.state.credentials) == ({}, {})
    for row in (await row_of(alias), await row_of(credential)):
        assert row.removed_at is not None
        assert provisioning.status_of(row).state is SyncState.SYNCED


async def test_a_model_comes_after_its_credential(world: World) -> None:
    world.faults.inject(Fault.REFUSE, "/credentials", times=3)
    await new_alias(credential=await new_credential())
    for _ in range(8):
        await world.drain()
        await pass_time(61)
        assert world.state.credentials or not world.state.deployments
    assert await agrees(world)


async def test_a_credential_goes_after_the_models_that_use_it(world: World) -> None:
    credential = await new_credential()
    alias = await new_alias(credential=credential)
    await world.settle()
    world.faults.inject(Fault.REFUSE, "/model/delete", times=3)
    await change_credential(credential, is_active=False)
    for _ in range(10):
        await world.drain()
        await pass_time(61)
        assert world.state.credentials or not world.state.deployments
    assert (world.state.deployments, world.state.credentials) == ({}, {})
    assert (await status_of(alias)).state is SyncState.SYNCED


async def test_whoever_waits_for_another_is_tried_as_soon_as_that_is_done(world: World) -> None:
    world.faults.inject(Fault.REFUSE, "/credentials", times=2)
    credential = await new_credential()
    alias = await new_alias(credential=credential)
    async with running(world), asyncio.timeout(10):
        assert (await provisioning.wait_until_alias_synced(alias.id, 9)).state is SyncState.SYNCED
        await delete_alias(alias)
        await delete_credential(credential)
        while world.state.deployments or world.state.credentials:
            await asyncio.sleep(0.02)


async def test_without_one_of_its_own_an_alias_takes_the_installations_credential(
    world: World,
) -> None:
    alias, other = await new_alias(), await new_alias("other", provider="anthropic")
    organization = await Organization.create(organization_id="org", name="Org")
    await new_credential(organization)
    await world.settle()
    assert "litellm_credential_name" not in model_at(world, alias)

    first = await new_credential()
    await world.settle()
    assert model_at(world, alias)["litellm_credential_name"] == name_of(first)
    assert "litellm_credential_name" not in model_at(world, other)

    await change_credential(first, is_active=False)
    second = await new_credential()
    await world.settle()
    assert model_at(world, alias)["litellm_credential_name"] == name_of(second)

    await delete_credential(second)
    await world.settle()
    assert "litellm_credential_name" not in model_at(world, alias)
    assert list(world.state.credentials) != []
    assert await chat(world, "fast") == 200


async def test_an_alias_whose_own_credential_stops_is_called_with_nobody_elses(
    world: World,
) -> None:
    organization = await Organization.create(organization_id="org", name="Org")
    await new_credential()
    own = await new_credential(organization)
    alias = await new_alias(credential=own)
    await world.settle()
    await change_credential(own, is_active=False)
    await world.settle()
    assert world.state.deployments == {}

    heir = await new_credential(organization)
    await world.settle()
    assert model_at(world, alias)["litellm_credential_name"] == name_of(heir)
    await change_credential(heir, is_active=False)
    await change_credential(own, is_active=True)
    await world.settle()
    assert model_at(world, alias)["litellm_credential_name"] == name_of(own)
    assert list(world.state.credentials).count(name_of(heir)) == 0


async def test_a_new_key_replaces_the_old_one_and_no_model_is_touched(world: World) -> None:
    credential = await new_credential(api_base="https://a.example.com")
    await new_alias(credential=credential)
    await world.settle()
    writes = len(world.writes)
    key = sealed(credential.id, "sk-another-key-11aa")
    await change_credential(credential, sealed_api_key=key, key_hint="11aa", api_base=None)
    await world.settle()
    assert world.state.credentials[name_of(credential)].values == {"api_key": "sk-another-key-11aa"}
    assert world.writes[writes:] == [f"/credentials/{name_of(credential)}"]


async def test_a_key_sealed_with_another_key_is_told_and_holds_up_nobody_else(
    world: World,
) -> None:
    credential = await new_credential(sealed_api_key=b"v9:nonsense")
    alias = await new_alias(credential=credential)
    other = await new_alias("other", provider="anthropic")
    await world.settle(rounds=3)
    assert (await status_of(credential)).error.startswith("LITELLM_REFUSED: The provider's key was")
    assert (await status_of(alias)).reason == "Its provider credential is not there yet."
    assert (await status_of(other)).state is SyncState.SYNCED


async def test_an_alias_named_like_a_model_of_litellm_itself_is_refused_in_plain_words(
    world: World,
) -> None:
    alias = await new_alias("gpt-4")
    for _ in range(3):
        await world.drain()
        await pass_time(301)
    status = await status_of(alias)
    assert (status.state, status.is_refused) == (SyncState.FAILED, True)
    assert "LiteLLM has a model 'gpt-4' that this installation does not manage" in status.error
    assert world.state.deployments == {}

    await delete_alias(alias)
    await new_alias("ours")
    await world.settle()
    assert await agrees(world)


async def test_an_alias_of_a_provider_that_litellm_does_not_know_says_so_until_it_does(
    world: World,
) -> None:
    alias = await new_alias(provider="no-such-provider")
    await world.drain()
    assert "may not know the provider" in (await status_of(alias)).error
    await change_alias(alias, provider="openai")
    await world.settle()
    assert await agrees(world)

    await change_alias(alias, provider="no-such-provider")
    await world.drain()
    assert "keeps what the alias was before" in (await status_of(alias)).error
    await delete_alias(alias)
    await world.settle()
    assert world.state.deployments == {}


async def test_a_model_that_was_stored_and_never_served_goes_with_its_alias(world: World) -> None:
    alias = await new_alias(provider="no-such-provider")
    await world.drain()
    assert len(world.state.deployments) == 1
    await delete_alias(alias)
    await world.settle()
    assert world.state.deployments == {}


async def test_a_key_that_is_sealed_anew_is_not_taken_for_another(world: World) -> None:
    old = KeyRingVault({"old": bytes(range(1, 33))})
    credential_id = uuid7()
    context = f"provider_credentials:sealed_api_key:{credential_id}"
    credential = await new_credential(id=credential_id, sealed_api_key=old.seal(SECRET, context))
    both = KeyRingVault({"test": bytes(range(32)), "old": bytes(range(1, 33))})
    ports = replace(world.ports, vault=both)
    await provisioning.drain(ports)
    assert (await resealing.reseal(SYSTEM, both)).sealed == 1
    await world.drain()
    assert (await status_of(credential)).state is SyncState.SYNCED
    assert (await provisioning.reconcile(SYSTEM, ports)).drifted == 0
    assert world.state.credentials[name_of(credential)].values == {"api_key": SECRET}


async def test_an_alias_made_again_waits_until_its_predecessor_is_gone(world: World) -> None:
    old = await new_alias()
    await world.drain()
    world.faults.inject(Fault.REFUSE, "/model/delete", times=2)
    await delete_alias(old)
    new = await new_alias(actual_model="gpt-4")
    for _ in range(8):
        await world.drain()
        assert len(world.state.deployments) <= 1
        assert not (await status_of(new)).is_refused
        await pass_time(2)
    await world.settle()
    assert list(world.state.deployments) == [str(new.id)]
    assert await agrees(world)


async def test_a_late_call_for_a_deleted_alias_leaves_no_second_model(world: World) -> None:
    old = await new_alias()
    world.faults.inject(Fault.LATE, "/model/new")
    await world.drain()
    await delete_alias(old)
    await new_alias()
    await world.drain()
    await world.faults.apply_late()
    await world.settle()
    assert await agrees(world)


async def test_a_change_during_a_call_is_not_lost(world: World) -> None:
    alias = await new_alias()

    class Changing(LiteLLMGateway):
        async def create_model(self, model) -> None:
            await change_alias(alias, provider="anthropic", actual_model="claude")
            await super().create_model(model)

    world.llm = Changing("http://litellm", MASTER_KEY, "tests", client=world.http)
    await world.settle()
    assert await agrees(world)
    assert (await status_of(alias)).state is SyncState.SYNCED


async def test_a_worker_that_dies_between_calls_leaves_it_to_the_next(world: World) -> None:
    credential = await new_credential()

    class Dying(LiteLLMGateway):
        async def create_model(self, model) -> None:
            await super().create_model(model)
            raise asyncio.CancelledError

    right, world.llm = (
        world.llm,
        Dying("http://litellm", MASTER_KEY, "tests", client=world.http),
    )
    await world.drain()
    alias = await new_alias(credential=credential)
    with pytest.raises(asyncio.CancelledError):
        await world.drain()
    assert (await status_of(alias)).state is SyncState.PENDING
    world.llm = right
    await world.drain()
    assert (await status_of(alias)).state is SyncState.PENDING, "its lease has not run out"
    await pass_time(61)
    await world.settle()
    assert await agrees(world)


async def test_two_workers_make_one_model_of_each_alias(world: World) -> None:
    credential = await new_credential()
    aliases = [await new_alias(f"alias-{n}", credential) for n in range(12)]
    async with running(world), running(world):
        for alias in aliases:
            status = await provisioning.wait_until_alias_synced(alias.id, 10)
            assert status.state is SyncState.SYNCED, status
    assert await agrees(world)
    assert world.writes.count("/model/new") == 12
    assert world.writes.count("/credentials") == 1


TROUBLE = [fault for fault in Fault if fault is not Fault.HANG]
PATHS = ["/model/new", "/v1/model/info", "/v2/model/info", "/credentials"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("fault", TROUBLE, ids=lambda fault: fault.name)
async def test_a_call_that_goes_wrong_is_made_good(world: World, fault: Fault, path: str) -> None:
    credential = await new_credential()
    await new_alias(credential=credential)
    world.faults.inject(fault, path)
    await world.settle()
    await world.faults.apply_late()
    await world.settle()
    assert await agrees(world)


@pytest.mark.parametrize("path", ["/model/delete", "/credentials/saas"])
@pytest.mark.parametrize("fault", TROUBLE, ids=lambda fault: fault.name)
async def test_a_removal_that_goes_wrong_is_made_good(
    world: World, fault: Fault, path: str
) -> None:
    credential = await new_credential()
    alias = await new_alias(credential=credential)
    await world.settle()
    await delete_alias(alias)
    await delete_credential(credential)
    world.faults.inject(fault, path)
    await world.settle(rounds=12)
    await world.faults.apply_late()
    await world.settle()
    assert (world.state.deployments, world.state.credentials) == ({}, {})


async def test_a_lost_database_of_litellm_is_no_removed_model(world: World) -> None:
    credential = await new_credential()
    alias = await new_alias(credential=credential)
    await world.settle()
    world.faults.database_down = True
    await delete_alias(alias)
    await delete_credential(credential)
    await world.settle(rounds=3)
    assert (await row_of(alias)).absent_since is None
    world.faults.database_down = False
    await world.settle()
    assert (world.state.deployments, world.state.credentials) == ({}, {})


async def test_the_providers_key_is_in_no_log_no_error_and_no_row(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = await new_credential()

    async def echo(self, method, path, **content):
        answer = await real(self, method, path, **content)
        if "credentials" in path and content.get("json"):
            said = {"error": {"message": f"Cannot take {content['json']}", "code": "400"}}
            return type(answer)(400, said)
        return answer

    real = Transport._send
    monkeypatch.setattr(Transport, "_send", echo)
    with caplog.at_level(logging.DEBUG):
        await world.drain()
    row = await row_of(credential)
    assert row.last_error == "LITELLM_REFUSED: LiteLLM answered 400"
    assert SECRET not in caplog.text
    assert "key-of-the-provider" not in caplog.text


async def test_tenants_learn_nothing_of_litellm(world: World) -> None:
    alias = await new_alias()
    key = Actor(kind=ActorKind.VIRTUAL_KEY, label="k", team_id="t", organization_id="o")
    assert await sync.of_aliases(key, [alias.id]) == {}
    assert (await sync.of_aliases(SYSTEM, [alias.id]))[alias.id].state is SyncState.PENDING
