"""Model access groups of the legacy API."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain import access_groups, model_aliases
from domain.errors import InUse
from integrations.rest.access_group_forms import (
    USERS_LISTED,
    AccessGroup,
    AccessGroupCreate,
    AccessGroupModelRef,
    AccessGroupModelsUpdate,
    AccessGroupQuery,
    AccessGroupUpdate,
)
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.lists import MORE, listed
from integrations.rest.model_alias_forms import unrepeated
from integrations.rest.model_aliases import NO_ALIAS, NO_GROUP
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Message

TAG: Final = "model-access-groups"
GROUP: Final = {
    "group_name": "gpt-models",
    "display_name": "GPT models",
    "description": None,
    "status": "active",
    "model_aliases": [
        {
            "model_alias": "chat-fast",
            "display_name": "Fast Chat",
            "provider": "openai",
            "actual_model": "gpt-4o-mini",
        }
    ],
    "teams_using": ["acme-prod"],
    "created_at": "2025-10-14T12:00:00.000Z",
    "updated_at": "2025-10-14T12:00:00.000Z",
}
_NEITHER: Final = {404: [NO_GROUP, *NO_ALIAS[404]]}
_FIELDS: Final = {"addModelAliases": "model_aliases", "removeModelAliases": "model_aliases"}


async def _rendered(call: Call, groups: Sequence[Any]) -> list[AccessGroup]:
    ids = [group.id for group in groups]
    aliases = await model_aliases.of_groups(call.actor, ids)
    users = await access_groups.teams_using(call.actor, ids, USERS_LISTED)
    return [
        AccessGroup(
            group_name=group.group_name,
            display_name=group.display_name,
            description=group.description,
            status=group.status.value,
            model_aliases=[AccessGroupModelRef.of(alias) for alias in aliases[group.id]],
            teams_using=users[group.id] or None,
            created_at=group.created_at,
            updated_at=group.updated_at,
        )
        for group in groups
    ]


async def _changed(call: Call, group_name: str, changes: Mapping[str, Any]) -> AccessGroup:
    [rendered] = await _rendered(
        call, [await access_groups.update(call.actor, group_name, changes)]
    )
    return rendered


@operation(
    "POST",
    "/api/model-access-groups/create",
    tag=TAG,
    summary="Create access group",
    auth=MANAGEMENT,
    calls=access_groups.create,
    errors={400: ["Model access group '{group_name}' already exists"], **NO_ALIAS},
    body_example={
        "group_name": "gpt-models",
        "display_name": "GPT models",
        "model_aliases": ["chat-fast"],
    },
    example=GROUP | {"teams_using": None},
)
async def create_access_group(call: Call, body: AccessGroupCreate) -> AccessGroup:
    group = await access_groups.create(
        call.actor,
        body.group_name,
        display_name=body.display_name,
        description=body.description,
        model_aliases=unrepeated(body.model_aliases),
    )
    [rendered] = await _rendered(call, [group])
    return rendered


@operation(
    "GET",
    "/api/model-access-groups",
    tag=TAG,
    summary="List access groups",
    description=f"Of both states unless asked for one; the oldest first; {MORE}",
    auth=MANAGEMENT,
    calls=access_groups.list_visible,
    example=[GROUP],
)
async def list_access_groups(call: Call, query: AccessGroupQuery) -> list[AccessGroup]:
    page = await access_groups.list_visible(
        call.actor,
        query.page,
        status=[access_groups.GroupStatus(query.status)] if query.status else None,
        by_age=True,
    )
    return await _rendered(call, listed(call, query, page))


@operation(
    "GET",
    "/api/model-access-groups/{group_name}",
    tag=TAG,
    summary="Get access group",
    auth=MANAGEMENT,
    calls=access_groups.get,
    errors={404: [NO_GROUP]},
    example=GROUP,
)
async def get_access_group(call: Call, group_name: str) -> AccessGroup:
    [rendered] = await _rendered(call, [await access_groups.get(call.actor, group_name)])
    return rendered


@operation(
    "PUT",
    "/api/model-access-groups/{group_name}",
    tag=TAG,
    summary="Update access group",
    description="An inactive group opens nothing.",
    auth=MANAGEMENT,
    calls=access_groups.update,
    errors={404: [NO_GROUP]},
    example=GROUP,
)
async def update_access_group(call: Call, group_name: str, body: AccessGroupUpdate) -> AccessGroup:
    return await _changed(call, group_name, body.changes())


@operation(
    "DELETE",
    "/api/model-access-groups/{group_name}",
    tag=TAG,
    summary="Delete access group",
    description="Refused while a team has it.",
    auth=MANAGEMENT,
    calls=access_groups.delete,
    errors={
        400: ["Cannot delete access group '{group_name}' - still in use by teams: {teams}"],
        404: [NO_GROUP],
    },
    statuses={InUse: 400},
    example={"message": "Model access group 'gpt-models' deleted successfully"},
)
async def delete_access_group(call: Call, group_name: str) -> Message:
    await access_groups.delete(call.actor, group_name)
    return Message(message=f"Model access group '{group_name}' deleted successfully")


@operation(
    "PUT",
    "/api/model-access-groups/{group_name}/models",
    tag=TAG,
    summary="Replace aliases of a group",
    auth=MANAGEMENT,
    calls=access_groups.update,
    errors=_NEITHER,
    body_example={"model_aliases": ["chat-fast"]},
    example=GROUP,
)
async def set_aliases(call: Call, group_name: str, body: AccessGroupModelsUpdate) -> AccessGroup:
    return await _changed(call, group_name, {"model_aliases": unrepeated(body.model_aliases)})


@operation(
    "POST",
    "/api/model-access-groups/{group_name}/add-models",
    tag=TAG,
    summary="Add aliases",
    description="Those that are in it stay.",
    auth=MANAGEMENT,
    calls=access_groups.update,
    errors=_NEITHER,
    fields=_FIELDS,
    body_example={"model_aliases": ["chat-fast"]},
    example=GROUP,
)
async def add_aliases(call: Call, group_name: str, body: AccessGroupModelsUpdate) -> AccessGroup:
    return await _changed(call, group_name, {"add_model_aliases": unrepeated(body.model_aliases)})


@operation(
    "POST",
    "/api/model-access-groups/{group_name}/remove-models",
    tag=TAG,
    summary="Remove aliases",
    description="Those that are not in it are no mistake.",
    auth=MANAGEMENT,
    calls=access_groups.update,
    errors=_NEITHER,
    fields=_FIELDS,
    body_example={"model_aliases": ["chat-fast"]},
    example=GROUP,
)
async def remove_aliases(call: Call, group_name: str, body: AccessGroupModelsUpdate) -> AccessGroup:
    return await _changed(
        call, group_name, {"remove_model_aliases": unrepeated(body.model_aliases)}
    )
