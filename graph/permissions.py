"""The rights, as callers read of them."""

from domain.access import Permission
from graph.enums import describe_enum

describe_enum(
    Permission,
    "A right.",
    READ="Read organizations, teams, models, credits, jobs and usage.",
    READ_PROVIDER_COSTS="Read what providers charge and which model really answered.",
    READ_PROMPTS="Read stored prompts and answers.",
    READ_AUDIT_LOG="Read the audit log.",
    MANAGE_ADMIN_USERS="Manage admin users.",
    MANAGE_MEMBERS="Manage members of an organization or team.",
    MANAGE_ORGANIZATIONS="Create, change and delete organizations. Creating and deleting need it "
    "everywhere.",
    MANAGE_TEAMS="Create, change and delete teams. Creating and deleting need it in the "
    "organization.",
    SUSPEND="Suspend organizations and teams, and resume suspended ones.",
    PAUSE="Pause organizations and teams, and resume paused ones.",
    MANAGE_ACCESS="Decide which models a team may use.",
    MANAGE_VIRTUAL_KEYS="Manage virtual keys.",
    MANAGE_MODELS="Manage model groups, aliases and access groups.",
    MANAGE_PROVIDER_CREDENTIALS="Manage provider credentials.",
    MANAGE_PRICING="Decide what work costs: budgets, markup and rate cards.",
    MANAGE_CREDITS="Grant, charge, correct and refund credits, void grants, release holds, set "
    "refills.",
    TRANSFER_CREDITS="Move credits between teams of an organization.",
    MANAGE_NOTIFICATIONS="Manage webhook endpoints and low-balance thresholds.",
    EXPORT="Export rows to files.",
    RUN_JOBS="Create jobs and call models.",
    MANAGE_SYNC="Push to LiteLLM, scan and repair drift.",
)
