"""What ties aliases to access groups, and these to teams: changed by one at a time, so that what
a change comes to for teams is known when it is made."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain import validation
from domain.errors import NotFound
from persistence.database import rows
from persistence.models import (
    ModelAccessGroup,
    ModelAccessGroupAlias,
    ModelAlias,
    TeamAccessGroup,
)

_CHANGE: Final = "SELECT pg_advisory_xact_lock(hashtext('model access'))"
_KEEP: Final = "SELECT pg_advisory_xact_lock_shared(hashtext('model access'))"


async def lock() -> None:
    """Nobody else changes aliases, access groups or the access of teams until the transaction
    ends."""
    await rows(_CHANGE)


async def keep() -> None:
    """Aliases and access groups stay as they are until the transaction ends; others may keep
    them, too."""
    await rows(_KEEP)


async def groups_named(names: Sequence[str], field: str) -> list[ModelAccessGroup]:
    """All of them, in the order of the names; raises `NotFound`."""
    found = await groups_among(names)
    for place, name in enumerate(names):
        if name not in found:
            raise no_group(name, (field, place))
    return [found[name] for name in names]


async def groups_among(names: Sequence[str]) -> dict[str, ModelAccessGroup]:
    """Those that there are."""
    storable = [name for name in names if validation.is_storable(name)]
    return {
        each.group_name: each for each in await ModelAccessGroup.filter(group_name__in=storable)
    }


async def aliases_named(names: Sequence[str], field: str) -> list[ModelAlias]:
    """All of them, in the order of the names; raises `NotFound`."""
    storable = [name for name in names if validation.is_storable(name)]
    found = {each.alias: each for each in await ModelAlias.filter(alias__in=storable)}
    for place, name in enumerate(names):
        if name not in found:
            raise no_alias(name, (field, place))
    return [found[name] for name in names]


async def link(groups: Sequence[ModelAccessGroup], aliases: Sequence[ModelAlias]) -> None:
    """Each of the groups opens each of the aliases."""
    await ModelAccessGroupAlias.bulk_create(
        ModelAccessGroupAlias(access_group=group, alias=alias)
        for group in groups
        for alias in aliases
    )


async def teams_of(group_ids: Sequence[UUID]) -> list[UUID]:
    """The teams (primary keys) that have one of these groups."""
    links = TeamAccessGroup.filter(access_group_id__in=list(group_ids))
    return list({link.team_id for link in await links.only("id", "team_id")})


def no_group(name: str, field: Sequence[str | int] | str = "groupName") -> NotFound:
    return NotFound(f"Model access group '{name}' not found", field=field)


def no_alias(name: str, field: Sequence[str | int] | str = "alias") -> NotFound:
    return NotFound(f"Model alias '{name}' not found", field=field)
