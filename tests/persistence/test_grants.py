"""What the ledger makes of grants: who pays first, what is left, how they begin and end."""

import importlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from domain import credits
from domain.access import SYSTEM
from persistence import ledger
from persistence.account_rows import Line, post_lines
from persistence.models import (
    CreditAccount,
    CreditGrant,
    EntryKind,
    GrantConsumption,
    GrantEnd,
    GrantSource,
    LedgerEntry,
    PaymentType,
    uuid7,
)
from tests.conftest import make_database
from tests.persistence.accounts import drift, give, hold, make_account, post

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest_asyncio.fixture
async def account(database: None, owner_connection: asyncpg.Connection):
    """Whatever is done to it: what is left of its grants is its balance."""
    account = await make_account()
    yield account
    assert await drift(owner_connection) == []
    assert (await credits.verify(SYSTEM)).broken is None


async def left(*grants: CreditGrant) -> list[int]:
    found = {grant.id: grant.remaining for grant in await CreditGrant.all()}
    return [found[grant.id] for grant in grants]


async def paid(entry: LedgerEntry) -> list[tuple[object, int]]:
    parts = await GrantConsumption.filter(sequence=entry.sequence).order_by("created_at")
    return [(part.grant_id, part.amount) for part in parts]


async def the_grant_of(entry: LedgerEntry) -> CreditGrant:
    return await CreditGrant.get(id=entry.grant_id)


# ------------------------------------------------------------------ who pays first


async def test_the_lower_priority_pays_first_then_the_earlier_end_then_the_older(
    account: CreditAccount,
) -> None:
    last = await give(account, 1, priority=1, ends=HOUR)
    endless = await give(account, 1)
    late = await give(account, 1, ends=2 * DAY)
    soon = await give(account, 1, ends=DAY)
    younger = await give(account, 1)
    first = await give(account, 1, priority=-1)

    charged = await post(account, EntryKind.CHARGE, -6)

    order = [first, soon, late, endless, younger, last]
    assert await paid(charged) == [(grant.id, 1) for grant in order]


async def test_a_charge_takes_from_each_what_it_has_and_leaves_the_rest(
    account: CreditAccount,
) -> None:
    first, second = await give(account, 5, priority=0), await give(account, 5, priority=1)

    charged = await post(account, EntryKind.CHARGE, -7)

    assert await left(first, second) == [0, 3]
    assert await paid(charged) == [(first.id, 5), (second.id, 2)]
    assert (await CreditGrant.get(id=first.id)).ended_at == charged.created_at


async def test_a_grant_past_its_end_pays_only_what_no_other_can(account: CreditAccount) -> None:
    over = await give(account, 5, priority=-1, begun=DAY, ends=-HOUR)
    good = await give(account, 5, priority=1)

    await post(account, EntryKind.CHARGE, -4)
    assert await left(over, good) == [5, 1]
    await post(account, EntryKind.CHARGE, -3)
    assert await left(over, good) == [3, 0]


async def test_a_capture_pays_out_of_grants_and_a_hold_does_not(account: CreditAccount) -> None:
    grant = await give(account, 10)
    held = await hold(account, 6)
    assert await left(grant) == [10]
    await post(account, EntryKind.CAPTURE, -4, held_change=-6, resolves=held)
    assert await left(grant) == [6]


async def test_a_debt_is_paid_back_by_the_next_grant(
    account: CreditAccount, owner_connection: asyncpg.Connection
) -> None:
    await owner_connection.execute("UPDATE credit_accounts SET overdraft_limit = 8")
    first = await give(account, 3)
    charged = await post(account, EntryKind.CHARGE, -10)
    assert await paid(charged) == [(first.id, 3)]

    second, third = await give(account, 4), await give(account, 10)

    assert await left(first, second, third) == [0, 0, 7]
    repaid = await LedgerEntry.get(sequence=third.posted_sequence, account_id=account.id)
    assert await paid(repaid) == [(third.id, 3)]


# ------------------------------------------------------------------ every positive entry


@pytest.mark.parametrize(
    ("kind", "facts", "source"),
    [
        (EntryKind.GRANT, {}, GrantSource.ALLOCATION),
        (EntryKind.TOP_UP, {"payment_type": PaymentType.SUBSCRIPTION}, "subscription_payment"),
        (EntryKind.TOP_UP, {"payment_type": PaymentType.ONE_TIME}, "one_time_payment"),
        (EntryKind.WAIVER, {}, GrantSource.CORRECTION),
        (EntryKind.ADJUSTMENT, {"reason": "Stocktaking"}, GrantSource.CORRECTION),
    ],
)
async def test_an_entry_that_names_no_grant_gets_one(
    account: CreditAccount, kind: EntryKind, facts: dict, source: str
) -> None:
    entry = await post(account, kind, 5, **facts)

    grant = await the_grant_of(entry)
    assert (grant.source, grant.amount, grant.remaining) == (source, 5, 5)
    assert (grant.posted_sequence, grant.reason) == (entry.sequence, facts.get("reason"))


