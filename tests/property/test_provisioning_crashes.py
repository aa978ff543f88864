"""A worker dies at every step it takes, once at each; the next one leaves nothing undone.

A step is a statement to PostgreSQL or a call to LiteLLM. It dies before the step, after it was
carried out, or while a call is under way that is carried out much later.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from domain import provisioning
from domain.access import SYSTEM
from domain.provisioning import desired
from integrations.litellm.sandbox import Fault, Faults
from persistence import postgres
from persistence.database import transaction
from persistence.models import (
    ModelGroupMember,
    Provisioning,
    Team,
    TenantStatus,
    VirtualKey,
    VirtualKeyStatus,
)
from tests.provisioning_world import Tenant, World, change, new_key, pass_time, sandbox_world


class Crash(BaseException):
    """The process is gone."""


@dataclass
class Tripwire:
    """Counts the steps of a process while `is_armed`; at step `fatal` all of it ends."""

    is_armed: bool = False
    fatal: int | None = None
    steps: list[str] = field(default_factory=list)

    def step(self, name: str) -> bool:
        """Whether this is the fatal one, or comes after it."""
        if self.is_armed:
            self.steps.append(name)
        return self.is_armed and self.fatal is not None and len(self.steps) > self.fatal

    def cross(self, name: str) -> None:
        if self.step(name):
            raise Crash(name)


class MinedTransport(httpx.AsyncBaseTransport):
    """Between the gateway and the sandbox."""

    def __init__(self, inner: httpx.AsyncBaseTransport, wire: Tripwire, late: list) -> None:
        self._inner, self._wire, self._late = inner, wire, late

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name = f"{request.method} {request.url.path}"
        self._wire.cross(f"before {name}")
        if request.method != "GET" and self._wire.step(f"late {name}"):
            copy = httpx.Request(
                request.method, request.url, headers=request.headers, content=request.content
            )
            self._late.append(lambda: self._inner.handle_async_request(copy))
            raise Crash(name)
        response = await self._inner.handle_async_request(request)
        self._wire.cross(f"after {name}")
        return response


class Planned(Faults):
    """Calls go wrong in the order of a plan."""

    plan: Iterator[Fault | None] = iter(())

    def meet(self, method: str, path: str) -> Fault | None:
        return super().meet(method, path) or next(self.plan, None)


@dataclass
class Mined:
    """A world whose workers can be made to die."""

    world: World
    wire: Tripwire
    late: list[Callable[[], Awaitable[object]]]
    tenants: list[Tenant] = field(default_factory=list)

    async def work(self, fatal: int | None) -> list[str]:
        """Work on what is due and die at that step; the steps that were taken."""
        self.wire.steps.clear()
        self.wire.fatal, self.wire.is_armed = fatal, True
        others = asyncio.all_tasks()
        try:
            await self.world.drain()
        except Crash:
            if mates := asyncio.all_tasks() - others:
                await asyncio.wait(mates)
        finally:
            self.wire.is_armed = False
        return list(self.wire.steps)

    async def arrive(self) -> None:
        for call in self.late:
            await call()
        self.late.clear()

    async def settle(self) -> None:
        await self.world.settle(*(tenant.team.id for tenant in self.tenants))

    async def check(self) -> None:
        """LiteLLM holds what it should: nothing less, nothing more, nothing twice."""
        llm, state = self.world.llm, self.world.state
        wanted = await desired.read([tenant.team.id for tenant in self.tenants])
        live = [each for each in wanted if not each.is_deleted]
        assert sorted(state.teams) == sorted(each.team.team_id for each in live)
        for each in live:
            seen = await llm.team(each.team.team_id)
            assert not desired.team_differs(each.team, seen)
            assert seen.blocked == each.team.blocked
        hashes = set(state.keys)
        for key in [key for each in live for key in each.keys]:
            seen_key = await llm.key(key.llm.token_hash)
            if seen_key is None:
                assert key.is_ended
                continue
            hashes.remove(key.llm.token_hash)
            assert not desired.key_differs(key.llm, seen_key)
            assert seen_key.blocked == key.llm.blocked
        assert not hashes, "keys that no row has"
        for row in await Provisioning.filter(team_id__in=[each.team_key for each in wanted]):
            assert row.observed_generation == row.generation
            assert (row.lease_token, row.last_error, row.next_attempt_at) == (None, None, None)

    async def forget(self) -> None:
        """Nothing of this run may become due in the next."""
        await Provisioning.filter(team_id__in=[tenant.team.id for tenant in self.tenants]).delete()


Scenario = Callable[[Mined], Awaitable[None]]


async def tenant(mined: Mined, **options) -> Tenant:
    group = await mined.world.group("gpt-4", "gpt-4o")
    made = await mined.world.tenant(group, **options)
    mined.tenants.append(made)
    return made


async def create(mined: Mined) -> None:
    await tenant(mined)


async def update(mined: Mined) -> None:
    made = await tenant(mined)
    await mined.world.drain()
    async with transaction():
        await ModelGroupMember.filter(model_name="gpt-4o").delete()
        await change(made.team, name="New", metadata={"plan": "big"})


async def suspend(mined: Mined) -> None:
    made = await tenant(mined)
    await mined.world.drain()
    await change(made.team, status=TenantStatus.SUSPENDED)


async def resume(mined: Mined) -> None:
    await suspend(mined)
    await mined.world.drain()
    await change(mined.tenants[0].team, status=TenantStatus.ACTIVE)


async def rotate(mined: Mined) -> None:
    made = await tenant(mined)
    await mined.world.drain()
    async with transaction():
        await new_key(made.team)
        await VirtualKey.filter(id=made.key.id).update(
            status=VirtualKeyStatus.REVOKED, sealed_secret=None
        )
        await provisioning.touch([made.team.id])


async def delete(mined: Mined) -> None:
    made = await tenant(mined)
    await mined.world.drain()
    await change(made.team, status=TenantStatus.DELETED)


async def create_again(mined: Mined) -> None:
    await delete(mined)
    await tenant(mined, team_id=mined.tenants[0].name)


SCENARIOS: list[Scenario] = [create, update, suspend, resume, rotate, delete, create_again]


@pytest.fixture
async def make_mined(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[[], object]]:
    wire, real = Tripwire(), postgres._translated

    async def mined_statement(client, func, *args, **kwargs):
        wire.cross("before a statement")
        result = await real(client, func, *args, **kwargs)
        wire.cross("after a statement")
        return result

    monkeypatch.setattr(postgres, "_translated", mined_statement)

    def make():
        late: list = []
        return wire, late, sandbox_world(lambda inner: MinedTransport(inner, wire, late), Planned())

    return make


async def decide(team: Team, then: str) -> None:
    """Something else than what was under way when the worker died."""
    if then == "delete":
        await change(team, status=TenantStatus.DELETED)
    elif then == "turn back":
        stopped = (await Team.get(id=team.id)).status is TenantStatus.SUSPENDED
        wanted = TenantStatus.ACTIVE if stopped else TenantStatus.SUSPENDED
        await change(team, status=wanted, name="Newer")


async def one_run(make_mined, scenario: Scenario, fatal: int | None, then: str) -> list[str]:
    """The scenario, a death at step `fatal`, and what comes after it; the steps taken."""
    wire, late, opening = make_mined()
    async with opening as world:
        mined = Mined(world, wire, late)
        await scenario(mined)
        steps = await mined.work(fatal)
        ids = [each.team.id for each in mined.tenants]
        await decide(mined.tenants[0].team, then)
        await pass_time(31, *ids)
        if then == "late":
            await mined.settle()
            await mined.arrive()
            await provisioning.reconcile(SYSTEM, world.ports)
        else:
            await world.drain()
            await mined.arrive()
        await mined.settle()
        try:
            await mined.check()
        except AssertionError as error:
            died_at = steps[fatal] if fatal is not None else "no step"
            raise AssertionError(f"after a death at step {fatal}: {died_at}") from error
        await mined.forget()
        return steps


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_a_death_at_any_step_leaves_nothing_undone(make_mined, scenario: Scenario) -> None:
    steps = await one_run(make_mined, scenario, None, "go on")
    assert len(steps) >= 15
    # Two rows at once take their steps in no fixed order, and twice as many.
    are_two = scenario is create_again
    for fatal in range(0, len(steps), 3 if are_two else 1):
        taken = await one_run(make_mined, scenario, fatal, "go on")
        assert are_two or len(taken) == fatal + 1, "nobody died"


@pytest.mark.parametrize("scenario", [create, rotate], ids=lambda scenario: scenario.__name__)
async def test_what_is_deleted_after_a_death_stays_deleted(make_mined, scenario: Scenario) -> None:
    steps = await one_run(make_mined, scenario, None, "go on")
    for fatal in range(0, len(steps), 2):
        await one_run(make_mined, scenario, fatal, "delete")


@pytest.mark.parametrize(
    "scenario", [create, update, suspend, resume], ids=lambda scenario: scenario.__name__
)
async def test_a_late_call_does_not_undo_what_was_decided_after_it(
    make_mined, scenario: Scenario
) -> None:
    steps = await one_run(make_mined, scenario, None, "go on")
    for fatal, step in enumerate(steps):
        if step.startswith("late"):
            await one_run(make_mined, scenario, fatal, "turn back")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_a_call_that_arrives_hours_later_is_undone_by_a_scan(
    make_mined, scenario: Scenario
) -> None:
    steps = await one_run(make_mined, scenario, None, "go on")
    for fatal, step in enumerate(steps):
        if step.startswith("late"):
            await one_run(make_mined, scenario, fatal, "late")


LOST = [Fault.REFUSE, Fault.RATE_LIMIT, Fault.GARBAGE, Fault.NOT_FOUND]
HALF_LOST = [Fault.LOSE_ANSWER, Fault.LATE, Fault.ERROR_AFTER]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_each_call_of_a_change_may_go_wrong_in_each_way(
    make_mined, scenario: Scenario
) -> None:
    calls = await one_fault(make_mined, scenario, None, 0)
    for number, method in enumerate(calls):
        # The other half of the kinds is had from the next call of its kind.
        kinds = HALF_LOST if method == "POST" else LOST[number % 2 :: 2]
        for fault in kinds:
            await one_fault(make_mined, scenario, fault, number)


async def one_fault(make_mined, scenario: Scenario, fault: Fault | None, number: int) -> list[str]:
    """The methods of the calls that the change took when nothing, or that one, went wrong."""
    wire, late, opening = make_mined()
    async with opening as world:
        mined = Mined(world, wire, late)
        await scenario(mined)
        before = len(world.faults.calls)
        if fault:
            world.faults.plan = iter([None] * number + [fault])
        await world.drain()
        calls = [method for method, _ in world.faults.calls[before:]]
        await pass_time(31, *(each.team.id for each in mined.tenants))
        await world.drain()
        await world.faults.apply_late()
        await mined.settle()
        await mined.check()
        await mined.forget()
        return calls
