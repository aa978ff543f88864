"""The schema: every noun's queries and mutations under one roof."""

from typing import Any, Final

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from graph.access_group_changes import ModelAccessGroupMutation
from graph.access_groups import ModelAccessGroupQuery
from graph.admins import AdminMutation, AdminQuery
from graph.audit import AuditQuery
from graph.completion_events import CompletionSubscription
from graph.completions import CompletionMutation
from graph.credits import CreditMutation, CreditTermsMutation
from graph.credits.events import CreditSubscription
from graph.dashboard import DashboardQuery
from graph.documents import Documents
from graph.errors import InsufficientCreditsError, RequestError
from graph.job_changes import JobMutation
from graph.job_events import JobSubscription
from graph.jobs import JobQuery
from graph.model_alias_changes import ModelAliasMutation
from graph.model_aliases import ModelAliasQuery
from graph.model_group_changes import ModelGroupMutation
from graph.model_groups import ModelGroupQuery
from graph.nodes import NodeQuery
from graph.organization_changes import OrganizationMutation
from graph.organizations import OrganizationQuery
from graph.provider_credential_changes import ProviderCredentialMutation
from graph.provider_credentials import ProviderCredentialQuery
from graph.scalars import SCALARS
from graph.server_info import ServerQuery
from graph.sessions import SessionMutation, SessionQuery
from graph.team_budgets import TeamBudgetMutation
from graph.team_changes import TeamMutation
from graph.team_status import TeamStatusMutation
from graph.teams import TeamQuery
from graph.usage import UsageQuery
from graph.webhook_changes import WebhookMutation
from graph.webhooks import WebhookQuery


@strawberry.type(
    description="Reading. What does not exist or is invisible is null. A list the caller has no "
    "right to is null with a top-level error `FORBIDDEN`."
)
class Query(
    NodeQuery,
    SessionQuery,
    ServerQuery,
    DashboardQuery,
    UsageQuery,
    AdminQuery,
    AuditQuery,
    OrganizationQuery,
    TeamQuery,
    ModelGroupQuery,
    ModelAliasQuery,
    ModelAccessGroupQuery,
    ProviderCredentialQuery,
    JobQuery,
    WebhookQuery,
):
    pass


@strawberry.type(
    description="Writing. Each mutation commits or refuses by itself. A refusal is told in "
    "`errors`; the other fields are then null unless described otherwise."
)
class Mutation(
    SessionMutation,
    AdminMutation,
    OrganizationMutation,
    TeamMutation,
    TeamBudgetMutation,
    TeamStatusMutation,
    ModelGroupMutation,
    ModelAliasMutation,
    ModelAccessGroupMutation,
    ProviderCredentialMutation,
    CreditMutation,
    CreditTermsMutation,
    JobMutation,
    CompletionMutation,
    WebhookMutation,
):
    pass


@strawberry.type(
    description="Live events. Reconnect with the last `cursor` as `after` to miss nothing; ends "
    "when the credential does."
)
class Subscription(CreditSubscription, JobSubscription, CompletionSubscription):
    pass


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """The endpoint logs what is a bug, once; the rest is the client's business."""


def build_schema(
    query: type, mutation: type, subscription: type | None = None
) -> strawberry.Schema:
    return _Schema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=[RequestError, InsufficientCreditsError],
        extensions=[Documents],
        config=StrawberryConfig(scalar_map=SCALARS),
    )


schema: Final = build_schema(Query, Mutation, Subscription)
