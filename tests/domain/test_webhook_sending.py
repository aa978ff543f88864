"""Deliveries are signed, sent at least once, tried again, and given up in time."""

import asyncio
import json
import logging
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from standardwebhooks import WebhookVerificationError

from domain import webhooks
from domain.access import SYSTEM
from domain.errors import StorageUnavailable
from domain.ports import AddressRefused, OutboundAnswer, Unreachable
from domain.webhooks import WebhookEvent, queue, sending, upkeep
from domain.webhooks.queue import PAUSES, Claim, claim
from integrations.vault import KeyRingVault
from persistence.database import rows
from persistence.models import AuditEvent, Team, WebhookDelivery, WebhookEndpoint
from tests.architecture.source import ROOT
from tests.docs.pages import blocks
from tests.jobs_world import make_funded_team, make_job
from tests.webhooks_world import FakeOutbound, listen, waiting, webhook_ports

URL = "https://hooks.example.com/in"
WEBHOOKS_PAGE = ROOT / "docs" / "webhooks.md"


@pytest.fixture
def outbound() -> FakeOutbound:
    return FakeOutbound()


@pytest.fixture
def ports(database: None, outbound: FakeOutbound):
    return webhook_ports(outbound)


@pytest.fixture
async def team(database: None) -> Team:
    return await make_funded_team("home")


async def due_again() -> None:
    """As if all the pauses were over, and all the leases."""
    await rows(
        "UPDATE webhook_deliveries SET next_attempt_at = clock_timestamp(),"
        " lease_until = CASE WHEN lease_token IS NOT NULL THEN clock_timestamp() END"
        " WHERE status = 'pending'"
    )


async def failing_for(age: timedelta) -> None:
    await WebhookEndpoint.all().update(failing_since=datetime.now(UTC) - age)


async def test_a_receiver_verifies_what_it_is_sent(ports, outbound, team) -> None:
    issued = await listen(ports, team_id="home", authorization_header="Bearer of-the-customer")
    await make_job(team)

    await webhooks.drain(ports)

    [received] = outbound.received
    assert received.verified_by(issued.secret)["type"] == "job.created"
    assert received.headers["Authorization"] == "Bearer of-the-customer"
    assert received.headers["Content-Type"] == "application/json"
    [delivery] = await waiting()
    assert received.payload == delivery.payload
    assert (delivery.status, delivery.attempts, delivery.response_status) == ("delivered", 1, 200)
    assert (delivery.next_attempt_at, delivery.lease_token) == (None, None)
    assert (await WebhookEndpoint.get()).last_triggered_at is not None


async def test_the_documented_receiver_verifies_it_too(ports, outbound, team) -> None:
    [program] = [each.text for each in blocks(WEBHOOKS_PAGE) if each.language == "python"]
    documented: dict[str, Any] = {}
    exec(program.partition("\n\n\ntold = ")[0], documented)
    issued = await listen(ports, team_id="home")
    await make_job(team)
    await webhooks.drain(ports)

    [received] = outbound.received
    signed = (issued.secret, received.headers, received.body)
    assert documented["verify"](*signed)["type"] == "job.created"
    for forged in (
        (issued.secret, received.headers, received.body + b" "),
        ("whsec_" + "A" * 43 + "=", received.headers, received.body),
        (issued.secret, {**received.headers, "webhook-id": "msg_other"}, received.body),
    ):
        with pytest.raises(ValueError, match="not a webhook"):
            documented["verify"](*forged)
    with pytest.raises(ValueError, match="not a webhook"):
        documented["verify"](*signed, now=time.time() + 400)


async def test_a_signature_by_another_secret_is_none(ports, outbound, team) -> None:
    await listen(ports, team_id="home")
    other = await listen(ports)
    await rows("DELETE FROM webhook_endpoints WHERE id = $1", other.endpoint.id)
    await make_job(team)
    await webhooks.drain(ports)

    with pytest.raises(WebhookVerificationError):
        outbound.received[0].verified_by(other.secret)


