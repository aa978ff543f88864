"""Spend made at the proxy directly is charged to its team, once; ours is not charged again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from domain import calls, credits, direct_spend, jobs, prices, provisioning
from domain.access import SYSTEM
from domain.calls import settling
from domain.calls.outcomes import Attempt, Outcome
from domain.calls.settling import Settlement
from domain.calls.types import Reserved
from domain.direct_spend import billing, reading
from domain.jobs import upkeep
from domain.ports import LLMGateway, LoggedSpend
from integrations.litellm.sandbox import Fault, Faults
from persistence.models import (
    AuditEvent,
    BudgetMode,
    ChargeStatus,
    CreditAccount,
    EntryKind,
    Job,
    JobStatus,
    LedgerEntry,
    LLMCall,
    Provisioning,
    ProxySpend,
    Team,
)
from tests.calls_world import HELLO, World, calling
from tests.litellm_served import served_sandbox

MODEL = "gpt-4"


@dataclass
class Beside:
    """A team that calls us, and the proxy beside us."""

    world: World
    url: str

    async def direct(self, ref: str | None = None, model: str = MODEL) -> str:
        """The id of a call made at the proxy with the team's key."""
        headers = {"Authorization": f"Bearer {self.world.secret}"}
        if ref:
            headers["x-litellm-call-id"] = ref
        async with httpx.AsyncClient(base_url=self.url, headers=headers) as http:
            answer = await http.post("/chat/completions", json=HELLO | {"model": model})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    async def read(self) -> int:
        return await direct_spend.Reader().read(self.world.ports.llm)

    async def logged(self) -> list[LoggedSpend]:
        since = datetime.now(UTC) - timedelta(hours=1)
        return [spend async for spend in self.world.ports.llm.spend_since(since)]

    async def balance(self) -> int:
        account = await CreditAccount.get(team_id=self.world.team.id)
        return int(account.balance) // credits.MICROS


Making = Callable[..., AbstractAsyncContextManager[Beside]]


@asynccontextmanager
async def making(**values: Any) -> AsyncIterator[Beside]:
    faults = Faults()
    async with (
        served_sandbox(faults) as (url, master_key, state),
        calling(url, master_key, state, faults, **{"models": (MODEL, "gpt-4o-mini")} | values) as w,
    ):
        yield Beside(w, url)


@pytest.fixture
async def beside(database: None) -> AsyncIterator[Beside]:
    async with making() as made:
        yield made


async def direct_jobs() -> list[Job]:
    return await Job.filter(job_type=direct_spend.JOB_TYPE).order_by("created_at")


async def test_a_call_at_the_proxy_is_charged_once_as_a_job_of_its_own(beside: Beside) -> None:
    request_id = await beside.direct()

    assert await beside.read() == 1
    assert await beside.read() == 0

    [job] = await direct_jobs()
    assert (job.status, job.charge_status) == (JobStatus.COMPLETED, ChargeStatus.CHARGED)
    assert (job.is_single_call, job.external_task_id) == (True, request_id)
    [logged] = await beside.logged()
    [call] = await LLMCall.filter(job_id=job.id)
    assert call.is_direct
    assert (call.requested_model, call.used_model) == (MODEL, f"openai/{MODEL}")
    assert call.prompt_tokens == job.prompt_tokens == logged.prompt_tokens > 0
    assert call.input_cost + call.output_cost == call.client_cost == logged.spend
    assert await beside.balance() == 9
    entry = await LedgerEntry.get(job_id=job.id)
    assert (entry.kind, entry.amount) == (EntryKind.CHARGE, -credits.MICROS)
    assert entry.reason == "Single-call job direct completed (job_based mode: 1 credits)"


async def test_the_charge_is_in_the_audit_log(beside: Beside) -> None:
    request_id = await beside.direct()
    await beside.read()
    event = await AuditEvent.get(action="credits.charged")
    assert (event.actor_kind, event.team_id) == ("system", beside.world.team.team_id)
    assert event.details["direct"] is True
    assert event.details["request_id"] == request_id
    assert event.changes == [{"field": "balance", "before": "10", "after": "9"}]


