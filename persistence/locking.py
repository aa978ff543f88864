"""What the end of calls depends on, locked by one statement: jobs and calls, then accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from persistence.account_rows import LOCK_ACCOUNTS, AccountRow
from persistence.database import rows
from persistence.job_rows import CallRow, JobRow
from persistence.writing import Part

_JOB: Final = [field.name for field in fields(JobRow)]
_CALL: Final = [field.name for field in fields(CallRow)]
_ACCOUNT: Final = [field.name for field in fields(AccountRow)]


def _columns(table: str, names: list[str]) -> str:
    return ", ".join(f'{table}.{name} AS "{table}.{name}"' for name in names)


# They depend on all rows of `work`: they are locked when those are.
_ACCOUNTS: Final = LOCK_ACCOUNTS.format(team_keys='ARRAY(SELECT "job.team_id" FROM work)')
_LOCK: Final = f"""
WITH work AS MATERIALIZED (
    SELECT {_columns("job", _JOB)}, {_columns("call", _CALL)}
    FROM llm_calls call JOIN jobs job ON job.id = call.job_id
    WHERE call.id = ANY($1::uuid[]) ORDER BY job.id, call.id FOR UPDATE OF job, call
), account AS MATERIALIZED ({_ACCOUNTS})
SELECT work.*, {_columns("account", _ACCOUNT)}
FROM work JOIN account ON account.team_key = "job.team_id"
"""  # noqa: S608


_UNTOUCHED: Final = """
SELECT count(*) = cardinality({ids}) FROM (
    SELECT FROM json_to_recordset({rows}) AS given (id uuid, run int, lease timestamptz)
        JOIN llm_calls call ON call.id = given.id JOIN jobs job ON job.id = call.job_id
    WHERE call.id = ANY({ids}) AND call.status = 'running' AND call.run = given.run
        AND job.status = 'in_progress' AND job.lease_until = given.lease
    ORDER BY job.id, call.id FOR UPDATE OF job, call) AS untouched
"""


@dataclass(frozen=True, slots=True)
class Untouched:
    """A running call and its job, as they were left: whatever is done to a job that goes on
    begins its `lease` anew."""

    id: UUID
    run: int
    lease: datetime


def untouched(calls: Sequence[Untouched]) -> Part:
    """A condition for `write`: nobody has touched any of them or their jobs; they are locked."""
    return Part(_UNTOUCHED, calls)


@dataclass(slots=True)
class Locked:
    """By their ids; accounts by the primary key of their team."""

    jobs: dict[UUID, JobRow]
    calls: dict[UUID, CallRow]
    accounts: dict[UUID, AccountRow]


async def lock_work(call_ids: Iterable[UUID]) -> Locked:
    """Calls with their jobs, and the accounts of their teams."""
    locked = Locked({}, {}, {})
    for row in await rows(_LOCK, list(set(call_ids))):
        call = CallRow(**_part(row, "call", _CALL))
        locked.calls[call.id] = call
        if call.job_id not in locked.jobs:
            locked.jobs[call.job_id] = JobRow(**_part(row, "job", _JOB))
        if call.team_id not in locked.accounts:
            locked.accounts[call.team_id] = AccountRow(**_part(row, "account", _ACCOUNT))
    return locked


def _part(row: dict[str, Any], table: str, names: list[str]) -> dict[str, Any]:
    return {name: row[f"{table}.{name}"] for name in names}
