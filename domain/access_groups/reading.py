"""Which access groups a caller sees, and who has them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from domain import validation
from domain.access import Actor, Permission, requires
from domain.model_access import no_group
from domain.paging import Page, PageRequest
from persistence import paging
from persistence.database import rows
from persistence.filters import search as matching
from persistence.models import (
    GroupStatus,
    ModelAccessGroup,
    ModelAccessGroupAlias,
    TeamAccessGroup,
    TenantStatus,
)

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

_USERS: Final = """
SELECT g.id, t.team_id FROM unnest($1::uuid[]) AS g (id) CROSS JOIN LATERAL (
    SELECT t.team_id FROM team_access_groups l JOIN teams t ON t.id = l.team_id
    WHERE l.access_group_id = g.id ORDER BY l.id LIMIT $2) t
"""


@requires(Permission.READ)
async def get(actor: Actor, group_name: str) -> ModelAccessGroup:
    """Raises `NotFound` for what a virtual key's team does not have."""
    found = None
    if validation.is_storable(group_name):
        found = await _visible(actor).filter(group_name=group_name).first()
    if found is None:
        raise no_group(group_name)
    return found


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[ModelAccessGroup]:
    return await _visible(actor).filter(id__in=list(ids))


@requires(Permission.READ)
async def list_visible(
    actor: Actor,
    request: PageRequest,
    *,
    status: Sequence[GroupStatus] | None = None,
    search: str | None = None,
    descending: bool = False,
    by_age: bool = False,
) -> Page[ModelAccessGroup]:
    """By name, or the oldest first."""
    query = _visible(actor)
    if status:
        query = query.filter(status__in=list(status))
    if text := validation.search(("filter", "search"), search):
        query = query.filter(matching(text, "group_name", "display_name"))
    if by_age:
        return await paging.page(query, request, paging.by_time(descending=descending))
    key = paging.by_text("group_name", longest=validation.LONGEST_KEY, descending=descending)
    return await paging.page(query, request, key)


@requires(Permission.READ)
async def of_aliases(actor: Actor, alias_ids: Sequence[UUID]) -> dict[UUID, list[ModelAccessGroup]]:
    """The groups that open each alias, by name; for a virtual key those of its team."""
    found: dict[UUID, list[ModelAccessGroup]] = {alias_id: [] for alias_id in alias_ids}
    links = ModelAccessGroupAlias.filter(alias_id__in=list(alias_ids))
    if actor.is_tenant:
        links = links.filter(access_group__team_links__team__team_id=actor.team_id)
    for link in await links.select_related("access_group").order_by("access_group__group_name"):
        found[link.alias_id].append(link.access_group)
    return found


@requires(Permission.READ)
async def of_teams(actor: Actor, team_ids: Sequence[UUID]) -> dict[UUID, list[ModelAccessGroup]]:
    """The groups of each team, by name; teams are given by primary key."""
    found: dict[UUID, list[ModelAccessGroup]] = {team_id: [] for team_id in team_ids}
    links = TeamAccessGroup.filter(team_id__in=list(team_ids)).select_related("access_group")
    if actor.is_tenant:
        links = links.filter(team__team_id=actor.team_id)
    for link in await links.order_by("access_group__group_name"):
        found[link.team_id].append(link.access_group)
    return found


@requires(Permission.READ)
async def teams_using(actor: Actor, group_ids: Sequence[UUID], most: int) -> dict[UUID, list[str]]:
    """The names of the teams that have each group, those that got it first, so many at most.
    A virtual key hears of its own alone."""
    found: dict[UUID, list[str]] = {group_id: [] for group_id in group_ids}
    for row in await rows(_USERS, list(group_ids), most):
        if actor.sees_team(row["team_id"]):
            found[row["id"]].append(row["team_id"])
    return found


def _visible(actor: Actor) -> "QuerySet[ModelAccessGroup]":
    """A virtual key sees the groups of its team."""
    if not actor.is_tenant:
        return ModelAccessGroup.all()
    return ModelAccessGroup.filter(
        team_links__team__team_id=actor.team_id,
        team_links__team__status__not=TenantStatus.DELETED,
    )
