"""Which aliases a caller sees, and which of them teams may call."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from domain import validation
from domain.access import Actor, Permission, requires
from domain.model_access import no_alias
from domain.paging import Page, PageRequest
from persistence import paging
from persistence.database import rows
from persistence.filters import search as matching
from persistence.models import (
    GroupStatus,
    ModelAccessGroupAlias,
    ModelAlias,
    ModelStatus,
    Provisioning,
    TenantStatus,
)

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

# What each of the teams may call: an active group of the team opens it, and it is active itself.
_OPENED: Final = """
SELECT DISTINCT t.team_id, a.id AS alias_id FROM team_access_groups t
    JOIN model_access_groups g ON g.id = t.access_group_id AND g.status = 'active'
    JOIN model_access_group_aliases m ON m.access_group_id = g.id
    JOIN model_aliases a ON a.id = m.alias_id AND a.status <> 'inactive'
WHERE t.team_id = ANY($1::uuid[])
"""


@requires(Permission.READ)
async def get(actor: Actor, alias: str) -> ModelAlias:
    """Raises `NotFound` for what a virtual key's team has no active access group with."""
    found = None
    if validation.is_storable(alias):
        found = await (await _visible(actor)).filter(alias=alias).first()
    if found is None:
        raise no_alias(alias)
    return found


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[ModelAlias]:
    return await (await _visible(actor)).filter(id__in=list(ids))


@requires(Permission.READ)
async def by_names(actor: Actor, names: Sequence[str]) -> list[ModelAlias]:
    """Those that there are, and that the caller sees."""
    storable = [name for name in names if validation.is_storable(name)]
    return await (await _visible(actor)).filter(alias__in=storable)


@requires(Permission.READ)
async def list_visible(
    actor: Actor,
    request: PageRequest,
    *,
    status: Sequence[ModelStatus] | None = None,
    provider: str | None = None,
    access_group: str | None = None,
    search: str | None = None,
    descending: bool = False,
    by_age: bool = False,
) -> Page[ModelAlias]:
    """By name, or the oldest first. Who does not see the provider's side cannot ask for it."""
    query = await _visible(actor)
    sees_provider = actor.may(Permission.READ_PROVIDER_COSTS)
    if status:
        query = query.filter(status__in=list(status))
    if provider is not None:
        actor.require(Permission.READ_PROVIDER_COSTS)
        query = query.filter(provider=_name(provider))
    if access_group is not None:
        query = query.filter(id__in=await _members(actor, access_group))
    if text := validation.search(("filter", "search"), search):
        hidden = ("actual_model",) if sees_provider else ()
        query = query.filter(matching(text, "alias", "display_name", *hidden))
    if by_age:
        return await paging.page(query, request, paging.by_time(descending=descending))
    key = paging.by_text("alias", longest=validation.LONGEST_KEY, descending=descending)
    return await paging.page(query, request, key)


@requires(Permission.READ)
async def of_groups(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, list[ModelAlias]]:
    """The aliases in each access group, by name, as far as the caller sees them."""
    links = await ModelAccessGroupAlias.filter(access_group_id__in=list(group_ids))
    return await _by_owner(
        actor, group_ids, ((link.access_group_id, link.alias_id) for link in links)
    )


@requires(Permission.READ)
async def callable_by_teams(actor: Actor, team_ids: Sequence[UUID]) -> dict[UUID, list[ModelAlias]]:
    """What each team (primary key) may call, by name."""
    found = await rows(_OPENED, list(team_ids))
    return await _by_owner(actor, team_ids, ((row["team_id"], row["alias_id"]) for row in found))


@requires(Permission.READ)
async def shared_with(
    actor: Actor, calls: Sequence[tuple[UUID, str]]
) -> dict[tuple[UUID, str], tuple[ModelAlias, bool]]:
    """Of each team (primary key) and name: the alias of that name that can be called, if there
    is one, and whether the team may."""
    names = {name for _, name in calls if validation.is_storable(name)}
    aliases = await ModelAlias.filter(alias__in=names, status__not=ModelStatus.INACTIVE)
    if not aliases:
        return {}
    by_name = {each.alias: each for each in aliases}
    opened = await rows(
        f"{_OPENED} AND a.id = ANY($2::uuid[])",
        [team_id for team_id, _ in calls],
        [each.id for each in aliases],
    )
    pairs = {(row["team_id"], row["alias_id"]) for row in opened}
    return {
        (team_id, name): (alias, (team_id, alias.id) in pairs)
        for team_id, name in calls
        if (alias := by_name.get(name)) is not None
    }


@requires(Permission.READ)
async def litellm_ids(actor: Actor, alias_ids: Sequence[UUID]) -> dict[UUID, str]:
    """By what id LiteLLM knows each alias that it has; nothing for who does not see its side."""
    if not actor.may(Permission.READ_PROVIDER_COSTS):
        return {}
    held = Provisioning.filter(
        model_alias_id__in=list(alias_ids), synced_at__isnull=False, removed_at__isnull=True
    )
    return {row.model_alias_id: str(row.model_alias_id) for row in await held if row.model_alias_id}


async def _by_owner(
    actor: Actor, owners: Sequence[UUID], pairs: Iterable[tuple[UUID, UUID]]
) -> dict[UUID, list[ModelAlias]]:
    """The aliases (primary keys) of each owner, read and sorted."""
    wanted = list(pairs)
    aliases = await by_ids(actor, list({alias_id for _, alias_id in wanted}))
    seen = {alias.id: alias for alias in aliases}
    found: dict[UUID, list[ModelAlias]] = {owner: [] for owner in owners}
    for owner, alias_id in wanted:
        if alias_id in seen:
            found[owner].append(seen[alias_id])
    return {owner: sorted(these, key=lambda each: each.alias) for owner, these in found.items()}


async def _visible(actor: Actor) -> "QuerySet[ModelAlias]":
    """A virtual key sees what active access groups of its team open."""
    if not actor.is_tenant:
        return ModelAlias.all()
    links = ModelAccessGroupAlias.filter(
        access_group__status=GroupStatus.ACTIVE,
        access_group__team_links__team__team_id=actor.team_id,
        access_group__team_links__team__status__not=TenantStatus.DELETED,
    )
    return ModelAlias.filter(id__in=[link.alias_id for link in await links.only("id", "alias_id")])


async def _members(actor: Actor, group_name: str) -> list[UUID]:
    """The aliases (primary keys) in the group of this name; none for a virtual key whose team
    does not have the group."""
    links = ModelAccessGroupAlias.filter(access_group__group_name=_name(group_name))
    if actor.is_tenant:
        links = links.filter(access_group__team_links__team__team_id=actor.team_id)
    return [link.alias_id for link in await links.only("id", "alias_id")]


def _name(text: str) -> str:
    """A name that nothing has, instead of one that the database cannot be asked about."""
    return text if validation.is_storable(text) else ""
