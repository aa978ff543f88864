"""Storing, changing and deleting API keys of model providers."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import provider_credentials
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id, key_of
from graph.provider_credentials import ProviderCredential
from graph.values import given


@strawberry.input(description="Arguments of `createProviderCredential`.")
class CreateProviderCredentialInput:
    organization_id: str | None = strawberry.field(
        default=UNSET,
        description="Natural key of the organization; the whole installation when omitted.",
    )
    provider: str = strawberry.field(description="Provider as LiteLLM names it, as in `openai`.")
    name: str = strawberry.field(description="Name to show.")
    api_key: str = strawberry.field(description="The provider's API key.")
    api_base: str | None = strawberry.field(
        default=UNSET,
        description="Base URL, if not the provider's own. Private addresses are refused.",
    )


@strawberry.type(description="Result of `createProviderCredential`.")
class CreateProviderCredentialPayload:
    provider_credential: ProviderCredential | None = strawberry.field(
        default=None, description="The new credential; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateProviderCredential`. What is omitted stays.")
class UpdateProviderCredentialInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the credential.")
    name: str | None = strawberry.field(default=UNSET, description="Name to show.")
    api_key: str | None = strawberry.field(default=UNSET, description="A new API key.")
    api_base: str | None = strawberry.field(
        default=UNSET, description="Base URL; null for the provider's own."
    )
    is_active: bool | None = strawberry.field(
        default=UNSET, description="Whether it is used; activating one deactivates its rival."
    )


@strawberry.type(description="Result of `updateProviderCredential`.")
class UpdateProviderCredentialPayload:
    provider_credential: ProviderCredential | None = strawberry.field(
        default=None, description="The credential; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteProviderCredential`.")
class DeleteProviderCredentialInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the credential.")


@strawberry.type(description="Result of `deleteProviderCredential`.")
class DeleteProviderCredentialPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted credential."
    )
    errors: list[UserError] = no_errors()


_NEVER_NULL = frozenset({"name", "api_key", "is_active"})


@strawberry.type
class ProviderCredentialMutation:
    @mutation(
        description="Stores a provider's API key, encrypted. It can be replaced but never read."
    )
    async def create_provider_credential(
        self, info: Info, input: Annotated[CreateProviderCredentialInput, ARGUMENTS]
    ) -> CreateProviderCredentialPayload | None:
        new = provider_credentials.NewCredential(**given(input))
        row = await provider_credentials.create(info.context.actor, info.context.ports, new)
        return CreateProviderCredentialPayload(
            provider_credential=ProviderCredential.from_model(row)
        )

    @mutation(description="Changes, activates or deactivates a provider credential.")
    async def update_provider_credential(
        self, info: Info, input: Annotated[UpdateProviderCredentialInput, ARGUMENTS]
    ) -> UpdateProviderCredentialPayload | None:
        row = await provider_credentials.update(
            info.context.actor,
            info.context.ports,
            key_of("ProviderCredential", input.id, "id"),
            given(input, without={"id"}, never_null=_NEVER_NULL),
        )
        return UpdateProviderCredentialPayload(
            provider_credential=ProviderCredential.from_model(row)
        )

    @mutation(description="Deletes a provider credential.")
    async def delete_provider_credential(
        self, info: Info, input: Annotated[DeleteProviderCredentialInput, ARGUMENTS]
    ) -> DeleteProviderCredentialPayload | None:
        key = key_of("ProviderCredential", input.id, "id")
        row = await provider_credentials.delete(info.context.actor, key)
        return DeleteProviderCredentialPayload(deleted_id=global_id("ProviderCredential", row.id))
