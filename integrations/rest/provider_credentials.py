"""Provider credentials of the legacy API. A stored key is never shown."""

from typing import Final
from uuid import UUID

from domain import provider_credentials
from domain.errors import AlreadyExists
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.lists import MORE, listed
from integrations.rest.operation import Call, operation
from integrations.rest.provider_credential_forms import (
    CREDENTIAL,
    ONE_OF,
    CredentialsQuery,
    OwnCredentialsQuery,
    ProviderCredential,
    ProviderCredentialCreate,
    ProviderCredentialDeleted,
    ProviderCredentialState,
    ProviderCredentialUpdate,
    RevealQuery,
    litellm_name,
)

TAG: Final = "provider-credentials"
NO_PROVIDER: Final = f"Invalid provider: {{provider}}. {ONE_OF}"
NO_CREDENTIAL: Final = {404: ["Provider credential '{credential_id}' not found"]}
NO_ORGANIZATION: Final = "Organization '{organization_id}' not found"
RIVAL: Final = (
    "Organization '{organization_id}' already has an active credential for provider '{provider}'."
    " Deactivate the existing one first or update it."
)
RIVAL_OF_UPDATED: Final = (
    "Update would violate unique constraint. Organization can only have one active credential"
    " per provider."
)
RIVAL_OF_ACTIVATED: Final = (
    "Cannot activate: organization already has an active credential for this provider."
    " Deactivate the other one first."
)
FIELDS: Final = {"name": "credential_name", "id": "credential_id"}


@operation(
    "POST",
    "/api/provider-credentials/create",
    tag=TAG,
    summary="Create credential",
    description="It is active at once. LiteLLM is told soon after.",
    auth=MANAGEMENT,
    calls=provider_credentials.create,
    errors={400: [NO_PROVIDER, RIVAL], 404: [NO_ORGANIZATION]},
    fields=FIELDS,
    body_example={
        "organization_id": "org_acme",
        "provider": "openai",
        "credential_name": "Production OpenAI Key",
        "api_key": "sk-…",
    },
    example=CREDENTIAL,
)
async def create_provider_credential(
    call: Call, body: ProviderCredentialCreate
) -> ProviderCredential:
    new = provider_credentials.NewCredential(
        organization_id=body.organization_id,
        provider=litellm_name(body.provider),
        name=body.credential_name,
        api_key=body.api_key,
        api_base=body.api_base or None,
    )
    return ProviderCredential.of(await provider_credentials.create(call.actor, call.ports, new))


@operation(
    "GET",
    "/api/provider-credentials",
    tag=TAG,
    summary="List credentials",
    description=f"Of all organizations, and the installation's own; the oldest first; {MORE}",
    auth=MANAGEMENT,
    calls=provider_credentials.list_visible,
    errors={400: [NO_PROVIDER]},
    example=[CREDENTIAL],
)
async def list_provider_credentials(
    call: Call, query: CredentialsQuery
) -> list[ProviderCredential]:
    page = await provider_credentials.list_visible(
        call.actor,
        query.page,
        organization_id=query.organization_id,
        provider=litellm_name(query.provider) if query.provider else None,
        is_active=True if query.active_only else None,
        descending=False,
    )
    return [ProviderCredential.of(row) for row in listed(call, query, page)]


@operation(
    "GET",
    "/api/provider-credentials/organization/{organization_id}",
    tag=TAG,
    summary="Credentials of an organization",
    description=f"The oldest first; {MORE}",
    auth=MANAGEMENT,
    calls=provider_credentials.list_of,
    errors={404: [NO_ORGANIZATION]},
    example=[CREDENTIAL],
)
async def list_organization_credentials(
    call: Call, organization_id: str, query: OwnCredentialsQuery
) -> list[ProviderCredential]:
    page = await provider_credentials.list_of(
        call.actor,
        organization_id,
        query.page,
        is_active=True if query.active_only else None,
    )
    return [ProviderCredential.of(row) for row in listed(call, query, page)]


