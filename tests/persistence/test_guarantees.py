"""What the migrations promise is in the live catalogue, and the models ask for nothing more."""

import os
import re
import subprocess
import sys
from importlib import import_module

import asyncpg
import pytest
from tortoise import Tortoise

from persistence.database import APP_ROLE
from persistence.migrations import runner

GUARANTEES = "\n".join(
    (runner.FOLDER / "models" / name).read_text().split("async def downgrade")[0]
    for name in runner.known()[1:]
)

ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
GRANTED = {
    "admin_users": ALL,
    "sessions": ALL,
    "organizations": ALL,
    "teams": ALL,
    "model_groups": ALL,
    "model_group_members": ALL,
    "team_model_groups": ALL,
    "virtual_keys": ALL,
    "provisionings": ALL,
    "idempotent_requests": ALL,
    "audit_events": frozenset({"SELECT", "INSERT"}),
    "ledger_entries": frozenset({"SELECT", "INSERT"}),
    "credit_accounts": frozenset({"SELECT"}),
    "jobs": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "llm_calls": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "llm_call_contents": frozenset({"SELECT", "INSERT", "DELETE"}),
    "proxy_spends": frozenset({"SELECT", "INSERT", "DELETE"}),
    "model_aliases": ALL,
    "watched_teams": ALL,
    "model_access_groups": ALL,
    "model_access_group_aliases": ALL,
    "team_access_groups": ALL,
    "credit_grants": frozenset({"SELECT"}),
    "grant_consumptions": frozenset({"SELECT"}),
    "balance_thresholds": frozenset({"SELECT", "DELETE"}),
    "balance_alerts": frozenset({"SELECT"}),
    "usage_slots": frozenset({"SELECT"}),
    "usage_changes": frozenset({"SELECT"}),
    "usage_days": frozenset({"SELECT"}),
    "provider_credentials": ALL,
    "webhook_endpoints": ALL,
    "webhook_deliveries": ALL,
    "rest_answers": ALL,
    "aerich": frozenset({"SELECT"}),
    "installations": frozenset({"SELECT"}),
}
# Of these the server says a part; the database says the rest.
INSERTED = {
    *(f"credit_accounts.{name}" for name in ("id", "team_id")),
    *(f"balance_thresholds.{name}" for name in ("id", "account_id", "credits")),
    *(f"credit_grants.{name}" for name in ("id", "account_id", "source", "amount", "priority")),
    *(f"credit_grants.{name}" for name in ("effective_at", "expires_at", "reason", "payment_usd")),
}


def promised_constraints() -> list[tuple[str, str]]:
    statements = re.findall(r"ALTER TABLE (\w+)(.*?);\n", GUARANTEES, re.DOTALL)
    return [
        (table, name)
        for table, body in statements
        for name in re.findall(r"ADD CONSTRAINT (\w+)", body)
    ]


def promised_indexes() -> list[tuple[str, str]]:
    found = re.findall(r"CREATE (?:UNIQUE )?INDEX (\w+)\s+ON (\w+)", GUARANTEES)
    return [(table, name) for name, table in found]


def promised_triggers() -> list[tuple[str, str]]:
    found = re.findall(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)\s[^;]*?\sON (\w+)", GUARANTEES)
    return [(table, name) for name, table in found]


def test_the_migration_promises_what_the_ledger_needs() -> None:
    constraints, indexes, triggers = (
        dict.fromkeys(promised())
        for promised in (promised_constraints, promised_indexes, promised_triggers)
    )

    assert ("credit_accounts", "credit_accounts_never_below_floor") in constraints
    assert ("credit_accounts", "credit_accounts_last_entry_fkey") in constraints
    assert ("ledger_entries", "ledger_entries_chain_fkey") in constraints
    assert ("ledger_entries", "ledger_entries_one_refund") in indexes
    assert ("ledger_entries", "append_only") in triggers
    assert ("audit_events", "append_only") in triggers
    assert (len(constraints), len(indexes), len(triggers)) >= (30, 20, 10)


