"""Bringing LiteLLM in step with our rows: what to hold there, and the loop that sees to it.

Nothing of a request talks to LiteLLM. A change moves the `generation` of its team's row in the
same transaction; workers look at rows and at LiteLLM, make one call after the other, and look
again, until the two agree. Whatever was lost, late or done twice in between does not matter.
"""

from domain.provisioning.allowance import follow
from domain.provisioning.backlog import Waiting
from domain.provisioning.catch_up import catch_up
from domain.provisioning.queue import (
    SyncState,
    SyncStatus,
    begin,
    begin_alias,
    begin_credential,
    hasten,
    look_again,
    status_of,
    touch,
    touch_aliases,
    touch_credentials,
    wait_until_alias_synced,
    wait_until_synced,
)
from domain.provisioning.sweep import Report, reconcile
from domain.provisioning.worker import drain, run

__all__ = [
    "Report",
    "SyncState",
    "SyncStatus",
    "Waiting",
    "begin",
    "begin_alias",
    "begin_credential",
    "catch_up",
    "drain",
    "follow",
    "hasten",
    "look_again",
    "reconcile",
    "run",
    "status_of",
    "touch",
    "touch_aliases",
    "touch_credentials",
    "wait_until_alias_synced",
    "wait_until_synced",
]