@pytest.mark.parametrize(
    ("mode", "terms", "charged"),
    [
        (BudgetMode.JOB_BASED, {}, 1),
        (BudgetMode.CONSUMPTION_USD, {"credits_per_dollar": Decimal(2000)}, 2),
        (
            BudgetMode.CONSUMPTION_USD,
            {"credits_per_dollar": Decimal(2000), "markup_percent": Decimal(100)},
            5,
        ),
        (BudgetMode.CONSUMPTION_TOKENS, {"tokens_per_credit": 5}, 5),
    ],
)
async def test_it_is_charged_by_the_teams_budget_mode(
    beside: Beside, mode: BudgetMode, terms: dict[str, Any], charged: int
) -> None:
    await Team.filter(id=beside.world.team.id).update(budget_mode=mode, **terms)
    await beside.direct()
    await beside.read()
    [job] = await direct_jobs()
    [logged] = await beside.logged()
    assert job.client_cost == logged.spend * (2 if "markup_percent" in terms else 1)
    assert job.prompt_tokens + job.completion_tokens == 27
    assert logged.spend == Decimal("0.00135")
    assert job.charged == charged * credits.MICROS


async def test_what_the_team_does_not_have_is_unbilled(beside: Beside) -> None:
    terms = {"budget_mode": BudgetMode.CONSUMPTION_USD, "credits_per_dollar": Decimal(100_000)}
    await Team.filter(id=beside.world.team.id).update(**terms)
    await beside.direct()
    await beside.read()
    [job] = await direct_jobs()
    assert job.charge_status is ChargeStatus.UNDERPAID
    assert job.charged == 10 * credits.MICROS
    assert job.unbilled == int(job.client_cost * 100_000) * credits.MICROS - job.charged
    assert await beside.balance() == 0


async def test_credits_held_for_other_work_are_left_alone(beside: Beside) -> None:
    job = await beside.world.job()
    await beside.world.call(job)
    await beside.direct()
    await drain_to(beside, 1)
    await beside.read()
    [direct] = await direct_jobs()
    assert (direct.charged, direct.charge_status) == (0, ChargeStatus.UNDERPAID)
    assert (await jobs.complete(beside.world.actor, job.id)).charged == credits.MICROS


async def drain_to(beside: Beside, left: int) -> None:
    await credits.charge(
        SYSTEM,
        beside.world.team.team_id,
        (await beside.balance() - left) * credits.MICROS,
        reason="Otherwise spent",
        idempotency_key="drain",
    )


async def test_calls_of_ours_are_not_charged_again(beside: Beside) -> None:
    answered = await beside.world.call()
    stream = await beside.world.stream()
    assert [chunk async for chunk in stream]

    assert await beside.read() == 2
    assert await direct_jobs() == []
    assert await beside.balance() == 8
    refs = {spend.call_ref for spend in await ProxySpend.all()}
    assert refs == {f"{answered.call.id}-1", f"{stream.call.id}-1"}


async def test_a_row_of_a_call_that_is_not_settled_yet_waits(beside: Beside) -> None:
    call = await running(beside, await beside.world.job(), timedelta(minutes=1))
    reader = direct_spend.Reader()
    assert await reader.read(beside.world.ports.llm) == 0
    assert not await ProxySpend.exists()

    attempt = Attempt(id=f"{call.id}-1", model=MODEL)
    outcome = Outcome(attempts=(attempt,), tokens=prices.Tokens(prompt=10, completion=20))
    reserved = Reserved(call.job_id, call.id, 1)
    team_key = beside.world.team.id
    assert await settling.settle(
        Settlement(actor=SYSTEM, team_key=team_key, reserved=reserved, outcome=outcome)
    )
    assert await reader.read(beside.world.ports.llm) == 1
    assert await direct_jobs() == []


async def running(beside: Beside, job: Job, lease: timedelta) -> LLMCall:
    """A call of ours that LiteLLM has answered and we have not written down."""
    call = await LLMCall.create(
        job_id=job.id,
        team_id=job.team_id,
        requested_model="test",
        lease_until=datetime.now(UTC) + lease,
    )
    await Job.filter(id=job.id).update(calls_count=1, status=JobStatus.IN_PROGRESS)
    await beside.direct(ref=f"{call.id}-1")
    return call


@pytest.mark.parametrize("change", ["again", "other attempt", "other model", "bigger"])
async def test_a_call_that_bears_the_name_of_one_of_ours_is_charged_all_the_same(
    beside: Beside, change: str
) -> None:
    answered = await beside.world.call()
    [ours] = await beside.logged()
    forged = {
        "again": replace(ours, request_id="forged"),
        "other attempt": replace(ours, call_ref=f"{answered.call.id}-2"),
        "other model": replace(ours, asked_group="gpt-4-32k"),
        "bigger": replace(ours, completion_tokens=10_000),
    }[change]
    rows = [ours, forged] if change == "again" else [forged]

    await direct_spend.Reader().read(Log(rows))

    [job] = await direct_jobs()
    assert job.external_task_id == forged.request_id
    assert await beside.balance() == 8


