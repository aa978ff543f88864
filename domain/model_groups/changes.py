"""Model groups made, changed and deleted; LiteLLM follows for the teams that use them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from domain import audit, provisioning, validation
from domain.access import Actor, Permission, requires
from domain.errors import AlreadyExists, InUse, InvalidInput
from domain.model_groups.reading import members_of, no_group
from persistence.database import UniqueViolation, transaction
from persistence.models import ModelGroup, ModelGroupMember, TeamModelGroup, uuid7

LONGEST_GROUP_NAME: Final = 100
LONGEST_DISPLAY_NAME: Final = 200
LONGEST_MODEL_NAME: Final = 200
MAX_MODELS: Final = 20
MAX_PRIORITY: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One model of a group as a caller wants it; without a priority its place in the list."""

    model_name: str
    is_active: bool = True
    priority: int | None = None


@requires(Permission.MANAGE_MODELS)
async def create(
    actor: Actor,
    group_name: str,
    *,
    display_name: str | None = None,
    description: str | None = None,
    models: Sequence[Step] = (),
) -> ModelGroup:
    columns = validation.all_of(
        {
            "group_name": lambda: validation.natural_key(
                "groupName", group_name, longest=LONGEST_GROUP_NAME
            ),
            "display_name": lambda: _display_name(display_name) or group_name,
            "description": lambda: validation.optional_text("description", description),
            "members": lambda: _checked(models),
        }
    )
    name, members = columns["group_name"], columns.pop("members")
    try:
        async with transaction():
            group = await ModelGroup.create(**columns)
            await _write(group, members)
            await audit.record(
                actor, "model_group.created", "model_group", name, after=_facts(group, members)
            )
    except UniqueViolation as taken:
        raise AlreadyExists(f"Model group '{name}' already exists", field="groupName") from taken
    return group


@requires(Permission.MANAGE_MODELS)
async def update(actor: Actor, group_name: str, changes: Mapping[str, Any]) -> ModelGroup:
    """Sets `display_name`, `description`, `status` and `models`, as far as given. None resets
    a text; `models` replaces all of them. LiteLLM follows for every team that uses the group."""
    wanted = _wanted(group_name, changes)
    members = wanted.pop("models", None)
    async with transaction():
        group = await _lock(group_name)
        before = _facts(group, await members_of(group))
        await group.update_from_dict(wanted).save()
        if members is not None:
            await ModelGroupMember.filter(model_group_id=group.id).delete()
            await _write(group, members)
        await provisioning.touch(await _users(group))
        after = _facts(group, await members_of(group))
        await audit.record(
            actor, "model_group.updated", "model_group", group_name, before=before, after=after
        )
    return group


@requires(Permission.MANAGE_MODELS)
async def delete(actor: Actor, group_name: str) -> ModelGroup:
    """Refused while a team uses it."""
    async with transaction():
        group = await _lock(group_name)
        if users := len(await _users(group)):
            raise InUse(
                f"Cannot delete model group '{group_name}'. It is assigned to {users} team(s).",
                field="groupName",
            )
        before = _facts(group, await members_of(group))
        await ModelGroup.filter(id=group.id).delete()
        await audit.record(actor, "model_group.deleted", "model_group", group_name, before=before)
    return group


def _checked(models: Sequence[Step]) -> list[Step]:
    if len(models) > MAX_MODELS:
        raise InvalidInput("models", f"A group has {MAX_MODELS} models at most.")
    checks = {str(place): partial(_checked_step, place, step) for place, step in enumerate(models)}
    steps = list(validation.all_of(checks).values())
    validation.no_repeats("models", [step.model_name for step in steps])
    return steps


def _checked_step(place: int, step: Step) -> Step:
    path = ("models", place)
    name = validation.natural_key((*path, "modelName"), step.model_name, longest=LONGEST_MODEL_NAME)
    priority = place if step.priority is None else step.priority
    if not 0 <= priority <= MAX_PRIORITY:
        raise InvalidInput((*path, "priority"), f"Must be 0 to {MAX_PRIORITY}.")
    return Step(name, step.is_active, priority)


def _wanted(group_name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    checks: dict[str, Callable[[], Any]] = {
        "display_name": lambda: _display_name(changes["display_name"]) or group_name,
        "description": lambda: validation.optional_text("description", changes["description"]),
        "status": lambda: changes["status"],
        "models": lambda: _checked(changes["models"]),
    }
    return validation.all_of({name: checks[name] for name in checks if name in changes})


def _display_name(text: str | None) -> str | None:
    return validation.optional_line("displayName", text, longest=LONGEST_DISPLAY_NAME)


async def _lock(group_name: str) -> ModelGroup:
    found = None
    if validation.is_storable(group_name):
        found = await ModelGroup.filter(group_name=group_name).select_for_update().first()
    if found is None:
        raise no_group(group_name)
    return found


async def _write(group: ModelGroup, steps: Sequence[Step]) -> None:
    # Equal priorities are told apart by the ids, so these ascend in the order given.
    ids = sorted(uuid7() for _ in steps)
    await ModelGroupMember.bulk_create(
        ModelGroupMember(
            id=row_id,
            model_group=group,
            model_name=step.model_name,
            priority=step.priority,
            is_active=step.is_active,
        )
        for row_id, step in zip(ids, steps, strict=True)
    )


async def _users(group: ModelGroup) -> list[UUID]:
    links = await TeamModelGroup.filter(model_group_id=group.id).only("id", "team_id")
    return [link.team_id for link in links]


def _facts(group: ModelGroup, members: Sequence[Step | ModelGroupMember]) -> dict[str, Any]:
    return {
        "display_name": group.display_name,
        "description": group.description,
        "status": group.status,
        "models": [
            {
                "model_name": member.model_name,
                "priority": member.priority,
                "is_active": member.is_active,
            }
            for member in members
        ],
    }
