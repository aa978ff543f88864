"""Any sequence of operations leaves the ledger where a model of a few integers says it is."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID, uuid4

import asyncpg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from domain import credits
from domain.access import SYSTEM
from domain.errors import (
    IdempotencyKeyReused,
    InsufficientCredits,
    InvalidState,
    Refusal,
    StorageTrouble,
)
from persistence.database import rows
from persistence.errors import ConstraintViolation
from persistence.models import (
    AuditEvent,
    CreditAccount,
    LedgerEntry,
    Organization,
    PaymentType,
    Team,
)

T = TypeVar("T")
Call = Callable[[], Coroutine[Any, Any, LedgerEntry]]

AMOUNTS = st.integers(1, 40)
REASON = "Stocktaking"


@dataclass
class Model:
    """What one team's account must be, and what was asked of it."""

    team_id: str
    granted: int = 0
    charged: int = 0
    adjusted: int = 0
    held: int = 0
    entries: int = 0
    events: int = 0
    asked: dict[str, tuple[Call, UUID]] = field(default_factory=dict)

    @property
    def balance(self) -> int:
        return self.granted - self.charged + self.adjusted

    @property
    def available(self) -> int:
        return self.balance - self.held


@dataclass
class Charge:
    model: Model
    id: UUID
    amount: int
    is_refunded: bool = False


@dataclass
class Hold:
    model: Model
    id: UUID
    amount: int
    is_over: bool = False


