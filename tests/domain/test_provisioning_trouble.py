"""LiteLLM away, slow, wrong or late, and workers that die or come back."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from domain import provisioning
from domain.provisioning import SyncState, claims
from domain.provisioning.claims import Fenced
from integrations.litellm.gateway import LiteLLMGateway
from integrations.litellm.sandbox import Fault
from persistence import database
from persistence.models import TenantStatus
from tests.provisioning_world import (
    World,
    change,
    holds,
    pass_time,
    row_of,
    sandbox_world,
)

CONFIRM = 60.0
ONE = Decimal(1)


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


TROUBLE = [fault for fault in Fault if fault is not Fault.HANG]


@pytest.mark.parametrize("path", ["/team/new", "/key/generate", "/v2/team/list", "/key/info"])
@pytest.mark.parametrize("fault", TROUBLE, ids=lambda fault: fault.name)
async def test_a_call_that_goes_wrong_is_made_good(world: World, fault: Fault, path: str) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    world.faults.inject(fault, path)

    assert not await world.drain()
    row = await row_of(tenant.team)
    assert row.last_error.startswith("LITELLM_UNAVAILABLE: ")
    assert provisioning.status_of(row).state is SyncState.FAILED

    await world.settle()
    await world.faults.apply_late()
    await world.settle()

    assert holds(world, [tenant])
    row = await row_of(tenant.team)
    assert (row.observed_generation, row.last_error, row.attempts) == (1, None, 0)
    assert row.next_attempt_at is None


async def test_a_lost_database_of_litellm_is_no_deleted_team(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    world.faults.database_down = True
    writes = len(world.writes)

    await change(tenant.team, status=TenantStatus.DELETED)
    await world.settle()

    row = await row_of(tenant.team)
    assert (row.observed_generation, row.absent_since, row.removed_at) == (1, None, None)
    assert world.writes[writes:] == []
    world.faults.database_down = False
    await world.settle()
    assert holds(world, [])


async def test_a_wrong_master_key_is_told_and_never_final(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    right, world.llm = (
        world.llm,
        LiteLLMGateway("http://litellm", "sk-wrong-master-key", "tests", client=world.http),
    )
    for _ in range(5):
        await world.drain()
        await pass_time(301)
    status = provisioning.status_of(await row_of(tenant.team))
    assert (status.state, status.is_refused) == (SyncState.FAILED, False)
    assert status.error == "LITELLM_AUTH: LiteLLM does not accept the master key."

    world.llm = right
    await world.drain()
    assert holds(world, [tenant])


async def test_pauses_grow_and_a_change_ends_them(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    world.faults.inject(Fault.REFUSE, times=None)
    for attempt in range(1, 12):
        await world.drain()
        row = await row_of(tenant.team)
        assert row.attempts == attempt
        [gap] = await database.rows(
            "SELECT extract(epoch FROM next_attempt_at - clock_timestamp()) AS s"
            " FROM provisionings WHERE id = $1",
            row.id,
        )
        assert float(gap["s"]) <= min(60, 0.25 * 2**attempt)
        await pass_time(60)
    world.faults.clear()
    await change(tenant.team, name="New")
    assert (await row_of(tenant.team)).attempts == 0
    await world.drain()
    assert world.state.teams[tenant.name].alias == "New"


async def test_a_failure_does_not_put_off_a_change_made_meanwhile(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    [claim] = await claims.claim(1, confirm_seconds=CONFIRM)
    await change(tenant.team, name="New")
    await claim.fail("LITELLM_UNAVAILABLE", "Gone.")
    row = await row_of(tenant.team)
    assert (row.attempts, row.next_attempt_at) == (0, None)


async def test_a_change_during_the_work_is_worked_on_again(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    [claim] = await claims.claim(1, confirm_seconds=CONFIRM)
    await change(tenant.team, name="New")
    await claim.finish(
        is_deleted=False, changed=True, confirm_seconds=CONFIRM, allowance=Decimal(1)
    )
    row = await row_of(tenant.team)
    assert (row.observed_generation, row.generation) == (1, 2)
    await world.drain()
    assert world.state.teams[tenant.name].alias == "New"


async def test_one_row_has_one_worker(world: World) -> None:
    group = await world.group("gpt-4")
    for _ in range(3):
        await world.tenant(group)
    first = await claims.claim(2, confirm_seconds=CONFIRM)
    second = await claims.claim(2, confirm_seconds=CONFIRM)
    third = await claims.claim(2, confirm_seconds=CONFIRM)
    assert [len(first), len(second), len(third)] == [2, 1, 0]
    assert len({claim.lease_token for claim in [*first, *second]}) == 3


async def test_a_worker_that_slept_too_long_changes_nothing(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    [zombie] = await claims.claim(1, confirm_seconds=CONFIRM)
    await pass_time(31)
    [heir] = await claims.claim(1, confirm_seconds=CONFIRM)
    assert heir.was_interrupted

    for late in (
        zombie.keep(),
        zombie.fail("LITELLM_UNAVAILABLE", "Gone."),
        zombie.finish(
            is_deleted=True, changed=False, confirm_seconds=CONFIRM, allowance=Decimal(1)
        ),
    ):
        with pytest.raises(Fenced):
            await late
    await heir.keep()
    row = await row_of(tenant.team)
    assert (row.observed_generation, row.last_error) == (0, None)


async def test_after_an_interruption_there_is_a_second_look(world: World) -> None:
    """The worker that vanished may have sent a call that arrives after the others."""
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    await change(tenant.team, status=TenantStatus.ACTIVE)
    await claims.claim(1, confirm_seconds=CONFIRM)
    await change(tenant.team, status=TenantStatus.SUSPENDED)
    await pass_time(31)
    await world.drain()
    status = provisioning.status_of(await row_of(tenant.team))
    assert (status.state, status.next_attempt_at) == (SyncState.SYNCED, None)

    await world.llm.set_key_blocked(tenant.key.token_hash, False)
    assert (await world.chat(tenant.secret)).status_code == 401, "the team is blocked still"
    await pass_time(61)
    await world.drain()

    assert world.state.keys[tenant.key.token_hash].blocked
    assert (await row_of(tenant.team)).next_attempt_at is None


async def test_two_workers_at_once_bring_each_team_once(world: World) -> None:
    group = await world.group("gpt-4")
    tenants = [await world.tenant(group) for _ in range(20)]
    await asyncio.gather(*(world.drain() for _ in range(3)))
    assert holds(world, tenants)
    assert sorted(world.writes) == ["/key/generate"] * 20 + ["/team/new"] * 20


async def test_refusals_are_final_for_those_who_wait_and_tried_on(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    limit = {"team_id": tenant.name, "metadata": {}}
    headers = {"Authorization": "Bearer sk-master-key-of-the-sandbox"}
    await world.http.post("/team/new", json=limit, headers=headers)
    for attempt in (1, 2, 3):
        await world.drain()
        status = provisioning.status_of(await row_of(tenant.team))
        assert status.is_refused is (attempt == 3)
        await pass_time(301)
    await world.http.post("/team/delete", json={"team_ids": [tenant.name]}, headers=headers)
    await world.drain()
    assert holds(world, [tenant])


async def test_waiting_ends_with_the_generation_asked_for(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    pending = await provisioning.wait_until_synced(tenant.team.id, 0.05)
    assert pending.state is SyncState.PENDING
    await world.drain()
    synced = await provisioning.wait_until_synced(tenant.team.id, 0.05)
    assert synced.state is SyncState.SYNCED
    assert synced.synced_at is not None


async def test_waiting_does_not_go_on_for_changes_made_later(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    waiting = asyncio.create_task(provisioning.wait_until_synced(tenant.team.id, 5))
    await asyncio.sleep(0.05)
    [claim] = await claims.claim(1, confirm_seconds=CONFIRM)
    await change(tenant.team, name="New")
    await claim.finish(
        is_deleted=False, changed=True, confirm_seconds=CONFIRM, allowance=Decimal(1)
    )
    assert (await waiting).state is SyncState.SYNCED
