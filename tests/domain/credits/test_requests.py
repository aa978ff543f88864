"""What is asked: bounds, keys, repeats, and who may ask."""

import asyncio
from uuid import uuid4

import pytest

from domain import credits
from domain.access import Actor
from domain.errors import (
    Forbidden,
    IdempotencyKeyReused,
    InvalidInput,
    NotFound,
)
from persistence.models import (
    AuditEvent,
    Team,
)
from tests.credits_world import CREDIT, KEY, USER, balance, make_team


@pytest.mark.parametrize("amount", [0, -1, credits.MAX_AMOUNT + 1, 2**70])
async def test_amounts_out_of_bounds_are_refused(team: Team, owner: Actor, amount: int) -> None:
    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", amount, idempotency_key="k")
    with pytest.raises(InvalidInput):
        await credits.charge(owner, "team", amount, reason="Work", idempotency_key="k")
    with pytest.raises(InvalidInput):
        await credits.hold(KEY, "team", amount, idempotency_key="k")


async def test_a_repeated_request_gets_the_first_entry_and_leaves_one_trace(
    team: Team, owner: Actor
) -> None:
    first = await credits.charge(owner, "team", 8 * CREDIT, reason="Work", idempotency_key="k")
    again = await credits.charge(owner, "team", 8 * CREDIT, reason="Work", idempotency_key="k")

    assert again.id == first.id
    assert await balance() == (2 * CREDIT, 0)
    assert await AuditEvent.filter(action="credits.charged").count() == 1


@pytest.mark.parametrize("key", ["job:1:charge", "refill:team:2026-11-01", "grant:1:end:5"])
async def test_nobody_takes_a_key_that_entries_of_ours_will_have(
    team: Team, owner: Actor, key: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await credits.grant(owner, "team", CREDIT, idempotency_key=key)

    assert refused.value.faults[0].field == ("idempotencyKey",)


async def test_a_key_with_another_request_is_refused_whatever_differs(
    team: Team, owner: Actor
) -> None:
    await credits.grant(owner, "team", CREDIT, reason="A", idempotency_key="k")

    with pytest.raises(IdempotencyKeyReused):
        await credits.grant(owner, "team", 2 * CREDIT, reason="A", idempotency_key="k")
    with pytest.raises(IdempotencyKeyReused):
        await credits.grant(owner, "team", CREDIT, reason="B", idempotency_key="k")
    with pytest.raises(IdempotencyKeyReused):
        await credits.charge(owner, "team", CREDIT, reason="A", idempotency_key="k")
    assert await balance() == (11 * CREDIT, 0)


async def test_a_key_is_a_teams_own(team: Team, owner: Actor) -> None:
    await make_team(owner, "other")

    first = await credits.grant(owner, "team", CREDIT, idempotency_key="k")
    second = await credits.grant(owner, "other", CREDIT, idempotency_key="k")

    assert first.id != second.id


async def test_one_of_many_equal_requests_at_once_counts(team: Team, owner: Actor) -> None:
    entries = await asyncio.gather(
        *(
            credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key="k")
            for _ in range(12)
        )
    )

    assert len({entry.id for entry in entries}) == 1
    assert await balance() == (9 * CREDIT, 0)


@pytest.mark.parametrize("bad", ["", " ", " k", "k\n", "a\0b", "k" * 256, "\ud800"])
async def test_bad_idempotency_keys_are_refused(team: Team, owner: Actor, bad: str) -> None:
    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", CREDIT, idempotency_key=bad)


@pytest.mark.parametrize("bad", ["a\0b", "x" * 501, "\ud800"])
async def test_bad_reasons_are_refused(team: Team, owner: Actor, bad: str) -> None:
    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", CREDIT, reason=bad, idempotency_key="k")


async def test_who_only_reads_moves_nothing(team: Team) -> None:
    for attempt in (
        credits.grant(USER, "team", CREDIT, idempotency_key="k"),
        credits.charge(KEY, "team", CREDIT, reason="Work", idempotency_key="k"),
        credits.adjust(USER, "team", CREDIT, reason="Because I can", idempotency_key="k"),
        credits.refund(USER, uuid4(), reason="Because", idempotency_key="k"),
        credits.set_totals(USER, "team", allocated=1),
        credits.set_auto_refill(USER, "team", enabled=False),
        credits.hold(USER, "team", CREDIT, idempotency_key="k"),
        credits.verify(USER),
    ):
        with pytest.raises(Forbidden):
            await attempt


@pytest.mark.parametrize("team_id", ["absent", "", "a\0b", "\ud800", "TEAM"])
async def test_a_team_that_is_not_there_is_not_found(
    team: Team, owner: Actor, team_id: str
) -> None:
    with pytest.raises(NotFound):
        await credits.account(owner, team_id)
    with pytest.raises(NotFound):
        await credits.grant(owner, team_id, CREDIT, idempotency_key="k")
