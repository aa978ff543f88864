"""Comparing models and credentials: drift is repaired, what nobody knows stops, then goes."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from domain import provisioning
from domain.access import SYSTEM
from domain.errors import UpstreamFailed
from domain.ports import LLMCredential, LLMModel
from domain.provisioning import Report, SyncState
from integrations.litellm.gateway import LiteLLMGateway
from integrations.litellm.sandbox import Fault
from persistence.models import AuditEvent, ModelAlias, ProviderCredential, Provisioning
from tests.catalog_world import (
    agrees,
    change_alias,
    delete_alias,
    delete_credential,
    name_of,
    new_alias,
    new_credential,
    row_of,
    status_of,
)
from tests.provisioning_world import MASTER_KEY, World, sandbox_world

HEADERS = {"Authorization": f"Bearer {MASTER_KEY}"}
NOTHING = {"teams": 0, "keys": 0, "drifted": 0, "returned": 0, "blocked": 0, "deleted": 0}


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


@pytest.fixture
async def credential(world: World) -> ProviderCredential:
    return await new_credential()


@pytest.fixture
async def alias(world: World, credential: ProviderCredential) -> ModelAlias:
    alias = await new_alias(credential=credential)
    await world.settle()
    return alias


def report(models: int = 1, credentials: int = 1, **counts: int) -> Report:
    return Report(models=models, credentials=credentials, **(NOTHING | {"left": 0} | counts))


async def reconcile(world: World, **options) -> Report:
    return await provisioning.reconcile(SYSTEM, world.ports, **options)


async def actions() -> list[str]:
    return [event.action for event in await AuditEvent.all().order_by("sequence")]


async def patch_model(world: World, alias: ModelAlias, **body) -> None:
    path = f"/model/{alias.id}/update"
    assert (await world.http.patch(path, json=body, headers=HEADERS)).status_code == 200


async def test_nothing_differs_after_the_work_is_done(world: World, alias: ModelAlias) -> None:
    writes = len(world.writes)
    assert await reconcile(world) == report()
    await world.drain()
    assert (world.writes[writes:], await actions()) == ([], [])


@pytest.mark.parametrize(
    "change",
    [
        {"model_name": "renamed"},
        {"litellm_params": {"model": "openai/cheaper"}},
        {"litellm_params": {"litellm_credential_name": None}},
        {"litellm_params": {"input_cost_per_token": 0}},
        {"litellm_params": {"output_cost_per_token": None}},
        {"litellm_params": {"cache_read_input_token_cost": 1}},
        {"litellm_params": {"api_base": "https://evil.example.com"}},
        {"model_info": {"target_id": "nobody"}},
        {"model_info": {"managed_by": "somebody"}},
        {"model_info": {"install_id": "another"}},
        {"blocked": True},
    ],
    ids=str,
)
async def test_what_somebody_changed_of_a_model_is_put_right(
    world: World, alias: ModelAlias, change: dict
) -> None:
    await patch_model(world, alias, **change)
    assert (await reconcile(world)).drifted == 1
    assert (await status_of(alias)).state is SyncState.DRIFTED
    [event] = await AuditEvent.all()
    assert (event.action, event.resource_id) == ("model_alias.drifted", "fast")
    await world.drain()
    assert await agrees(world)
    assert "api_base" not in world.state.deployments[str(alias.id)].params
    assert await reconcile(world) == report()


@pytest.mark.parametrize(
    "change",
    [
        {"credential_values": {"api_key": "sk-another-key-altogether"}},
        {"credential_values": {"api_base": "https://evil.example.com"}},
        {"credential_info": {"fingerprint": "another"}},
        {"credential_info": {"custom_llm_provider": "azure"}},
        {"credential_info": {"managed_by": "somebody"}},
    ],
    ids=str,
)
async def test_what_somebody_changed_of_a_credential_is_put_right(
    world: World, alias: ModelAlias, credential: ProviderCredential, change: dict
) -> None:
    body = {"credential_info": {}, **change}
    path = f"/credentials/{name_of(credential)}"
    assert (await world.http.patch(path, json=body, headers=HEADERS)).status_code == 200
    assert (await reconcile(world)).drifted == 1
    [event] = await AuditEvent.all()
    assert (event.action, event.resource_id) == (
        "provider_credential.drifted",
        str(credential.id),
    )
    await world.drain()
    assert await agrees(world)
    assert "api_base" not in world.state.credentials[name_of(credential)].values
    assert await reconcile(world) == report()


async def test_a_litellm_that_lost_everything_gets_it_back(world: World, alias: ModelAlias) -> None:
    world.state.deployments.clear()
    world.state.credentials.clear()
    assert await reconcile(world) == report(0, 0, drifted=2)
    await world.settle()
    assert await agrees(world)


async def test_a_credential_that_only_a_worker_misses_comes_back_as_well(
    world: World, alias: ModelAlias
) -> None:
    world.state.credentials.clear()
    await change_alias(alias, actual_model="gpt-4")
    await world.settle()
    assert await agrees(world)


@pytest.mark.parametrize("path", ["/v2/model/info", "/credentials"])
async def test_a_litellm_that_cannot_be_listed_proves_nothing(
    world: World, alias: ModelAlias, path: str
) -> None:
    for fault in (Fault.REFUSE, Fault.ERROR, Fault.GARBAGE, Fault.NOT_FOUND):
        world.faults.inject(fault, path)
        with pytest.raises(UpstreamFailed):
            await reconcile(world)
    assert (await row_of(alias)).observed_generation == (await row_of(alias)).generation


async def stray(world: World, **more) -> str:
    model_id = str(uuid4())
    await world.llm.create_model(
        LLMModel(
            model_id=model_id,
            name="stray",
            model="openai/x",
            metadata={"target_id": model_id},
            **more,
        )
    )
    return model_id


async def test_an_unknown_model_is_blocked_then_deleted(world: World, alias: ModelAlias) -> None:
    await stray(world)
    assert (await world.chat(MASTER_KEY, "stray")).status_code == 200
    assert await reconcile(world) == report(2, blocked=1)
    assert (await world.chat(MASTER_KEY, "stray")).status_code == 400
    assert await reconcile(world) == report(2, left=1)
    assert await reconcile(world, confirm_seconds=0) == report(2, deleted=1)
    assert await agrees(world)
    assert await actions() == ["litellm_model.blocked", "litellm_model.deleted"]


async def test_an_unknown_credential_goes_when_no_model_uses_it_any_more(
    world: World, alias: ModelAlias
) -> None:
    metadata = {"target_id": str(uuid4())}
    unknown = LLMCredential(name="saas-litellm:stray", provider="openai", metadata=metadata)
    await world.llm.create_credential("sk-stray-stray", unknown)
    for n in range(3):
        await new_alias(f"more-{n}")
    await world.settle()
    await stray(world, credential_name="saas-litellm:stray")
    assert await reconcile(world) == report(5, 2, blocked=1)
    assert await reconcile(world, confirm_seconds=0) == report(5, 2, deleted=1)
    assert await reconcile(world) == report(4, 2, blocked=1)
    assert world.state.credentials["saas-litellm:stray"].values["api_key"] == "sk-stray-stray"
    assert await reconcile(world) == report(4, 2, left=1)
    assert await reconcile(world, confirm_seconds=0) == report(4, 2, deleted=1)
    assert "saas-litellm:stray" not in world.state.credentials


async def test_what_others_have_at_litellm_is_not_touched(world: World, alias: ModelAlias) -> None:
    theirs = {"model_name": "theirs", "litellm_params": {"model": "openai/x"}}
    await world.http.post("/model/new", json=theirs, headers=HEADERS)
    body = {"credential_name": "theirs", "credential_values": {}, "credential_info": {}}
    await world.http.post("/credentials", json=body, headers=HEADERS)
    another = LiteLLMGateway("http://litellm", MASTER_KEY, "another", client=world.http)
    marks = {"target_id": str(uuid4())}
    await another.create_model(
        LLMModel(model_id="another", name="another", model="openai/x", metadata=marks)
    )
    held = len(world.state.deployments), len(world.state.credentials)
    for _ in range(3):
        assert await reconcile(world, confirm_seconds=0) == report()
    assert held == (len(world.state.deployments), len(world.state.credentials))


async def test_a_deleted_credential_goes_whoever_else_uses_it(world: World) -> None:
    credential = await new_credential()
    await world.settle()
    params = {"model": "openai/x", "litellm_credential_name": name_of(credential)}
    theirs = {"model_name": "theirs", "litellm_params": params}
    await world.http.post("/model/new", json=theirs, headers=HEADERS)
    await delete_credential(credential)
    await world.settle()
    assert world.state.credentials == {}
    assert len(world.state.deployments) == 1


async def test_a_model_of_the_same_name_that_somebody_adds_is_told(
    world: World, alias: ModelAlias
) -> None:
    theirs = {"model_name": "fast", "litellm_params": {"model": "openai/x"}}
    await world.http.post("/model/new", json=theirs, headers=HEADERS)
    assert (await reconcile(world)).drifted == 1
    await world.drain()
    assert "that this installation does not manage" in (await status_of(alias)).error


async def test_when_most_is_unknown_the_rows_are_doubted_first(
    world: World, alias: ModelAlias
) -> None:
    await Provisioning.all().delete()
    assert await reconcile(world, confirm_seconds=0) == report(left=2)
    assert len(world.state.deployments) == 1


async def test_a_deleted_alias_that_comes_back_is_removed_again(
    world: World, alias: ModelAlias
) -> None:
    late = await new_alias("late")
    world.faults.inject(Fault.LATE, "/model/new")
    await world.drain()
    await delete_alias(late)
    await world.settle()
    await world.faults.apply_late()
    assert await reconcile(world) == report(2, returned=1)
    await world.settle()
    assert await agrees(world)
    assert (await row_of(late)).removed_at is not None


async def test_what_is_under_way_is_the_workers_business(world: World, alias: ModelAlias) -> None:
    await new_alias("another")
    await change_alias(alias, actual_model="gpt-4")
    assert await reconcile(world) == report()
