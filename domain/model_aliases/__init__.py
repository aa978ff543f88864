"""Names that models are called by, each for one model of one provider."""

from domain.model_aliases.changes import NewAlias, create, create_in_step, delete, update
from domain.model_aliases.reading import (
    by_ids,
    by_names,
    callable_by_teams,
    get,
    list_visible,
    litellm_ids,
    of_groups,
    shared_with,
)
from persistence.models import ModelStatus

__all__ = [
    "ModelStatus",
    "NewAlias",
    "by_ids",
    "by_names",
    "callable_by_teams",
    "create",
    "create_in_step",
    "delete",
    "get",
    "list_visible",
    "litellm_ids",
    "of_groups",
    "shared_with",
    "update",
]
