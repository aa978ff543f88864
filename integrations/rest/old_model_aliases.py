"""Model aliases at the older paths of the legacy API, in the older form."""

from collections.abc import Sequence
from typing import Any, Final, Self

from pydantic import Field

from domain import access_groups, model_aliases
from domain.model_aliases import ModelStatus, NewAlias
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Input
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.model_aliases import ALREADY, NO_ALIAS, TAG
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Message, Output, Timestamp

# The provider of a model that is named without one.
_USUAL_PROVIDER: Final = "openai"
_FIELDS: Final = {"provider": "litellm_model", "actualModel": "litellm_model"}
_ALIAS: Final = {
    "alias": "chat-fast",
    "litellm_model": "openai/gpt-4o-mini",
    "description": "Fast Chat",
    "active": True,
    "created_at": "2025-10-14T12:00:00.000Z",
    "access_groups": ["gpt-models"],
}


class LegacyModelAliasCreate(Input):
    alias: str
    litellm_model: str = Field(description="provider/model")
    description: str | None = None
    active: bool = True


class LegacyModelAliasUpdate(Input):
    """Absent or null = unchanged."""

    description: str | None = None
    active: bool | None = None
    litellm_model: str | None = None

    def changes(self) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        if self.description is not None:
            changes["description"] = self.description
        if self.active is not None:
            changes["status"] = ModelStatus.ACTIVE if self.active else ModelStatus.INACTIVE
        if self.litellm_model is not None:
            changes["provider"], changes["actual_model"] = _parts(self.litellm_model)
        return changes


class LegacyModelAlias(Output):
    alias: str
    litellm_model: str
    description: str
    active: bool
    created_at: Timestamp
    access_groups: list[str]

    @classmethod
    def of(cls, row: Any, groups: Sequence[Any]) -> Self:
        return cls(
            alias=row.alias,
            litellm_model=f"{row.provider}/{row.actual_model}",
            description=row.description or "",
            active=row.status is not ModelStatus.INACTIVE,
            created_at=row.created_at,
            access_groups=[group.group_name for group in groups],
        )


class LegacyModelAliases(Output):
    aliases: list[LegacyModelAlias]


def _parts(model: str) -> tuple[str, str]:
    provider, slash, name = model.partition("/")
    return (provider, name) if slash else (_USUAL_PROVIDER, model)


async def _rendered(call: Call, rows: Sequence[Any]) -> list[LegacyModelAlias]:
    groups = await access_groups.of_aliases(call.actor, [row.id for row in rows])
    return [LegacyModelAlias.of(row, groups[row.id]) for row in rows]


@operation(
    "POST",
    "/api/model-aliases/create",
    tag=TAG,
    summary="Create alias (old path)",
    auth=MANAGEMENT,
    calls=model_aliases.create,
    errors=ALREADY,
    fields=_FIELDS,
    body_example={"alias": "chat-fast", "litellm_model": "openai/gpt-4o-mini"},
    example=_ALIAS,
)
async def create_alias(call: Call, body: LegacyModelAliasCreate) -> LegacyModelAlias:
    provider, model = _parts(body.litellm_model)
    status = ModelStatus.ACTIVE if body.active else ModelStatus.INACTIVE
    new = NewAlias(
        alias=body.alias,
        provider=provider,
        actual_model=model,
        description=body.description,
        status=status,
    )
    [rendered] = await _rendered(call, [await model_aliases.create(call.actor, new)])
    return rendered


@operation(
    "GET",
    "/api/model-aliases",
    tag=TAG,
    summary="List aliases (old path)",
    description=f"Of all states; the oldest first; {MORE}",
    auth=MANAGEMENT,
    calls=model_aliases.list_visible,
    example={"aliases": [_ALIAS]},
)
async def list_aliases(call: Call, query: Listed) -> LegacyModelAliases:
    page = await model_aliases.list_visible(call.actor, query.page, by_age=True)
    return LegacyModelAliases(aliases=await _rendered(call, listed(call, query, page)))


@operation(
    "GET",
    "/api/model-aliases/{alias}",
    tag=TAG,
    summary="Get alias (old path)",
    auth=MANAGEMENT,
    calls=model_aliases.get,
    errors=NO_ALIAS,
    open_end=True,
    example=_ALIAS,
)
async def get_alias(call: Call, alias: str) -> LegacyModelAlias:
    [rendered] = await _rendered(call, [await model_aliases.get(call.actor, alias)])
    return rendered


@operation(
    "PUT",
    "/api/model-aliases/{alias}",
    tag=TAG,
    summary="Update alias (old path)",
    auth=MANAGEMENT,
    calls=model_aliases.update,
    errors=NO_ALIAS,
    fields=_FIELDS,
    open_end=True,
    example=_ALIAS,
)
async def update_alias(call: Call, alias: str, body: LegacyModelAliasUpdate) -> LegacyModelAlias:
    row = await model_aliases.update(call.actor, alias, body.changes())
    [rendered] = await _rendered(call, [row])
    return rendered


@operation(
    "DELETE",
    "/api/model-aliases/{alias}",
    tag=TAG,
    summary="Delete alias (old path)",
    auth=MANAGEMENT,
    calls=model_aliases.delete,
    errors=NO_ALIAS,
    open_end=True,
    example={"message": "Model alias 'chat-fast' deleted successfully"},
)
async def delete_alias(call: Call, alias: str) -> Message:
    await model_aliases.delete(call.actor, alias)
    return Message(message=f"Model alias '{alias}' deleted successfully")
