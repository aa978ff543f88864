"""The records that audit events are about, as far as they still exist."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain.access import Actor, Permission, requires
from persistence.models import (
    AdminUser,
    AuditEvent,
    Job,
    ModelAccessGroup,
    ModelAlias,
    ModelGroup,
    Organization,
    Team,
    TenantStatus,
)

Resource = AdminUser | Job | ModelAccessGroup | ModelAlias | ModelGroup | Organization | Team

# How an event names its record: its kind and natural key, or the id of an admin user.
Name = tuple[str, str]
_ADMIN_USER: Final = "admin_user"


def name_of(event: AuditEvent) -> Name | None:
    name = event.resource_id
    if event.resource_type == _ADMIN_USER:
        name = str(event.details.get("admin_user_id") or "") or None
    return (event.resource_type, name) if event.resource_type and name else None


@requires(Permission.READ_AUDIT_LOG)
async def find(actor: Actor, names: Sequence[Name]) -> dict[Name, Resource]:
    """One statement for each kind of record."""
    found: dict[Name, Resource] = {}
    wanted: dict[str, list[str]] = {}
    for kind, name in names:
        wanted.setdefault(kind, []).append(name)
    for kind, these in wanted.items():
        found |= {(kind, name): row for name, row in (await _of_kind(kind, these)).items()}
    return found


async def _of_kind(kind: str, names: Sequence[str]) -> dict[str, Resource]:
    match kind:
        case "admin_user":
            people = await AdminUser.filter(id__in=[UUID(name) for name in names])
            return {str(person.id): person for person in people}
        case "organization":
            organizations = await Organization.filter(
                organization_id__in=names, status__not=TenantStatus.DELETED
            )
            return {one.organization_id: one for one in organizations}
        case "team":
            teams = await Team.filter(
                team_id__in=names, status__not=TenantStatus.DELETED
            ).select_related("organization")
            return {team.team_id: team for team in teams}
        case "model_group":
            groups = await ModelGroup.filter(group_name__in=names)
            return {group.group_name: group for group in groups}
        case "model_alias":
            aliases = await ModelAlias.filter(alias__in=names)
            return {alias.alias: alias for alias in aliases}
        case "model_access_group":
            opened = await ModelAccessGroup.filter(group_name__in=names)
            return {group.group_name: group for group in opened}
        case "job":
            jobs = await Job.filter(id__in=[UUID(name) for name in names])
            return {str(job.id): job for job in jobs}
    return {}
