from enum import StrEnum

from tortoise import fields

from persistence.models.base import Record


class ActorKind(StrEnum):
    ADMIN_USER = "admin_user"
    ADMIN_KEY = "admin_key"
    VIRTUAL_KEY = "virtual_key"
    SYSTEM = "system"


class AuditEvent(Record):
    """Who did what to which record, when, and from where. Never changed, never with a secret.

    `changes` is a list of `{"field", "before", "after"}`; organization and team are natural keys.
    The database gives out `sequence` at commit, without gaps.
    """

    sequence = fields.BigIntField(null=True)
    action = fields.CharField(max_length=100)
    actor_kind = fields.CharEnumField(ActorKind, max_length=20, null=True)
    actor_label = fields.CharField(max_length=320)
    admin_user_id = fields.UUIDField(null=True)
    resource_type = fields.CharField(max_length=50, null=True)
    resource_id = fields.CharField(max_length=320, null=True)
    organization_id = fields.CharField(max_length=255, null=True)
    team_id = fields.CharField(max_length=255, null=True)
    changes = fields.JSONField[list[dict[str, object]]](default=list)
    details = fields.JSONField[dict[str, object]](default=dict)
    ip_address = fields.CharField(max_length=45, null=True)
    user_agent = fields.CharField(max_length=500, null=True)
    request_id = fields.CharField(max_length=100, null=True)

    class Meta:
        table = "audit_events"


class IdempotentRequest(Record):
    """What a mutation with an idempotency key made: the same key and input find it again."""

    actor = fields.CharField(max_length=320)
    operation = fields.CharField(max_length=60)
    idempotency_key = fields.CharField(max_length=255)
    request_hash = fields.BinaryField()
    result = fields.JSONField[dict[str, object]](default=dict)

    class Meta:
        table = "idempotent_requests"


class RestAnswer(Record):
    """What a legacy request with an idempotency key was answered, sealed; not yet, while `status`
    is empty. Whoever holds the lease works on it."""

    actor = fields.CharField(max_length=320)
    operation = fields.CharField(max_length=200)
    idempotency_key = fields.CharField(max_length=255)
    request_hash = fields.BinaryField()
    status = fields.IntField(null=True)
    sealed_body = fields.BinaryField(null=True)
    lease_token = fields.UUIDField(null=True)
    lease_until = fields.DatetimeField(null=True)

    class Meta:
        table = "rest_answers"
        unique_together = (("actor", "operation", "idempotency_key"),)
