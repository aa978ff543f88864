"""What is remembered, and for how long."""

import pytest

from domain import recall
from domain.recall import Memory


@pytest.fixture
def memory() -> Memory[str, str]:
    made: Memory[str, str] = Memory()
    made.keep(7, "key", "holder")
    return made


def test_what_was_read_at_one_number_is_remembered_together(memory):
    memory.keep(7, "other key", "other holder")

    assert (memory.get("key"), memory.get("other key")) == ("holder", "other holder")


@pytest.mark.parametrize("number", [8, 6])
def test_what_was_read_at_another_number_replaces_it(memory, number):
    """A lower one, too: a backup was restored."""
    memory.keep(number, "other key", "other holder")

    assert (memory.get("key"), memory.get("other key")) == (None, "other holder")


def test_it_is_forgotten_after_a_minute(memory, monkeypatch):
    now = recall.monotonic()
    monkeypatch.setattr(recall, "monotonic", lambda: now + 61)

    assert memory.get("key") is None
    memory.keep(7, "other key", "other holder")
    assert (memory.get("key"), memory.get("other key")) == (None, "other holder")