class Ledger(RuleBasedStateMachine):
    """Runs in a thread of its own; what it asks of the domain runs in the loop of the tests."""

    loop: asyncio.AbstractEventLoop
    teams = Bundle("teams")
    charges = Bundle("charges")
    holds = Bundle("holds")

    def __init__(self) -> None:
        super().__init__()
        self.models: list[Model] = []

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def post(self, model: Model, call: Callable[[str], Call]) -> LedgerEntry:
        """Ask under a new key; what is refused raises and must leave nothing."""
        key = str(uuid4())
        entry = self.run(call(key)())
        model.entries += 1
        model.events += 1
        model.asked[key] = (call(key), entry.id)
        assert entry.sequence == model.entries
        return entry

    def refused(self, kind: type[Refusal], model: Model, call: Callable[[str], Call]) -> None:
        try:
            self.post(model, call)
        except kind:
            return
        raise AssertionError(f"This should have been refused with {kind.__name__}.")

    @initialize(target=teams)
    def two_teams(self) -> Any:
        async def make() -> None:
            organization, _ = await Organization.get_or_create(
                organization_id="organization", defaults={"name": "Organization"}
            )
            for model in self.models:
                team = await Team.create(
                    team_id=model.team_id, name="Team", organization=organization
                )
                await credits.open_account(SYSTEM, team, 0)

        self.models = [Model(str(uuid4())), Model(str(uuid4()))]
        self.run(make())
        return multiple(*self.models)

    @rule(team=teams, amount=AMOUNTS)
    def grant(self, team: Model, amount: int) -> None:
        self.post(
            team,
            lambda key: lambda: credits.grant(SYSTEM, team.team_id, amount, idempotency_key=key),
        )
        team.granted += amount

    @rule(team=teams, amount=AMOUNTS, payment=st.sampled_from(PaymentType))
    def top_up(self, team: Model, amount: int, payment: PaymentType) -> None:
        self.post(
            team,
            lambda key: (
                lambda: credits.top_up(
                    SYSTEM, team.team_id, amount, payment_type=payment, idempotency_key=key
                )
            ),
        )
        team.granted += amount

    @rule(target=charges, team=teams, amount=AMOUNTS)
    def charge(self, team: Model, amount: int) -> Any:
        def call(key: str) -> Call:
            return lambda: credits.charge(
                SYSTEM, team.team_id, amount, reason=REASON, idempotency_key=key
            )

        if amount > team.available:
            self.refused(InsufficientCredits, team, call)
            return multiple()
        entry = self.post(team, call)
        team.charged += amount
        return Charge(team, entry.id, amount)

    @rule(charge=charges, part=st.floats(0.01, 1))
    def refund(self, charge: Charge, part: float) -> None:
        amount = max(1, int(charge.amount * part))

        def call(key: str) -> Call:
            return lambda: credits.refund(
                SYSTEM, charge.id, amount, reason=REASON, idempotency_key=key
            )

        if charge.is_refunded:
            self.refused(InvalidState, charge.model, call)
            return
        self.post(charge.model, call)
        charge.is_refunded = True
        charge.model.charged -= amount

    @rule(team=teams, amount=st.integers(-40, 40).filter(bool))
    def adjust(self, team: Model, amount: int) -> None:
        def call(key: str) -> Call:
            return lambda: credits.adjust(
                SYSTEM,
                team.team_id,
                amount,
                reason=REASON,
                expected_balance=balance,
                idempotency_key=key,
            )

        balance = team.balance
        if amount < 0 and -amount > team.available:
            self.refused(InsufficientCredits, team, call)
            return
        self.post(team, call)
        team.adjusted += amount

    @rule(target=holds, team=teams, amount=AMOUNTS)
    def hold(self, team: Model, amount: int) -> Any:
        def call(key: str) -> Call:
            return lambda: credits.hold(SYSTEM, team.team_id, amount, idempotency_key=key)

        if amount > team.available:
            self.refused(InsufficientCredits, team, call)
            return multiple()
        entry = self.post(team, call)
        team.held += amount
        return Hold(team, entry.id, amount)

    @rule(target=charges, hold=holds, part=st.floats(0, 1))
    def capture(self, hold: Hold, part: float) -> Any:
        amount = int(hold.amount * part)
        entry = self._end(
            hold,
            lambda key: lambda: credits.capture(SYSTEM, hold.id, amount, idempotency_key=key),
        )
        if entry is None or amount == 0:
            return multiple()
        hold.model.charged += amount
        return Charge(hold.model, entry.id, amount)

    @rule(hold=holds)
    def release(self, hold: Hold) -> None:
        self._end(hold, lambda key: lambda: credits.release(SYSTEM, hold.id, idempotency_key=key))

    @rule(hold=consumes(holds))
    def expire(self, hold: Hold) -> None:
        self._end(hold, lambda key: lambda: credits.expire(SYSTEM, hold.id, idempotency_key=key))

    def _end(self, hold: Hold, call: Callable[[str], Call]) -> LedgerEntry | None:
        if hold.is_over:
            self.refused(InvalidState, hold.model, call)
            return None
        entry = self.post(hold.model, call)
        hold.is_over = True
        hold.model.held -= hold.amount
        return entry

    @rule(team=teams, data=st.data())
    def repeat(self, team: Model, data: st.DataObject) -> None:
        """The same key and request: the first entry, whatever the balance is by now."""
        if not team.asked:
            return
        call, entry_id = team.asked[data.draw(st.sampled_from(sorted(team.asked)))]
        assert self.run(call()).id == entry_id

    @rule(team=teams, data=st.data())
    def repeat_with_another_request(self, team: Model, data: st.DataObject) -> None:
        if not team.asked:
            return
        key = data.draw(st.sampled_from(sorted(team.asked)))
        other = credits.grant(SYSTEM, team.team_id, 999, reason="Other", idempotency_key=key)
        try:
            self.run(other)
        except IdempotencyKeyReused:
            return
        raise AssertionError("A used key took another request.")

    @rule(team=teams, amount=st.integers(1, 60))
    def charge_twice_at_once(self, team: Model, amount: int) -> None:
        async def both() -> list[Any]:
            charges = (
                credits.charge(
                    SYSTEM, team.team_id, amount, reason=REASON, idempotency_key=str(uuid4())
                )
                for _ in range(2)
            )
            return await asyncio.gather(*charges, return_exceptions=True)

        outcomes = self.run(both())
        done = sum(isinstance(outcome, LedgerEntry) for outcome in outcomes)
        assert all(isinstance(outcome, LedgerEntry | InsufficientCredits) for outcome in outcomes)
        assert done == min(2, max(0, team.available) // amount)
        team.charged += done * amount
        team.entries += done
        team.events += done

    @rule(team=teams, patience=st.floats(0, 0.02))
    def grant_and_give_up_waiting(self, team: Model, patience: float) -> None:
        """Nobody knows what became of it until the same request is repeated."""

        async def impatient(key: str) -> LedgerEntry:
            def ask() -> Coroutine[Any, Any, LedgerEntry]:
                return credits.grant(SYSTEM, team.team_id, 5, idempotency_key=key)

            try:
                return await asyncio.wait_for(ask(), patience)
            except (TimeoutError, StorageTrouble):
                return await ask()

        self.post(team, lambda key: lambda: impatient(key))
        team.granted += 5

    @rule(team=teams, allocated=st.integers(0, 3), used=st.integers(0, 3))
    def set_legacy_totals(self, team: Model, allocated: int, used: int) -> None:
        async def figures() -> CreditAccount:
            with suppress(Refusal):
                await credits.set_totals(SYSTEM, team.team_id, allocated=allocated, used=used)
            return await credits.account(SYSTEM, team.team_id)

        account = self.run(figures())
        team.granted, team.charged = account.total_granted, account.total_charged
        team.events += account.last_sequence - team.entries
        team.adjusted, team.entries = account.total_adjusted, account.last_sequence

    @rule(
        statement=st.sampled_from(
            [
                "UPDATE credit_accounts SET balance = balance + 1",
                "DELETE FROM ledger_entries",
                "UPDATE ledger_entries SET amount = amount + 1",
            ]
        )
    )
    def attack(self, statement: str) -> None:
        async def attempt() -> bool:
            try:
                await rows(statement)
            except Exception as error:  # noqa: BLE001 - the ORM has words of its own for this
                return isinstance(error, ConstraintViolation) or "permission" in str(error)
            return False

        assert self.run(attempt())

    @invariant()
    def the_account_is_what_the_model_says(self) -> None:
        for model in self.models:
            account = self.run(credits.account(SYSTEM, model.team_id))
            assert (
                account.balance,
                account.held,
                account.total_granted,
                account.total_charged,
                account.total_adjusted,
                account.last_sequence,
            ) == (
                model.balance,
                model.held,
                model.granted,
                model.charged,
                model.adjusted,
                model.entries,
            )
            assert 0 <= account.held <= account.balance

    def teardown(self) -> None:
        async def traces() -> list[int]:
            return [await AuditEvent.filter(team_id=model.team_id).count() for model in self.models]

        assert self.run(traces()) == [model.events for model in self.models]
        assert self.run(credits.verify(SYSTEM)).broken is None


async def test_the_ledger_follows_its_model(
    database: None, owner_connection: asyncpg.Connection
) -> None:
    Ledger.loop = asyncio.get_running_loop()
    bounds = settings(
        max_examples=20,
        stateful_step_count=20,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

    await asyncio.to_thread(run_state_machine_as_test, Ledger, settings=bounds)
