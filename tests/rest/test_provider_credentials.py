"""Provider credentials of the legacy API: masks, and keys that nobody is told."""

import logging
from typing import Any

import pytest

from domain.access import Actor, ActorKind, AdminRole
from integrations.rest.provider_credential_forms import MASK
from persistence.models import ProviderCredential
from tests.builders import make_credential, make_organization
from tests.fakes import make_ports

OWNER = Actor(kind=ActorKind.ADMIN_USER, label="o@example.com", role=AdminRole.OWNER)
CANARY = "sk-canary-of-a-provider-0123456789"
ROOT = "/api/provider-credentials"
NEW = {
    "organization_id": "acme",
    "provider": "OpenAI",
    "credential_name": "Production",
    "api_key": CANARY,
}


@pytest.fixture
async def acme(database: None) -> Any:
    return await make_organization("acme")


@pytest.fixture
def rest_ports(database: None) -> Any:
    return make_ports()


def opened(ports: Any, row: ProviderCredential) -> str:
    context = f"provider_credentials:sealed_api_key:{row.id}"
    return ports.vault.unseal(bytes(row.sealed_api_key), context)


async def test_a_key_is_masked_wherever_it_is_shown(rest, acme) -> None:
    async with rest(OWNER) as http:
        made = (await http.post(f"{ROOT}/create", json=NEW)).json()
        one = f"{ROOT}/{made['credential_id']}"
        answers = [
            await http.get(one, params={"include_api_key": "true"}),
            await http.get(ROOT),
            await http.get(f"{ROOT}/organization/acme"),
            await http.get(
                f"{ROOT}/organization/acme/provider/OPENAI", params={"include_api_key": "true"}
            ),
            await http.put(one, json={"credential_name": "Other"}),
            await http.put(f"{one}/deactivate"),
            await http.put(f"{one}/activate"),
        ]
    assert made["api_key"] == MASK
    for answer in answers:
        assert answer.status_code == 200
        assert CANARY not in answer.text
        assert MASK in answer.text


@pytest.mark.parametrize("sent", [MASK, "", None])
async def test_what_stands_for_a_key_leaves_it_as_it_is(rest, rest_ports, acme, sent) -> None:
    made = await make_credential(rest_ports, acme, api_key=CANARY)
    async with rest(OWNER) as http:
        answer = await http.put(
            f"{ROOT}/{made.id}", json={"api_key": sent, "credential_name": "N", "api_base": ""}
        )
    row = await ProviderCredential.get(id=made.id)
    assert answer.status_code == 200
    assert (row.name, opened(rest_ports, row)) == ("N", CANARY)


async def test_a_new_key_is_stored(rest, rest_ports, acme) -> None:
    made = await make_credential(rest_ports, acme)
    async with rest(OWNER) as http:
        await http.put(f"{ROOT}/{made.id}", json={"api_key": CANARY})
    assert opened(rest_ports, await ProviderCredential.get(id=made.id)) == CANARY


async def test_fireworks_has_another_name_at_litellm(rest, acme) -> None:
    async with rest(OWNER) as http:
        made = (await http.post(f"{ROOT}/create", json={**NEW, "provider": "fireworks"})).json()
        found = await http.get(ROOT, params={"provider": "Fireworks"})
    assert made["provider"] == "fireworks"
    assert [row["credential_id"] for row in found.json()] == [made["credential_id"]]
    assert (await ProviderCredential.get()).provider == "fireworks_ai"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"api_key": [CANARY]}, 422),
        ({"api_key": {"key": CANARY}}, 422),
        ({"api_key": CANARY + "\x00"}, 422),
        ({"api_key": CANARY + "k" * 5000}, 422),
        ({"credential_name": None}, 422),
        ({"credential_name": ""}, 422),
        ({"provider": "azure"}, 400),
        ({"provider": 5}, 422),
        ({"organization_id": "absent"}, 404),
        ({"api_base": "http://169.254.169.254/"}, 422),
        ({"api_base": "https://127.1/"}, 422),
    ],
)
async def test_no_refusal_tells_a_key(rest, acme, caplog, changes, status) -> None:
    caplog.set_level(logging.DEBUG)
    async with rest(OWNER) as http:
        answer = await http.post(f"{ROOT}/create", json={**NEW, **changes})
    assert answer.status_code == status, answer.text
    assert "canary" not in answer.text
    assert "canary" not in caplog.text
    if "api_base" in changes:
        assert answer.json()["detail"][0]["loc"] == ["body", "api_base"]


async def test_a_bug_tells_no_key(rest, rest_ports, acme, caplog, monkeypatch) -> None:
    class Broken:
        def seal(self, secret: str, context: str) -> bytes:
            raise RuntimeError("no vault today")

    monkeypatch.setattr(
        "domain.provider_credentials.changes._sealed", lambda *_: Broken().seal("", "")
    )
    async with rest(OWNER) as http:
        answer = await http.post(f"{ROOT}/create", json=NEW)
    assert answer.status_code == 500
    assert "canary" not in answer.text + caplog.text
