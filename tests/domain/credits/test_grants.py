"""Grants in the domain: made once per key, begun and ended once, whoever races."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from domain import credits
from domain.access import SYSTEM, Actor
from domain.credits import upkeep
from domain.errors import (
    DomainError,
    Forbidden,
    IdempotencyKeyReused,
    InsufficientCredits,
    InvalidInput,
    InvalidState,
    NotFound,
)
from domain.idempotency import fingerprint
from persistence.database import rows
from persistence.models import (
    AuditEvent,
    CreditGrant,
    EntryKind,
    LedgerEntry,
    PaymentType,
    Provisioning,
    Team,
)
from tests.credits_world import CREDIT, KEY, USER, balance, make_team
from tests.persistence.accounts import drift

DAY = timedelta(days=1)


def later(days: int = 1) -> datetime:
    return datetime.now(UTC) + days * DAY


async def race(*works: Coroutine[Any, Any, Any]) -> list[Any]:
    """All at once; what each came to."""
    start = asyncio.Barrier(len(works))

    async def run(work: Coroutine[Any, Any, Any]) -> Any:
        await start.wait()
        return await work

    return await asyncio.gather(*(run(work) for work in works), return_exceptions=True)


async def age(connection: asyncpg.Connection, by: timedelta) -> None:
    """As if all grants had been made so long ago."""
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(
            "UPDATE credit_grants SET effective_at = effective_at - $1::interval,"
            " expires_at = expires_at - $1::interval",
            by,
        )


async def grant_of(entry: LedgerEntry) -> CreditGrant:
    return await CreditGrant.get(id=entry.grant_id)


# ------------------------------------------------------------------ making


async def test_a_request_from_before_there_were_terms_can_be_repeated(
    team: Team, owner: Actor
) -> None:
    """Its fingerprint is what it was: nothing is added for what is not asked for."""
    entry = await credits.grant(owner, "team", CREDIT, reason="Gift", idempotency_key="k")

    then = dict.fromkeys(
        ("resolves", "reverses", "payment_type", "payment_usd", "job_id", "expected_balance")
    )
    then |= {"kind": "grant", "amount": CREDIT, "held_change": 0, "reason": "Gift"}
    assert bytes(entry.request_hash) == fingerprint(then)


async def test_the_same_terms_again_are_the_same_grant_and_others_are_refused(
    team: Team, owner: Actor
) -> None:
    terms = {"priority": 3, "expires_at": later(2), "idempotency_key": "k"}
    first = await credits.grant(owner, "team", CREDIT, **terms)
    assert (await credits.grant(owner, "team", CREDIT, **terms)).id == first.id

    for other in (
        {"priority": 4},
        {"expires_at": later(3)},
        {"effective_at": later(1)},
        {"source": credits.GrantSource.PROMOTION},
    ):
        with pytest.raises(IdempotencyKeyReused):
            await credits.grant(owner, "team", CREDIT, **terms | other)
    assert await CreditGrant.all().count() == 2


async def test_a_repeat_after_the_end_still_finds_its_answer(team: Team, owner: Actor) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=0.3)
    first = await credits.grant(owner, "team", CREDIT, expires_at=soon, idempotency_key="k")
    await rows("SELECT pg_sleep_until($1)", soon)  # its time, in the database's clock, is over

    again = await credits.grant(owner, "team", CREDIT, expires_at=soon, idempotency_key="k")

    assert again.id == first.id
    with pytest.raises(InvalidInput):
        await credits.grant(owner, "team", CREDIT, expires_at=soon, idempotency_key="l")


async def test_what_was_bought_may_end_too(team: Team, owner: Actor) -> None:
    entry = await credits.top_up(
        owner,
        "team",
        CREDIT,
        payment_type=PaymentType.SUBSCRIPTION,
        payment_usd=None,
        expires_at=(end := later()),
        idempotency_key="k",
    )

    grant = await grant_of(entry)
    assert (grant.source, grant.expires_at) == (credits.GrantSource.SUBSCRIPTION_PAYMENT, end)
    with pytest.raises(InvalidInput):
        await credits.top_up(
            owner,
            "team",
            CREDIT,
            payment_type=PaymentType.ONE_TIME,
            expires_at=later(-1),
            idempotency_key="l",
        )


async def test_two_settlements_of_one_top_up_give_once(team: Team, owner: Actor) -> None:
    def pay() -> Coroutine[Any, Any, LedgerEntry]:
        return credits.top_up(
            owner,
            "team",
            CREDIT,
            payment_type="one_time",
            expires_at=end,
            idempotency_key="payment 1",
        )

    end = later()
    entries = await race(*(pay() for _ in range(8)))

    assert len({entry.id for entry in entries}) == 1
    assert (await balance(), await CreditGrant.all().count()) == ((11 * CREDIT, 0), 2)


# ------------------------------------------------------------------ starting later


async def test_a_grant_that_starts_later_is_made_once_and_gives_nothing_yet(
    team: Team, owner: Actor
) -> None:
    start = later()
    entries = await race(
        *(
            credits.grant(owner, "team", CREDIT, effective_at=start, idempotency_key="k")
            for _ in range(6)
        )
    )

    assert len({entry.id for entry in entries}) == 1
    grant = await grant_of(entries[0])
    assert (entries[0].amount, credits.grant_status(grant)) == (0, credits.GrantStatus.SCHEDULED)
    assert (await balance(), await CreditGrant.all().count()) == ((10 * CREDIT, 0), 2)
    assert await AuditEvent.filter(action="credits.grant_scheduled").count() == 1
    assert await upkeep.begin_grants() == 0


async def test_it_begins_once_whoever_looks_after_it(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    start = later()
    promise = await credits.grant(owner, "team", CREDIT, effective_at=start, idempotency_key="k")
    await age(owner_connection, 2 * DAY)

    await race(*(upkeep.begin_grants() for _ in range(4)))

    assert await balance() == (11 * CREDIT, 0)
    assert (await grant_of(promise)).remaining == CREDIT
    again = await credits.grant(owner, "team", CREDIT, effective_at=start, idempotency_key="k")
    assert (again.id, await CreditGrant.all().count()) == (promise.id, 2)
    assert await upkeep.begin_grants() == 0


async def test_one_whose_time_went_by_unnoticed_ends_without_beginning(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    promise = await credits.grant(
        owner, "team", CREDIT, effective_at=later(), expires_at=later(2), idempotency_key="k"
    )
    await age(owner_connection, 3 * DAY)

    assert (await upkeep.begin_grants(), await upkeep.end_grants()) == (0, 1)

    assert credits.grant_status(await grant_of(promise)) is credits.GrantStatus.EXPIRED
    assert await balance() == (10 * CREDIT, 0)


# ------------------------------------------------------------------ ending


async def ending(owner: Actor, connection: asyncpg.Connection, amount: int = 5) -> CreditGrant:
    """A grant of a team with ten other credits, past its end and still there."""
    entry = await credits.grant(
        owner, "team", amount * CREDIT, expires_at=later(), idempotency_key="ending"
    )
    await age(connection, 2 * DAY)
    return await grant_of(entry)


async def test_what_is_left_at_the_end_is_taken_back_and_told(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    grant = await ending(owner, owner_connection)
    before = (await Provisioning.get(team_id=team.id)).generation

    assert (await upkeep.end_grants(), await upkeep.end_grants()) == (1, 0)

    entry = await LedgerEntry.get(kind=EntryKind.EXPIRY)
    assert (entry.amount, entry.reason, entry.grant_id) == (-5 * CREDIT, "Grant expired", grant.id)
    assert (await balance()) == (10 * CREDIT, 0)
    assert (await AuditEvent.get(action="credits.grant_expired")).details["grant"] == str(grant.id)
    assert (await Provisioning.get(team_id=team.id)).generation > before


async def test_what_is_held_ends_when_it_is_let_go(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    grant = await ending(owner, owner_connection)
    held = await credits.hold(SYSTEM, "team", 12 * CREDIT, idempotency_key="h")

    assert (await upkeep.end_grants(), await upkeep.end_grants()) == (1, 0)
    assert await balance() == (12 * CREDIT, 12 * CREDIT)
    await credits.release(SYSTEM, held.id, idempotency_key="r")
    assert (await upkeep.end_grants(), await upkeep.end_grants()) == (1, 0)

    assert await balance() == (10 * CREDIT, 0)
    assert (await CreditGrant.get(id=grant.id)).remaining == 0


async def test_expiry_against_charge_takes_each_credit_once(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    await ending(owner, owner_connection)
    charges = [
        credits.charge(owner, "team", 4 * CREDIT, reason="Work", idempotency_key=f"c{n}")
        for n in range(4)
    ]
    results = await race(*charges, upkeep.end_grants(), upkeep.end_grants())

    done = sum(isinstance(result, LedgerEntry) for result in results)
    assert all(isinstance(r, LedgerEntry | InsufficientCredits | int) for r in results)
    await upkeep.end_grants()
    expired = sum(entry.amount for entry in await LedgerEntry.filter(kind=EntryKind.EXPIRY))
    assert await balance() == ((15 - 4 * done) * CREDIT + expired, 0)
    assert await drift(owner_connection) == []
    assert (await credits.verify(SYSTEM)).broken is None


async def test_a_voided_grant_is_gone_once_and_told(team: Team, owner: Actor) -> None:
    grant = await CreditGrant.get()

    results = await race(
        *(
            credits.void_grant(owner, grant.id, reason="A mistake", idempotency_key=f"k{n}")
            for n in range(4)
        )
    )

    assert sorted(type(result).__name__ for result in results) == ["InvalidState"] * 3 + ["tuple"]
    assert await balance() == (0, 0)
    event = await AuditEvent.get(action="credits.grant_voided")
    assert (event.actor_label, event.details["reason"]) == (owner.label, "A mistake")


async def test_void_against_charge_takes_each_credit_once(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    grant = await CreditGrant.get()
    charges = [
        credits.charge(owner, "team", 3 * CREDIT, reason="Work", idempotency_key=f"c{n}")
        for n in range(5)
    ]
    *charged, void = await race(
        *charges, credits.void_grant(owner, grant.id, reason="A mistake", idempotency_key="v")
    )

    done = sum(isinstance(result, LedgerEntry) for result in charged)
    assert all(isinstance(r, LedgerEntry | InsufficientCredits) for r in charged)
    _, entry = void
    assert (await balance())[0] == (10 - 3 * done) * CREDIT + (entry.amount if entry else 0) == 0
    assert await drift(owner_connection) == []


async def test_what_a_voided_grant_still_holds_leaves_when_it_is_let_go(
    team: Team, owner: Actor
) -> None:
    grant = await CreditGrant.get()
    held = await credits.hold(SYSTEM, "team", 10 * CREDIT, idempotency_key="h")

    voided, entry = await credits.void_grant(owner, grant.id, reason="Oops", idempotency_key="k")
    assert (credits.grant_status(voided), entry) == (credits.GrantStatus.VOIDED, None)
    await credits.capture(SYSTEM, held.id, 4 * CREDIT, idempotency_key="c")
    assert (await upkeep.end_grants(), await upkeep.end_grants()) == (1, 0)

    assert await balance() == (0, 0)


async def test_a_scheduled_grant_can_be_voided_and_never_begins(
    team: Team, owner: Actor, owner_connection: asyncpg.Connection
) -> None:
    promise = await credits.grant(owner, "team", 1, effective_at=later(), idempotency_key="k")
    assert promise.grant_id
    await credits.void_grant(owner, promise.grant_id, reason="No more", idempotency_key="v")
    await age(owner_connection, 2 * DAY)

    assert await upkeep.begin_grants() == 0
    assert await balance() == (10 * CREDIT, 0)


@pytest.mark.parametrize(("actor", "refusal"), [(USER, Forbidden), (KEY, Forbidden)])
async def test_who_may_not_manage_credits_voids_nothing(
    team: Team, actor: Actor, refusal: type[DomainError]
) -> None:
    grant = await CreditGrant.get()
    with pytest.raises(refusal):
        await credits.void_grant(actor, grant.id, reason="Mine", idempotency_key="k")
    with pytest.raises(refusal):
        await credits.release_hold(actor, grant.id, reason="Mine")


async def test_what_does_not_exist_cannot_be_ended(team: Team, owner: Actor) -> None:
    for ending_ in (
        credits.void_grant(owner, team.id, reason="Gone", idempotency_key="k"),
        credits.release_hold(owner, team.id, reason="Gone"),
    ):
        with pytest.raises(NotFound):
            await ending_


# ------------------------------------------------------------------ refunds and holds


async def test_refund_against_refund_gives_back_once(team: Team, owner: Actor) -> None:
    charge = await credits.charge(
        owner, "team", 4 * CREDIT, reason="Work", idempotency_key="charge"
    )
    results = await race(
        *(
            credits.refund(owner, charge.id, reason="Sorry", idempotency_key=f"r{n}")
            for n in range(6)
        )
    )

    assert sum(isinstance(result, LedgerEntry) for result in results) == 1
    assert sum(isinstance(result, InvalidState) for result in results) == 5
    assert await balance() == (10 * CREDIT, 0)
    assert sorted(g.remaining for g in await CreditGrant.all()) == [4 * CREDIT, 6 * CREDIT]


async def test_what_paid_for_an_entry_is_seen_by_its_team_alone(team: Team, owner: Actor) -> None:
    await make_team(owner, "other")
    mine = await credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key="c")
    theirs = await credits.charge(owner, "other", CREDIT, reason="Work", idempotency_key="c")

    seen = await credits.funding(KEY, [mine.id, theirs.id])

    assert {key: [part.amount for part in parts] for key, parts in seen.items()} == {
        mine.id: [CREDIT]
    }
