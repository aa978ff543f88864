"""Webhook endpoints and deliveries over GraphQL."""

from dataclasses import replace

import pytest

from domain import webhooks
from domain.access import Actor
from domain.ports import Ports
from tests.builders import make_organization, make_team
from tests.jobs_world import key_of, make_job
from tests.webhooks_world import FakeOutbound

URL = "https://hooks.example.com/in"

CREATE = """mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
    webhookEndpoint { id url events isActive lastTriggeredAt
        scope { __typename ... on Team { teamId } ... on Organization { organizationId } } }
    signingSecret errors { code field message } } }"""
LIST = """query ($scope: ScopeInput, $filter: WebhookDeliveryFilter) {
    webhookEndpoints(scope: $scope) { id url
        deliveries(filter: $filter) { totalCount nodes {
            id event payload status attemptCount responseStatus error nextAttemptAt
            webhookEndpoint { id } } } } }"""
UPDATE = """mutation ($input: UpdateWebhookEndpointInput!) { updateWebhookEndpoint(input: $input) {
    webhookEndpoint { url isActive } errors { code field } } }"""
ROTATE = """mutation ($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) {
    webhookEndpoint { id } signingSecret errors { code } } }"""
DELETE = """mutation ($input: DeleteWebhookEndpointInput!) { deleteWebhookEndpoint(input: $input) {
    deletedId errors { code } } }"""
REDELIVER = """mutation ($input: RedeliverWebhookInput!) { redeliverWebhook(input: $input) {
    webhookDelivery { status nextAttemptAt } errors { code field } } }"""


@pytest.fixture
def ports(ports: Ports) -> Ports:
    return replace(ports, outbound=FakeOutbound({URL: 503}, refused={"127.0.0.1"}))


@pytest.fixture
async def team(database: None):
    return (await make_team("home", await make_organization("ours"))).team


async def create(graphql, actor: Actor | None = None, **values):
    sent = {"scope": {"teamId": "home"}, "url": URL, "events": ["JOB_CREATED"], **values}
    answer = await graphql(CREATE, {"input": sent}, **({"actor": actor} if actor else {}))
    return answer["data"]["createWebhookEndpoint"]


async def test_an_endpoint_is_added_and_its_secret_shown_once(graphql, owner, team) -> None:
    made = await create(graphql, owner)

    assert made["errors"] == []
    assert made["signingSecret"].startswith("whsec_")
    endpoint = made["webhookEndpoint"]
    assert endpoint["scope"] == {"__typename": "Team", "teamId": "home"}
    assert (endpoint["url"], endpoint["events"]) == (URL, ["JOB_CREATED"])
    listed = await graphql(LIST, {"scope": {"teamId": "home"}}, actor=owner)
    assert [each["id"] for each in listed["data"]["webhookEndpoints"]] == [endpoint["id"]]
    assert made["signingSecret"] not in str(listed)


async def test_scopes_are_told_apart(graphql, owner, team) -> None:
    of_organization = await create(graphql, owner, scope={"organizationId": "ours"})
    of_all = await create(graphql, owner, scope=None, events=["DRIFT_DETECTED"])

    assert of_organization["webhookEndpoint"]["scope"] == {
        "__typename": "Organization",
        "organizationId": "ours",
    }
    assert of_all["webhookEndpoint"]["scope"] is None
    listed = await graphql(LIST, {}, actor=owner)
    assert len(listed["data"]["webhookEndpoints"]) == 1


async def test_the_field_that_is_wrong_is_named(graphql, owner, team) -> None:
    for sent, field in [
        ({"url": "http://hooks.example.com"}, ["url"]),
        ({"url": "https://127.0.0.1/"}, ["url"]),
        ({"events": []}, ["events"]),
        ({"events": ["JOB_CREATED", "DRIFT_DETECTED"]}, ["events", "1"]),
        ({"authorizationHeader": "a\nb"}, ["authorizationHeader"]),
    ]:
        made = await create(graphql, owner, **sent)
        [error] = made["errors"]
        assert (error["code"], error["field"]) == ("INVALID_INPUT", field)
        assert made["signingSecret"] is None


async def test_a_repeat_under_the_same_key_shows_the_same_secret(graphql, owner, team) -> None:
    first = await create(graphql, owner, idempotencyKey="k")
    again = await create(graphql, owner, idempotencyKey="k")

    assert again == first
    assert first["signingSecret"].startswith("whsec_")


