from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import Record
from persistence.models.teams import Team


class VirtualKeyStatus(StrEnum):
    ACTIVE = "active"
    RETIRING = "retiring"
    EXPIRED = "expired"
    REVOKED = "revoked"


class VirtualKey(Record):
    """A key of a team, here and at LiteLLM. Kept as its SHA-256 and as a sealed copy."""

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "models.Team", related_name="virtual_keys", on_delete=fields.RESTRICT
    )
    team_id: UUID
    name = fields.CharField(max_length=255)
    token_hash = fields.CharField(max_length=64, unique=True)
    sealed_secret = fields.BinaryField(null=True)
    masked_key = fields.CharField(max_length=40)
    status = fields.CharEnumField(VirtualKeyStatus, max_length=20, default=VirtualKeyStatus.ACTIVE)
    expires_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    successor: fields.ForeignKeyNullableRelation["VirtualKey"] = fields.ForeignKeyField(
        "models.VirtualKey", related_name="predecessors", null=True, on_delete=fields.RESTRICT
    )
    successor_id: UUID | None

    class Meta:
        table = "virtual_keys"
