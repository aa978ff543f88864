from uuid import UUID

from tortoise import fields

from persistence.models.base import Record
from persistence.models.jobs import Spent


class UsageSums(Spent):
    """What a team did, by kind of work, key, model and provider.

    Calls count where they ended; jobs count where they were created, and credits where they were
    charged, both under the empty model and provider. `virtual_key_id` is all zeros for none.
    Kept in step by the database: what is not folded into these rows yet is in `usage_changes`,
    and both together are exact.
    """

    team_id = fields.UUIDField()
    job_type = fields.CharField(max_length=100)
    virtual_key_id: UUID = fields.UUIDField()
    model = fields.CharField(max_length=255)
    provider = fields.CharField(max_length=50)
    jobs_pending = fields.BigIntField(default=0)
    jobs_in_progress = fields.BigIntField(default=0)
    jobs_completed = fields.BigIntField(default=0)
    jobs_failed = fields.BigIntField(default=0)
    jobs_cancelled = fields.BigIntField(default=0)
    calls_succeeded = fields.BigIntField(default=0)
    calls_failed = fields.BigIntField(default=0)
    calls_estimated = fields.BigIntField(default=0)
    latency_ms = fields.BigIntField(default=0)
    charged = fields.BigIntField(default=0)

    class Meta:
        abstract = True


class UsageSlot(UsageSums):
    """What a team did in a quarter of an hour."""

    slot = fields.DatetimeField()

    class Meta:
        table = "usage_slots"
        unique_together = (("team_id", "slot", "job_type", "virtual_key_id", "model", "provider"),)


class UsageDay(UsageSums):
    """What a team did in a day, in UTC."""

    day = fields.DateField()

    class Meta:
        table = "usage_days"
        unique_together = (("team_id", "day", "job_type", "virtual_key_id", "model", "provider"),)


class ProxySpend(Record):
    """A row of LiteLLM's spend log that was dealt with; `call_ref` names the attempt at a call
    of ours that it is about, and is empty for what was spent at the proxy directly."""

    request_id = fields.CharField(max_length=255, unique=True)
    team_id = fields.UUIDField(null=True)
    call_ref = fields.CharField(max_length=64, null=True, unique=True)
    spend = fields.DecimalField(max_digits=20, decimal_places=10)
    logged_at = fields.DatetimeField()

    class Meta:
        table = "proxy_spends"
