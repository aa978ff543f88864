"""What the pages of an admin panel ask, in the order of somebody who clicks through all of them,
and what they read of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Number = int | float
Text = str | None


@dataclass(frozen=True)
class Step:
    """`reads` are members by their paths, `[]` for each of a list, and what they have to be;
    a list that is gone through has to have something in it. `keeps` are members that later
    steps name in braces, `has` are values that are known."""

    method: str
    path: str
    body: Any = None
    reads: Mapping[str, Any] = field(default_factory=dict)
    keeps: Mapping[str, str] = field(default_factory=dict)
    has: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    name: str
    steps: tuple[Step, ...]
    # People are managed by people.
    wants_token: bool = False


def with_prefix(prefix: str, members: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix}{name}": kind for name, kind in members.items()}


USER: Final = {
    "user_id": str,
    "email": str,
    "display_name": str,
    "role": str,
    "is_active": bool,
    "created_at": str,
    "last_login": Text,
}
ORGANIZATION: Final = {
    "organization_id": str,
    "name": str,
    "status": str,
    "metadata": dict | None,
    "created_at": str,
    "updated_at": str,
}
TEAM: Final = {
    "team_id": str,
    "organization_id": str,
    "credits_allocated": int,
    "credits_remaining": int,
    "credits_used": int,
    "access_groups": list,
    "virtual_key": str,
    "budget_mode": str,
    "credits_per_dollar": Number,
    "status": str,
    "created_at": str,
}
ALIAS: Final = {
    "model_alias": str,
    "display_name": str,
    "provider": str,
    "actual_model": str,
    "litellm_model_id": Text,
    "access_groups": list,
    "description": Text,
    "pricing_input": Number | None,
    "pricing_output": Number | None,
    "status": str,
    "created_at": str,
}
# Of the page that calculates prices.
PRICES: Final = {
    "actual_model_name": str,
    "input_price_per_million": Number,
    "output_price_per_million": Number,
    "is_active": bool,
}
ACCESS_GROUP: Final = {
    "group_name": str,
    "display_name": Text,
    "description": Text,
    "status": str,
    "model_aliases": list,
}
CREDENTIAL: Final = {
    "credential_id": str,
    "organization_id": str,
    "provider": str,
    "credential_name": str,
    "api_key": str,
    "api_base": Text,
    "is_active": bool,
    "created_at": str,
}
JOB: Final = {
    "job_id": str,
    "team_id": str,
    "job_type": str,
    "status": str,
    "created_at": str,
    "completed_at": Text,
    "total_calls": int,
    "successful_calls": int,
    "failed_calls": int,
    "retry_count": int,
    "total_tokens": int,
    "total_cost_usd": Number,
    "avg_latency_ms": int,
    "credit_applied": bool,
}
CALL: Final = {
    "call_id": str,
    "model_used": str,
    "model_group_used": Text,
    "resolved_model": str,
    "purpose": Text,
    "prompt_tokens": int,
    "completion_tokens": int,
    "total_tokens": int,
    "cost_usd": Number,
    "input_cost_usd": Number,
    "output_cost_usd": Number,
    "provider_cost_usd": Number | None,
    "client_cost_usd": Number | None,
    "model_pricing_input": Number | None,
    "model_pricing_output": Number | None,
    "latency_ms": int,
    "created_at": str,
    "error": Text,
    "request_data": dict | None,
    "response_data": dict | None,
}
# Sent again as it was shown.
MASK: Final = "********"

LOGIN: Final = Page(
    "login",
    (
        Step("GET", "/api/admin-users/setup/status", reads={"needs_setup": bool}),
        Step(
            "POST",
            "/api/admin-users/login",
            {"email": "{email}", "password": "{password}"},
            {"access_token": str, "token_type": str, **with_prefix("user.", USER)},
            keeps={"token": "access_token"},
        ),
        Step("GET", "/api/admin-users/me", reads=USER),
    ),
    wants_token=True,
)
DASHBOARD: Final = Page(
    "dashboard",
    (
        Step(
            "GET",
            "/api/stats/dashboard",
            reads=dict.fromkeys(
                (
                    *("organizations", "teams", "modelGroups"),
                    *("totalCredits", "creditsRemaining", "creditsUsed"),
                ),
                int,
            ),
        ),
        Step("GET", "/api/health-check", reads={"": dict}),
    ),
)
ORGANIZATIONS: Final = Page(
    "organizations",
    (
        Step("GET", "/api/organizations", reads=with_prefix("[].", ORGANIZATION)),
        Step(
            "POST",
            "/api/organizations/create",
            {
                "organization_id": "org_panel",
                "name": "Panel",
                "create_default_team": True,
                "default_team_name": "Panel's",
                "default_team_access_groups": [],
                "default_team_credits": 10,
            },
            {
                **ORGANIZATION,
                "default_team.team_id": str,
                "default_team.team_alias": str,
                "default_team.access_groups": list,
                "default_team.credits_allocated": int,
            },
            has={"default_team.team_id": "org_panel_default"},
        ),
        Step("GET", "/api/organizations/org_panel", reads=ORGANIZATION),
        Step(
            "GET",
            "/api/organizations/org_panel/teams",
            reads={"team_count": int, "teams[].team_id": str},
        ),
    ),
)
MODEL_GROUPS: Final = Page(
    "model groups",
    (
        Step(
            "GET",
            "/api/model-groups",
            reads={"[].group_name": str, "[].display_name": Text, "[].status": str},
        ),
        Step(
            "POST",
            "/api/model-groups/create",
            {"group_name": "panel-models", "display_name": "Panel models"},
            {"model_group_id": str, "group_name": str, "models": list},
        ),
        Step(
            "PUT",
            "/api/model-groups/panel-models/models",
            [{"model_name": "gpt-4", "priority": 0}],
            {"models[].model_name": str, "models[].priority": int},
        ),
        Step(
            "GET",
            "/api/model-groups/panel-models",
            reads={"models[].model_name": str, "models[].is_active": bool},
        ),
    ),
)
ALIASES: Final = Page(
    "aliases",
    (
        Step(
            "POST",
            "/api/models/create",
            {
                "model_alias": "panel-fast",
                "display_name": "Fast",
                "provider": "openai",
                "actual_model": "gpt-4o-mini",
                "access_groups": [],
                "description": "",
                "pricing_input": 0.15,
                "pricing_output": 0.6,
                "organization_id": "org_panel",
            },
            ALIAS | PRICES,
        ),
        Step("GET", "/api/models", reads=with_prefix("[].", ALIAS | PRICES)),
        Step("GET", "/api/models/panel-fast", reads=ALIAS),
        Step(
            "PUT",
            "/api/models/panel-fast",
            {
                "model_alias": "panel-fast",
                "display_name": "Faster",
                "provider": "openai",
                "actual_model": "gpt-4o-mini",
                "credential_name": "",
                "organization_id": "org_panel",
                "pricing_input": 0.2,
                "status": "active",
            },
            ALIAS | PRICES,
            has={"display_name": "Faster", "input_price_per_million": 0.2, "is_active": True},
        ),
    ),
)
ACCESS_GROUPS: Final = Page(
    "access groups",
    (
        Step(
            "POST",
            "/api/model-access-groups/create",
            {
                "group_name": "panel-access",
                "display_name": "Panel access",
                "description": "",
                "model_aliases": ["panel-fast"],
            },
            ACCESS_GROUP,
        ),
        Step(
            "GET",
            "/api/model-access-groups",
            reads=with_prefix("[].", ACCESS_GROUP),
        ),
        Step(
            "PUT",
            "/api/model-access-groups/panel-access",
            {"display_name": "Of the panel", "status": "active"},
            ACCESS_GROUP,
        ),
        Step(
            "PUT",
            "/api/model-access-groups/panel-access/models",
            {"model_aliases": ["panel-fast"]},
            ACCESS_GROUP,
        ),
        Step(
            "GET",
            "/api/model-access-groups/panel-access",
            reads={
                "model_aliases[].model_alias": str,
                "model_aliases[].display_name": Text,
                "model_aliases[].provider": str,
                "model_aliases[].actual_model": str,
            },
        ),
    ),
)
TEAMS: Final = Page(
    "teams",
    (
        Step("GET", "/api/teams", reads=with_prefix("[].", TEAM)),
        Step(
            "POST",
            "/api/teams/create",
            {
                "organization_id": "org_panel",
                "team_id": "panel-team",
                "team_alias": "Team",
                "access_groups": ["panel-access"],
                "credits_allocated": 100,
                "budget_mode": "consumption_usd",
            },
            {
                "team_id": str,
                "virtual_key": str,
                "access_groups": list,
                "allowed_model_aliases": list,
                "credits_allocated": int,
                "credits_remaining": int,
                "message": str,
            },
            keeps={"key": "virtual_key"},
            has={"allowed_model_aliases": ["panel-fast"], "budget_mode": "consumption_usd"},
        ),
        # The key is shown again when it is asked for, in full.
        Step(
            "GET",
            "/api/teams/panel-team",
            reads={
                "credits.credits_allocated": int,
                "credits.credits_used": int,
                "credits.credits_remaining": int,
                "credits.auto_refill": bool,
                "credits.budget_mode": str,
                "access_groups": list,
                "allowed_model_aliases": list,
            },
            has={"virtual_key": "{key}"},
        ),
        Step(
            "GET",
            "/api/credits/teams/panel-team/balance",
            reads={"credits_allocated": int, "credits_used": int, "credits_remaining": int},
        ),
        Step(
            "PUT",
            "/api/teams/panel-team",
            {
                "access_groups": ["panel-access"],
                "credits_allocated": 150,
                "credits_used": 0,
                "budget_mode": "job_based",
                "credits_per_dollar": 10,
            },
            {"credits_remaining": int, "credits_per_dollar": Number, "message": str},
            has={"credits_allocated": 150, "budget_mode": "job_based"},
        ),
        Step(
            "POST",
            "/api/credits/teams/panel-team/add",
            {"credits": 50, "reason": "Top-up"},
            {"credits_added": int, "transaction.transaction_id": str},
        ),
        Step(
            "GET",
            "/api/credits/teams/panel-team/transactions?limit=50",
            reads={
                "total": int,
                "transactions[].transaction_type": str,
                "transactions[].credits_amount": int,
                "transactions[].created_at": str,
            },
        ),
        Step(
            "PUT",
            "/api/teams/panel-team/access-groups",
            ["panel-access"],
            {"access_groups": list, "allowed_model_aliases": list, "message": str},
        ),
        Step("PUT", "/api/teams/panel-team/suspend", has={"status": "suspended"}),
        Step("PUT", "/api/teams/panel-team/resume", has={"status": "active"}),
        Step(
            "GET",
            "/api/teams/panel-team/usage?period={month}",
            reads={"summary": dict, "job_types": dict},
        ),
    ),
)
CREDENTIALS: Final = Page(
    "credentials",
    (
        Step("GET", "/api/provider-credentials/organization/org_panel", has={"": []}),
        Step(
            "POST",
            "/api/provider-credentials/create",
            {
                "organization_id": "org_panel",
                "provider": "openai",
                "api_key": "sk-of-the-provider",
                "api_base": None,
                "credential_name": "Production",
            },
            {name: kind for name, kind in CREDENTIAL.items() if name != "api_key"},
            keeps={"credential": "credential_id"},
        ),
        Step(
            "GET",
            "/api/provider-credentials/organization/org_panel",
            reads=with_prefix("[].", CREDENTIAL),
        ),
        Step(
            "PUT",
            "/api/provider-credentials/{credential}",
            {"credential_name": "Main", "api_key": MASK, "api_base": None},
            CREDENTIAL,
            has={"credential_name": "Main"},
        ),
        Step("PUT", "/api/provider-credentials/{credential}/deactivate", has={"is_active": False}),
        # What is off is still shown, to be turned on again.
        Step(
            "GET",
            "/api/provider-credentials/organization/org_panel",
            reads=with_prefix("[].", CREDENTIAL),
        ),
        Step("PUT", "/api/provider-credentials/{credential}/activate", has={"is_active": True}),
    ),
)
JOBS: Final = Page(
    "jobs",
    (
        Step(
            "GET",
            "/api/jobs/teams/acme-prod?page=1&page_size=20",
            reads={
                "total": int,
                "page": int,
                "page_size": int,
                "total_pages": int,
                **with_prefix("jobs[].", JOB),
            },
            keeps={"job": "jobs.0.job_id"},
        ),
        Step(
            "GET",
            "/api/jobs/teams/acme-prod?page=1&page_size=20&status=completed&job_type=chat"
            "&start_date={today}&end_date={today}&job_id_filter={job}",
            reads=with_prefix("jobs[].", JOB),
        ),
        Step(
            "GET",
            "/api/jobs/teams/acme-prod/{job}",
            reads=with_prefix("job.", JOB) | with_prefix("calls[].", CALL),
            has={"job.status": "completed"},
        ),
    ),
)
ANALYTICS: Final = Page(
    "analytics",
    (
        Step(
            "GET",
            "/api/jobs/organizations/org_acme/stats?start_date={today}&end_date={today}",
            reads={
                **dict.fromkeys(
                    (
                        *("total_jobs", "completed_jobs", "failed_jobs", "in_progress_jobs"),
                        *("total_teams", "total_llm_calls", "successful_calls", "failed_calls"),
                        *("total_tokens", "total_credits_used"),
                    ),
                    int,
                ),
                "organization_name": Text,
                "total_cost_usd": Number,
                "top_teams": list,
            },
        ),
        Step(
            "GET",
            "/api/jobs/organizations/org_acme/analytics?start_date={today}&end_date={today}",
            reads={
                "total_spend": Number,
                "total_requests": int,
                "successful_requests": int,
                "failed_requests": int,
                "total_tokens": int,
                "daily_spend": list,
                "spend_per_team": list,
                "top_models": list,
                "provider_usage": list,
            },
        ),
        Step(
            "GET",
            "/api/organizations/org_acme/usage?period={month}",
            reads={"summary": dict, "teams": dict},
        ),
    ),
)
USERS: Final = Page(
    "users",
    (
        Step("GET", "/api/admin-users", reads=with_prefix("[].", USER)),
        Step(
            "POST",
            "/api/admin-users",
            {
                "email": "panel@example.com",
                "display_name": "P",
                "password": "a long password",
                "role": "user",
            },
            USER,
            keeps={"user": "user_id"},
        ),
        Step("GET", "/api/admin-users/{user}", reads=USER),
        Step(
            "PUT",
            "/api/admin-users/{user}",
            {"display_name": "Q", "role": "admin", "is_active": True},
            USER,
            has={"role": "admin"},
        ),
        Step("DELETE", "/api/admin-users/{user}", reads={"message": str}),
        Step(
            "GET",
            "/api/admin-users/audit-logs?limit=100&offset=0",
            reads={
                "[].audit_id": str,
                "[].user_id": Text,
                "[].action": str,
                "[].resource_type": Text,
                "[].resource_id": Text,
                "[].details": dict,
                "[].created_at": str,
            },
        ),
    ),
    wants_token=True,
)
# What was made is removed by the buttons of the same pages.
REMOVAL: Final = Page(
    "removal",
    (
        Step("DELETE", "/api/provider-credentials/{credential}", reads={"message": str}),
        Step("DELETE", "/api/teams/panel-team", reads={"team_id": str, "message": str}),
        Step("DELETE", "/api/model-access-groups/panel-access", reads={"message": str}),
        Step("DELETE", "/api/models/panel-fast", reads={"message": str}),
        Step("DELETE", "/api/model-groups/panel-models", reads={"message": str}),
    ),
)
LOGOUT: Final = Page(
    "logout",
    (Step("POST", "/api/admin-users/logout", reads={"message": str}),),
    wants_token=True,
)
PAGES: Final = (
    LOGIN,
    DASHBOARD,
    ORGANIZATIONS,
    MODEL_GROUPS,
    ALIASES,
    ACCESS_GROUPS,
    TEAMS,
    CREDENTIALS,
    JOBS,
    ANALYTICS,
    USERS,
    REMOVAL,
    LOGOUT,
)
