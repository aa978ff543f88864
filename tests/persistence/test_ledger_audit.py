"""A rewritten ledger is found out: which team, which entry, and what is wrong with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
import pytest_asyncio

from domain import credits
from domain.access import SYSTEM
from persistence import ledger_audit
from persistence.models import CreditAccount, EntryKind
from tests.persistence.accounts import hold, make_account, post

WRITTEN = "it is not what was written"
FOLLOWS = "it does not follow from the entry before"


@pytest_asyncio.fixture
async def account(database: None) -> CreditAccount:
    """Entries: 1 grant, 2 charge, 3 refund, 4 hold, 5 capture, 6 adjustment; another beside it."""
    account = await make_account(balance=100)
    charge = await post(account, EntryKind.CHARGE, -10)
    await post(account, EntryKind.REFUND, 5, reverses=charge)
    held = await hold(account, 20)
    await post(account, EntryKind.CAPTURE, -5, held_change=-20, resolves=held)
    await post(account, EntryKind.ADJUSTMENT, 3, reason="Stocktaking")
    other = await make_account("other", balance=7)
    await post(other, EntryKind.CHARGE, -1)
    return await CreditAccount.get(id=account.id)


@asynccontextmanager
async def nobody_watching(connection: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    """What a superuser can do: no trigger and no foreign key is looked at."""
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        yield connection


async def tamper(connection: asyncpg.Connection, statement: str, *values: object) -> None:
    async with nobody_watching(connection):
        assert not (await connection.execute(statement, *values)).endswith(" 0")


async def test_an_untouched_ledger_is_whole(account: CreditAccount) -> None:
    found = await credits.verify(SYSTEM)

    assert (found.accounts, found.entries, found.broken) == (2, 10, None)


async def test_an_empty_ledger_is_whole(database: None) -> None:
    assert await credits.verify(SYSTEM) == credits.Verification(0, 0, None)


async def test_it_is_walked_in_parts_that_overlap_by_one(
    account: CreditAccount,
    owner_connection: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger_audit, "_ACCOUNTS_AT_ONCE", 1)
    for size in (1, 2, 3, 5, 10):
        monkeypatch.setattr(ledger_audit, "_ENTRIES_AT_ONCE", size)
        assert await credits.verify(SYSTEM) == credits.Verification(2, 10, None)

    change = (
        "UPDATE ledger_entries SET reason = 'Other words' WHERE account_id = $1 AND sequence = $2"
    )
    for sequence in reversed(range(7)):
        await tamper(owner_connection, change, account.id, sequence)
        for size in (1, 2, 3, 5, 10):
            monkeypatch.setattr(ledger_audit, "_ENTRIES_AT_ONCE", size)
            broken = (await credits.verify(SYSTEM)).broken
            assert broken == credits.Broken("team", sequence, WRITTEN)


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'Other words'",
        "actor_label = 'somebody else'",
        "actor_kind = 'admin_key'",
        "actor_id = gen_random_uuid()",
        "created_at = created_at - interval '1 day'",
        "idempotency_key = 'other'",
        "request_hash = sha256('other')",
        "job_id = gen_random_uuid()",
        "id = gen_random_uuid()",
        "kind = 'waiver', reverses_sequence = NULL, reverses_amount = NULL",
        "row_hash = '\\x00'",
    ],
)
async def test_any_changed_fact_is_found(
    account: CreditAccount, owner_connection: asyncpg.Connection, change: str
) -> None:
    await tamper(
        owner_connection,
        f"UPDATE ledger_entries SET {change} WHERE account_id = $1 AND sequence = 3",
        account.id,
    )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken("team", 3, WRITTEN)


@pytest.mark.parametrize(
    ("change", "sequence", "problem"),
    [
        ("amount = amount - 1, balance_after = balance_after - 1", 2, WRITTEN),
        ("previous_balance = previous_balance + 1, balance_after = balance_after + 1", 2, FOLLOWS),
        ("previous_held = 1, held_after = 1", 2, FOLLOWS),
        ("reverses_amount = reverses_amount - 1", 3, "the charge it gives back is not there"),
        ("reverses_sequence = 1", 3, WRITTEN),
        ("resolves_sequence = 1", 5, WRITTEN),
    ],
)
async def test_a_changed_figure_is_found_where_it_was_changed(
    account: CreditAccount,
    owner_connection: asyncpg.Connection,
    *,
    change: str,
    sequence: int,
    problem: str,
) -> None:
    await tamper(
        owner_connection,
        f"UPDATE ledger_entries SET {change} WHERE account_id = $1 AND sequence = $2",
        account.id,
        sequence,
    )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken("team", sequence, problem)


async def test_a_hash_made_anew_for_one_entry_breaks_the_next(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    await tamper(
        owner_connection,
        "UPDATE ledger_entries SET reason = 'Other words' WHERE account_id = $1 AND sequence = 2",
        account.id,
    )
    await tamper(
        owner_connection,
        "UPDATE ledger_entries e SET row_hash = ledger_entry_hash(e, before.row_hash)"
        " FROM ledger_entries before WHERE e.account_id = $1 AND e.sequence = 2"
        " AND before.account_id = e.account_id AND before.sequence = 1",
        account.id,
    )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken("team", 3, WRITTEN)


async def test_a_removed_entry_is_found_at_the_gap(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    await tamper(
        owner_connection,
        "DELETE FROM ledger_entries WHERE account_id = $1 AND sequence = 2",
        account.id,
    )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken(
        "team", 3, "entries before it are missing"
    )


async def test_a_tail_cut_off_is_found_by_the_account(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    await tamper(
        owner_connection,
        "DELETE FROM ledger_entries WHERE account_id = $1 AND sequence >= 5",
        account.id,
    )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken(
        "team", 4, "entries after it are missing"
    )


async def test_a_tail_cut_off_with_the_account_set_back_breaks_its_hash(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    async with nobody_watching(owner_connection) as connection:
        await connection.execute(
            "DELETE FROM ledger_entries WHERE account_id = $1 AND sequence = 6", account.id
        )
        await connection.execute(
            "UPDATE credit_accounts SET balance = balance - 3, total_adjusted = 0,"
            " last_sequence = 5 WHERE id = $1",
            account.id,
        )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken(
        "team", 5, "the account does not stand where it left it"
    )


async def test_all_entries_gone_is_found(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    await tamper(owner_connection, "DELETE FROM ledger_entries WHERE account_id = $1", account.id)

    assert (await credits.verify(SYSTEM)).broken == credits.Broken(
        "team", 0, "its entries are gone"
    )


async def test_an_account_gone_is_found(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    await tamper(owner_connection, "DELETE FROM credit_accounts WHERE id = $1", account.id)

    assert (await credits.verify(SYSTEM)).broken == credits.Broken(
        f"account {account.id}", 0, "its account is gone"
    )


async def test_an_entry_put_in_is_found(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    await tamper(
        owner_connection,
        "INSERT INTO ledger_entries SELECT (jsonb_populate_record(e, jsonb_build_object("
        "'id', gen_random_uuid(), 'sequence', 7, 'previous_sequence', 6, 'kind', 'grant',"
        "'amount', 50, 'previous_balance', balance_after, 'balance_after', balance_after + 50,"
        "'idempotency_key', 'mine', 'reason', 'mine', 'grant_id', NULL))).* FROM ledger_entries e"
        " WHERE account_id = $1 AND sequence = 6",
        account.id,
    )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken("team", 7, WRITTEN)


async def test_entries_that_changed_places_are_found(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    async with nobody_watching(owner_connection) as connection:
        for old, new in ((1, 90), (2, 1), (90, 2)):
            await connection.execute(
                "UPDATE ledger_entries SET sequence = $3, previous_sequence = $3 - 1::bigint"
                " WHERE account_id = $1 AND sequence = $2",
                account.id,
                old,
                new,
            )

    assert (await credits.verify(SYSTEM)).broken == credits.Broken("team", 1, FOLLOWS)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            "balance = balance + 5, total_granted = total_granted + 5",
            "the account does not stand where it left it",
        ),
        ("held = 1", "the account does not stand where it left it"),
        ("last_hash = '\\x00'", "the account does not stand where it left it"),
        (
            "total_granted = total_granted + 5, total_charged = total_charged + 5",
            "the totals of the account are not those of its entries",
        ),
    ],
)
async def test_an_account_that_says_otherwise_is_found(
    account: CreditAccount, owner_connection: asyncpg.Connection, change: str, problem: str
) -> None:
    await tamper(owner_connection, f"UPDATE credit_accounts SET {change} WHERE id = $1", account.id)

    assert (await credits.verify(SYSTEM)).broken == credits.Broken("team", 6, problem)
