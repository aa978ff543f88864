from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord, Record
from persistence.models.organizations import Organization
from persistence.models.teams import Team


class JobStatus(StrEnum):
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ChargeStatus(StrEnum):
    NOT_DUE = "not_due"
    CHARGED = "charged"
    WAIVED = "waived"
    UNDERPAID = "underpaid"


class CallStatus(StrEnum):
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Spent(Record):
    """Tokens, and what they cost in dollars: at the provider, and with the markup."""

    prompt_tokens = fields.BigIntField(default=0)
    completion_tokens = fields.BigIntField(default=0)
    cached_tokens = fields.BigIntField(default=0)
    reasoning_tokens = fields.BigIntField(default=0)
    input_cost = fields.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    output_cost = fields.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    client_cost = fields.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))

    class Meta:
        abstract = True


class Usage(Spent):
    """Also whether some of it is a guess."""

    is_estimated = fields.BooleanField(default=False)

    class Meta:
        abstract = True


class Job(Usage, ChangingRecord):
    """A unit of work of a team: model calls that are charged once, when it is completed.

    Its id is its natural key, too. Micro-credits: `held` by the open hold `hold_id`, `charged` by
    the entry `charge_id`, and `unbilled`, which the team owed and did not have. What its calls
    came to is summed up here; `expected_cost` and `expected_tokens` are those of running calls.
    """

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "models.Team", related_name="jobs", on_delete=fields.RESTRICT
    )
    team_id: UUID
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="jobs", on_delete=fields.RESTRICT
    )
    organization_id: UUID
    virtual_key_id = fields.UUIDField(null=True)
    job_type = fields.CharField(max_length=100)
    status = fields.CharEnumField(JobStatus, max_length=20, default=JobStatus.PENDING)
    is_single_call = fields.BooleanField(default=False)
    end_user_id = fields.CharField(max_length=255, null=True)
    external_task_id = fields.CharField(max_length=255, null=True)
    metadata = fields.JSONField[dict[str, object]](default=dict)
    error_message = fields.CharField(max_length=1000, null=True)
    requested_models = fields.JSONField[list[str]](default=list)
    max_credits = fields.BigIntField(null=True)
    max_calls = fields.IntField(null=True)
    lease_until = fields.DatetimeField()
    started_at = fields.DatetimeField(null=True)
    completed_at = fields.DatetimeField(null=True)
    hold_id = fields.UUIDField(null=True)
    held = fields.BigIntField(default=0)
    charge_status = fields.CharEnumField(ChargeStatus, max_length=20, default=ChargeStatus.NOT_DUE)
    charge_id = fields.UUIDField(null=True)
    charged = fields.BigIntField(default=0)
    unbilled = fields.BigIntField(default=0)
    calls_count = fields.IntField(default=0)
    calls_succeeded = fields.IntField(default=0)
    calls_failed = fields.IntField(default=0)
    expected_cost = fields.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    expected_tokens = fields.BigIntField(default=0)
    latency_ms = fields.BigIntField(default=0)

    class Meta:
        table = "jobs"


class LLMCall(Usage):
    """One call to a model within a job. `latency_ms` of a call that was answered; prices per
    million tokens are those its cost was made with.

    `lease_until` is renewed while a process works on it: a running call whose lease is over has
    no one. `run` counts those who took it up; only the latest may settle it. `attempts` are the
    models tried, in order: {id, model, outcome, reason, latency_ms}.
    """

    job: fields.ForeignKeyRelation[Job] = fields.ForeignKeyField(
        "models.Job", related_name="calls", on_delete=fields.RESTRICT
    )
    job_id: UUID
    team_id = fields.UUIDField()
    virtual_key_id = fields.UUIDField(null=True)
    status = fields.CharEnumField(CallStatus, max_length=20, default=CallStatus.RUNNING)
    is_direct = fields.BooleanField(default=False)
    idempotency_key = fields.CharField(max_length=255, null=True)
    request_hash = fields.BinaryField(null=True)
    run = fields.IntField(default=1)
    lease_until = fields.DatetimeField(null=True)
    purpose = fields.CharField(max_length=255, null=True)
    requested_model = fields.CharField(max_length=255)
    resolved_model = fields.CharField(max_length=255, null=True)
    used_model = fields.CharField(max_length=255, null=True)
    provider = fields.CharField(max_length=50, null=True)
    attempts = fields.JSONField[list[dict[str, object]]](default=list)
    expected_cost = fields.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    expected_tokens = fields.BigIntField(default=0)
    input_price: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=8, null=True)
    output_price: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=8, null=True)
    cached_price: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=8, null=True)
    latency_ms = fields.IntField(null=True)
    finish_reason = fields.CharField(max_length=50, null=True)
    error = fields.CharField(max_length=1000, null=True)
    litellm_call_id = fields.CharField(max_length=64, null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "llm_calls"


class LLMCallContent(Record):
    """What was sent and what was answered, kept apart and for as long as the operator decides.
    Its id is the call's."""

    request = fields.JSONField[dict[str, object]]()
    response: dict[str, object] | None = fields.JSONField(null=True)

    class Meta:
        table = "llm_call_contents"
