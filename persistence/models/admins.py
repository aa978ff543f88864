from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord, Record


class AdminRole(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    USER = "user"


class AdminUser(ChangingRecord):
    """A person who signs in to manage tenants. E-mails are unique without regard to case."""

    email = fields.CharField(max_length=320)
    display_name = fields.CharField(max_length=255)
    password_hash = fields.CharField(max_length=255, null=True)
    role = fields.CharEnumField(AdminRole, max_length=20)
    is_active = fields.BooleanField(default=True)
    metadata = fields.JSONField[dict[str, object]](default=dict)
    last_login_at = fields.DatetimeField(null=True)
    created_by: fields.ForeignKeyNullableRelation["AdminUser"] = fields.ForeignKeyField(
        "models.AdminUser", related_name="created_users", null=True, on_delete=fields.SET_NULL
    )
    created_by_id: UUID | None

    class Meta:
        table = "admin_users"


class Session(Record):
    """A sign-in. The row decides whether its access token is good; caches only repeat it."""

    admin_user: fields.ForeignKeyRelation[AdminUser] = fields.ForeignKeyField(
        "models.AdminUser", related_name="sessions", on_delete=fields.CASCADE
    )
    admin_user_id: UUID
    token_hash = fields.BinaryField()
    ip_address = fields.CharField(max_length=45, null=True)
    user_agent = fields.CharField(max_length=500, null=True)
    last_seen_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sessions"
