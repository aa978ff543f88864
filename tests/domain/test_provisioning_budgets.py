"""What a team may spend at LiteLLM follows its balance, whatever it has spent there before."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from uuid import uuid4

import pytest

from domain import credits, provisioning
from domain.access import SYSTEM
from domain.ports import LLMGateway
from domain.provisioning import Report, claims
from persistence import database, ledger
from persistence.models import CreditAccount, EntryKind, Provisioning
from tests.provisioning_world import Tenant, World, change, new_key, row_of, sandbox_world

MICRO = 1_000_000
SPENT, ALLOWED = 3.0, 11.0


@pytest.fixture
async def world(database: None) -> AsyncIterator[World]:
    async with sandbox_world() as world:
        yield world


@pytest.fixture
async def tenant(world: World) -> Tenant:
    """With 100 credits, 10 dollars, that LiteLLM knows of."""
    tenant = await world.tenant(await world.group("gpt-4"))
    await world.drain()
    return tenant


_numbers = count()


async def move(tenant: Tenant, credits: int) -> None:
    """As work does that moves a balance and tells nobody."""
    account = await CreditAccount.get(team_id=tenant.team.id)
    await ledger.post(
        ledger.Posting(
            account_id=account.id,
            kind=EntryKind.CHARGE if credits < 0 else EntryKind.GRANT,
            amount=credits * MICRO,
            idempotency_key=f"move-{next(_numbers)}-{uuid4()}",
            request_hash=bytes(32),
            actor_kind="system",
            actor_label="test",
        )
    )


def spend(world: World, tenant: Tenant, dollars: float) -> None:
    """As LiteLLM counts it."""
    world.state.teams[tenant.name].spend += dollars
    world.state.keys[tenant.key.token_hash].spend += dollars


def budgets(world: World, tenant: Tenant) -> tuple[float | None, float | None]:
    key = world.state.keys[tenant.key.token_hash]
    return world.state.teams[tenant.name].max_budget, key.max_budget


async def told(tenant: Tenant) -> Decimal | None:
    return (await row_of(tenant.team)).allowance_usd


async def test_what_was_spent_there_comes_on_top_of_what_may_be_spent(
    world: World, tenant: Tenant
) -> None:
    spend(world, tenant, SPENT)
    await provisioning.touch([tenant.team.id])
    await world.drain()

    assert budgets(world, tenant) == (SPENT + ALLOWED, SPENT + ALLOWED)
    assert await told(tenant) == Decimal(11)


async def test_a_key_has_the_allowance_on_top_of_its_own_spend(
    world: World, tenant: Tenant
) -> None:
    spend(world, tenant, SPENT)
    second, _ = await new_key(tenant.team)
    await change(tenant.team)
    await world.drain()

    assert budgets(world, tenant) == (SPENT + ALLOWED, SPENT + ALLOWED)
    assert world.state.keys[second.token_hash].max_budget == ALLOWED


async def test_a_balance_that_is_gone_stops_calls_and_a_top_up_lets_them_on(
    world: World, tenant: Tenant
) -> None:
    assert (await world.chat(tenant.secret)).status_code == 200
    await move(tenant, -100)
    assert await provisioning.follow() == 1
    await world.drain()
    assert budgets(world, tenant) == (0, 0)
    assert (await world.chat(tenant.secret)).status_code == 422

    await credits.grant(SYSTEM, tenant.name, MICRO, idempotency_key="more")
    await world.drain()
    assert (await world.chat(tenant.secret)).status_code == 200


async def test_what_is_held_for_running_work_may_be_spent(world: World, tenant: Tenant) -> None:
    await credits.hold(SYSTEM, tenant.name, 100 * MICRO, idempotency_key="work")
    assert await provisioning.follow() == 0
    assert (await world.chat(tenant.secret)).status_code == 200


async def test_an_overdraft_may_be_spent_too(world: World, tenant: Tenant) -> None:
    await move(tenant, -100)
    await database.rows("SELECT set_overdraft_limit($1, $2)", tenant.team.id, 10 * MICRO)
    assert await provisioning.follow() == 1
    await world.drain()
    assert budgets(world, tenant) == (2, 2)


@pytest.mark.parametrize(
    ("credits", "touched"), [(-5, 0), (-19, 0), (-23, 1), (-99, 1), (60, 0), (150, 1)]
)
async def test_a_balance_that_moved_by_little_is_not_worth_a_call(
    world: World, tenant: Tenant, credits: int, touched: int
) -> None:
    await move(tenant, credits)
    assert await provisioning.follow() == touched
    assert await provisioning.follow() == 0


async def test_a_team_of_which_nothing_is_known_is_told(world: World, tenant: Tenant) -> None:
    """As one that was brought to LiteLLM before budgets followed balances."""
    await Provisioning.filter(team_id=tenant.team.id).update(allowance_usd=None)
    assert await provisioning.follow() == 1
    await world.drain()
    assert await told(tenant) == Decimal(11)


async def test_a_row_that_waits_already_is_not_hurried_on(world: World, tenant: Tenant) -> None:
    await provisioning.touch([tenant.team.id])
    waiting = (await row_of(tenant.team)).generation
    await move(tenant, -100)
    assert await provisioning.follow() == 0
    assert (await row_of(tenant.team)).generation == waiting


async def test_an_allowance_that_was_spent_without_a_charge_is_given_anew(
    world: World, tenant: Tenant
) -> None:
    """As by jobs that are charged a credit each, whatever they cost."""
    spend(world, tenant, 6.0)
    await Provisioning.filter(team_id=tenant.team.id).update(allowance_usd=Decimal(5))
    assert await provisioning.follow() == 1
    await world.drain()
    assert budgets(world, tenant) == (17, 17)


async def test_ordinary_spending_is_no_difference(world: World, tenant: Tenant) -> None:
    spend(world, tenant, 5.0)
    assert await drifted(world) == 0


@pytest.mark.parametrize("changed", [0, 1.5, 40.0, None])
async def test_a_budget_that_somebody_changed_is_put_right(
    world: World, tenant: Tenant, changed: float | None
) -> None:
    spend(world, tenant, 1.0)
    for kept in (world.state.teams[tenant.name], world.state.keys[tenant.key.token_hash]):
        kept.max_budget = changed
        assert await drifted(world) == 1
        await world.drain()
        assert kept.max_budget == 1 + ALLOWED
        assert await drifted(world) == 0


async def test_a_team_without_credits_that_somebody_lets_spend_is_stopped(world: World) -> None:
    tenant = await world.tenant(await world.group("gpt-4"), credits=0)
    await world.drain()
    world.state.keys[tenant.key.token_hash].max_budget = 0.01
    assert await drifted(world) == 1
    await world.drain()
    assert budgets(world, tenant) == (0, 0)


class BusyTeam:
    """LiteLLM's management interface while a team spends between any two calls."""

    def __init__(self, llm: LLMGateway, spend: Callable[[], None]) -> None:
        self._llm = llm
        self._spend = spend

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        call = getattr(self._llm, name)

        async def then_spend(*given: object) -> object:
            answer = await call(*given)
            self._spend()
            return answer

        return then_spend


