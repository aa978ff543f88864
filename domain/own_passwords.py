"""New passwords: one's own, and those that an owner gives to others."""

from typing import Final
from uuid import UUID

from domain import admins, audit, login, passwords, sessions
from domain.access import Actor, Permission, own_account, requires
from domain.errors import InvalidCredentials, Protected
from domain.ports import Ports
from persistence.database import transaction
from persistence.models import AdminUser

__all__ = ["change", "reset", "set_for"]

WRONG: Final = "Current password is incorrect"


@own_account
async def change(actor: Actor, ports: Ports, current: str, new: str) -> AdminUser:
    """Set the caller's own password and end their other sessions."""
    passwords.check(new, "newPassword")
    limit = login.Limit(f"password:{actor.admin_user_id}", burst=5, interval_seconds=30)
    await login.attempt(ports, [limit])
    user = await admins.me(actor)
    verified = user.password_hash
    if not await passwords.verify(verified, current):
        raise InvalidCredentials(WRONG, field="currentPassword")
    new_hash = await passwords.hash_of(new)
    async with transaction():
        user = await admins.lock(user.id)
        if user.password_hash != verified:
            raise InvalidCredentials(WRONG, field="currentPassword")
        ended = await _store(actor, user, new_hash, "admin_user.password_changed")
    await ports.sessions.revoke(*ended)
    await login.forgive(ports, [limit])
    return user


@requires(Permission.MANAGE_ADMIN_USERS)
async def reset(actor: Actor, ports: Ports, user_id: UUID, new: str) -> AdminUser:
    """For owners: set another user's password and end all of that user's sessions."""
    admins.require_owner(actor)
    if user_id == actor.admin_user_id:
        raise Protected("Change your own password with your present one.", field="adminUserId")
    passwords.check(new, "newPassword")
    await admins.get(actor, user_id)
    new_hash = await passwords.hash_of(new)
    async with transaction():
        user = await admins.lock(user_id)
        ended = await _store(actor, user, new_hash, "admin_user.password_reset")
    await ports.sessions.revoke(*ended)
    return user


@own_account
async def set_for(
    actor: Actor, ports: Ports, user_id: UUID, new: str, current: str | None = None
) -> AdminUser:
    """One's own password with the present one, or, for owners, another's without."""
    if user_id == actor.admin_user_id:
        return await change(actor, ports, current or "", new)
    return await reset(actor, ports, user_id, new)


async def _store(actor: Actor, user: AdminUser, new_hash: str, action: str) -> list[UUID]:
    user.password_hash = new_hash
    await user.save(update_fields=["password_hash", "updated_at"])
    details = {"admin_user_id": str(user.id)}
    await audit.record(actor, action, "admin_user", user.email, details=details)
    own_session = actor.session_id if user.id == actor.admin_user_id else None
    return await sessions.end_all(user.id, but=own_session)
