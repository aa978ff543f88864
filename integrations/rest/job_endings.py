"""How a job of the legacy API ends, and what it cost."""

from domain import jobs
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.job_forms import (
    CallCost,
    CallCosts,
    JobComplete,
    JobCompleted,
    JobCostBreakdown,
    remaining_credits,
)
from integrations.rest.job_refusals import ALREADY, OF_JOB, of_own_job, refusals
from integrations.rest.jobs import COSTS, JOB_ID, MOMENT, TAG
from integrations.rest.operation import Call, operation


@operation(
    "POST",
    "/api/jobs/{job_id}/complete",
    tag=TAG,
    summary="Complete job and charge",
    description="A repeat with the same status gets the same answer, and is not charged again. "
    "A job that failed is not charged.",
    auth=VIRTUAL_KEY,
    calls=jobs.complete,
    errors=refusals(OF_JOB, {409: [ALREADY]}),
    body_example={"status": "completed", "metadata": {"result": "success"}},
    example={
        "job_id": JOB_ID,
        "status": "completed",
        "completed_at": MOMENT,
        "costs": COSTS,
        "calls": [
            {
                "call_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                "purpose": "parse",
                "model_group": "ResumeAgent",
                "tokens": 450,
                "latency_ms": 1250,
                "error": None,
            }
        ],
        "credits_remaining": 999,
        "total_calls": 1,
    },
)
async def complete_job(call: Call, job_id: str, body: JobComplete) -> JobCompleted:
    async with of_own_job(call, job_id):
        job = await _ended(call, job_id, body)
    made = await jobs.calls_of(call.actor, job)
    return JobCompleted.of(job, made, await remaining_credits(call, job))


async def _ended(call: Call, job_id: str, body: JobComplete) -> jobs.Job:
    if body.status == "completed":
        return await jobs.complete(call.actor, job_id, metadata=body.merged)
    return await jobs.fail(
        call.actor, job_id, error_message=body.error_message, metadata=body.merged
    )


@operation(
    "GET",
    "/api/jobs/{job_id}/costs",
    tag=TAG,
    summary="Cost breakdown",
    description="What its calls cost the team; `breakdown` has the first thousand of them.",
    auth=VIRTUAL_KEY,
    calls=jobs.calls_of,
    errors=refusals(OF_JOB),
    example={
        "job_id": JOB_ID,
        "team_id": "acme-prod",
        "job_type": "chat",
        "status": "completed",
        "costs": {"total_cost_usd": 0.0045, "breakdown": []},
    },
)
async def job_costs(call: Call, job_id: str) -> JobCostBreakdown:
    async with of_own_job(call, job_id):
        job = await jobs.get(call.actor, job_id)
    made = await jobs.calls_of(call.actor, job)
    costs = CallCosts(
        total_cost_usd=round(job.client_cost, 6), breakdown=[CallCost.of(each) for each in made]
    )
    return JobCostBreakdown(
        job_id=job.id,
        team_id=job.team.team_id,
        job_type=job.job_type,
        status=job.status.value,
        costs=costs,
    )
