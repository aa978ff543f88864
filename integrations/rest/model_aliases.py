"""Model aliases of the legacy API."""

from collections.abc import Sequence
from typing import Any, Final

from domain import access_groups, model_aliases
from domain.errors import UpstreamFailed
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.lists import MORE, listed
from integrations.rest.model_alias_forms import (
    ModelAlias,
    ModelAliasCreate,
    ModelAliasQuery,
    ModelAliasUpdate,
)
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Message
from integrations.rest.tenants import LITELLM_SECONDS

TAG: Final = "models"
ALIAS: Final = {
    "model_alias": "chat-fast",
    "display_name": "Fast Chat",
    "provider": "openai",
    "actual_model": "gpt-4o-mini",
    "litellm_model_id": "a1b2c3d4-0000-4000-8000-000000000003",
    "access_groups": ["gpt-models"],
    "description": None,
    "pricing_input": 0.15,
    "pricing_output": 0.6,
    "status": "active",
    "teams_using": None,
    "created_at": "2025-10-14T12:00:00.000Z",
    "updated_at": "2025-10-14T12:00:00.000Z",
    "actual_model_name": "gpt-4o-mini",
    "input_price_per_million": 0.15,
    "output_price_per_million": 0.6,
    "is_active": True,
}
ALREADY: Final = {400: ["Model alias '{model_alias}' already exists"]}
NO_ALIAS: Final = {404: ["Model alias '{alias}' not found"]}
NO_GROUP: Final = "Model access group '{group_name}' not found"
FIELDS: Final = {
    "alias": "model_alias",
    "price": "",
    "inputPerMillion": "pricing_input",
    "outputPerMillion": "pricing_output",
}


async def _rendered(call: Call, rows: Sequence[Any]) -> list[ModelAlias]:
    ids = [row.id for row in rows]
    groups = await access_groups.of_aliases(call.actor, ids)
    held = await model_aliases.litellm_ids(call.actor, ids)
    return [ModelAlias.of(row, groups[row.id], held.get(row.id)) for row in rows]


@operation(
    "POST",
    "/api/models/create",
    tag=TAG,
    summary="Create alias",
    description="Nobody can call it until one of its access groups is given to a team. Waits up "
    f"to {LITELLM_SECONDS:g} seconds for LiteLLM; an alias that it has not taken by then is given "
    "up again.",
    auth=MANAGEMENT,
    calls=model_aliases.create_in_step,
    errors={
        **ALREADY,
        404: [NO_GROUP],
        500: ["Failed to create model in LiteLLM: {reason}"],
    },
    statuses={UpstreamFailed: 500},
    fields=FIELDS,
    body_example={
        "model_alias": "chat-fast",
        "display_name": "Fast Chat",
        "provider": "openai",
        "actual_model": "gpt-4o-mini",
        "pricing_input": 0.15,
        "pricing_output": 0.6,
        "access_groups": ["gpt-models"],
    },
    example=ALIAS,
)
async def create_model_alias(call: Call, body: ModelAliasCreate) -> ModelAlias:
    alias = await model_aliases.create_in_step(
        call.actor, body.wanted(), wait_seconds=LITELLM_SECONDS
    )
    [rendered] = await _rendered(call, [alias])
    return rendered


@operation(
    "GET",
    "/api/models",
    tag=TAG,
    summary="List aliases",
    description=f"Of all states unless asked for one; the oldest first; {MORE}",
    auth=MANAGEMENT,
    calls=model_aliases.list_visible,
    example=[ALIAS],
)
async def list_model_aliases(call: Call, query: ModelAliasQuery) -> list[ModelAlias]:
    page = await model_aliases.list_visible(
        call.actor,
        query.page,
        status=[model_aliases.ModelStatus(query.status)] if query.status else None,
        provider=query.provider,
        access_group=query.access_group,
        by_age=True,
    )
    return await _rendered(call, listed(call, query, page))


@operation(
    "GET",
    "/api/models/{alias}",
    tag=TAG,
    summary="Get alias",
    auth=MANAGEMENT,
    calls=model_aliases.get,
    errors=NO_ALIAS,
    open_end=True,
    example=ALIAS,
)
async def get_model_alias(call: Call, alias: str) -> ModelAlias:
    [rendered] = await _rendered(call, [await model_aliases.get(call.actor, alias)])
    return rendered


@operation(
    "PUT",
    "/api/models/{alias}",
    tag=TAG,
    summary="Update alias",
    auth=MANAGEMENT,
    calls=model_aliases.update,
    errors={404: [*NO_ALIAS[404], NO_GROUP]},
    fields=FIELDS,
    open_end=True,
    example=ALIAS,
)
async def update_model_alias(call: Call, alias: str, body: ModelAliasUpdate) -> ModelAlias:
    row = await model_aliases.update(call.actor, alias, body.changes())
    [rendered] = await _rendered(call, [row])
    return rendered


@operation(
    "DELETE",
    "/api/models/{alias}",
    tag=TAG,
    summary="Delete alias",
    description="It leaves its access groups, and nobody can call it any more.",
    auth=MANAGEMENT,
    calls=model_aliases.delete,
    errors=NO_ALIAS,
    open_end=True,
    example={"message": "Model alias 'chat-fast' deleted successfully"},
)
async def delete_model_alias(call: Call, alias: str) -> Message:
    await model_aliases.delete(call.actor, alias)
    return Message(message=f"Model alias '{alias}' deleted successfully")
