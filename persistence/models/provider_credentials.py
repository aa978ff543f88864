from uuid import UUID

from tortoise import fields

from persistence.models.base import ChangingRecord
from persistence.models.organizations import Organization


class ProviderCredential(ChangingRecord):
    """A provider's API key, of an organization or (without one) of the whole installation.

    The key is kept sealed; `key_hint` is its last characters. One per organization and provider
    is active.
    """

    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "models.Organization",
        related_name="provider_credentials",
        null=True,
        on_delete=fields.RESTRICT,
    )
    organization_id: UUID | None
    provider = fields.CharField(max_length=50)
    name = fields.CharField(max_length=255)
    sealed_api_key = fields.BinaryField()
    key_hint = fields.CharField(max_length=8)
    api_base = fields.CharField(max_length=2048, null=True)
    is_active = fields.BooleanField(default=True)
    actor_kind = fields.CharField(max_length=20)
    actor_label = fields.CharField(max_length=320)
    actor_id = fields.UUIDField(null=True)

    class Meta:
        table = "provider_credentials"
