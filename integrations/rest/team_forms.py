"""What legacy clients send and get about teams."""

from decimal import Decimal
from typing import Any, Final, Literal, Self

from pydantic import Field

from domain import teams
from domain.teams import GroupNames
from integrations.rest.body import Credits, Input, Integer, Metadata, Number
from integrations.rest.rendering import Number as RenderedNumber
from integrations.rest.rendering import Output, Timestamp, micro_credits
from integrations.rest.team_credits import BudgetModeName, TeamCredits, TeamStatus
from integrations.rest.tenants import TeamFacts

_MODE: Final[dict[str, Any]] = {"enum": ["job_based", "consumption_usd", "consumption_tokens"]}


class TeamCreate(Input):
    organization_id: str = Field(max_length=255)
    team_id: str = Field(max_length=255)
    team_alias: str | None = Field(None, description="Default: team_id")
    access_groups: list[str] = []
    model_groups: list[str] = []
    credits_allocated: Credits = Field(0, ge=0)
    metadata: Metadata = {}
    budget_mode: str = Field("job_based", json_schema_extra=_MODE)
    credits_per_dollar: Number = Field(Decimal(10), gt=0)
    tokens_per_credit: Integer = Field(10_000, gt=0)

    def wanted(self) -> teams.NewTeam:
        return teams.NewTeam(
            team_id=self.team_id,
            name=self.team_alias,
            metadata=self.metadata,
            groups=GroupNames(self.model_groups, self.access_groups, either=True),
            budget=self._budget(),
            initial_credits=micro_credits(self.credits_allocated),
        )

    def _budget(self) -> dict[str, Any]:
        """A rate that was not sent stays the installation's."""
        rates = self.model_dump(
            include={"credits_per_dollar", "tokens_per_credit"}, exclude_unset=True
        )
        return {"mode": self.budget_mode, **rates}


class TeamUpdate(Input):
    """Absent or null = unchanged."""

    team_alias: str | None = None
    access_groups: list[str] | None = None
    credits_allocated: Credits | None = None
    credits_used: Credits | None = None
    budget_mode: str | None = Field(None, json_schema_extra=_MODE)
    credits_per_dollar: Number | None = None
    tokens_per_credit: Integer | None = None
    metadata: Metadata | None = None

    def changes(self) -> dict[str, Any]:
        wanted = {"name": self.team_alias, "metadata": self.metadata}
        return {name: value for name, value in wanted.items() if value is not None}

    def budget(self) -> dict[str, Any]:
        wanted = {
            "mode": self.budget_mode,
            "credits_per_dollar": self.credits_per_dollar,
            "tokens_per_credit": self.tokens_per_credit,
        }
        return {name: value for name, value in wanted.items() if value is not None}

    def groups(self) -> GroupNames | None:
        if self.access_groups is None:
            return None
        return GroupNames(None, self.access_groups, either=True)


class TeamCreated(Output):
    team_id: str
    organization_id: str
    access_groups: list[str]
    allowed_model_aliases: list[str] = Field(description="sorted")
    credits_allocated: int
    credits_remaining: int
    virtual_key: str | None
    message: Literal["Team created successfully with LiteLLM integration"]
    model_groups: list[str]
    allowed_models: list[str]
    team_alias: str
    status: TeamStatus
    budget_mode: BudgetModeName
    credits_per_dollar: RenderedNumber
    tokens_per_credit: int

    @classmethod
    def of(cls, facts: TeamFacts, secret: str | None) -> Self:
        return cls(
            team_id=facts.team.team_id,
            organization_id=facts.team.organization.organization_id,
            access_groups=facts.groups,
            allowed_model_aliases=facts.models,
            credits_allocated=facts.totals.allocated,
            credits_remaining=facts.totals.remaining,
            virtual_key=secret,
            message="Team created successfully with LiteLLM integration",
            model_groups=facts.groups,
            allowed_models=facts.models,
            team_alias=facts.team.name,
            status=facts.team.status.value,
            budget_mode=facts.budget.mode.value,
            credits_per_dollar=facts.budget.credits_per_dollar,
            tokens_per_credit=facts.budget.tokens_per_credit,
        )


class TeamListItem(Output):
    team_id: str
    organization_id: str
    credits_allocated: int
    credits_remaining: int
    credits_used: int
    access_groups: list[str]
    virtual_key: str | None
    budget_mode: BudgetModeName
    credits_per_dollar: RenderedNumber
    status: TeamStatus
    created_at: Timestamp
    team_alias: str
    model_groups: list[str]

    @classmethod
    def of(cls, facts: TeamFacts) -> Self:
        return cls(
            team_id=facts.team.team_id,
            organization_id=facts.team.organization.organization_id,
            credits_allocated=facts.totals.allocated,
            credits_remaining=facts.totals.remaining,
            credits_used=facts.totals.used,
            access_groups=facts.groups,
            virtual_key=facts.key,
            budget_mode=facts.budget.mode.value,
            credits_per_dollar=facts.budget.credits_per_dollar,
            status=facts.team.status.value,
            created_at=facts.team.created_at,
            team_alias=facts.team.name,
            model_groups=facts.groups,
        )


class TeamDetail(Output):
    team_id: str
    organization_id: str
    credits: TeamCredits
    access_groups: list[str]
    allowed_model_aliases: list[str] = Field(description="sorted")
    virtual_key: str | None
    credits_allocated: int
    credits_remaining: int
    model_groups: list[str]
    status: TeamStatus
    team_alias: str
    metadata: dict[str, Any]

    @classmethod
    def of(cls, facts: TeamFacts) -> Self:
        return cls(
            team_id=facts.team.team_id,
            organization_id=facts.team.organization.organization_id,
            credits=TeamCredits.of(facts.account),
            access_groups=facts.groups,
            allowed_model_aliases=facts.models,
            virtual_key=facts.key,
            credits_allocated=facts.totals.allocated,
            credits_remaining=facts.totals.remaining,
            model_groups=facts.groups,
            status=facts.team.status.value,
            team_alias=facts.team.name,
            metadata=facts.team.metadata,
        )


class TeamUpdated(Output):
    team_id: str
    credits_allocated: int
    credits_used: int
    credits_remaining: int
    budget_mode: BudgetModeName
    credits_per_dollar: RenderedNumber
    message: Literal["Team updated successfully"]

    @classmethod
    def of(cls, facts: TeamFacts) -> Self:
        return cls(
            team_id=facts.team.team_id,
            credits_allocated=facts.totals.allocated,
            credits_used=facts.totals.used,
            credits_remaining=facts.totals.remaining,
            budget_mode=facts.budget.mode.value,
            credits_per_dollar=facts.budget.credits_per_dollar,
            message="Team updated successfully",
        )


class TeamDeleted(Output):
    team_id: str
    message: str
