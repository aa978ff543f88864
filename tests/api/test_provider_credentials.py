"""Provider credentials over GraphQL."""

import logging
from typing import Any

import pytest

from domain.access import Actor, ActorKind, AdminRole
from graph.ids import global_id
from persistence.models import ProviderCredential
from tests.builders import make_credential, make_organization, make_team
from tests.fakes import make_ports

OWNER = Actor(kind=ActorKind.ADMIN_USER, label="o@example.com", role=AdminRole.OWNER)
CANARY = "sk-canary-of-a-provider-0123456789-9f3c"
CREATE = """mutation($input: CreateProviderCredentialInput!) {
  createProviderCredential(input: $input) {
  providerCredential { id provider name maskedApiKey apiBase isActive organization { name }
    createdBy { kind label adminUser { email } } } errors { code field message } } }"""
UPDATE = """mutation($input: UpdateProviderCredentialInput!) {
  updateProviderCredential(input: $input) {
  providerCredential { name maskedApiKey apiBase isActive } errors { code field message } } }"""
DELETE = """mutation($input: DeleteProviderCredentialInput!) {
  deleteProviderCredential(input: $input) {
  deletedId errors { code field message } } }"""
NEW = {"organizationId": "acme", "provider": "openai", "name": "Production", "apiKey": CANARY}


@pytest.fixture
def ports(database: None) -> Any:
    return make_ports()


@pytest.fixture
async def acme(database: None) -> Any:
    return await make_organization("acme", name="ACME")


async def test_one_is_made_changed_and_deleted(graphql, ports, acme) -> None:
    made = (await graphql(CREATE, {"input": NEW}, actor=OWNER))["data"]["createProviderCredential"]
    assert made["errors"] == []
    shown = made["providerCredential"]
    key = shown.pop("id")
    assert shown == {
        "provider": "openai",
        "name": "Production",
        "maskedApiKey": "…9f3c",
        "apiBase": None,
        "isActive": True,
        "organization": {"name": "ACME"},
        "createdBy": {"kind": "ADMIN_USER", "label": "o@example.com", "adminUser": None},
    }
    changes = {"id": key, "apiBase": "https://llm.example.com/v1", "isActive": False}
    changed = await graphql(UPDATE, {"input": changes}, actor=OWNER)
    assert changed["data"]["updateProviderCredential"] == {
        "providerCredential": {
            "name": "Production",
            "maskedApiKey": "…9f3c",
            "apiBase": "https://llm.example.com/v1",
            "isActive": False,
        },
        "errors": [],
    }
    log = "{ auditLog(first: 1) { nodes { action resource { __typename id } } } }"
    assert (await graphql(log, actor=OWNER))["data"]["auditLog"]["nodes"] == [
        {
            "action": "provider_credential.updated",
            "resource": {"__typename": "ProviderCredential", "id": key},
        }
    ]
    deleted = await graphql(DELETE, {"input": {"id": key}}, actor=OWNER)
    assert deleted["data"]["deleteProviderCredential"] == {"deletedId": key, "errors": []}
    again = await graphql(DELETE, {"input": {"id": key}}, actor=OWNER)
    assert again["data"]["deleteProviderCredential"]["errors"][0]["code"] == "NOT_FOUND"


async def test_refusals_name_the_field(graphql, acme) -> None:
    for changes, code, field in (
        ({"apiBase": "https://10.0.0.1/"}, "INVALID_INPUT", ["input", "apiBase"]),
        ({"apiKey": ""}, "INVALID_INPUT", ["input", "apiKey"]),
        ({"organizationId": "absent"}, "NOT_FOUND", ["input", "organizationId"]),
    ):
        found = await graphql(CREATE, {"input": {**NEW, **changes}}, actor=OWNER)
        [error] = found["data"]["createProviderCredential"]["errors"]
        assert (error["code"], error["field"][-1]) == (code, field[-1])


async def test_organizations_show_their_own(graphql, ports, acme) -> None:
    made = await make_credential(ports, acme)
    await make_credential(ports)
    query = """{ organization(organizationId: "acme") { providerCredentials { id } }
      providerCredentials(filter: {organizationId: "acme"}) { totalCount nodes { id } }
      all: providerCredentials(orderBy: ASC) { totalCount nodes { organization { name } } } }"""
    found = (await graphql(query, actor=OWNER))["data"]
    own = [{"id": global_id("ProviderCredential", made.id)}]
    assert found["organization"]["providerCredentials"] == own
    assert found["providerCredentials"] == {"totalCount": 1, "nodes": own}
    assert found["all"]["nodes"] == [{"organization": {"name": "ACME"}}, {"organization": None}]


async def test_a_virtual_key_is_told_of_none(graphql, ports, acme) -> None:
    made = await make_credential(ports, acme)
    team = (await make_team("home", acme)).team
    key = Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="key",
        organization_id="acme",
        team_id="home",
        team_key=team.id,
    )
    node = f'node(id: "{global_id("ProviderCredential", made.id)}") {{ id }}'
    query = f'{{ {node} organization(organizationId: "acme") {{ providerCredentials {{ id }} }} }}'
    found = await graphql(query, actor=key)
    assert found["data"] == {"node": None, "organization": {"providerCredentials": None}}
    refused = await graphql("{ providerCredentials { totalCount } }", actor=key)
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    "sent",
    [
        {"apiKey": CANARY},
        {**NEW, "apiKey": [CANARY]},
        {**NEW, "apiKey": {"secret": CANARY}},
        {**NEW, "provider": 5},
        {**NEW, "name": None},
        {**NEW, "unknown": 1},
        {**NEW, "apiKey": CANARY + "\x00"},
        {**NEW, "apiKey": CANARY * 200},
        {**NEW, "provider": ""},
    ],
    ids=range(9),
)
async def test_no_refusal_tells_a_key(graphql, acme, caplog, sent) -> None:
    caplog.set_level(logging.DEBUG)
    found = await graphql(CREATE, {"input": sent}, actor=OWNER)
    assert found.get("errors") or found["data"]["createProviderCredential"]["errors"]
    assert "canary" not in str(found)
    assert "canary" not in caplog.text
    assert not await ProviderCredential.exists()
