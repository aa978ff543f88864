"""The jobs of one team, counted off from the newest: there may be millions."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from domain import tenancy, usage
from domain.access import Actor, Permission, requires
from domain.jobs import finding
from domain.jobs.reading import matching
from domain.jobs.types import JobFilter
from persistence.models import Job, JobStatus


@requires(Permission.READ)
async def get_of_team(actor: Actor, team_id: str, job_id: UUID | str) -> Job:
    """With its team and organization; raises `NotFound` for another team's, too."""
    job = await finding.find(actor, job_id)
    if job.team.team_id != team_id:
        raise finding.no_job()
    return job


@requires(Permission.READ)
async def list_of_team(
    actor: Actor, team_id: str, only: JobFilter, within: usage.Period, *, limit: int, offset: int
) -> tuple[Sequence[Job], int]:
    """Those created in the period, the newest first; and how many match in all. Of the filter,
    which names no team, only statuses, types and a part of the id."""
    team = await tenancy.find_team(actor, team_id)
    asked = replace(only, since=within.begin, until=within.end)
    query = matching(finding.query().filter(team_id=team.id), asked)
    if only.id_part is not None:
        total = await query.count()
    else:
        total = await _count(actor, team.id, only, within)
    if offset >= total:
        return [], total
    found = await query.order_by("-created_at", "-id").limit(limit).offset(offset)
    return found, total


async def _count(actor: Actor, team_key: UUID, only: JobFilter, within: usage.Period) -> int:
    """By the sums that are kept, so that no job is read for it."""
    whose = usage.Whose(usage.Over.TEAMS, [team_key])
    types = (await usage.breakdown(actor, whose, within, usage.Dimension.JOB_TYPE))[team_key]
    statuses = set(JobStatus) if only.statuses is None else set(only.statuses)
    return sum(
        getattr(each.totals.jobs, status.value)
        for each in types
        if only.job_types is None or each.member in only.job_types
        for status in statuses
    )
