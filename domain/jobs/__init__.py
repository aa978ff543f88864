"""Jobs: a team's model calls that are charged once."""

from domain.jobs.creation import create
from domain.jobs.lifecycle import cancel, complete, fail, update_metadata
from domain.jobs.reading import (
    by_ids,
    calls_by_ids,
    calls_of,
    calls_of_jobs,
    contents,
    exists,
    get,
    list_offset,
    list_page,
    lists_of_teams,
    retry_counts,
)
from domain.jobs.team_lists import get_of_team, list_of_team
from domain.jobs.types import JobFilter, JobOrder, NewJob
from domain.jobs.watching import JobChange, watch
from persistence.models import CallStatus, ChargeStatus, Job, JobStatus, LLMCall, LLMCallContent

__all__ = [
    "CallStatus",
    "ChargeStatus",
    "Job",
    "JobChange",
    "JobFilter",
    "JobOrder",
    "JobStatus",
    "LLMCall",
    "LLMCallContent",
    "NewJob",
    "by_ids",
    "calls_by_ids",
    "calls_of",
    "calls_of_jobs",
    "cancel",
    "complete",
    "contents",
    "create",
    "exists",
    "fail",
    "get",
    "get_of_team",
    "list_of_team",
    "list_offset",
    "list_page",
    "lists_of_teams",
    "retry_counts",
    "update_metadata",
    "watch",
]