async def test_an_endpoint_is_changed_rotated_and_deleted(graphql, owner, team) -> None:
    made = await create(graphql, owner)
    endpoint = made["webhookEndpoint"]["id"]

    changed = await graphql(
        UPDATE, {"input": {"id": endpoint, "url": URL + "/2", "isActive": False}}, actor=owner
    )
    assert changed["data"]["updateWebhookEndpoint"]["webhookEndpoint"] == {
        "url": URL + "/2",
        "isActive": False,
    }
    nulled = await graphql(UPDATE, {"input": {"id": endpoint, "url": None}}, actor=owner)
    assert nulled["data"]["updateWebhookEndpoint"]["errors"] == [
        {"code": "INVALID_INPUT", "field": ["url"]}
    ]
    rotated = await graphql(ROTATE, {"input": {"id": endpoint}}, actor=owner)
    secret = rotated["data"]["rotateWebhookSecret"]["signingSecret"]
    assert secret.startswith("whsec_")
    assert secret != made["signingSecret"]
    deleted = await graphql(DELETE, {"input": {"id": endpoint}}, actor=owner)
    assert deleted["data"]["deleteWebhookEndpoint"] == {"deletedId": endpoint, "errors": []}
    again = await graphql(DELETE, {"input": {"id": endpoint}}, actor=owner)
    assert again["data"]["deleteWebhookEndpoint"]["errors"] == [{"code": "NOT_FOUND"}]


async def test_deliveries_are_listed_filtered_and_asked_for_again(graphql, team, ports) -> None:
    key = key_of(team)
    made = await create(graphql, key)
    await make_job(team)
    await webhooks.drain(ports)
    await make_job(team)

    async def listed(**only):
        found = await graphql(LIST, {"scope": {"teamId": "home"}, "filter": only}, actor=key)
        return found["data"]["webhookEndpoints"][0]["deliveries"]

    page = await listed()
    assert page["totalCount"] == 2
    waiting, tried = page["nodes"]
    assert (waiting["status"], waiting["attemptCount"]) == ("PENDING", 0)
    assert (tried["event"], tried["attemptCount"]) == ("JOB_CREATED", 1)
    assert (tried["responseStatus"], tried["error"]) == (503, "The answer was 503.")
    assert tried["nextAttemptAt"] is not None
    assert tried["payload"]["type"] == "job.created"
    assert tried["webhookEndpoint"] == {"id": made["webhookEndpoint"]["id"]}
    assert (await listed(status=["DELIVERED"]))["nodes"] == []
    assert (await listed(event=["JOB_FAILED"]))["nodes"] == []
    again = await graphql(REDELIVER, {"input": {"deliveryId": tried["id"]}}, actor=key)
    assert again["data"]["redeliverWebhook"]["webhookDelivery"]["status"] == "PENDING"


async def test_a_delivery_is_found_by_its_global_id(graphql, owner, team) -> None:
    made = await create(graphql, owner)
    await make_job(team)
    question = "query ($id: ID!) { node(id: $id) { __typename ... on WebhookEndpoint { url "
    question += "deliveries { nodes { id } } } ... on WebhookDelivery { event } } }"

    found = await graphql(question, {"id": made["webhookEndpoint"]["id"]}, actor=owner)
    [delivery] = found["data"]["node"]["deliveries"]["nodes"]
    same = await graphql(question, {"id": delivery["id"]}, actor=owner)
    assert same["data"]["node"] == {"__typename": "WebhookDelivery", "event": "JOB_CREATED"}
    other = key_of((await make_team("next")).team)
    for identifier in (made["webhookEndpoint"]["id"], delivery["id"]):
        hidden = await graphql(question, {"id": identifier}, actor=other)
        assert hidden["data"]["node"] is None


async def test_the_audit_log_leads_to_the_endpoint(graphql, owner, team) -> None:
    made = await create(graphql, owner)
    question = """{ auditLog(filter: {resourceType: "webhook_endpoint"}) {
        nodes { action resource { id } changes { field } } } }"""

    found = await graphql(question, actor=owner)

    [entry] = found["data"]["auditLog"]["nodes"]
    assert entry["action"] == "webhook_endpoint.created"
    assert entry["resource"] == {"id": made["webhookEndpoint"]["id"]}
