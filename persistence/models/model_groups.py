from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord, Record


class GroupStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"


class ModelGroup(ChangingRecord):
    """A named, ordered list of models: the first is the primary, the rest its fallbacks."""

    group_name = fields.CharField(max_length=255, unique=True)
    display_name = fields.CharField(max_length=255)
    description = fields.TextField(null=True)
    status = fields.CharEnumField(GroupStatus, max_length=20, default=GroupStatus.ACTIVE)

    class Meta:
        table = "model_groups"


class ModelGroupMember(Record):
    """One model of a group. Lower priorities come first; equal ones in order of their ids."""

    model_group: fields.ForeignKeyRelation[ModelGroup] = fields.ForeignKeyField(
        "models.ModelGroup", related_name="members", on_delete=fields.CASCADE
    )
    model_group_id: UUID
    model_name = fields.CharField(max_length=255)
    priority = fields.IntField(default=0)
    is_active = fields.BooleanField(default=True)

    class Meta:
        table = "model_group_members"
        unique_together = (("model_group", "model_name"),)
