"""The judge of histories finds each kind of wrong, and nothing in a right one."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest

from tests.property.history import Asked, History


@dataclass(frozen=True)
class Entry:
    sequence: int
    amount: int
    balance_after: int
    idempotency_key: str
    held_change: int = 0
    held_after: int = 0


LEDGER = [Entry(0, 0, 0, "open"), Entry(1, 10, 10, "a"), Entry(2, -4, 6, "b")]
ACCOUNT = SimpleNamespace(balance=6, held=0, last_sequence=2)


def calls() -> list[Asked]:
    return [
        Asked("a", 0, 1, 2, "ok", 1, 10, 0),
        Asked(None, 0, 3, 4, "ok", 1, 10, 0),
        Asked("b", 4, 5, 6, "unknown"),
        Asked("b", 4, 7, 8, "ok", 2, 6, 0),
        Asked("c", 7, 9, 10, "insufficient"),
    ]


def faults(account=ACCOUNT, ledger=LEDGER, asked=None) -> set[str]:
    return {fault[0] for fault in History(asked or calls()).faults(account, ledger)}


def changed(place: int, **values: object) -> list[Asked]:
    asked = calls()
    asked[place] = replace(asked[place], **values)
    return asked


def test_a_right_history_has_no_fault() -> None:
    assert faults() == set()


def test_a_gap_is_a_fault() -> None:
    assert "1" in faults(ledger=[LEDGER[0], LEDGER[1], replace(LEDGER[2], sequence=3)])


def test_an_account_elsewhere_than_its_entries_is_a_fault() -> None:
    assert faults(SimpleNamespace(balance=6, held=0, last_sequence=3)) == {"1"}
    assert faults(SimpleNamespace(balance=7, held=0, last_sequence=2)) == {"2"}


def test_a_lost_update_is_a_fault() -> None:
    assert "2" in faults(ledger=[*LEDGER[:2], replace(LEDGER[2], balance_after=-4)])


def test_an_overdraft_is_a_fault() -> None:
    ledger = [*LEDGER[:2], replace(LEDGER[2], amount=-11, balance_after=-1)]
    assert "2" in faults(SimpleNamespace(balance=-1, held=0, last_sequence=2), ledger)


def test_an_entry_before_one_that_was_confirmed_earlier_is_a_fault() -> None:
    ledger = [LEDGER[0], Entry(1, -4, -4, "b"), Entry(2, 10, 6, "a")]
    assert "3" in faults(ledger=ledger)


@pytest.mark.parametrize(("needs", "fault"), [(7, set()), (6, {"4"})])
def test_a_refusal_of_what_was_there_is_a_fault(needs: int, fault: set[str]) -> None:
    assert faults(asked=changed(4, needs=needs)) == fault


def test_a_refusal_is_judged_by_all_moments_while_it_was_asked() -> None:
    assert faults(asked=changed(4, needs=10, invoked=5)) == set()
    assert faults(asked=changed(4, needs=8, invoked=3, completed=4)) == {"4"}


@pytest.mark.parametrize(
    "wrong", [{"balance": 9}, {"sequence": 2, "balance": 6}, {"sequence": 0, "balance": 0}]
)
def test_reading_what_was_not_so_then_is_a_fault(wrong: dict[str, int]) -> None:
    assert faults(asked=changed(1, **wrong)) == {"5"}


def test_a_key_with_two_entries_is_a_fault() -> None:
    ledger = [*LEDGER, Entry(3, -4, 2, "b")]
    assert "6" in faults(SimpleNamespace(balance=2, held=0, last_sequence=3), ledger)


def test_a_confirmed_entry_that_is_lost_is_a_fault() -> None:
    account = SimpleNamespace(balance=10, held=0, last_sequence=1)
    assert "7" in faults(account, LEDGER[:2])


def test_a_confirmed_entry_that_is_another_is_a_fault() -> None:
    assert faults(asked=changed(3, balance=7)) == {"7"}


def test_an_entry_that_nobody_asked_for_is_a_fault() -> None:
    assert faults(asked=[call for call in calls() if call.key != "b"]) == {"7"}
