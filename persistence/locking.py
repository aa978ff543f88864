"""All that the end of calls depends on, locked by one statement: jobs, calls, then accounts."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from persistence.account_rows import LOCK_ACCOUNTS, AccountRow
from persistence.database import rows
from persistence.job_rows import CallRow, JobRow

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
