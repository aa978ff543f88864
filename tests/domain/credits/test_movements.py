"""Giving, taking and correcting credits: the effect, the refusals, the trace."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from domain import credits
from domain.access import Actor
from domain.errors import (
    Forbidden,
    InsufficientCredits,
    InvalidInput,
    InvalidState,
    NotFound,
    Stale,
)
from domain.paging import PageRequest
from persistence.models import (
    AuditEvent,
    EntryKind,
    LedgerEntry,
    Provisioning,
    Team,
)
from tests.credits_world import CREDIT, USER, balance, make_team


async def test_the_initial_allocation_is_an_entry_and_audited(team: Team, owner: Actor) -> None:
    page = await credits.transactions(owner, "team", PageRequest())

    [entry] = page.rows
    assert (entry.kind, entry.amount, entry.reason) == (
        EntryKind.GRANT,
        10 * CREDIT,
        "Initial allocation",
    )
    event = await AuditEvent.get(action="credits.granted")
    assert (event.actor_label, event.resource_id, event.team_id) == (owner.label, "team", "team")
    assert {"field": "balance", "before": "0", "after": "10"} in event.changes


async def test_a_team_may_start_with_nothing(database: None, owner: Actor) -> None:
    await make_team(owner, balance=0)

    assert await balance() == (0, 0)
    assert await LedgerEntry.all().count() == 1
    assert not await AuditEvent.all().exists()


async def test_only_who_may_give_credits_opens_an_account_with_some(
    database: None, owner: Actor
) -> None:
    with pytest.raises(Forbidden):
        await make_team(USER, balance=1)


async def test_a_grant_raises_balance_and_total_and_tells_litellm(team: Team, owner: Actor) -> None:
    before = (await Provisioning.get(team_id=team.id)).generation

    entry = await credits.grant(owner, "team", 5 * CREDIT, reason="Bonus", idempotency_key="b")

    assert (entry.balance_after, entry.account.balance) == (15 * CREDIT, 15 * CREDIT)
    assert entry.account.total_granted == 15 * CREDIT
    assert (entry.actor_kind, entry.actor_label, entry.actor_id) == (
        "admin_user",
        owner.label,
        owner.admin_user_id,
    )
    assert (await Provisioning.get(team_id=team.id)).generation == before + 1


async def test_concurrent_charges_never_overdraw(team: Team, owner: Actor) -> None:
    outcomes = await asyncio.gather(
        *(
            credits.charge(owner, "team", 3 * CREDIT, reason="Work", idempotency_key=str(n))
            for n in range(8)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, InsufficientCredits) for outcome in outcomes) == 5
    assert await balance() == (CREDIT, 0)


async def test_what_is_missing_is_told(team: Team, owner: Actor) -> None:
    with pytest.raises(InsufficientCredits) as refusal:
        await credits.charge(owner, "team", 11 * CREDIT, reason="Work", idempotency_key="k")

    assert (refusal.value.required, refusal.value.available) == (11 * CREDIT, 10 * CREDIT)
    assert not await AuditEvent.filter(action="credits.charged").exists()


async def test_more_than_the_database_can_count_is_refused_as_input(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    account = await credits.account(owner, "team")
    for n, amount in enumerate((2**62, 2**62 - 1 - 10 * CREDIT)):
        await owner_connection.execute(
            "INSERT INTO ledger_entries (id, account_id, kind, amount, held_change,"
            " idempotency_key, request_hash, actor_kind, actor_label) VALUES"
            " (gen_random_uuid(), $1, 'grant', $2, 0, $3, $4, 'system', 'system')",
            account.id,
            amount,
            f"huge{n}",
            bytes(32),
        )

    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", CREDIT, idempotency_key="k")

    assert await balance() == (2**63 - 1, 0)


async def test_a_charge_is_given_back_once_and_at_most_whole(team: Team, owner: Actor) -> None:
    charge = await credits.charge(owner, "team", 4 * CREDIT, reason="Work", idempotency_key="c")

    with pytest.raises(InvalidInput):
        await credits.refund(owner, charge.id, 5 * CREDIT, reason="Sorry", idempotency_key="r")
    back = await credits.refund(owner, charge.id, 3 * CREDIT, reason="Sorry", idempotency_key="r")
    with pytest.raises(InvalidState):
        await credits.refund(owner, charge.id, CREDIT, reason="More", idempotency_key="s")

    assert (back.amount, back.reverses_sequence) == (3 * CREDIT, charge.sequence)
    assert back.account.total_charged == CREDIT
    assert (
        await credits.refund(owner, charge.id, 3 * CREDIT, reason="Sorry", idempotency_key="r")
    ).id == back.id


async def test_a_refund_without_amount_gives_all_back(team: Team, owner: Actor) -> None:
    charge = await credits.charge(owner, "team", 4 * CREDIT, reason="Work", idempotency_key="c")

    await credits.refund(owner, charge.id, reason="Sorry", idempotency_key="r")

    assert await balance() == (10 * CREDIT, 0)


async def test_only_charges_are_given_back(team: Team, owner: Actor) -> None:
    grant = await credits.grant(owner, "team", CREDIT, idempotency_key="g")

    with pytest.raises(InvalidState):
        await credits.refund(owner, grant.id, reason="Sorry", idempotency_key="r")
    with pytest.raises(NotFound):
        await credits.refund(owner, uuid4(), reason="Sorry", idempotency_key="r")


async def test_an_adjustment_goes_both_ways_down_to_the_floor(team: Team, owner: Actor) -> None:
    await credits.adjust(owner, "team", -4 * CREDIT, reason="Counted twice", idempotency_key="a")
    await credits.adjust(owner, "team", CREDIT, reason="Counted thrice", idempotency_key="b")

    with pytest.raises(InsufficientCredits):
        await credits.adjust(owner, "team", -8 * CREDIT, reason="Too much!", idempotency_key="c")
    account = await credits.account(owner, "team")
    assert (account.balance, account.total_adjusted) == (7 * CREDIT, -3 * CREDIT)


async def test_an_adjustment_needs_a_real_reason_and_an_amount(team: Team, owner: Actor) -> None:
    with pytest.raises(InvalidInput):
        await credits.adjust(owner, "team", CREDIT, reason="short", idempotency_key="a")
    with pytest.raises(InvalidInput):
        await credits.adjust(owner, "team", 0, reason="long enough", idempotency_key="a")


async def test_an_adjustment_of_another_balance_is_stale_and_leaves_nothing(
    team: Team, owner: Actor
) -> None:
    for amount in (CREDIT, -20 * CREDIT):
        with pytest.raises(Stale):
            await credits.adjust(
                owner,
                "team",
                amount,
                reason="Stocktaking",
                expected_balance=9 * CREDIT,
                idempotency_key="a",
            )
    assert await balance() == (10 * CREDIT, 0)
    assert not await AuditEvent.filter(action="credits.adjusted").exists()

    adjust = {"reason": "Stocktaking", "expected_balance": 10 * CREDIT, "idempotency_key": "a"}
    first = await credits.adjust(owner, "team", CREDIT, **adjust)
    again = await credits.adjust(owner, "team", CREDIT, **adjust)
    assert (first.id, first.balance_after) == (again.id, 11 * CREDIT)