async def test_spend_that_goes_on_meanwhile_is_not_run_after(world: World, tenant: Tenant) -> None:
    spend(world, tenant, SPENT)
    busy = BusyTeam(world.llm, lambda: spend(world, tenant, 5.0))
    await provisioning.touch([tenant.team.id])

    await provisioning.drain(replace(world.ports, llm=busy))

    assert world.writes.count("/team/update") == 1
    assert budgets(world, tenant)[0] == SPENT + ALLOWED


async def test_a_team_that_litellm_refuses_with_credits_gets_room_once(
    world: World, tenant: Tenant
) -> None:
    """It counts running calls, and spend that it has not written down yet."""
    for expected in (ALLOWED * 2, ALLOWED * 2):
        await provisioning.hasten(tenant.team.id)
        await world.drain()
        assert budgets(world, tenant) == (expected, expected)
        assert await drifted(world) == 0

    spend(world, tenant, SPENT)
    await provisioning.hasten(tenant.team.id)
    await world.drain()
    assert budgets(world, tenant) == (SPENT + 2 * ALLOWED, SPENT + 2 * ALLOWED)


async def test_a_refusal_during_the_work_is_not_forgotten(world: World, tenant: Tenant) -> None:
    await provisioning.touch([tenant.team.id])
    [claim] = await claims.claim(1, confirm_seconds=0)
    await provisioning.hasten(tenant.team.id)
    await claim.finish(is_deleted=False, changed=False, confirm_seconds=0, allowance=Decimal(11))
    await world.drain()
    assert budgets(world, tenant) == (2 * ALLOWED, 2 * ALLOWED)


async def test_a_team_that_litellm_refuses_without_credits_stays_refused(
    world: World, tenant: Tenant
) -> None:
    await move(tenant, -100)
    await provisioning.hasten(tenant.team.id)
    await world.drain()
    assert budgets(world, tenant) == (0, 0)


async def test_the_loop_follows_by_itself(world: World, tenant: Tenant) -> None:
    stop = asyncio.Event()
    loop = asyncio.create_task(provisioning.run(world.ports, poll_seconds=0.05, stop=stop))
    await move(tenant, -100)
    async with asyncio.timeout(10):
        while budgets(world, tenant) != (0, 0):
            await asyncio.sleep(0.05)
    stop.set()
    await loop


async def drifted(world: World) -> int:
    report: Report = await provisioning.reconcile(SYSTEM, world.ports)
    return report.drifted
