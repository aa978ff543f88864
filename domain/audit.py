"""The audit log: every change in the transaction that makes it, and who tried to sign in."""

from collections.abc import Mapping
from typing import Any

from domain.access import Actor
from persistence.models import AuditEvent, Organization, Team

# Values of these fields are never written down.
_SECRET = frozenset({"password", "password_hash", "secret", "sealed_secret", "token"})


async def record(
    actor: Actor,
    action: str,
    resource_type: str | None = None,
    resource_id: str | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    organization: Organization | None = None,
    team: Team | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one event; call it inside the transaction of the change.

    `action` is `noun.past`, as `team.created`; `resource_id` the natural key or e-mail a person
    knows. `before` and `after` hold JSON values: fields that differ are kept as changes.
    """
    await AuditEvent.create(
        action=action,
        actor_kind=actor.kind,
        actor_label=actor.label,
        admin_user_id=actor.admin_user_id,
        resource_type=resource_type,
        resource_id=resource_id,
        organization_id=organization.organization_id if organization else actor.organization_id,
        team_id=team.team_id if team else actor.team_id,
        changes=_changes(before or {}, after or {}),
        details=dict(details or {}),
        ip_address=actor.origin.ip_address,
        user_agent=actor.origin.user_agent,
        request_id=actor.origin.request_id,
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = [*before, *(name for name in after if name not in before)]
    return [
        {"field": name, "before": _shown(name, before), "after": _shown(name, after)}
        for name in names
        if before.get(name) != after.get(name)
    ]


def _shown(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        return None
    return "***" if name in _SECRET else values[name]
