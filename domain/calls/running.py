"""One model call, from the request to the whole answer."""

import asyncio
from typing import Final
from uuid import UUID

from domain.access import Actor, Permission, requires
from domain.calls import attempts, background, tending
from domain.calls.answers import shown
from domain.calls.attempts import Tries
from domain.calls.outcomes import Outcome
from domain.calls.preparing import Plan, prepare
from domain.calls.reserving import reserve
from domain.calls.settling import Settlement, settle
from domain.calls.types import AlreadyMade, Answered, Asked, CallFailed, CallRequest, Reserved
from domain.errors import InvalidState, StorageTrouble
from domain.jobs import NewJob, finding
from domain.ports import ModelCallFailed, Ports
from persistence.models import CallStatus, LLMCall, LLMCallContent

ERASED: Final = "The answer to the first request was erased; send a new key."
_SETTLE_PAUSES: Final = (0.1, 0.3, 1.0, 2.0, 4.0)


@requires(Permission.RUN_JOBS)
async def ask(actor: Actor, ports: Ports, job: UUID | str | NewJob, request: CallRequest) -> Asked:
    """Make a call in a job; a new job is for this call alone, and ends and is charged with it.

    Whoever waits may go away: the call is settled all the same. Raises `CallFailed` when no model
    answered, and before anything is called `InsufficientCredits`, `LimitReached`,
    `ModelNotAllowed`, `InvalidState`, `TeamNotActive` and the refusals of a key that was used.
    """
    plan = await prepare(actor, ports, job, request, words="Single-call job")
    reserved = await reserve(plan.reservation)
    if isinstance(reserved, AlreadyMade):
        return await answered_before(actor, reserved.call_id)
    tending.begin(reserved.call_id, reserved.run, plan.reservation.lease)
    return await asyncio.shield(background.spawn(_work(plan, reserved)))


@requires(Permission.RUN_JOBS)
async def run(
    actor: Actor, ports: Ports, job: UUID | str | NewJob, request: CallRequest
) -> Answered:
    """As `ask`, with the records of the job and the call as they are afterwards."""
    return await recorded(await ask(actor, ports, job, request))


async def recorded(asked: Asked) -> Answered:
    return Answered(
        job=await finding.query().get(id=asked.job_id),
        call=await LLMCall.get(id=asked.call_id),
        body=asked.body,
        served_by=asked.served_by,
        replayed=asked.replayed,
    )


async def _work(plan: Plan, reserved: Reserved) -> Asked:
    tries = Tries()
    with tending.until_over(reserved.call_id):
        found = await attempts.plain(plan, reserved, tries)
        outcome = attempts.answered(plan, *found, tries) if found else tries.failed(plan)
        await settle_surely(plan, reserved, outcome)
    if outcome.error is not None:
        raise await failed(reserved, outcome.error, tries.failure)
    return answer(plan, reserved, outcome)


def answer(plan: Plan, reserved: Reserved, outcome: Outcome) -> Asked:
    """What the caller is told of a call that was answered and settled."""
    return Asked(
        job_id=reserved.job_id,
        call_id=reserved.call_id,
        body=dict(outcome.response or {}),
        served_by=outcome.resolved_model or plan.route.requested,
    )


async def failed(reserved: Reserved, error: str, failure: ModelCallFailed | None) -> CallFailed:
    """What the caller is told of a call that failed and is settled."""
    return CallFailed(
        error,
        job=await finding.query().get(id=reserved.job_id),
        call=await LLMCall.get(id=reserved.call_id),
        status=failure.status if failure else None,
        retry_after_seconds=failure.retry_after_seconds if failure else None,
    )


async def settle_surely(plan: Plan, reserved: Reserved, outcome: Outcome) -> bool:
    """Write down what became of a call, however long the database is away, within reason. What
    is not written is given up when its lease is over, and found in LiteLLM's spend log."""
    settlement = Settlement(
        actor=plan.actor,
        team_key=plan.context.team_key,
        reserved=reserved,
        outcome=outcome,
        words=plan.words,
    )
    with tending.until_over(reserved.call_id):
        for pause in _SETTLE_PAUSES:
            try:
                return await settle(settlement)
            except StorageTrouble:
                await asyncio.sleep(pause)
        return await settle(settlement)


async def answered_before(actor: Actor, call_id: UUID) -> Asked:
    """The answer that the idempotency key's first request got; raises its `CallFailed`."""
    call = await LLMCall.get(id=call_id)
    job = await finding.find(actor, call.job_id)
    if call.status is CallStatus.FAILED:
        raise CallFailed(call.error or "no model answered", job=job, call=call)
    content = await LLMCallContent.get_or_none(id=call_id)
    if content is None or content.response is None:
        raise InvalidState(ERASED, field="idempotencyKey")
    return Asked(
        job_id=job.id,
        call_id=call.id,
        body=shown(content.response, call.requested_model),
        served_by=call.resolved_model or call.requested_model,
        replayed=True,
    )
