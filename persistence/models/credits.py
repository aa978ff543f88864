from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import Record
from persistence.models.teams import Team


class EntryKind(StrEnum):
    OPEN = "open"
    GRANT = "grant"
    TOP_UP = "top_up"
    CHARGE = "charge"
    REFUND = "refund"
    WAIVER = "waiver"
    ADJUSTMENT = "adjustment"
    EXPIRY = "expiry"
    VOID = "void"
    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"
    EXPIRE = "expire"


class PaymentType(StrEnum):
    SUBSCRIPTION = "subscription"
    ONE_TIME = "one_time"


class CreditAccount(Record):
    """A team's prepaid credits, in micro-credits. Moves only by ledger entries, one at a time.

    `balance` is the sum of all entries, `held` what open holds reserve of it. The totals split
    it: `balance = total_granted - total_charged + total_adjusted`; refunds, and waivers of charges
    that name none, lower what is charged.
    """

    team: fields.OneToOneRelation[Team] = fields.OneToOneField(
        "models.Team", related_name="credit_account", on_delete=fields.RESTRICT
    )
    team_id: UUID
    balance = fields.BigIntField(default=0)
    held = fields.BigIntField(default=0)
    overdraft_limit = fields.BigIntField(default=0)
    total_granted = fields.BigIntField(default=0)
    total_charged = fields.BigIntField(default=0)
    total_adjusted = fields.BigIntField(default=0)
    last_sequence = fields.BigIntField(default=0)
    last_hash = fields.BinaryField(default=b"\x00")

    class Meta:
        table = "credit_accounts"

    @property
    def available(self) -> int:
        """What can be spent now."""
        return int(self.balance - self.held)


class LedgerEntry(Record):
    """One signed, immutable change of one account. The database refuses to change or delete it.

    Sequence, balances, time and hash are filled in by the database when the row is inserted.
    """

    account: fields.ForeignKeyRelation[CreditAccount] = fields.ForeignKeyField(
        "models.CreditAccount", related_name="entries", on_delete=fields.RESTRICT
    )
    account_id: UUID
    sequence = fields.BigIntField()
    kind = fields.CharEnumField(EntryKind, max_length=20)
    amount = fields.BigIntField()
    held_change = fields.BigIntField()
    previous_sequence = fields.BigIntField(null=True)
    previous_balance = fields.BigIntField(null=True)
    previous_held = fields.BigIntField(null=True)
    balance_after = fields.BigIntField()
    held_after = fields.BigIntField()
    resolves_sequence = fields.BigIntField(null=True)
    resolves_held = fields.BigIntField(null=True)
    reverses_sequence = fields.BigIntField(null=True)
    reverses_amount = fields.BigIntField(null=True)
    idempotency_key = fields.CharField(max_length=255)
    request_hash = fields.BinaryField()
    actor_kind = fields.CharField(max_length=20)
    actor_label = fields.CharField(max_length=320)
    actor_id = fields.UUIDField(null=True)
    reason = fields.CharField(max_length=500, null=True)
    payment_type = fields.CharEnumField(PaymentType, max_length=20, null=True)
    payment_usd: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=6, null=True)
    job_id = fields.UUIDField(null=True)
    grant_id = fields.UUIDField(null=True)
    row_hash = fields.BinaryField()

    class Meta:
        table = "ledger_entries"
