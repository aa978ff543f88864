"""How to ask for each operation so that whoever may do it succeeds.

`$name` is filled in by `Stage`: `$home` is the team whose key is the caller `key`; `$team` is
such a team too, or a fresh one where the operation will really be done.
"""

from typing import Any

from tests.people import PASSWORD

_NEW_PASSWORD = "quite another horse"

# Query field → its arguments with their types, and what is selected.
QUERIES: dict[str, tuple[dict[str, tuple[str, Any]], str]] = {
    "node": ({"id": ("ID!", "$home_id")}, "{ id }"),
    "nodes": ({"ids": ("[ID!]!", ["$home_id"])}, "{ id }"),
    "viewer": ({}, "{ kind label }"),
    "setupStatus": ({}, "{ needsSetup }"),
    "server": ({}, "{ version }"),
    "dashboard": ({}, "{ teamCount credits { available } }"),
    "usage": (
        {"during": ("DateTimeRange!", {"from": "2026-01-01T00:00:00Z"})},
        "{ totals { jobs { total } } }",
    ),
    "adminUsers": ({}, "{ nodes { email } }"),
    "auditLog": ({}, "{ nodes { action } }"),
    "organization": ({"organizationId": ("String!", "$home_organization")}, "{ name }"),
    "organizations": ({}, "{ nodes { name } }"),
    "team": ({"teamId": ("String!", "$home")}, "{ name }"),
    "teams": ({}, "{ nodes { name } }"),
    "modelGroup": ({"groupName": ("String!", "$home_group")}, "{ groupName }"),
    "modelGroups": ({}, "{ nodes { groupName } }"),
    "modelAlias": ({"alias": ("String!", "$home_alias")}, "{ alias }"),
    "modelAliases": ({}, "{ nodes { alias } }"),
    "modelAccessGroup": ({"groupName": ("String!", "$home_group")}, "{ groupName }"),
    "modelAccessGroups": ({}, "{ nodes { groupName } }"),
    "providerCredentials": ({}, "{ nodes { maskedApiKey } }"),
    "job": ({"jobId": ("String!", "$job")}, "{ status }"),
    "jobs": ({}, "{ nodes { status } }"),
    "webhookEndpoints": ({"scope": ("ScopeInput", {"teamId": "$home"})}, "{ url }"),
}

_BY_TEAM = {"teamId": "$team"}
_BY_JOB = {"jobId": "$job"}
_MONEY = {**_BY_TEAM, "amount": "5", "reason": "as was agreed", "idempotencyKey": "$new"}