@operation(
    "GET",
    "/api/provider-credentials/organization/{organization_id}/provider/{provider}",
    tag=TAG,
    summary="Active credential of one provider",
    auth=MANAGEMENT,
    calls=provider_credentials.active_of,
    errors={
        400: [NO_PROVIDER],
        404: [
            "No active credential found for organization '{organization_id}' and provider"
            " '{provider}'"
        ],
    },
    example=CREDENTIAL,
)
async def get_active_credential(
    call: Call, organization_id: str, provider: str, query: RevealQuery
) -> ProviderCredential:
    name = litellm_name(provider)
    return ProviderCredential.of(
        await provider_credentials.active_of(call.actor, organization_id, name)
    )


@operation(
    "GET",
    "/api/provider-credentials/{credential_id}",
    tag=TAG,
    summary="Get credential",
    auth=MANAGEMENT,
    calls=provider_credentials.get,
    errors=NO_CREDENTIAL,
    example=CREDENTIAL,
)
async def get_provider_credential(
    call: Call, credential_id: UUID, query: RevealQuery
) -> ProviderCredential:
    return ProviderCredential.of(await provider_credentials.get(call.actor, credential_id))


@operation(
    "PUT",
    "/api/provider-credentials/{credential_id}",
    tag=TAG,
    summary="Update credential",
    description="What forms were shown for the key, a mask, may come back: it changes nothing.",
    auth=MANAGEMENT,
    calls=provider_credentials.update,
    errors={400: [RIVAL_OF_UPDATED], **NO_CREDENTIAL},
    texts={AlreadyExists: RIVAL_OF_UPDATED},
    fields=FIELDS,
    example=CREDENTIAL,
)
async def update_provider_credential(
    call: Call, credential_id: UUID, body: ProviderCredentialUpdate
) -> ProviderCredential:
    row = await provider_credentials.update(
        call.actor, call.ports, credential_id, body.changes(), replace_active=False
    )
    return ProviderCredential.of(row)


async def _switch(call: Call, credential_id: UUID, *, on: bool) -> ProviderCredentialState:
    row = await provider_credentials.update(
        call.actor, call.ports, credential_id, {"is_active": on}, replace_active=False
    )
    done = "activated" if on else "deactivated"
    return ProviderCredentialState.of(row, message=f"Provider credential {done} successfully")


@operation(
    "PUT",
    "/api/provider-credentials/{credential_id}/activate",
    tag=TAG,
    summary="Activate",
    auth=MANAGEMENT,
    calls=provider_credentials.update,
    errors={400: [RIVAL_OF_ACTIVATED], **NO_CREDENTIAL},
    texts={AlreadyExists: RIVAL_OF_ACTIVATED},
    example={**CREDENTIAL, "message": "Provider credential activated successfully"},
)
async def activate_provider_credential(call: Call, credential_id: UUID) -> ProviderCredentialState:
    return await _switch(call, credential_id, on=True)


@operation(
    "PUT",
    "/api/provider-credentials/{credential_id}/deactivate",
    tag=TAG,
    summary="Deactivate",
    auth=MANAGEMENT,
    calls=provider_credentials.update,
    errors=NO_CREDENTIAL,
    example={
        **CREDENTIAL,
        "is_active": False,
        "message": "Provider credential deactivated successfully",
    },
)
async def deactivate_provider_credential(
    call: Call, credential_id: UUID
) -> ProviderCredentialState:
    return await _switch(call, credential_id, on=False)


@operation(
    "DELETE",
    "/api/provider-credentials/{credential_id}",
    tag=TAG,
    summary="Delete credential",
    description="Refused while a model alias names it.",
    auth=MANAGEMENT,
    calls=provider_credentials.delete,
    errors={400: ["Provider credential is used by model aliases: {aliases}"], **NO_CREDENTIAL},
    example={
        "credential_id": "5f0c3a0e-1c2b-4d3e-8f4a-5b6c7d8e9f00",
        "message": "Provider credential deleted successfully",
    },
)
async def delete_provider_credential(call: Call, credential_id: UUID) -> ProviderCredentialDeleted:
    row = await provider_credentials.delete(call.actor, credential_id)
    return ProviderCredentialDeleted(
        credential_id=row.id, message="Provider credential deleted successfully"
    )
