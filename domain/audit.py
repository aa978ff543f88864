"""The audit log: every change in the transaction that makes it, and who tried to sign in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from domain.access import Actor, ActorKind, Permission, requires
from domain.paging import Page, PageRequest
from persistence import filters, paging
from persistence.account_rows import AccountRow
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
    organization: Organization | AccountRow | None = None,
    team: Team | AccountRow | None = None,
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


_EVERY_KIND: Final = ".*"
# No event has a longer one, and the ORM does not look for what its column cannot hold.
_LONGEST: Final = {
    "action": 100,
    "resource_type": 50,
    "resource_id": 320,
    "organization_id": 255,
    "team_id": 255,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Events that fit everything given. Of `actions`, `team.*` stands for all of a kind."""

    actions: Sequence[str] | None = None
    admin_user_id: UUID | None = None
    actor_kinds: Sequence[ActorKind] | None = None
    resource_type: str | None = None
    resource_id: str | None = None
    organization_id: str | None = None
    team_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@requires(Permission.READ_AUDIT_LOG)
async def list_page(
    actor: Actor, request: PageRequest, wanted: Filter, *, descending: bool = True
) -> Page[AuditEvent]:
    """By time."""
    query = AuditEvent.filter(*_conditions(wanted))
    return await paging.page(query, request, paging.by_time(descending=descending))


@requires(Permission.READ_AUDIT_LOG)
async def list_latest(
    actor: Actor, wanted: Filter, *, limit: int, offset: int = 0
) -> list[AuditEvent]:
    """The newest first, counted off from the newest."""
    query = AuditEvent.filter(*_conditions(wanted)).order_by("-created_at", "-id")
    return await query.limit(limit).offset(offset)


@requires(Permission.READ_AUDIT_LOG)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[AuditEvent]:
    return await AuditEvent.filter(id__in=list(ids))


def _conditions(wanted: Filter) -> list[filters.Condition]:
    values = {
        "admin_user_id": wanted.admin_user_id,
        "actor_kind__in": None if wanted.actor_kinds is None else list(wanted.actor_kinds),
        "resource_type": wanted.resource_type,
        "resource_id": wanted.resource_id,
        "organization_id": wanted.organization_id,
        "team_id": wanted.team_id,
        "created_at__gte": wanted.since,
        "created_at__lt": wanted.until,
    }
    given = {name: value for name, value in values.items() if value is not None}
    if any(len(str(given.get(name, ""))) > longest for name, longest in _LONGEST.items()):
        return [filters.nothing()]
    conditions = [filters.equal(**given)]
    if wanted.actions is not None:
        known = [action for action in wanted.actions if len(action) <= _LONGEST["action"]]
        exact = [action for action in known if not action.endswith(_EVERY_KIND)]
        kinds = [action.removesuffix("*") for action in known if action.endswith(_EVERY_KIND)]
        conditions.append(filters.one_of("action", exact, beginning_with=kinds))
    return conditions
