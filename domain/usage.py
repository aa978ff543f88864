"""What teams used in a period.

No call has been recorded yet: there are no jobs, so jobs, tokens and dollars are zero and lists
of jobs empty. Credits are those the ledger charged in the period, less refunds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from domain import tenancy
from domain.access import Actor, Permission, requires
from domain.errors import InvalidInput
from persistence.database import rows

__all__ = ["Period", "Usage", "of_organization", "of_team", "period", "require_job_status"]

JOB_STATUSES: Final = ("pending", "in_progress", "completed", "failed", "cancelled")
_MONTH_OR_DAY: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_FIRST_YEAR: Final = 2000
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
class Usage:
    """Micro-credits charged by team id, in the period."""

    period: Period
    charged: dict[str, int]

    @property
    def total_charged(self) -> int:
        return sum(self.charged.values())


def period(text: str) -> Period:
    """`YYYY-MM` or `YYYY-MM-DD`."""
    parts = _MONTH_OR_DAY.fullmatch(text)
    try:
        if parts is None:
            raise ValueError(text)
        year, month, day = int(parts[1]), int(parts[2]), parts[3]
        first = date(year, month, int(day or 1))
        if year < _FIRST_YEAR:
            raise ValueError(text)
        last = first if day else date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise InvalidInput("period", "Must be a month YYYY-MM or a day YYYY-MM-DD.") from error
    return between(text, first, last)


def between(text: str, first: date, last: date) -> Period:
    """Whole days, the last included."""
    if last < first or last == date.max:
        raise InvalidInput("endDate", "Must not be before the start.")
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    after = last + timedelta(days=1)
    return Period(text, begin, datetime(after.year, after.month, after.day, tzinfo=UTC))


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
