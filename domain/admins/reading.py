"""Looking up admin users."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain import emails, validation
from domain.access import Actor, AdminRole, Permission, own_account, public, requires
from domain.errors import NotFound, Unauthenticated
from domain.paging import Page, PageRequest
from persistence import paging
from persistence.filters import search as matching
from persistence.models import AdminUser

MANAGE: Final = Permission.MANAGE_ADMIN_USERS


@own_account
async def me(actor: Actor) -> AdminUser:
    """The signed-in user."""
    user = await AdminUser.get_or_none(id=actor.admin_user_id)
    if user is None:
        raise Unauthenticated("User not found or inactive")
    return user


@requires(MANAGE)
async def get(actor: Actor, user_id: UUID) -> AdminUser:
    user = await AdminUser.get_or_none(id=user_id)
    if user is None:
        raise _no_user()
    return user


@public
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[AdminUser]:
    """Those of the users that the actor may see; everybody sees themselves."""
    visible = [one for one in ids if actor.may(MANAGE) or one == actor.admin_user_id]
    return await AdminUser.filter(id__in=visible)


@requires(MANAGE)
async def list_all(actor: Actor, request: PageRequest) -> Page[AdminUser]:
    """Everybody, the newest first."""
    return await paging.page(AdminUser.all(), request, paging.by_time(descending=True))


@requires(MANAGE)
async def list_page(
    actor: Actor,
    request: PageRequest,
    *,
    roles: Sequence[AdminRole] | None = None,
    is_active: bool | None = None,
    search: str | None = None,
    descending: bool = False,
) -> Page[AdminUser]:
    """By e-mail."""
    query = AdminUser.all()
    if roles:
        query = query.filter(role__in=list(roles))
    if is_active is not None:
        query = query.filter(is_active=is_active)
    if text := validation.search(("filter", "search"), search):
        query = query.filter(matching(text, "email", "display_name"))
    key = paging.by_text("email", longest=emails.LONGEST, descending=descending)
    return await paging.page(query, request, key)


async def lock(user_id: UUID) -> AdminUser:
    """The user, kept as it is until the transaction ends; raises `NotFound`."""
    user = await AdminUser.filter(id=user_id).select_for_update().first()
    if user is None:
        raise _no_user()
    return user


def _no_user() -> NotFound:
    return NotFound("User not found", field="id")
