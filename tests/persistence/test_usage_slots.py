"""Sums of usage are kept in step by the database, whoever writes and however many at once."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from domain.usage import upkeep
from persistence.database import rows, transaction
from persistence.migrations import runner
from persistence.models import CallStatus, Job, JobStatus, LLMCall, Team, UsageDay, UsageSlot
from tests.persistence.accounts import make_account
from tests.usage_world import make_call, make_job

pytestmark = pytest.mark.usefixtures("database")

Fold = Callable[[], Awaitable[None]]
MEASURES = (
    *("jobs_pending", "jobs_in_progress", "calls_succeeded", "calls_failed", "calls_estimated"),
    *("latency_ms", "prompt_tokens", "client_cost", "charged"),
)
ALL_TEAMS = UUID(int=0)
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


async def make_team(name: str = "team") -> Team:
    return await Team.get(id=(await make_account(name)).team_id)


async def slots(model: str = "") -> list[SimpleNamespace]:
    """Sums of slots in which something is left, those that are not folded yet included."""
    sums = ", ".join(f"coalesce(sum({name}), 0)::numeric AS {name}" for name in MEASURES)
    kept, changes = (
        f"SELECT team_id, slot, model, {', '.join(MEASURES)} FROM {table}"
        for table in ("usage_slots", "usage_changes")
    )
    found = await rows(
        f"SELECT slot, {sums} FROM ({kept} UNION ALL {changes}) AS used"
        " WHERE model = $1 AND team_id <> $2 GROUP BY slot ORDER BY slot",
        model,
        ALL_TEAMS,
    )
    return [SimpleNamespace(**row) for row in found]


async def no_fold() -> None:
    """Left to the end."""


@pytest.fixture(params=[no_fold, upkeep.fold])
def fold(request: pytest.FixtureRequest) -> Callable[[], Awaitable[None]]:
    """To be called after each change: once it does something, once nothing."""
    return request.param


async def test_a_job_moves_from_status_to_status_in_the_slot_it_was_created_in(fold: Fold) -> None:
    job = await make_job(await make_team(), NOON + timedelta(minutes=14), JobStatus.PENDING)
    await fold()
    await Job.filter(id=job.id).update(status=JobStatus.IN_PROGRESS)
    await Job.filter(id=job.id).update(lease_until=NOON)
    await fold()

    [slot] = await slots()

    assert (slot.slot, slot.jobs_pending, slot.jobs_in_progress) == (NOON, 0, 1)


async def test_a_running_call_is_not_counted_and_one_that_ended_is_where_it_ended(
    fold: Fold,
) -> None:
    job = await make_job(await make_team(), NOON, JobStatus.IN_PROGRESS)
    call = await make_call(job)
    await LLMCall.filter(id=call.id).update(prompt_tokens=5)
    await fold()
    assert await slots("fast") == []

    ended = NOON + timedelta(hours=1, minutes=1)
    await LLMCall.filter(id=call.id).update(
        status=CallStatus.FAILED, lease_until=None, finished_at=ended, latency_ms=7
    )
    await fold()

    [slot] = await slots("fast")
    assert slot.slot == NOON + timedelta(hours=1)
    assert (slot.calls_failed, slot.prompt_tokens, slot.latency_ms) == (1, 5, 0)


async def test_an_estimate_that_is_corrected_is_none_any_more(fold: Fold) -> None:
    job = await make_job(await make_team(), NOON, JobStatus.IN_PROGRESS)
    guessed = {"finished_at": NOON, "is_estimated": True, "prompt_tokens": 10}
    one, other = await make_call(job, **guessed), await make_call(job, **guessed)
    await fold()

    await LLMCall.filter(id=one.id).update(is_estimated=False, prompt_tokens=3)
    await fold()
    [halfway] = await slots("fast")
    await LLMCall.filter(id=other.id).update(is_estimated=False)
    await fold()
    [exact] = await slots("fast")

    assert (halfway.calls_estimated, halfway.prompt_tokens) == (1, 13)
    assert (exact.calls_estimated, exact.prompt_tokens, exact.calls_succeeded) == (0, 13, 2)


async def test_a_change_of_which_nothing_is_counted_leaves_nothing_to_fold() -> None:
    job = await make_job(await make_team(), NOON, JobStatus.IN_PROGRESS)
    await upkeep.fold()

    await make_call(job)
    await Job.filter(id=job.id).update(status=JobStatus.IN_PROGRESS, prompt_tokens=5)

    assert await rows("SELECT slot FROM usage_changes") == []


async def test_days_are_those_of_utc_and_come_to_what_their_slots_do() -> None:
    team = await make_team()
    for minutes in (-1, 0, 24 * 60 - 1, 24 * 60):
        at = NOON.replace(hour=0) + timedelta(minutes=minutes)
        job = await make_job(team, at, JobStatus.PENDING)
        await make_call(job, finished_at=at, is_estimated=True, prompt_tokens=3)

    await upkeep.fold()

    days = await UsageDay.filter(model="fast", team_id=team.id).order_by("day")
    assert [(each.day.day, each.calls_estimated, each.prompt_tokens) for each in days] == [
        (31, 1, 3),
        (1, 2, 6),
        (2, 1, 3),
    ]
    assert await UsageSlot.filter(model="", team_id=team.id).count() == 4
    jobs = await UsageDay.filter(model="", team_id=team.id).order_by("day")
    assert [each.jobs_pending for each in jobs] == [1, 2, 1]


async def test_what_all_teams_did_together_is_kept_as_what_no_team_did() -> None:
    for name in ("red", "blue"):
        job = await make_job(await make_team(name), NOON, JobStatus.PENDING, virtual_key_id=uuid4())
        await make_call(job, finished_at=NOON, prompt_tokens=3)
        await upkeep.fold()

    for table in (UsageSlot, UsageDay):
        [of_jobs, of_calls] = await table.filter(team_id=ALL_TEAMS).order_by("model")
        assert (of_jobs.jobs_pending, of_calls.calls_succeeded, of_calls.prompt_tokens) == (2, 2, 6)


async def test_whoever_reads_while_others_write_and_fold_misses_nothing() -> None:
    model = await make_job(await make_team(), NOON, JobStatus.PENDING)
    writing = True

    async def write() -> None:
        for _ in range(40):
            await copies_of(model, [model.team_id] * 3)

    async def fold() -> None:
        while writing:
            await upkeep.fold()

    async def read() -> list[dict[str, int]]:
        seen = []
        while writing:
            seen += await rows(
                "SELECT (SELECT count(*) FROM jobs) AS jobs, (SELECT sum(jobs_pending) FROM"
                " (SELECT jobs_pending FROM usage_slots WHERE team_id = $1 UNION ALL"
                " SELECT jobs_pending FROM usage_changes) AS kept)::int AS counted,"
                " (SELECT sum(jobs_pending) FROM"
                " (SELECT jobs_pending FROM usage_days WHERE team_id <> $1"
                " UNION ALL SELECT jobs_pending FROM usage_changes) AS kept)::int AS of_days",
                ALL_TEAMS,
            )
        return seen

    others = [asyncio.create_task(each()) for each in (fold, fold, fold, read, read)]
    await asyncio.gather(*(write() for _ in range(4)))
    writing = False
    seen = [row for each in await asyncio.gather(*others) for row in each or ()]

    assert len({row["jobs"] for row in seen}) > 10
    assert all(row["jobs"] == row["counted"] == row["of_days"] for row in seen)


async def test_a_fold_that_is_rolled_back_has_folded_nothing() -> None:
    await make_job(await make_team(), NOON, JobStatus.PENDING)
    with pytest.raises(RuntimeError):
        async with transaction():
            await upkeep.fold()
            raise RuntimeError
    assert await UsageSlot.all().count() == 0
    assert len(await slots()) == 1


async def test_what_is_rolled_back_is_not_counted() -> None:
    team = await make_team()
    with pytest.raises(RuntimeError):
        async with transaction():
            await make_job(team, NOON, JobStatus.PENDING)
            raise RuntimeError
    assert await slots() == []


@pytest.mark.parametrize("table", ["usage_slots", "usage_days", "usage_changes"])
async def test_the_server_cannot_write_sums_itself(table: str) -> None:
    for statement in (
        f"UPDATE {table} SET charged = 1",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(OperationalError, match="permission denied"):
            await rows(statement)


async def test_many_at_once_in_any_order_wait_for_each_other_in_no_ring() -> None:
    teams = [await make_team(f"team-{number}") for number in range(6)]
    model = await make_job(await make_team("model"), NOON, JobStatus.PENDING)

    async def create(order: list[Team]) -> None:
        for _ in range(10):
            await copies_of(model, [team.id for team in order])
            await upkeep.fold()

    await asyncio.gather(*(create(teams if n % 2 else teams[::-1]) for n in range(8)))
    await upkeep.fold()

    kept = await UsageSlot.all().order_by("jobs_pending")
    assert [slot.jobs_pending for slot in kept] == [1, *[80] * 6, 481]


async def copies_of(job: Job, team_keys: list[UUID]) -> None:
    """By one statement, in this order."""
    await rows(
        "INSERT INTO jobs SELECT (jsonb_populate_record(j, jsonb_build_object("
        "'id', gen_random_uuid(), 'team_id', given.team_id))).*"
        " FROM jobs j, unnest($2::uuid[]) WITH ORDINALITY AS given (team_id, place)"
        " WHERE j.id = $1 ORDER BY place",
        job.id,
        team_keys,
    )


async def test_what_happened_before_is_counted_when_counting_begins(
    owner_connection: asyncpg.Connection,
) -> None:
    name = next(each for each in runner.known() if "usage" in each)
    usage = importlib.import_module(f"persistence.migrations.models.{name[:-3]}")
    job = await make_job(await make_team(), NOON, JobStatus.IN_PROGRESS)
    await make_call(job, finished_at=NOON, prompt_tokens=4)
    await upkeep.fold()
    before = [await slots(), await slots("fast")]

    async with owner_connection.transaction():
        await owner_connection.execute(await usage.downgrade(None))
        assert await owner_connection.fetchval("SELECT count(*) FROM usage_slots") == 0
        await owner_connection.execute(await usage.upgrade(None))

    unfolded = [await slots(), await slots("fast")]
    await upkeep.fold()
    assert [await slots(), await slots("fast")] == unfolded == before != [[], []]
