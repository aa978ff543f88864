"""Tenants: each owns teams. Deleted ones stay for history."""

from domain.organizations.changes import delete, pause, resume, set_status, suspend, update
from domain.organizations.creation import DefaultTeam, Founded, create, create_in_step
from domain.organizations.reading import (
    OrganizationOrderField,
    by_ids,
    get,
    list_visible,
)
from persistence.models import TenantStatus

__all__ = [
    "DefaultTeam",
    "Founded",
    "OrganizationOrderField",
    "TenantStatus",
    "by_ids",
    "create",
    "create_in_step",
    "delete",
    "get",
    "list_visible",
    "pause",
    "resume",
    "set_status",
    "suspend",
    "update",
]