async def test_a_refund_is_a_grant_of_its_own(account: CreditAccount) -> None:
    grant = await give(account, 5)
    charged = await post(account, EntryKind.CHARGE, -5)
    refund = await post(account, EntryKind.REFUND, 3, reverses=charged)

    assert await left(grant, await the_grant_of(refund)) == [0, 3]


@pytest.mark.parametrize("wrong", ["amount", "account", "twice", "early", "ended"])
async def test_an_entry_begins_only_the_grant_it_was_made_for(
    account: CreditAccount, owner_connection: asyncpg.Connection, wrong: str
) -> None:
    other = await make_account("other")
    grant_id = await owner_connection.fetchval(
        "INSERT INTO credit_grants (id, account_id, source, amount, effective_at)"
        " VALUES (gen_random_uuid(), $1, 'promotion', 5, $2) RETURNING id",
        other.id if wrong == "account" else account.id,
        datetime.now(UTC) + (HOUR if wrong == "early" else -HOUR),
    )
    if wrong == "twice":
        await post(account, EntryKind.GRANT, 5, grant_id=grant_id)
    if wrong == "ended":
        await post(account, EntryKind.VOID, grant_id=grant_id)

    with pytest.raises(ledger.AlreadyResolved):
        await post(account, EntryKind.GRANT, 4 if wrong == "amount" else 5, grant_id=grant_id)


# ------------------------------------------------------------------ the end


async def test_what_is_left_at_the_end_leaves_balance_and_total(account: CreditAccount) -> None:
    over = await give(account, 5, begun=DAY, ends=-HOUR)
    good = await give(account, 2)

    entry = await post(account, EntryKind.EXPIRY, grant_id=over.id)

    now = await CreditAccount.get(id=account.id)
    assert (entry.amount, now.balance, now.total_granted) == (-5, 2, 2)
    assert await left(over, good) == [0, 2]
    assert await paid(entry) == [(over.id, 5)]
    assert (await CreditGrant.get(id=over.id)).ended_by is GrantEnd.EXPIRY


async def test_what_is_held_does_not_expire_until_it_is_let_go(account: CreditAccount) -> None:
    over = await give(account, 5, begun=DAY, ends=-HOUR)
    held = await hold(account, 4)

    assert (await post(account, EntryKind.EXPIRY, grant_id=over.id)).amount == -1
    with pytest.raises(ledger.AlreadyResolved):
        await post(account, EntryKind.EXPIRY, grant_id=over.id)
    await post(account, EntryKind.CAPTURE, -1, held_change=-4, resolves=held)
    assert (await post(account, EntryKind.EXPIRY, grant_id=over.id)).amount == -3
    with pytest.raises(ledger.AlreadyResolved):
        await post(account, EntryKind.EXPIRY, grant_id=over.id)


async def test_nothing_expires_before_its_end(account: CreditAccount) -> None:
    for grant in (await give(account, 5, ends=HOUR), await give(account, 5)):
        with pytest.raises(ledger.AlreadyResolved):
            await post(account, EntryKind.EXPIRY, grant_id=grant.id)


async def test_who_ends_a_grant_does_not_say_how_much_leaves(account: CreditAccount) -> None:
    grant = await give(account, 5)

    entry = await post(account, EntryKind.VOID, -100, grant_id=grant.id)

    assert entry.amount == -5


async def test_a_voided_grant_pays_last_for_what_was_held_before(account: CreditAccount) -> None:
    voided, good = await give(account, 5), await give(account, 5)
    held = await hold(account, 8)

    assert (await post(account, EntryKind.VOID, grant_id=voided.id)).amount == -2
    await post(account, EntryKind.CAPTURE, -6, held_change=-8, resolves=held)

    assert await left(voided, good) == [2, 0]
    assert (await post(account, EntryKind.VOID, grant_id=voided.id)).amount == -2
    assert (await CreditGrant.get(id=voided.id)).ended_at is not None


async def test_a_grant_ends_once_and_in_one_way(account: CreditAccount) -> None:
    over = await give(account, 5, begun=DAY, ends=-HOUR)
    await post(account, EntryKind.VOID, grant_id=over.id)

    for kind in (EntryKind.VOID, EntryKind.EXPIRY):
        with pytest.raises(ledger.AlreadyResolved):
            await post(account, kind, grant_id=over.id)


