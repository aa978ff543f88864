"""Admin users: who may administer this installation, and who may change whom.

Owners manage everybody. Admins manage only users with the role `user` and can give no other.
Nobody changes their own role, and the last active owner stays one.
"""

from domain.access import AdminRole
from domain.admins.changing import create, deactivate, delete, require_owner, set_active, update
from domain.admins.reading import by_ids, get, list_all, list_page, lock, me

__all__ = [
    "AdminRole",
    "by_ids",
    "create",
    "deactivate",
    "delete",
    "get",
    "list_all",
    "list_page",
    "lock",
    "me",
    "require_owner",
    "set_active",
    "update",
]
