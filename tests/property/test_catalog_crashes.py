"""A worker of models and credentials dies at every step it takes, once at each."""

from collections.abc import Awaitable, Callable

import pytest

from domain import provisioning
from domain.access import SYSTEM
from persistence.models import ModelAlias, ModelStatus, ProviderCredential, Provisioning
from tests.catalog_world import (
    agrees,
    change_alias,
    change_credential,
    delete_alias,
    delete_credential,
    new_alias,
    new_credential,
    sealed,
)
from tests.property.test_provisioning_crashes import Mined, make_mined
from tests.provisioning_world import pass_time

__all__ = ["make_mined"]  # a fixture

Scenario = Callable[[Mined], Awaitable[None]]


async def there(mined: Mined) -> tuple[ModelAlias, ProviderCredential]:
    credential = await new_credential()
    alias = await new_alias(credential=credential)
    await mined.settle()
    return alias, credential


async def create(mined: Mined) -> None:
    await new_credential()
    await mined.world.drain()
    await new_alias(credential=await ProviderCredential.get())


async def change(mined: Mined) -> None:
    alias, _ = await there(mined)
    other = await new_credential(provider="anthropic")
    await mined.settle()
    await change_alias(alias, provider="anthropic", provider_credential_id=other.id)


async def new_key(mined: Mined) -> None:
    _, credential = await there(mined)
    key = sealed(credential.id, "sk-another-key-11aa")
    await change_credential(credential, sealed_api_key=key, key_hint="11aa")


async def deactivate(mined: Mined) -> None:
    alias, _ = await there(mined)
    await change_alias(alias, status=ModelStatus.INACTIVE)


async def delete(mined: Mined) -> None:
    alias, credential = await there(mined)
    await delete_alias(alias)
    await delete_credential(credential)


async def create_again(mined: Mined) -> None:
    alias, credential = await there(mined)
    await delete_alias(alias)
    await new_alias(credential=credential, actual_model="gpt-4")


SCENARIOS: list[Scenario] = [create, change, new_key, deactivate, delete, create_again]


async def one_run(make_mined, scenario: Scenario, fatal: int | None, then: str) -> list[str]:
    """The scenario, a death at step `fatal`, and what comes after it; the steps taken."""
    wire, late, opening = make_mined()
    async with opening as world:
        mined = Mined(world, wire, late)
        await scenario(mined)
        steps = await mined.work(fatal)
        await pass_time(31)
        if then == "late":
            await mined.settle()
            await mined.arrive()
            await provisioning.reconcile(SYSTEM, world.ports, force=True)
        else:
            await world.drain()
            await mined.arrive()
        await world.settle(rounds=14)
        died_at = steps[fatal] if fatal is not None and fatal < len(steps) else "no step"
        assert await agrees(world), f"after a death at step {fatal}: {died_at}"
        for row in await Provisioning.all():
            assert row.observed_generation == row.generation
            assert (row.lease_token, row.last_error, row.next_attempt_at) == (None, None, None)
        await Provisioning.all().delete()
        await ModelAlias.all().delete()
        await ProviderCredential.all().delete()
        return steps


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_a_death_at_any_step_leaves_nothing_undone(make_mined, scenario: Scenario) -> None:
    steps = await one_run(make_mined, scenario, None, "go on")
    assert len(steps) >= 10
    for fatal in range(len(steps)):
        await one_run(make_mined, scenario, fatal, "go on")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_a_call_that_arrives_hours_later_is_undone_by_a_scan(
    make_mined, scenario: Scenario
) -> None:
    steps = await one_run(make_mined, scenario, None, "go on")
    for fatal, step in enumerate(steps):
        if step.startswith("late"):
            await one_run(make_mined, scenario, fatal, "late")
