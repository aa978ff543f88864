"""Any sequence of calls, completions, failures, expiries, refunds and refills keeps the books."""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID, uuid4

import asyncpg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from domain import budgets, calls, credits, jobs
from domain.access import SYSTEM, Actor, Origin
from domain.credentials import identify_virtual_key
from domain.credits import upkeep as credits_upkeep
from domain.errors import Refusal
from domain.jobs import upkeep
from domain.ports import ModelAnswer, ModelCallFailed, Ports
from domain.usage import upkeep as usage_upkeep
from persistence.database import rows
from persistence.models import BudgetMode, FailedCallPolicy
from tests.builders import VAULT, make_model_group, make_team
from tests.fakes import make_ports

T = TypeVar("T")
TOKENS = st.sampled_from([0, 1, 900, 25_000, 3_000_000])
KEYS = st.sampled_from([None, None, "k1", "k2", "k3"])

_USED = """
    jobs_pending, jobs_in_progress, jobs_completed, jobs_failed, jobs_cancelled,
    calls_succeeded, calls_failed, client_cost, charged"""


def _of_usage(table: str) -> dict[str, str]:
    """What is wrong with these sums, those that are not folded yet included."""
    kept, changes = (f"SELECT team_id, {_USED} FROM {each}" for each in (table, "usage_changes"))
    used = f"({kept} UNION ALL {changes})"
    return {
        f"{table} are not what the rows come to": f"""
            SELECT t.id FROM teams t WHERE (
                SELECT ARRAY[coalesce(sum(jobs_pending), 0), coalesce(sum(jobs_in_progress), 0),
                    coalesce(sum(jobs_completed), 0), coalesce(sum(jobs_failed), 0),
                    coalesce(sum(jobs_cancelled), 0), coalesce(sum(calls_succeeded), 0),
                    coalesce(sum(calls_failed), 0), coalesce(sum(client_cost), 0)]
                FROM {used} u WHERE team_id = t.id)
            <> (SELECT ARRAY[count(*) FILTER (WHERE status = 'pending'),
                    count(*) FILTER (WHERE status = 'in_progress'),
                    count(*) FILTER (WHERE status = 'completed'),
                    count(*) FILTER (WHERE status = 'failed'),
                    count(*) FILTER (WHERE status = 'cancelled'), coalesce(sum(c.succeeded), 0),
                    coalesce(sum(c.failed), 0), coalesce(sum(c.cost), 0)]
                FROM jobs j LEFT JOIN LATERAL (
                    SELECT count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
                        count(*) FILTER (WHERE status = 'failed') AS failed,
                        sum(client_cost) FILTER (WHERE status <> 'running') AS cost
                    FROM llm_calls WHERE job_id = j.id) c ON true
                WHERE j.team_id = t.id)""",
        f"{table} are not what was charged": f"""
            SELECT a.id FROM credit_accounts a WHERE a.total_charged <>
                (SELECT coalesce(sum(charged), 0) FROM {used} u WHERE u.team_id = a.team_id)""",
    }


_BROKEN = {
    **_of_usage("usage_slots"),
    **_of_usage("usage_days"),
    "a balance is not the sum of its entries": """
        SELECT a.id FROM credit_accounts a WHERE a.balance <>
            (SELECT sum(amount) FROM ledger_entries e WHERE e.account_id = a.id)""",
    "held is not the sum of the open holds": """
        SELECT a.id FROM credit_accounts a WHERE a.held <> (
            SELECT coalesce(sum(h.held_change), 0) FROM ledger_entries h
            WHERE h.account_id = a.id AND h.kind = 'hold' AND NOT EXISTS (
                SELECT FROM ledger_entries r WHERE r.account_id = h.account_id
                    AND r.resolves_sequence = h.sequence))""",
    "an open hold is not that of its job": """
        SELECT a.id FROM credit_accounts a WHERE a.held <>
            (SELECT coalesce(sum(j.held), 0) FROM jobs j WHERE j.team_id = a.team_id)""",
    "an account is below its floor": """
        SELECT id FROM credit_accounts WHERE balance - held < -overdraft_limit""",
    "a job was charged more than once": """
        SELECT job_id AS id FROM ledger_entries WHERE kind IN ('charge', 'capture')
            AND job_id IS NOT NULL GROUP BY job_id HAVING count(*) > 1""",
    "a receipt is not what the ledger says": """
        SELECT j.id FROM jobs j LEFT JOIN ledger_entries e ON e.id = j.charge_id
        WHERE j.charged <> coalesce(-e.amount, 0)""",
    "a job that did not complete was charged": """
        SELECT id FROM jobs WHERE charged > 0 AND status <> 'completed'""",
    "a completed job is free without a reason": """
        SELECT id FROM jobs WHERE status = 'completed' AND charged = 0
            AND charge_status <> 'waived' AND unbilled = 0""",
    "a job is not the sum of its calls": """
        SELECT j.id FROM jobs j LEFT JOIN llm_calls c ON c.job_id = j.id GROUP BY j.id
        HAVING (j.calls_count, j.client_cost, j.prompt_tokens) <>
            (count(c.id), coalesce(sum(c.client_cost), 0), coalesce(sum(c.prompt_tokens), 0))""",
    "grants are not what is there": """
        SELECT a.id FROM credit_accounts a WHERE greatest(a.balance, 0) <>
            (SELECT coalesce(sum(remaining), 0) FROM credit_grants g WHERE g.account_id = a.id)""",
}


