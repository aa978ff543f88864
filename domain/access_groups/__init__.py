"""Sets of aliases that teams are given access to."""

from domain.access_groups.changes import create, delete, update
from domain.access_groups.reading import (
    by_ids,
    get,
    list_visible,
    of_aliases,
    of_teams,
    teams_using,
)
from persistence.models import GroupStatus

__all__ = [
    "GroupStatus",
    "by_ids",
    "create",
    "delete",
    "get",
    "list_visible",
    "of_aliases",
    "of_teams",
    "teams_using",
    "update",
]
