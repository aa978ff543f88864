"""Keys of providers: one in use for an owner and a provider, sealed, and told to LiteLLM alone."""

import asyncio
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain import organizations, provider_credentials
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from domain.errors import AlreadyExists, Forbidden, InUse, InvalidInput, NotFound
from domain.paging import PageRequest
from domain.ports import CannotUnseal, Ports
from domain.provider_credentials import MASK, NewCredential
from persistence.database import rows
from persistence.models import AuditEvent, Organization, ProviderCredential, Provisioning
from tests.builders import make_alias, make_organization
from tests.fakes import make_ports

SECRET = "sk-provider-0123456789abcdef-9f3c"
USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
ADMIN = Actor(
    kind=ActorKind.ADMIN_USER, label="a@example.com", role=AdminRole.ADMIN, admin_user_id=uuid4()
)
KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY, label="key", organization_id="acme", team_id="t", team_key=uuid4()
)
PAGE = PageRequest(first=20)
_numbers = count(1)


@pytest.fixture
def ports(database: None) -> Ports:
    return make_ports()


@pytest.fixture
async def acme(database: None) -> Organization:
    return await make_organization("acme")


async def make(ports: Ports, *, actor: Actor = SYSTEM, **values: Any) -> ProviderCredential:
    wanted = {"provider": "openai", "name": f"Key {next(_numbers)}", "api_key": SECRET}
    return await provider_credentials.create(
        actor, ports, NewCredential(**{**wanted, "organization_id": "acme", **values})
    )


async def active() -> list[UUID]:
    return [row.id for row in await ProviderCredential.filter(is_active=True).order_by("id")]


async def generation(credential: ProviderCredential) -> int:
    return (await Provisioning.get(provider_credential_id=credential.id)).generation


async def test_a_new_one_is_active_sealed_and_on_its_way_to_litellm(ports, acme) -> None:
    made = await make(ports, actor=ADMIN, api_base="https://llm.example.com/v1")
    row = await ProviderCredential.get(id=made.id)
    sealed = bytes(row.sealed_api_key)
    assert (row.is_active, row.key_hint, row.organization_id) == (True, "9f3c", acme.id)
    assert (row.actor_kind, row.actor_label, row.actor_id) == (
        "admin_user",
        "a@example.com",
        ADMIN.admin_user_id,
    )
    assert SECRET.encode() not in sealed
    assert ports.vault.unseal(sealed, f"provider_credentials:sealed_api_key:{row.id}") == SECRET
    assert await Provisioning.exists(provider_credential_id=row.id)


async def test_a_sealed_key_is_of_no_use_in_another_row(ports, acme) -> None:
    made = await make(ports)
    with pytest.raises(CannotUnseal):
        ports.vault.unseal(
            bytes(made.sealed_api_key), f"provider_credentials:sealed_api_key:{uuid4()}"
        )


async def test_no_record_holds_a_key_or_what_it_was_sealed_to(ports, acme) -> None:
    made = await make(ports)
    changes = {"api_key": SECRET + "-second", "name": "N"}
    await provider_credentials.update(SYSTEM, ports, made.id, changes)
    await provider_credentials.delete(SYSTEM, made.id)
    found = await rows("SELECT to_jsonb(a)::text AS text FROM audit_events a")
    written = " ".join(row["text"] for row in found)
    assert "sk-provider" not in written
    assert "sealed" not in written
    events = await AuditEvent.filter(resource_type="provider_credential").order_by("sequence")
    assert [event.action.split(".")[1] for event in events] == ["created", "updated", "deleted"]
    assert {event.resource_id for event in events} == {str(made.id)}
    assert {event.organization_id for event in events} == {"acme"}
    assert events[1].details["api_key"] == "replaced"


async def test_a_short_key_has_no_hint(ports, acme) -> None:
    assert (await make(ports, api_key="sk-short")).key_hint == ""


