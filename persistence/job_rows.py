"""Jobs, calls and accounts in bulk: what one transaction locks, decides about and writes back.

Rows are locked in one order, jobs by id and then accounts by id, so that no two transactions
wait for each other in a circle. JSON columns are text here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from persistence.database import rows

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


# Of PostgreSQL's types, those that are not text.
_TYPES: Final = {
    "UUID": "uuid",
    "UUID | None": "uuid",
    "int": "bigint",
    "int | None": "bigint",
    "bool": "boolean",
    "Decimal": "numeric",
    "Decimal | None": "numeric",
    "datetime": "timestamptz",
    "datetime | None": "timestamptz",
    "bytes | None": "bytea",
}
_JSON: Final = {"metadata", "requested_models", "attempts"}
_NARROW: Final = {"max_calls", "calls_count", "calls_succeeded", "calls_failed", "run"}
_JOB_KEPT: Final = {
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


class _Table:
    """The statements that write many rows of one table at once, made from the row's fields."""

    def __init__(self, name: str, row: type, kept: set[str], touch: str = "") -> None:
        types = {field.name: _type_of(field.name, str(_name(field.type))) for field in fields(row)}
        self.columns = list(types)
        given = ", ".join(f"${n}::{type_}[]" for n, type_ in enumerate(types.values(), 1))
        names, stamp = ", ".join(self.columns), ", now()" if touch else ""
        self.insert = (
            f"INSERT INTO {name} ({names}{', ' + touch if touch else ''})"  # noqa: S608
            f" SELECT {names}{stamp} FROM unnest({given}) AS given ({names})"
        )
        moved = [column for column in self.columns if column != "id" and column not in kept]
        changes = ", ".join(f"{column} = given.{column}" for column in moved)
        self.update = (
            f"UPDATE {name} AS row SET {changes}{f', {touch} = now()' if touch else ''}"  # noqa: S608
            f" FROM unnest({given}) AS given ({names}) WHERE row.id = given.id"
        )

    def values(self, given: Sequence[Any]) -> list[list[Any]]:
        return [[getattr(row, column) for row in given] for column in self.columns]


def _name(annotation: object) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def _type_of(column: str, annotation: str) -> str:
    if column in _JSON:
        return "jsonb"
    if column in _NARROW or (column == "latency_ms" and "None" in annotation):
        return "int"
    bare = annotation.replace("uuid.", "").replace("decimal.", "").replace("datetime.", "")
    return _TYPES.get(bare, "text")


_JOBS: Final = _Table("jobs", JobRow, _JOB_KEPT, touch="updated_at")
_CALLS: Final = _Table("llm_calls", CallRow, _CALL_KEPT)
_LOCK_JOBS: Final = (
    f"SELECT {', '.join(_JOBS.columns)} FROM jobs"  # noqa: S608
    " WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
)
_LOCK_CALLS: Final = (
    f"SELECT {', '.join(_CALLS.columns)} FROM llm_calls"  # noqa: S608
    " WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
)
_KEYED_CALLS: Final = (
    f"SELECT {', '.join('c.' + column for column in _CALLS.columns)} FROM llm_calls c"  # noqa: S608
    " JOIN unnest($1::uuid[], $2::text[]) AS wanted (team_id, idempotency_key)"
    " USING (team_id, idempotency_key) ORDER BY c.id FOR UPDATE OF c"
)


async def lock_jobs(ids: Iterable[UUID]) -> dict[UUID, JobRow]:
    found = await rows(_LOCK_JOBS, sorted(set(ids)))
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


async def insert_jobs(jobs: Sequence[JobRow]) -> None:
    if jobs:
        await rows(_JOBS.insert, *_JOBS.values(jobs))


async def update_jobs(jobs: Sequence[JobRow]) -> None:
    if jobs:
        await rows(_JOBS.update, *_JOBS.values(jobs))


async def insert_calls(calls: Sequence[CallRow]) -> None:
    if calls:
        await rows(_CALLS.insert, *_CALLS.values(calls))


async def update_calls(calls: Sequence[CallRow]) -> None:
    if calls:
        await rows(_CALLS.update, *_CALLS.values(calls))


async def insert_contents(contents: Sequence[tuple[UUID, str, str | None]]) -> None:
    """Of calls by id: the JSON of the request and of the answer."""
    if contents:
        await rows(
            "INSERT INTO llm_call_contents (id, created_at, request, response)"
            " SELECT id, now(), request, response"
            " FROM unnest($1::uuid[], $2::jsonb[], $3::jsonb[]) AS given (id, request, response)"
            " ON CONFLICT (id) DO NOTHING",
            *(list(column) for column in zip(*contents, strict=True)),
        )
