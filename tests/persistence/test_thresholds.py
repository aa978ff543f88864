"""A threshold fires once for each time its level is crossed downwards, whoever crosses it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest
import pytest_asyncio

from persistence import ledger, thresholds
from persistence.database import transaction
from persistence.errors import ConstraintViolation
from persistence.models import BalanceAlert, BalanceThreshold, CreditAccount, EntryKind
from tests.persistence.accounts import hold, make_account, post


@pytest_asyncio.fixture
async def account(database: None) -> CreditAccount:
    return await make_account(balance=10)


async def watch(account: CreditAccount, *levels: int) -> None:
    async with transaction():
        await thresholds.replace(account.id, levels)


async def armed(account: CreditAccount) -> Sequence[int]:
    found = await BalanceThreshold.filter(account_id=account.id, is_armed=True).order_by("credits")
    return [each.credits for each in found]


async def alerts() -> Sequence[tuple[int, int]]:
    """Levels, and what was available."""
    found = await BalanceAlert.all().order_by("sequence", "credits")
    return [(each.credits, each.available) for each in found]


async def test_it_fires_when_available_falls_below_it_and_rests(account: CreditAccount) -> None:
    await watch(account, 5)

    await post(account, EntryKind.CHARGE, -5)
    assert (await alerts(), await armed(account)) == ([], [5])
    charged = await post(account, EntryKind.CHARGE, -1)
    await post(account, EntryKind.CHARGE, -1)

    assert (await alerts(), await armed(account)) == ([(5, 4)], [])
    alert = await BalanceAlert.get()
    assert (alert.account_id, alert.sequence) == (account.id, charged.sequence)
    threshold = await BalanceThreshold.get()
    assert threshold.last_fired_at is not None


async def test_a_top_up_arms_it_again(account: CreditAccount) -> None:
    await watch(account, 5)
    await post(account, EntryKind.CHARGE, -6)
    await post(account, EntryKind.GRANT, 1)
    await post(account, EntryKind.CHARGE, -1)

    assert await alerts() == [(5, 4), (5, 4)]


async def test_a_top_up_that_does_not_reach_the_level_arms_nothing(account: CreditAccount) -> None:
    await watch(account, 8)
    await post(account, EntryKind.CHARGE, -6)
    await post(account, EntryKind.GRANT, 2)
    await post(account, EntryKind.CHARGE, -2)

    assert await alerts() == [(8, 4)]


async def test_one_entry_may_cross_several_levels(account: CreditAccount) -> None:
    await watch(account, 9, 7, 3)

    await post(account, EntryKind.CHARGE, -5)

    assert (await alerts(), await armed(account)) == ([(7, 5), (9, 5)], [3])


async def test_what_is_held_counts_as_gone(account: CreditAccount) -> None:
    await watch(account, 5)
    held = await hold(account, 6)
    assert await alerts() == [(5, 4)]
    await post(account, EntryKind.CAPTURE, -6, held_change=-6, resolves=held)
    assert (await alerts(), await armed(account)) == ([(5, 4)], [])


async def test_a_hold_that_is_taken_anew_in_one_transaction_crosses_nothing(
    account: CreditAccount,
) -> None:
    await watch(account, 5)
    held = await hold(account, 6)
    async with transaction():
        await post(account, EntryKind.RELEASE, held_change=-6, resolves=held)
        await hold(account, 7)

    assert await alerts() == [(5, 4)]


async def test_an_entry_that_is_taken_back_fires_nothing(account: CreditAccount) -> None:
    await watch(account, 5)
    with suppress(ZeroDivisionError):
        async with transaction():
            await post(account, EntryKind.CHARGE, -6)
            raise ZeroDivisionError

    assert (await alerts(), await armed(account)) == ([], [5])


async def test_a_level_above_what_there_is_waits_to_be_passed_first(
    account: CreditAccount,
) -> None:
    await watch(account, 12)
    await post(account, EntryKind.CHARGE, -1)
    assert (await alerts(), await armed(account)) == ([], [])
    await post(account, EntryKind.GRANT, 5)
    await post(account, EntryKind.CHARGE, -5)
    assert await alerts() == [(12, 9)]


async def test_one_that_stays_when_others_are_replaced_keeps_its_state(
    account: CreditAccount,
) -> None:
    await watch(account, 5, 8)
    await post(account, EntryKind.CHARGE, -4)
    await watch(account, 8, 2)

    assert await armed(account) == [2]
    assert await BalanceThreshold.filter(last_fired_at__isnull=False).count() == 1


async def test_an_account_has_ten_of_them_at_most(account: CreditAccount) -> None:
    with pytest.raises(ConstraintViolation, match="ten thresholds"):
        await watch(account, *range(1, 12))


@pytest.mark.parametrize("levels", [(5,), (2, 4, 6, 8)])
async def test_of_concurrent_charges_one_crosses(account: CreditAccount, levels: tuple) -> None:
    await watch(account, *levels)
    start = asyncio.Barrier(12)

    async def charge() -> None:
        await start.wait()
        with suppress(ledger.Overspent):
            await post(account, EntryKind.CHARGE, -1)

    await asyncio.gather(*(charge() for _ in range(12)))

    assert sorted(await alerts()) == [(level, level - 1) for level in levels]


async def test_a_new_level_beside_a_running_charge_is_armed_as_the_balance_will_be(
    account: CreditAccount,
) -> None:
    for round_ in range(10):
        await watch(account)
        other = await make_account(f"team {round_}", balance=10)
        await asyncio.gather(watch(other, 5), post(other, EntryKind.CHARGE, -6))
        [threshold] = await BalanceThreshold.filter(account_id=other.id)
        assert not threshold.is_armed
