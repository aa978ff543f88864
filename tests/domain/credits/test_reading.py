"""Reading accounts and transactions: what is seen, by whom, in which order."""

from uuid import uuid4

import pytest

from domain import credits
from domain.access import SYSTEM, Actor
from domain.credits import CreditFilter, TransactionType
from domain.errors import (
    InsufficientCredits,
    NotFound,
    TeamNotActive,
)
from domain.paging import PageRequest
from persistence.models import (
    EntryKind,
    Organization,
    Team,
    TenantStatus,
)
from tests.credits_world import CREDIT, KEY, OTHER_KEY, make_team


async def test_a_key_reaches_its_own_teams_credits_alone(team: Team, owner: Actor) -> None:
    await make_team(owner, "other")
    held = await credits.hold(KEY, "team", CREDIT, idempotency_key="h")

    for attempt in (
        credits.account(OTHER_KEY, "team"),
        credits.transactions(OTHER_KEY, "team", PageRequest()),
        credits.can_spend(OTHER_KEY, "team", 1),
        credits.check(OTHER_KEY, "team", 1),
        credits.hold(OTHER_KEY, "team", 1, idempotency_key="x"),
        credits.capture(OTHER_KEY, held.id, 1, idempotency_key="x"),
        credits.release(OTHER_KEY, held.id, idempotency_key="x"),
        credits.trend(OTHER_KEY, "team", 1),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await credits.accounts_of_teams(OTHER_KEY, [team.id]) == []
    assert await credits.accounts_by_ids(OTHER_KEY, [held.account_id]) == []
    charge = await credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key="c")
    assert await credits.entries_by_ids(OTHER_KEY, [charge.id]) == []
    assert [entry.id for entry in await credits.entries_by_ids(KEY, [charge.id])] == [charge.id]


async def test_a_deleted_teams_ledger_can_be_read_and_no_longer_moved(
    team: Team, owner: Actor
) -> None:
    charge = await credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key="c")
    held = await credits.hold(SYSTEM, "team", CREDIT, idempotency_key="h")
    await Team.filter(id=team.id).update(status=TenantStatus.DELETED)

    assert (await credits.account(owner, "team")).balance == 9 * CREDIT
    assert len((await credits.transactions(owner, "team", PageRequest())).rows) == 2
    for attempt in (
        credits.grant(owner, "team", CREDIT, idempotency_key="k"),
        credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key="k"),
        credits.refund(owner, charge.id, reason="Sorry", idempotency_key="k"),
        credits.set_totals(owner, "team", allocated=0),
        credits.set_auto_refill(owner, "team", enabled=False),
    ):
        with pytest.raises(NotFound):
            await attempt
    await credits.release(SYSTEM, held.id, idempotency_key="r")


async def test_a_stopped_team_is_given_credits_but_starts_no_work(team: Team, owner: Actor) -> None:
    await Team.filter(id=team.id).update(status=TenantStatus.SUSPENDED)

    await credits.grant(owner, "team", CREDIT, idempotency_key="k")
    with pytest.raises(TeamNotActive):
        await credits.hold(SYSTEM, "team", CREDIT, idempotency_key="h")

    await Team.filter(id=team.id).update(status=TenantStatus.ACTIVE)
    await Organization.all().update(status=TenantStatus.PAUSED)
    with pytest.raises(TeamNotActive):
        await credits.hold(SYSTEM, "team", CREDIT, idempotency_key="h")


async def test_transactions_come_in_order_page_by_page_and_holds_are_none(
    team: Team, owner: Actor
) -> None:
    for n in range(5):
        await credits.charge(owner, "team", CREDIT, reason=f"Work {n}", idempotency_key=f"c{n}")
        await credits.hold(SYSTEM, "team", 1, idempotency_key=f"h{n}")

    first = await credits.transactions(owner, "team", PageRequest(first=4))
    rest = await credits.transactions(owner, "team", PageRequest(first=4, after=first.cursors[-1]))

    shown = [entry.reason for entry in [*first.rows, *rest.rows]]
    assert shown == [*(f"Work {n}" for n in reversed(range(5))), "Initial allocation"]
    assert (first.has_next, rest.has_next, await first.count()) == (True, False, 6)
    oldest = await credits.transactions(owner, "team", PageRequest(first=1), descending=False)
    assert oldest.rows[0].reason == "Initial allocation"


async def test_transactions_are_filtered_by_type_time_and_job(team: Team, owner: Actor) -> None:
    job = uuid4()
    held = await credits.hold(SYSTEM, "team", CREDIT, job_id=job, idempotency_key="h")
    captured = await credits.capture(SYSTEM, held.id, 1, idempotency_key="x")
    await credits.adjust(owner, "team", CREDIT, reason="Stocktaking", idempotency_key="a")

    async def listed(**only: object) -> list[EntryKind]:
        page = await credits.transactions(owner, "team", PageRequest(), only=CreditFilter(**only))
        return [entry.kind for entry in page.rows]

    assert await listed(types=[TransactionType.CHARGE]) == [EntryKind.CAPTURE]
    assert await listed(types=[TransactionType.TRANSFER]) == []
    assert await listed(types=[]) == []
    assert await listed(job_id=job) == [EntryKind.CAPTURE]
    assert await listed(since=captured.created_at) == [EntryKind.ADJUSTMENT, EntryKind.CAPTURE]
    assert await listed(until=captured.created_at) == [EntryKind.GRANT]


async def test_what_can_be_spent_counts_what_is_held(team: Team, owner: Actor) -> None:
    await credits.hold(SYSTEM, "team", 4 * CREDIT, idempotency_key="h")

    assert await credits.can_spend(owner, "team", 6 * CREDIT)
    assert not await credits.can_spend(owner, "team", 6 * CREDIT + 1)
    assert (await credits.check(KEY, "team", 6 * CREDIT)).available == 6 * CREDIT
    with pytest.raises(InsufficientCredits):
        await credits.check(KEY, "team", 6 * CREDIT + 1)
