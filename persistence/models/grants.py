from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import Record
from persistence.models.credits import CreditAccount


class GrantSource(StrEnum):
    ALLOCATION = "allocation"
    PROMOTION = "promotion"
    SUBSCRIPTION_PAYMENT = "subscription_payment"
    ONE_TIME_PAYMENT = "one_time_payment"
    AUTO_REFILL = "auto_refill"
    TRANSFER = "transfer"
    CORRECTION = "correction"


class GrantEnd(StrEnum):
    EXPIRY = "expiry"
    VOID = "void"


class CreditGrant(Record):
    """Credits given at one time under one set of terms, in micro-credits.

    `posted_sequence` is the ledger entry that put them into the balance; a scheduled one has none
    yet. `remaining` is moved by the database alone, as entries consume it.
    """

    account: fields.ForeignKeyRelation[CreditAccount] = fields.ForeignKeyField(
        "models.CreditAccount", related_name="grants", on_delete=fields.RESTRICT
    )
    account_id: UUID
    source = fields.CharEnumField(GrantSource, max_length=30)
    amount = fields.BigIntField()
    remaining = fields.BigIntField(default=0)
    priority = fields.IntField(default=0)
    effective_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    reason = fields.CharField(max_length=500, null=True)
    payment_usd: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=6, null=True)
    posted_sequence = fields.BigIntField(null=True)
    ended_at = fields.DatetimeField(null=True)
    ended_by = fields.CharEnumField(GrantEnd, max_length=10, null=True)

    class Meta:
        table = "credit_grants"


class GrantConsumption(Record):
    """The part of a ledger entry that a grant paid for. Append-only, written by the database."""

    grant: fields.ForeignKeyRelation[CreditGrant] = fields.ForeignKeyField(
        "models.CreditGrant", related_name="consumptions", on_delete=fields.RESTRICT
    )
    grant_id: UUID
    account_id = fields.UUIDField()
    sequence = fields.BigIntField()
    amount = fields.BigIntField()

    class Meta:
        table = "grant_consumptions"


class BalanceThreshold(Record):
    """A level of available micro-credits that fires once when it is crossed downwards, and is
    armed again when it is passed upwards: both in the transaction of the entry that did it."""

    account: fields.ForeignKeyRelation[CreditAccount] = fields.ForeignKeyField(
        "models.CreditAccount", related_name="thresholds", on_delete=fields.RESTRICT
    )
    account_id: UUID
    credits = fields.BigIntField()
    is_armed = fields.BooleanField(default=True)
    last_fired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "balance_thresholds"
        unique_together = (("account", "credits"),)


class BalanceAlert(Record):
    """One firing of a threshold. Append-only, written by the database."""

    account_id = fields.UUIDField()
    credits = fields.BigIntField()
    sequence = fields.BigIntField()
    available = fields.BigIntField()

    class Meta:
        table = "balance_alerts"
        unique_together = (("account_id", "credits", "sequence"),)
