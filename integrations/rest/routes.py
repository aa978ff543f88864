"""The table of legacy routes: every noun's operations."""

from types import ModuleType
from typing import Any, Final

from starlette.routing import BaseRoute

from integrations.rest import (
    access_groups,
    admin_passwords,
    admins,
    analytics,
    audit_logs,
    credit_grants,
    credit_payments,
    credit_rates,
    credit_reports,
    credits,
    dashboard,
    docs,
    health,
    job_calls,
    job_endings,
    job_streams,
    jobs,
    model_aliases,
    model_groups,
    old_model_aliases,
    openai_chat,
    openai_models,
    openapi,
    organization_usage,
    organizations,
    provider_credentials,
    sign_in,
    team_access,
    team_job_lists,
    team_jobs,
    team_usage,
    teams,
    webhooks,
)
from integrations.rest.dispatch import routes_of
from integrations.rest.operation import Operation

NOUNS: Final[tuple[ModuleType, ...]] = (
    health,
    docs,
    sign_in,
    admins,
    admin_passwords,
    audit_logs,
    organizations,
    organization_usage,
    model_groups,
    model_aliases,
    old_model_aliases,
    access_groups,
    provider_credentials,
    teams,
    team_access,
    team_usage,
    team_jobs,
    credits,
    credit_grants,
    credit_payments,
    credit_rates,
    credit_reports,
    jobs,
    job_calls,
    job_streams,
    job_endings,
    team_job_lists,
    analytics,
    openai_chat,
    openai_models,
    webhooks,
    dashboard,
)

OPERATIONS: Final[tuple[Operation, ...]] = tuple(
    member for noun in NOUNS for member in vars(noun).values() if isinstance(member, Operation)
)


def routes() -> list[BaseRoute]:
    """For the application; its `exception_handlers` are `errors.HANDLERS`."""
    return [docs.static_files(), *routes_of(OPERATIONS)]


def document() -> dict[str, Any]:
    """The OpenAPI document of every operation."""
    return openapi.document(OPERATIONS)
