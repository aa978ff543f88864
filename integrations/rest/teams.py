"""Teams of the legacy API: made, read, changed and ended."""

from typing import Final

from domain import teams
from domain.errors import InsufficientCredits, InvalidInput, Protected, UpstreamFailed
from domain.teams import UnknownBudgetMode
from integrations.rest.authentication import MANAGEMENT, VIRTUAL_KEY_OR_MANAGEMENT
from integrations.rest.lists import MORE, Listed, listed
from integrations.rest.operation import Call, operation
from integrations.rest.team_forms import (
    TeamCreate,
    TeamCreated,
    TeamDeleted,
    TeamDetail,
    TeamListItem,
    TeamUpdate,
    TeamUpdated,
)
from integrations.rest.tenants import LITELLM_SECONDS, facts_of

TAG: Final = "teams"
NO_TEAM: Final = {404: ["Team '{team_id}' not found"]}
NO_ACCESS_GROUP: Final = "Model access group '{group_name}' not found"
UNKNOWN_MODE: Final = (
    "Invalid budget_mode: {budget_mode}. Must be one of: "
    "job_based, consumption_usd, consumption_tokens"
)
TEAM: Final = {
    "team_id": "acme-prod",
    "organization_id": "org_acme",
    "access_groups": ["gpt-models"],
    "model_groups": ["gpt-models"],
    "credits_allocated": 1000,
    "credits_remaining": 750,
    "virtual_key": "sk-…",
    "status": "active",
    "team_alias": "ACME Production",
}
CREDITS: Final = {
    "team_id": "acme-prod",
    "organization_id": "org_acme",
    "credits_allocated": 1000,
    "credits_used": 250,
    "credits_remaining": 750,
    "credit_limit": None,
    "auto_refill": False,
    "refill_amount": None,
    "refill_period": None,
    "last_refill_at": None,
    "budget_mode": "job_based",
    "credits_per_dollar": 10.0,
    "tokens_per_credit": 10000,
    "cost_markup_percentage": 0.0,
    "status": "active",
    "created_at": "2025-10-14T12:00:00.000Z",
    "updated_at": "2025-10-14T12:00:00.000Z",
}


@operation(
    "GET",
    "/api/teams",
    tag=TAG,
    summary="List teams",
    description=f"The oldest first; {MORE} Keys are masked for the role user.",
    auth=MANAGEMENT,
    calls=teams.list_visible,
    example=[
        TEAM
        | {
            "credits_used": 250,
            "budget_mode": "job_based",
            "credits_per_dollar": 10.0,
            "created_at": "2025-10-14T12:00:00.000Z",
        }
    ],
)
async def list_teams(call: Call, query: Listed) -> list[TeamListItem]:
    page = await teams.list_visible(call.actor, query.page, descending=False)
    rows = listed(call, query, page)
    return [TeamListItem.of(facts) for facts in await facts_of(call, rows)]


@operation(
    "POST",
    "/api/teams/create",
    tag=TAG,
    summary="Create team and LiteLLM key",
    description=f"Waits up to {LITELLM_SECONDS:g} seconds for the key to work; a team that "
    "LiteLLM has not taken by then is given up again.",
    auth=MANAGEMENT,
    calls=teams.create_in_step,
    errors={
        400: ["Team '{team_id}' already exists", UNKNOWN_MODE],
        404: [
            "Organization '{organization_id}' not found",
            NO_ACCESS_GROUP,
            "Model group '{group_name}' not found",
        ],
        500: ["Failed to create team in LiteLLM: {reason}"],
    },
    statuses={UnknownBudgetMode: 400, UpstreamFailed: 500},
    fields={
        "name": "team_alias",
        "initialCredits": "credits_allocated",
        "budget": "budget_mode",
    },
    body_example={
        "organization_id": "org_acme",
        "team_id": "acme-prod",
        "team_alias": "ACME Production",
        "access_groups": ["gpt-models"],
        "credits_allocated": 1000,
        "budget_mode": "job_based",
    },
    example=TEAM
    | {
        "credits_remaining": 1000,
        "allowed_model_aliases": ["gpt-4"],
        "allowed_models": ["gpt-4"],
        "budget_mode": "job_based",
        "credits_per_dollar": 10.0,
        "tokens_per_credit": 10000,
        "message": "Team created successfully with LiteLLM integration",
    },
)
async def create_team(call: Call, body: TeamCreate) -> TeamCreated:
    created = await teams.create_in_step(
        call.actor,
        call.ports.vault,
        body.organization_id,
        body.wanted(),
        wait_seconds=LITELLM_SECONDS,
        idempotency_key=call.idempotency_key,
    )
    [facts] = await facts_of(call, [created.team], keys=False)
    return TeamCreated.of(facts, created.issued.secret)


@operation(
    "GET",
    "/api/teams/{team_id}",
    tag=TAG,
    summary="Get team",
    description="With the team's own key or by the management.",
    auth=VIRTUAL_KEY_OR_MANAGEMENT,
    calls=teams.get,
    errors=NO_TEAM,
    example=TEAM | {"credits": CREDITS, "allowed_model_aliases": ["gpt-4"], "metadata": {}},
)
async def get_team(call: Call, team_id: str) -> TeamDetail:
    [facts] = await facts_of(call, [await teams.get(call.actor, team_id)])
    return TeamDetail.of(facts)


@operation(
    "PUT",
    "/api/teams/{team_id}",
    tag=TAG,
    summary="Update team",
    description="Credits are set to absolute numbers by adjustments of the ledger. All of it "
    "happens or nothing.",
    auth=MANAGEMENT,
    calls=teams.update_all,
    errors={
        400: [UNKNOWN_MODE],
        404: [*NO_TEAM[404], NO_ACCESS_GROUP],
    },
    statuses={InvalidInput: 400, InsufficientCredits: 400},
    texts={InsufficientCredits: "credits_used must not be more than credits_allocated"},
    body_example={
        "access_groups": ["gpt-models"],
        "credits_allocated": 1500,
        "credits_used": 0,
        "budget_mode": "job_based",
        "credits_per_dollar": 10.0,
    },
    example={
        "team_id": "acme-prod",
        "credits_allocated": 1500,
        "credits_used": 0,
        "credits_remaining": 1500,
        "budget_mode": "job_based",
        "credits_per_dollar": 10.0,
        "message": "Team updated successfully",
    },
)
async def update_team(call: Call, team_id: str, body: TeamUpdate) -> TeamUpdated:
    team = await teams.update_all(
        call.actor,
        team_id,
        changes=body.changes(),
        budget=body.budget(),
        groups=body.groups(),
        allocated=body.credits_allocated,
        used=body.credits_used,
    )
    [facts] = await facts_of(call, [team], keys=False)
    return TeamUpdated.of(facts)


@operation(
    "DELETE",
    "/api/teams/{team_id}",
    tag=TAG,
    summary="Delete team",
    description="Its key stops working, here and at LiteLLM; ledger and history stay. Names that "
    "end in `_default` are protected.",
    auth=MANAGEMENT,
    calls=teams.delete,
    errors={
        400: ["Cannot delete default team '{team_id}'. Default teams are protected from deletion."],
        **NO_TEAM,
    },
    statuses={Protected: 400},
    example={"team_id": "acme-prod", "message": "Team 'acme-prod' deleted successfully"},
)
async def delete_team(call: Call, team_id: str) -> TeamDeleted:
    await teams.delete(call.actor, team_id)
    return TeamDeleted(team_id=team_id, message=f"Team '{team_id}' deleted successfully")
