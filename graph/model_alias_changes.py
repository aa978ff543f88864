"""Mutations of model aliases."""

from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from domain import model_aliases
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id, key_of
from graph.model_aliases import ModelAlias
from graph.scalars import Usd
from graph.values import given


@strawberry.input(description="US dollars per million tokens.")
class TokenPriceInput:
    input_per_million: Usd = strawberry.field(description="Prompt tokens.")
    output_per_million: Usd = strawberry.field(description="Completion tokens.")
    cached_input_per_million: Usd | None = strawberry.field(
        default=UNSET, description="Prompt tokens read from the provider's cache."
    )


@strawberry.input(description="Arguments of `createModelAlias`.")
class CreateModelAliasInput:
    alias: str = strawberry.field(
        description="Natural key: the name callers use, at most 200 characters."
    )
    display_name: str | None = strawberry.field(
        default=UNSET, description="Name to show; the alias when omitted."
    )
    description: str | None = strawberry.field(default=UNSET, description="What it is for.")
    provider: str = strawberry.field(description="Provider as LiteLLM names it, as in `openai`.")
    actual_model: str = strawberry.field(description="Model at the provider.")
    provider_credential_id: strawberry.ID | None = strawberry.field(
        default=UNSET,
        description="Global ID of the credential; the installation's own when omitted.",
    )
    price: TokenPriceInput | None = strawberry.field(
        default=UNSET, description="Its own price; the rate card's when omitted."
    )
    access_groups: list[str] = strawberry.field(
        default_factory=list, description="Names of the access groups that open it."
    )


@strawberry.type(description="Result of `createModelAlias`.")
class CreateModelAliasPayload:
    model_alias: ModelAlias | None = strawberry.field(
        default=None, description="The new alias; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateModelAlias`. What is omitted stays.")
class UpdateModelAliasInput:
    alias: str = strawberry.field(description="Natural key.")
    display_name: str | None = strawberry.field(default=UNSET, description="Name to show.")
    description: str | None = strawberry.field(default=UNSET, description="What it is for.")
    provider: str | None = strawberry.field(
        default=UNSET, description="Provider as LiteLLM names it."
    )
    actual_model: str | None = strawberry.field(default=UNSET, description="Model at the provider.")
    provider_credential_id: strawberry.ID | None = strawberry.field(
        default=UNSET,
        description="Global ID of the credential; null for the installation's own.",
    )
    price: TokenPriceInput | None = strawberry.field(
        default=UNSET, description="Its own price; null to take the rate card's."
    )
    status: model_aliases.ModelStatus | None = strawberry.field(
        default=UNSET, description="Whether it can be called."
    )
    access_groups: list[str] | None = strawberry.field(
        default=UNSET, description="Names of all access groups that open it."
    )


@strawberry.type(description="Result of `updateModelAlias`.")
class UpdateModelAliasPayload:
    model_alias: ModelAlias | None = strawberry.field(
        default=None, description="The alias; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteModelAlias`.")
class DeleteModelAliasInput:
    alias: str = strawberry.field(description="Natural key.")


@strawberry.type(description="Result of `deleteModelAlias`.")
class DeleteModelAliasPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted alias."
    )
    errors: list[UserError] = no_errors()


def _prices(price: TokenPriceInput | None) -> dict[str, Any]:
    if not price:
        return {"input_price": None, "output_price": None, "cached_price": None}
    return {
        "input_price": price.input_per_million,
        "output_price": price.output_per_million,
        "cached_price": given(price).get("cached_input_per_million"),
    }


def _credential(input: CreateModelAliasInput | UpdateModelAliasInput) -> dict[str, Any]:
    """The change, if it was sent."""
    if input.provider_credential_id is UNSET:
        return {}
    wanted = input.provider_credential_id
    key = key_of("ProviderCredential", wanted, "providerCredentialId") if wanted else None
    return {"provider_credential_id": key}


_NEVER_NULL = frozenset({"provider", "actual_model", "status"})
_APART = frozenset({"price", "provider_credential_id"})


@strawberry.type
class ModelAliasMutation:
    @mutation(description="Creates a model alias.")
    async def create_model_alias(
        self, info: Info, input: Annotated[CreateModelAliasInput, ARGUMENTS]
    ) -> CreateModelAliasPayload | None:
        wanted = given(input, without=_APART)
        new = model_aliases.NewAlias(**wanted, **_prices(input.price), **_credential(input))
        alias = await model_aliases.create(info.context.actor, new)
        return CreateModelAliasPayload(model_alias=ModelAlias.from_model(alias))

    @mutation(description="Changes a model alias, its price or its access groups.")
    async def update_model_alias(
        self, info: Info, input: Annotated[UpdateModelAliasInput, ARGUMENTS]
    ) -> UpdateModelAliasPayload | None:
        changes = given(input, without={"alias", *_APART}, never_null=_NEVER_NULL)
        changes |= _credential(input)
        if input.price is not UNSET:
            changes |= _prices(input.price)
        if changes.get("access_groups", ...) is None:
            changes["access_groups"] = []
        alias = await model_aliases.update(info.context.actor, input.alias, changes)
        return UpdateModelAliasPayload(model_alias=ModelAlias.from_model(alias))

    @mutation(description="Deletes a model alias.")
    async def delete_model_alias(
        self, info: Info, input: Annotated[DeleteModelAliasInput, ARGUMENTS]
    ) -> DeleteModelAliasPayload | None:
        alias = await model_aliases.delete(info.context.actor, input.alias)
        return DeleteModelAliasPayload(deleted_id=global_id("ModelAlias", alias.id))
