"""The audit log in the words of the legacy API."""

from typing import Any, Final, Self
from uuid import UUID

from pydantic import Field

from domain import audit
from integrations.rest.admins import TAG
from integrations.rest.authentication import JWT_ONLY
from integrations.rest.body import Input, Integer
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output, Timestamp

# What an action is called here. Actions that the old system did not know keep their names.
LEGACY: Final = {
    "setup.completed": "setup_owner",
    "session.started": "login",
    "session.ended": "logout",
    "admin_user.created": "created_user",
    "admin_user.updated": "updated_user",
    "admin_user.deleted": "deleted_user",
    "admin_user.deactivated": "deleted_user",
    "admin_user.password_changed": "changed_password",
}
_LONGEST: Final = 255
_USER_ID: Final = "admin_user_id"


class AuditLogQuery(Input):
    limit: Integer = Field(100, ge=1, le=1000)
    offset: Integer = Field(0, ge=0)
    action: str | None = None
    user_id: UUID | None = None
    resource_type: str | None = None

    def wanted(self) -> audit.Filter:
        return audit.Filter(
            actions=_actions(self.action) if self.action else None,
            admin_user_id=self.user_id,
            resource_type=self.resource_type,
        )


class AuditLogEntry(Output):
    audit_id: UUID
    user_id: UUID | None
    action: str
    resource_type: str | None
    resource_id: str | None
    details: dict[str, Any]
    ip_address: str | None
    created_at: Timestamp

    @classmethod
    def of(cls, event: Any) -> Self:
        resource_id = event.details.get(_USER_ID) or event.resource_id
        return cls(
            audit_id=event.id,
            user_id=event.admin_user_id,
            action=LEGACY.get(event.action, event.action),
            resource_type=event.resource_type,
            resource_id=resource_id[:_LONGEST] if resource_id else None,
            details=_details(event),
            ip_address=event.ip_address,
            created_at=event.created_at,
        )


def _actions(name: str) -> list[str]:
    return [ours for ours, legacy in LEGACY.items() if legacy == name] or [name]


def _details(event: Any) -> dict[str, Any]:
    """The values that were set; of what is gone, the last ones."""
    changed = {
        change["field"]: change["before"] if change["after"] is None else change["after"]
        for change in event.changes
    }
    said = {name: value for name, value in event.details.items() if name != _USER_ID}
    email = {"email": event.resource_id} if event.resource_type == "admin_user" else {}
    return email | changed | said


@operation(
    "GET",
    "/api/admin-users/audit-logs",
    tag=TAG,
    summary="List audit entries",
    description="The newest first.",
    auth=JWT_ONLY,
    calls=audit.list_latest,
    example=[
        {
            "audit_id": "c3d4e5f6-7890-4abc-8ef0-234567890def",
            "user_id": "ae89197e-e24a-4e55-a9e2-70ba9a273730",
            "action": "created_user",
            "resource_type": "admin_user",
            "resource_id": "ae89197e-e24a-4e55-a9e2-70ba9a273730",
            "details": {"email": "u@example.com", "role": "user"},
            "ip_address": "127.0.0.1",
            "created_at": "2025-10-14T12:00:00.000Z",
        }
    ],
)
async def list_audit_logs(call: Call, query: AuditLogQuery) -> list[AuditLogEntry]:
    events = await audit.list_latest(
        call.actor, query.wanted(), limit=query.limit, offset=query.offset
    )
    return [AuditLogEntry.of(event) for event in events]
