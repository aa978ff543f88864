"""Model groups of the legacy API."""

from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from domain import model_groups
from domain.errors import InUse, ModelNotAllowed
from integrations.rest.authentication import MANAGEMENT, VIRTUAL_KEY
from integrations.rest.body import Input, Integer
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Message, Output, Timestamp, left_out_when_none

TAG: Final = "model-groups"
MEMBER: Final = {
    "id": "a1b2c3d4-0000-4000-8000-000000000002",
    "model_group_id": "a1b2c3d4-0000-4000-8000-000000000001",
    "model_name": "gpt-4-turbo",
    "priority": 0,
    "is_active": True,
    "created_at": "2025-10-14T12:00:00.000Z",
}
GROUP: Final = {
    "model_group_id": "a1b2c3d4-0000-4000-8000-000000000001",
    "group_name": "ResumeAgent",
    "display_name": "Resume Analysis Agent",
    "description": None,
    "status": "active",
    "models": [MEMBER],
}
NO_GROUP: Final = {404: ["Model group '{group_name}' not found"]}


class ModelGroupModelInput(Input):
    model_name: str = Field(max_length=200)
    priority: Integer = Field(0, description="0 = primary, 1+ = fallback order")

    def step(self) -> model_groups.Step:
        return model_groups.Step(self.model_name, priority=self.priority)


class ModelGroupCreate(Input):
    group_name: str = Field(max_length=100)
    display_name: str | None = Field(None, max_length=200)
    description: str | None = None
    models: list[ModelGroupModelInput] = []


class ModelGroupModel(Output):
    id: UUID
    model_group_id: UUID
    model_name: str
    priority: int
    is_active: bool
    created_at: Timestamp

    @classmethod
    def of(cls, member: Any) -> Self:
        return cls(
            id=member.id,
            model_group_id=member.model_group_id,
            model_name=member.model_name,
            priority=member.priority,
            is_active=member.is_active,
            created_at=member.created_at,
        )


class ModelGroup(Output):
    model_group_id: UUID
    group_name: str
    display_name: str | None
    description: str | None
    status: Literal["active", "inactive"]
    models: list[ModelGroupModel] = Field(description="ascending priority")


class ModelGroupModels(Output):
    group_name: str
    models: list[ModelGroupModel]


class ModelGroupResolution(Output):
    group_name: str
    primary_model: str | None
    fallback_models: list[str]
    team_has_access: bool
    error: str | None = left_out_when_none("only when team_has_access=false")


async def _rendered(call: Call, groups: list[Any]) -> list[ModelGroup]:
    models = await model_groups.models_of(call.actor, [group.id for group in groups])
    return [
        ModelGroup(
            model_group_id=group.id,
            group_name=group.group_name,
            display_name=group.display_name,
            description=group.description,
            status=group.status.value,
            models=[ModelGroupModel.of(member) for member in models[group.id]],
        )
        for group in groups
    ]


@operation(
    "POST",
    "/api/model-groups/create",
    tag=TAG,
    summary="Create model group",
    auth=MANAGEMENT,
    calls=model_groups.create,
    errors={400: ["Model group '{group_name}' already exists"]},
    body_example={
        "group_name": "ResumeAgent",
        "display_name": "Resume Analysis Agent",
        "models": [
            {"model_name": "gpt-4-turbo", "priority": 0},
            {"model_name": "gpt-3.5-turbo", "priority": 1},
        ],
    },
    example=GROUP,
)
async def create_model_group(call: Call, body: ModelGroupCreate) -> ModelGroup:
    group = await model_groups.create(
        call.actor,
        body.group_name,
        display_name=body.display_name,
        description=body.description,
        models=[model.step() for model in body.models],
    )
    [rendered] = await _rendered(call, [group])
    return rendered


@operation(
    "GET",
    "/api/model-groups",
    tag=TAG,
    summary="List model groups",
    description=f"Active ones, the oldest first; {MORE}",
    auth=MANAGEMENT,
    calls=model_groups.list_visible,
    example=[GROUP],
)
async def list_model_groups(call: Call, query: Listed) -> list[ModelGroup]:
    active = [model_groups.GroupStatus.ACTIVE]
    page = await model_groups.list_visible(call.actor, query.page, status=active, by_age=True)
    return await _rendered(call, list(listed(call, query, page)))


@operation(
    "GET",
    "/api/model-groups/{group_name}",
    tag=TAG,
    summary="Get model group",
    auth=MANAGEMENT,
    calls=model_groups.get,
    errors=NO_GROUP,
    example=GROUP,
)
async def get_model_group(call: Call, group_name: str) -> ModelGroup:
    [rendered] = await _rendered(call, [await model_groups.get(call.actor, group_name)])
    return rendered


@operation(
    "DELETE",
    "/api/model-groups/{group_name}",
    tag=TAG,
    summary="Delete model group",
    auth=MANAGEMENT,
    calls=model_groups.delete,
    errors={
        400: ["Cannot delete model group '{group_name}'. It is assigned to {n} team(s)."],
        **NO_GROUP,
    },
    statuses={InUse: 400},
    example={"message": "Model group 'ResumeAgent' deleted successfully"},
)
async def delete_model_group(call: Call, group_name: str) -> Message:
    await model_groups.delete(call.actor, group_name)
    return Message(message=f"Model group '{group_name}' deleted successfully")


@operation(
    "PUT",
    "/api/model-groups/{group_name}/models",
    tag=TAG,
    summary="Replace the models of a group",
    auth=MANAGEMENT,
    calls=model_groups.update,
    errors=NO_GROUP,
    fields={"models": ""},
    body_example=[{"model_name": "gpt-4o", "priority": 0}],
    example={"group_name": "ResumeAgent", "models": [MEMBER]},
)
async def set_models(
    call: Call, group_name: str, body: list[ModelGroupModelInput]
) -> ModelGroupModels:
    changes = {"models": [model.step() for model in body]}
    group = await model_groups.update(call.actor, group_name, changes)
    [rendered] = await _rendered(call, [group])
    return ModelGroupModels(group_name=group_name, models=rendered.models)


class ResolveQuery(Input):
    team_id: str


@operation(
    "GET",
    "/api/model-groups/{group_name}/resolve",
    tag=TAG,
    summary="Resolve a group for the calling team",
    description="Without access: 200 with team_has_access=false, primary_model=null and an error.",
    auth=VIRTUAL_KEY,
    calls=model_groups.resolve_existing,
    errors={
        403: [
            "Cannot resolve model group for a different team",
            "Model group '{group_name}' not found or inactive",
            "No active models configured for group '{group_name}'",
        ],
        **NO_GROUP,
    },
    statuses={ModelNotAllowed: 403},
    example={
        "group_name": "ResumeAgent",
        "primary_model": "gpt-4o",
        "fallback_models": ["gpt-4-turbo"],
        "team_has_access": True,
    },
)
async def resolve_model_group(
    call: Call, group_name: str, query: ResolveQuery
) -> ModelGroupResolution:
    call.require_own_team(query.team_id, "Cannot resolve model group for a different team")
    found = await model_groups.resolve_existing(call.actor, query.team_id, group_name)
    return ModelGroupResolution(
        group_name=group_name,
        primary_model=found.primary,
        fallback_models=list(found.fallbacks),
        team_has_access=found.is_allowed,
        error=found.reason,
    )
