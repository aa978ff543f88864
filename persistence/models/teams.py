from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord, Record
from persistence.models.model_groups import ModelGroup
from persistence.models.organizations import FailedCallPolicy, Organization, TenantStatus


class BudgetMode(StrEnum):
    JOB_BASED = "job_based"
    CONSUMPTION_USD = "consumption_usd"
    CONSUMPTION_TOKENS = "consumption_tokens"


class RefillPeriod(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Team(ChangingRecord):
    """A group within an organization that owns keys, credits and jobs.

    `team_id` is the caller's name for it, unique among those not deleted, and LiteLLM's too.
    Without a failed-call policy of its own it has its organization's.
    """

    team_id = fields.CharField(max_length=255)
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="teams", on_delete=fields.RESTRICT
    )
    organization_id: UUID
    name = fields.CharField(max_length=500)
    status = fields.CharEnumField(TenantStatus, max_length=20, default=TenantStatus.ACTIVE)
    status_reason = fields.CharField(max_length=500, null=True)
    is_default = fields.BooleanField(default=False)
    metadata = fields.JSONField[dict[str, object]](default=dict)
    budget_mode = fields.CharEnumField(BudgetMode, max_length=30, default=BudgetMode.JOB_BASED)
    credits_per_dollar: Decimal | None = fields.DecimalField(
        max_digits=20, decimal_places=6, null=True
    )
    tokens_per_credit = fields.IntField(null=True)
    markup_percent = fields.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    failed_call_policy = fields.CharEnumField(FailedCallPolicy, max_length=30, null=True)
    refill_amount = fields.BigIntField(null=True)
    refill_period = fields.CharEnumField(RefillPeriod, max_length=20, null=True)
    refill_rolls_over = fields.BooleanField(default=True)
    refill_max_balance = fields.BigIntField(null=True)
    last_refill_at = fields.DatetimeField(null=True)
    next_refill_at = fields.DatetimeField(null=True)

    class Meta:
        table = "teams"


class TeamModelGroup(Record):
    """A team may use the models of a group."""

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "models.Team", related_name="model_group_links", on_delete=fields.CASCADE
    )
    team_id: UUID
    model_group: fields.ForeignKeyRelation[ModelGroup] = fields.ForeignKeyField(
        "models.ModelGroup", related_name="team_links", on_delete=fields.RESTRICT
    )
    model_group_id: UUID

    class Meta:
        table = "team_model_groups"
        unique_together = (("team", "model_group"),)
