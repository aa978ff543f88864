"""What was used in a period: jobs by the time they were created, calls by the time they ended, and
credits by the time they were charged, less refunds."""

from domain.usage.days import jobs_of_days
from domain.usage.facts import EVERYTHING, Over, Whose
from domain.usage.figures import Calls, Cost, Jobs, Tokens, Totals
from domain.usage.periods import Interval, Period, between, during, open_days, period
from domain.usage.rankings import Analytics, Named, analytics, busiest_teams
from domain.usage.reading import (
    NONE,
    OTHER,
    Dimension,
    Point,
    Slice,
    breakdown,
    series,
    series_of_members,
    totals,
)
from domain.usage.reports import Report, of_organization, of_team, require_job_status

__all__ = [
    "EVERYTHING",
    "NONE",
    "OTHER",
    "Analytics",
    "Calls",
    "Cost",
    "Dimension",
    "Interval",
    "Jobs",
    "Named",
    "Over",
    "Period",
    "Point",
    "Report",
    "Slice",
    "Tokens",
    "Totals",
    "Whose",
    "analytics",
    "between",
    "breakdown",
    "busiest_teams",
    "during",
    "jobs_of_days",
    "of_organization",
    "of_team",
    "open_days",
    "period",
    "require_job_status",
    "series",
    "series_of_members",
    "totals",
]
