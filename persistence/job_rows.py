"""Jobs, calls and accounts in bulk: what one transaction locks, decides about and writes back.

Rows are locked in one order, jobs by id and then accounts by id, so that no two transactions
wait for each other in a circle. JSON columns are text here.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from persistence.database import rows
from persistence.writing import Part, change, insertion, write

ZERO: Final = Decimal(0)


@dataclass(slots=True, kw_only=True)
class JobRow:
    """The columns of a job that work on it reads and changes; see the model for what they mean."""

    id: UUID
    team_id: UUID
    organization_id: UUID
    virtual_key_id: UUID | None = None
    job_type: str
    is_single_call: bool = False
    end_user_id: str | None = None
    external_task_id: str | None = None
    max_credits: int | None = None
    max_calls: int | None = None
    created_at: datetime
    status: str = "pending"
    metadata: str = "{}"
    error_message: str | None = None
    requested_models: str = "[]"
    lease_until: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    hold_id: UUID | None = None
    held: int = 0
    charge_status: str = "not_due"
    charge_id: UUID | None = None
    charged: int = 0
    unbilled: int = 0
    calls_count: int = 0
    calls_succeeded: int = 0
    calls_failed: int = 0
    expected_cost: Decimal = ZERO
    expected_tokens: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    is_estimated: bool = False
    input_cost: Decimal = ZERO
    output_cost: Decimal = ZERO
    client_cost: Decimal = ZERO
    latency_ms: int = 0


@dataclass(slots=True, kw_only=True)
class CallRow:
    """A call; see the model."""

    id: UUID
    job_id: UUID
    team_id: UUID
    created_at: datetime
    virtual_key_id: UUID | None = None
    is_direct: bool = False
    idempotency_key: str | None = None
    request_hash: bytes | None = None
    requested_model: str
    purpose: str | None = None
    status: str = "running"
    run: int = 1
    lease_until: datetime | None = None
    expected_cost: Decimal = ZERO
    expected_tokens: int = 0
    resolved_model: str | None = None
    used_model: str | None = None
    provider: str | None = None
    attempts: str = "[]"
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    cached_price: Decimal | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    is_estimated: bool = False
    input_cost: Decimal = ZERO
    output_cost: Decimal = ZERO
    client_cost: Decimal = ZERO
    latency_ms: int | None = None
    finish_reason: str | None = None
    error: str | None = None
    litellm_call_id: str | None = None
    finished_at: datetime | None = None


_JSON: Final = {"metadata", "requested_models", "attempts"}
_JOB_KEPT: Final = {
    "id",
    "team_id",
    "organization_id",
    "virtual_key_id",
    "job_type",
    "is_single_call",
    "end_user_id",
    "external_task_id",
    "max_credits",
    "max_calls",
    "created_at",
}
_CALL_KEPT: Final = {
    "id",
    "job_id",
    "team_id",
    "created_at",
    "virtual_key_id",
    "is_direct",
    "idempotency_key",
    "request_hash",
    "requested_model",
    "purpose",
    "expected_cost",
    "expected_tokens",
}


def _columns(row: type, *, without: Set[str] = frozenset()) -> dict[str, str]:
    """How each is read: JSON comes as a text in JSON."""
    names = [field.name for field in fields(row) if field.name not in without]
    return {
        name: f"(given.{name} #>> '{{{{}}}}')::jsonb" if name in _JSON else f"given.{name}"
        for name in names
    }


_STAMP: Final = {"updated_at": "now()"}
_INSERT_JOBS: Final = insertion("jobs", _columns(JobRow) | _STAMP)
_UPDATE_JOBS: Final = change("jobs", _columns(JobRow, without=_JOB_KEPT) | _STAMP)
_INSERT_CALLS: Final = insertion("llm_calls", _columns(CallRow))
_UPDATE_CALLS: Final = change("llm_calls", _columns(CallRow, without=_CALL_KEPT))
_INSERT_CONTENTS: Final = """
INSERT INTO llm_call_contents (id, created_at, request, response)
SELECT id, now(), request::jsonb, response::jsonb
FROM json_to_recordset({rows}) AS given (id uuid, request text, response text)
WHERE {when}
ON CONFLICT (id) DO NOTHING
"""
_LOCK_JOBS: Final = (
    f"SELECT {', '.join(_columns(JobRow))} FROM jobs"  # noqa: S608
    " WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
)
_LOCK_CALLS: Final = (
    f"SELECT {', '.join(_columns(CallRow))} FROM llm_calls"  # noqa: S608
    " WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
)
_KEYED_CALLS: Final = (
    f"SELECT {', '.join('c.' + column for column in _columns(CallRow))} FROM llm_calls c"  # noqa: S608
    " JOIN unnest($1::uuid[], $2::text[]) AS wanted (team_id, idempotency_key)"
    " USING (team_id, idempotency_key) ORDER BY c.id FOR UPDATE OF c"
)


async def lock_jobs(ids: Iterable[UUID]) -> dict[UUID, JobRow]:
    wanted = sorted(set(ids))
    found = await rows(_LOCK_JOBS, wanted) if wanted else []
    return {row["id"]: JobRow(**row) for row in found}


async def lock_calls(ids: Iterable[UUID]) -> dict[UUID, CallRow]:
    found = await rows(_LOCK_CALLS, sorted(set(ids)))
    return {row["id"]: CallRow(**row) for row in found}


async def lock_calls_by_key(keys: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], CallRow]:
    """Calls of these teams (primary keys) and idempotency keys; lock the jobs first."""
    if not keys:
        return {}
    found = await rows(_KEYED_CALLS, [team for team, _ in keys], [key for _, key in keys])
    calls = [CallRow(**row) for row in found]
    return {(call.team_id, str(call.idempotency_key)): call for call in calls}


def new_jobs(jobs: Sequence[JobRow]) -> Part:
    return Part(_INSERT_JOBS, jobs)


def moved_jobs(jobs: Sequence[JobRow]) -> Part:
    return Part(_UPDATE_JOBS, jobs)


def new_calls(calls: Sequence[CallRow]) -> Part:
    return Part(_INSERT_CALLS, calls)


def moved_calls(calls: Sequence[CallRow]) -> Part:
    return Part(_UPDATE_CALLS, calls)


def new_contents(contents: Sequence[tuple[UUID, str, str | None]]) -> Part:
    """Of calls by id: the JSON of the request and of the answer."""
    names = ("id", "request", "response")
    return Part(_INSERT_CONTENTS, [dict(zip(names, each, strict=True)) for each in contents])


async def insert_jobs(jobs: Sequence[JobRow]) -> None:
    await write(new_jobs(jobs))


async def insert_calls(calls: Sequence[CallRow]) -> None:
    await write(new_calls(calls))
