"""The jobs of one team, as its own key lists them."""

from typing import Final

from pydantic import Field

from domain import jobs
from domain.errors import InvalidInput
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.body import Input, Integer
from integrations.rest.job_forms import Job, TeamJobs
from integrations.rest.jobs import statuses
from integrations.rest.operation import Call, operation
from integrations.rest.teams import TAG

_OTHER_JOBS: Final = "Cannot access jobs for a different team"


class TeamJobsQuery(Input):
    limit: int = Field(100, ge=1, le=1000)
    offset: Integer = Field(0, ge=0)
    status: str | None = None


@operation(
    "GET",
    "/api/teams/{team_id}/jobs",
    tag=TAG,
    summary="Team's own jobs",
    description="The newest first.",
    auth=VIRTUAL_KEY,
    calls=jobs.list_offset,
    errors={
        400: ["Invalid status: {status}. Must be one of: pending, in_progress, completed, failed"],
        403: [_OTHER_JOBS],
    },
    statuses={InvalidInput: 400},
    example={"team_id": "acme-prod", "total": 0, "jobs": []},
)
async def team_jobs(call: Call, team_id: str, query: TeamJobsQuery) -> TeamJobs:
    call.require_own_team(team_id, _OTHER_JOBS)
    found, total = await jobs.list_offset(
        call.actor,
        jobs.JobFilter(team_id=team_id, statuses=statuses(query.status)),
        limit=query.limit,
        offset=query.offset,
    )
    return TeamJobs(team_id=team_id, total=total, jobs=[Job.of(job) for job in found])
