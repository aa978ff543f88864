"""How each documented answer is provoked: who asks what, of which world.

A refusal that many operations have in common has one recipe, by its text.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from integrations.rest.provider_credential_forms import ONE_OF
from integrations.rest.provider_credentials import RIVAL, RIVAL_OF_ACTIVATED, RIVAL_OF_UPDATED
from tests.rest.examples_contract import Example
from tests.rest.examples_scene import CREDENTIAL_ID, JOB_ID, OWNER_ID, PASSWORD, TARGET_ID


@dataclass(frozen=True)
class Recipe:
    """Besides what the operation is asked anyway. `changes` are members of the body, or all of
    it; `values` fill in the placeholders of the text."""

    caller: str | None = None
    world: str = "acme"
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    changes: Any = None
    values: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


NOBODY_ID = "00000000-0000-4000-8000-000000000000"
PATH = {
    "organization_id": "org_acme",
    "team_id": "acme-prod",
    "group_name": "ResumeAgent",
    "user_id": str(TARGET_ID),
    "job_id": str(JOB_ID),
    "model": "gpt-models",
    "alias": "chat-fast",
    "credential_id": str(CREDENTIAL_ID),
    "provider": "openai",
}
OWN = {"user_id": str(OWNER_ID)}
NEW_PASSWORD = {"new_password": "another password"}
CHANGED = {"current_password": PASSWORD, **NEW_PASSWORD}

# Of operations whose body has no example.
BODIES: dict[str, Any] = {
    "POST /api/admin/login": {"email": "admin@example.com", "password": PASSWORD},
    "POST /api/admin-users/me/change-password": CHANGED,
    "PUT /api/admin-users/password": CHANGED,
    "POST /api/admin-users/{user_id}/change-password": NEW_PASSWORD,
    "PUT /api/admin-users/{user_id}/reset-password": NEW_PASSWORD,
    "PUT /api/admin-users/{user_id}": {"display_name": "Admin User"},
    "PUT /api/organizations/{organization_id}": {"name": "ACME"},
    "PUT /api/organizations/{organization_id}/status": {"status": "paused", "reason": "Unpaid"},
    "POST /api/teams/{team_id}/credits/allocate": {"credits_amount": 50},
    "PATCH /api/credits/teams/{team_id}/conversion-rates": {"tokens_per_credit": 5000},
    "PATCH /api/credits/teams/{team_id}/budget-mode": {
        "budget_mode": "consumption_tokens",
        "tokens_per_credit": 5000,
    },
    "POST /api/credits/add": {"team_id": "acme-prod", "amount": 50, "description": "Top-up"},
    "POST /api/webhooks/register": {
        "team_id": "acme-prod",
        "webhook_url": "https://hooks.example.com/jobs",
        "events": ["job.completed"],
    },
}
_ALIASES = {"model_aliases": ["chat-fast"]}
BODIES |= {
    "PUT /api/models/{alias}": {"display_name": "Fast Chat"},
    "POST /api/model-aliases/create": {
        "alias": "chat-fast",
        "litellm_model": "openai/gpt-4o-mini",
        "description": "Fast Chat",
    },
    "PUT /api/model-aliases/{alias}": {"active": True, "litellm_model": "openai/gpt-4o-mini"},
    "PUT /api/model-access-groups/{group_name}": {"display_name": "GPT models"},
    "POST /api/model-access-groups/{group_name}/add-models": _ALIASES,
    "POST /api/model-access-groups/{group_name}/remove-models": _ALIASES,
}
BODIES["PUT /api/provider-credentials/{credential_id}"] = {"api_key": "********"}
_HI = {"model": "gpt-4", "messages": [{"role": "user", "content": "Hi"}]}
BODIES |= {
    "POST /api/jobs/create-and-call-stream": {"team_id": "acme-prod", "job_type": "chat", **_HI},
    "POST /api/jobs/{job_id}/llm-call-stream": _HI,
    "POST /v1/chat/completions": _HI,
}
_PERIOD = {"period": f"{datetime.now(UTC):%Y-%m}"}
_TEAM = {"team_id": "acme-prod"}
QUERIES: dict[str, dict[str, Any]] = {
    "GET /api/organizations/{organization_id}/usage": _PERIOD,
    "GET /api/teams/{team_id}/usage": _PERIOD,
    "GET /api/analytics/usage": _PERIOD,
    "GET /api/model-groups/{group_name}/resolve": _TEAM,
    "GET /api/credits/balance": _TEAM,
    "GET /api/credits/transactions": _TEAM,
    "GET /api/credits/trends": _TEAM,
}
# The worlds in which operations succeed, where that is not Acme's with all it has.
SUCCESSES: dict[str, Recipe] = {
    "GET /api/admin-users/setup/status": Recipe(world="nothing"),
    "POST /api/admin-users/setup": Recipe(world="nothing"),
    "POST /api/admin-users": Recipe(world="owner"),
    "GET /api/admin-users/audit-logs": Recipe(world="audited"),
    "GET /api/admin-users/{user_id}": Recipe(path=OWN),
    "PUT /api/admin-users/{user_id}": Recipe(path=OWN),
    "POST /api/organizations/create": Recipe(world="people"),
    "DELETE /api/organizations/{organization_id}": Recipe(world="before_the_team"),
    "POST /api/model-groups/create": Recipe(world="people"),
    "GET /api/model-groups/{group_name}/resolve": Recipe(world="resuming"),
    "POST /api/teams/create": Recipe(world="before_the_team"),
    "GET /api/credits/teams/{team_id}/transactions": Recipe(
        world="topped_up", query={"limit": "1"}
    ),
    "GET /api/stats/dashboard": Recipe(world="two_teams"),
    "POST /api/jobs/create-and-call": Recipe(world="working"),
    "POST /api/jobs/create-and-call-stream": Recipe(world="working"),
    "POST /api/jobs/{job_id}/llm-call": Recipe(world="working"),
    "POST /api/jobs/{job_id}/llm-call-stream": Recipe(world="working"),
    "POST /api/jobs/{job_id}/complete": Recipe(world="worked"),
    "PATCH /api/jobs/{job_id}/metadata": Recipe(world="working"),
    "GET /api/jobs/{job_id}": Recipe(world="worked"),
    "GET /api/jobs/{job_id}/costs": Recipe(world="worked"),
    "GET /api/jobs/teams/{team_id}": Recipe(world="completed"),
    "GET /api/jobs/teams/{team_id}/{job_id}": Recipe(world="completed"),
    "POST /v1/chat/completions": Recipe(world="working"),
}
_OPENED = {"group_name": "gpt-models"}
_IN_CATALOG = Recipe(world="catalog", path=_OPENED)
SUCCESSES |= {
    "POST /api/models/create": Recipe(world="opened"),
    "POST /api/model-aliases/create": Recipe(world="people"),
    "POST /api/model-access-groups/create": Recipe(world="aliased"),
    "DELETE /api/model-access-groups/{group_name}": Recipe(world="opened", path=_OPENED),
}
SUCCESSES |= dict.fromkeys(
    (
        "GET /api/models",
        "GET /api/models/{alias}",
        "PUT /api/models/{alias}",
        "DELETE /api/models/{alias}",
        "GET /api/model-aliases",
        "GET /api/model-aliases/{alias}",
        "PUT /api/model-aliases/{alias}",
        "DELETE /api/model-aliases/{alias}",
        "GET /api/model-access-groups",
        "GET /api/model-access-groups/{group_name}",
        "PUT /api/model-access-groups/{group_name}",
        "PUT /api/model-access-groups/{group_name}/models",
        "POST /api/model-access-groups/{group_name}/add-models",
        "POST /api/model-access-groups/{group_name}/remove-models",
    ),
    _IN_CATALOG,
)
_CREDENTIAL = "/api/provider-credentials/{credential_id}"
_OWN_CREDENTIALS = "/api/provider-credentials/organization/{organization_id}"
SUCCESSES |= {
    "POST /api/provider-credentials/create": Recipe(world="before_the_team"),
    f"PUT {_CREDENTIAL}/activate": Recipe(world="credential_unused"),
}
SUCCESSES |= dict.fromkeys(
    (
        "GET /api/provider-credentials",
        f"GET {_CREDENTIAL}",
        f"PUT {_CREDENTIAL}",
        f"DELETE {_CREDENTIAL}",
        f"PUT {_CREDENTIAL}/deactivate",
        f"GET {_OWN_CREDENTIALS}",
        f"GET {_OWN_CREDENTIALS}/provider/{{provider}}",
    ),
    Recipe(world="credentialed"),
)
# Values that no member of the query may have, where its schema does not tell.
WRONG_QUERIES = {
    "GET /api/models": {"status": "gone"},
    "GET /api/jobs/teams/{team_id}": {"page": "0"},
    "GET /api/jobs/organizations/{organization_id}/stats": {"start_date": "\0"},
    "GET /api/jobs/organizations/{organization_id}/analytics": {"start_date": "\0"},
}

_NO_TEAM = {"team_id": "absent"}
ABSENT = {
    "team_id": "absent",
    "organization_id": "absent",
    "group_name": "absent",
    "model": "absent",
    "alias": "absent",
    "credential_id": NOBODY_ID,
}
_NOWHERE = Recipe(
    path=ABSENT | {"user_id": NOBODY_ID, "job_id": NOBODY_ID}, query=_NO_TEAM, values=ABSENT
)
_RESUME = {"model": "ResumeAgent"}
_OF_ACME = {"team_id": "acme-prod"}
_OTHER = Recipe("other_key")
_WEEKLY = Recipe(changes={"budget_mode": "weekly"}, values={"budget_mode": "weekly"})
_FREE_TOKENS = Recipe(changes={"tokens_per_credit": 0})
_NOT_FOR_USERS = Recipe("user")
_KEY_SYNTAX = "Expected: 'Authorization: Bearer sk-xxx...'"

REFUSALS: dict[str, Recipe] = {
    "Not authenticated": Recipe("nobody"),
    "Invalid or expired token": Recipe("invalid"),
    "Invalid token payload": Recipe("somebody_else"),
    "Session expired or revoked": Recipe("ended"),
    "User not found or inactive": Recipe("inactive"),
    "Invalid email or password": Recipe(changes={"password": "wrong"}),
    "Authentication required. Provide either 'Authorization: Bearer <token>' "
    "or 'X-Admin-Key: <master_key>'": Recipe("wrong_admin_key"),
    f"Missing Authorization header. {_KEY_SYNTAX}": Recipe("nobody"),
    f"Invalid Authorization header format. {_KEY_SYNTAX}": Recipe("malformed"),
    "Invalid API key": Recipe("invalid"),
    "Insufficient permissions. Required roles: owner, admin": _NOT_FOR_USERS,
    "Insufficient permissions. Required roles: owner": Recipe("admin"),
    "Team access is {status}. Please contact support.": Recipe(
        "key", "suspended", values={"status": "suspended"}
    ),
    "Cannot resolve model group for a different team": _OTHER,
    "Cannot access usage data for a different team": _OTHER,
    "Cannot access jobs for a different team": _OTHER,
    "Cannot access credit balance for a different team": _OTHER,
    "Cannot access credit transactions for a different team": _OTHER,
    "Cannot check credits for a different team": _OTHER,
    "User not found": _NOWHERE,
    "Team '{team_id}' not found": _NOWHERE,
    "Organization '{organization_id}' not found": _NOWHERE,
    "Model group '{group_name}' not found": _NOWHERE,
    "No credit account found for team '{team_id}'": _NOWHERE,
    "Setup already completed. Owner account exists.": Recipe(world="owner"),
    "Email already registered": Recipe(),
    "Admins can only create users with 'user' role": Recipe("admin", changes={"role": "admin"}),
    "Current password is incorrect": Recipe(path=OWN, changes={"current_password": "wrong"}),
    "Cannot change your own role": Recipe(path=OWN, changes={"role": "owner"}),
    "Admins cannot modify owner or admin users": Recipe("admin", path=OWN),
    "Admins cannot promote users to owner or admin": Recipe("admin", changes={"role": "admin"}),
    "Cannot delete your own account": Recipe(path=OWN),
    "Admins cannot delete owner or admin users": Recipe("admin", path=OWN),
    "Organization with ID '{organization_id}' already exists": Recipe(values=PATH),
    "Organization has active teams": Recipe(),
    "Model group '{group_name}' already exists": Recipe(values=PATH),
    "Model alias '{model_alias}' already exists": Recipe(
        world="catalog", values={"model_alias": "chat-fast"}
    ),
    "Model access group '{group_name}' already exists": Recipe(world="catalog", values=_OPENED),
    "Model alias '{alias}' not found": _NOWHERE,
    "Cannot delete access group '{group_name}' - still in use by teams: {teams}": Recipe(
        world="catalog", path=_OPENED, values={**_OPENED, "teams": "acme-prod"}
    ),
    "Cannot delete model group '{group_name}'. It is assigned to {n} team(s).": Recipe(
        path={"group_name": "gpt-models"}, values={"group_name": "gpt-models", "n": "1"}
    ),
    "Model group '{group_name}' not found or inactive": Recipe(world="inactive_group", values=PATH),
    "No active models configured for group '{group_name}'": Recipe(
        world="empty_group", values=PATH
    ),
    "Provider credential '{credential_id}' not found": _NOWHERE,
    "No active credential found for organization '{organization_id}'"
    " and provider '{provider}'": Recipe(values=PATH),
    f"Invalid provider: {{provider}}. {ONE_OF}": Recipe(
        changes={"provider": "azure"},
        query={"provider": "azure"},
        path={"provider": "azure"},
        values={"provider": "azure"},
    ),
    RIVAL: Recipe(world="credentialed", values=PATH),
    RIVAL_OF_ACTIVATED: Recipe(world="credential_replaced"),
    RIVAL_OF_UPDATED: Recipe(world="credential_replaced", changes={"is_active": True}),
    "Provider credential is used by model aliases: {aliases}": Recipe(
        world="credential_of_an_alias", values={"aliases": "'chat-fast'"}
    ),
    "Team '{team_id}' already exists": Recipe(values=PATH),
    "Model access group '{group_name}' not found": Recipe(
        changes={"access_groups": ["absent"]}, values=ABSENT
    ),
    "Failed to create team in LiteLLM: {reason}": Recipe(world="without_litellm"),
    "Failed to create model in LiteLLM: {reason}": Recipe(
        world="without_litellm", changes={"access_groups": []}
    ),
    "Cannot delete default team '{team_id}'. Default teams are protected from deletion.": Recipe(
        path={"team_id": "org_acme_default"}, values={"team_id": "org_acme_default"}
    ),
    "Invalid budget_mode: {budget_mode}. Must be one of: "
    "job_based, consumption_usd, consumption_tokens": _WEEKLY,
    "budget_mode must be one of: job_based, consumption_usd, consumption_tokens": _WEEKLY,
    "Invalid status: {status}. Must be one of: pending, in_progress, completed, failed": Recipe(
        query={"status": "done"}, values={"status": "done"}
    ),
    "Invalid job_id format: {job_id}": Recipe(path={"job_id": "x"}, values={"job_id": "x"}),
    "Job '{job_id}' not found for team '{team_id}'": Recipe(
        path={"job_id": NOBODY_ID}, values={"job_id": NOBODY_ID, "team_id": "acme-prod"}
    ),
    **{
        f"Invalid {name} format: {{{name}}}{hint}": Recipe(query={name: "x"}, values={name: "x"})
        for name in ("start_date", "end_date")
        for hint in ("", ". Use ISO format (YYYY-MM-DD)")
    },
    "cost_markup_percentage must be between 0 and 999.99": Recipe(
        changes={"cost_markup_percentage": 1000}
    ),
    "credits_per_dollar must be a positive number": Recipe(changes={"credits_per_dollar": 0}),
    "tokens_per_credit must be a positive integer": _FREE_TOKENS,
    "payment_type must be 'subscription' or 'one_time'": Recipe(changes={"payment_type": "gift"}),
    "credits must be a positive integer": Recipe(changes={"credits": 0}),
    "refill_period must be 'monthly', 'weekly', or 'daily'": Recipe(
        changes={"refill_period": "yearly"}
    ),
    "refill_amount must be a positive integer when enabling auto-refill": Recipe(
        changes={"refill_amount": None}
    ),
    "refill_period must be specified when enabling auto-refill": Recipe(
        changes={"refill_period": None}
    ),
    "API key does not belong to team '{team_id}'": Recipe("other_key", values=PATH),
    "Job does not belong to your team": Recipe("other_key", "working"),
    "Job not found": _NOWHERE,
    "Job is already {status}": Recipe(
        world="completed", changes={"status": "failed"}, values={"status": "completed"}
    ),
    "Team '{team_id}' does not have access to model alias '{model}'": Recipe(
        world="secretive", changes={"model": "private"}, values={"model": "private", **_OF_ACME}
    ),
    "Team '{team_id}' does not have access to model group '{model}'": Recipe(
        world="working", changes={"model": "absent"}, values={"model": "absent", **_OF_ACME}
    ),
    "Model group '{model}' not found or inactive": Recipe(
        world="stopped", changes=_RESUME, values=_RESUME
    ),
    "The last active owner cannot be demoted, deactivated or deleted.": Recipe(path=OWN),
    "The job may make {n} calls.": Recipe(world="bounded", values={"n": "1"}),
    "The job has used up its credits.": Recipe(world="spent"),
    "The call may cost more than the job has left; lower its max_tokens.": Recipe(
        world="frugal", changes={"max_tokens": 100_000}
    ),
    "There may be {count} webhook endpoints at most.": Recipe(world="listening"),
    "No active models configured for group '{model}'": Recipe(
        world="emptied", changes=_RESUME, values=_RESUME
    ),
    "Insufficient credits. Team has {r} credits remaining, but {n} required. "
    "Allocated: {a}, Used: {u}": Recipe(
        world="poor", values={"r": "0", "n": "1", "a": "1000", "u": "1000"}
    ),
    "LLM call failed: {reason}": Recipe(world="failing"),
    "Send a list of one message or more.": Recipe(changes={"messages": []}),
    "You have used up your credits. Top up your team's credits to go on.": Recipe(world="poor"),
    "The model '{model}' does not exist, or you may not call it.": _NOWHERE,
}

# Operations that are asked in a way of their own.
_CREATE = "POST /api/teams/create"
PARTICULAR: dict[tuple[str, str], Recipe] = {
    (_CREATE, "Organization '{organization_id}' not found"): Recipe(
        changes={"organization_id": "absent"}, values=ABSENT
    ),
    (_CREATE, "Model group '{group_name}' not found"): Recipe(
        world="before_the_team", changes={"model_groups": ["absent"]}, values=ABSENT
    ),
    (_CREATE, "Model access group '{group_name}' not found"): Recipe(
        world="before_the_team", changes={"access_groups": ["absent"]}, values=ABSENT
    ),
    (
        "POST /api/provider-credentials/create",
        "Organization '{organization_id}' not found",
    ): Recipe(changes={"organization_id": "absent"}, values=ABSENT),
    ("PUT /api/teams/{team_id}/model-groups", "Model group '{group_name}' not found"): Recipe(
        changes={"model_groups": ["absent"]}, values=ABSENT
    ),
    (
        "PUT /api/teams/{team_id}/access-groups",
        "Model access group '{group_name}' not found",
    ): Recipe(changes=["absent"], values=ABSENT),
    (
        "GET /api/model-groups/{group_name}/resolve",
        "Model group '{group_name}' not found",
    ): Recipe(path=ABSENT, values=ABSENT),
    ("POST /api/credits/add", "Team '{team_id}' not found"): Recipe(
        changes=_NO_TEAM, values=ABSENT
    ),
    ("POST /v1/chat/completions", "Job not found"): Recipe(
        world="working", changes={"metadata": {"job_id": NOBODY_ID}}
    ),
    ("POST /v1/chat/completions", "Job is already {status}"): Recipe(
        world="completed",
        changes={"metadata": {"job_id": str(JOB_ID)}},
        values={"status": "completed"},
    ),
}
_GROUP = "/api/model-access-groups/{group_name}"
_NO_ALIAS = "Model alias '{alias}' not found"
PARTICULAR |= {
    (operation, "Model access group '{group_name}' not found"): _NOWHERE
    for operation in (
        f"GET {_GROUP}",
        f"PUT {_GROUP}",
        f"DELETE {_GROUP}",
        f"PUT {_GROUP}/models",
        f"POST {_GROUP}/add-models",
        f"POST {_GROUP}/remove-models",
    )
}
PARTICULAR |= {
    (operation, _NO_ALIAS): Recipe(
        world="catalog",
        path=_OPENED,
        changes={"group_name": "other", "model_aliases": ["absent"]},
        values=ABSENT,
    )
    for operation in (
        "POST /api/model-access-groups/create",
        f"PUT {_GROUP}/models",
        f"POST {_GROUP}/add-models",
        f"POST {_GROUP}/remove-models",
    )
}
PARTICULAR["PUT /api/models/{alias}", "Model access group '{group_name}' not found"] = Recipe(
    world="catalog", changes={"access_groups": ["absent"]}, values=ABSENT
)


def recipe(example: Example) -> Recipe | None:
    if example.status == 200:
        return SUCCESSES.get(example.operation, Recipe())
    if example.status == 422:
        return _wrong_fields(example)
    assert example.text
    if example.status == 429:
        return Recipe(world="limited")
    return PARTICULAR.get((example.operation, example.text)) or REFUSALS.get(example.text)


def _wrong_fields(example: Example) -> Recipe:
    """No body is a list of numbers; without a body, members of the query are no
    numbers or dates, or lacking."""
    if "requestBody" in example.asked:
        return Recipe(changes=[1])
    if example.operation in WRONG_QUERIES:
        return Recipe(query=WRONG_QUERIES[example.operation])
    wrong: dict[str, str | None] = {}
    headers = {}
    for each in example.asked["parameters"]:
        if each["name"] == "Idempotency-Key":
            headers = {"Idempotency-Key": "x" * 256}
        elif each["in"] == "query" and each["schema"] != {"type": "string"}:
            wrong[each["name"]] = "x"
        elif each["in"] == "query" and each.get("required"):
            wrong[each["name"]] = None
    return Recipe(query=wrong, headers=headers)


def request(example: Example, recipe: Recipe) -> tuple[str, str, dict[str, Any]]:
    """Method, path and the rest of what is sent."""
    method, path = example.operation.split()
    sent: dict[str, Any] = {}
    query = QUERIES.get(example.operation, {}) | recipe.query
    sent["params"] = {name: value for name, value in query.items() if value is not None}
    if "requestBody" in example.asked:
        body = BODIES.get(example.operation, example.body)
        merged = isinstance(body, dict) and isinstance(recipe.changes, dict)
        sent["json"] = body | recipe.changes if merged else recipe.changes or body
    if example.media == "text/event-stream" and example.operation.startswith("POST /v1/"):
        sent["json"] = sent["json"] | {"stream": True, "stream_options": {"include_usage": True}}
    return method, path.format_map(PATH | recipe.path), sent


def caller(example: Example, recipe: Recipe) -> str:
    if recipe.caller:
        return recipe.caller
    schemes = {scheme for option in example.asked["security"] for scheme in option}
    return "key" if schemes == {"virtualKey"} else "owner" if schemes else "nobody"
