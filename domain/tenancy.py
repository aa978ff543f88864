"""Finding organizations and teams: who is invisible to the caller is absent.

Locks are taken from the outside in: organization, team, then what hangs on it.
"""

from collections.abc import Sequence
from uuid import UUID

from domain.access import Actor, Permission
from domain.errors import InvalidState, NotFound
from domain.validation import is_storable
from persistence.database import rows
from persistence.models import Organization, Team, TenantStatus

_LOCK_ORGANIZATION = (
    "SELECT id FROM organizations WHERE organization_id = $1 AND status <> 'deleted'"
    " FOR NO KEY UPDATE"
)
_SHARE_ORGANIZATION = (
    "SELECT id FROM organizations WHERE organization_id = $1 AND status <> 'deleted' FOR SHARE"
)
_LOCK_TEAM = "SELECT id FROM teams WHERE team_id = $1 AND status <> 'deleted' FOR NO KEY UPDATE"


async def find_organization(actor: Actor, organization_id: str) -> Organization:
    """The organization of that name that is not deleted; raises `NotFound`."""
    if not (actor.sees_organization(organization_id) and is_storable(organization_id)):
        raise no_organization(organization_id)
    found = await Organization.get_or_none(
        organization_id=organization_id, status__not=TenantStatus.DELETED
    )
    if found is None:
        raise no_organization(organization_id)
    return found


async def find_team(actor: Actor, team_id: str) -> Team:
    """The team of that name that is not deleted, with its organization; raises `NotFound`."""
    actor.require_sight_of_team(team_id)
    found = None
    if is_storable(team_id):
        found = await (
            Team.filter(team_id=team_id, status__not=TenantStatus.DELETED)
            .select_related("organization")
            .first()
        )
    if found is None:
        raise no_team(team_id)
    return found


async def lock_organization(
    actor: Actor, organization_id: str, *, shared: bool = False
) -> Organization:
    """The organization, kept as it is until the transaction ends; `shared`: kept from being
    changed or deleted, while others may do the same."""
    if not (actor.sees_organization(organization_id) and is_storable(organization_id)):
        raise no_organization(organization_id)
    found = await rows(_SHARE_ORGANIZATION if shared else _LOCK_ORGANIZATION, organization_id)
    if not found:
        raise no_organization(organization_id)
    return await Organization.get(id=found[0]["id"])


async def lock_team(actor: Actor, team_id: str) -> Team:
    """The team with its organization, the team kept as it is until the transaction ends."""
    actor.require_sight_of_team(team_id)
    found = await rows(_LOCK_TEAM, team_id) if is_storable(team_id) else []
    if not found:
        raise no_team(team_id)
    return await Team.get(id=found[0]["id"]).select_related("organization")


async def team_keys(organization: Organization) -> Sequence[UUID]:
    """Primary keys of the teams that are not deleted."""
    found = await Team.filter(
        organization_id=organization.id, status__not=TenantStatus.DELETED
    ).only("id")
    return [team.id for team in found]


def sees(actor: Actor, team: Team) -> bool:
    """Whether the caller may see what is this team's. A deleted team whose name is in use again
    was somebody else's than the virtual key's that comes with that name."""
    return not actor.is_tenant or (
        team.team_id == actor.team_id and team.status is not TenantStatus.DELETED
    )


def usable(team: Team) -> bool:
    """Whether the team may work: neither it nor its organization is stopped."""
    return team.status is TenantStatus.ACTIVE and team.organization.status is TenantStatus.ACTIVE


def check_move(actor: Actor, current: TenantStatus, wanted: TenantStatus) -> None:
    """Who may stop or resume: suspensions begin and end with `SUSPEND`, pauses with `PAUSE`."""
    if TenantStatus.SUSPENDED in (current, wanted):
        actor.require(Permission.SUSPEND)
    if (current, wanted) == (TenantStatus.SUSPENDED, TenantStatus.PAUSED):
        raise InvalidState("It is suspended; resume it first.")


def no_organization(organization_id: str) -> NotFound:
    return NotFound(f"Organization '{organization_id}' not found", field="organizationId")


def no_team(team_id: str) -> NotFound:
    return NotFound(f"Team '{team_id}' not found", field="teamId")
