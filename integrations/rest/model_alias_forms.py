"""What legacy clients send and get about model aliases."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, WithJsonSchema

from domain import model_aliases
from integrations.rest.body import Input, Number
from integrations.rest.lists import Listed
from integrations.rest.rendering import Number as RenderedNumber
from integrations.rest.rendering import Output, Timestamp

_STATES: Final = ("active", "inactive", "deprecated")
StatusName = Literal["active", "inactive", "deprecated"]
NullableStatus = Annotated[
    StatusName | None, WithJsonSchema({"type": ["string", "null"], "enum": [*_STATES, None]})
]
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
