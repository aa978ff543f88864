"""A team's key registers where its jobs are told of."""

import pytest

from domain import webhooks
from domain.webhooks import WebhookEvent
from domain.webhooks.checks import MOST_OF_SCOPE
from persistence.database import rows
from tests.builders import make_organization, make_team
from tests.jobs_world import key_of, make_job
from tests.webhooks_world import EVERY_JOB_EVENT, FakeOutbound, waiting

URL = "https://hooks.example.com/jobs"
PATH = "/api/webhooks/register"


@pytest.fixture(autouse=True)
def outbound(rest_ports) -> None:
    rest_ports.outbound = FakeOutbound(refused={"127.0.0.1"})


@pytest.fixture
async def team(database: None):
    return (await make_team("acme-prod", await make_organization("acme"))).team


def body(**values):
    return {"team_id": "acme-prod", "webhook_url": URL, "events": ["job.completed"], **values}


async def test_a_registered_webhook_is_told_of_jobs(rest, rest_ports, team) -> None:
    events = [str(event) for event in EVERY_JOB_EVENT]
    answer = await rest(key_of(team)).post(
        PATH, json=body(events=events, auth_header="Bearer of-the-customer")
    )

    assert answer.status_code == 200
    made = answer.json()
    assert (made["team_id"], made["webhook_url"], made["events"]) == ("acme-prod", URL, events)
    assert (made["is_active"], made["last_triggered_at"]) == (True, None)
    assert "of-the-customer" not in answer.text
    await make_job(team)
    [delivery] = await waiting()
    assert delivery.event == WebhookEvent.JOB_CREATED
    await webhooks.drain(rest_ports)
    [received] = rest_ports.outbound.received
    assert received.verified_by(made["signing_secret"])["type"] == "job.created"
    assert received.headers["Authorization"] == "Bearer of-the-customer"


async def test_another_team_is_refused_be_it_there_or_not(rest, team) -> None:
    other = (await make_team("other")).team

    for team_id in ("acme-prod", "nobody"):
        answer = await rest(key_of(other)).post(PATH, json=body(team_id=team_id))
        assert answer.status_code == 403
        assert answer.json() == {"detail": f"API key does not belong to team '{team_id}'"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"webhook_url": "http://hooks.example.com/"}, "webhook_url"),
        ({"webhook_url": "https://127.0.0.1/"}, "webhook_url"),
        ({"webhook_url": "https://example.com/" + "a" * 500}, "webhook_url"),
        ({"webhook_url": "no url"}, "webhook_url"),
        ({"events": []}, "events"),
        ({"events": ["job.completed", "job.completed"]}, "events"),
        ({"events": ["credits.granted"]}, "events"),
        ({"auth_header": "two\nlines"}, "auth_header"),
        ({"auth_header": "secret " * 100}, "auth_header"),
        ({"auth_header": 5}, "auth_header"),
    ],
)
async def test_the_field_that_is_wrong_is_named(rest, team, wrong, field) -> None:
    answer = await rest(key_of(team)).post(PATH, json=body(**wrong))

    assert answer.status_code == 422
    [fault] = answer.json()["detail"]
    assert fault["loc"][:2] == ["body", field]
    assert "secret secret" not in answer.text


async def test_a_team_has_so_many_webhooks(rest, team) -> None:
    for _ in range(MOST_OF_SCOPE):
        assert (await rest(key_of(team)).post(PATH, json=body())).status_code == 200

    answer = await rest(key_of(team)).post(PATH, json=body())

    assert answer.status_code == 409
    assert answer.json() == {"detail": "There may be 20 webhook endpoints at most."}


async def test_a_repeat_with_the_same_key_is_answered_the_same(rest, team) -> None:
    headers = {"Idempotency-Key": "once"}
    first = await rest(key_of(team)).post(PATH, json=body(), headers=headers)
    again = await rest(key_of(team)).post(PATH, json=body(), headers=headers)

    assert first.status_code == 200
    assert again.json() == first.json()
    [counted] = await rows("SELECT count(*) AS endpoints FROM webhook_endpoints")
    assert counted["endpoints"] == 1
