"""On which days the jobs of a team were created, by the sums that are kept."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from domain.access import Actor, Permission, requires
from domain.usage.facts import SUMS, Over, Whose, facts
from domain.usage.figures import Jobs, Totals
from domain.usage.periods import Period
from persistence.database import rows

_DAY: Final = "(at AT TIME ZONE 'UTC')::date"


@requires(Permission.READ)
async def jobs_of_days(
    actor: Actor, team_key: UUID, within: Period, job_types: Sequence[str] | None
) -> list[tuple[date, Jobs]]:
    """Days in UTC, the latest first; of these types, if any are given."""
    types = None if job_types is None else list(job_types)
    whose = Whose(Over.TEAMS, [team_key])
    clause, values = facts(actor, whose, within, [types], day=_DAY, job_type="job_type")
    found = await rows(
        f"{clause} SELECT day, {SUMS} FROM facts"  # noqa: S608
        " WHERE $1::text[] IS NULL OR job_type = ANY($1) GROUP BY day ORDER BY day DESC",
        *values,
    )
    return [(row["day"], Totals.seen_by(actor, row).jobs) for row in found]
