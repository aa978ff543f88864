"""Figures over many entries or accounts, added up by the database. Amounts: micro-credits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from domain.access import Actor, Permission, requires
from domain.credits.accounts import find_account
from domain.errors import InvalidInput
from domain.tenancy import find_organization
from persistence.database import rows

MAX_DAYS: Final = 366
MOST_LISTED: Final = 100
_FIFTH: Final = 20

# Deleted teams do not count, and a tenant counts only its own team ($1, null for the others).
_COUNTED: Final = """
    FROM credit_accounts a JOIN teams t ON t.id = a.team_id
    WHERE t.status <> 'deleted' AND ($1::text IS NULL OR t.team_id = $1)
"""


@dataclass(frozen=True, slots=True)
class Sums:
    """Over accounts."""

    granted: int
    charged: int
    held: int
    available: int
    adjusted: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """What was taken from and given to one account on one day (UTC)."""

    day: date
    charged: int
    given: int
    movements: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How much a team has left of what it was allocated; `percentage` of 0 to 100."""

    team_id: str
    remaining: int
    percentage: float
    status: Literal["warning", "critical"]


@dataclass(frozen=True, slots=True)
class Utilization:
    """Teams by how much they have left: more than half is healthy, less than a fifth critical.
    `attention` lists those worst off, a hundred at most."""

    teams: int
    allocated: int
    remaining: int
    healthy: int
    warning: int
    critical: int
    attention: Sequence[Standing]


@requires(Permission.READ)
async def sums(actor: Actor, organization_id: str | None = None) -> Sums:
    """Over all teams that the caller sees, or those of one organization."""
    organization = (
        await find_organization(actor, organization_id) if organization_id is not None else None
    )
    [row] = await rows(
        "SELECT coalesce(sum(a.total_granted), 0) AS granted,"
        " coalesce(sum(a.total_charged), 0) AS charged,"
        " coalesce(sum(a.total_adjusted), 0) AS adjusted, coalesce(sum(a.held), 0) AS held,"
        f" coalesce(sum(a.balance - a.held), 0) AS available {_COUNTED}"
        " AND ($2::uuid IS NULL OR t.organization_id = $2)",
        _only(actor),
        organization.id if organization else None,
    )
    return Sums(**{name: int(value) for name, value in row.items()})


@requires(Permission.READ)
async def trend(actor: Actor, team_id: str, days: int) -> list[Day]:
    """The last so many days, today included, oldest first; quiet days are there, too."""
    if not 1 <= days <= MAX_DAYS:
        raise InvalidInput("days", f"Must be between 1 and {MAX_DAYS}.")
    account = await find_account(actor, team_id)
    found = await rows(
        "SELECT d.day::date AS day, coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0)"
        " AS charged, coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0) AS given,"
        " count(e.id) AS movements"
        " FROM generate_series(current_date - ($2::int - 1), current_date, interval '1 day')"
        " AS d(day) LEFT JOIN ledger_entries e ON e.account_id = $1 AND e.amount <> 0"
        " AND e.created_at >= current_date - ($2::int - 1) AND e.created_at::date = d.day::date"
        " GROUP BY 1 ORDER BY 1",
        account.id,
        days,
    )
    return [
        Day(row["day"], int(row["charged"]), int(row["given"]), int(row["movements"]))
        for row in found
    ]


_STANDINGS: Final = f"""
    WITH standing AS (
        SELECT t.team_id, a.balance - a.held AS remaining,
            a.total_granted + a.total_adjusted AS allocated,
            CASE WHEN a.total_granted + a.total_adjusted > 0 THEN round(greatest(0, least(100,
                100.0 * (a.balance - a.held) / (a.total_granted + a.total_adjusted))), 1)
            ELSE 0 END AS percentage {_COUNTED}
    )
"""


_SUMMARY: Final = """
    SELECT count(*) AS teams, coalesce(sum(allocated), 0) AS allocated,
        coalesce(sum(remaining), 0) AS remaining,
        count(*) FILTER (WHERE percentage > 50) AS healthy,
        count(*) FILTER (WHERE percentage BETWEEN 20 AND 50) AS warning,
        count(*) FILTER (WHERE percentage < 20) AS critical
    FROM standing
"""
_WORST: Final = """
    SELECT team_id, remaining, percentage FROM standing WHERE percentage <= 50
    ORDER BY percentage, team_id LIMIT $2
"""


@requires(Permission.READ)
async def utilization(actor: Actor) -> Utilization:
    """Of all teams that the caller sees."""
    [row] = await rows(_STANDINGS + _SUMMARY, _only(actor))
    worst = await rows(_STANDINGS + _WORST, _only(actor), MOST_LISTED)
    return Utilization(
        **{name: int(value) for name, value in row.items()},
        attention=[
            Standing(
                each["team_id"],
                int(each["remaining"]),
                float(each["percentage"]),
                "warning" if each["percentage"] >= _FIFTH else "critical",
            )
            for each in worst
        ],
    )


def _only(actor: Actor) -> str | None:
    return actor.team_id if actor.is_tenant else None
