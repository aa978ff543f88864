"""API keys of model providers, of organizations and of the whole installation: given to LiteLLM,
and shown to nobody."""

from domain.provider_credentials.changes import (
    NewCredential,
    create,
    delete,
    end_of,
    update,
)
from domain.provider_credentials.checks import MASK
from domain.provider_credentials.reading import (
    active_of,
    by_ids,
    get,
    list_of,
    list_visible,
    of_organizations,
)

__all__ = [
    "MASK",
    "NewCredential",
    "active_of",
    "by_ids",
    "create",
    "delete",
    "end_of",
    "get",
    "list_of",
    "list_visible",
    "of_organizations",
    "update",
]
