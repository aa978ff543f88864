"""Mutations of model access groups."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import access_groups
from graph.access_groups import ModelAccessGroup
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id
from graph.values import given


@strawberry.input(description="Arguments of `createModelAccessGroup`.")
class CreateModelAccessGroupInput:
    group_name: str = strawberry.field(description="Natural key, at most 200 characters.")
    display_name: str | None = strawberry.field(
        default=UNSET, description="Name to show; the natural key when omitted."
    )
    description: str | None = strawberry.field(default=UNSET, description="What it is for.")
    model_aliases: list[str] = strawberry.field(
        default_factory=list, description="Aliases it opens."
    )


@strawberry.type(description="Result of `createModelAccessGroup`.")
class CreateModelAccessGroupPayload:
    model_access_group: ModelAccessGroup | None = strawberry.field(
        default=None, description="The new group; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateModelAccessGroup`. What is omitted stays.")
class UpdateModelAccessGroupInput:
    group_name: str = strawberry.field(description="Natural key.")
    display_name: str | None = strawberry.field(default=UNSET, description="Name to show.")
    description: str | None = strawberry.field(default=UNSET, description="What it is for.")
    status: access_groups.GroupStatus | None = strawberry.field(
        default=UNSET, description="Whether it counts."
    )
    model_aliases: list[str] | None = strawberry.field(
        default=UNSET, description="All aliases it opens; not together with the two below."
    )
    add_model_aliases: list[str] | None = strawberry.field(
        default=UNSET, description="Aliases to add."
    )
    remove_model_aliases: list[str] | None = strawberry.field(
        default=UNSET, description="Aliases to take away."
    )


@strawberry.type(description="Result of `updateModelAccessGroup`.")
class UpdateModelAccessGroupPayload:
    model_access_group: ModelAccessGroup | None = strawberry.field(
        default=None, description="The group; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteModelAccessGroup`.")
class DeleteModelAccessGroupInput:
    group_name: str = strawberry.field(description="Natural key.")


@strawberry.type(description="Result of `deleteModelAccessGroup`.")
class DeleteModelAccessGroupPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted group."
    )
    errors: list[UserError] = no_errors()


_LISTS = ("model_aliases", "add_model_aliases", "remove_model_aliases")


@strawberry.type
class ModelAccessGroupMutation:
    @mutation(description="Creates a model access group.")
    async def create_model_access_group(
        self, info: Info, input: Annotated[CreateModelAccessGroupInput, ARGUMENTS]
    ) -> CreateModelAccessGroupPayload | None:
        wanted = given(input, without={"group_name"})
        group = await access_groups.create(info.context.actor, input.group_name, **wanted)
        return CreateModelAccessGroupPayload(model_access_group=ModelAccessGroup.from_model(group))

    @mutation(description="Changes a model access group and its aliases in one step.")
    async def update_model_access_group(
        self, info: Info, input: Annotated[UpdateModelAccessGroupInput, ARGUMENTS]
    ) -> UpdateModelAccessGroupPayload | None:
        changes = given(input, without={"group_name"}, never_null={"status"})
        changes |= {name: [] for name in _LISTS if name in changes and changes[name] is None}
        group = await access_groups.update(info.context.actor, input.group_name, changes)
        return UpdateModelAccessGroupPayload(model_access_group=ModelAccessGroup.from_model(group))

    @mutation(description="Deletes a model access group no team uses.")
    async def delete_model_access_group(
        self, info: Info, input: Annotated[DeleteModelAccessGroupInput, ARGUMENTS]
    ) -> DeleteModelAccessGroupPayload | None:
        group = await access_groups.delete(info.context.actor, input.group_name)
        return DeleteModelAccessGroupPayload(deleted_id=global_id("ModelAccessGroup", group.id))
