"""What somebody with SQL at hand may try, as the server's role and as owner and superuser."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from persistence.database import APP_ROLE
from persistence.models import AuditEvent, CreditAccount, EntryKind, LedgerEntry
from tests.persistence.accounts import drift, hold, insert, make_account, post

REFUSED = asyncpg.exceptions.RestrictViolationError  # 23001, of our triggers


@pytest_asyncio.fixture
async def account(database: None) -> CreditAccount:
    """Ten in it, four of them held, three charged."""
    account = await make_account(balance=13)
    await post(account, EntryKind.CHARGE, -3)
    await hold(account, 4)
    return await CreditAccount.get(id=account.id)


@pytest_asyncio.fixture
async def app(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who has taken over the server."""
    connection = await asyncpg.connect(database_url, server_settings={"role": APP_ROLE})
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def superuser(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> AsyncIterator[asyncpg.Connection]:
    """Whatever an attack leaves: the ledger is as it was, or as proper entries make it."""
    await AuditEvent.create(action="ledger.attacked", actor_label="somebody")
    yield owner_connection
    assert await drift(owner_connection) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_accounts SET balance = balance + 1",
        "UPDATE credit_accounts SET overdraft_limit = 1000",
        "UPDATE credit_accounts SET held = 0",
        "UPDATE credit_accounts SET last_hash = '\\x00'",
        "DELETE FROM credit_accounts",
        "TRUNCATE credit_accounts CASCADE",
        "UPDATE ledger_entries SET amount = 1000",
        "UPDATE ledger_entries SET reason = 'other'",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries",
        "UPDATE audit_events SET actor_label = 'somebody else'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "INSERT INTO credit_accounts (id, team_id, balance) SELECT id, team_id, 5"
        " FROM credit_accounts",
        "INSERT INTO credit_accounts (id, team_id, overdraft_limit) SELECT id, team_id, 5"
        " FROM credit_accounts",
        "ALTER TABLE ledger_entries DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only ON ledger_entries",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RETURN NULL; END$$",
        "SET session_replication_role = replica",
        "CREATE TABLE credit_accounts_of_mine (id int)",
    ],
)
async def test_the_server_cannot_rewrite_history(
    account: CreditAccount, app: asyncpg.Connection, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute(statement)


async def test_the_server_cannot_shadow_the_ledgers_tables(
    account: CreditAccount, app: asyncpg.Connection
) -> None:
    await app.execute("SET search_path = pg_temp, public")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("CREATE TABLE public.credit_accounts_twin (id int)")
    await app.execute(
        "CREATE TEMP TABLE credit_accounts AS SELECT * FROM public.credit_accounts WITH NO DATA"
    )
    await insert(app, account, kind="charge", amount=-1)

    assert await app.fetchval("SELECT balance FROM public.credit_accounts") == 9


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_accounts SET balance = balance + 1, total_granted = total_granted + 1",
        "UPDATE credit_accounts SET held = 0",
        "UPDATE credit_accounts SET last_sequence = last_sequence - 1",
        "UPDATE credit_accounts SET last_hash = '\\x01'",
        "UPDATE credit_accounts SET total_granted = total_granted + 1,"
        " total_charged = total_charged + 1",
        "UPDATE credit_accounts SET id = gen_random_uuid()",
        "DELETE FROM credit_accounts",
        "TRUNCATE credit_accounts CASCADE",
        "UPDATE ledger_entries SET amount = 1000",
        "DELETE FROM ledger_entries WHERE sequence = 3",
        "TRUNCATE ledger_entries CASCADE",
        "UPDATE audit_events SET actor_label = 'somebody else'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
    ],
)
async def test_not_even_a_superuser_changes_it_by_hand(
    superuser: asyncpg.Connection, statement: str
) -> None:
    with pytest.raises(REFUSED, match=r"append-only|one entry at a time"):
        await superuser.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        # One more in the balance, with a step that looks like an entry.
        "UPDATE credit_accounts SET balance = balance + 1, total_granted = total_granted + 1,"
        " last_sequence = last_sequence + 1",
        # Nothing but a step.
        "UPDATE credit_accounts SET last_sequence = last_sequence + 1",
    ],
)
async def test_a_step_without_its_entry_does_not_commit(
    superuser: asyncpg.Connection, statement: str
) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await superuser.execute(statement)


