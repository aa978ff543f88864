"""Comparing LiteLLM with the rows: what is lost comes back, what is unknown stops, then goes."""

import hashlib
import logging
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from domain import provisioning
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from domain.errors import Forbidden, UpstreamFailed
from domain.ports import LLMKey, LLMTeam
from domain.provisioning import Report, SyncState, sweep
from integrations.litellm.gateway import LiteLLMGateway
from integrations.litellm.sandbox import Fault
from persistence.models import AuditEvent, Provisioning, TenantStatus
from tests.provisioning_world import (
    MASTER_KEY,
    Tenant,
    World,
    change,
    holds,
    row_of,
    sandbox_world,
)

HEADERS = {"Authorization": f"Bearer {MASTER_KEY}"}
NOTHING = {"drifted": 0, "returned": 0, "blocked": 0, "deleted": 0, "left": 0}


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


@pytest.fixture
async def tenant(world: World) -> Tenant:
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    return tenant


async def reconcile(world: World, **options) -> Report:
    return await provisioning.reconcile(SYSTEM, world.ports, **options)


def report(teams: int = 1, keys: int = 1, **counts: int) -> Report:
    return Report(teams=teams, keys=keys, **(NOTHING | counts))


async def test_nothing_differs_after_the_work_is_done(world: World, tenant: Tenant) -> None:
    calls = len(world.writes)
    assert await reconcile(world) == report()
    await world.drain()
    assert len(world.writes) == calls
    assert not await AuditEvent.exists()


async def test_what_somebody_changed_at_litellm_is_put_right(world: World, tenant: Tenant) -> None:
    world.state.teams[tenant.name].models = []
    world.state.teams[tenant.name].max_budget = None
    world.state.keys[tenant.key.token_hash].blocked = True

    assert await reconcile(world) == report(drifted=1)
    assert provisioning.status_of(await row_of(tenant.team)).state is SyncState.DRIFTED
    [event] = await AuditEvent.all()
    assert (event.action, event.actor_kind, event.team_id) == (
        "team.drifted",
        ActorKind.SYSTEM,
        tenant.name,
    )

    await world.drain()
    assert world.state.teams[tenant.name].models == ["gpt-4"]
    assert world.state.teams[tenant.name].max_budget == 11.0
    assert holds(world, [tenant])
    assert await reconcile(world) == report()


async def test_a_key_whose_budget_somebody_took_away_gets_it_back(
    world: World, tenant: Tenant
) -> None:
    for changed in (None, 1000.0):
        world.state.keys[tenant.key.token_hash].max_budget = changed
        assert await reconcile(world) == report(drifted=1)
        await world.drain()
        assert world.state.keys[tenant.key.token_hash].max_budget == 11.0


async def test_lost_marks_are_written_again(world: World, tenant: Tenant) -> None:
    world.state.teams[tenant.name].metadata = {"mine": "now"}
    world.state.keys[tenant.key.token_hash].metadata = {}
    assert await reconcile(world) == report(0, 0, drifted=1)
    await world.drain()
    assert await reconcile(world) == report()


async def test_a_lost_mark_beside_an_intact_target_is_written_again(
    world: World, tenant: Tenant
) -> None:
    del world.state.teams[tenant.name].metadata["managed_by"]
    assert await reconcile(world) == report(0, 1, drifted=1)
    await world.drain()
    assert await reconcile(world) == report()


async def test_a_litellm_that_lost_everything_gets_it_back(world: World) -> None:
    group = await world.group("gpt-4")
    tenants = [await world.tenant(group) for _ in range(5)]
    gone = await world.tenant(group)
    await change(gone.team, status=TenantStatus.DELETED)
    await world.settle()
    world.state.teams.clear()
    world.state.keys.clear()

    assert await reconcile(world) == report(0, 0, drifted=5)
    await world.drain()

    assert holds(world, tenants)
    assert (await world.chat(tenants[0].secret)).status_code == 200


@pytest.mark.parametrize("path", ["/key/list", "/v2/team/list"])
async def test_a_litellm_that_cannot_be_listed_proves_nothing(
    world: World, tenant: Tenant, path: str
) -> None:
    for fault in (Fault.REFUSE, Fault.ERROR, Fault.GARBAGE, Fault.NOT_FOUND):
        world.faults.inject(fault, path)
        with pytest.raises(UpstreamFailed):
            await reconcile(world)
    world.faults.database_down = True
    with pytest.raises(UpstreamFailed):
        await reconcile(world)
    assert (await row_of(tenant.team)).generation == 1


async def test_what_is_under_way_is_the_workers_business(world: World, tenant: Tenant) -> None:
    await world.tenant(await world.group("gpt-4"))
    await change(tenant.team, name="New")
    assert await reconcile(world) == report()
    assert not await AuditEvent.exists()


