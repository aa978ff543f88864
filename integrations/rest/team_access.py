"""What a team of the legacy API may do: its groups, its state."""

from typing import Any, Final, Literal

from domain import teams
from domain.teams import GroupNames
from integrations.rest.authentication import MANAGEMENT
from integrations.rest.body import Input
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output
from integrations.rest.team_credits import TeamStatus
from integrations.rest.teams import NO_ACCESS_GROUP, NO_TEAM, TAG
from integrations.rest.tenants import facts_of


class TeamModelGroupsObject(Input):
    model_groups: list[str]


class TeamAccessGroupsObject(Input):
    access_groups: list[str]


class TeamAccessGroupsAssigned(Output):
    team_id: str
    access_groups: list[str]
    allowed_model_aliases: list[str]
    message: Literal["Model access groups assigned successfully"]


class TeamModelGroupsAssigned(Output):
    team_id: str
    model_groups: list[str]
    message: Literal["Model groups assigned successfully"]


class TeamStatusChanged(Output):
    team_id: str
    status: TeamStatus
    message: str


@operation(
    "PUT",
    "/api/teams/{team_id}/access-groups",
    tag=TAG,
    summary="Replace access groups",
    description="Names of model groups are taken, too: the list replaces the groups of both kinds.",
    auth=MANAGEMENT,
    calls=teams.set_access,
    errors={404: [*NO_TEAM[404], NO_ACCESS_GROUP]},
    body_example=["gpt-models"],
    example={
        "team_id": "acme-prod",
        "access_groups": ["gpt-models"],
        "allowed_model_aliases": ["gpt-4"],
        "message": "Model access groups assigned successfully",
    },
)
async def set_access_groups(
    call: Call, team_id: str, body: list[str] | TeamAccessGroupsObject
) -> TeamAccessGroupsAssigned:
    wanted = body if isinstance(body, list) else body.access_groups
    names = GroupNames(None, wanted, either=True)
    [facts] = await facts_of(call, [await teams.set_access(call.actor, team_id, names)], keys=False)
    return TeamAccessGroupsAssigned(
        team_id=team_id,
        access_groups=facts.groups,
        allowed_model_aliases=facts.models,
        message="Model access groups assigned successfully",
    )


@operation(
    "PUT",
    "/api/teams/{team_id}/model-groups",
    tag=TAG,
    summary="Replace model groups",
    description="Names of access groups are taken, too: the list replaces the groups of both "
    "kinds.",
    auth=MANAGEMENT,
    calls=teams.set_access,
    errors={404: [*NO_TEAM[404], "Model group '{group_name}' not found"]},
    body_example={"model_groups": ["ResumeAgent"]},
    example={
        "team_id": "acme-prod",
        "model_groups": ["ResumeAgent"],
        "message": "Model groups assigned successfully",
    },
)
async def set_model_groups(
    call: Call, team_id: str, body: TeamModelGroupsObject | list[str]
) -> TeamModelGroupsAssigned:
    wanted = body if isinstance(body, list) else body.model_groups
    names = GroupNames(wanted, None, either=True)
    [facts] = await facts_of(call, [await teams.set_access(call.actor, team_id, names)], keys=False)
    return TeamModelGroupsAssigned(
        team_id=team_id,
        model_groups=facts.groups,
        message="Model groups assigned successfully",
    )


async def _suspend(call: Call, team_id: str) -> TeamStatusChanged:
    await teams.suspend(call.actor, team_id)
    message = f"Team '{team_id}' has been suspended"
    return TeamStatusChanged(team_id=team_id, status="suspended", message=message)


async def _resume(call: Call, team_id: str) -> TeamStatusChanged:
    await teams.resume(call.actor, team_id)
    message = f"Team '{team_id}' has been resumed"
    return TeamStatusChanged(team_id=team_id, status="active", message=message)


_SUSPEND: Final[dict[str, Any]] = {
    "tag": TAG,
    "summary": "Suspend team",
    "description": "Its key stops working, here and at LiteLLM. A repeat changes nothing.",
    "auth": MANAGEMENT,
    "calls": teams.suspend,
    "errors": NO_TEAM,
    "example": {
        "team_id": "acme-prod",
        "status": "suspended",
        "message": "Team 'acme-prod' has been suspended",
    },
}
_RESUME: Final[dict[str, Any]] = {
    "tag": TAG,
    "summary": "Resume team",
    "description": "Ends a suspension or a pause.",
    "auth": MANAGEMENT,
    "calls": teams.resume,
    "errors": NO_TEAM,
    "example": {
        "team_id": "acme-prod",
        "status": "active",
        "message": "Team 'acme-prod' has been resumed",
    },
}
suspend_team = operation("PUT", "/api/teams/{team_id}/suspend", **_SUSPEND)(_suspend)
suspend_team_by_post = operation("POST", "/api/teams/{team_id}/suspend", **_SUSPEND)(_suspend)
resume_team = operation("PUT", "/api/teams/{team_id}/resume", **_RESUME)(_resume)
resume_team_by_post = operation("POST", "/api/teams/{team_id}/resume", **_RESUME)(_resume)
