"""Who adds, changes and removes webhook endpoints, and what may be one."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domain import teams, webhooks
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from domain.errors import (
    Forbidden,
    IdempotencyKeyReused,
    InvalidInput,
    InvalidState,
    LimitReached,
    NotFound,
)
from domain.paging import PageRequest
from domain.webhooks import NewEndpoint, Scope, WebhookEvent
from domain.webhooks.checks import MOST_OF_SCOPE
from persistence.database import rows
from persistence.models import AuditEvent, Team, WebhookDelivery, WebhookEndpoint
from tests.builders import make_organization, make_team
from tests.jobs_world import key_of, make_job
from tests.webhooks_world import FakeOutbound, listen, waiting, webhook_ports

URL = "https://hooks.example.com/in"
JOB = (WebhookEvent.JOB_CREATED,)
USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)


@pytest.fixture
def ports(database: None):
    return webhook_ports(FakeOutbound(refused={"10.0.0.1"}))


@pytest.fixture
async def team(database: None) -> Team:
    return (await make_team("home", await make_organization("ours"))).team


def of_team(team_id: str = "home", **values) -> NewEndpoint:
    return NewEndpoint(**{"url": URL, "events": JOB, "scope": Scope(team_id=team_id), **values})


async def actions() -> list[str]:
    found = await AuditEvent.filter(resource_type="webhook_endpoint").order_by("sequence")
    return [event.action for event in found]


async def everything_written() -> str:
    found = await rows("SELECT to_jsonb(a)::text AS text FROM audit_events a")
    return " ".join(row["text"] for row in found)


async def test_a_new_endpoint_is_told_its_secret_and_keeps_it_sealed(ports, team) -> None:
    issued = await webhooks.create(
        SYSTEM, ports, of_team(authorization_header="Bearer of-the-customer")
    )

    kept = await WebhookEndpoint.get(id=issued.endpoint.id)
    assert (kept.url, kept.events, kept.is_active) == (URL, ["job.created"], True)
    assert issued.secret.startswith("whsec_")
    everything = repr(await rows("SELECT * FROM webhook_endpoints")) + await everything_written()
    assert issued.secret not in everything
    assert issued.secret not in repr(issued)
    assert "of-the-customer" not in everything
    [event] = await AuditEvent.filter(action="webhook_endpoint.created")
    assert (event.team_id, event.organization_id) == ("home", "ours")
    assert {"field": "url", "before": None, "after": "https://hooks.example.com"} in event.changes


async def test_a_repeat_with_the_same_key_is_told_the_same_secret(ports, team, owner) -> None:
    first = await webhooks.create(owner, ports, of_team(), idempotency_key="k")
    again = await webhooks.create(owner, ports, of_team(), idempotency_key="k")

    assert (again.endpoint.id, again.secret) == (first.endpoint.id, first.secret)
    assert await WebhookEndpoint.all().count() == 1
    with pytest.raises(IdempotencyKeyReused):
        await webhooks.create(owner, ports, of_team(url=URL + "2"), idempotency_key="k")

    rotated = await webhooks.rotate_secret(owner, ports, first.endpoint.id, idempotency_key="r")
    repeated = await webhooks.rotate_secret(owner, ports, first.endpoint.id, idempotency_key="r")
    assert rotated.secret == repeated.secret != first.secret


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "http://hooks.example.com"}, ("url",)),
        ({"url": "https://10.0.0.1/"}, ("url",)),
        ({"url": ""}, ("url",)),
        ({"url": "https://example.com/" + "a" * 2048}, ("url",)),
        ({"events": ()}, ("events",)),
        ({"events": (*JOB, *JOB)}, ("events", 1)),
        ({"events": (*JOB, WebhookEvent.DRIFT_DETECTED)}, ("events", 1)),
        ({"authorization_header": "two\r\nlines"}, ("authorizationHeader",)),
        ({"authorization_header": "Bearer ü"}, ("authorizationHeader",)),
        ({"authorization_header": "a" * 501}, ("authorizationHeader",)),
        ({"authorization_header": " "}, ("authorizationHeader",)),
    ],
)
async def test_what_cannot_be_an_endpoint_is_refused(ports, team, values, field) -> None:
    with pytest.raises(InvalidInput) as refused:
        await webhooks.create(SYSTEM, ports, of_team(**values))

    assert refused.value.field == field
    assert await WebhookEndpoint.all().count() == 0


async def test_an_address_that_became_private_is_refused_in_an_update_too(ports, team) -> None:
    issued = await listen(ports, team_id="home")

    with pytest.raises(InvalidInput) as refused:
        await webhooks.update(SYSTEM, ports, issued.endpoint.id, {"url": "https://10.0.0.1/"})

    assert refused.value.field == ("url",)


async def test_a_scope_has_so_many_endpoints_and_no_more(ports, team) -> None:
    for _ in range(MOST_OF_SCOPE):
        await listen(ports, team_id="home")
        await listen(ports)

    for scope in (Scope(team_id="home"), Scope()):
        with pytest.raises(LimitReached):
            await webhooks.create(SYSTEM, ports, of_team(scope=scope))
    await listen(ports, organization_id="ours")


async def test_a_change_keeps_what_is_not_named(ports, team) -> None:
    issued = await listen(ports, team_id="home", authorization_header="Bearer first")
    sealed = (await WebhookEndpoint.get()).sealed_authorization

    await webhooks.update(
        SYSTEM, ports, issued.endpoint.id, {"events": [WebhookEvent.CREDITS_GRANTED]}
    )
    kept = await WebhookEndpoint.get()
    assert (kept.url, kept.events) == (issued.endpoint.url, ["credits.granted"])
    assert kept.sealed_authorization == sealed

    await webhooks.update(SYSTEM, ports, issued.endpoint.id, {"authorization_header": None})
    assert (await WebhookEndpoint.get()).sealed_authorization is None
    assert await actions() == [
        "webhook_endpoint.created",
        "webhook_endpoint.updated",
        "webhook_endpoint.updated",
    ]


async def test_who_is_switched_on_again_has_a_clean_slate(ports, team) -> None:
    issued = await listen(ports, team_id="home")
    await rows("UPDATE webhook_endpoints SET is_active = false, failing_since = now()")

    await webhooks.update(SYSTEM, ports, issued.endpoint.id, {"is_active": True})

    kept = await WebhookEndpoint.get()
    assert (kept.is_active, kept.failing_since) == (True, None)


async def test_a_deleted_endpoint_is_gone_with_all_it_was_told(ports, team) -> None:
    issued = await listen(ports, team_id="home")
    other = await listen(ports, team_id="home")
    for _ in range(3):
        await make_job(team)

    await webhooks.delete(SYSTEM, issued.endpoint.id)

    assert [each.id for each in await WebhookEndpoint.all()] == [other.endpoint.id]
    assert {each.endpoint_id for each in await waiting()} == {other.endpoint.id}
    told = ["webhook_endpoint.updated", "webhook_endpoint.deleted"]  # no more is sent, all is gone
    assert (await actions())[-2:] == told
    with pytest.raises(NotFound):
        await webhooks.delete(SYSTEM, issued.endpoint.id)


async def test_endpoints_are_listed_by_scope(ports, team) -> None:
    of_home = await listen(ports, team_id="home")
    of_ours = await listen(ports, organization_id="ours")
    of_all = await listen(ports)

    async def listed(actor, **scope):
        return [each.id for each in await webhooks.list_of_scope(actor, Scope(**scope))]

    assert await listed(USER, team_id="home") == [of_home.endpoint.id]
    assert await listed(USER, organization_id="ours") == [of_ours.endpoint.id]
    assert await listed(USER) == [of_all.endpoint.id]
    key = key_of(team)
    assert await listed(key, team_id="home") == [of_home.endpoint.id]
    assert await listed(key, organization_id="ours") == []
    assert await listed(key) == []


async def test_a_virtual_key_manages_its_own_team_alone(ports, team) -> None:
    neighbour = (await make_team("next", await team.organization)).team
    key, other = key_of(team), key_of(neighbour)
    issued = await webhooks.create(key, ports, of_team())
    of_ours = await listen(ports, organization_id="ours")

    for scope, refusal in [
        (Scope(team_id="next"), NotFound),
        (Scope(organization_id="ours"), Forbidden),
        (Scope(organization_id="theirs"), NotFound),
        (Scope(), Forbidden),
    ]:
        with pytest.raises(refusal):
            await webhooks.create(key, ports, of_team(scope=scope))
    await make_job(team)
    for actor, target in ((other, issued), (key, of_ours)):
        endpoint = target.endpoint.id
        with pytest.raises(NotFound):
            await webhooks.update(actor, ports, endpoint, {"is_active": False})
        with pytest.raises(NotFound):
            await webhooks.rotate_secret(actor, ports, endpoint)
        with pytest.raises(NotFound):
            await webhooks.delete(actor, endpoint)
        assert await webhooks.by_ids(actor, [endpoint]) == []
        pages = await webhooks.deliveries_of(actor, [endpoint], PageRequest(first=5))
        assert not pages[endpoint].rows
    assert await WebhookEndpoint.all().count() == 2


async def test_reading_users_change_nothing(ports, team) -> None:
    issued = await listen(ports, team_id="home")

    with pytest.raises(Forbidden):
        await webhooks.create(USER, ports, of_team())
    with pytest.raises(Forbidden):
        await webhooks.delete(USER, issued.endpoint.id)


async def test_the_endpoints_of_a_deleted_team_are_nobodys(ports, team) -> None:
    issued = await listen(ports, team_id="home")
    await teams.delete(SYSTEM, "home")

    assert await webhooks.by_ids(SYSTEM, [issued.endpoint.id]) == []
    with pytest.raises(NotFound):
        await webhooks.update(SYSTEM, ports, issued.endpoint.id, {"is_active": False})


async def test_deliveries_are_listed_by_time_and_filtered(ports, team) -> None:
    issued = await listen(ports, team_id="home")
    other = await listen(ports, team_id="home")
    await make_job(team)
    await make_job(team)
    await rows(
        "UPDATE webhook_deliveries SET event = 'job.failed' WHERE endpoint_id = $1"
        " AND created_at = (SELECT max(created_at) FROM webhook_deliveries)",
        issued.endpoint.id,
    )

    async def listed(**only):
        keys = [issued.endpoint.id, other.endpoint.id]
        found = await webhooks.deliveries_of(key_of(team), keys, PageRequest(first=5), **only)
        return [[each.event for each in found[key].rows] for key in keys]

    assert await listed() == [["job.failed", "job.created"], ["job.created", "job.created"]]
    assert await listed(event=[WebhookEvent.JOB_FAILED]) == [["job.failed"], []]
    assert await listed(status=[webhooks.WebhookDeliveryStatus.DELIVERED]) == [[], []]


async def test_a_delivery_is_asked_for_again(ports, team) -> None:
    issued = await listen(ports, team_id="home")
    await make_job(team)
    await webhooks.drain(ports)
    [delivered] = await waiting(issued)

    again = await webhooks.redeliver(key_of(team), delivered.id)

    assert (again.status, again.attempts, again.message_id) == (
        "pending",
        0,
        delivered.message_id,
    )
    await webhooks.drain(ports)
    first, second = ports.outbound.received
    assert first.message_id == second.message_id
    assert first.body == second.body
    assert "webhook_delivery.redelivered" in await actions()


async def test_what_is_old_or_switched_off_or_somebody_elses_is_not_sent_again(ports, team) -> None:
    issued = await listen(ports, team_id="home")
    await make_job(team)
    [delivery] = await waiting(issued)
    neighbour = (await make_team("next")).team

    with pytest.raises(NotFound):
        await webhooks.redeliver(key_of(neighbour), delivery.id)
    with pytest.raises(NotFound):
        await webhooks.redeliver(SYSTEM, uuid4())
    await webhooks.update(SYSTEM, ports, issued.endpoint.id, {"is_active": False})
    with pytest.raises(InvalidState):
        await webhooks.redeliver(SYSTEM, delivery.id)
    long_ago = datetime.now(UTC) - timedelta(days=31)
    await WebhookDelivery.all().update(created_at=long_ago)
    with pytest.raises(NotFound):
        await webhooks.redeliver(SYSTEM, delivery.id)


async def test_the_audit_log_names_the_host_alone(ports, team) -> None:
    issued = await listen(ports, team_id="home", url="https://hooks.example.com/t0ken?s=secret")
    await webhooks.update(
        SYSTEM,
        ports,
        issued.endpoint.id,
        {"url": "https://other.example.com/t0ken", "authorization_header": "Bearer t0ken"},
    )

    written = json.dumps(await everything_written())
    assert "other.example.com" in written
    assert "t0ken" not in written