async def test_an_owner_has_one_active_for_a_provider(ports, acme) -> None:
    await make(ports)
    with pytest.raises(AlreadyExists) as refused:
        await make(ports, provider="OpenAI")
    assert refused.value.message == (
        "Organization 'acme' already has an active credential for provider 'openai'."
        " Deactivate the existing one first or update it."
    )
    await make(ports, provider="anthropic")
    await make(ports, organization_id=None)
    with pytest.raises(AlreadyExists, match="The installation already has an active credential"):
        await make(ports, organization_id=None)
    await make_organization("other")
    await make(ports, organization_id="other")
    assert len(await active()) == 4


async def test_activating_one_deactivates_its_rival(ports, acme) -> None:
    first = await make(ports)
    await provider_credentials.update(SYSTEM, ports, first.id, {"is_active": False})
    second = await make(ports)
    others = [await make(ports, organization_id=None), await make(ports, provider="gemini")]
    before = await generation(second)

    await provider_credentials.update(SYSTEM, ports, first.id, {"is_active": True})

    assert set(await active()) == {first.id, *(other.id for other in others)}
    assert await generation(second) > before
    events = await AuditEvent.filter(resource_id=str(second.id)).order_by("-sequence")
    assert events[0].changes == [{"field": "is_active", "before": True, "after": False}]


async def test_a_rival_may_be_kept(ports, acme) -> None:
    first = await make(ports)
    await provider_credentials.update(SYSTEM, ports, first.id, {"is_active": False})
    second = await make(ports)
    with pytest.raises(AlreadyExists):
        await provider_credentials.update(
            SYSTEM, ports, first.id, {"is_active": True}, replace_active=False
        )
    assert await active() == [second.id]


