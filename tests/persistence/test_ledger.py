"""Posting: one statement, all or nothing, and every refusal in its own words."""

import asyncio
from decimal import Decimal
from itertools import chain

import asyncpg
import pytest

from persistence import ledger
from persistence.database import transaction
from persistence.models import EntryKind, LedgerEntry, PaymentType
from tests.persistence.accounts import drift, hold, make_account, post, posting


async def test_a_new_account_has_one_entry_and_nothing_in_it(database: None) -> None:
    account = await make_account()

    [entry] = await LedgerEntry.all()
    assert (entry.kind, entry.sequence, entry.balance_after) == (EntryKind.OPEN, 0, 0)
    assert (account.balance, account.held, account.last_sequence) == (0, 0, 0)


async def test_entries_count_up_and_each_knows_the_one_before(database: None) -> None:
    account = await make_account()

    first = await post(account, EntryKind.GRANT, 5)
    second = await post(account, EntryKind.CHARGE, -2)

    assert (first.sequence, first.previous_balance, first.balance_after) == (1, 0, 5)
    assert (second.sequence, second.previous_balance, second.balance_after) == (2, 5, 3)
    assert second.created_at > first.created_at
    assert second.row_hash != first.row_hash


async def test_an_entry_comes_with_the_account_as_it_is_then(database: None) -> None:
    account = await make_account(balance=5)

    entry = await post(account, EntryKind.CHARGE, -2)

    assert (entry.account.balance, entry.account.last_sequence) == (3, 2)
    assert entry.account.team.organization.organization_id == "organization"


async def test_a_charge_beyond_what_is_available_is_refused(database: None) -> None:
    account = await make_account(balance=5)
    await hold(account, 3)

    with pytest.raises(ledger.Overspent):
        await post(account, EntryKind.CHARGE, -3)
    with pytest.raises(ledger.Overspent):
        await hold(account, 3)

    await post(account, EntryKind.CHARGE, -2)


async def test_the_totals_split_the_balance(
    database: None, owner_connection: asyncpg.Connection
) -> None:
    account = await make_account(balance=100)
    await post(
        account,
        EntryKind.TOP_UP,
        20,
        payment_type=PaymentType.ONE_TIME,
        payment_usd=Decimal("1.5"),
    )
    charge = await post(account, EntryKind.CHARGE, -30)
    await post(account, EntryKind.REFUND, 10, reverses=charge)
    held = await hold(account, 8)
    await post(account, EntryKind.CAPTURE, -5, held_change=-8, resolves=held)
    await post(account, EntryKind.WAIVER, 2)
    last = await post(account, EntryKind.ADJUSTMENT, -7, reason="Stocktaking")

    account = last.account
    assert (account.total_granted, account.total_charged, account.total_adjusted) == (120, 23, -7)
    assert (account.balance, account.held) == (90, 0)
    assert await drift(owner_connection) == []


async def test_a_used_key_gives_the_first_entry_even_when_the_balance_is_too_low_by_now(
    database: None,
) -> None:
    account = await make_account(balance=5)
    first = await post(account, EntryKind.CHARGE, -5, idempotency_key="k")

    with pytest.raises(ledger.AlreadyPosted) as again:
        await post(account, EntryKind.CHARGE, -5, idempotency_key="k")

    assert again.value.entry.id == first.id


async def test_a_refusal_leaves_the_surrounding_transaction_usable(database: None) -> None:
    account = await make_account(balance=5)

    async with transaction():
        with pytest.raises(ledger.Overspent):
            await post(account, EntryKind.CHARGE, -6)
        await post(account, EntryKind.CHARGE, -5)

    await account.refresh_from_db()
    assert account.balance == 0


async def test_a_rolled_back_transaction_leaves_no_entry_and_frees_its_key(database: None) -> None:
    account = await make_account(balance=5)

    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await post(account, EntryKind.CHARGE, -5, idempotency_key="k")
            _ = 1 // 0

    entry = await post(account, EntryKind.CHARGE, -4, idempotency_key="k")
    assert entry.sequence == 2


async def test_a_hold_ends_once_and_a_charge_is_refunded_once(database: None) -> None:
    account = await make_account(balance=9)
    held, charge = await hold(account, 4), await post(account, EntryKind.CHARGE, -2)
    await post(account, EntryKind.RELEASE, held_change=-4, resolves=held)
    await post(account, EntryKind.REFUND, 1, reverses=charge)

    with pytest.raises(ledger.AlreadyResolved):
        await post(account, EntryKind.CAPTURE, -1, held_change=-4, resolves=held)
    await hold(account, 4)
    with pytest.raises(ledger.AlreadyResolved):
        await post(account, EntryKind.CAPTURE, -1, held_change=-4, resolves=held)
    with pytest.raises(ledger.AlreadyResolved):
        await post(account, EntryKind.REFUND, 1, reverses=charge)


async def test_sums_beyond_a_bigint_are_refused_in_words(database: None) -> None:
    account = await make_account(balance=2**63 - 1)

    with pytest.raises(ledger.Unbearable):
        await post(account, EntryKind.GRANT, 1)


async def test_many_at_once_get_a_sequence_without_gaps(
    database: None, owner_connection: asyncpg.Connection
) -> None:
    account = await make_account(balance=1000)

    async def writer() -> list[LedgerEntry]:
        return [await post(account, EntryKind.CHARGE, -1) for _ in range(10)]

    entries = list(chain(*await asyncio.gather(*(writer() for _ in range(10)))))

    assert sorted(entry.sequence for entry in entries) == list(range(2, 102))
    assert sorted(entry.balance_after for entry in entries) == list(range(900, 1000))
    assert await drift(owner_connection) == []


async def test_entries_are_found_by_account_and_sequence(database: None) -> None:
    mine, other = await make_account(balance=1), await make_account("other", balance=2)

    found = await ledger.entries_at([(mine.id, 1), (other.id, 0), (other.id, 7)])

    assert {(entry.account_id, entry.sequence) for entry in found} == {(mine.id, 1), (other.id, 0)}


def test_a_posting_keeps_all_else_when_its_hash_is_set() -> None:
    class Account:
        id = None

    first = posting(Account, EntryKind.GRANT, 1, idempotency_key="k")

    assert first.hashed(b"x" * 32).idempotency_key == "k"
