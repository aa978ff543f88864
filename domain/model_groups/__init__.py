"""Named, ordered lists of models, and what a team's call to one of them comes to."""

from domain.model_groups.changes import Step, create, delete, update
from domain.model_groups.reading import (
    by_ids,
    get,
    list_visible,
    lock_for_linking,
    models_of,
    no_group,
    of_teams,
)
from domain.model_groups.resolution import (
    Resolution,
    reachable,
    resolve,
    resolve_existing,
    resolve_many,
)
from persistence.models import GroupStatus

__all__ = [
    "GroupStatus",
    "Resolution",
    "Step",
    "by_ids",
    "create",
    "delete",
    "get",
    "list_visible",
    "lock_for_linking",
    "models_of",
    "no_group",
    "of_teams",
    "reachable",
    "resolve",
    "resolve_existing",
    "resolve_many",
    "update",
]
