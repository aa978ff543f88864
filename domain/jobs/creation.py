"""Opening a job."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from domain import audit, tenancy, validation
from domain.access import Actor, Permission, requires
from domain.credits.types import require_amount
from domain.errors import InvalidInput, TeamNotActive
from domain.idempotency import once
from domain.jobs import finding
from domain.jobs.types import LEASE, NewJob
from persistence.database import transaction
from persistence.models import Job, Team

LONGEST_JOB_TYPE: Final = 100
MOST_CALLS: Final = 2**31 - 1


@requires(Permission.RUN_JOBS)
async def create(actor: Actor, new: NewJob, *, idempotency_key: str | None = None) -> Job:
    """A pending job; a repeat with the same key gets the same one."""
    team = await team_for(actor, new)
    values = columns(new)

    async def effect() -> dict[str, Any]:
        job = await Job.create(
            team=team,
            organization=team.organization,
            virtual_key_id=actor.virtual_key_id,
            lease_until=datetime.now(UTC) + LEASE,
            **values,
        )
        await audit.record(
            actor,
            "job.created",
            "job",
            str(job.id),
            organization=team.organization,
            team=team,
            details={"job_type": job.job_type},
        )
        return {"job_id": str(job.id)}

    async with transaction():
        made = await once(
            actor, "job.create", idempotency_key, {"team_id": team.team_id, **values}, effect
        )
    return await finding.query().get(id=UUID(made["job_id"]))


async def team_for(actor: Actor, new: NewJob) -> Team:
    """The team that the job is for, with its organization; raises `TeamNotActive`."""
    team_id = new.team_id if new.team_id is not None else actor.team_id
    if team_id is None:
        raise InvalidInput("teamId", "Name the team that the job is for.")
    team = await tenancy.find_team(actor, team_id)
    if not tenancy.usable(team):
        raise TeamNotActive("The team or its organization is not active.", field="teamId")
    return team


def columns(new: NewJob) -> dict[str, Any]:
    """What the caller decides about a job; raises `InvalidInput` for all that is wrong."""
    return validation.all_of(
        {
            "job_type": lambda: validation.line("jobType", new.job_type, longest=LONGEST_JOB_TYPE),
            "end_user_id": lambda: _name("endUserId", new.end_user_id),
            "external_task_id": lambda: _name("externalTaskId", new.external_task_id),
            "metadata": lambda: validation.metadata("metadata", new.metadata),
            "max_credits": lambda: _credits(new.max_credits),
            "max_calls": lambda: _calls(new.max_calls),
        }
    )


def _name(field: str, value: str | None) -> str | None:
    return validation.optional_line(field, value, longest=validation.LONGEST_NAME)


def _credits(cap: int | None) -> int | None:
    if cap is not None:
        require_amount(cap, "maxCredits")
    return cap


def _calls(cap: int | None) -> int | None:
    if cap is not None and not 0 < cap <= MOST_CALLS:
        raise InvalidInput("maxCalls", f"Must be between 1 and {MOST_CALLS}.")
    return cap
