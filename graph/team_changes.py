"""Mutations of teams."""

from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from domain import teams
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.scalars import JSON, Credits
from graph.team_budgets import TeamBudgetInput
from graph.teams import Team
from graph.values import given
from graph.virtual_keys import IssuedVirtualKey
from graph.waiting import IDEMPOTENCY_KEY, WAIT_MS, wait_seconds


@strawberry.input(description="Arguments of `createTeam`.")
class CreateTeamInput:
    organization_id: str = strawberry.field(description="Natural key of the organization.")
    team_id: str = strawberry.field(
        description="Natural key, at most 255 characters, never used before."
    )
    name: str | None = strawberry.field(
        default=UNSET, description="Name to show; the natural key when omitted."
    )
    metadata: JSON | None = strawberry.field(default=UNSET, description="Free-form data.")
    model_groups: list[str] = strawberry.field(
        default_factory=list, description="Model groups it may use."
    )
    access_groups: list[str] = strawberry.field(
        default_factory=list, description="Model access groups it may use."
    )
    budget: TeamBudgetInput | None = strawberry.field(
        default=UNSET, description="How its work is turned into credits."
    )
    initial_credits: Credits = strawberry.field(
        default=Credits(0),
        description="Credits granted at once, as a ledger transaction. Needs `MANAGE_CREDITS` "
        "unless zero.",
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)
    wait_ms: int = strawberry.field(default=0, description=WAIT_MS)

    def wanted(self) -> teams.NewTeam:
        return teams.NewTeam(
            team_id=self.team_id,
            name=self.name or None,
            metadata=self.metadata or None,
            groups=teams.GroupNames(self.model_groups, self.access_groups),
            budget=given(self.budget) if self.budget else {},
            initial_credits=self.initial_credits,
        )


@strawberry.type(description="Result of `createTeam`.")
class CreateTeamPayload:
    team: Team | None = strawberry.field(default=None, description="The new team; null if refused.")
    issued_key: IssuedVirtualKey | None = strawberry.field(
        default=None,
        description="Its virtual key with the secret; null if refused, and when repeated after "
        "24 hours.",
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateTeam`. What is omitted stays.")
class UpdateTeamInput:
    team_id: str = strawberry.field(description="Natural key.")
    name: str | None = strawberry.field(default=UNSET, description="Name to show.")
    metadata: JSON | None = strawberry.field(
        default=UNSET, description="Free-form data; replaces the old."
    )


@strawberry.type(description="Result of `updateTeam`.")
class UpdateTeamPayload:
    team: Team | None = strawberry.field(default=None, description="The team; null if refused.")
    errors: list[UserError] = no_errors()


@strawberry.input(
    description="Arguments of `setTeamAccess`. An omitted list stays; an empty one closes all."
)
class SetTeamAccessInput:
    team_id: str = strawberry.field(description="Natural key.")
    model_groups: list[str] | None = strawberry.field(
        default=UNSET, description="Names of all model groups it may use."
    )
    access_groups: list[str] | None = strawberry.field(
        default=UNSET, description="Names of all model access groups it may use."
    )


@strawberry.type(description="Result of `setTeamAccess`.")
class SetTeamAccessPayload:
    team: Team | None = strawberry.field(default=None, description="The team; null if refused.")
    errors: list[UserError] = no_errors()


@strawberry.type
class TeamMutation:
    @mutation(
        description="Creates a team with its credit account, access and a virtual key. Does not "
        "wait for LiteLLM."
    )
    async def create_team(
        self, info: Info, input: Annotated[CreateTeamInput, ARGUMENTS]
    ) -> CreateTeamPayload | None:
        created = await teams.create(
            info.context.actor,
            info.context.ports.vault,
            input.organization_id,
            input.wanted(),
            idempotency_key=input.idempotency_key,
            wait_seconds=wait_seconds(input.wait_ms),
        )
        return CreateTeamPayload(
            team=Team.from_model(created.team), issued_key=IssuedVirtualKey.of(created.issued)
        )

    @mutation(description="Changes name, metadata or rate limits of a team.")
    async def update_team(
        self, info: Info, input: Annotated[UpdateTeamInput, ARGUMENTS]
    ) -> UpdateTeamPayload | None:
        changes = given(input, without={"team_id"})
        row = await teams.update(info.context.actor, input.team_id, changes)
        return UpdateTeamPayload(team=Team.from_model(row))

    @mutation(description="Replaces what models a team may use.")
    async def set_team_access(
        self, info: Info, input: Annotated[SetTeamAccessInput, ARGUMENTS]
    ) -> SetTeamAccessPayload | None:
        names: dict[str, Any] = {"model_groups": None, "access_groups": None}
        names |= given(input, without={"team_id"})
        row = await teams.set_access(info.context.actor, input.team_id, teams.GroupNames(**names))
        return SetTeamAccessPayload(team=Team.from_model(row))
