"""Who may do what: every operation of both APIs, by every kind of caller.

    ok    it is done
    401   not signed in, or not with what this operation takes
    403   known, and not allowed
    404   as if there were no such thing: not found over REST, null over GraphQL
    400   the first owner is made once, and there is one already

    ano   nobody                              own   an owner
    exp   an access token past its end        mst   the admin key
    rev   one whose session was ended         key   the key of the team that is asked about
    usr   a user                              oth   the key of another organization's team
    adm   an admin                            blk   the key of a suspended team, asking for its own

Whoever sends a bad credential over GraphQL hears so whatever is asked; the legacy API looks only
at what the operation takes.
"""

from typing import Final

_TABLE: Final = """
                                                         ano exp rev usr adm own mst key oth blk
query node                                               401 401 401 ok  ok  ok  ok  ok  404 403
query nodes                                              401 401 401 ok  ok  ok  ok  ok  404 403
query viewer                                             404 401 401 ok  ok  ok  ok  ok  ok  403
query setupStatus                                        ok  401 401 ok  ok  ok  ok  ok  ok  403
query server                                             ok  401 401 ok  ok  ok  ok  ok  ok  403
query dashboard                                          401 401 401 ok  ok  ok  ok  ok  ok  403
query usage                                              401 401 401 ok  ok  ok  ok  ok  ok  403
query adminUsers                                         401 401 401 403 ok  ok  403 403 403 403
query auditLog                                           401 401 401 403 ok  ok  403 403 403 403
query organization                                       401 401 401 ok  ok  ok  ok  ok  404 403
query organizations                                      401 401 401 ok  ok  ok  ok  ok  ok  403
query team                                               401 401 401 ok  ok  ok  ok  ok  404 403
query teams                                              401 401 401 ok  ok  ok  ok  ok  ok  403
query modelGroup                                         401 401 401 ok  ok  ok  ok  ok  404 403
query modelGroups                                        401 401 401 ok  ok  ok  ok  ok  ok  403
query modelAlias                                         401 401 401 ok  ok  ok  ok  ok  404 403
query modelAliases                                       401 401 401 ok  ok  ok  ok  ok  ok  403
query modelAccessGroup                                   401 401 401 ok  ok  ok  ok  ok  404 403
query modelAccessGroups                                  401 401 401 ok  ok  ok  ok  ok  ok  403
query providerCredentials                                401 401 401 ok  ok  ok  ok  403 403 403
query job                                                401 401 401 ok  ok  ok  ok  ok  404 403
query jobs                                               401 401 401 ok  ok  ok  ok  ok  ok  403
query webhookEndpoints                                   401 401 401 ok  ok  ok  ok  ok  404 403
mutation setup                                           400 401 401 400 400 400 400 400 400 403
mutation login                                           ok  401 401 ok  ok  ok  ok  ok  ok  403
mutation logout                                          401 401 401 ok  ok  ok  401 401 401 403
mutation changePassword                                  401 401 401 ok  ok  ok  401 401 401 403
mutation resetPassword                                   401 401 401 403 403 ok  403 403 403 403
mutation createAdminUser                                 401 401 401 403 ok  ok  403 403 403 403
mutation updateAdminUser                                 401 401 401 403 ok  ok  403 403 403 403
mutation deleteAdminUser                                 401 401 401 403 ok  ok  403 403 403 403
mutation createOrganization                              401 401 401 403 ok  ok  ok  403 403 403
mutation updateOrganization                              401 401 401 403 ok  ok  ok  403 403 403
mutation suspendOrganization                             401 401 401 403 ok  ok  ok  403 403 403
mutation pauseOrganization                               401 401 401 403 ok  ok  ok  403 403 403
mutation resumeOrganization                              401 401 401 403 ok  ok  ok  403 403 403
mutation deleteOrganization                              401 401 401 403 ok  ok  ok  403 403 403
mutation createTeam                                      401 401 401 403 ok  ok  ok  403 403 403
mutation updateTeam                                      401 401 401 403 ok  ok  ok  403 403 403
mutation setTeamAccess                                   401 401 401 403 ok  ok  ok  403 403 403
mutation updateTeamBudget                                401 401 401 403 ok  ok  ok  403 403 403
mutation suspendTeam                                     401 401 401 403 ok  ok  ok  403 403 403
mutation pauseTeam                                       401 401 401 403 ok  ok  ok  403 403 403
mutation resumeTeam                                      401 401 401 403 ok  ok  ok  403 403 403
mutation deleteTeam                                      401 401 401 403 ok  ok  ok  403 403 403
mutation createModelGroup                                401 401 401 403 ok  ok  ok  403 403 403
mutation updateModelGroup                                401 401 401 403 ok  ok  ok  403 403 403
mutation deleteModelGroup                                401 401 401 403 ok  ok  ok  403 403 403
mutation createModelAlias                                401 401 401 403 ok  ok  ok  403 403 403
mutation updateModelAlias                                401 401 401 403 ok  ok  ok  403 403 403
mutation deleteModelAlias                                401 401 401 403 ok  ok  ok  403 403 403
mutation createModelAccessGroup                          401 401 401 403 ok  ok  ok  403 403 403
mutation updateModelAccessGroup                          401 401 401 403 ok  ok  ok  403 403 403
mutation deleteModelAccessGroup                          401 401 401 403 ok  ok  ok  403 403 403
mutation createProviderCredential                        401 401 401 403 ok  ok  ok  403 403 403
mutation updateProviderCredential                        401 401 401 403 ok  ok  ok  403 403 403
mutation deleteProviderCredential                        401 401 401 403 ok  ok  ok  403 403 403
mutation addCredits                                      401 401 401 403 ok  ok  ok  403 403 403
mutation replenishCredits                                401 401 401 403 ok  ok  ok  403 403 403
mutation deductCredits                                   401 401 401 403 ok  ok  ok  403 403 403
mutation adjustCredits                                   401 401 401 403 ok  ok  ok  403 403 403
mutation refundCredits                                   401 401 401 403 ok  ok  ok  403 403 403
mutation voidGrant                                       401 401 401 403 ok  ok  ok  403 403 403
mutation releaseHold                                     401 401 401 403 ok  ok  ok  403 403 403
mutation setAutoRefill                                   401 401 401 403 ok  ok  ok  403 403 403
mutation setBalanceThresholds                            401 401 401 403 ok  ok  ok  ok  404 403
mutation createWebhookEndpoint                           401 401 401 403 ok  ok  ok  ok  404 403
mutation updateWebhookEndpoint                           401 401 401 403 ok  ok  ok  ok  404 403
mutation rotateWebhookSecret                             401 401 401 403 ok  ok  ok  ok  404 403
mutation deleteWebhookEndpoint                           401 401 401 403 ok  ok  ok  ok  404 403
mutation redeliverWebhook                                401 401 401 403 ok  ok  ok  ok  404 403
mutation createJob                                       401 401 401 403 ok  ok  ok  ok  404 403
mutation updateJobMetadata                               401 401 401 403 ok  ok  ok  ok  404 403
mutation completeJob                                     401 401 401 403 ok  ok  ok  ok  404 403
mutation failJob                                         401 401 401 403 ok  ok  ok  ok  404 403
mutation cancelJob                                       401 401 401 403 ok  ok  ok  ok  404 403
mutation runCompletion                                   401 401 401 403 ok  ok  ok  ok  404 403
subscription creditBalanceChanged                        401 401 401 ok  ok  ok  ok  ok  404 403
subscription jobUpdated                                  401 401 401 ok  ok  ok  ok  ok  404 403
subscription completion                                  401 401 401 403 ok  ok  ok  ok  404 403
GET /health                                              ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET /api/health-check                                    ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET /openapi.json                                        ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET /docs                                                ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET /redoc                                               ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
GET /api/admin-users/setup/status                        ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST /api/admin-users/setup                              400 400 400 400 400 400 400 400 400 400
POST /api/admin-users/login                              ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST /api/admin/login                                    ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST /api/admin-users/logout                             401 401 401 ok  ok  ok  401 401 401 401
GET /api/admin-users/me                                  401 401 401 ok  ok  ok  401 401 401 401
GET /api/admin-users                                     401 401 401 403 ok  ok  401 401 401 401
POST /api/admin-users                                    401 401 401 403 ok  ok  401 401 401 401
GET /api/admin-users/{user_id}                           401 401 401 403 ok  ok  401 401 401 401
PUT /api/admin-users/{user_id}                           401 401 401 403 ok  ok  401 401 401 401
DELETE /api/admin-users/{user_id}                        401 401 401 403 ok  ok  401 401 401 401
PUT /api/admin-users/{user_id}/activate                  401 401 401 403 403 ok  401 401 401 401
PUT /api/admin-users/{user_id}/deactivate                401 401 401 403 403 ok  401 401 401 401
POST /api/admin-users/me/change-password                 401 401 401 ok  ok  ok  401 401 401 401
PUT /api/admin-users/password                            401 401 401 ok  ok  ok  401 401 401 401
POST /api/admin-users/{user_id}/change-password          401 401 401 403 403 ok  401 401 401 401
PUT /api/admin-users/{user_id}/reset-password            401 401 401 403 403 ok  401 401 401 401
GET /api/admin-users/audit-logs                          401 401 401 403 ok  ok  401 401 401 401
GET /api/organizations                                   401 401 401 ok  ok  ok  ok  401 401 401
POST /api/organizations/create                           401 401 401 403 ok  ok  ok  401 401 401
GET /api/organizations/{organization_id}                 401 401 401 ok  ok  ok  ok  401 401 401
PUT /api/organizations/{organization_id}                 401 401 401 403 ok  ok  ok  401 401 401
DELETE /api/organizations/{organization_id}              401 401 401 403 ok  ok  ok  401 401 401
PUT /api/organizations/{organization_id}/status          401 401 401 403 ok  ok  ok  401 401 401
POST /api/organizations/{organization_id}/resume         401 401 401 403 ok  ok  ok  401 401 401
GET /api/organizations/{organization_id}/teams           401 401 401 ok  ok  ok  ok  401 401 401
GET /api/organizations/{organization_id}/usage           401 401 401 ok  ok  ok  ok  401 401 401
GET /api/organizations/{organization_id}/costs           401 401 401 ok  ok  ok  ok  401 401 401
POST /api/model-groups/create                            401 401 401 403 ok  ok  ok  401 401 401
GET /api/model-groups                                    401 401 401 ok  ok  ok  ok  401 401 401
GET /api/model-groups/{group_name}                       401 401 401 ok  ok  ok  ok  401 401 401
DELETE /api/model-groups/{group_name}                    401 401 401 403 ok  ok  ok  401 401 401
PUT /api/model-groups/{group_name}/models                401 401 401 403 ok  ok  ok  401 401 401
GET /api/model-groups/{group_name}/resolve               401 401 401 401 401 401 401 ok  403 403
POST /api/models/create                                  401 401 401 403 ok  ok  ok  401 401 401
GET /api/models                                          401 401 401 ok  ok  ok  ok  401 401 401
GET /api/models/{alias}                                  401 401 401 ok  ok  ok  ok  401 401 401
PUT /api/models/{alias}                                  401 401 401 403 ok  ok  ok  401 401 401
DELETE /api/models/{alias}                               401 401 401 403 ok  ok  ok  401 401 401
POST /api/model-aliases/create                           401 401 401 403 ok  ok  ok  401 401 401
GET /api/model-aliases                                   401 401 401 ok  ok  ok  ok  401 401 401
GET /api/model-aliases/{alias}                           401 401 401 ok  ok  ok  ok  401 401 401
PUT /api/model-aliases/{alias}                           401 401 401 403 ok  ok  ok  401 401 401
DELETE /api/model-aliases/{alias}                        401 401 401 403 ok  ok  ok  401 401 401
POST /api/model-access-groups/create                     401 401 401 403 ok  ok  ok  401 401 401
GET /api/model-access-groups                             401 401 401 ok  ok  ok  ok  401 401 401
GET /api/model-access-groups/{group_name}                401 401 401 ok  ok  ok  ok  401 401 401
PUT /api/model-access-groups/{group_name}                401 401 401 403 ok  ok  ok  401 401 401
DELETE /api/model-access-groups/{group_name}             401 401 401 403 ok  ok  ok  401 401 401
PUT /api/model-access-groups/{group_name}/models         401 401 401 403 ok  ok  ok  401 401 401
POST /api/model-access-groups/{group_name}/add-models    401 401 401 403 ok  ok  ok  401 401 401
POST /api/model-access-groups/{group_name}/remove-models 401 401 401 403 ok  ok  ok  401 401 401
POST /api/provider-credentials/create                    401 401 401 403 ok  ok  ok  401 401 401
GET /api/provider-credentials                            401 401 401 ok  ok  ok  ok  401 401 401
GET /api/provider-credentials/{credential_id}            401 401 401 ok  ok  ok  ok  401 401 401
PUT /api/provider-credentials/{credential_id}            401 401 401 403 ok  ok  ok  401 401 401
DELETE /api/provider-credentials/{credential_id}         401 401 401 403 ok  ok  ok  401 401 401
PUT /api/provider-credentials/{credential_id}/activate   401 401 401 403 ok  ok  ok  401 401 401
PUT /api/provider-credentials/{credential_id}/deactivate 401 401 401 403 ok  ok  ok  401 401 401
GET /api/provider-credentials/organization/{organization_id} 401 401 401 ok  ok  ok  ok  401 401 401
GET /api/provider-credentials/organization/{organization_id}/provider/{provider} 401 401 401 ok  ok  ok  ok  401 401 401
GET /api/teams                                           401 401 401 ok  ok  ok  ok  401 401 401
POST /api/teams/create                                   401 401 401 403 ok  ok  ok  401 401 401
GET /api/teams/{team_id}                                 401 401 401 ok  ok  ok  ok  ok  404 403
PUT /api/teams/{team_id}                                 401 401 401 403 ok  ok  ok  401 401 401
DELETE /api/teams/{team_id}                              401 401 401 403 ok  ok  ok  401 401 401
PUT /api/teams/{team_id}/access-groups                   401 401 401 403 ok  ok  ok  401 401 401
PUT /api/teams/{team_id}/model-groups                    401 401 401 403 ok  ok  ok  401 401 401
PUT /api/teams/{team_id}/suspend                         401 401 401 403 ok  ok  ok  401 401 401
POST /api/teams/{team_id}/suspend                        401 401 401 403 ok  ok  ok  401 401 401
PUT /api/teams/{team_id}/resume                          401 401 401 403 ok  ok  ok  401 401 401
POST /api/teams/{team_id}/resume                         401 401 401 403 ok  ok  ok  401 401 401
GET /api/teams/verify                                    401 401 401 401 401 401 401 ok  ok  403
GET /api/teams/{team_id}/usage                           401 401 401 ok  ok  ok  ok  ok  403 403
GET /api/teams/{team_id}/jobs                            401 401 401 401 401 401 401 ok  403 403
GET /api/credits/teams/{team_id}/balance                 401 401 401 ok  ok  ok  ok  ok  403 403
GET /api/teams/{team_id}/credits                         401 401 401 ok  ok  ok  ok  ok  403 403
GET /api/credits/balance                                 401 401 401 ok  ok  ok  ok  ok  403 403
GET /api/credits/teams/{team_id}/transactions            401 401 401 ok  ok  ok  ok  ok  403 403
GET /api/teams/{team_id}/credits/transactions            401 401 401 ok  ok  ok  ok  ok  403 403
GET /api/credits/transactions                            401 401 401 ok  ok  ok  ok  ok  403 403
POST /api/credits/teams/{team_id}/check                  401 401 401 ok  ok  ok  ok  ok  403 403
POST /api/credits/teams/{team_id}/add                    401 401 401 403 ok  ok  ok  401 401 401
POST /api/teams/{team_id}/credits/allocate               401 401 401 403 ok  ok  ok  401 401 401
POST /api/credits/add                                    401 401 401 403 ok  ok  ok  401 401 401
POST /api/credits/teams/{team_id}/replenish              401 401 401 403 ok  ok  ok  401 401 401
POST /api/credits/teams/{team_id}/configure-auto-refill  401 401 401 403 ok  ok  ok  401 401 401
GET /api/credits/teams/{team_id}/conversion-rates        401 401 401 ok  ok  ok  ok  401 401 401
PATCH /api/credits/teams/{team_id}/conversion-rates      401 401 401 403 ok  ok  ok  401 401 401
PATCH /api/credits/teams/{team_id}/budget-mode           401 401 401 403 ok  ok  ok  401 401 401
PATCH /api/teams/{team_id}/markup                        401 401 401 403 ok  ok  ok  401 401 401
GET /api/credits/utilization                             401 401 401 ok  ok  ok  ok  401 401 401
GET /api/credits/trends                                  401 401 401 ok  ok  ok  ok  401 401 401
POST /api/jobs/create                                    401 401 401 401 401 401 401 ok  403 403
POST /api/jobs/create-and-call                           401 401 401 401 401 401 401 ok  403 403
POST /api/jobs/create-and-call-stream                    401 401 401 401 401 401 401 ok  403 403
GET /api/jobs                                            401 401 401 401 401 401 401 ok  ok  403
GET /api/jobs/{job_id}                                   401 401 401 401 401 401 401 ok  403 403
POST /api/jobs/{job_id}/llm-call                         401 401 401 401 401 401 401 ok  403 403
POST /api/jobs/{job_id}/llm-call-stream                  401 401 401 401 401 401 401 ok  403 403
POST /api/jobs/{job_id}/complete                         401 401 401 401 401 401 401 ok  403 403
PATCH /api/jobs/{job_id}/metadata                        401 401 401 401 401 401 401 ok  403 403
GET /api/jobs/{job_id}/costs                             401 401 401 401 401 401 401 ok  403 403
POST /api/webhooks/register                              401 401 401 401 401 401 401 ok  403 403
GET /api/jobs/teams/{team_id}                            401 401 401 ok  ok  ok  ok  401 401 401
GET /api/jobs/teams/{team_id}/{job_id}                   401 401 401 ok  ok  ok  ok  401 401 401
GET /api/jobs/organizations/{organization_id}/stats      401 401 401 ok  ok  ok  ok  401 401 401
GET /api/jobs/organizations/{organization_id}/analytics  401 401 401 ok  ok  ok  ok  401 401 401
GET /api/analytics/usage                                 401 401 401 ok  ok  ok  ok  401 401 401
POST /v1/chat/completions                                401 401 401 401 401 401 401 ok  ok  403
GET /v1/models                                           401 401 401 401 401 401 401 ok  ok  403
GET /v1/models/{model}                                   401 401 401 401 401 401 401 ok  404 403
GET /api/stats/dashboard                                 401 401 401 ok  ok  ok  ok  401 401 401
"""  # noqa: E501

CALLERS: Final[list[str]] = _TABLE.split("\n")[1].split()


def expected() -> dict[str, dict[str, str]]:
    """Operation → caller → word."""
    lines = [line.split() for line in _TABLE.strip().split("\n")[1:]]
    names = [" ".join(words[:2]) for words in lines]
    assert len(names) == len(set(names)), "an operation is in the table twice"
    return {
        name: dict(zip(CALLERS, words[2:], strict=True))
        for name, words in zip(names, lines, strict=True)
    }
