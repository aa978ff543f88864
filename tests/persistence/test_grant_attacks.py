"""What somebody with SQL at hand may try with grants and thresholds: the ledger moves them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio

from domain import credits
from domain.access import SYSTEM
from persistence import thresholds
from persistence.database import APP_ROLE, transaction
from persistence.models import CreditAccount, CreditGrant, EntryKind
from tests.persistence.accounts import drift, give, insert, make_account, post

REFUSED = asyncpg.exceptions.RestrictViolationError  # 23001, of our triggers


@pytest_asyncio.fixture
async def account(database: None) -> CreditAccount:
    """Ten given, three charged, a threshold that has fired and one that has not."""
    account = await make_account()
    await give(account, 10)
    async with transaction():
        await thresholds.replace(account.id, [8, 2])
    await post(account, EntryKind.CHARGE, -3)
    return await CreditAccount.get(id=account.id)


@pytest_asyncio.fixture
async def app(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_url, server_settings={"role": APP_ROLE})
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def superuser(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> AsyncIterator[asyncpg.Connection]:
    yield owner_connection
    assert await drift(owner_connection) == []


FORBIDDEN = [
    "UPDATE credit_grants SET remaining = amount",
    "UPDATE credit_grants SET expires_at = NULL",
    "UPDATE credit_grants SET priority = -1",
    "DELETE FROM credit_grants",
    "TRUNCATE credit_grants CASCADE",
    "INSERT INTO grant_consumptions (id, account_id, sequence, grant_id, amount)"
    " SELECT gen_random_uuid(), account_id, 1, id, 1 FROM credit_grants",
    "UPDATE grant_consumptions SET amount = 1",
    "DELETE FROM grant_consumptions",
    "TRUNCATE grant_consumptions",
    "UPDATE balance_thresholds SET is_armed = true",
    "UPDATE balance_thresholds SET credits = 1",
    "INSERT INTO balance_alerts (id, account_id, credits, sequence, available)"
    " SELECT gen_random_uuid(), account_id, 5, 1, 1 FROM credit_grants",
    "UPDATE balance_alerts SET available = 0",
    "DELETE FROM balance_alerts",
    "TRUNCATE balance_alerts",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_not_even_a_superuser_moves_them_by_hand(
    superuser: asyncpg.Connection, statement: str
) -> None:
    with pytest.raises(REFUSED, match="append-only"):
        await superuser.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        *FORBIDDEN,
        "INSERT INTO credit_grants (id, account_id, source, amount, remaining)"
        " SELECT gen_random_uuid(), account_id, source, 5, 5 FROM credit_grants",
        "INSERT INTO credit_grants (id, account_id, source, amount, posted_sequence)"
        " SELECT gen_random_uuid(), account_id, source, 5, 1 FROM credit_grants",
        "INSERT INTO balance_thresholds (id, account_id, credits, is_armed)"
        " SELECT gen_random_uuid(), account_id, 3, true FROM credit_grants",
        "ALTER TABLE credit_grants DISABLE TRIGGER ALL",
        "DROP TRIGGER by_ledger_alone ON credit_grants",
        "SELECT spend_grants(e) FROM ledger_entries e WHERE kind = 'charge'",
        "SELECT begin_spending(e) FROM ledger_entries e WHERE kind = 'grant'",
        "SELECT end_grant(e) FROM ledger_entries e WHERE kind = 'charge'",
    ],
)
async def test_the_server_says_terms_and_levels_and_no_state(
    account: CreditAccount, app: asyncpg.Connection, statement: str
) -> None:
    before = await CreditGrant.all().values()
    with pytest.raises(asyncpg.PostgresError) as refusal:
        await app.execute(statement)

    assert isinstance(refusal.value, asyncpg.InsufficientPrivilegeError | REFUSED)
    assert await CreditGrant.all().values() == before


async def test_a_grant_put_in_by_hand_is_nothing_until_an_entry_begins_it(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    await superuser.execute(
        "INSERT INTO credit_grants (id, account_id, source, amount, remaining, posted_sequence,"
        " ended_at, ended_by) SELECT gen_random_uuid(), account_id, source, 5, 5, 1, now(), 'void'"
        " FROM credit_grants"
    )

    made = await CreditGrant.get(amount=5)
    assert (made.remaining, made.posted_sequence, made.ended_at, made.ended_by) == (0,) + (
        None,
    ) * 3


async def test_a_threshold_put_in_by_hand_is_armed_as_the_account_is(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    await superuser.execute(
        "INSERT INTO balance_thresholds (id, account_id, credits, is_armed, last_fired_at)"
        " SELECT gen_random_uuid(), account_id, 9, true, now() FROM credit_grants"
    )

    row = await superuser.fetchrow("SELECT * FROM balance_thresholds WHERE credits = 9")
    assert (row["is_armed"], row["last_fired_at"]) == (False, None)


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "charge", "amount": -1},
        {"kind": "hold", "held_change": 1},
        {"kind": "adjustment", "amount": -1, "reason": "Stocktaking"},
    ],
)
async def test_what_gives_nothing_names_no_grant(
    account: CreditAccount, superuser: asyncpg.Connection, columns: dict
) -> None:
    grant = await CreditGrant.get()
    with pytest.raises(asyncpg.CheckViolationError, match="grant_check"):
        await insert(superuser, account, grant_id=grant.id, **columns)


@pytest.mark.parametrize("kind", ["expiry", "void"])
async def test_no_grant_is_ended_for_another_account(
    account: CreditAccount, superuser: asyncpg.Connection, kind: str
) -> None:
    other = await make_account("other", balance=5)
    grant = await give(other, 5, begun=timedelta(days=2), ends=timedelta(days=-1))
    with pytest.raises(asyncpg.PostgresError, match="does not end so"):
        await insert(superuser, account, kind=kind, grant_id=grant.id)
    with pytest.raises(asyncpg.PostgresError, match="does not end so"):
        await insert(superuser, account, kind=kind)


async def test_a_second_entry_for_a_grant_is_refused(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    grant = await CreditGrant.get()
    for kind, amount in (("grant", 10), ("waiver", 10), ("grant", 0)):
        with pytest.raises(asyncpg.PostgresError, match="not a grant"):
            await insert(superuser, account, kind=kind, amount=amount, grant_id=grant.id)


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE credit_grants SET remaining = 8", "what is left of the grants is not the balance"),
        ("UPDATE credit_grants SET amount = 11", "a grant is not what was spent of it"),
        ("UPDATE grant_consumptions SET amount = 2", "a grant is not what was spent of it"),
        ("DELETE FROM grant_consumptions", "a grant is not what was spent of it"),
        ("UPDATE ledger_entries SET grant_id = NULL", "it is not what was written"),
        (
            "UPDATE ledger_entries SET grant_id = gen_random_uuid() WHERE grant_id IS NOT NULL",
            "it is not what was written",
        ),
    ],
)
async def test_what_a_superuser_rewrites_unwatched_is_found(
    account: CreditAccount, owner_connection: asyncpg.Connection, tampering: str, problem: str
) -> None:
    assert (await credits.verify(SYSTEM)).broken is None
    async with owner_connection.transaction():
        await owner_connection.execute("SET LOCAL session_replication_role = replica")
        await owner_connection.execute(tampering)

    broken = (await credits.verify(SYSTEM)).broken
    assert broken is not None
    assert broken.problem == problem