# Mutation → its input; None when it has none.
MUTATIONS: dict[str, dict[str, Any] | None] = {
    "setup": {"email": "$email", "displayName": "Eve", "password": PASSWORD},
    "login": {"email": "$login", "password": PASSWORD},
    "logout": None,
    "changePassword": {"currentPassword": PASSWORD, "newPassword": _NEW_PASSWORD},
    "resetPassword": {"adminUserId": "$user_id", "newPassword": _NEW_PASSWORD},
    "createAdminUser": {"email": "$email", "displayName": "P", "password": PASSWORD},
    "updateAdminUser": {"id": "$user_id", "displayName": "Q"},
    "deleteAdminUser": {"id": "$user_id"},
    "createOrganization": {"organizationId": "$new", "name": "N", "idempotencyKey": "$new"},
    "updateOrganization": {"organizationId": "$organization", "name": "N"},
    "suspendOrganization": {"organizationId": "$organization"},
    "pauseOrganization": {"organizationId": "$organization"},
    "resumeOrganization": {"organizationId": "$organization"},
    "deleteOrganization": {"organizationId": "$organization"},
    "createTeam": {
        "organizationId": "$home_organization",
        "teamId": "$new",
        "initialCredits": "5",
        "idempotencyKey": "$new",
    },
    "updateTeam": {**_BY_TEAM, "name": "N"},
    "setTeamAccess": {
        **_BY_TEAM,
        "modelGroups": ["$home_group"],
        "accessGroups": ["$home_group"],
    },
    "updateTeamBudget": {**_BY_TEAM, "budget": {"creditsPerDollar": "20"}},
    "suspendTeam": _BY_TEAM,
    "pauseTeam": _BY_TEAM,
    "resumeTeam": _BY_TEAM,
    "deleteTeam": _BY_TEAM,
    "createModelGroup": {"groupName": "$new", "models": [{"modelName": "gpt-4"}]},
    "updateModelGroup": {"groupName": "$group", "displayName": "N"},
    "deleteModelGroup": {"groupName": "$group"},
    "createModelAlias": {
        "alias": "$new",
        "provider": "openai",
        "actualModel": "gpt-4",
        "accessGroups": ["$group"],
    },
    "updateModelAlias": {"alias": "$alias", "displayName": "N"},
    "deleteModelAlias": {"alias": "$alias"},
    "createProviderCredential": {
        "organizationId": "$home_organization",
        "provider": "$new",
        "name": "N",
        "apiKey": "sk-of-a-provider",
    },
    "updateProviderCredential": {"id": "$credential", "apiKey": "sk-another-of-a-provider"},
    "deleteProviderCredential": {"id": "$credential"},
    "createModelAccessGroup": {"groupName": "$new", "modelAliases": ["$home_alias"]},
    "updateModelAccessGroup": {"groupName": "$group", "displayName": "N"},
    "deleteModelAccessGroup": {"groupName": "$group"},
    "addCredits": _MONEY,
    "replenishCredits": {**_MONEY, "paymentType": "ONE_TIME"},
    "deductCredits": {**_MONEY, "teamId": "$funded"},
    "adjustCredits": _MONEY,
    "refundCredits": {"transactionId": "$charge", "reason": "a mistake", "idempotencyKey": "$new"},
    "voidGrant": {"id": "$grant", "reason": "a mistake", "idempotencyKey": "$new"},
    "releaseHold": {"id": "$hold", "reason": "nobody is there"},
    "setAutoRefill": {**_BY_TEAM, "autoRefill": {"amount": "5", "period": "MONTHLY"}},
    "setBalanceThresholds": {"teamId": "$home", "credits": ["5"]},
    "createWebhookEndpoint": {
        "scope": {"teamId": "$home"},
        "url": "https://hooks.example.com/in",
        "events": ["JOB_CREATED"],
    },
    "updateWebhookEndpoint": {"id": "$webhook", "isActive": True},
    "rotateWebhookSecret": {"id": "$webhook"},
    "deleteWebhookEndpoint": {"id": "$webhook"},
    "redeliverWebhook": {"deliveryId": "$delivery"},
    "createJob": {"job": {"teamId": "$home", "jobType": "summary"}},
    "updateJobMetadata": {**_BY_JOB, "metadata": {"page": 1}},
    "completeJob": _BY_JOB,
    "failJob": _BY_JOB,
    "cancelJob": _BY_JOB,
    "runCompletion": {
        "job": _BY_JOB,
        "messages": [{"role": "USER", "content": "Hello"}],
        "idempotencyKey": "$new",
    },
}

# Subscription field → its arguments with their types, and what is selected.
SUBSCRIPTIONS: dict[str, tuple[dict[str, tuple[str, Any]], str]] = {
    "creditBalanceChanged": ({"teamId": ("String", "$home")}, "{ cursor }"),
    "jobUpdated": ({"teamId": ("String", "$home")}, "{ cursor }"),
    "completion": (
        {"input": ("RunCompletionInput!", MUTATIONS["runCompletion"])},
        "{ errors { code message } }",
    ),
}
# Those that go on until the listener leaves.
ENDLESS = frozenset({"creditBalanceChanged", "jobUpdated"})

# What a parameter of a REST path stands for.
PATH: dict[str, str] = {
    "user_id": "$user_text",
    "organization_id": "$organization",
    "team_id": "$team",
    "group_name": "$group",
    "credential_id": "$credential_text",
    "provider": "openai",
    "job_id": "$job",
    "model": "$home_group",
    "alias": "$alias",
}
# Where tenants may ask, their own team and group are asked about.
OF_HOME: dict[str, str] = {"team_id": "$home", "group_name": "$home_group"}

_HELLO = [{"role": "user", "content": "Hello"}]
_CALL = {"model": "$home_group", "messages": _HELLO}
_WHOLE_JOB = {"team_id": "$home", "job_type": "summary", **_CALL}

