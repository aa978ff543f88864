"""Every table, under one name: aerich and the ORM read this module."""

from persistence.models.admins import AdminRole, AdminUser, Session
from persistence.models.audit import ActorKind, AuditEvent, IdempotentRequest
from persistence.models.base import uuid7
from persistence.models.credits import CreditAccount, EntryKind, LedgerEntry, PaymentType
from persistence.models.installations import Installation
from persistence.models.model_groups import GroupStatus, ModelGroup, ModelGroupMember
from persistence.models.organizations import Organization, TenantStatus
from persistence.models.provisioning import Provisioning
from persistence.models.teams import BudgetMode, RefillPeriod, Team, TeamModelGroup
from persistence.models.virtual_keys import VirtualKey, VirtualKeyStatus

__all__ = [
    "ActorKind",
    "AdminRole",
    "AdminUser",
    "AuditEvent",
    "BudgetMode",
    "CreditAccount",
    "EntryKind",
    "GroupStatus",
    "IdempotentRequest",
    "Installation",
    "LedgerEntry",
    "ModelGroup",
    "ModelGroupMember",
    "Organization",
    "PaymentType",
    "Provisioning",
    "RefillPeriod",
    "Session",
    "Team",
    "TeamModelGroup",
    "TenantStatus",
    "VirtualKey",
    "VirtualKeyStatus",
    "uuid7",
]
