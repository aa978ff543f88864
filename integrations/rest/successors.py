"""The legacy API is deprecated, not going: what one sends in GraphQL instead of each operation.

An answer says so in its headers: `Deprecation` (RFC 9745), and `Link` to the address of GraphQL
and to the operation's documentation.
"""

from typing import Final

from integrations.rest.operation import Operation

# Midnight UTC of 2026-11-23, when GraphQL took over.
SINCE: Final = 1795392000
PREFIX: Final = "/api/"
_DEPRECATION: Final = (b"deprecation", f"@{SINCE}".encode())
_SUCCESSOR: Final = '</graphql>; rel="successor-version"'
Headers = list[tuple[bytes, bytes]]
# Of what is no operation.
GENERAL: Final[Headers] = [_DEPRECATION, (b"link", _SUCCESSOR.encode())]

_USER: Final = "Mutation.updateAdminUser"
_TEAM: Final = "Query.team"
_ACCOUNT: Final = "Query.team.creditAccount"
_LEDGER: Final = "Query.team.creditAccount.transactions"
_BUDGET: Final = "Mutation.updateTeamBudget"
_ALIAS: Final = "Mutation.updateModelAlias"
_CREDENTIAL: Final = "Mutation.updateProviderCredential"
_ACCESS_GROUP: Final = "Mutation.updateModelAccessGroup"
_CALL: Final = "Mutation.runCompletion"
_STREAM: Final = "Subscription.completion"