class Log:
    """A spend log of these rows."""

    def __init__(self, rows: list[LoggedSpend]) -> None:
        self._rows = rows

    async def spend_since(self, since: datetime) -> AsyncIterator[LoggedSpend]:
        for row in self._rows:
            yield row


async def test_the_name_of_another_teams_call_counts_for_nothing(beside: Beside) -> None:
    async with making() as other:
        answered = await other.world.call()
        await beside.direct(ref=f"{answered.call.id}-1")
        await beside.read()
        [job] = await direct_jobs()
        assert job.team_id == beside.world.team.id


async def test_a_refused_attempt_lends_its_name_to_nobody(beside: Beside) -> None:
    beside.world.faults.inject(Fault.RATE_LIMIT, "/chat/completions")
    answered = await beside.world.call()
    failed, served = answered.call.attempts
    assert (failed["outcome"], served["outcome"]) == ("failed", "succeeded")

    [served_row] = await beside.logged()
    long = served_row.started_at + timedelta(minutes=1)
    lent = replace(served_row, request_id="x", call_ref=str(failed["id"]), ended_at=long)
    await direct_spend.Reader().read(Log([served_row, lent]))
    assert [job.external_task_id for job in await direct_jobs()] == ["x"]


async def test_a_call_that_timed_out_and_was_answered_after_all_is_ours(beside: Beside) -> None:
    answered = await beside.world.call()
    [ours] = await beside.logged()
    call = answered.call
    waited = call.attempts[0] | {"outcome": "failed", "latency_ms": 120_000}
    second = call.attempts[0] | {"id": f"{call.id}-2"}
    await LLMCall.filter(id=call.id).update(attempts=[waited, second])
    late = replace(ours, ended_at=ours.started_at + timedelta(seconds=130))

    await direct_spend.Reader().read(Log([late]))

    assert await direct_jobs() == []
    assert await beside.balance() == 9


async def test_usage_of_a_call_that_was_given_up_is_written_down_and_not_charged(
    beside: Beside,
) -> None:
    job = await beside.world.job()
    await given_up(beside, job)

    assert await beside.read() == 1

    call = await LLMCall.get()
    assert call.error == upkeep.GIVEN_UP
    assert call.prompt_tokens > 0
    after = await Job.get(id=job.id)
    [logged] = await beside.logged()
    assert after.client_cost == call.client_cost == logged.spend
    assert (after.calls_count, after.calls_failed) == (1, 1)
    assert await direct_jobs() == []
    assert await beside.balance() == 10


async def given_up(beside: Beside, job: Job) -> None:
    """A call whose process went while LiteLLM answered it."""
    await running(beside, job, -timedelta(minutes=1))
    assert await upkeep.give_up_calls() == 1


async def test_usage_that_comes_to_light_after_the_charge_is_unbilled(beside: Beside) -> None:
    terms = {"budget_mode": BudgetMode.CONSUMPTION_USD, "credits_per_dollar": Decimal(10_000)}
    await Team.filter(id=beside.world.team.id).update(**terms)
    await beside.world.top_up(1000)
    job = await beside.world.job()
    await given_up(beside, job)
    await beside.world.call(job)
    charged = await jobs.complete(beside.world.actor, job.id)
    assert charged.charge_status is ChargeStatus.CHARGED

    await beside.read()

    after = await Job.get(id=job.id)
    assert after.charge_status is ChargeStatus.UNDERPAID
    assert after.charged == charged.charged
    due = int(after.client_cost * 10_000) * credits.MICROS
    assert after.unbilled == due - after.charged > 0


async def test_what_is_spent_eats_the_allowance_that_was_told(beside: Beside) -> None:
    await beside.direct()
    await beside.world.call()
    await beside.read()
    row = await Provisioning.get(team_id=beside.world.team.id)
    spent = sum(spend.spend for spend in await beside.logged())
    assert row.allowance_usd == (Decimal(2) - spent).quantize(Decimal("1e-6"))


