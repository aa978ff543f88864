"""The table is complete, and true."""

import pytest

from persistence.database import rows
from tests.authorization.table import CALLERS, expected
from tests.authorization.town import Town
from tests.authorization.walking import GRAPHQL, REST, ask, word


def test_every_operation_is_in_the_table():
    missing = {*GRAPHQL, *REST} - expected().keys()
    assert not missing, "say in tests/authorization/table.py who may do these"


def test_the_table_names_no_operation_that_is_gone():
    assert not expected().keys() - {*GRAPHQL, *REST}


async def test_the_table_has_a_column_for_every_caller(town: Town):
    assert list(town.callers) == CALLERS


@pytest.mark.parametrize("operation", expected())
async def test_every_caller_is_answered_as_the_table_says(town: Town, operation: str):
    row = expected()[operation]
    found = {}
    before = await _written()
    for caller in sorted(row, key=lambda caller: row[caller] == "ok"):
        may = row[caller] == "ok"
        found[caller] = word(operation, await ask(town, operation, caller, fresh=may))
        assert may or await _written() == before, f"{caller} was refused, and changed something"
    assert found == row


async def _written() -> int:
    """Whatever is done is written in the audit log."""
    [row] = await rows("SELECT count(*) FROM audit_events")
    return int(row["count"])
