"""Giving, taking, holding and correcting credits: the effect, the refusals, the trace."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from domain import credits
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from domain.credits import CreditFilter, TransactionType
from domain.credits.refills import next_refill
from domain.errors import (
    Forbidden,
    IdempotencyKeyReused,
    InsufficientCredits,
    InvalidInput,
    InvalidState,
    NotFound,
    Stale,
    TeamNotActive,
)
from domain.paging import PageRequest
from persistence.database import transaction
from persistence.models import (
    AuditEvent,
    CreditAccount,
    EntryKind,
    LedgerEntry,
    Organization,
    PaymentType,
    Provisioning,
    RefillPeriod,
    Team,
    TenantStatus,
)

CREDIT = credits.MICROS
USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
KEY = Actor(kind=ActorKind.VIRTUAL_KEY, label="key", team_id="team", organization_id="organization")
OTHER_KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY, label="key", team_id="other", organization_id="organization"
)


async def make_team(owner: Actor, team_id: str = "team", *, balance: int = 10) -> Team:
    organization, _ = await Organization.get_or_create(
        organization_id="organization", defaults={"name": "Organization"}
    )
    async with transaction():
        team = await Team.create(team_id=team_id, name=team_id, organization=organization)
        await Provisioning.create(team=team)
        await credits.open_account(owner, team, balance * CREDIT)
    return team


@pytest_asyncio.fixture
async def team(database: None, owner: Actor) -> Team:
    return await make_team(owner)


async def balance(team_id: str = "team") -> tuple[int, int]:
    account = await credits.account(SYSTEM, team_id)
    return account.balance, account.held


def key() -> str:
    return str(uuid4())


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


async def test_a_repeated_request_gets_the_first_entry_and_leaves_one_trace(
    team: Team, owner: Actor
) -> None:
    first = await credits.charge(owner, "team", 8 * CREDIT, reason="Work", idempotency_key="k")
    again = await credits.charge(owner, "team", 8 * CREDIT, reason="Work", idempotency_key="k")

    assert again.id == first.id
    assert await balance() == (2 * CREDIT, 0)
    assert await AuditEvent.filter(action="credits.charged").count() == 1


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


@pytest.mark.parametrize("amount", [0, -1, credits.MAX_AMOUNT + 1, 2**70])
async def test_amounts_out_of_bounds_are_refused(team: Team, owner: Actor, amount: int) -> None:
    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", amount, idempotency_key="k")
    with pytest.raises(InvalidInput):
        await credits.charge(owner, "team", amount, reason="Work", idempotency_key="k")
    with pytest.raises(InvalidInput):
        await credits.hold(KEY, "team", amount, idempotency_key="k")


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


@pytest.mark.parametrize("bad", ["", " ", " k", "k\n", "a\0b", "k" * 256, "\ud800"])
async def test_bad_idempotency_keys_are_refused(team: Team, owner: Actor, bad: str) -> None:
    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", CREDIT, idempotency_key=bad)


@pytest.mark.parametrize("bad", ["a\0b", "x" * 501, "\ud800"])
async def test_bad_reasons_are_refused(team: Team, owner: Actor, bad: str) -> None:
    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", CREDIT, reason=bad, idempotency_key="k")


async def test_a_payment_is_kept_with_its_amount_and_a_subscription_counts_as_refill(
    team: Team, owner: Actor
) -> None:
    once = await credits.top_up(
        owner,
        "team",
        CREDIT,
        payment_type=PaymentType.ONE_TIME,
        payment_usd=Decimal("4.99"),
        idempotency_key="1",
    )
    assert (await Team.get(id=team.id)).last_refill_at is None

    paid = await credits.top_up(
        owner, "team", CREDIT, payment_type=PaymentType.SUBSCRIPTION, idempotency_key="2"
    )

    assert (once.payment_usd, once.reason) == (
        Decimal("4.99"),
        "Credit replenishment from one_time payment",
    )
    assert (await Team.get(id=team.id)).last_refill_at == paid.created_at


async def test_a_repeated_payment_counts_once_and_turns_no_time_back(
    team: Team, owner: Actor
) -> None:
    subscription = {"payment_type": PaymentType.SUBSCRIPTION, "payment_usd": Decimal("5.0")}
    first = await credits.top_up(owner, "team", CREDIT, idempotency_key="1", **subscription)
    second = await credits.top_up(owner, "team", CREDIT, idempotency_key="2", **subscription)
    subscription["payment_usd"] = Decimal("5.00")
    again = await credits.top_up(owner, "team", CREDIT, idempotency_key="1", **subscription)

    assert again.id == first.id
    assert (await Team.get(id=team.id)).last_refill_at == second.created_at
    assert await balance() == (12 * CREDIT, 0)


@pytest.mark.parametrize("usd", ["-1", "0.0000001", "1e30", "1000000000000"])
async def test_impossible_payments_are_refused(team: Team, owner: Actor, usd: str) -> None:
    with pytest.raises(InvalidInput):
        await credits.top_up(
            owner,
            "team",
            CREDIT,
            payment_type=PaymentType.ONE_TIME,
            payment_usd=Decimal(usd),
            idempotency_key="k",
        )


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


async def test_a_hold_reserves_and_a_capture_charges_and_frees_the_rest(
    team: Team, owner: Actor
) -> None:
    job = uuid4()
    held = await credits.hold(KEY, "team", 6 * CREDIT, job_id=job, idempotency_key="h")
    assert await balance() == (10 * CREDIT, 6 * CREDIT)
    with pytest.raises(InsufficientCredits):
        await credits.charge(owner, "team", 5 * CREDIT, reason="Work", idempotency_key="c")

    captured = await credits.capture(KEY, held.id, 2 * CREDIT, idempotency_key="x")

    assert (captured.amount, captured.held_change, captured.job_id) == (
        -2 * CREDIT,
        -6 * CREDIT,
        job,
    )
    assert await balance() == (8 * CREDIT, 0)
    assert (await credits.account(owner, "team")).total_charged == 2 * CREDIT


async def test_a_hold_ends_once(team: Team) -> None:
    held = await credits.hold(KEY, "team", 6 * CREDIT, idempotency_key="h")

    with pytest.raises(InvalidInput):
        await credits.capture(KEY, held.id, 7 * CREDIT, idempotency_key="x")
    released = await credits.release(KEY, held.id, idempotency_key="r")
    with pytest.raises(InvalidState):
        await credits.expire(SYSTEM, held.id, idempotency_key="e")
    with pytest.raises(InvalidState):
        await credits.capture(KEY, held.id, CREDIT, idempotency_key="x")

    assert (await credits.release(KEY, held.id, idempotency_key="r")).id == released.id
    assert await balance() == (10 * CREDIT, 0)


async def test_one_of_capture_release_and_expiry_wins(team: Team) -> None:
    for n in range(5):
        held = await credits.hold(KEY, "team", 2 * CREDIT, idempotency_key=f"h{n}")
        outcomes = await asyncio.gather(
            credits.capture(KEY, held.id, 0, idempotency_key=f"c{n}"),
            credits.release(KEY, held.id, idempotency_key=f"r{n}"),
            credits.expire(SYSTEM, held.id, idempotency_key=f"e{n}"),
            return_exceptions=True,
        )

        assert sum(isinstance(outcome, InvalidState) for outcome in outcomes) == 2
    assert await balance() == (10 * CREDIT, 0)


async def test_a_captured_charge_can_be_given_back(team: Team, owner: Actor) -> None:
    held = await credits.hold(KEY, "team", 6 * CREDIT, idempotency_key="h")
    captured = await credits.capture(KEY, held.id, 2 * CREDIT, idempotency_key="x")

    await credits.refund(owner, captured.id, reason="Sorry", idempotency_key="r")

    assert await balance() == (10 * CREDIT, 0)


async def test_nothing_captured_cannot_be_given_back(team: Team, owner: Actor) -> None:
    held = await credits.hold(KEY, "team", 6 * CREDIT, idempotency_key="h")
    captured = await credits.capture(KEY, held.id, 0, idempotency_key="x")

    with pytest.raises(InvalidState):
        await credits.refund(owner, captured.id, reason="Sorry", idempotency_key="r")
    with pytest.raises(InvalidState):
        await credits.release(KEY, captured.id, idempotency_key="y")


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


@pytest.mark.parametrize("team_id", ["absent", "", "a\0b", "\ud800", "TEAM"])
async def test_a_team_that_is_not_there_is_not_found(
    team: Team, owner: Actor, team_id: str
) -> None:
    with pytest.raises(NotFound):
        await credits.account(owner, team_id)
    with pytest.raises(NotFound):
        await credits.grant(owner, team_id, CREDIT, idempotency_key="k")


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


async def test_a_refill_is_set_and_ended(team: Team, owner: Actor) -> None:
    account = await credits.set_auto_refill(
        owner, "team", enabled=True, amount=5 * CREDIT, period=RefillPeriod.MONTHLY
    )
    assert account.team.next_refill_at is not None
    assert account.team.next_refill_at > datetime.now(UTC)

    ended = await credits.set_auto_refill(owner, "team", enabled=False)

    assert ended.team.next_refill_at is None
    assert (ended.team.refill_amount, ended.team.refill_period) == (5 * CREDIT, "monthly")
    events = await AuditEvent.filter(action="team.auto_refill_set").order_by("created_at")
    assert events[0].changes == [
        {"field": "enabled", "before": False, "after": True},
        {"field": "amount", "before": None, "after": "5"},
        {"field": "period", "before": None, "after": "monthly"},
    ]
    assert events[1].changes == [{"field": "enabled", "before": True, "after": False}]


@pytest.mark.parametrize(
    ("enabled", "amount", "period"),
    [
        (True, None, "daily"),
        (True, 0, "daily"),
        (True, -1, "daily"),
        (True, 1, None),
        (True, 1, "hourly"),
        (False, 1, "hourly"),
        (False, -1, None),
        (True, credits.MAX_AMOUNT + 1, "daily"),
    ],
)
async def test_half_a_refill_is_refused(
    team: Team, owner: Actor, enabled: bool, amount: int | None, period: str | None
) -> None:
    with pytest.raises(InvalidInput):
        await credits.set_auto_refill(owner, "team", enabled=enabled, amount=amount, period=period)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (RefillPeriod.DAILY, datetime(2026, 12, 31, tzinfo=UTC)),
        (RefillPeriod.WEEKLY, datetime(2027, 1, 4, tzinfo=UTC)),
        (RefillPeriod.MONTHLY, datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_next_refill_is_at_the_start_of_the_next_period(
    period: RefillPeriod, expected: datetime
) -> None:
    assert next_refill(datetime(2026, 12, 30, 17, 5, tzinfo=UTC), period) == expected
    assert next_refill(expected, period) > expected


async def test_sums_are_over_the_visible_teams_that_are_not_deleted(
    team: Team, owner: Actor
) -> None:
    await make_team(owner, "other", balance=3)
    gone = await make_team(owner, "gone", balance=100)
    await Team.filter(id=gone.id).update(status=TenantStatus.DELETED)
    await credits.charge(owner, "team", 2 * CREDIT, reason="Work", idempotency_key="c")
    await credits.hold(KEY, "team", CREDIT, idempotency_key="h")

    assert await credits.sums(owner) == credits.Sums(
        granted=13 * CREDIT, charged=2 * CREDIT, adjusted=0, held=CREDIT, available=10 * CREDIT
    )
    assert (await credits.sums(OTHER_KEY)).available == 3 * CREDIT
    assert (await credits.sums(owner, "organization")).available == 10 * CREDIT
    with pytest.raises(NotFound):
        await credits.sums(owner, "absent")


async def test_a_trend_has_every_day_quiet_ones_too(team: Team, owner: Actor) -> None:
    await credits.charge(owner, "team", 2 * CREDIT, reason="Work", idempotency_key="c")

    days = await credits.trend(owner, "team", 3)

    today = datetime.now(UTC).date()
    assert [day.day for day in days] == [today - timedelta(days=n) for n in (2, 1, 0)]
    assert (days[0].charged, days[0].movements) == (0, 0)
    assert (days[2].charged, days[2].given, days[2].movements) == (2 * CREDIT, 10 * CREDIT, 2)
    for wrong in (0, 367):
        with pytest.raises(InvalidInput):
            await credits.trend(owner, "team", wrong)


async def test_utilization_names_the_teams_that_run_dry(team: Team, owner: Actor) -> None:
    await make_team(owner, "half")
    await make_team(owner, "dry")
    await make_team(owner, "empty", balance=0)
    await credits.charge(owner, "half", 5 * CREDIT, reason="Work", idempotency_key="c")
    await credits.charge(owner, "dry", 9 * CREDIT, reason="Work", idempotency_key="c")

    found = await credits.utilization(owner)

    assert (found.teams, found.healthy, found.warning, found.critical) == (4, 1, 1, 2)
    assert (found.allocated, found.remaining) == (30 * CREDIT, 16 * CREDIT)
    assert [(each.team_id, each.percentage, each.status) for each in found.attention] == [
        ("empty", 0, "critical"),
        ("dry", 10, "critical"),
        ("half", 50, "warning"),
    ]
    assert (await CreditAccount.all().count()) == 4


@pytest.mark.parametrize(
    ("allocated", "used"),
    [(100, None), (4, None), (None, 1), (None, 0), (None, 7), (20, 20), (5, 0), (0, 0), (10, 3)],
)
async def test_legacy_totals_become_what_was_asked_and_add_up(
    team: Team, owner: Actor, allocated: int | None, used: int | None
) -> None:
    await credits.charge(owner, "team", 3 * CREDIT, reason="Work", idempotency_key="c")

    account = await credits.set_totals(owner, "team", allocated=allocated, used=used)

    shown = credits.Totals.of(account)
    assert shown.allocated == (10 if allocated is None else allocated)
    assert shown.used == (3 if used is None else used)
    assert shown.remaining == shown.allocated - shown.used
    entries = await LedgerEntry.all().count()
    await credits.set_totals(owner, "team", allocated=allocated, used=used)
    assert await LedgerEntry.all().count() == entries


async def test_legacy_totals_cannot_use_more_than_there_is(team: Team, owner: Actor) -> None:
    for wanted in ({"used": 11}, {"allocated": 2, "used": 3}):
        with pytest.raises(InsufficientCredits):
            await credits.set_totals(owner, "team", **wanted)
    for wrong in ({"used": -1}, {"allocated": -1}, {"allocated": 10**12}):
        with pytest.raises(InvalidInput):
            await credits.set_totals(owner, "team", **wrong)
    assert await balance() == (10 * CREDIT, 0)


async def test_legacy_totals_count_what_is_held_as_used(team: Team, owner: Actor) -> None:
    await credits.hold(SYSTEM, "team", 2 * CREDIT, idempotency_key="h")

    with pytest.raises(InvalidInput):
        await credits.set_totals(owner, "team", used=1)
    account = await credits.set_totals(owner, "team", used=5)

    assert credits.Totals.of(account) == credits.Totals(10, 5, 5)
    assert (account.total_charged, account.held) == (3 * CREDIT, 2 * CREDIT)


async def test_a_figure_sent_back_as_it_was_shown_rounds_nothing_away(
    team: Team, owner: Actor
) -> None:
    await credits.charge(owner, "team", CREDIT // 3, reason="Work", idempotency_key="c")
    account = await credits.account(owner, "team")
    shown = credits.Totals.of(account)
    assert (shown.allocated, shown.used, shown.remaining) == (10, 1, 9)

    after = await credits.set_totals(owner, "team", allocated=shown.allocated, used=shown.used)

    assert after.balance == account.balance


async def test_totals_set_at_once_with_charges_are_right_for_that_moment(
    team: Team, owner: Actor
) -> None:
    await asyncio.gather(
        *(
            credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key=str(n))
            for n in range(5)
        ),
        credits.set_totals(owner, "team", allocated=50),
        credits.set_totals(owner, "team", allocated=50),
    )

    assert credits.Totals.of(await credits.account(owner, "team")) == credits.Totals(50, 5, 45)
    assert await LedgerEntry.filter(kind=EntryKind.ADJUSTMENT).count() == 1
