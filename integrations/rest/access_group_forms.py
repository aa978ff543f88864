"""What legacy clients send and get about model access groups."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, WithJsonSchema

from domain import access_groups
from integrations.rest.body import Input
from integrations.rest.lists import Listed
from integrations.rest.rendering import Output, Timestamp

USERS_LISTED: Final = 1000
_STATES: Final = ("active", "inactive")
StatusName = Literal["active", "inactive"]
NullableStatus = Annotated[
    StatusName | None, WithJsonSchema({"type": ["string", "null"], "enum": [*_STATES, None]})
]


class AccessGroupCreate(Input):
    group_name: str = Field(max_length=200)
    display_name: str | None = Field(None, max_length=200, description="Default: group_name")
    model_aliases: list[str] = []
    description: str | None = None


class AccessGroupUpdate(Input):
    """Absent or null = unchanged."""

    display_name: str | None = None
    description: str | None = None
    status: NullableStatus = None

    def changes(self) -> dict[str, Any]:
        wanted = {
            "display_name": self.display_name,
            "description": self.description,
            "status": self.status and access_groups.GroupStatus(self.status),
        }
        return {name: value for name, value in wanted.items() if value is not None}


class AccessGroupModelsUpdate(Input):
    model_aliases: list[str]


class AccessGroupQuery(Listed):
    status: StatusName | None = None


class AccessGroupModelRef(Output):
    model_alias: str
    display_name: str | None
    provider: str
    actual_model: str

    @classmethod
    def of(cls, alias: Any) -> Self:
        return cls(
            model_alias=alias.alias,
            display_name=alias.display_name,
            provider=alias.provider,
            actual_model=alias.actual_model,
        )


class AccessGroup(Output):
    group_name: str
    display_name: str | None
    description: str | None
    status: StatusName
    model_aliases: list[AccessGroupModelRef]
    teams_using: list[str] | None = Field(
        description=f"null, not [], when unused; {USERS_LISTED} at most"
    )
    created_at: Timestamp
    updated_at: Timestamp
