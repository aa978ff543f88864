"""What is done about a row of the spend log, together with writing down that it was done."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from domain import audit, prices
from domain.access import SYSTEM
from domain.calls import settling
from domain.calls.outcomes import Attempt, Outcome
from domain.calls.settling import Settlement
from domain.calls.types import Reserved
from domain.credits.types import credits_text
from domain.direct_spend.sorting import Found
from domain.jobs import ending
from domain.jobs.books import Books
from domain.ports import LoggedSpend
from persistence.account_rows import AccountRow
from persistence.database import rows, transaction
from persistence.job_rows import CallRow, JobRow, insert_calls, insert_jobs
from persistence.models import CallStatus, uuid7

JOB_TYPE: Final = "direct"

_LONGEST_REF: Final = 64
_MOST_MS: Final = 2**31 - 1
_NOTE: Final = """
INSERT INTO proxy_spends (id, created_at, request_id, team_id, call_ref, spend, logged_at)
SELECT given.id, clock_timestamp(), given.request_id, given.team_id, given.call_ref, given.spend,
    given.logged_at
FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::numeric[], $6::timestamptz[])
    AS given (id, request_id, team_id, call_ref, spend, logged_at)
ORDER BY given.request_id
ON CONFLICT DO NOTHING RETURNING request_id
"""
# What is left of the allowances, as far as the log has been read.
_SPEND: Final = """
WITH locked AS (
    SELECT p.id, given.spend FROM provisionings p
    JOIN (SELECT team_id, sum(spend) AS spend
          FROM unnest($1::uuid[], $2::numeric[]) AS each (team_id, spend) GROUP BY team_id)
        AS given USING (team_id)
    WHERE p.removed_at IS NULL ORDER BY p.id FOR UPDATE OF p)
UPDATE provisionings p SET allowance_usd = greatest(p.allowance_usd - locked.spend, 0)
FROM locked WHERE p.id = locked.id
"""


async def note(found: Sequence[Found]) -> None:
    """Calls of ours, which are charged with their jobs."""
    if found:
        async with transaction():
            new = await _note(found)
            await _spend([each for each in found if each.spend.request_id in new])


async def settle_late(found: Found) -> None:
    """A call that was given up: what it used is written down, and not charged any more."""
    async with transaction():
        if await _note([found]):
            await settling.settle_all([_settlement(found)])
            await _spend([found])


async def charge(found: Found) -> None:
    """A call made at the proxy directly: as a job of its own, down to what the team has."""
    async with transaction():
        if not await _note([found], is_ours=False):
            return
        books = await Books.open([found.team_key])
        account = books.accounts[found.team_key]
        job, call = _work(found, account)
        ending.complete(books, SYSTEM, job, words="Single-call job")
        await insert_jobs([job])
        await insert_calls([call])
        await books.post()
        await _record(found.spend, job, account)
        await _spend([found])


async def _note(found: Sequence[Found], *, is_ours: bool = True) -> set[str]:
    """Those that were not dealt with before. Two readers wait for each other here."""
    spends = [each.spend for each in found]
    noted = await rows(
        _NOTE,
        [uuid7() for _ in found],
        [spend.request_id for spend in spends],
        [each.team_key for each in found],
        [spend.call_ref if is_ours else None for spend in spends],
        [spend.spend for spend in spends],
        [spend.started_at for spend in spends],
    )
    return {row["request_id"] for row in noted}


async def _spend(found: Sequence[Found]) -> None:
    """Last of all, as others lock accounts before they touch these rows."""
    await rows(_SPEND, [each.team_key for each in found], [each.spend.spend for each in found])


def _settlement(found: Found) -> Settlement:
    spend, call = found.spend, found.call
    assert call is not None
    model = spend.asked_group or spend.model_group
    outcome = Outcome(
        attempts=(Attempt(id=str(spend.call_ref), model=model),),
        resolved_model=model,
        used_model=spend.model,
        provider=spend.provider,
        tokens=_tokens(spend),
        cost=_cost(spend),
    )
    return Settlement(
        actor=SYSTEM,
        team_key=found.team_key,
        reserved=Reserved(call.job_id, call.id, call.run),
        outcome=outcome,
    )


def _work(found: Found, account: AccountRow) -> tuple[JobRow, CallRow]:
    spend, used = found.spend, _used(found.spend, account)
    began, ended = min(spend.started_at, account.now), min(spend.ended_at, account.now)
    job = JobRow(
        id=uuid7(),
        team_id=found.team_key,
        organization_id=account.organization_key,
        virtual_key_id=found.key_id,
        job_type=JOB_TYPE,
        is_single_call=True,
        external_task_id=spend.request_id,
        created_at=began,
        lease_until=account.now,
        started_at=began,
        calls_count=1,
        calls_succeeded=1,
        **used,
    )
    call = CallRow(
        id=uuid7(),
        job_id=job.id,
        team_id=found.team_key,
        created_at=began,
        virtual_key_id=found.key_id,
        is_direct=True,
        requested_model=spend.asked_group or spend.model_group,
        status=CallStatus.SUCCEEDED,
        resolved_model=spend.model_group,
        used_model=spend.model,
        provider=spend.provider,
        litellm_call_id=spend.call_ref and spend.call_ref[:_LONGEST_REF],
        finished_at=ended,
        **used,
    )
    return job, call


def _used(spend: LoggedSpend, account: AccountRow) -> dict[str, Any]:
    """Columns that the job and its call share."""
    cost = _cost(spend)
    latency_ms = round((spend.ended_at - spend.started_at).total_seconds() * 1000)
    return {
        "prompt_tokens": spend.prompt_tokens,
        "completion_tokens": spend.completion_tokens,
        "cached_tokens": spend.cached_tokens,
        "input_cost": cost.input,
        "output_cost": cost.output,
        "client_cost": prices.client_cost(cost.provider, account.markup_percent),
        "latency_ms": min(latency_ms, _MOST_MS),
    }


def _tokens(spend: LoggedSpend) -> prices.Tokens:
    return prices.Tokens(
        prompt=spend.prompt_tokens, completion=spend.completion_tokens, cached=spend.cached_tokens
    )


def _cost(spend: LoggedSpend) -> prices.Cost:
    places = Decimal("1e-8")
    whole = spend.spend.quantize(places)
    part = min(spend.input_spend.quantize(places), whole)
    return prices.Cost(part, whole - part)


async def _record(spend: LoggedSpend, job: JobRow, account: AccountRow) -> None:
    details = {
        "direct": True,
        "job_id": str(job.id),
        "request_id": spend.request_id,
        "model": spend.model_group,
        "charged": credits_text(job.charged),
    }
    if job.unbilled:
        details["unbilled"] = credits_text(job.unbilled)
    await audit.record(
        SYSTEM,
        "credits.charged",
        "credit_account",
        account.team_id,
        before={"balance": credits_text(account.balance + job.charged)},
        after={"balance": credits_text(account.balance)},
        organization=account,
        team=account,
        details=details,
    )