BODIES: dict[str, Any] = {
    "POST /api/admin-users/setup": {
        "email": "$email",
        "display_name": "Eve",
        "password": PASSWORD,
    },
    "POST /api/admin-users/login": {"email": "$login", "password": PASSWORD},
    "POST /api/admin/login": {"email": "$login", "password": PASSWORD},
    "POST /api/admin-users": {
        "email": "$email",
        "display_name": "P",
        "password": PASSWORD,
        "role": "user",
    },
    "PUT /api/admin-users/{user_id}": {"display_name": "Q"},
    "POST /api/admin-users/me/change-password": {
        "current_password": PASSWORD,
        "new_password": _NEW_PASSWORD,
    },
    "PUT /api/admin-users/password": {
        "current_password": PASSWORD,
        "new_password": _NEW_PASSWORD,
    },
    "POST /api/admin-users/{user_id}/change-password": {"new_password": _NEW_PASSWORD},
    "PUT /api/admin-users/{user_id}/reset-password": {"new_password": _NEW_PASSWORD},
    "POST /api/organizations/create": {"organization_id": "$new", "name": "N"},
    "PUT /api/organizations/{organization_id}": {"name": "N"},
    "PUT /api/organizations/{organization_id}/status": {"status": "suspended"},
    "POST /api/model-groups/create": {
        "group_name": "$new",
        "models": [{"model_name": "gpt-4", "priority": 0}],
    },
    "PUT /api/model-groups/{group_name}/models": [{"model_name": "gpt-4", "priority": 0}],
    "POST /api/models/create": {
        "model_alias": "$new",
        "display_name": "N",
        "provider": "openai",
        "actual_model": "gpt-4",
        "access_groups": ["$group"],
    },
    "PUT /api/models/{alias}": {"display_name": "N"},
    "POST /api/model-aliases/create": {"alias": "$new", "litellm_model": "openai/gpt-4"},
    "PUT /api/model-aliases/{alias}": {"description": "N"},
    "POST /api/model-access-groups/create": {
        "group_name": "$new",
        "model_aliases": ["$home_alias"],
    },
    "PUT /api/model-access-groups/{group_name}": {"display_name": "N"},
    "PUT /api/model-access-groups/{group_name}/models": {"model_aliases": ["$home_alias"]},
    "POST /api/model-access-groups/{group_name}/add-models": {"model_aliases": ["$home_alias"]},
    "POST /api/model-access-groups/{group_name}/remove-models": {"model_aliases": ["$home_alias"]},
    "POST /api/provider-credentials/create": {
        "organization_id": "$organization",
        "provider": "anthropic",
        "credential_name": "N",
        "api_key": "sk-of-a-provider",
    },
    "PUT /api/provider-credentials/{credential_id}": {"api_key": "sk-another-of-a-provider"},
    "POST /api/teams/create": {
        "organization_id": "$home_organization",
        "team_id": "$new",
        "model_groups": ["$home_group"],
    },
    "PUT /api/teams/{team_id}": {"team_alias": "N"},
    "PUT /api/teams/{team_id}/access-groups": ["$home_group"],
    "PUT /api/teams/{team_id}/model-groups": {"model_groups": ["$home_group"]},
    "PATCH /api/teams/{team_id}/markup": {"cost_markup_percentage": 5},
    "PATCH /api/credits/teams/{team_id}/conversion-rates": {"credits_per_dollar": 20},
    "PATCH /api/credits/teams/{team_id}/budget-mode": {"budget_mode": "consumption_usd"},
    "POST /api/credits/teams/{team_id}/add": {"credits": 5},
    "POST /api/credits/add": {"team_id": "$team", "amount": 5},
    "POST /api/teams/{team_id}/credits/allocate": {"credits_amount": 5},
    "POST /api/credits/teams/{team_id}/replenish": {"credits": 5, "payment_type": "one_time"},
    "POST /api/credits/teams/{team_id}/configure-auto-refill": {
        "enabled": True,
        "refill_amount": 5,
        "refill_period": "monthly",
    },
    "POST /api/jobs/create": {"team_id": "$home", "job_type": "summary"},
    "POST /api/jobs/create-and-call": _WHOLE_JOB,
    "POST /api/jobs/create-and-call-stream": _WHOLE_JOB,
    "POST /api/jobs/{job_id}/llm-call": _CALL,
    "POST /api/jobs/{job_id}/llm-call-stream": _CALL,
    "POST /api/jobs/{job_id}/complete": {"status": "completed"},
    "PATCH /api/jobs/{job_id}/metadata": {"metadata": {"turns": 1}},
    "POST /v1/chat/completions": {"messages": _HELLO},
    "POST /api/webhooks/register": {
        "team_id": "$home",
        "webhook_url": "https://hooks.example.com/in",
        "events": ["job.completed"],
    },
}
QUERY_STRINGS: dict[str, dict[str, str]] = {
    "GET /api/organizations/{organization_id}/usage": {"period": "2026-11"},
    "GET /api/teams/{team_id}/usage": {"period": "2026-11"},
    "GET /api/analytics/usage": {"period": "2026-11"},
    "GET /api/model-groups/{group_name}/resolve": {"team_id": "$home"},
    "GET /api/credits/balance": {"team_id": "$home"},
    "GET /api/credits/transactions": {"team_id": "$home"},
    "GET /api/credits/trends": {"team_id": "$home"},
}
# Done with a session of its own: it ends the session, or changes the password.
OWN_ACCOUNT = {
    "logout",
    "changePassword",
    "POST /api/admin-users/logout",
    "POST /api/admin-users/me/change-password",
    "PUT /api/admin-users/password",
}
