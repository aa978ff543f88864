"""An operator does not wait for pauses, and sees what cannot be brought to LiteLLM."""

import asyncio
import importlib
from collections.abc import AsyncIterator

import pytest

from domain import provisioning
from domain.ports import Ports
from domain.provisioning.claims import claim
from integrations.litellm.sandbox import Fault
from tests.provisioning_world import World, holds, row_of, sandbox_world


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


async def test_what_pauses_after_a_failure_is_tried_at_once(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    world.faults.inject(Fault.REFUSE, "/team/new", times=None)
    for _ in range(3):
        assert (await provisioning.catch_up(world.ports)).count == 1
    assert (await row_of(tenant.team)).next_attempt_at is not None

    world.faults.clear()
    assert (await provisioning.catch_up(world.ports)).count == 0
    assert holds(world, [tenant])


async def test_what_another_worker_has_is_waited_for(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    [other] = await claim(1, confirm_seconds=60)

    catching_up = asyncio.create_task(provisioning.catch_up(world.ports))
    done, _ = await asyncio.wait({catching_up}, timeout=0.3)
    assert not done
    await other.defer(0, "The other one stopped.")

    assert (await catching_up).count == 0
    assert holds(world, [tenant])


async def test_what_another_worker_lets_go_in_the_meantime_is_tried(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    others = await claim(1, confirm_seconds=60)
    module = importlib.import_module("domain.provisioning.catch_up")
    drain = module.drain

    async def drain_before_it_is_let_go(ports: Ports) -> bool:
        is_well = await drain(ports)
        while others:
            await others.pop().defer(0, "The other one stopped.")
        return is_well

    monkeypatch.setattr(module, "drain", drain_before_it_is_let_go)
    assert (await provisioning.catch_up(world.ports)).count == 0
    assert holds(world, [tenant])


async def test_patience_with_another_worker_ends(world: World) -> None:
    await world.tenant(await world.group("gpt-4"))
    await claim(1, confirm_seconds=60)
    waiting = await provisioning.catch_up(world.ports, patience_seconds=0.2)
    assert (waiting.count, waiting.busy, waiting.error) == (1, 1, None)


async def test_a_litellm_that_is_away_is_told_with_a_team_that_waits(world: World) -> None:
    group = await world.group("gpt-4")
    tenants = [await world.tenant(group) for _ in range(3)]
    world.faults.database_down = True

    waiting = await provisioning.catch_up(world.ports)

    assert (waiting.count, waiting.drifted, waiting.busy) == (3, 0, 0)
    assert waiting.example in {f"team '{tenant.name}'" for tenant in tenants}
    assert waiting.error.startswith("LITELLM_UNAVAILABLE")
