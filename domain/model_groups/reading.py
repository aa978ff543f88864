"""Which model groups a caller sees, their models, and which of them teams may use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from domain import validation
from domain.access import Actor, Permission, requires
from domain.errors import NotFound
from domain.paging import Page, PageRequest
from persistence import paging
from persistence.database import rows
from persistence.filters import search as matching
from persistence.models import (
    GroupStatus,
    ModelGroup,
    ModelGroupMember,
    TeamModelGroup,
    TenantStatus,
)

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet


@requires(Permission.READ)
async def get(actor: Actor, group_name: str) -> ModelGroup:
    """Raises `NotFound` for what a virtual key's team may not use."""
    found = None
    if validation.is_storable(group_name):
        found = await _visible(actor).filter(group_name=group_name).first()
    if found is None:
        raise no_group(group_name)
    return found


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[ModelGroup]:
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
) -> Page[ModelGroup]:
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
async def models_of(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, list[ModelGroupMember]]:
    """The models of each group in their order. Who sees a group sees its models."""
    found: dict[UUID, list[ModelGroupMember]] = {group_id: [] for group_id in group_ids}
    members = ModelGroupMember.filter(model_group_id__in=list(group_ids))
    for member in await members.order_by("priority", "id"):
        found[member.model_group_id].append(member)
    return found


@requires(Permission.READ)
async def of_teams(actor: Actor, team_ids: Sequence[UUID]) -> dict[UUID, list[ModelGroup]]:
    """The groups each team is linked to, by name; teams are given by primary key."""
    found: dict[UUID, list[ModelGroup]] = {team_id: [] for team_id in team_ids}
    links = TeamModelGroup.filter(team_id__in=list(team_ids)).select_related("model_group")
    if actor.is_tenant:
        links = links.filter(team__team_id=actor.team_id)
    for link in await links.order_by("model_group__group_name"):
        found[link.team_id].append(link.model_group)
    return found


async def exists(group_name: str) -> bool:
    """Whether there is such a group, whoever may see it."""
    return validation.is_storable(group_name) and await ModelGroup.exists(group_name=group_name)


async def members_of(group: ModelGroup) -> list[ModelGroupMember]:
    return await ModelGroupMember.filter(model_group_id=group.id).order_by("priority", "id")


async def lock_for_linking(names: Sequence[str]) -> dict[str, ModelGroup]:
    """The groups there are among the names, kept from being changed or deleted until the
    transaction ends."""
    storable = [name for name in names if validation.is_storable(name)]
    locked = await rows(
        "SELECT id FROM model_groups WHERE group_name = ANY($1::text[]) ORDER BY id FOR SHARE",
        storable,
    )
    groups = await ModelGroup.filter(id__in=[row["id"] for row in locked])
    return {group.group_name: group for group in groups}


def no_group(name: str, field: Sequence[str | int] | str = "groupName") -> NotFound:
    return NotFound(f"Model group '{name}' not found", field=field)


def _visible(actor: Actor) -> "QuerySet[ModelGroup]":
    """A virtual key sees the groups of its team."""
    if not actor.is_tenant:
        return ModelGroup.all()
    return ModelGroup.filter(
        team_links__team__team_id=actor.team_id,
        team_links__team__status__not=TenantStatus.DELETED,
    )
