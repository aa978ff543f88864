"""What legacy clients send and get about organizations."""

from typing import Any, Literal, Self

from pydantic import Field

from domain.organizations import DefaultTeam
from domain.teams import GroupNames
from integrations.rest.body import Credits, Input, Metadata
from integrations.rest.rendering import Output, Timestamp, left_out_when_none, micro_credits
from integrations.rest.tenants import TeamFacts, TenantStatusName


class OrganizationCreate(Input):
    organization_id: str = Field(max_length=255)
    name: str = Field(max_length=500)
    metadata: Metadata = {}
    create_default_team: bool = True
    default_team_name: str | None = Field(None, description="Default: organization name")
    default_team_access_groups: list[str] = Field(
        [], description="Names of nothing are skipped and told in `warnings`."
    )
    default_team_credits: Credits = Field(0, ge=0)
    default_team_model_groups: list[str] = []

    def default_team(self) -> DefaultTeam | None:
        if not self.create_default_team:
            return None
        return DefaultTeam(
            name=self.default_team_name,
            groups=GroupNames(
                self.default_team_model_groups,
                self.default_team_access_groups,
                either=True,
                skip_unknown=True,
            ),
            initial_credits=micro_credits(self.default_team_credits),
        )


class OrganizationUpdate(Input):
    name: str | None = Field(None, max_length=500)
    metadata: Metadata | None = None


class OrganizationStatusUpdate(Input):
    status: Literal["active", "suspended", "paused"]
    reason: str | None = None


class DefaultTeamInfo(Output):
    team_id: str
    team_alias: str
    virtual_key: str | None = Field(description="null when the team may call no model yet")
    access_groups: list[str]
    allowed_model_aliases: list[str] = Field(description="sorted")
    credits_allocated: int
    model_groups: list[str]

    @classmethod
    def of(cls, facts: TeamFacts, secret: str | None) -> Self:
        return cls(
            team_id=facts.team.team_id,
            team_alias=facts.team.name,
            virtual_key=secret if facts.models else None,
            access_groups=facts.groups,
            allowed_model_aliases=facts.models,
            credits_allocated=facts.totals.allocated,
            model_groups=facts.groups,
        )


class DefaultTeamError(Output):
    error: str


class Organization(Output):
    organization_id: str
    name: str
    status: TenantStatusName
    metadata: dict[str, Any]
    created_at: Timestamp
    updated_at: Timestamp
    default_team: DefaultTeamInfo | DefaultTeamError | None = Field(
        None, description="Only meaningful in the create response; null elsewhere."
    )
    warnings: list[str] | None = left_out_when_none("Groups that were skipped.")

    @classmethod
    def of(cls, row: Any, **more: Any) -> Self:
        return cls(
            organization_id=row.organization_id,
            name=row.name,
            status=row.status.value,
            metadata=row.metadata,
            created_at=row.created_at,
            updated_at=row.updated_at,
            **more,
        )


class OrganizationStatusChanged(Output):
    organization_id: str
    status: str
    previous_status: str
    updated_at: Timestamp
    reason: str | None


class Resumed(Output):
    status: Literal["resumed"] = "resumed"
