"""Reserving credits, and the one way each reservation ends."""

import asyncio
from uuid import uuid4

import pytest

from domain import credits, jobs
from domain.access import SYSTEM, Actor
from domain.errors import (
    InsufficientCredits,
    InvalidInput,
    InvalidState,
)
from persistence.models import AuditEvent, Job, LedgerEntry, Team
from tests.credits_world import CREDIT, KEY, balance
from tests.jobs_world import make_job


async def test_a_hold_reserves_and_a_capture_charges_and_frees_the_rest(
    team: Team, owner: Actor
) -> None:
    job = uuid4()
    held = await credits.hold(KEY, "team", 6 * CREDIT, job_id=job, idempotency_key="h")
    assert await balance() == (10 * CREDIT, 6 * CREDIT)
    with pytest.raises(InsufficientCredits):
        await credits.charge(owner, "team", 5 * CREDIT, reason="Work", idempotency_key="c")

    captured = await credits.capture(KEY, held.id, 2 * CREDIT, idempotency_key="x")

    assert (captured.amount, captured.held_change, captured.job_id) == (
        -2 * CREDIT,
        -6 * CREDIT,
        job,
    )
    assert await balance() == (8 * CREDIT, 0)
    assert (await credits.account(owner, "team")).total_charged == 2 * CREDIT


async def test_a_hold_ends_once(team: Team) -> None:
    held = await credits.hold(KEY, "team", 6 * CREDIT, idempotency_key="h")

    with pytest.raises(InvalidInput):
        await credits.capture(KEY, held.id, 7 * CREDIT, idempotency_key="x")
    released = await credits.release(KEY, held.id, idempotency_key="r")
    with pytest.raises(InvalidState):
        await credits.expire(SYSTEM, held.id, idempotency_key="e")
    with pytest.raises(InvalidState):
        await credits.capture(KEY, held.id, CREDIT, idempotency_key="x")

    assert (await credits.release(KEY, held.id, idempotency_key="r")).id == released.id
    assert await balance() == (10 * CREDIT, 0)


async def test_one_of_capture_release_and_expiry_wins(team: Team) -> None:
    for n in range(5):
        held = await credits.hold(KEY, "team", 2 * CREDIT, idempotency_key=f"h{n}")
        outcomes = await asyncio.gather(
            credits.capture(KEY, held.id, 0, idempotency_key=f"c{n}"),
            credits.release(KEY, held.id, idempotency_key=f"r{n}"),
            credits.expire(SYSTEM, held.id, idempotency_key=f"e{n}"),
            return_exceptions=True,
        )

        assert sum(isinstance(outcome, InvalidState) for outcome in outcomes) == 2
    assert await balance() == (10 * CREDIT, 0)


async def test_a_captured_charge_can_be_given_back(team: Team, owner: Actor) -> None:
    held = await credits.hold(KEY, "team", 6 * CREDIT, idempotency_key="h")
    captured = await credits.capture(KEY, held.id, 2 * CREDIT, idempotency_key="x")

    await credits.refund(owner, captured.id, reason="Sorry", idempotency_key="r")

    assert await balance() == (10 * CREDIT, 0)


async def test_nothing_captured_cannot_be_given_back(team: Team, owner: Actor) -> None:
    held = await credits.hold(KEY, "team", 6 * CREDIT, idempotency_key="h")
    captured = await credits.capture(KEY, held.id, 0, idempotency_key="x")

    with pytest.raises(InvalidState):
        await credits.refund(owner, captured.id, reason="Sorry", idempotency_key="r")
    with pytest.raises(InvalidState):
        await credits.release(KEY, captured.id, idempotency_key="y")


async def job_with_hold(amount: int) -> Job:
    job = await make_job(await Team.get(team_id="team").select_related("organization"))
    held = await credits.hold(SYSTEM, "team", amount, job_id=job.id, idempotency_key=f"{job.id}")
    await Job.filter(id=job.id).update(hold_id=held.id, held=amount)
    return await Job.get(id=job.id)


async def test_a_job_whose_hold_is_let_go_has_none_and_goes_on(team: Team, owner: Actor) -> None:
    job = await job_with_hold(4 * CREDIT)
    assert job.hold_id

    await credits.release_hold(owner, job.hold_id, reason="Its server is gone")

    now = await Job.get(id=job.id)
    assert (now.hold_id, now.held, now.status) == (None, 0, "pending")
    assert await balance() == (10 * CREDIT, 0)
    event = await AuditEvent.get(action="credits.released")
    assert event.details["reason"] == "Its server is gone"
    assert (await jobs.fail(SYSTEM, job.id)).status == "failed"


async def test_letting_go_against_the_end_of_the_job_frees_once(team: Team, owner: Actor) -> None:
    for _ in range(5):
        job = await job_with_hold(4 * CREDIT)
        assert job.hold_id
        released, ended = await asyncio.gather(
            credits.release_hold(owner, job.hold_id, reason="Its server is gone"),
            jobs.fail(SYSTEM, job.id),
            return_exceptions=True,
        )
        assert isinstance(ended, Job)
        assert isinstance(released, LedgerEntry | InvalidState)
        assert await balance() == (10 * CREDIT, 0)
