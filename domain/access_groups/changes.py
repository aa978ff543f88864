"""Making, changing and ending access groups. What teams may call then is told LiteLLM with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from domain import audit, model_access, provisioning, validation
from domain.access import Actor, Permission, requires
from domain.access_groups.reading import teams_using
from domain.errors import AlreadyExists, InUse, InvalidInput
from persistence.database import UniqueViolation, transaction
from persistence.models import ModelAccessGroup, ModelAccessGroupAlias, ModelAlias

LONGEST_GROUP_NAME: Final = 200
LONGEST_DISPLAY_NAME: Final = 200
MAX_ALIASES: Final = 500
_USERS_TOLD: Final = 10

_REPLACE, _ADD, _REMOVE = "model_aliases", "add_model_aliases", "remove_model_aliases"
_LISTS: Final = {
    _REPLACE: "modelAliases",
    _ADD: "addModelAliases",
    _REMOVE: "removeModelAliases",
}


@requires(Permission.MANAGE_MODELS)
async def create(
    actor: Actor,
    group_name: str,
    *,
    display_name: str | None = None,
    description: str | None = None,
    model_aliases: Sequence[str] = (),
) -> ModelAccessGroup:
    columns = validation.all_of(
        {
            "group_name": lambda: validation.natural_key(
                "groupName", group_name, longest=LONGEST_GROUP_NAME
            ),
            "display_name": lambda: _display_name(display_name) or group_name,
            "description": lambda: validation.optional_text("description", description),
            "model_aliases": lambda: _names("modelAliases", model_aliases),
        }
    )
    names = columns.pop("model_aliases")
    try:
        async with transaction():
            await model_access.lock()
            aliases = await model_access.aliases_named(names, "modelAliases")
            group = await ModelAccessGroup.create(**columns)
            await model_access.link([group], aliases)
            await audit.record(
                actor,
                "model_access_group.created",
                "model_access_group",
                group_name,
                after=_facts(group, names),
            )
    except UniqueViolation as taken:
        raise AlreadyExists(
            f"Model access group '{group_name}' already exists", field="groupName"
        ) from taken
    return group


@requires(Permission.MANAGE_MODELS)
async def update(actor: Actor, group_name: str, changes: Mapping[str, Any]) -> ModelAccessGroup:
    """Sets what is given of `display_name`, `description` and `status`; None resets a text.
    `model_aliases` replaces its aliases, `add_model_aliases` and `remove_model_aliases` change
    them: to add what is in it, and to remove what is not, is no mistake."""
    wanted = _wanted(group_name, changes)
    lists = {name: wanted.pop(name) for name in _LISTS if name in wanted}
    async with transaction():
        await model_access.lock()
        group = await _find(group_name)
        old = await _aliases_of(group)
        before = _facts(group, old)
        await group.update_from_dict(wanted).save()
        new = await _changed(old, lists)
        if new.keys() != old.keys():
            await ModelAccessGroupAlias.filter(access_group_id=group.id).delete()
            await model_access.link([group], list(new.values()))
        if lists or "status" in wanted:
            await provisioning.touch(await model_access.teams_of([group.id]))
        after = _facts(group, new)
        await audit.record(
            actor,
            "model_access_group.updated",
            "model_access_group",
            group_name,
            before=before,
            after=after,
        )
    return group


@requires(Permission.MANAGE_MODELS)
async def delete(actor: Actor, group_name: str) -> ModelAccessGroup:
    """Refused while a team has it."""
    async with transaction():
        await model_access.lock()
        group = await _find(group_name)
        if users := (await teams_using(actor, [group.id], _USERS_TOLD + 1))[group.id]:
            raise InUse(
                f"Cannot delete access group '{group_name}' - still in use by teams: "
                f"{_some(users)}",
                field="groupName",
            )
        before = _facts(group, await _aliases_of(group))
        await ModelAccessGroup.filter(id=group.id).delete()
        await audit.record(
            actor, "model_access_group.deleted", "model_access_group", group_name, before=before
        )
    return group


def _wanted(group_name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    if _REPLACE in changes and (_ADD in changes or _REMOVE in changes):
        raise InvalidInput("modelAliases", "Either replace its aliases, or add and remove some.")
    checks: dict[str, Callable[[], Any]] = {
        "display_name": lambda: _display_name(changes["display_name"]) or group_name,
        "description": lambda: validation.optional_text("description", changes["description"]),
        "status": lambda: changes["status"],
        _REPLACE: lambda: _names(_LISTS[_REPLACE], changes[_REPLACE]),
        _ADD: lambda: _names(_LISTS[_ADD], changes[_ADD]),
        _REMOVE: lambda: _names(_LISTS[_REMOVE], changes[_REMOVE]),
    }
    return validation.all_of({name: checks[name] for name in checks if name in changes})


def _names(field: str, names: Sequence[str]) -> list[str]:
    if len(names) > MAX_ALIASES:
        raise InvalidInput(field, f"A group has {MAX_ALIASES} aliases at most.")
    return validation.no_repeats(field, names)


def _display_name(text: str | None) -> str | None:
    return validation.optional_line("displayName", text, longest=LONGEST_DISPLAY_NAME)


async def _find(group_name: str) -> ModelAccessGroup:
    found = await model_access.groups_among([group_name])
    if group_name not in found:
        raise model_access.no_group(group_name)
    return found[group_name]


async def _aliases_of(group: ModelAccessGroup) -> dict[str, ModelAlias]:
    found = await ModelAlias.filter(access_group_links__access_group_id=group.id)
    return {each.alias: each for each in found}


async def _changed(
    old: Mapping[str, ModelAlias], lists: Mapping[str, Sequence[str]]
) -> dict[str, ModelAlias]:
    """The aliases afterwards; raises `NotFound` for a name of nothing."""
    named = {
        name: {each.alias: each for each in await model_access.aliases_named(names, _LISTS[name])}
        for name, names in lists.items()
    }
    new = {**named.get(_REPLACE, old), **named.get(_ADD, {})}
    left = {name: each for name, each in new.items() if name not in named.get(_REMOVE, {})}
    if len(left) > MAX_ALIASES:
        raise InvalidInput(_LISTS[_ADD], f"A group has {MAX_ALIASES} aliases at most.")
    return left


def _some(users: Sequence[str]) -> str:
    return ", ".join([*users[:_USERS_TOLD], *(["…"] if len(users) > _USERS_TOLD else [])])


def _facts(
    group: ModelAccessGroup, aliases: Mapping[str, object] | Sequence[str]
) -> dict[str, Any]:
    return {
        "display_name": group.display_name,
        "description": group.description,
        "status": group.status,
        "model_aliases": sorted(aliases),
    }