async def test_a_balance_without_its_total_is_refused(superuser: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(
            "UPDATE credit_accounts SET balance = balance + 1, last_sequence = last_sequence + 1"
        )


async def test_a_hand_made_entry_becomes_a_proper_posting(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    await insert(
        superuser,
        account,
        amount=-1,
        sequence=77,
        previous_sequence=76,
        previous_balance=10**6,
        balance_after=10**6 - 1,
        held_after=0,
        row_hash=b"forged",
    )

    entry = await LedgerEntry.get(actor_label="attacker")
    assert (entry.sequence, entry.previous_balance, entry.balance_after, entry.held_after) == (
        4,
        10,
        9,
        4,
    )
    assert entry.row_hash != b"forged"


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"kind": "open"}, asyncpg.UniqueViolationError),
        ({"kind": "charge", "amount": 5}, asyncpg.CheckViolationError),
        ({"kind": "charge", "amount": 0}, asyncpg.CheckViolationError),
        ({"kind": "grant", "amount": -1}, asyncpg.CheckViolationError),
        ({"kind": "grant", "amount": 1, "held_change": 1}, asyncpg.CheckViolationError),
        ({"kind": "top_up", "amount": 1}, asyncpg.CheckViolationError),
        ({"kind": "grant", "amount": 1, "payment_type": "one_time"}, asyncpg.CheckViolationError),
        ({"kind": "waiver", "amount": -1}, asyncpg.CheckViolationError),
        ({"kind": "hold", "amount": -1, "held_change": 1}, asyncpg.CheckViolationError),
        ({"kind": "hold", "held_change": -4}, asyncpg.CheckViolationError),
        ({"kind": "adjustment", "amount": 1}, asyncpg.CheckViolationError),
        ({"kind": "adjustment", "amount": 1, "reason": "short"}, asyncpg.CheckViolationError),
        ({"kind": "adjustment", "amount": 0, "reason": "long enough"}, asyncpg.CheckViolationError),
        ({"kind": "gift", "amount": 1}, asyncpg.CheckViolationError),
        ({"kind": "grant", "amount": 1, "request_hash": b""}, asyncpg.CheckViolationError),
        ({"kind": "grant", "amount": 1, "idempotency_key": ""}, asyncpg.CheckViolationError),
        ({"kind": "grant", "amount": 1, "actor_label": ""}, asyncpg.CheckViolationError),
        # Entry 2 is the charge of 3, entry 3 the hold of 4.
        ({"kind": "refund", "amount": 1}, asyncpg.CheckViolationError),
        (
            {"kind": "refund", "amount": 4, "reverses_sequence": 2, "reverses_amount": -3},
            asyncpg.CheckViolationError,
        ),
        (
            {"kind": "refund", "amount": 9, "reverses_sequence": 2, "reverses_amount": -9},
            asyncpg.ForeignKeyViolationError,
        ),
        (
            {"kind": "grant", "amount": 1, "reverses_sequence": 2, "reverses_amount": -3},
            asyncpg.CheckViolationError,
        ),
        (
            {"kind": "capture", "amount": -5, "held_change": -4, "resolves_sequence": 3,
             "resolves_held": 4},
            asyncpg.CheckViolationError,
        ),
        (
            {"kind": "capture", "amount": -1, "held_change": -2, "resolves_sequence": 3,
             "resolves_held": 4},
            asyncpg.CheckViolationError,
        ),
        (
            {"kind": "release", "held_change": -2, "resolves_sequence": 3, "resolves_held": 2},
            asyncpg.ForeignKeyViolationError,
        ),
        ({"kind": "release", "held_change": -4}, asyncpg.CheckViolationError),
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["app", "superuser"])
async def test_no_entry_tells_what_cannot_be(
    account: CreditAccount,
    superuser: asyncpg.Connection,
    app: asyncpg.Connection,
    *,
    who: str,
    columns: dict,
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        await insert({"app": app, "superuser": superuser}[who], account, **columns)


@pytest.mark.parametrize("columns", [{"amount": -7}, {"kind": "hold", "held_change": 7}])
@pytest.mark.parametrize("who", ["app", "superuser"])
async def test_what_is_held_cannot_be_spent(
    account: CreditAccount,
    superuser: asyncpg.Connection,
    app: asyncpg.Connection,
    *,
    who: str,
    columns: dict,
) -> None:
    with pytest.raises(asyncpg.PostgresError) as refusal:
        await insert({"app": app, "superuser": superuser}[who], account, **columns)

    assert refusal.value.sqlstate == "LC001"


async def test_a_hold_is_captured_once_and_a_charge_refunded_once(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    await hold(account, 4)
    capture = {
        "kind": "capture", "amount": -1, "held_change": -4, "resolves_sequence": 3,
        "resolves_held": 4,
    }  # fmt: skip
    refund = {"kind": "refund", "amount": 1, "reverses_sequence": 2, "reverses_amount": -3}
    for columns in (capture, refund):
        await insert(superuser, account, **columns)
        with pytest.raises(asyncpg.UniqueViolationError):
            await insert(superuser, account, **columns)


async def test_a_refund_reaches_no_charge_of_another_account(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    other = await make_account("other", balance=1)

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await insert(
            superuser, other, kind="refund", amount=1, reverses_sequence=2, reverses_amount=-3
        )


async def test_a_key_is_used_once(account: CreditAccount, superuser: asyncpg.Connection) -> None:
    await insert(superuser, account, amount=-1, idempotency_key="k")

    with pytest.raises(asyncpg.UniqueViolationError):
        await insert(superuser, account, amount=-1, idempotency_key="k")


async def test_a_conflict_that_is_ignored_moves_no_balance(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    copy = (
        "INSERT INTO ledger_entries (id, account_id, kind, amount, held_change, idempotency_key,"
        " request_hash, actor_kind, actor_label) SELECT {id}, account_id, kind, amount,"
        " held_change, {key}, request_hash, actor_kind, actor_label FROM ledger_entries"
        " WHERE kind = 'charge' ON CONFLICT DO NOTHING"
    )
    with pytest.raises(asyncpg.UniqueViolationError):
        await superuser.execute(copy.format(id="gen_random_uuid()", key="idempotency_key"))
    # A conflict of the primary key alone is seen only after the trigger has moved the balance,
    # and what the grants have paid for has the entry's id.
    with pytest.raises(asyncpg.UniqueViolationError, match="grant_consumptions_pkey"):
        await superuser.execute(copy.format(id="id", key="'new'"))
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await superuser.execute(
            copy.replace("kind = 'charge'", "kind = 'hold'").format(id="id", key="'new'")
        )


async def test_an_account_without_its_first_entry_does_not_commit(
    account: CreditAccount, app: asyncpg.Connection
) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await app.execute(
            "INSERT INTO credit_accounts (id, team_id)"
            " SELECT gen_random_uuid(), id FROM teams t WHERE EXISTS (SELECT 1)"
            " ON CONFLICT (team_id) DO NOTHING; INSERT INTO teams (id, created_at, updated_at,"
            " team_id, organization_id, name, status, is_default, metadata, budget_mode,"
            " markup_percent) SELECT gen_random_uuid(), now(), now(), 'new', organization_id,"
            " 'new', 'active', false, '{}', 'job_based', 0 FROM teams LIMIT 1;"
            " INSERT INTO credit_accounts (id, team_id)"
            " SELECT gen_random_uuid(), id FROM teams WHERE team_id = 'new'"
        )


async def test_an_entry_for_no_account_is_refused(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    stranger = CreditAccount(team_id=account.team_id)

    with pytest.raises(asyncpg.PostgresError) as refusal:
        await insert(superuser, stranger, kind="grant", amount=1)

    assert refusal.value.sqlstate == "LC002"


async def test_an_overdraft_is_the_owners_to_give_and_holds_its_floor(
    account: CreditAccount, superuser: asyncpg.Connection
) -> None:
    await superuser.execute("UPDATE credit_accounts SET overdraft_limit = 5")
    await insert(superuser, account, amount=-11)

    with pytest.raises(asyncpg.PostgresError) as refusal:
        await insert(superuser, account, amount=-1)
    assert refusal.value.sqlstate == "LC001"
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute("UPDATE credit_accounts SET overdraft_limit = 4")