async def test_two_secrets_sign_for_a_day_after_a_rotation(ports, outbound, team) -> None:
    issued = await listen(ports, team_id="home")
    rotated = await webhooks.rotate_secret(SYSTEM, ports, issued.endpoint.id)
    await make_job(team)
    await webhooks.drain(ports)
    assert outbound.received[0].verified_by(issued.secret)
    assert outbound.received[0].verified_by(rotated.secret)

    await WebhookEndpoint.all().update(previous_secret_until=datetime.now(UTC))
    await make_job(team)
    await webhooks.drain(ports)
    assert outbound.received[1].verified_by(rotated.secret)
    with pytest.raises(WebhookVerificationError):
        outbound.received[1].verified_by(issued.secret)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (500, (500, "The answer was 500.")),
        (404, (404, "The answer was 404.")),
        (302, (302, "The answer was a redirect; those are not followed.")),
        (Unreachable("The host is slow."), (None, "The host is slow.")),
        (AddressRefused("Not public."), (None, "Not public.")),
    ],
)
async def test_what_fails_is_tried_again_later(ports, outbound, team, outcome, told) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    outbound.outcomes[URL] = outcome

    await webhooks.drain(ports)

    [delivery] = await waiting()
    assert (delivery.status, delivery.attempts) == ("pending", 1)
    assert (delivery.response_status, delivery.error) == told
    until = (delivery.next_attempt_at - datetime.now(UTC)).total_seconds()
    assert PAUSES[0] - 1 < until < PAUSES[0] * 1.1
    assert (await WebhookEndpoint.get()).failing_since is not None

    outbound.outcomes.clear()
    await due_again()
    await webhooks.drain(ports)
    first, second = outbound.received
    assert first.message_id == second.message_id
    assert (await waiting())[0].status == "delivered"
    assert (await WebhookEndpoint.get()).failing_since is None


@pytest.mark.parametrize(("asked", "waited"), [(600, 600), (1, PAUSES[0]), (None, PAUSES[0])])
async def test_an_endpoint_may_ask_for_more_time(ports, outbound, team, asked, waited) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    outbound.outcomes[URL] = OutboundAnswer(429, asked)

    await webhooks.drain(ports)

    [delivery] = await waiting()
    until = (delivery.next_attempt_at - datetime.now(UTC)).total_seconds()
    assert waited - 1 < until < waited * 1.1


async def test_after_the_last_attempt_it_is_given_up(ports, outbound, team) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    outbound.outcomes[URL] = 500

    pauses = []
    for _ in range(len(PAUSES)):
        await webhooks.drain(ports)
        [delivery] = await waiting()
        pauses.append((delivery.next_attempt_at - datetime.now(UTC)).total_seconds())
        await due_again()
    await webhooks.drain(ports)

    for pause, least in zip(pauses, PAUSES, strict=True):
        assert least - 2 < pause < least * 1.11
    [delivery] = await waiting()
    assert (delivery.status, delivery.attempts) == ("failed", len(PAUSES) + 1)
    assert delivery.next_attempt_at is None


async def test_whoever_says_that_it_is_gone_is_switched_off(ports, outbound, team) -> None:
    issued = await listen(ports, team_id="home")
    await make_job(team)
    outbound.outcomes[URL] = 410

    await webhooks.drain(ports)
    await make_job(team)

    assert (await WebhookEndpoint.get()).is_active is False
    assert len(await waiting()) == 1
    [event] = await AuditEvent.filter(action="webhook_endpoint.switched_off")
    assert (event.resource_id, event.team_id) == (str(issued.endpoint.id), "home")
    await upkeep.tidy()
    [delivery] = await waiting()
    assert (delivery.status, delivery.error) == ("failed", upkeep.SWITCHED_OFF)


@pytest.mark.parametrize(("age", "stays"), [(timedelta(days=2.9), True), (timedelta(3.1), False)])
async def test_three_days_of_failures_switch_it_off(ports, outbound, team, age, stays) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    outbound.outcomes[URL] = 500
    await failing_for(age)

    await webhooks.drain(ports)

    assert (await WebhookEndpoint.get()).is_active is stays
    events = await AuditEvent.filter(action="webhook_endpoint.switched_off").count()
    assert events == (0 if stays else 1)


async def test_one_that_is_switched_off_is_sent_nothing(ports, outbound, team) -> None:
    issued = await listen(ports, team_id="home")
    await make_job(team)
    await webhooks.update(SYSTEM, ports, issued.endpoint.id, {"is_active": False})

    await webhooks.drain(ports)

    assert outbound.received == []


async def test_a_worker_killed_after_the_answer_leads_to_the_same_message_again(
    ports, outbound, team, database_url
) -> None:
    issued = await listen(ports, team_id="home")
    await make_job(team)

    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.killed_webhook_worker", database_url, stdout=subprocess.PIPE
    )
    said, _ = await killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    await webhooks.drain(ports)
    assert outbound.received == []  # its lease is not over

    await due_again()
    await webhooks.drain(ports)

    [received] = outbound.received
    assert received.message_id == said.decode().strip()
    assert received.verified_by(issued.secret)
    [delivery] = await waiting()
    assert (delivery.status, delivery.attempts) == ("delivered", 1)


async def test_what_cannot_be_written_down_is_sent_again(
    ports, outbound, team, monkeypatch, caplog
) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    [claimed] = await claim(1)

    async def unheard(self: Claim, status: int) -> None:
        raise StorageUnavailable

    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr(Claim, "deliver", unheard)
        await sending.attempt(ports, claimed)
    assert "may be sent again" in caplog.text
    await due_again()
    await webhooks.drain(ports)

    first, second = outbound.received
    assert first.message_id == second.message_id