async def test_what_changes_while_litellm_is_listed_has_not_drifted(
    world: World, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sweep._list

    async def list_then_change(llm):
        listed = await real(llm)
        await change(tenant.team, name="New")
        await world.tenant(await world.group("gpt-4"))
        await world.drain()
        return listed

    monkeypatch.setattr(sweep, "_list", list_then_change)
    assert await reconcile(world) == report()


async def test_what_comes_while_the_rows_are_read_is_not_unknown(
    world: World, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sweep._read_known

    async def read_then_create(**options):
        known = await real(**options)
        await world.tenant(await world.group("gpt-4"))
        await world.drain()
        return known

    monkeypatch.setattr(sweep, "_read_known", read_then_create)
    assert await reconcile(world) == report()


async def unknown_key(world: World, tenant: Tenant, **more) -> str:
    secret = "sk-unknown-unknown-unknown"
    token_hash = hashlib.sha256(secret.encode()).hexdigest()
    key = LLMKey(token_hash, "stray", tenant.name, ("all-team-models",), Decimal(1), False, **more)
    await world.llm.create_key(secret, key)
    return secret


async def test_an_unknown_key_is_blocked_then_deleted(world: World, tenant: Tenant) -> None:
    secret = await unknown_key(world, tenant)
    assert (await world.chat(secret)).status_code == 200

    assert await reconcile(world) == report(keys=2, blocked=1)
    assert (await world.chat(secret)).status_code == 401
    assert await reconcile(world) == report(keys=2, left=1)
    assert await reconcile(world, confirm_seconds=0) == report(keys=2, deleted=1)
    assert holds(world, [tenant])
    actions = await AuditEvent.all().order_by("sequence").values_list("action", "actor_kind")
    assert actions == [
        ("litellm_key.blocked", ActorKind.SYSTEM),
        ("litellm_key.deleted", ActorKind.SYSTEM),
    ]


async def test_an_unknown_team_is_blocked_then_deleted(world: World, tenant: Tenant) -> None:
    lost = await world.tenant(await world.group("gpt-4"))
    metadata = {"target_id": "0199aaaa-0000-7000-8000-000000000000"}
    stray = LLMTeam("stray", "Stray", ("gpt-4",), Decimal(1), False, metadata)
    await world.llm.create_team(stray)
    await world.drain()

    assert await reconcile(world) == report(3, 2, blocked=1)
    assert world.state.teams["stray"].blocked
    assert await reconcile(world, confirm_seconds=0) == report(3, 2, deleted=1)
    assert holds(world, [tenant, lost])


async def test_what_others_have_at_litellm_is_not_touched(world: World, tenant: Tenant) -> None:
    team = {"team_id": "theirs", "models": ["gpt-4o"]}
    await world.http.post("/team/new", json=team, headers=HEADERS)
    await world.http.post("/key/generate", json={"team_id": "theirs"}, headers=HEADERS)
    other = LiteLLMGateway("http://litellm", MASTER_KEY, "another", client=world.http)
    await other.create_team(LLMTeam("another", "A", ("gpt-4",), Decimal(1), False))

    for _ in range(3):
        assert await reconcile(world, confirm_seconds=0) == report()
    assert {"theirs", "another"} < set(world.state.teams)


async def test_when_most_is_unknown_the_rows_are_doubted_first(
    world: World, tenant: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    """Another installation with the same name must not lose everything to an empty database."""
    await Provisioning.all().delete()
    await tenant.key.delete()
    with caplog.at_level(logging.WARNING):
        assert await reconcile(world, confirm_seconds=0) == report(left=2)
    assert "unknown here" in caplog.text
    assert holds(world, [tenant])
    assert await reconcile(world, force=True) == report(blocked=2)
    assert await reconcile(world, confirm_seconds=0, force=True) == report(deleted=2)
    assert holds(world, [])


async def test_a_removed_team_that_comes_back_is_removed_again(
    world: World, tenant: Tenant
) -> None:
    gone = await world.tenant(await world.group("gpt-4"))
    world.faults.inject(Fault.LATE, "/team/new")
    await world.drain()
    await change(gone.team, status=TenantStatus.DELETED)
    await world.settle()
    await world.faults.apply_late()
    assert set(world.state.teams) == {tenant.name, gone.name}

    assert await reconcile(world) == report(2, 1, returned=1)
    await world.settle()
    assert holds(world, [tenant])
    assert (await row_of(gone.team)).removed_at is not None


async def test_a_key_that_somebody_unblocked_is_blocked_again(world: World, tenant: Tenant) -> None:
    await change(tenant.team, status=TenantStatus.SUSPENDED)
    await world.drain()
    world.state.keys[tenant.key.token_hash].blocked = False
    assert (await reconcile(world)).drifted == 1
    await world.drain()
    assert world.state.keys[tenant.key.token_hash].blocked


async def test_comparing_needs_the_right_to(world: World) -> None:
    reader = Actor(kind=ActorKind.ADMIN_USER, label="r", role=AdminRole.USER)
    with pytest.raises(Forbidden):
        await provisioning.reconcile(reader, world.ports)


async def test_a_team_that_waits_too_long_is_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    tenant = await world.tenant(await world.group("gpt-4"))
    with caplog.at_level(logging.WARNING):
        await sweep.warn_of_old()
        assert not caplog.text
        row = await row_of(tenant.team)
        await Provisioning.filter(id=row.id).update(updated_at=row.created_at.replace(year=2020))
        await sweep.warn_of_old()
    assert f"'{tenant.name}'" in caplog.text
