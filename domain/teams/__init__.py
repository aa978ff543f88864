"""Groups within an organization: each has a credit account, keys and access to models."""

from domain.teams.access import GroupNames, set_access
from domain.teams.changes import (
    delete,
    pause,
    resume,
    suspend,
    update,
    update_all,
)
from domain.teams.creation import Created, NewTeam, UnknownBudgetMode, create, create_in_step
from domain.teams.reading import (
    Owners,
    TeamCriteria,
    TeamOrderField,
    budget_of,
    by_ids,
    defaults_of,
    get,
    list_visible,
    lists_of,
    own,
)
from persistence.models import BudgetMode, TenantStatus

__all__ = [
    "BudgetMode",
    "Created",
    "GroupNames",
    "NewTeam",
    "Owners",
    "TeamCriteria",
    "TeamOrderField",
    "TenantStatus",
    "UnknownBudgetMode",
    "budget_of",
    "by_ids",
    "create",
    "create_in_step",
    "defaults_of",
    "delete",
    "get",
    "list_visible",
    "lists_of",
    "own",
    "pause",
    "resume",
    "set_access",
    "suspend",
    "update",
    "update_all",
]
