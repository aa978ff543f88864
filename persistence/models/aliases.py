from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord, Record
from persistence.models.model_groups import GroupStatus
from persistence.models.provider_credentials import ProviderCredential
from persistence.models.teams import Team


class ModelStatus(StrEnum):
    """A deprecated alias can be called as an active one."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEPRECATED = "deprecated"


class ModelAlias(ChangingRecord):
    """A name that a model is called by, here and at LiteLLM. Prices: dollars per million tokens."""

    alias = fields.CharField(max_length=255, unique=True)
    display_name = fields.CharField(max_length=255)
    description = fields.TextField(null=True)
    provider = fields.CharField(max_length=100)
    actual_model = fields.CharField(max_length=255)
    provider_credential: fields.ForeignKeyNullableRelation[ProviderCredential] = (
        fields.ForeignKeyField(
            "models.ProviderCredential",
            related_name="model_aliases",
            null=True,
            on_delete=fields.RESTRICT,
        )
    )
    provider_credential_id: UUID | None
    status = fields.CharEnumField(ModelStatus, max_length=20, default=ModelStatus.ACTIVE)
    input_price: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=8, null=True)
    output_price: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=8, null=True)
    cached_price: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=8, null=True)

    class Meta:
        table = "model_aliases"


class ModelAccessGroup(ChangingRecord):
    """A set of aliases that teams are given access to. An alias in none is reachable by nobody."""

    group_name = fields.CharField(max_length=255, unique=True)
    display_name = fields.CharField(max_length=255)
    description = fields.TextField(null=True)
    status = fields.CharEnumField(GroupStatus, max_length=20, default=GroupStatus.ACTIVE)

    class Meta:
        table = "model_access_groups"


class ModelAccessGroupAlias(Record):
    access_group: fields.ForeignKeyRelation[ModelAccessGroup] = fields.ForeignKeyField(
        "models.ModelAccessGroup", related_name="alias_links", on_delete=fields.CASCADE
    )
    access_group_id: UUID
    alias: fields.ForeignKeyRelation[ModelAlias] = fields.ForeignKeyField(
        "models.ModelAlias", related_name="access_group_links", on_delete=fields.CASCADE
    )
    alias_id: UUID

    class Meta:
        table = "model_access_group_aliases"
        unique_together = (("access_group", "alias"),)


class TeamAccessGroup(Record):
    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "models.Team", related_name="access_group_links", on_delete=fields.CASCADE
    )
    team_id: UUID
    access_group: fields.ForeignKeyRelation[ModelAccessGroup] = fields.ForeignKeyField(
        "models.ModelAccessGroup", related_name="team_links", on_delete=fields.RESTRICT
    )
    access_group_id: UUID

    class Meta:
        table = "team_access_groups"
        unique_together = (("team", "access_group"),)
