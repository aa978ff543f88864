"""New keys for the vault: everything sealed is sealed anew, and then the old key is not missed."""

import asyncio
import threading
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from domain import provider_credentials, resealing, webhooks
from domain.access import SYSTEM
from domain.ports import Vault
from domain.webhooks import NewEndpoint, Scope, WebhookEvent
from integrations.vault import KeyRingVault
from persistence.database import rows
from persistence.models import (
    AuditEvent,
    ProviderCredential,
    RestAnswer,
    VirtualKey,
    WebhookEndpoint,
    uuid7,
)
from tests.builders import make_credential, make_organization, make_team
from tests.fakes import make_ports

OLD, NEW = {"old": bytes(range(32))}, {"new": bytes(range(32, 64))}


def ring(*keys: dict[str, bytes]) -> KeyRingVault:
    return KeyRingVault({name: key for each in keys for name, key in each.items()})


async def sealed_columns() -> set[tuple[str, str]]:
    """As the database has them, whatever the code thinks."""
    found = await rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND data_type = 'bytea'"
    )
    return {(row["table_name"], row["column_name"]) for row in found}


async def everything() -> dict[tuple[str, str, UUID], bytes]:
    return {
        (table, column, row["id"]): row["sealed"]
        for table, column in resealing.COLUMNS
        for row in await rows(
            f"SELECT id, {column} AS sealed FROM {table} WHERE {column} IS NOT NULL"
        )
    }


async def opened(vault: Vault) -> dict[tuple[str, str, UUID], str]:
    return {
        (table, column, key): vault.unseal(sealed, f"{table}:{column}:{key}")
        for (table, column, key), sealed in (await everything()).items()
    }


@pytest.fixture
async def secrets(database: None) -> dict[tuple[str, str, UUID], str]:
    """One of each kind, sealed with the old key."""
    ports = replace(make_ports(), vault=ring(OLD))
    made = await make_team("home", await make_organization("acme"))
    await VirtualKey.filter(id=made.issued.key.id).update(
        sealed_secret=ports.vault.seal(
            made.issued.secret, f"virtual_keys:sealed_secret:{made.issued.key.id}"
        )
    )
    await make_credential(ports)
    issued = await webhooks.create(
        SYSTEM,
        ports,
        NewEndpoint(
            url="https://hooks.example.com/",
            events=(WebhookEvent.JOB_CREATED,),
            scope=Scope(team_id="home"),
            authorization_header="Bearer of-the-customer",
        ),
    )
    await _rotate(ports.vault, issued.endpoint.id)
    await _answer(ports.vault)
    return await opened(ring(OLD))


async def _rotate(vault: Vault, endpoint: UUID) -> None:
    await WebhookEndpoint.filter(id=endpoint).update(
        sealed_previous_secret=vault.seal(
            "whsec_before", f"webhook_endpoints:sealed_previous_secret:{endpoint}"
        )
    )


async def _answer(vault: Vault) -> None:
    key = uuid7()
    columns = {"request_hash": "hash", "sealed_body": '{"id": 1}'}
    await RestAnswer.create(
        id=key,
        actor="a",
        operation="o",
        idempotency_key="k",
        status=200,
        **{name: vault.seal(text, f"rest_answers:{name}:{key}") for name, text in columns.items()},
    )


async def test_every_sealed_column_is_known(database: None) -> None:
    hashes = {column for column in await sealed_columns() if column[1].endswith("_hash")}
    assert await sealed_columns() - hashes == set(resealing.COLUMNS) - hashes


async def test_all_is_opened_by_the_new_key_alone(secrets) -> None:
    assert {(table, column) for table, column, _ in secrets} == set(resealing.COLUMNS)

    done = await resealing.reseal(SYSTEM, ring(NEW, OLD))

    assert (done.sealed, done.lost, done.is_finished) == (len(secrets), 0, True)
    assert await opened(ring(NEW)) == secrets
    assert await AuditEvent.filter(action="vault.resealed").count() == 1


async def test_what_the_newest_key_has_sealed_stays_as_it_is(secrets) -> None:
    await resealing.reseal(SYSTEM, ring(NEW, OLD))
    before = await everything()
    done = await resealing.reseal(SYSTEM, ring(NEW, OLD))
    assert done.sealed == 0
    assert await everything() == before


async def test_what_cannot_be_opened_is_counted_and_kept(secrets) -> None:
    before = await everything()
    done = await resealing.reseal(SYSTEM, ring(NEW))
    assert (done.sealed, done.lost) == (0, len(secrets))
    assert await everything() == before


async def test_what_is_changed_meanwhile_stays_changed(database: None) -> None:
    """A server gives keys out and replaces them while everything is sealed anew."""
    old, both = ring(OLD), ring(NEW, OLD)
    ports = replace(make_ports(), vault=old)
    made = [await make_credential(ports, provider=f"p{number}") for number in range(40)]
    server = replace(ports, vault=both)

    async def serve() -> None:
        for each in made:
            changes = {"api_key": f"sk-replaced-{each.provider}-0123456789"}
            await provider_credentials.update(SYSTEM, server, each.id, changes)

    await asyncio.gather(serve(), resealing.reseal(SYSTEM, both))
    await resealing.reseal(SYSTEM, both)

    found = await opened(ring(NEW))
    by_key = {key: secret for (_, _, key), secret in found.items()}
    assert {each.id: by_key[each.id] for each in made} == {
        each.id: f"sk-replaced-{each.provider}-0123456789" for each in made
    }
    assert await ProviderCredential.all().count() == len(made)


async def test_a_secret_replaced_between_reading_and_writing_stays(
    database: None, database_url: str
) -> None:
    old, both = ring(OLD), ring(NEW, OLD)
    made = await make_credential(replace(make_ports(), vault=old))
    context = f"provider_credentials:sealed_api_key:{made.id}"

    async def change() -> None:
        connection = await asyncpg.connect(database_url)
        change = "UPDATE provider_credentials SET sealed_api_key = $1"
        await connection.execute(change, old.seal("sk-replaced", context))
        await connection.close()

    class Interrupted(KeyRingVault):
        def reseal(self, sealed: bytes, context: str) -> bytes | None:
            if self.unseal(sealed, context) != "sk-replaced":
                elsewhere = threading.Thread(target=lambda: asyncio.run(change()))
                elsewhere.start()
                elsewhere.join()
            return super().reseal(sealed, context)

    done = await resealing.reseal(SYSTEM, Interrupted({**NEW, **OLD}))

    assert (done.sealed, done.is_finished) == (1, True)
    assert list((await opened(ring(NEW))).values()) == ["sk-replaced"]
    assert both.reseal((await everything()).popitem()[1], context) is None
