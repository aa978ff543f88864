"""A past of jobs, calls and charges, and what it comes to, counted one row at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

from domain import usage
from domain.usage import upkeep
from persistence.models import (
    CallStatus,
    ChargeStatus,
    CreditAccount,
    EntryKind,
    Job,
    JobStatus,
    LedgerEntry,
    LLMCall,
    Organization,
    Team,
)
from tests.persistence.accounts import make_account, post

MEASURES = (
    *(f"jobs_{status}" for status in JobStatus),
    *("calls_succeeded", "calls_failed", "latency_ms"),
    *("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens"),
    *("input_cost", "output_cost", "client_cost", "charged", "is_estimated"),
)
_CHARGES = (EntryKind.CHARGE, EntryKind.CAPTURE, EntryKind.REFUND, EntryKind.WAIVER)


async def make_job(team: Team, at: datetime, status: JobStatus, **values: object) -> Job:
    ended = status not in (JobStatus.PENDING, JobStatus.IN_PROGRESS)
    return await Job.create(
        **{
            "team_id": team.id,
            "organization_id": team.organization_id,
            "job_type": "chat",
            "status": status,
            "created_at": at,
            "lease_until": at,
            "completed_at": at if ended else None,
            "charge_status": ChargeStatus.WAIVED
            if status is JobStatus.COMPLETED
            else ChargeStatus.NOT_DUE,
            **values,
        }
    )


async def end(job: Job, status: JobStatus) -> None:
    charge = ChargeStatus.WAIVED if status is JobStatus.COMPLETED else ChargeStatus.NOT_DUE
    await Job.filter(id=job.id).update(
        status=status, completed_at=datetime.now(UTC), charge_status=charge
    )


async def make_call(job: Job, **values: object) -> LLMCall:
    """Running unless it says when it finished."""
    running = values.get("finished_at") is None
    status = CallStatus.RUNNING if running else CallStatus.SUCCEEDED
    return await LLMCall.create(
        **{
            "job_id": job.id,
            "team_id": job.team_id,
            "virtual_key_id": job.virtual_key_id,
            "requested_model": "fast",
            "status": status,
            "lease_until": datetime.now(UTC) if running else None,
            **values,
        }
    )


@dataclass
class Past:
    """Some teams of two organizations, and what they did around a moment."""

    random: Random
    middle: datetime
    teams: list[Team] = field(default_factory=list)
    accounts: list[CreditAccount] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    keys: list[UUID | None] = field(default_factory=lambda: [None, uuid4(), uuid4()])

    async def begin(self) -> None:
        other = await Organization.create(organization_id="other", name="Other")
        for name in ("red", "green", "blue"):
            account = await make_account(name, balance=10**12)
            team = await Team.get(id=account.team_id)
            self.accounts.append(account)
            self.teams.append(team)
        self.teams.append(await Team.create(team_id="far", name="Far", organization=other))

    def moment(self) -> datetime:
        """Often at or beside a quarter of an hour, where mistakes are."""
        spread = timedelta(minutes=self.random.choice((30, 300, 3000, 40000)))
        at = self.middle + spread * self.random.uniform(-1, 1)
        if self.random.random() < 0.4:
            at = at.replace(minute=self.random.choice((0, 15, 30, 45)), second=0, microsecond=0)
            at += timedelta(microseconds=self.random.choice((-1, 0, 0, 1)))
        return at

    async def step(self) -> None:
        if self.random.random() < 0.05:
            await upkeep.fold()
        roll = self.random.random()
        if roll < 0.3 or not self.jobs:
            await self._start()
        elif roll < 0.45:
            await self._move()
        elif roll < 0.85:
            await self._call()
        else:
            await self._charge()

    async def _start(self) -> None:
        random = self.random
        status = random.choice([JobStatus.PENDING, JobStatus.IN_PROGRESS, *JobStatus])
        self.jobs += [
            await make_job(
                random.choice(self.teams),
                self.moment(),
                status,
                job_type=random.choice(("chat", "summary", "none")),
                virtual_key_id=random.choice(self.keys),
            )
            for _ in range(random.choice((1, 1, 3)))
        ]

    async def _move(self) -> None:
        """Several at once, by one statement, some of which have ended before."""
        moved = {job.id for job in self.random.sample(self.jobs, min(4, len(self.jobs)))}
        await Job.filter(id__in=moved, status=JobStatus.PENDING).update(
            status=JobStatus.IN_PROGRESS
        )
        if self.random.random() < 0.5:
            await Job.filter(id__in=moved, status=JobStatus.IN_PROGRESS).update(
                status=JobStatus.FAILED, completed_at=self.moment()
            )

    async def _call(self) -> None:
        made = [await make_call(self.random.choice(self.jobs), **self._names()) for _ in range(2)]
        ids = [call.id for call in made]
        await LLMCall.filter(id__in=ids).update(lease_until=self.moment())
        await LLMCall.filter(id__in=ids).update(**self._end(), **self._used())
        if self.random.random() < 0.3:  # what it came to is learned later
            await LLMCall.filter(id__in=ids).update(**self._used(), **self._names())
        if self.random.random() < 0.2:  # one that we heard of when it was over
            job = self.random.choice(self.jobs)
            await make_call(job, **self._names(), **self._used(), finished_at=self.moment())

    def _names(self) -> dict[str, object]:
        choice = self.random.choice
        return {
            "requested_model": choice(("fast", "good", "")),
            "provider": choice((None, "openai", "anthropic")),
        }

    def _end(self) -> dict[str, object]:
        failed = self.random.random() < 0.3
        return {
            "status": CallStatus.FAILED if failed else CallStatus.SUCCEEDED,
            "lease_until": None,
            "finished_at": self.moment(),
            "latency_ms": self.random.choice((None, self.random.randrange(5000))),
        }

    def _used(self) -> dict[str, object]:
        number = self.random.randrange
        return {
            "prompt_tokens": number(1000),
            "completion_tokens": number(1000),
            "cached_tokens": number(100),
            "reasoning_tokens": number(100),
            "is_estimated": self.random.random() < 0.2,
            "input_cost": Decimal(number(10**9)).scaleb(-8),
            "output_cost": Decimal(number(10**9)).scaleb(-8),
            "client_cost": Decimal(number(10**9)).scaleb(-8),
        }

    async def _charge(self) -> None:
        account = self.random.choice(self.accounts)
        own = [job for job in self.jobs if job.team_id == account.team_id]
        charged = {entry.job_id for entry in await LedgerEntry.all()}
        job = next((job for job in own if job.id not in charged), None)
        amount = self.random.randrange(1, 10**7)
        entry = await post(account, EntryKind.CHARGE, -amount, job_id=job and job.id)
        if self.random.random() < 0.3:
            part = self.random.randrange(1, amount + 1)
            await post(account, EntryKind.REFUND, part, reverses=entry, job_id=job and job.id)


@dataclass(frozen=True)
class Fact:
    """One row: when, what of, and how much."""

    at: datetime
    members: dict[usage.Dimension, str]
    measures: dict[str, object]
    is_call: bool = False


async def all_facts() -> list[Fact]:
    teams = {team.id: team for team in await Team.all()}
    jobs = {job.id: job for job in await Job.all()}

    def members(team: Team, job: Job | None, key: UUID | None, *names: str) -> dict:
        model, provider = names or ("", "")
        return {
            usage.Dimension.ORGANIZATION: str(team.organization_id),
            usage.Dimension.TEAM: str(team.id),
            usage.Dimension.VIRTUAL_KEY: str(key or UUID(int=0)),
            usage.Dimension.JOB_TYPE: job.job_type if job else "",
            usage.Dimension.MODEL: model,
            usage.Dimension.PROVIDER: provider,
        }

    of_jobs = [
        Fact(
            job.created_at,
            members(teams[job.team_id], job, job.virtual_key_id),
            {f"jobs_{job.status}": 1},
        )
        for job in jobs.values()
    ]
    of_calls = [
        Fact(
            call.finished_at,
            members(
                *(teams[call.team_id], jobs[call.job_id], call.virtual_key_id),
                *(call.requested_model, call.provider or ""),
            ),
            {
                f"calls_{call.status}": 1,
                "latency_ms": (call.latency_ms or 0) * (call.status is CallStatus.SUCCEEDED),
                **{
                    name: getattr(call, name)
                    for name in MEASURES
                    if hasattr(call, name) and name != "latency_ms"
                },
            },
            is_call=True,
        )
        for call in await LLMCall.filter(status__not=CallStatus.RUNNING)
    ]
    accounts = {account.id: account for account in await CreditAccount.all()}
    of_entries = [
        Fact(
            entry.created_at,
            members(
                teams[accounts[entry.account_id].team_id],
                job := jobs.get(entry.job_id),
                job and job.virtual_key_id,
            ),
            {"charged": -entry.amount},
        )
        for entry in await LedgerEntry.filter(kind__in=_CHARGES)
    ]
    return [*of_jobs, *of_calls, *of_entries]


def summed(facts: Iterable[Fact]) -> dict[str, object]:
    sums: dict[str, object] = defaultdict(int, is_estimated=False)
    for fact in facts:
        for name, value in fact.measures.items():
            sums[name] = (sums[name] or value) if name == "is_estimated" else sums[name] + value
    return {name: sums[name] for name in MEASURES}


def shown(totals: usage.Totals) -> dict[str, object]:
    """Totals in the same form."""
    calls, tokens, cost = totals.calls, totals.calls.tokens, totals.calls.cost
    assert calls.count == calls.succeeded + calls.failed
    return {
        **{f"jobs_{status}": getattr(totals.jobs, status) for status in JobStatus},
        "calls_succeeded": calls.succeeded,
        "calls_failed": calls.failed,
        "latency_ms": calls.latency_ms,
        "prompt_tokens": tokens.prompt,
        "completion_tokens": tokens.completion,
        "cached_tokens": tokens.cached,
        "reasoning_tokens": tokens.reasoning,
        "input_cost": cost.input,
        "output_cost": cost.output,
        "client_cost": cost.client,
        "charged": totals.charged,
        "is_estimated": tokens.is_estimated,
    }
