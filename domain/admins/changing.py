"""Creating, changing and deleting admin users."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from domain import audit, emails, passwords, sessions, validation
from domain.access import Actor, AdminRole, requires
from domain.admins.reading import MANAGE, lock
from domain.errors import AlreadyExists, Forbidden, InvalidInput, Protected
from domain.ports import Ports
from persistence.database import ConstraintViolation, UniqueViolation, transaction
from persistence.models import AdminUser, uuid7

_LAST_OWNER: Final = "LC010"
_NOT_NULL: Final = {"display_name": "displayName", "role": "role", "is_active": "isActive"}


@requires(MANAGE)
async def create(
    actor: Actor,
    *,
    email: str,
    display_name: str,
    role: AdminRole,
    password: str | None = None,
    metadata: object = None,
) -> AdminUser:
    """A new user; without a password nobody can sign in as them."""
    if not _may_manage(actor, role):
        raise Forbidden(MANAGE, "Admins can only create users with 'user' role")
    checks: dict[str, Callable[[], Any]] = {
        "email": lambda: emails.checked(email),
        "display_name": lambda: validation.line("displayName", display_name),
        "metadata": lambda: validation.metadata("metadata", metadata),
    }
    if password is not None:
        checks["password_hash"] = partial(passwords.check, password)
    columns = validation.all_of(checks)
    if password is not None:
        columns["password_hash"] = await passwords.hash_of(password)
    user = AdminUser(id=uuid7(), role=role, created_by_id=actor.admin_user_id, **columns)
    try:
        async with transaction():
            await user.save()
            await _record(actor, "admin_user.created", user, after=_facts(user))
    except UniqueViolation as error:
        raise AlreadyExists("Email already registered", field="email") from error
    return user


@requires(MANAGE)
async def update(actor: Actor, /, ports: Ports, user_id: UUID, **changes: Any) -> AdminUser:
    """Change `display_name`, `role`, `is_active` or `metadata`, whichever are given."""
    return await _change(actor, ports, user_id, _checked(changes), "admin_user.updated")


@requires(MANAGE)
async def set_active(actor: Actor, ports: Ports, user_id: UUID, is_active: bool) -> AdminUser:
    """For owners: what `update` does, without more."""
    require_owner(actor)
    return await _change(actor, ports, user_id, {"is_active": is_active}, "admin_user.updated")


@requires(MANAGE)
async def deactivate(actor: Actor, ports: Ports, user_id: UUID) -> AdminUser:
    """Keep the user, who can no longer sign in. Not oneself."""
    if user_id == actor.admin_user_id:
        raise Protected("Cannot delete your own account")
    return await _change(
        actor,
        ports,
        user_id,
        {"is_active": False},
        "admin_user.deactivated",
        refusal="Admins cannot delete owner or admin users",
    )


@requires(MANAGE)
async def delete(actor: Actor, ports: Ports, user_id: UUID) -> UUID:
    """For good, with all sessions; the audit log keeps the e-mail."""
    if user_id == actor.admin_user_id:
        raise Protected("Cannot delete your own account", field="id")
    try:
        async with transaction():
            user = await lock(user_id)
            if not _may_manage(actor, user.role):
                raise Forbidden(MANAGE, "Admins cannot delete owner or admin users")
            ended = await sessions.end_all(user.id)
            await _record(actor, "admin_user.deleted", user, before=_facts(user))
            await user.delete()
    except ConstraintViolation as error:
        raise _last_owner(error) from error
    await ports.sessions.revoke(*ended)
    return user_id


def require_owner(actor: Actor) -> None:
    if not _may_manage(actor, AdminRole.OWNER):
        raise Forbidden(MANAGE, "Insufficient permissions. Required roles: owner")


async def _change(
    actor: Actor,
    ports: Ports,
    user_id: UUID,
    changes: Mapping[str, Any],
    action: str,
    *,
    refusal: str = "Admins cannot modify owner or admin users",
) -> AdminUser:
    try:
        async with transaction():
            user = await lock(user_id)
            _require_right(actor, user, changes, refusal)
            before = _facts(user)
            user.update_from_dict(dict(changes))
            await user.save()
            stale = await _stale_sessions(user, changes)
            await _record(actor, action, user, before=before, after=_facts(user))
    except ConstraintViolation as error:
        raise _last_owner(error) from error
    await ports.sessions.revoke(*stale)
    return user


def _require_right(actor: Actor, user: AdminUser, changes: Mapping[str, Any], refusal: str) -> None:
    if not _may_manage(actor, user.role):
        raise Forbidden(MANAGE, refusal)
    if "role" not in changes:
        return
    if user.id == actor.admin_user_id:
        raise Protected("Cannot change your own role", field="role")
    if not _may_manage(actor, changes["role"]):
        raise Forbidden(MANAGE, "Admins cannot promote users to owner or admin")


def _may_manage(actor: Actor, role: AdminRole) -> bool:
    return role is AdminRole.USER or actor.role in {AdminRole.OWNER, None}


async def _stale_sessions(user: AdminUser, changes: Mapping[str, Any]) -> list[UUID]:
    """Sessions that must be read anew: ended ones, or those of somebody with another role."""
    if not user.is_active:
        return await sessions.end_all(user.id)
    return await sessions.ids_of(user.id) if "role" in changes else []


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    for name, field in _NOT_NULL.items():
        if name in changes and changes[name] is None:
            raise InvalidInput(field, "Must not be null.")
    checked = dict(changes)
    if "display_name" in checked:
        checked["display_name"] = validation.line("displayName", checked["display_name"])
    if "metadata" in checked:
        checked["metadata"] = validation.metadata("metadata", checked["metadata"])
    return checked


def _facts(user: AdminUser) -> dict[str, Any]:
    return {
        "email": user.email,
        "display_name": user.display_name,
        "role": user.role.value,
        "is_active": user.is_active,
        "metadata": user.metadata,
    }


async def _record(actor: Actor, action: str, user: AdminUser, **values: Any) -> None:
    details = {"admin_user_id": str(user.id)}
    await audit.record(actor, action, "admin_user", user.email, details=details, **values)


def _last_owner(error: ConstraintViolation) -> Exception:
    if error.sqlstate != _LAST_OWNER:
        return error
    return Protected("The last active owner cannot be demoted, deactivated or deleted.")
