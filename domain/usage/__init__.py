"""What teams used in a period.

No call has been recorded yet: there are no jobs, so jobs, tokens and dollars are zero and lists
of jobs empty. Credits are those the ledger charged in the period, less refunds.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from domain import tenancy
from domain.access import Actor, Permission, requires
from domain.errors import InvalidInput
from domain.usage.figures import Calls, Cost, Jobs, Tokens, Totals
from persistence.database import rows

__all__ = [
    "Calls",
    "Cost",
    "Jobs",
    "Period",
    "Tokens",
    "Totals",
    "Usage",
    "between",
    "of_organization",
    "of_team",
    "period",
    "require_job_status",
]

JOB_STATUSES: Final = ("pending", "in_progress", "completed", "failed", "cancelled")
_MONTH_OR_DAY: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_YEARS: Final = range(2000, 9999)
_CHARGED: Final = """
    SELECT t.team_id, coalesce(-sum(e.amount), 0) AS charged
    FROM teams t JOIN credit_accounts a ON a.team_id = t.id
    LEFT JOIN ledger_entries e ON e.account_id = a.id
        AND e.kind IN ('charge', 'capture', 'refund', 'waiver')
        AND e.created_at >= $2 AND e.created_at < $3
    WHERE t.id = ANY($1::uuid[])
    GROUP BY t.team_id ORDER BY t.team_id
"""


@dataclass(frozen=True, slots=True)
class Period:
    """`text` as the caller wrote it; a half-open interval in UTC."""

    text: str
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """Finished jobs and what their calls came to."""

    jobs: int = 0
    completed: int = 0
    failed: int = 0
    tokens: int = 0
    cost_usd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Usage:
    """In the period: micro-credits charged by team id, and the work of all of these teams."""

    period: Period
    charged: dict[str, int]
    work: Work = Work()

    @property
    def total_charged(self) -> int:
        return sum(self.charged.values())


def period(text: str) -> Period:
    """`YYYY-MM` or `YYYY-MM-DD`, of a year that can have been worked in."""
    try:
        if not (parts := _MONTH_OR_DAY.fullmatch(text)):
            raise ValueError(text)
        year, month, day = int(parts[1]), int(parts[2]), parts[3]
        first = date(year, month, int(day or 1))
        last = first if day else first.replace(day=monthrange(year, month)[1])
        if year not in _YEARS:
            raise ValueError(text)
    except ValueError as error:
        raise InvalidInput("period", "Must be a month YYYY-MM or a day YYYY-MM-DD.") from error
    return _days(text, first, last)


def between(first: date | None, last: date | None) -> Period:
    """Whole days, both included; by default from the first of the month until today."""
    until = last or datetime.now(UTC).date()
    since = first or until.replace(day=1)
    if until < since or not {since.year, until.year} <= set(_YEARS):
        raise InvalidInput("endDate", "Must not be before the start, nor beyond reason.")
    return _days(f"{since}/{until}", since, until)


def _days(text: str, first: date, last: date) -> Period:
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return Period(text, begin, begin + (last - first) + timedelta(days=1))


@requires(Permission.READ)
async def of_team(actor: Actor, team_id: str, within: Period) -> Usage:
    team = await tenancy.find_team(actor, team_id)
    return await _usage([team.id], within)


@requires(Permission.READ)
async def of_organization(actor: Actor, organization_id: str, within: Period) -> Usage:
    organization = await tenancy.find_organization(actor, organization_id)
    return await _usage(await tenancy.team_keys(organization), within)


def require_job_status(status: str | None) -> None:
    """Refuses what no job's status can be, in any case of letters."""
    if status is not None and status.lower() not in JOB_STATUSES:
        raise InvalidInput(
            "status",
            f"Invalid status: {status}. Must be one of: {', '.join(JOB_STATUSES[:-1])}",
        )


async def _usage(team_keys: Sequence[UUID], within: Period) -> Usage:
    found = await rows(_CHARGED, list(team_keys), within.begin, within.end)
    return Usage(within, {row["team_id"]: int(row["charged"]) for row in found})
