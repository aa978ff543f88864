"""Jobs as they change."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from uuid import UUID

from domain.access import Actor, Permission, requires
from domain.errors import InvalidInput
from domain.feed import Feed, Topic, Watch
from domain.jobs import finding, reading
from domain.tenancy import find_team, sees
from persistence.models import Job


@dataclass(frozen=True, slots=True)
class JobChange:
    """The job after a change; `lagged`: others before it were missed."""

    cursor: str
    lagged: bool
    job: Job


@requires(Permission.READ)
async def watch(
    actor: Actor,
    feed: Feed,
    *,
    team_id: str | None = None,
    job_id: str | None = None,
    after: str | None = None,
) -> AsyncGenerator[JobChange, None]:
    """Changes of one job, or of all jobs of a team; a virtual key need not name its own. Nothing
    is kept of the past: who comes back with the cursor `after` is told what there is to refetch."""
    if job_id is not None:
        job = await finding.find(actor, job_id)
        if team_id not in {None, job.team.team_id}:
            raise finding.no_job()
        return _changes(actor, feed, await feed.watch(Topic.JOB, job.team_id), job.id, after)
    name = team_id or actor.team_id
    if name is None:
        raise InvalidInput("teamId", "Name a team or a job.")
    team = await find_team(actor, name)
    return _changes(actor, feed, await feed.watch(Topic.JOB, team.id), None, after)


async def _changes(
    actor: Actor, feed: Feed, watch: Watch, only: UUID | None, after: str | None
) -> AsyncGenerator[JobChange, None]:
    try:
        for job in await _latest(actor, watch, only) if after else ():
            if _cursor(job) != after:
                yield JobChange(_cursor(job), True, job)
        while True:
            keys, lagged = await watch.next()
            for job in await _changed(actor, watch, keys, only, lagged=lagged):
                yield JobChange(_cursor(job), lagged, job)
                lagged = False
    finally:
        feed.forget(watch)


async def _changed(
    actor: Actor, watch: Watch, keys: list[UUID], only: UUID | None, *, lagged: bool
) -> list[Job]:
    """Those that changed, as the caller may see them now; raises `NotFound` when that is over."""
    wanted = [key for key in keys if only in {None, key}]
    if not wanted:
        return await _latest(actor, watch, only) if lagged else []
    found = {job.id: job for job in await reading.by_ids(actor, wanted)}
    if not found:
        raise finding.no_job()
    return [found[key] for key in wanted if key in found]


async def _latest(actor: Actor, watch: Watch, only: UUID | None) -> list[Job]:
    """The job, or the newest of the team, to say with that changes were missed."""
    if only is not None:
        return [await reading.get(actor, only)]
    newest = finding.query().filter(team_id=watch.team_key).order_by("-created_at", "-id")
    return [job for job in await newest.limit(1) if sees(actor, job.team)]


def _cursor(job: Job) -> str:
    return f"{job.updated_at.timestamp():.6f}"
