"""Credits that are paid for, and refills."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain import credits
from domain.access import Actor
from domain.credits.refills import next_refill
from domain.errors import (
    InvalidInput,
)
from persistence.models import (
    AuditEvent,
    PaymentType,
    RefillPeriod,
    Team,
)
from tests.credits_world import CREDIT, balance


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
