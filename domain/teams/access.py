"""Which model groups a team may use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain import audit, model_groups, provisioning, tenancy, validation
from domain.access import Actor, Permission, requires
from domain.errors import InvalidInput, NotFound
from persistence.database import transaction
from persistence.models import ModelGroup, Team, TeamModelGroup

MAX_GROUPS: Final = 100


@dataclass(frozen=True, slots=True)
class GroupNames:
    """The groups a caller names; None leaves those of the kind as they are.

    `either`: a name in either list may be that of a group of the other kind, as legacy clients
    write them. `skip_unknown`: names of nothing are left out instead of refused.
    """

    model_groups: Sequence[str] | None = ()
    access_groups: Sequence[str] | None = ()
    either: bool = False
    skip_unknown: bool = False

    @property
    def are_given(self) -> bool:
        return bool(self.model_groups or self.access_groups)

    @property
    def replace_model_groups(self) -> bool:
        return self.model_groups is not None or (self.either and self.access_groups is not None)

    def checked(self) -> "GroupNames":
        """Each list without repeats, of bearable length."""
        return replace(
            self,
            model_groups=_checked("modelGroups", self.model_groups, self.either),
            access_groups=_checked("accessGroups", self.access_groups, self.either),
        )


@requires(Permission.MANAGE_ACCESS)
async def set_access(actor: Actor, team_id: str, names: GroupNames) -> Team:
    """Replaces the groups of the team; an empty list closes all."""
    names = names.checked()
    async with transaction():
        team = await tenancy.lock_team(actor, team_id)
        await replace_links(actor, team, names)
    return team


async def replace_links(actor: Actor, team: Team, names: GroupNames) -> None:
    """As `set_access`, for a team that is locked already."""
    before = await _names_of(team)
    groups, _ = await find_groups(names)
    if not names.replace_model_groups:
        return
    await TeamModelGroup.filter(team_id=team.id).delete()
    await link(team, groups)
    await provisioning.touch([team.id])
    await audit.record(
        actor,
        "team.access_changed",
        "team",
        team.team_id,
        team=team,
        organization=team.organization,
        before={"model_groups": before},
        after={"model_groups": sorted(group.group_name for group in groups)},
    )


async def find_groups(names: GroupNames) -> tuple[list[ModelGroup], list[str]]:
    """The groups named, locked until the transaction ends, and the names of nothing.

    There are no model access groups yet, so a name in `access_groups` can only be found as a
    model group, and only where either is meant.
    """
    wanted, unusual = list(names.model_groups or ()), list(names.access_groups or ())
    found = await model_groups.lock_for_linking([*wanted, *unusual] if names.either else wanted)
    missing = [name for name in (*unusual, *wanted) if name not in found]
    if missing and not names.skip_unknown:
        raise _unknown(missing[0], unusual, wanted)
    return list(found.values()), missing


async def link(team: Team, groups: Sequence[ModelGroup]) -> None:
    await TeamModelGroup.bulk_create(
        TeamModelGroup(team=team, model_group=group) for group in groups
    )


def _unknown(name: str, access_groups: Sequence[str], groups: Sequence[str]) -> NotFound:
    if name in access_groups:
        field = ("accessGroups", access_groups.index(name))
        return NotFound(f"Model access group '{name}' not found", field=field)
    return model_groups.no_group(name, ("modelGroups", groups.index(name)))


def _checked(field: str, names: Sequence[str] | None, either: bool) -> Sequence[str] | None:
    if names is None:
        return None
    if len(names) > MAX_GROUPS:
        raise InvalidInput(field, f"Name {MAX_GROUPS} groups at most.")
    # Legacy clients repeat themselves, and mean nothing by it.
    return list(dict.fromkeys(names)) if either else validation.no_repeats(field, names)


async def _names_of(team: Team) -> list[str]:
    links = await TeamModelGroup.filter(team_id=team.id).select_related("model_group")
    return sorted(each.model_group.group_name for each in links)