async def test_of_many_at_once_one_is_active(ports, acme) -> None:
    made = []
    for _ in range(4):
        made.append(await make(ports))
        await provider_credentials.update(SYSTEM, ports, made[-1].id, {"is_active": False})

    async def activate(credential: ProviderCredential) -> None:
        await provider_credentials.update(SYSTEM, ports, credential.id, {"is_active": True})

    async def more() -> None:
        await make(ports)

    done = await asyncio.gather(
        *(activate(each) for each in made * 3), *(more() for _ in range(4)), return_exceptions=True
    )
    assert all(each is None or isinstance(each, AlreadyExists) for each in done)
    assert len(await active()) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"provider": " "}, "provider"),
        ({"provider": "p" * 51}, "provider"),
        ({"name": ""}, "name"),
        ({"name": "n" * 256}, "name"),
        ({"api_key": ""}, "apiKey"),
        ({"api_key": "sk-\x00"}, "apiKey"),
        ({"api_key": "k" * 4097}, "apiKey"),
        ({"api_key": MASK}, "apiKey"),
        ({"api_key": "••••"}, "apiKey"),
        ({"api_base": "http://llm.example.com"}, "apiBase"),
        ({"api_base": "https://10.0.0.1/v1"}, "apiBase"),
        ({"api_base": "https://[::ffff:127.0.0.1]/"}, "apiBase"),
        ({"api_base": "https://metadata.google.internal/"}, "apiBase"),
        ({"api_base": "no address"}, "apiBase"),
    ],
)
async def test_what_cannot_be_stored_is_named_and_not_repeated(
    ports, acme, values: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await make(ports, **values)
    assert refused.value.field == (field,)
    for secret in {values.get("api_key", SECRET), SECRET} - {""}:
        assert secret not in str(refused.value)
    assert not await ProviderCredential.exists()


async def test_a_private_address_is_refused_in_an_update_too(ports, acme) -> None:
    made = await make(ports, api_base="https://llm.example.com")
    with pytest.raises(InvalidInput) as refused:
        await provider_credentials.update(SYSTEM, ports, made.id, {"api_base": "https://127.0.0.1"})
    assert refused.value.field == ("apiBase",)
    changed = await provider_credentials.update(SYSTEM, ports, made.id, {"api_base": None})
    assert changed.api_base is None


async def test_litellm_follows_what_it_should_know(ports, acme) -> None:
    made = await make(ports)
    seen = await generation(made)
    await provider_credentials.update(SYSTEM, ports, made.id, {"name": "Only shown here"})
    assert await generation(made) == seen
    for changes in ({"api_key": SECRET + "2"}, {"api_base": "https://a.example"}):
        await provider_credentials.update(SYSTEM, ports, made.id, changes)
        assert await generation(made) > seen
        seen = await generation(made)


async def test_a_new_key_replaces_the_old_one(ports, acme) -> None:
    made = await make(ports)
    changed = await provider_credentials.update(
        SYSTEM, ports, made.id, {"api_key": "sk-provider-another-one-77aa"}
    )
    context = f"provider_credentials:sealed_api_key:{made.id}"
    assert ports.vault.unseal(bytes(changed.sealed_api_key), context).endswith("77aa")
    assert changed.key_hint == "77aa"


async def test_one_that_an_alias_names_is_not_deleted(ports, acme) -> None:
    made = await make(ports)
    alias = await make_alias("chat", provider_credential_id=made.id)
    with pytest.raises(InUse, match="'chat'"):
        await provider_credentials.delete(SYSTEM, made.id)
    await alias.delete()
    await provider_credentials.delete(SYSTEM, made.id)
    assert not await ProviderCredential.exists()
    with pytest.raises(NotFound):
        await provider_credentials.delete(SYSTEM, made.id)


async def test_a_deleted_organization_uses_none(ports, acme) -> None:
    made = await make(ports)
    await organizations.delete(SYSTEM, "acme")
    assert not await active()
    with pytest.raises(NotFound):
        await provider_credentials.update(SYSTEM, ports, made.id, {"is_active": True})
    with pytest.raises(NotFound):
        await make(ports)
    await make_organization("acme")
    await make(ports)
    own = await provider_credentials.list_of(SYSTEM, "acme", PAGE)
    assert made.id not in {row.id for row in own.rows}


async def test_lists_are_of_who_is_asked_for(ports, acme) -> None:
    await make_organization("other")
    first, second = await make(ports), await make(ports, organization_id="other")
    third = await make(ports, organization_id=None, provider="gemini")

    async def listed(**wanted: Any) -> list[UUID]:
        page = await provider_credentials.list_visible(USER, PAGE, descending=False, **wanted)
        return [row.id for row in page.rows]

    assert await listed() == [first.id, second.id, third.id]
    assert await listed(organization_id="acme") == [first.id]
    assert await listed(organization_id="\0") == []
    assert await listed(provider="gemini") == [third.id]
    assert await listed(provider="p" * 3000) == []
    await provider_credentials.update(SYSTEM, ports, first.id, {"is_active": False})
    assert await listed(is_active=False) == [first.id]
    with pytest.raises(NotFound, match="No active credential found for organization 'acme'"):
        await provider_credentials.active_of(USER, "acme", "openai")
    assert (await provider_credentials.active_of(USER, "other", "openai")).id == second.id
    with pytest.raises(NotFound, match="Organization 'absent' not found"):
        await provider_credentials.list_of(USER, "absent", PAGE)


async def test_virtual_keys_see_none(ports, acme) -> None:
    made = await make(ports)
    with pytest.raises(Forbidden):
        await provider_credentials.list_visible(KEY, PAGE)
    with pytest.raises(Forbidden):
        await provider_credentials.get(KEY, made.id)
    assert await provider_credentials.by_ids(KEY, [made.id]) == []
    assert await provider_credentials.of_organizations(KEY, [acme.id]) is None


async def test_users_only_look(ports, acme) -> None:
    made = await make(ports)
    assert (await provider_credentials.get(USER, made.id)).id == made.id
    with pytest.raises(Forbidden):
        await make(ports, actor=USER)
    with pytest.raises(Forbidden):
        await provider_credentials.update(USER, ports, made.id, {"name": "N"})
    with pytest.raises(Forbidden):
        await provider_credentials.delete(USER, made.id)


async def test_organizations_show_their_own_alone(ports, acme) -> None:
    other = await make_organization("other")
    first, second = await make(ports), await make(ports, organization_id="other")
    await make(ports, organization_id=None)
    found = await provider_credentials.of_organizations(USER, [acme.id, other.id])
    assert {key: [row.id for row in held] for key, held in (found or {}).items()} == {
        acme.id: [first.id],
        other.id: [second.id],
    }
