from decimal import Decimal
from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord
from persistence.models.teams import Team


class Provisioning(ChangingRecord):
    """How far LiteLLM follows one team and its keys, one model alias or one provider credential:
    the row is the outbox. It outlives the alias or credential, whose end LiteLLM must see, too.

    `generation` moves with every change that LiteLLM must see, in the transaction of that
    change; `observed_generation` follows once LiteLLM was seen to hold it. A worker works on a
    row only while it holds the lease, and writes back only under its own `lease_token`.
    `allowance_usd` is what the team could still spend at LiteLLM when it was last told.
    """

    team: fields.OneToOneNullableRelation[Team] = fields.OneToOneField(
        "models.Team", related_name="provisioning", null=True, on_delete=fields.RESTRICT
    )
    team_id: UUID | None
    model_alias_id = fields.UUIDField(null=True, unique=True)
    provider_credential_id = fields.UUIDField(null=True, unique=True)
    allowance_usd: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=6, null=True)
    generation = fields.BigIntField(default=1)
    observed_generation = fields.BigIntField(default=0)
    attempts = fields.IntField(default=0)
    next_attempt_at = fields.DatetimeField(null=True)
    lease_token = fields.UUIDField(null=True)
    lease_until = fields.DatetimeField(null=True)
    synced_at = fields.DatetimeField(null=True)
    absent_since = fields.DatetimeField(null=True)
    drifted_at = fields.DatetimeField(null=True)
    last_error = fields.CharField(max_length=500, null=True)
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "provisionings"