async def test_rows_of_other_teams_at_the_proxy_are_none_of_our_business(beside: Beside) -> None:
    headers = {"Authorization": "Bearer sk-master-key-of-the-served-sandbox"}
    async with httpx.AsyncClient(base_url=beside.url, headers=headers) as http:
        await http.post("/chat/completions", json=HELLO | {"model": MODEL})
    assert len(await beside.logged()) == 1
    assert await beside.read() == 0
    assert not await ProxySpend.exists()


async def test_two_readers_at_once_charge_each_call_once(beside: Beside) -> None:
    for _ in range(5):
        await beside.direct()
    counts = await asyncio.gather(*(beside.read() for _ in range(4)))
    assert sum(counts) >= 5
    assert len(await direct_jobs()) == 5
    assert await beside.balance() == 5


async def test_a_reader_that_dies_leaves_the_rest_to_the_next(
    beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await beside.direct()
    insert, died = billing.insert_calls, []

    async def dies_the_second_time(calls: Any) -> None:
        await insert(calls)
        died.append(calls)
        if len(died) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr(billing, "insert_calls", dies_the_second_time)
    with pytest.raises(asyncio.CancelledError):
        await beside.read()
    assert (len(await direct_jobs()), await beside.balance()) == (1, 9)

    assert await beside.read() == 2
    assert (len(await direct_jobs()), await beside.balance()) == (3, 7)


async def test_a_row_that_is_logged_late_is_found(beside: Beside) -> None:
    """The log is read from before where it was read to."""
    reader = direct_spend.Reader()
    await reader.read(beside.world.ports.llm)
    since: list[datetime] = []
    await reader.read(Remembering(beside.world.ports.llm, since))
    assert reading.OVERLAP <= datetime.now(UTC) - since[0] < reading.OVERLAP * 2


class Remembering:
    def __init__(self, llm: LLMGateway, since: list[datetime]) -> None:
        self._llm, self._since = llm, since

    def spend_since(self, since: datetime) -> AsyncIterator[LoggedSpend]:
        self._since.append(since)
        return self._llm.spend_since(since)


async def test_a_new_reader_begins_where_the_last_one_may_have_stopped(beside: Beside) -> None:
    since: list[datetime] = []
    now = datetime.now(UTC)
    await direct_spend.Reader().read(Remembering(beside.world.ports.llm, since))
    assert abs(now - since[0] - reading.FIRST_READING) < timedelta(seconds=10)

    await beside.direct()
    await beside.read()
    await direct_spend.Reader().read(Remembering(beside.world.ports.llm, since))
    assert abs(now - since[1] - reading.LONG_OVERLAP) < timedelta(seconds=10)


async def test_what_is_too_old_to_be_read_again_is_forgotten(beside: Beside) -> None:
    now = datetime.now(UTC)
    for days in (6, 8):
        logged_at = now - timedelta(days=days)
        await ProxySpend.create(request_id=f"{days}", spend=Decimal(1), logged_at=logged_at)
    await beside.read()
    assert [row.request_id for row in await ProxySpend.all()] == ["6"]


async def test_the_loop_reads_by_itself_and_outlives_trouble(beside: Beside) -> None:
    beside.world.faults.inject(Fault.ERROR, "/spend/logs/v2")
    beside.world.faults.inject(Fault.GARBAGE, "/spend/logs/v2")
    await beside.direct()
    stop = asyncio.Event()
    loop = asyncio.create_task(direct_spend.run(beside.world.ports, stop=stop, poll_seconds=0.05))
    async with asyncio.timeout(20):
        while not await direct_jobs():
            await asyncio.sleep(0.05)
    stop.set()
    await loop
    assert await beside.balance() == 9


async def test_charges_and_grants_at_once_do_not_wait_for_each_other_in_a_circle(
    beside: Beside,
) -> None:
    for _ in range(10):
        await beside.direct()

    async def grants() -> None:
        for _ in range(20):
            await beside.world.top_up(1)

    await asyncio.gather(beside.read(), grants(), grants())
    assert await beside.balance() == 10 - 10 + 40


async def test_a_call_of_ours_that_litellm_refuses_for_its_budget_gets_the_team_room(
    beside: Beside,
) -> None:
    """As when running calls have reserved all that is left there."""
    world = beside.world
    for kept in (world.state.teams[world.team.team_id], *world.state.keys_of(world.team.team_id)):
        kept.spend = kept.max_budget = 3.0
    with pytest.raises(calls.CallFailed):
        await world.call()

    await provisioning.drain(world.ports)

    assert world.state.teams[world.team.team_id].max_budget == 3.0 + 2.0
    assert (await world.call()).job.charge_status is ChargeStatus.CHARGED
