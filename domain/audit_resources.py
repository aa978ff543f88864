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
    ProviderCredential,
    Team,
    TenantStatus,
    WebhookEndpoint,
)

Resource = (
    AdminUser
    | Job
    | ModelAccessGroup
    | ModelAlias
    | ModelGroup
    | Organization
    | ProviderCredential
    | Team
    | WebhookEndpoint
)

# How an event names its record: its kind and natural key, or the id of an admin user.
Name = tuple[str, str]
_ADMIN_USER: Final = "admin_user"
# Each kind, and the column that events name.
_KINDS: Final[dict[str, tuple[type[Resource], str]]] = {
    _ADMIN_USER: (AdminUser, "id"),
    "organization": (Organization, "organization_id"),
    "team": (Team, "team_id"),
    "model_group": (ModelGroup, "group_name"),
    "model_alias": (ModelAlias, "alias"),
    "model_access_group": (ModelAccessGroup, "group_name"),
    "job": (Job, "id"),
    "provider_credential": (ProviderCredential, "id"),
    "webhook_endpoint": (WebhookEndpoint, "id"),
}


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
    if kind not in _KINDS:
        return {}
    model, column = _KINDS[kind]
    keys = [UUID(name) for name in names] if column == "id" else names
    query = model.filter(**{f"{column}__in": keys})
    if model in (Organization, Team):
        query = query.filter(status__not=TenantStatus.DELETED)
    if model is Team:
        query = query.select_related("organization")
    return {str(getattr(row, column)): row for row in await query}
