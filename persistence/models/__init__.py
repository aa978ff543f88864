"""Every table, under one name: aerich and the ORM read this module."""

from persistence.models.admins import AdminRole, AdminUser, Session
from persistence.models.aliases import (
    ModelAccessGroup,
    ModelAccessGroupAlias,
    ModelAlias,
    ModelStatus,
    TeamAccessGroup,
)
from persistence.models.audit import ActorKind, AuditEvent, IdempotentRequest, RestAnswer
from persistence.models.base import uuid7
from persistence.models.credits import CreditAccount, EntryKind, LedgerEntry, PaymentType
from persistence.models.grants import (
    BalanceAlert,
    BalanceThreshold,
    CreditGrant,
    GrantConsumption,
    GrantEnd,
    GrantSource,
)
from persistence.models.installations import Installation
from persistence.models.jobs import (
    CallStatus,
    ChargeStatus,
    Job,
    JobStatus,
    LLMCall,
    LLMCallContent,
)
from persistence.models.model_groups import GroupStatus, ModelGroup, ModelGroupMember
from persistence.models.organizations import FailedCallPolicy, Organization, TenantStatus
from persistence.models.provider_credentials import ProviderCredential
from persistence.models.provisioning import Provisioning
from persistence.models.spending import ProxySpend, UsageDay, UsageSlot
from persistence.models.teams import BudgetMode, RefillPeriod, Team, TeamModelGroup
from persistence.models.virtual_keys import VirtualKey, VirtualKeyStatus
from persistence.models.webhooks import (
    WebhookDelivery,
    WebhookDeliveryStatus,
    WebhookEndpoint,
    WebhookEvent,
)

__all__ = [
    "ActorKind",
    "AdminRole",
    "AdminUser",
    "AuditEvent",
    "BalanceAlert",
    "BalanceThreshold",
    "BudgetMode",
    "CallStatus",
    "ChargeStatus",
    "CreditAccount",
    "CreditGrant",
    "EntryKind",
    "FailedCallPolicy",
    "GrantConsumption",
    "GrantEnd",
    "GrantSource",
    "GroupStatus",
    "IdempotentRequest",
    "Installation",
    "Job",
    "JobStatus",
    "LLMCall",
    "LLMCallContent",
    "LedgerEntry",
    "ModelAccessGroup",
    "ModelAccessGroupAlias",
    "ModelAlias",
    "ModelGroup",
    "ModelGroupMember",
    "ModelStatus",
    "Organization",
    "PaymentType",
    "ProviderCredential",
    "Provisioning",
    "ProxySpend",
    "RefillPeriod",
    "RestAnswer",
    "Session",
    "Team",
    "TeamAccessGroup",
    "TeamModelGroup",
    "TenantStatus",
    "UsageDay",
    "UsageSlot",
    "VirtualKey",
    "VirtualKeyStatus",
    "WebhookDelivery",
    "WebhookDeliveryStatus",
    "WebhookEndpoint",
    "WebhookEvent",
    "uuid7",
]
