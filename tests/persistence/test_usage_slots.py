"""Slots of usage are kept in step by the database, whoever writes and however many at once."""

import asyncio
import importlib
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from persistence.database import rows, transaction
from persistence.migrations import runner
from persistence.models import CallStatus, Job, JobStatus, LLMCall, Team, UsageSlot
from tests.persistence.accounts import make_account
from tests.usage_world import make_call, make_job

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


async def make_team(name: str = "team") -> Team:
    return await Team.get(id=(await make_account(name)).team_id)


async def test_a_job_moves_from_status_to_status_in_the_slot_it_was_created_in() -> None:
    job = await make_job(await make_team(), NOON + timedelta(minutes=14), JobStatus.PENDING)
    await Job.filter(id=job.id).update(status=JobStatus.IN_PROGRESS)
    await Job.filter(id=job.id).update(lease_until=NOON)

    slot = await UsageSlot.get()

    assert (slot.slot, slot.jobs_pending, slot.jobs_in_progress) == (NOON, 0, 1)


async def test_a_running_call_is_not_counted_and_one_that_ended_is_where_it_ended() -> None:
    job = await make_job(await make_team(), NOON, JobStatus.IN_PROGRESS)
    call = await make_call(job)
    await LLMCall.filter(id=call.id).update(prompt_tokens=5)
    assert await UsageSlot.filter(model="fast").count() == 0

    ended = NOON + timedelta(hours=1, minutes=1)
    await LLMCall.filter(id=call.id).update(
        status=CallStatus.FAILED, lease_until=None, finished_at=ended, latency_ms=7
    )

    slot = await UsageSlot.get(model="fast")
    assert slot.slot == NOON + timedelta(hours=1)
    assert (slot.calls_failed, slot.prompt_tokens, slot.latency_ms) == (1, 5, 0)


async def test_an_estimate_that_is_corrected_is_none_any_more() -> None:
    job = await make_job(await make_team(), NOON, JobStatus.IN_PROGRESS)
    guessed = {"finished_at": NOON, "is_estimated": True, "prompt_tokens": 10}
    one, other = await make_call(job, **guessed), await make_call(job, **guessed)

    await LLMCall.filter(id=one.id).update(is_estimated=False, prompt_tokens=3)
    halfway = await UsageSlot.get(model="fast")
    await LLMCall.filter(id=other.id).update(is_estimated=False)
    exact = await UsageSlot.get(model="fast")

    assert (halfway.is_estimated, halfway.prompt_tokens) == (True, 13)
    assert (exact.is_estimated, exact.prompt_tokens, exact.calls_succeeded) == (False, 13, 2)


async def test_what_is_rolled_back_is_not_counted() -> None:
    team = await make_team()
    with pytest.raises(RuntimeError):
        async with transaction():
            await make_job(team, NOON, JobStatus.PENDING)
            raise RuntimeError
    assert await UsageSlot.all().count() == 0


async def test_the_server_cannot_write_slots_itself() -> None:
    await make_job(await make_team(), NOON, JobStatus.PENDING)
    for statement in (
        "UPDATE usage_slots SET charged = 1",
        "DELETE FROM usage_slots",
        "INSERT INTO usage_slots SELECT * FROM usage_slots",
    ):
        with pytest.raises(OperationalError, match="permission denied"):
            await rows(statement)


async def test_many_at_once_in_any_order_wait_for_each_other_in_no_ring() -> None:
    teams = [await make_team(f"team-{number}") for number in range(6)]
    model = await make_job(await make_team("model"), NOON, JobStatus.PENDING)

    async def create(order: list[Team]) -> None:
        for _ in range(10):
            await rows(
                "INSERT INTO jobs SELECT (jsonb_populate_record(j, jsonb_build_object("
                "'id', gen_random_uuid(), 'team_id', given.team_id))).*"
                " FROM jobs j, unnest($2::uuid[]) WITH ORDINALITY AS given (team_id, place)"
                " WHERE j.id = $1 ORDER BY place",
                model.id,
                [team.id for team in order],
            )

    await asyncio.gather(*(create(teams if n % 2 else teams[::-1]) for n in range(8)))

    slots = await UsageSlot.all().order_by("jobs_pending")
    assert [slot.jobs_pending for slot in slots] == [1, *[80] * 6]


async def test_what_happened_before_is_counted_when_counting_begins(
    owner_connection: asyncpg.Connection,
) -> None:
    name = next(each for each in runner.known() if "usage" in each)
    usage = importlib.import_module(f"persistence.migrations.models.{name[:-3]}")
    job = await make_job(await make_team(), NOON, JobStatus.IN_PROGRESS)
    await make_call(job, finished_at=NOON, prompt_tokens=4)
    before = await UsageSlot.all().order_by("model").values()

    async with owner_connection.transaction():
        await owner_connection.execute(await usage.downgrade(None))
        assert await owner_connection.fetchval("SELECT count(*) FROM usage_slots") == 0
        await owner_connection.execute(await usage.upgrade(None))

    after = await UsageSlot.all().order_by("model").values()
    for slot in (*before, *after):
        del slot["id"], slot["created_at"]
    assert after == before != []
