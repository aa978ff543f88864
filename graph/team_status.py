"""Mutations that stop, resume and end teams."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import teams
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id
from graph.teams import Team


@strawberry.input(description="Arguments of `suspendTeam`.")
class SuspendTeamInput:
    team_id: str = strawberry.field(description="Natural key.")
    reason: str | None = strawberry.field(default=UNSET, description="Why; shown to its admins.")


@strawberry.type(description="Result of `suspendTeam`.")
class SuspendTeamPayload:
    team: Team | None = strawberry.field(default=None, description="The team; null if refused.")
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `pauseTeam`.")
class PauseTeamInput:
    team_id: str = strawberry.field(description="Natural key.")
    reason: str | None = strawberry.field(default=UNSET, description="Why; shown to its admins.")


@strawberry.type(description="Result of `pauseTeam`.")
class PauseTeamPayload:
    team: Team | None = strawberry.field(default=None, description="The team; null if refused.")
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `resumeTeam`.")
class ResumeTeamInput:
    team_id: str = strawberry.field(description="Natural key.")


@strawberry.type(description="Result of `resumeTeam`.")
class ResumeTeamPayload:
    team: Team | None = strawberry.field(default=None, description="The team; null if refused.")
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteTeam`.")
class DeleteTeamInput:
    team_id: str = strawberry.field(description="Natural key.")


@strawberry.type(description="Result of `deleteTeam`.")
class DeleteTeamPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted team."
    )
    errors: list[UserError] = no_errors()


@strawberry.type
class TeamStatusMutation:
    @mutation(
        description="Stops a team until an admin resumes it. Its keys stop working at once, here "
        "and at LiteLLM."
    )
    async def suspend_team(
        self, info: Info, input: Annotated[SuspendTeamInput, ARGUMENTS]
    ) -> SuspendTeamPayload | None:
        row = await teams.suspend(info.context.actor, input.team_id, input.reason or None)
        return SuspendTeamPayload(team=Team.from_model(row))

    @mutation(description="Stops a team for a while; its own admins may do so, and resume it.")
    async def pause_team(
        self, info: Info, input: Annotated[PauseTeamInput, ARGUMENTS]
    ) -> PauseTeamPayload | None:
        row = await teams.pause(info.context.actor, input.team_id, input.reason or None)
        return PauseTeamPayload(team=Team.from_model(row))

    @mutation(description="Ends a suspension or pause of a team.")
    async def resume_team(
        self, info: Info, input: Annotated[ResumeTeamInput, ARGUMENTS]
    ) -> ResumeTeamPayload | None:
        row = await teams.resume(info.context.actor, input.team_id)
        return ResumeTeamPayload(team=Team.from_model(row))

    @mutation(
        description="Deletes a team: keys die, LiteLLM forgets it, ledger and jobs stay "
        "readable. Default teams are protected."
    )
    async def delete_team(
        self, info: Info, input: Annotated[DeleteTeamInput, ARGUMENTS]
    ) -> DeleteTeamPayload | None:
        row = await teams.delete(info.context.actor, input.team_id)
        return DeleteTeamPayload(deleted_id=global_id("Team", row.id))
