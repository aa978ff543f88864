"""Mutations of model groups."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import model_groups
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id
from graph.model_groups import ModelGroup
from graph.values import given


@strawberry.input(description="One step of a model group; its place in the list is its position.")
class ModelGroupModelInput:
    model_name: str = strawberry.field(description="Model as LiteLLM knows it.")
    is_active: bool = strawberry.field(default=True, description="Inactive steps are skipped.")


@strawberry.input(description="Arguments of `createModelGroup`.")
class CreateModelGroupInput:
    group_name: str = strawberry.field(description="Natural key, at most 100 characters.")
    display_name: str | None = strawberry.field(
        default=UNSET, description="Name to show; the natural key when omitted."
    )
    description: str | None = strawberry.field(default=UNSET, description="What it is for.")
    models: list[ModelGroupModelInput] = strawberry.field(
        default_factory=list,
        description="Models in order: the primary one, then the fallbacks.",
    )


@strawberry.type(description="Result of `createModelGroup`.")
class CreateModelGroupPayload:
    model_group: ModelGroup | None = strawberry.field(
        default=None, description="The new group; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateModelGroup`. What is omitted stays.")
class UpdateModelGroupInput:
    group_name: str = strawberry.field(description="Natural key.")
    display_name: str | None = strawberry.field(default=UNSET, description="Name to show.")
    description: str | None = strawberry.field(default=UNSET, description="What it is for.")
    status: model_groups.GroupStatus | None = strawberry.field(
        default=UNSET, description="Whether it counts."
    )
    models: list[ModelGroupModelInput] | None = strawberry.field(
        default=UNSET, description="All models in their new order."
    )


@strawberry.type(description="Result of `updateModelGroup`.")
class UpdateModelGroupPayload:
    model_group: ModelGroup | None = strawberry.field(
        default=None, description="The group; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteModelGroup`.")
class DeleteModelGroupInput:
    group_name: str = strawberry.field(description="Natural key.")


@strawberry.type(description="Result of `deleteModelGroup`.")
class DeleteModelGroupPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted group."
    )
    errors: list[UserError] = no_errors()


def _steps(models: list[ModelGroupModelInput]) -> list[model_groups.Step]:
    return [model_groups.Step(model.model_name, model.is_active) for model in models]


@strawberry.type
class ModelGroupMutation:
    @mutation(description="Creates a model group.")
    async def create_model_group(
        self, info: Info, input: Annotated[CreateModelGroupInput, ARGUMENTS]
    ) -> CreateModelGroupPayload | None:
        group = await model_groups.create(
            info.context.actor,
            input.group_name,
            display_name=input.display_name or None,
            description=input.description or None,
            models=_steps(input.models),
        )
        return CreateModelGroupPayload(model_group=ModelGroup.from_model(group))

    @mutation(
        description="Changes a model group; `models` replaces and reorders its models in one step."
    )
    async def update_model_group(
        self, info: Info, input: Annotated[UpdateModelGroupInput, ARGUMENTS]
    ) -> UpdateModelGroupPayload | None:
        changes = given(input, without={"group_name", "models"}, never_null={"status"})
        if input.models:
            changes["models"] = _steps(input.models)
        elif input.models is not UNSET:
            changes["models"] = []
        group = await model_groups.update(info.context.actor, input.group_name, changes)
        return UpdateModelGroupPayload(model_group=ModelGroup.from_model(group))

    @mutation(description="Deletes a model group no team uses.")
    async def delete_model_group(
        self, info: Info, input: Annotated[DeleteModelGroupInput, ARGUMENTS]
    ) -> DeleteModelGroupPayload | None:
        group = await model_groups.delete(info.context.actor, input.group_name)
        return DeleteModelGroupPayload(deleted_id=global_id("ModelGroup", group.id))
