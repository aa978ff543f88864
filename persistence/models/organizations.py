from enum import StrEnum

from tortoise import fields

from persistence.models.base import ChangingRecord


class TenantStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    PAUSED = "paused"
    DELETED = "deleted"


class FailedCallPolicy(StrEnum):
    FREE_IF_ALL_FAILED = "free_if_all_failed"
    FREE_IF_ANY_FAILED = "free_if_any_failed"
    ALWAYS_CHARGE = "always_charge"


class Organization(ChangingRecord):
    """A tenant. `organization_id` is the caller's name for it, unique among those not deleted."""

    organization_id = fields.CharField(max_length=255)
    name = fields.CharField(max_length=500)
    status = fields.CharEnumField(TenantStatus, max_length=20, default=TenantStatus.ACTIVE)
    status_reason = fields.CharField(max_length=500, null=True)
    failed_call_policy = fields.CharEnumField(
        FailedCallPolicy, max_length=30, default=FailedCallPolicy.FREE_IF_ALL_FAILED
    )
    metadata = fields.JSONField[dict[str, object]](default=dict)

    class Meta:
        table = "organizations"