@pytest.mark.parametrize(("table", "name"), promised_constraints())
async def test_each_constraint_is_there_and_holds_for_old_rows_too(
    owner_connection: asyncpg.Connection, table: str, name: str
) -> None:
    assert await owner_connection.fetchval(
        "SELECT convalidated FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $2",
        table,
        name,
    )


@pytest.mark.parametrize(("table", "name"), promised_indexes())
async def test_each_index_is_there_and_valid(
    owner_connection: asyncpg.Connection, table: str, name: str
) -> None:
    assert await owner_connection.fetchval(
        "SELECT indisvalid AND indisready FROM pg_index"
        " WHERE indrelid = $1::regclass AND indexrelid = $2::regclass",
        table,
        name,
    )


@pytest.mark.parametrize(("table", "name"), promised_triggers())
async def test_each_trigger_is_there_and_enabled(
    owner_connection: asyncpg.Connection, table: str, name: str
) -> None:
    enabled = await owner_connection.fetchval(
        "SELECT tgenabled FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname = $2", table, name
    )

    assert enabled == b"O"


async def test_the_servers_role_has_these_rights_and_no_other(
    owner_connection: asyncpg.Connection,
) -> None:
    rows = await owner_connection.fetch(
        "SELECT c.relname::text AS name, acl.privilege_type AS privilege"
        " FROM pg_class c, aclexplode(c.relacl) AS acl"
        " WHERE acl.grantee = $1::regrole AND c.relnamespace = 'public'::regnamespace",
        APP_ROLE,
    )
    columns = await owner_connection.fetch(
        "SELECT a.attrelid::regclass::text || '.' || a.attname AS name, acl.privilege_type"
        " FROM pg_attribute a, aclexplode(a.attacl) AS acl WHERE acl.grantee = $1::regrole",
        APP_ROLE,
    )

    granted: dict[str, set[str]] = {}
    for row in rows:
        granted.setdefault(row["name"], set()).add(row["privilege"])
    assert granted == GRANTED
    assert {tuple(column) for column in columns} == {(name, "INSERT") for name in INSERTED}


async def test_the_servers_role_is_no_superuser_and_owns_nothing(
    owner_connection: asyncpg.Connection,
) -> None:
    role = await owner_connection.fetchrow(
        "SELECT rolsuper, rolcanlogin, rolbypassrls, rolcreaterole FROM pg_roles"
        " WHERE rolname = $1",
        APP_ROLE,
    )
    owned = await owner_connection.fetchval(
        "SELECT count(*) FROM pg_class WHERE relowner = $1::regrole", APP_ROLE
    )

    assert (tuple(role), owned) == ((False, False, False, False), 0)


async def test_every_column_of_every_model_is_in_the_database_and_no_other(
    pool: None, owner_connection: asyncpg.Connection
) -> None:
    asked = {
        (model._meta.db_table, model._meta.fields_map[name].source_field or name, field.null)
        for model in Tortoise.apps["models"].values()
        for name, field in model._meta.fields_map.items()
        if field.has_db_field
    }
    live = await owner_connection.fetch(
        "SELECT table_name, column_name, is_nullable = 'YES' FROM information_schema.columns"
        " WHERE table_schema = 'public'"
        " AND table_name NOT IN ('watched_teams', 'usage_changes')"  # have no model
    )

    assert asked == {tuple(column) for column in live}


def test_no_model_has_changed_without_a_migration() -> None:
    drift = subprocess.run(
        [sys.executable, "-m", "persistence.migrations.drift"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"AERICH_NO_TORTOISE_V1_WARNING": "1"},
    )

    assert (drift.returncode, drift.stderr) == (0, "")


@pytest.mark.parametrize("name", runner.known())
def test_each_migration_can_be_compared_without_a_database(name: str) -> None:
    module = import_module(f"persistence.migrations.models.{name.removesuffix('.py')}")

    assert module.MODELS_STATE
