"""LiteLLM counts by itself, and may refuse what is paid for here."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from domain import calls, provisioning
from persistence.models import JobStatus
from tests.calls_world import World


@asynccontextmanager
async def provisioned(world: World):
    """A worker tells LiteLLM what it should hold."""
    stop = asyncio.Event()
    loop = asyncio.create_task(
        provisioning.run(world.ports, poll_seconds=0.1, reconcile_seconds=600, stop=stop)
    )
    try:
        yield
    finally:
        stop.set()
        await loop


def use_up(world: World) -> None:
    """As if LiteLLM had counted more than it wrote down."""
    for key in world.state.keys.values():
        key.max_budget = 0.0


async def test_a_budget_that_is_behind_is_renewed_and_the_call_goes_on(world: World) -> None:
    use_up(world)
    async with provisioned(world):
        answered = await world.call()

    first, second = answered.call.attempts
    assert (first["model"], second["model"]) == ("gpt-4o-mini", "gpt-4o-mini")
    assert (first["outcome"], second["outcome"]) == ("failed", "succeeded")
    assert answered.job.status is JobStatus.COMPLETED


async def test_a_budget_that_stays_behind_fails_the_call_for_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.calls.attempts._BUDGET_SECONDS", 0.2)
    use_up(world)

    with pytest.raises(calls.CallFailed, match="it is being renewed, try again") as failed:
        await world.call()

    assert failed.value.status == 422
    assert len(failed.value.call.attempts) == 2
    assert (await world.account()).held == 0
