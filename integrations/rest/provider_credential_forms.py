"""What is sent and shown of provider credentials. A mask stands for a stored key."""

from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, WithJsonSchema

from domain.errors import Refusal
from domain.provider_credentials import MASK
from integrations.rest.body import Input
from integrations.rest.lists import Listed
from integrations.rest.rendering import Output, Timestamp

PROVIDERS: Final = ("openai", "anthropic", "gemini", "fireworks")
# LiteLLM has another name for one of them.
_LITELLM_NAMES: Final = {"fireworks": "fireworks_ai"}
_LEGACY_NAMES: Final = {name: legacy for legacy, name in _LITELLM_NAMES.items()}
# Whether a provider is one is answered with 400.
Provider = Annotated[str, WithJsonSchema({"type": "string", "enum": list(PROVIDERS)})]

CREDENTIAL: Final = {
    "credential_id": "5f0c3a0e-1c2b-4d3e-8f4a-5b6c7d8e9f00",
    "organization_id": "org_acme",
    "provider": "openai",
    "credential_name": "Production OpenAI Key",
    "api_key": MASK,
    "api_base": None,
    "is_active": True,
    "created_at": "2025-10-14T12:00:00.000Z",
    "updated_at": "2025-10-14T12:00:00.000Z",
    "has_api_key": True,
}
ONE_OF: Final = f"Must be one of: {', '.join(PROVIDERS)}"
_NO_REVEAL: Final = "Ignored: a stored key is never shown."


class InvalidProvider(Refusal):
    code = "INVALID_INPUT"


class ProviderCredentialCreate(Input):
    organization_id: str = Field(max_length=255)
    provider: Provider
    api_key: str = Field(min_length=1, json_schema_extra={"writeOnly": True})
    credential_name: str
    api_base: str | None = Field(None, description="A public address, by https.")
    created_by: str | None = Field(None, description="Ignored: it is who calls.")


class ProviderCredentialUpdate(Input):
    """Absent or null = unchanged."""

    api_key: str | None = Field(
        None,
        description="The mask that stands for the key, or nothing, leaves it as it is.",
        json_schema_extra={"writeOnly": True},
    )
    api_base: str | None = Field(None, description="Empty for the provider's own.")
    credential_name: str | None = None
    is_active: bool | None = None
    updated_by: str | None = Field(None, description="Ignored: it is who calls.")

    def changes(self) -> dict[str, Any]:
        wanted = {
            "name": self.credential_name,
            "api_key": None if self.api_key in {"", MASK} else self.api_key,
            "api_base": self.api_base,
            "is_active": self.is_active,
        }
        return {name: value for name, value in wanted.items() if value is not None}


class CredentialsQuery(Listed):
    organization_id: str | None = None
    provider: str | None = None
    active_only: bool = True


class OwnCredentialsQuery(Listed):
    active_only: bool = False


class RevealQuery(Input):
    include_api_key: bool = Field(False, description=_NO_REVEAL)


class ProviderCredential(Output):
    credential_id: UUID
    organization_id: str | None = Field(description="null for the whole installation's")
    provider: str = Field(description="fireworks, or as LiteLLM names it")
    credential_name: str
    api_key: str = Field(description="A mask.", json_schema_extra={"readOnly": True})
    api_base: str | None
    is_active: bool
    created_at: Timestamp
    updated_at: Timestamp
    has_api_key: bool

    @classmethod
    def of(cls, row: Any, **more: Any) -> Self:
        return cls(
            credential_id=row.id,
            organization_id=row.organization.organization_id if row.organization else None,
            provider=_LEGACY_NAMES.get(row.provider, row.provider),
            credential_name=row.name,
            api_key=MASK,
            api_base=row.api_base,
            is_active=row.is_active,
            created_at=row.created_at,
            updated_at=row.updated_at,
            has_api_key=True,
            **more,
        )


class ProviderCredentialState(ProviderCredential):
    message: str


class ProviderCredentialDeleted(Output):
    credential_id: UUID
    message: Literal["Provider credential deleted successfully"]


def litellm_name(provider: str) -> str:
    """As LiteLLM names it. Raises `InvalidProvider`."""
    name = provider.strip().lower()
    if name not in PROVIDERS:
        raise InvalidProvider(f"Invalid provider: {provider[:50]}. {ONE_OF}")
    return _LITELLM_NAMES.get(name, name)