EQUIVALENTS: Final[dict[str, tuple[str, ...]]] = {
    "GET /health": (),
    "GET /openapi.json": (),
    "GET /docs": (),
    "GET /redoc": (),
    "GET /api/health-check": ("Query.server.components",),
    "GET /api/stats/dashboard": ("Query.dashboard",),
    "GET /api/admin-users/setup/status": ("Query.setupStatus",),
    "POST /api/admin-users/setup": ("Mutation.setup",),
    "POST /api/admin-users/login": ("Mutation.login",),
    "POST /api/admin/login": ("Mutation.login",),
    "POST /api/admin-users/logout": ("Mutation.logout",),
    "GET /api/admin-users/me": ("Query.viewer",),
    "GET /api/admin-users": ("Query.adminUsers",),
    "POST /api/admin-users": ("Mutation.createAdminUser",),
    "GET /api/admin-users/audit-logs": ("Query.auditLog",),
    "POST /api/admin-users/me/change-password": ("Mutation.changePassword",),
    "PUT /api/admin-users/password": ("Mutation.changePassword",),
    "GET /api/admin-users/{user_id}": ("Query.node",),
    "PUT /api/admin-users/{user_id}": (_USER,),
    "DELETE /api/admin-users/{user_id}": (_USER,),
    "POST /api/admin-users/{user_id}/change-password": (
        "Mutation.changePassword",
        "Mutation.resetPassword",
    ),
    "PUT /api/admin-users/{user_id}/deactivate": (_USER,),
    "PUT /api/admin-users/{user_id}/activate": (_USER,),
    "PUT /api/admin-users/{user_id}/reset-password": ("Mutation.resetPassword",),
    "GET /api/organizations": ("Query.organizations",),
    "POST /api/organizations/create": ("Mutation.createOrganization",),
    "GET /api/organizations/{organization_id}": ("Query.organization",),
    "PUT /api/organizations/{organization_id}": ("Mutation.updateOrganization",),
    "DELETE /api/organizations/{organization_id}": ("Mutation.deleteOrganization",),
    "GET /api/organizations/{organization_id}/teams": ("Query.organization.teams",),
    "GET /api/organizations/{organization_id}/usage": ("Query.organization.usage",),
    "PUT /api/organizations/{organization_id}/status": (
        "Mutation.suspendOrganization",
        "Mutation.pauseOrganization",
        "Mutation.resumeOrganization",
    ),
    "POST /api/organizations/{organization_id}/resume": ("Mutation.resumeOrganization",),
    "GET /api/organizations/{organization_id}/costs": ("Query.organization.usage",),
    "POST /api/model-groups/create": ("Mutation.createModelGroup",),
    "GET /api/model-groups": ("Query.modelGroups",),
    "GET /api/model-groups/{group_name}": ("Query.modelGroup",),
    "DELETE /api/model-groups/{group_name}": ("Mutation.deleteModelGroup",),
    "PUT /api/model-groups/{group_name}/models": ("Mutation.updateModelGroup",),
    "GET /api/model-groups/{group_name}/resolve": ("Query.team.resolveModel",),
    "POST /api/models/create": ("Mutation.createModelAlias",),
    "GET /api/models": ("Query.modelAliases",),
    "GET /api/models/{alias}": ("Query.modelAlias",),
    "PUT /api/models/{alias}": (_ALIAS,),
    "DELETE /api/models/{alias}": ("Mutation.deleteModelAlias",),
    "POST /api/model-aliases/create": ("Mutation.createModelAlias",),
    "GET /api/model-aliases": ("Query.modelAliases",),
    "GET /api/model-aliases/{alias}": ("Query.modelAlias",),
    "PUT /api/model-aliases/{alias}": (_ALIAS,),
    "DELETE /api/model-aliases/{alias}": ("Mutation.deleteModelAlias",),
    "POST /api/model-access-groups/create": ("Mutation.createModelAccessGroup",),
    "GET /api/model-access-groups": ("Query.modelAccessGroups",),
    "GET /api/model-access-groups/{group_name}": ("Query.modelAccessGroup",),
    "PUT /api/model-access-groups/{group_name}": (_ACCESS_GROUP,),
    "DELETE /api/model-access-groups/{group_name}": ("Mutation.deleteModelAccessGroup",),
    "PUT /api/model-access-groups/{group_name}/models": (_ACCESS_GROUP,),
    "POST /api/model-access-groups/{group_name}/add-models": (_ACCESS_GROUP,),
    "POST /api/model-access-groups/{group_name}/remove-models": (_ACCESS_GROUP,),
    "POST /api/provider-credentials/create": ("Mutation.createProviderCredential",),
    "GET /api/provider-credentials": ("Query.providerCredentials",),
    "GET /api/provider-credentials/{credential_id}": ("Query.node",),
    "PUT /api/provider-credentials/{credential_id}": (_CREDENTIAL,),
    "DELETE /api/provider-credentials/{credential_id}": ("Mutation.deleteProviderCredential",),
    "PUT /api/provider-credentials/{credential_id}/activate": (_CREDENTIAL,),
    "PUT /api/provider-credentials/{credential_id}/deactivate": (_CREDENTIAL,),
    "GET /api/provider-credentials/organization/{organization_id}": (
        "Query.organization.providerCredentials",
    ),
    "GET /api/provider-credentials/organization/{organization_id}/provider/{provider}": (
        "Query.providerCredentials",
    ),
    "GET /api/teams": ("Query.teams",),
    "POST /api/teams/create": ("Mutation.createTeam",),
    "GET /api/teams/verify": ("Query.viewer.team",),
    "GET /api/teams/{team_id}": (_TEAM,),
    "PUT /api/teams/{team_id}": ("Mutation.updateTeam", _BUDGET),
    "DELETE /api/teams/{team_id}": ("Mutation.deleteTeam",),
    "PUT /api/teams/{team_id}/access-groups": ("Mutation.setTeamAccess",),
    "PUT /api/teams/{team_id}/model-groups": ("Mutation.setTeamAccess",),
    "PUT /api/teams/{team_id}/suspend": ("Mutation.suspendTeam",),
    "POST /api/teams/{team_id}/suspend": ("Mutation.suspendTeam",),
    "PUT /api/teams/{team_id}/resume": ("Mutation.resumeTeam",),
    "POST /api/teams/{team_id}/resume": ("Mutation.resumeTeam",),
    "GET /api/teams/{team_id}/usage": ("Query.team.usage",),
    "GET /api/teams/{team_id}/jobs": ("Query.team.jobs",),
    "PATCH /api/teams/{team_id}/markup": (_BUDGET,),
    "GET /api/teams/{team_id}/credits": (_ACCOUNT,),
    "POST /api/teams/{team_id}/credits/allocate": ("Mutation.addCredits",),
    "GET /api/teams/{team_id}/credits/transactions": (_LEDGER,),
    "GET /api/credits/teams/{team_id}/balance": (_ACCOUNT,),
    "POST /api/credits/teams/{team_id}/add": ("Mutation.addCredits",),
    "GET /api/credits/teams/{team_id}/transactions": (_LEDGER,),
    "POST /api/credits/teams/{team_id}/check": ("Query.team.creditAccount.canSpend",),
    "GET /api/credits/teams/{team_id}/conversion-rates": ("Query.team.budget",),
    "PATCH /api/credits/teams/{team_id}/conversion-rates": (_BUDGET,),
    "POST /api/credits/teams/{team_id}/replenish": ("Mutation.replenishCredits",),
    "POST /api/credits/teams/{team_id}/configure-auto-refill": ("Mutation.setAutoRefill",),
    "PATCH /api/credits/teams/{team_id}/budget-mode": (_BUDGET,),
    "GET /api/credits/balance": (_ACCOUNT,),
    "POST /api/credits/add": ("Mutation.addCredits",),
    "GET /api/credits/transactions": (_LEDGER,),
    "POST /api/jobs/create": ("Mutation.createJob",),
    "POST /api/jobs/create-and-call": (_CALL,),
    "POST /api/jobs/create-and-call-stream": (_STREAM,),
    "GET /api/jobs": ("Query.jobs",),
    "GET /api/jobs/{job_id}": ("Query.job",),
    "POST /api/jobs/{job_id}/llm-call": (_CALL,),
    "POST /api/jobs/{job_id}/llm-call-stream": (_STREAM,),
    "POST /api/jobs/{job_id}/complete": ("Mutation.completeJob", "Mutation.failJob"),
    "PATCH /api/jobs/{job_id}/metadata": ("Mutation.updateJobMetadata",),
    "GET /api/jobs/{job_id}/costs": ("Query.job.calls",),
    "POST /v1/chat/completions": (_CALL, _STREAM),
    "POST /api/webhooks/register": ("Mutation.createWebhookEndpoint",),
    "GET /v1/models": ("Query.team.modelGroups",),
    "GET /v1/models/{model}": ("Query.team.resolveModel",),
    "GET /api/jobs/teams/{team_id}": ("Query.team.jobs",),
    "GET /api/jobs/teams/{team_id}/{job_id}": ("Query.job",),
    "GET /api/jobs/organizations/{organization_id}/stats": ("Query.organization.usage",),
    "GET /api/jobs/organizations/{organization_id}/analytics": ("Query.organization.usage",),
    "GET /api/analytics/usage": ("Query.usage",),
    "GET /api/credits/utilization": ("Query.dashboard.credits",),
    "GET /api/credits/trends": ("Query.team.usage.series",),
}


def ways(method: str, path: str) -> list[str]:
    """What one sends in GraphQL instead, as one writes it."""
    return [field_path(way) for way in EQUIVALENTS.get(f"{method} {path}", ())]


def field_path(way: str) -> str:
    """`Query.team.creditAccount` as one writes it: `team { creditAccount }`."""
    first, *rest = way.split(".")[1:]
    return first + "".join(f" {{ {name}" for name in rest) + " }" * len(rest)


def headers_of(operation: Operation) -> Headers:
    """Empty for what is not deprecated."""
    if not operation.path.startswith(PREFIX):
        return []
    successors = [
        f'{_SUCCESSOR}; title="{way}"' for way in ways(operation.method, operation.path)
    ] or [_SUCCESSOR]
    docs = f'</docs#/{operation.tag}/{operation.operation_id}>; rel="deprecation"'
    links = ", ".join([*successors, f'{docs}; type="text/html"'])
    return [_DEPRECATION, (b"link", links.encode())]
