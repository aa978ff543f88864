"""Which model groups and access groups a team may use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain import audit, model_access, model_groups, provisioning, tenancy, validation
from domain.access import Actor, Permission, requires
from domain.errors import InvalidInput, NotFound
from persistence.database import transaction
from persistence.models import (
    ModelAccessGroup,
    ModelGroup,
    Team,
    TeamAccessGroup,
    TeamModelGroup,
)

MAX_GROUPS: Final = 100


@dataclass(frozen=True, slots=True)
class GroupNames:
    """The groups a caller names; None leaves those of the kind as they are.

    `either`: a name in either list is that of an access group, or else of a model group, as legacy
    clients write them; either list replaces the groups of both kinds. `skip_unknown`: names of
    nothing are left out instead of refused.
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

    @property
    def replace_access_groups(self) -> bool:
        return self.access_groups is not None or (self.either and self.model_groups is not None)

    def checked(self) -> "GroupNames":
        """Each list without repeats, of bearable length."""
        return replace(
            self,
            model_groups=_checked("modelGroups", self.model_groups, self.either),
            access_groups=_checked("accessGroups", self.access_groups, self.either),
        )


@dataclass(frozen=True, slots=True)
class Groups:
    """What names came to: groups of both kinds, and the names of nothing."""

    model_groups: Sequence[ModelGroup] = ()
    access_groups: Sequence[ModelAccessGroup] = ()
    missing: Sequence[str] = ()

    def facts(self) -> dict[str, list[str]]:
        return {
            "model_groups": sorted(group.group_name for group in self.model_groups),
            "access_groups": sorted(group.group_name for group in self.access_groups),
        }


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
    if not (names.replace_model_groups or names.replace_access_groups):
        return
    found = await find_groups(names)
    old = await _groups_of(team)
    new = Groups(
        found.model_groups if names.replace_model_groups else old.model_groups,
        found.access_groups if names.replace_access_groups else old.access_groups,
    )
    if new.facts() == old.facts():
        return
    await unlink(team)
    await link(team, new)
    await provisioning.touch([team.id])
    await audit.record(
        actor,
        "team.access_changed",
        "team",
        team.team_id,
        team=team,
        organization=team.organization,
        before=old.facts(),
        after=new.facts(),
    )


async def find_groups(names: GroupNames) -> Groups:
    """The groups named, kept from being changed or deleted until the transaction ends."""
    wanted, unusual = list(names.model_groups or ()), list(names.access_groups or ())
    if not (wanted or unusual):
        return Groups()
    await model_access.keep()
    if names.either:
        both = list(dict.fromkeys([*unusual, *wanted]))
        opened = await model_access.groups_among(both)
        linked = await model_groups.lock_for_linking([name for name in both if name not in opened])
        missing = [name for name in both if name not in opened and name not in linked]
    else:
        opened = await model_access.groups_among(unusual)
        linked = await model_groups.lock_for_linking(wanted)
        missing = [name for name in unusual if name not in opened]
        missing += [name for name in wanted if name not in linked]
    if missing and not names.skip_unknown:
        raise _unknown(missing[0], unusual, wanted)
    return Groups(list(linked.values()), list(opened.values()), missing)


async def link(team: Team, groups: Groups) -> None:
    await TeamModelGroup.bulk_create(
        TeamModelGroup(team=team, model_group=group) for group in groups.model_groups
    )
    await TeamAccessGroup.bulk_create(
        TeamAccessGroup(team=team, access_group=group) for group in groups.access_groups
    )


async def unlink(team: Team) -> None:
    """From all of its groups."""
    await TeamModelGroup.filter(team_id=team.id).delete()
    await TeamAccessGroup.filter(team_id=team.id).delete()


def _unknown(name: str, access_groups: Sequence[str], groups: Sequence[str]) -> NotFound:
    if name in access_groups:
        return model_access.no_group(name, ("accessGroups", access_groups.index(name)))
    return model_groups.no_group(name, ("modelGroups", groups.index(name)))


def _checked(field: str, names: Sequence[str] | None, either: bool) -> Sequence[str] | None:
    if names is None:
        return None
    if len(names) > MAX_GROUPS:
        raise InvalidInput(field, f"Name {MAX_GROUPS} groups at most.")
    # Legacy clients repeat themselves, and mean nothing by it.
    return list(dict.fromkeys(names)) if either else validation.no_repeats(field, names)


async def _groups_of(team: Team) -> Groups:
    return Groups(
        await ModelGroup.filter(team_links__team_id=team.id),
        await ModelAccessGroup.filter(team_links__team_id=team.id),
    )
