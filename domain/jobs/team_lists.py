"""The jobs of one team, counted off from the newest: there may be millions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
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
    query = finding.query().filter(team_id=team.id)
    if only.id_part is not None:
        found = matching(query, replace(only, since=within.begin, until=within.end))
        total = await found.count()
    else:
        days = await _days(actor, team.id, only, within)
        total = sum(count for _, count in days)
        stretch, offset = _days_of_page(days, limit, offset)
        since, until = max(stretch.begin, within.begin), min(stretch.end, within.end)
        found = matching(query, replace(only, since=since, until=until))
    if offset >= total:
        return [], total
    return await found.order_by("-created_at", "-id").limit(limit).offset(offset), total


async def _days(
    actor: Actor, team_key: UUID, only: JobFilter, within: usage.Period
) -> list[tuple[date, int]]:
    """How many match on each day, the latest first."""
    types = None if only.job_types is None else list(only.job_types)
    statuses = set(JobStatus) if only.statuses is None else set(only.statuses)
    return [
        (day, sum(getattr(jobs, status.value) for status in statuses))
        for day, jobs in await usage.jobs_of_days(actor, team_key, within, types)
    ]


def _days_of_page(
    days: Sequence[tuple[date, int]], limit: int, offset: int
) -> tuple[usage.Period, int]:
    """The days on which the jobs of a page were created, and its place among the jobs of these:
    what is beside them need not be looked at. Beyond the last job, a place beyond."""
    latest, before, passed = None, 0, 0
    for day, count in days:
        if latest is None and passed + count > offset:
            latest, before = day, passed
        passed += count
        if latest is not None and passed >= offset + limit:
            return usage.between(day, latest), offset - before
    if latest is None:
        return usage.open_days(None, None), offset
    return usage.between(days[-1][0], latest), offset - before
