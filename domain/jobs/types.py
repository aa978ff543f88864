"""Words of jobs that both APIs show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from persistence.models import JobStatus

# A job of which nothing is heard for so long is failed, and its hold released.
LEASE: Final = timedelta(hours=1)
FINAL: Final = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """What a job begins as. A virtual key may leave its team out; credits are micro-credits."""

    job_type: str
    team_id: str | None = None
    end_user_id: str | None = None
    external_task_id: str | None = None
    metadata: Mapping[str, Any] | None = None
    max_credits: int | None = None
    max_calls: int | None = None


class JobOrder(StrEnum):
    CREATED_AT = "created_at"
    CLIENT_COST = "client_cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs to list; all given criteria must match. `since <= created_at < until`; `search`
    is how the job's id begins, `id_part` a text in it; `metadata` an object that the job's
    contains."""

    organization_id: str | None = None
    team_id: str | None = None
    statuses: Collection[JobStatus] | None = None
    job_types: Collection[str] | None = None
    end_user_id: str | None = None
    search: str | None = None
    id_part: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    metadata: Mapping[str, Any] | None = field(default=None, hash=False)
