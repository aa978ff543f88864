"""Model aliases of the legacy API."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, WithJsonSchema

from domain import access_groups, model_aliases
from domain.errors import UpstreamFailed
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Input, Number
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Message, Output, Timestamp
from integrations.rest.rendering import Number as RenderedNumber
from integrations.rest.tenants import LITELLM_SECONDS

TAG: Final = "models"
_STATES: Final = ("active", "inactive", "deprecated")
StatusName = Literal["active", "inactive", "deprecated"]
NullableStatus = Annotated[
    StatusName | None, WithJsonSchema({"type": ["string", "null"], "enum": [*_STATES, None]})
]
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
# Whether a price is one is the domain's to say.
Price = Annotated[Number, WithJsonSchema({"type": "number", "minimum": 0})]
_IGNORED: Final = "Ignored: aliases are called with stored provider credentials."


class ModelAliasCreate(Input):
    model_alias: str = Field(max_length=200)
    display_name: str = Field(max_length=200)
    provider: str = Field(max_length=100, description="As LiteLLM names it.")
    actual_model: str = Field(max_length=200)
    access_groups: list[str] = []
    description: str | None = None
    pricing_input: Price | None = Field(
        None, description="USD per 1M input tokens; the price list's when absent."
    )
    pricing_output: Price | None = Field(
        None, description="USD per 1M output tokens; the price list's when absent."
    )
    credential_name: str | None = Field(None, description=_IGNORED)
    api_key: str | None = Field(None, description=_IGNORED, json_schema_extra={"writeOnly": True})
    api_base: str | None = Field(None, description=_IGNORED)
    organization_id: str | None = Field(None, description="Ignored.")

    def wanted(self) -> model_aliases.NewAlias:
        return model_aliases.NewAlias(
            alias=self.model_alias,
            display_name=self.display_name,
            provider=self.provider,
            actual_model=self.actual_model,
            description=self.description,
            input_price=self.pricing_input,
            output_price=self.pricing_output,
            access_groups=unrepeated(self.access_groups),
        )


class ModelAliasUpdate(Input):
    """Absent or null = unchanged. Other fields are ignored."""

    display_name: str | None = None
    actual_model: str | None = None
    provider: str | None = None
    access_groups: list[str] | None = Field(None, description="replaces the whole set")
    description: str | None = None
    pricing_input: Number | None = None
    pricing_output: Number | None = None
    status: NullableStatus = None

    def changes(self) -> dict[str, Any]:
        wanted = {
            "display_name": self.display_name,
            "actual_model": self.actual_model,
            "provider": self.provider,
            "description": self.description,
            "input_price": self.pricing_input,
            "output_price": self.pricing_output,
            "status": self.status and model_aliases.ModelStatus(self.status),
            "access_groups": None if self.access_groups is None else unrepeated(self.access_groups),
        }
        return {name: value for name, value in wanted.items() if value is not None}


class ModelAliasQuery(Listed):
    status: Annotated[StatusName, WithJsonSchema({"type": "string"})] | None = None
    provider: str | None = None
    access_group: str | None = Field(None, description="group_name")


class ModelAlias(Output):
    model_alias: str
    display_name: str | None
    provider: str
    actual_model: str
    litellm_model_id: str | None
    access_groups: list[str]
    description: str | None
    pricing_input: RenderedNumber | None
    pricing_output: RenderedNumber | None
    status: StatusName
    teams_using: list[str] | None = Field(description="always null")
    created_at: Timestamp
    updated_at: Timestamp
    actual_model_name: str = Field(description="= actual_model")
    input_price_per_million: RenderedNumber = Field(description="= pricing_input, 0 when unset")
    output_price_per_million: RenderedNumber = Field(description="= pricing_output, 0 when unset")
    is_active: bool = Field(description="= status=='active'")

    @classmethod
    def of(cls, row: Any, groups: Sequence[Any], litellm_id: str | None) -> Self:
        return cls(
            model_alias=row.alias,
            display_name=row.display_name,
            provider=row.provider,
            actual_model=row.actual_model,
            litellm_model_id=litellm_id,
            access_groups=[group.group_name for group in groups],
            description=row.description,
            pricing_input=row.input_price,
            pricing_output=row.output_price,
            status=row.status.value,
            teams_using=None,
            created_at=row.created_at,
            updated_at=row.updated_at,
            actual_model_name=row.actual_model,
            input_price_per_million=row.input_price or Decimal(0),
            output_price_per_million=row.output_price or Decimal(0),
            is_active=row.status is model_aliases.ModelStatus.ACTIVE,
        )


def unrepeated(names: Sequence[str]) -> list[str]:
    """Legacy clients repeat themselves, and mean nothing by it."""
    return list(dict.fromkeys(names))


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
