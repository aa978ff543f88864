"""Events become deliveries in the transaction that makes them true, for those who listen."""

import asyncio
import json
import re
from uuid import uuid4

import asyncpg
import pytest

from domain import credits, jobs, teams
from domain.access import SYSTEM
from domain.webhooks import WebhookEvent
from persistence.database import rows, transaction
from persistence.models import Job, JobStatus, Provisioning, VirtualKey, WebhookDelivery
from tests.builders import make_organization, make_team
from tests.jobs_world import make_funded_team, make_job
from tests.webhooks_world import EVERY_JOB_EVENT, FakeOutbound, listen, waiting, webhook_ports

MICROS = credits.MICROS
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


@pytest.fixture
def ports(database: None):
    return webhook_ports(FakeOutbound())


async def told(issued=None) -> list[str]:
    return [each.event for each in await waiting(issued)]


async def begin(job: Job) -> None:
    """As its first call does."""
    await rows(
        "UPDATE jobs SET status = 'in_progress', started_at = clock_timestamp() WHERE id = $1",
        job.id,
    )


async def test_a_job_is_told_of_at_each_turn(ports) -> None:
    team = await make_funded_team("alpha")
    endpoint = await listen(ports, team_id="alpha")

    job = await make_job(team)
    await begin(job)
    await jobs.complete(SYSTEM, job.id)

    deliveries = await waiting(endpoint)
    assert [each.event for each in deliveries] == ["job.created", "job.started", "job.completed"]
    assert len({each.message_id for each in deliveries}) == 3
    data = deliveries[-1].payload["data"]
    assert data["job_id"] == str(job.id)
    assert (data["team_id"], data["status"], data["credits_charged"]) == ("alpha", "completed", "1")
    assert data["organization_id"] == team.organization.organization_id


async def test_the_payload_holds_times_in_one_form_and_nothing_that_was_said(ports) -> None:
    team = await make_funded_team()
    await listen(ports, team_id=team.team_id)

    job = await make_job(team, metadata={"prompt": "secret words"})
    await begin(job)
    await jobs.fail(SYSTEM, job.id, error_message="the model said: secret words")

    found = [each.payload for each in await waiting()]
    assert [each["type"] for each in found] == ["job.created", "job.started", "job.failed"]
    assert "secret words" not in json.dumps(found)
    assert "cost" not in json.dumps(found)
    for payload in found:
        assert set(payload) == {"type", "timestamp", "data"}
        times = [payload["timestamp"], payload["data"]["created_at"]]
        assert all(re.fullmatch(INSTANT, each) for each in times)


async def test_nothing_is_written_for_nobody(ports) -> None:
    team = await make_funded_team()
    other = await make_funded_team()
    switched_off = await listen(ports, team_id=team.team_id)
    await rows("UPDATE webhook_endpoints SET is_active = false")
    await listen(ports, team_id=other.team_id)

    await make_job(team)

    assert await told() == []
    assert await told(switched_off) == []


async def test_only_the_events_that_were_asked_for_are_told(ports) -> None:
    team = await make_funded_team()
    endpoint = await listen(ports, WebhookEvent.JOB_CANCELLED, team_id=team.team_id)

    job = await make_job(team)
    await jobs.cancel(SYSTEM, job.id)

    assert await told(endpoint) == ["job.cancelled"]


async def test_team_organization_and_installation_hear_the_same_message(ports) -> None:
    home = await make_organization("home")
    away = await make_organization("away")
    team = (await make_team("t", home)).team
    await make_team("u", away)
    hearing = [
        await listen(ports, team_id="t"),
        await listen(ports, organization_id="home"),
        await listen(ports),
    ]
    deaf = [
        await listen(ports, team_id="u"),
        await listen(ports, organization_id="away"),
    ]

    await make_job(team)

    assert [await told(each) for each in hearing] == [["job.created"]] * 3
    assert [await told(each) for each in deaf] == [[], []]
    assert len({each.message_id for each in await waiting()}) == 1


async def test_what_is_rolled_back_was_never_told(ports) -> None:
    team = await make_funded_team()
    await listen(ports, team_id=team.team_id)

    with pytest.raises(RuntimeError):
        async with transaction():
            await make_job(team)
            raise RuntimeError

    assert await told() == []


async def test_a_job_that_is_written_as_begun_or_ended_is_told_of_in_full(
    ports, owner_connection: asyncpg.Connection
) -> None:
    team = await make_funded_team()
    await listen(ports, team_id=team.team_id)
    job = await make_job(team)
    await WebhookDelivery.all().delete()

    copy = await Job.get(id=job.id)
    values = {
        "team_id": copy.team_id,
        "organization_id": copy.organization_id,
        "job_type": "summary",
        "lease_until": copy.lease_until,
        "started_at": copy.created_at,
    }
    await Job.create(**values, status=JobStatus.IN_PROGRESS)
    assert sorted(await told()) == ["job.created", "job.started"]
    await Job.create(**values, status=JobStatus.FAILED, completed_at=copy.created_at)

    assert sorted(await told())[-1] == "job.started"
    assert sorted(await told()).count("job.failed") == 1