async def test_a_late_worker_does_not_speak_for_another(ports, outbound, team) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    [late] = await claim(1)
    await due_again()
    [present] = await claim(1)

    outbound.outcomes[URL] = 500
    await sending.attempt(ports, late)
    [delivery] = await waiting()
    assert (delivery.attempts, delivery.lease_token) == (0, present.lease_token)
    assert (await WebhookEndpoint.get()).failing_since is None

    outbound.outcomes.clear()
    await sending.attempt(ports, present)
    assert (await waiting())[0].status == "delivered"


async def test_workers_share_what_is_due_and_none_has_more_than_its_share(ports, team) -> None:
    slow = await listen(ports, team_id="home", url="https://slow.example.com/")
    quick = await listen(ports, WebhookEvent.JOB_CREATED, url="https://quick.example.com/")
    for _ in range(10):
        await make_job(team)
    ids = {slow.endpoint.id: "slow", quick.endpoint.id: "quick"}

    taken = await asyncio.gather(*(claim(64) for _ in range(4)))

    claims = [each for some in taken for each in some]
    assert len({each.id for each in claims}) == len(claims)
    shares = [ids[each.endpoint_id] for each in claims]
    most = queue.AT_ONCE_OF_ENDPOINT
    assert (shares.count("slow"), shares.count("quick")) == (most, most)


async def test_who_claims_knows_what_others_have_claimed_meanwhile(
    ports, team, database_url
) -> None:
    await listen(ports, team_id="home")
    for _ in range(10):
        await make_job(team)
    other = await asyncpg.connect(database_url)
    try:
        claiming = other.transaction()
        await claiming.start()
        await other.execute(queue._ALONE)
        assert len(await other.fetch(queue._CLAIM, 64)) == queue.AT_ONCE_OF_ENDPOINT
        mine = asyncio.create_task(claim(64))
        waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
        async with asyncio.timeout(5):
            while not await other.fetchval(waits) and not mine.done():
                await asyncio.sleep(0.01)
        await claiming.commit()
        assert await mine == []
    finally:
        await other.close()


async def test_who_fails_waits_behind_who_does_not(ports, team) -> None:
    bad = await listen(ports, team_id="home", url="https://bad.example.com/")
    for _ in range(10):
        await make_job(team)
    await failing_for(timedelta(hours=1))
    good = await listen(ports, team_id="home", url="https://good.example.com/")
    await make_job(team)

    first = await claim(1)
    rest = await claim(64)

    assert [each.endpoint_id for each in first] == [good.endpoint.id]
    assert [each.endpoint_id for each in rest] == [bad.endpoint.id]


async def test_a_secret_that_cannot_be_unsealed_is_a_failure_and_not_the_end(
    ports, outbound, team
) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    lost = replace(ports, vault=KeyRingVault({"v2": bytes(32)}))

    await webhooks.drain(lost)

    [delivery] = await waiting()
    assert outbound.received == []
    assert (delivery.status, delivery.attempts) == ("pending", 1)
    assert "whsec_" not in (delivery.error or "")


async def test_what_is_older_than_thirty_days_is_erased(ports, team) -> None:
    await listen(ports, team_id="home")
    await make_job(team)
    await make_job(team)
    [old, young] = await waiting()
    await WebhookDelivery.filter(id=old.id).update(created_at=datetime.now(UTC) - timedelta(30.1))

    await upkeep.tidy()

    assert [each.id for each in await waiting()] == [young.id]


async def test_endpoints_of_deleted_tenants_are_forgotten_in_the_end(ports, team) -> None:
    await listen(ports, team_id="home")
    kept = await listen(ports)
    await rows("UPDATE teams SET status = 'deleted'")
    await upkeep.tidy()
    assert await WebhookEndpoint.all().count() == 2

    await rows("UPDATE teams SET updated_at = now() - interval '31 days'")
    await rows("UPDATE organizations SET updated_at = now() - interval '31 days'")
    await upkeep.tidy()

    assert [each.id for each in await WebhookEndpoint.all()] == [kept.endpoint.id]


async def test_neither_logs_nor_representations_name_secrets(ports, outbound, team, caplog) -> None:
    issued = await listen(ports, team_id="home", authorization_header="Bearer of-the-customer")
    await make_job(team)
    outbound.outcomes[URL] = 500
    [claimed] = await claim(1)

    with caplog.at_level(logging.DEBUG):
        await sending.attempt(ports, claimed)

    said = caplog.text + repr(claimed) + json.dumps([each.error for each in await waiting()])
    assert issued.secret not in said
    assert "of-the-customer" not in said
