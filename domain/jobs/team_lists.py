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
from persistence import filters
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
        days, offset = _of_page(days, limit, offset)
        found = matching(query.filter(_created_on(days, within)), only)
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


def _of_page(
    days: Sequence[tuple[date, int]], limit: int, offset: int
) -> tuple[list[tuple[date, int]], int]:
    """The days on which the jobs of a page were created, and its place among the jobs of these:
    what is of other days need not be looked at. Beyond the last job, a place beyond."""
    touched: list[tuple[date, int]] = []
    passed = before = 0
    for day, count in days:
        if count and offset < passed + count and passed < offset + limit:
            before = before if touched else passed
            touched.append((day, count))
        passed += count
    return touched, offset - before


def _created_on(days: Sequence[tuple[date, int]], within: usage.Period) -> filters.Condition:
    """Days that follow each other are one stretch."""
    stretches: list[usage.Period] = []
    for each in (usage.between(day, day) for day, _ in days):
        since, until = max(each.begin, within.begin), min(each.end, within.end)
        if stretches and stretches[-1].begin == until:
            until = stretches.pop().end
        stretches.append(usage.Period(since, until))
    return filters.any_of(
        filters.equal(created_at__gte=each.begin, created_at__lt=each.end) for each in stretches
    )