async def test_work_on_a_job_that_changes_no_state_tells_nothing(ports) -> None:
    team = await make_funded_team()
    await listen(ports, team_id=team.team_id)
    job = await make_job(team)
    await begin(job)
    await jobs.complete(SYSTEM, job.id)
    await WebhookDelivery.all().delete()

    await rows("UPDATE jobs SET calls_count = calls_count + 1, metadata = '{}'")

    assert await told() == []


async def test_credits_are_told_of_when_given_and_when_gone(ports) -> None:
    team = await make_funded_team(balance=0)
    endpoint = await listen(
        ports,
        WebhookEvent.CREDITS_GRANTED,
        WebhookEvent.CREDITS_DEPLETED,
        team_id=team.team_id,
    )

    given = await credits.grant(SYSTEM, team.team_id, 2_500_000, idempotency_key="g")
    await credits.charge(SYSTEM, team.team_id, 2 * MICROS, reason="work", idempotency_key="1")
    assert await told(endpoint) == ["credits.granted"]
    await credits.charge(SYSTEM, team.team_id, 500_000, reason="more work", idempotency_key="2")

    granted, depleted = [each.payload["data"] for each in await waiting(endpoint)]
    assert granted == {
        "team_id": team.team_id,
        "organization_id": team.organization.organization_id,
        "transaction_id": str(given.id),
        "credits": "2.5",
        "available": "2.5",
    }
    assert (depleted["available"], depleted["balance"]) == ("0", "0")


async def test_a_threshold_is_told_of_once_when_it_is_crossed(ports) -> None:
    team = await make_funded_team(balance=10)
    endpoint = await listen(ports, WebhookEvent.CREDITS_THRESHOLD_CROSSED, team_id=team.team_id)
    await credits.set_thresholds(SYSTEM, team.team_id, [5 * MICROS])

    for number in range(3):
        await credits.charge(
            SYSTEM, team.team_id, 3 * MICROS, reason="some work", idempotency_key=str(number)
        )

    [delivery] = await waiting(endpoint)
    data = delivery.payload["data"]
    assert (data["threshold"], data["available"]) == ("5", "4")


async def test_a_team_that_is_stopped_is_told_of(ports) -> None:
    team = await make_funded_team()
    endpoint = await listen(ports, WebhookEvent.TEAM_STATUS_CHANGED, team_id=team.team_id)

    await teams.suspend(SYSTEM, team.team_id, "for secret reasons")
    await teams.update(SYSTEM, team.team_id, {"name": "New"})

    [delivery] = await waiting(endpoint)
    data = delivery.payload["data"]
    assert (data["status"], data["previous_status"]) == ("suspended", "active")
    assert "secret" not in json.dumps(delivery.payload)


async def test_a_key_that_has_a_successor_is_told_of(ports) -> None:
    team = await make_funded_team()
    endpoint = await listen(ports, WebhookEvent.VIRTUAL_KEY_ROTATED, team_id=team.team_id)
    old = await VirtualKey.get(team_id=team.id)
    new = await VirtualKey.create(
        team_id=team.id, name="new", token_hash=uuid4().hex * 2, masked_key="sk-…"
    )

    await VirtualKey.filter(id=old.id).update(successor_id=new.id)
    await VirtualKey.filter(id=old.id).update(name="renamed")

    [delivery] = await waiting(endpoint)
    data = delivery.payload["data"]
    assert (data["virtual_key_id"], data["successor_id"]) == (str(old.id), str(new.id))


async def test_drift_is_told_to_the_installation_alone(ports) -> None:
    team = await make_funded_team()
    everything = await listen(ports, *EVERY_JOB_EVENT, WebhookEvent.DRIFT_DETECTED)
    await listen(ports, team_id=team.team_id)

    await rows("UPDATE provisionings SET drifted_at = clock_timestamp()")
    await rows("UPDATE provisionings SET drifted_at = clock_timestamp()")

    [delivery] = await waiting()
    assert delivery.endpoint_id == everything.endpoint.id
    assert delivery.payload["data"]["team_id"] == team.team_id
    assert await Provisioning.all().count() == 1


async def test_an_endpoint_deleted_meanwhile_breaks_nobodys_work(ports, database_url: str) -> None:
    """The transaction that tells of the job began while the endpoint was there."""
    team = await make_funded_team()
    endpoint = await listen(ports, team_id=team.team_id)
    deleter = await asyncpg.connect(database_url)
    try:
        deletion = deleter.transaction()
        await deletion.start()
        await deleter.execute("DELETE FROM webhook_endpoints")
        telling = asyncio.create_task(make_job(team))
        await _until_waiting(deleter)
        await deletion.commit()
        await telling
    finally:
        await deleter.close()

    assert await told(endpoint) == []
    assert await Job.all().count() == 1


async def _until_waiting(connection: asyncpg.Connection) -> None:
    """Until somebody waits for a lock."""
    question = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')"
    async with asyncio.timeout(5):
        while not await connection.fetchval(question):
            await asyncio.sleep(0.01)
