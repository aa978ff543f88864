"""One team after another is brought to LiteLLM, kept in step, stopped and taken away."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain import credits, provisioning
from domain.access import SYSTEM
from domain.provisioning import SyncState, allowance
from integrations.litellm.sandbox import Fault
from persistence.database import transaction
from persistence.models import (
    ModelGroup,
    ModelGroupMember,
    Organization,
    TenantStatus,
    VirtualKey,
    VirtualKeyStatus,
)
from tests.provisioning_world import (
    VAULT,
    World,
    change,
    holds,
    new_key,
    pass_time,
    row_of,
    sandbox_world,
)


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


async def test_a_team_and_its_key_come_to_litellm_as_the_rows_say(world: World) -> None:
    groups = await world.group("gpt-4", "gpt-4o"), await world.group("gpt-4", "claude-3-opus")
    tenant = await world.tenant(*groups, credits=100, metadata={"plan": "basic"})

    await world.drain()

    team = world.state.teams[tenant.name]
    assert team.alias == "Testers"
    assert team.models == ["claude-3-opus", "gpt-4", "gpt-4o"]
    assert (team.max_budget, team.blocked) == (11.0, False)
    assert team.metadata["plan"] == "basic"
    assert team.metadata["saas_organization_id"] == tenant.organization.organization_id
    assert team.metadata["target_id"] == str(tenant.team.id)
    [key] = world.state.keys.values()
    assert (key.token, key.team_id) == (tenant.key.token_hash, tenant.name)
    assert (key.models, key.max_budget, key.blocked) == (["all-team-models"], 11.0, False)
    assert [(await world.chat(tenant.secret, model)).status_code for model in team.models] == [
        200
    ] * 3
    assert (await world.chat(tenant.secret, "gpt-4-turbo")).status_code == 403
    assert (await provisioning.wait_until_synced(tenant.team.id, 0)).state is SyncState.SYNCED


async def test_a_synced_team_is_left_alone(world: World) -> None:
    await world.tenant(await world.group("gpt-4"))
    await world.drain()
    calls = len(world.faults.calls)

    await pass_time(3600)
    await world.drain()

    assert len(world.faults.calls) == calls


async def test_a_team_without_models_may_call_none(world: World) -> None:
    tenant = await world.tenant()
    await world.drain()
    assert world.state.teams[tenant.name].models == ["no-models-allowed"]
    assert (await world.chat(tenant.secret)).status_code == 403


async def test_inactive_groups_and_models_do_not_count(world: World) -> None:
    off, half = await world.group("gpt-4o"), await world.group("gpt-4", "claude-3-opus")
    await ModelGroup.filter(id=off.id).update(status="inactive")
    await ModelGroupMember.filter(model_name="claude-3-opus").update(is_active=False)
    tenant = await world.tenant(off, half)
    await world.drain()
    assert world.state.teams[tenant.name].models == ["gpt-4"]


async def test_a_team_without_credits_cannot_make_a_single_call(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"), credits=0)
    await world.drain()
    assert world.state.teams[tenant.name].max_budget == 0.0
    assert world.state.keys[tenant.key.token_hash].max_budget == 0.0
    refused = await world.chat(tenant.secret)
    assert (refused.status_code, refused.json()["error"]["type"]) == (422, "budget_exceeded")

    await credits.grant(SYSTEM, tenant.name, 100_000_000, idempotency_key="welcome")
    await world.drain()
    assert world.state.keys[tenant.key.token_hash].max_budget == 11.0
    assert (await world.chat(tenant.secret)).status_code == 200


@pytest.mark.parametrize(
    ("micro_credits", "rate", "dollars"),
    [
        (0, None, "0"),
        (-5_000_000, None, "0"),
        (1, None, "1"),
        (1_000_000, None, "1.1"),
        (100_000_000, Decimal(3), "34.333333"),
        (10_000_000, Decimal("0.5"), "21"),
        (2**63 - 1, Decimal("0.000001"), "1000000000001"),
    ],
)
def test_credits_become_dollars_that_litellm_can_hold(
    micro_credits: int, rate: Decimal | None, dollars: str
) -> None:
    assert allowance.of(micro_credits, rate) == Decimal(dollars)


@pytest.mark.parametrize("micro_credits", [2**63 - 1, 123_456_789_012_345_678])
def test_a_huge_budget_comes_back_as_it_was_sent(micro_credits: int) -> None:
    sent = allowance.of(micro_credits, None)
    assert Decimal(repr(float(sent))) == sent


async def test_changes_follow(world: World) -> None:
    group = await world.group("gpt-4")
    tenant = await world.tenant(group)
    await world.drain()

    async with transaction():
        await ModelGroupMember.create(model_group=group, model_name="gpt-4o", priority=9)
        await change(tenant.team, name="New", metadata={"plan": "big"}, credits_per_dollar=1)
    await world.drain()

    team = world.state.teams[tenant.name]
    assert (team.alias, team.models, team.max_budget) == ("New", ["gpt-4", "gpt-4o"], 101.0)
    assert team.metadata["plan"] == "big"
    assert world.writes.count("/team/update") == 1


async def test_metadata_follow_alone_when_entries_come_and_go(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"), metadata={"plan": "basic", "old": 1})
    await world.drain()
    await change(tenant.team, metadata={"plan": "big", "managed_by": "nobody"})
    await world.drain()
    metadata = world.state.teams[tenant.name].metadata
    assert (metadata["plan"], metadata["managed_by"]) == ("big", "saas-litellm")
    assert "old" not in metadata


async def test_a_suspended_team_stops_key_first_and_resumes_team_first(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    before = len(world.writes)

    await change(tenant.team, status=TenantStatus.SUSPENDED)
    await world.drain()

    assert world.writes[before:] == ["/key/block", "/team/update"]
    assert (await world.chat(tenant.secret)).status_code == 401
    before = len(world.writes)

    await change(tenant.team, status=TenantStatus.ACTIVE)
    await world.drain()

    assert world.writes[before:] == ["/team/update", "/key/unblock"]
    assert (await world.chat(tenant.secret)).status_code == 200


async def test_a_suspended_organization_stops_its_teams(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    async with transaction():
        await Organization.filter(id=tenant.organization.id).update(status=TenantStatus.SUSPENDED)
        await provisioning.touch([tenant.team.id])
    await world.drain()
    assert (await world.chat(tenant.secret)).status_code == 401


async def test_a_team_created_suspended_never_works(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await change(tenant.team, status=TenantStatus.PAUSED)
    await world.drain()
    assert world.state.teams[tenant.name].blocked
    assert world.state.keys[tenant.key.token_hash].blocked
    assert (await row_of(tenant.team)).observed_generation == 2


async def test_a_revoked_key_is_blocked_while_its_sibling_works(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    async with transaction():
        _, other = await new_key(tenant.team)
        await provisioning.touch([tenant.team.id])
    await world.drain()

    async with transaction():
        await VirtualKey.filter(id=tenant.key.id).update(
            status=VirtualKeyStatus.REVOKED, sealed_secret=None
        )
        await provisioning.touch([tenant.team.id])
    await world.drain()

    assert (await world.chat(tenant.secret)).status_code == 401
    assert (await world.chat(other)).status_code == 200


@pytest.mark.parametrize("kept", [{}, {"sealed_secret": None}], ids=["sealed", "wiped"])
async def test_a_key_revoked_before_it_came_to_litellm_never_comes(
    world: World, kept: dict[str, None]
) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await VirtualKey.filter(id=tenant.key.id).update(status=VirtualKeyStatus.REVOKED, **kept)
    await world.drain()
    assert list(world.state.teams) == [tenant.name]
    assert not world.state.keys
    assert (await provisioning.wait_until_synced(tenant.team.id, 0)).state is SyncState.SYNCED


async def test_an_expiry_is_litellms_too_and_moves(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    for days in (1, 30):
        expires_at = datetime.now(UTC) + timedelta(days=days)
        await VirtualKey.filter(id=tenant.key.id).update(expires_at=expires_at)
        await provisioning.touch([tenant.team.id])
        await world.drain()
        [key] = world.state.keys.values()
        assert abs(key.expires - expires_at) < timedelta(minutes=1)
    assert (await row_of(tenant.team)).last_error is None


async def test_deleting_takes_the_key_then_the_team_and_looks_twice(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    before = len(world.writes)

    await change(tenant.team, status=TenantStatus.DELETED)
    await world.drain()

    assert world.writes[before:] == ["/key/block", "/key/delete", "/team/delete"]
    assert holds(world, [])
    row = await row_of(tenant.team)
    assert row.removed_at is None
    assert (await provisioning.wait_until_synced(tenant.team.id, 0)).state is SyncState.SYNCED

    await pass_time(59)
    await world.drain()
    assert (await row_of(tenant.team)).removed_at is None
    await pass_time(2)
    await world.drain()
    assert (await row_of(tenant.team)).removed_at is not None


async def test_a_change_does_not_shorten_the_time_between_the_looks(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    await change(tenant.team, status=TenantStatus.DELETED)
    await world.drain()
    await pass_time(30)
    await provisioning.touch([tenant.team.id])
    await world.drain()
    assert (await row_of(tenant.team)).removed_at is None
    await pass_time(31)
    await world.drain()
    assert (await row_of(tenant.team)).removed_at is not None


async def test_a_key_whose_creation_arrives_after_the_deletion_goes_again(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    world.faults.inject(Fault.LATE, "/key/generate")
    await world.drain()
    await change(tenant.team, status=TenantStatus.DELETED)
    await world.drain()
    assert holds(world, [])

    await world.faults.apply_late()
    assert world.state.keys
    await pass_time(61)
    await world.drain()

    assert holds(world, [])
    assert (await row_of(tenant.team)).removed_at is None, "the minute begins again"
    await pass_time(61)
    await world.drain()
    assert (await row_of(tenant.team)).removed_at is not None


async def test_a_team_deleted_before_it_came_to_litellm_never_comes(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    await change(tenant.team, status=TenantStatus.DELETED)
    await world.settle()
    assert not world.writes
    assert (await row_of(tenant.team)).removed_at is not None


async def test_a_name_used_again_waits_for_its_predecessor_to_go(world: World) -> None:
    group = await world.group("gpt-4")
    old = await world.tenant(group)
    await world.drain()
    await change(old.team, status=TenantStatus.DELETED)
    world.faults.inject(Fault.ERROR, "/key/block", times=None)
    await world.drain()

    new = await world.tenant(group, team_id=old.name)
    await world.drain()
    world.faults.clear()
    assert world.state.teams[old.name].metadata["target_id"] == str(old.team.id)
    row = await row_of(new.team)
    assert (row.observed_generation, row.attempts) == (0, 0)
    assert "earlier team of this name" in row.last_error

    await pass_time(5)
    await world.drain()
    await pass_time(1)
    await world.drain()
    assert holds(world, [new]), "without waiting for the second look at the old one"

    await world.settle()
    assert holds(world, [new])
    assert (await row_of(old.team)).removed_at is not None
    assert (await world.chat(new.secret)).status_code == 200
    assert (await world.chat(old.secret)).status_code == 401


async def test_a_predecessor_that_comes_back_late_is_removed_again(world: World) -> None:
    group = await world.group("gpt-4")
    old = await world.tenant(group)
    world.faults.inject(Fault.LATE, "/team/new")
    await world.drain()
    await change(old.team, status=TenantStatus.DELETED)
    await world.settle()
    assert (await row_of(old.team)).removed_at is not None

    await world.faults.apply_late()
    new = await world.tenant(group, team_id=old.name)
    await world.settle()

    assert holds(world, [new])


async def test_a_late_deletion_of_the_predecessor_does_not_take_the_successor(
    world: World,
) -> None:
    group = await world.group("gpt-4")
    old = await world.tenant(group)
    await world.drain()
    await change(old.team, status=TenantStatus.DELETED)
    new = await world.tenant(group, team_id=old.name)
    world.faults.inject(Fault.LATE, "/team/delete")
    await world.drain()
    for _ in range(3):
        await pass_time(2)
        await world.drain()
    assert holds(world, [new])

    await world.faults.apply_late()
    assert not world.state.teams
    await pass_time(61)
    await world.drain()

    assert holds(world, [new])
    assert (await world.chat(new.secret)).status_code == 200


async def test_somebody_elses_team_of_that_name_is_not_touched(world: World) -> None:
    headers = {"Authorization": "Bearer sk-master-key-of-the-sandbox"}
    theirs = {"team_id": "taken", "models": ["gpt-4o"], "metadata": {"owner": "them"}}
    await world.http.post("/team/new", json=theirs, headers=headers)
    tenant = await world.tenant(await world.group("gpt-4"), team_id="taken")

    for _ in range(3):
        await world.drain()
        await pass_time(301)
    status = await provisioning.wait_until_synced(tenant.team.id, 10)
    assert (status.state, status.is_refused) == (SyncState.FAILED, True)
    assert status.reason == "LiteLLM has a team 'taken' that this installation does not manage."

    await change(tenant.team, status=TenantStatus.DELETED)
    await world.settle()
    assert world.state.teams["taken"].models == ["gpt-4o"]
    assert not world.state.keys


async def test_a_lost_key_whose_secret_is_gone_does_not_keep_others_running(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    async with transaction():
        _, other = await new_key(tenant.team)
        await provisioning.touch([tenant.team.id])
    await world.drain()
    del world.state.keys[tenant.key.token_hash]
    await VirtualKey.filter(id=tenant.key.id).update(sealed_secret=None)

    await change(tenant.team, status=TenantStatus.SUSPENDED)
    await world.drain()

    assert (await world.chat(other)).status_code == 401
    assert world.state.teams[tenant.name].blocked
    assert "rotate the key" in (await row_of(tenant.team)).last_error


async def test_a_key_that_cannot_be_opened_is_told_and_others_come(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    sealed = VAULT.seal("sk-of-another-row", "virtual_keys:sealed_secret:another")
    await VirtualKey.filter(id=tenant.key.id).update(sealed_secret=sealed)
    async with transaction():
        _, other = await new_key(tenant.team)
        await provisioning.touch([tenant.team.id])
    await world.drain()
    assert (await world.chat(other)).status_code == 200
    assert "sealed with a key" in (await row_of(tenant.team)).last_error
