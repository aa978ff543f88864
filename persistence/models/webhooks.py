from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord, Record
from persistence.models.organizations import Organization
from persistence.models.teams import Team


class WebhookEvent(StrEnum):
    JOB_CREATED = "job.created"
    JOB_STARTED = "job.started"
    JOB_COMPLETED = "job.completed"
    JOB_FAILED = "job.failed"
    JOB_CANCELLED = "job.cancelled"
    CREDITS_THRESHOLD_CROSSED = "credits.threshold_crossed"
    CREDITS_DEPLETED = "credits.depleted"
    CREDITS_GRANTED = "credits.granted"
    TEAM_STATUS_CHANGED = "team.status_changed"
    VIRTUAL_KEY_ROTATED = "virtual_key.rotated"
    DRIFT_DETECTED = "drift.detected"


class WebhookDeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookEndpoint(ChangingRecord):
    """An address told of events: of a team, of an organization, or of the whole installation.

    Secrets are kept sealed. The previous one signs, too, until `previous_secret_until`.
    `failing_since` is when the first of a row of failures was; too long, and it is switched off.
    """

    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "models.Organization",
        related_name="webhook_endpoints",
        null=True,
        on_delete=fields.CASCADE,
    )
    organization_id: UUID | None
    team: fields.ForeignKeyNullableRelation[Team] = fields.ForeignKeyField(
        "models.Team", related_name="webhook_endpoints", null=True, on_delete=fields.CASCADE
    )
    team_id: UUID | None
    url = fields.CharField(max_length=2048)
    events = fields.JSONField[list[str]](default=list)
    sealed_secret = fields.BinaryField()
    sealed_previous_secret = fields.BinaryField(null=True)
    previous_secret_until = fields.DatetimeField(null=True)
    sealed_authorization = fields.BinaryField(null=True)
    is_active = fields.BooleanField(default=True)
    failing_since = fields.DatetimeField(null=True)
    last_triggered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "webhook_endpoints"


class WebhookDelivery(Record):
    """One event for one endpoint: the row is the outbox. `message_id` is the same for all
    endpoints told of the event. A worker works on a row only while it holds the lease."""

    endpoint: fields.ForeignKeyRelation[WebhookEndpoint] = fields.ForeignKeyField(
        "models.WebhookEndpoint", related_name="deliveries", on_delete=fields.CASCADE
    )
    endpoint_id: UUID
    message_id = fields.UUIDField()
    event = fields.CharField(max_length=40)
    payload = fields.JSONField[dict[str, object]](default=dict)
    status = fields.CharEnumField(
        WebhookDeliveryStatus, max_length=20, default=WebhookDeliveryStatus.PENDING
    )
    attempts = fields.IntField(default=0)
    response_status = fields.IntField(null=True)
    error = fields.CharField(max_length=500, null=True)
    next_attempt_at = fields.DatetimeField(null=True)
    lease_token = fields.UUIDField(null=True)
    lease_until = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "webhook_deliveries"
        unique_together = (("endpoint", "message_id"),)