# ------------------------------------------------------------------ many at once


def line(account: CreditAccount, kind: EntryKind, **facts) -> Line:
    return Line(
        id=uuid7(),
        account_id=account.id,
        kind=kind,
        idempotency_key=str(uuid4()),
        request_hash=bytes(32),
        actor_kind="system",
        actor_label="system",
        **facts,
    )


async def test_many_entries_of_many_accounts_in_one_statement(account: CreditAccount) -> None:
    other = await make_account("other")
    mine = [await give(account, 5), await give(account, 5)]
    theirs = [await give(other, 4), await give(other, 9)]
    held = [await hold(account, 3), await hold(other, 6)]

    await post_lines(
        [
            line(account, EntryKind.CHARGE, amount=-4),
            line(other, EntryKind.CAPTURE, amount=-5, held_change=-6, resolves_id=held[1].id),
            line(account, EntryKind.CAPTURE, amount=-2, held_change=-3, resolves_id=held[0].id),
            line(other, EntryKind.CHARGE, amount=-1),
            line(account, EntryKind.HOLD, held_change=4),
            line(account, EntryKind.WAIVER, amount=4),
            line(account, EntryKind.CHARGE, amount=-3),
        ]
    )

    assert await left(*mine, *theirs) == [0, 1, 0, 7]
    now = await CreditAccount.get(id=account.id)
    assert (now.balance, now.held, now.last_sequence) == (5, 4, 8)


async def test_an_entry_that_is_refused_takes_all_of_its_statement_with_it(
    account: CreditAccount,
) -> None:
    grant = await give(account, 5)

    with pytest.raises(Exception, match="insufficient"):
        await post_lines(
            [line(account, EntryKind.CHARGE, amount=-4), line(account, EntryKind.CHARGE, amount=-4)]
        )

    assert await left(grant) == [5]
    assert not await GrantConsumption.exists()


# ------------------------------------------------------------------ what was before


async def test_what_accounts_had_before_there_were_grants_becomes_one(postgres_url: str) -> None:
    url = await make_database(postgres_url)
    module = importlib.import_module("persistence.migrations.models.4_20261123160200_grants")
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(await module.downgrade(None))
        rich, poor = [await _old_account(connection, name) for name in ("rich", "poor")]
        await _old_entry(connection, rich, "grant", 10)
        await _old_entry(connection, rich, "charge", -3)
        async with connection.transaction():
            await connection.execute(await module.upgrade(None))
        grants = await connection.fetch("SELECT * FROM credit_grants")
        await _old_entry(connection, rich, "charge", -5)
        now = await connection.fetch("SELECT remaining FROM credit_grants")
        wrong = await connection.fetch(
            "SELECT e.sequence FROM ledger_entries e LEFT JOIN ledger_entries p"
            " ON p.account_id = e.account_id AND p.sequence = e.previous_sequence"
            " WHERE e.row_hash <> ledger_entry_hash(e, coalesce(p.row_hash, '\\x00'))"
        )
    finally:
        await connection.close()

    assert poor != rich
    assert [(g["account_id"], g["amount"], g["remaining"], g["source"]) for g in grants] == [
        (rich, 7, 7, "allocation")
    ]
    assert ([row["remaining"] for row in now], wrong) == ([2], [])


async def _old_account(connection: asyncpg.Connection, name: str) -> object:
    account = uuid7()
    async with connection.transaction():
        await connection.execute(
            "WITH o AS (INSERT INTO organizations (id, created_at, updated_at, organization_id,"
            " name, status, metadata) VALUES (gen_random_uuid(), now(), now(), $1, $1, 'active',"
            " '{}') RETURNING id), t AS (INSERT INTO teams (id, created_at, updated_at, team_id,"
            " organization_id, name, status, is_default, metadata, budget_mode, markup_percent)"
            " SELECT gen_random_uuid(), now(), now(), $1, id, $1, 'active', false, '{}',"
            " 'job_based', 0 FROM o RETURNING id)"
            " INSERT INTO credit_accounts (id, team_id) SELECT $2, id FROM t",
            name,
            account,
        )
        await _old_entry(connection, account, "open", 0)
    return account


async def _old_entry(
    connection: asyncpg.Connection, account: object, kind: str, amount: int
) -> None:
    await connection.execute(
        "INSERT INTO ledger_entries (id, account_id, kind, amount, held_change, idempotency_key,"
        " request_hash, actor_kind, actor_label) VALUES (gen_random_uuid(), $1, $2, $3, 0,"
        " gen_random_uuid()::text, sha256(''), 'system', 'system')",
        account,
        kind,
        amount,
    )