class Scripted:
    """A model that says as much as it is told to, or nothing at all."""

    tokens: int | None = 1

    async def complete(self, secret: str, body: Mapping[str, Any], **_: Any) -> ModelAnswer:
        if self.tokens is None:
            raise ModelCallFailed("down", status=500)
        usage = {"prompt_tokens": 5, "completion_tokens": self.tokens}
        choice = {"index": 0, "message": {"role": "assistant", "content": "x"}}
        return ModelAnswer({"id": "x", "created": 1, "choices": [choice], "usage": usage})

    async def stream(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError


class Work(RuleBasedStateMachine):
    """Runs in a thread of its own; what it asks of the domain runs in the loop of the tests."""

    loop: asyncio.AbstractEventLoop
    owner: asyncpg.Connection
    opened = Bundle("opened")
    ended = Bundle("ended")

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def attempt(self, work: Coroutine[Any, Any, Any]) -> None:
        """Refused or not, the books must be right afterwards."""
        with suppress(Refusal):
            self.run(work)

    @initialize(balance=st.integers(0, 8), overdraft=st.sampled_from([0, 2]))
    def found(self, balance: int, overdraft: int) -> None:
        self.model = Scripted()
        self.run(self._found(balance, overdraft))

    async def _found(self, balance: int, overdraft: int) -> None:
        group = await make_model_group()
        made = await make_team(groups=(group.group_name,))
        self.team_id, self.group = made.team.team_id, group.group_name
        holder = await identify_virtual_key(made.issued.secret or "", Origin())
        assert holder
        self.actor: Actor = holder.actor
        base = make_ports(None, models=self.model)
        self.ports: Ports = replace(base, vault=VAULT)
        if balance:
            await self._grant(balance)
        limit = overdraft * credits.MICROS
        await budgets.update(SYSTEM, self.team_id, overdraft_limit=limit)

    async def _grant(self, amount: int) -> None:
        await credits.grant(
            SYSTEM, self.team_id, amount * credits.MICROS, idempotency_key=str(uuid4())
        )

    @rule(
        target=opened,
        max_calls=st.sampled_from([None, 1, 2]),
        max_credits=st.sampled_from([None, 1_000_000, 2_500_000]),
    )
    def open(self, max_calls: int | None, max_credits: int | None) -> UUID:
        new = jobs.NewJob(job_type="test", max_calls=max_calls, max_credits=max_credits)
        return self.run(jobs.create(self.actor, new)).id

    @rule(job=opened, tokens=TOKENS | st.none(), key=KEYS)
    def call(self, job: UUID, tokens: int | None, key: str | None) -> None:
        self._call(job, tokens, key)

    @rule()
    def fold_usage(self) -> None:
        self.run(usage_upkeep.fold())

    @rule(tokens=TOKENS | st.none(), key=KEYS)
    def single_call(self, tokens: int | None, key: str | None) -> None:
        self._call(jobs.NewJob(job_type="single"), tokens, key)

    def _call(self, job: UUID | jobs.NewJob, tokens: int | None, key: str | None) -> None:
        self.model.tokens = tokens
        body = {"messages": [{"role": "user", "content": "Hi"}]}
        request = calls.CallRequest(body=body, model=self.group, idempotency_key=key)
        self.attempt(calls.run(self.actor, self.ports, job, request))

    @rule(target=ended, job=opened)
    def complete(self, job: UUID) -> UUID:
        self.attempt(jobs.complete(self.actor, job))
        return job

    @rule(job=opened)
    def fail(self, job: UUID) -> None:
        self.attempt(jobs.fail(self.actor, job))

    @rule(job=opened)
    def cancel(self, job: UUID) -> None:
        self.attempt(jobs.cancel(self.actor, job))

    @rule(job=opened)
    def expire(self, job: UUID) -> None:
        async def lapse() -> None:
            await self.owner.execute(
                "UPDATE jobs SET lease_until = now() - interval '1 s' WHERE id = $1", job
            )
            await upkeep.expire_jobs()

        self.run(lapse())

    @rule(job=ended)
    def refund(self, job: UUID) -> None:
        async def give_back() -> None:
            charge = (await jobs.get(SYSTEM, job)).charge_id
            if charge:
                await credits.refund(SYSTEM, charge, reason="Sorry", idempotency_key=f"r{charge}")

        self.attempt(give_back())

    @rule(amount=st.integers(1, 5))
    def top_up(self, amount: int) -> None:
        self.run(self._grant(amount))

    @rule(amount=st.integers(1, 3))
    def refill(self, amount: int) -> None:
        async def due() -> None:
            await credits.set_auto_refill(
                SYSTEM,
                self.team_id,
                enabled=True,
                amount=amount * credits.MICROS,
                period="daily",
            )
            await self.owner.execute(
                "UPDATE teams SET next_refill_at = now() - interval '1 s' WHERE team_id = $1",
                self.team_id,
            )
            await credits_upkeep.refill_teams()

        self.run(due())

    @rule(mode=st.sampled_from(list(BudgetMode)), policy=st.sampled_from([None, *FailedCallPolicy]))
    def charge_otherwise(self, mode: BudgetMode, policy: FailedCallPolicy | None) -> None:
        self.run(
            budgets.update(
                SYSTEM,
                self.team_id,
                mode=mode,
                credits_per_dollar=Decimal(20),
                failed_call_policy=policy,
            )
        )

    @invariant()
    def the_books_are_right(self) -> None:
        for fault, query in _BROKEN.items():
            assert not self.run(rows(query)), fault

    def teardown(self) -> None:
        assert self.run(credits.verify(SYSTEM)).broken is None


async def test_whatever_happens_to_jobs_keeps_the_books(
    database: None, owner_connection: asyncpg.Connection
) -> None:
    Work.loop, Work.owner = asyncio.get_running_loop(), owner_connection
    bounds = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

    await asyncio.to_thread(run_state_machine_as_test, Work, settings=bounds)
