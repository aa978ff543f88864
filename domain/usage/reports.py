"""Usage of a team or organization as the legacy API shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from domain import tenancy
from domain.access import Actor, Permission, requires
from domain.errors import InvalidInput
from domain.usage.facts import Over, Whose
from domain.usage.figures import Totals
from domain.usage.periods import Period
from domain.usage.reading import Dimension, breakdown, totals
from persistence.models import JobStatus, Team, TenantStatus


@dataclass(frozen=True, slots=True)
class Report:
    """In the period: all together, and by job type or by the team's natural key."""

    period: Period
    totals: Totals
    parts: Sequence[tuple[str, Totals]]


@requires(Permission.READ)
async def of_team(actor: Actor, team_id: str, within: Period) -> Report:
    """By job type; charges that no job made have none."""
    team = await tenancy.find_team(actor, team_id)
    whose = Whose(Over.TEAMS, [team.id])
    sums = await totals(actor, whose, within)
    slices = await breakdown(actor, whose, within, Dimension.JOB_TYPE)
    parts = [(each.name, each.totals) for each in slices[team.id] if each.member]
    return Report(within, sums[team.id], parts)


@requires(Permission.READ)
async def of_organization(actor: Actor, organization_id: str, within: Period) -> Report:
    """By team. Those that did nothing are there, too; those that were deleted if they did
    something, perhaps under a name that another has by now."""
    organization = await tenancy.find_organization(actor, organization_id)
    whose = Whose(Over.ORGANIZATIONS, [organization.id])
    sums = await totals(actor, whose, within)
    found = (await breakdown(actor, whose, within, Dimension.TEAM))[organization.id]
    parts = [(each.name, each.totals) for each in found]
    busy = {each.member for each in found}
    teams = await Team.filter(organization_id=organization.id, status__not=TenantStatus.DELETED)
    parts += [
        (team.team_id, Totals.none(actor))
        for team in teams
        if str(team.id) not in busy and tenancy.sees(actor, team)
    ]
    return Report(within, sums[organization.id], sorted(parts, key=itemgetter(0)))


def require_job_status(status: str | None) -> None:
    """Refuses what no job's status can be, in any case of letters."""
    known = [each.value for each in JobStatus]
    if status is not None and status.lower() not in known:
        raise InvalidInput(
            "status",
            f"Invalid status: {status}. Must be one of: {', '.join(known[:-1])}",
        )
