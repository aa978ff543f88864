"""Aliases, access groups, and what they open for teams."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from domain import access_groups, model_aliases, model_groups, teams
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from domain.errors import AlreadyExists, Forbidden, InUse, InvalidInput, NotFound
from domain.model_aliases import ModelStatus, NewAlias
from domain.paging import PageRequest
from domain.teams import GroupNames, Owners, TeamCriteria
from persistence.models import (
    AuditEvent,
    GroupStatus,
    ModelAccessGroupAlias,
    ModelAlias,
    Provisioning,
    Team,
    TeamAccessGroup,
)
from tests.builders import make_access_group, make_alias, make_model_group, make_team

pytestmark = pytest.mark.usefixtures("database")

FAST = NewAlias(alias="chat-fast", provider="openai", actual_model="gpt-4o-mini")
ALL = PageRequest(first=100)


def key_of(made: teams.Created) -> Actor:
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label=made.team.team_id,
        virtual_key_id=made.issued.key.id,
        organization_id=made.team.organization.organization_id,
        team_id=made.team.team_id,
        team_key=made.team.id,
    )


async def callable_by(team: Team) -> list[str]:
    return (await model_groups.reachable(SYSTEM, [team.id]))[team.id]


async def generation(**target: Any) -> int:
    return (await Provisioning.get(**target)).generation


# ------------------------------------------------------------------ aliases
async def test_an_alias_is_made_with_what_it_is_given_and_the_rest_by_default(owner: Actor) -> None:
    made = await model_aliases.create(owner, FAST)

    row = await ModelAlias.get(alias="chat-fast")
    assert made.id == row.id
    assert (row.display_name, row.description, row.status) == ("chat-fast", None, "active")
    assert (row.input_price, row.output_price, row.provider_credential_id) == (None, None, None)
    assert await generation(model_alias_id=row.id) == 1
    [event] = await AuditEvent.filter(action="model_alias.created")
    assert (event.resource_type, event.resource_id) == ("model_alias", "chat-fast")


async def test_prices_are_exact_and_nothing_is_a_price(owner: Actor) -> None:
    new = replace(FAST, input_price=Decimal("0.075"), output_price=Decimal(0))

    row = await ModelAlias.get(id=(await model_aliases.create(owner, new)).id)

    assert (row.input_price, row.output_price) == (Decimal("0.075"), Decimal(0))
    changed = await model_aliases.update(owner, "chat-fast", {"output_price": Decimal("0.6")})
    assert (changed.input_price, changed.output_price) == (Decimal("0.075"), Decimal("0.6"))
    [event] = await AuditEvent.filter(action="model_alias.updated")
    assert event.changes == [{"field": "output_price", "before": "0", "after": "0.6"}]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"alias": ""}, ("alias",)),
        ({"alias": " chat"}, ("alias",)),
        ({"alias": "a\nb"}, ("alias",)),
        ({"alias": "x" * 201}, ("alias",)),
        ({"alias": "openai/*"}, ("alias",)),
        ({"alias": "all-proxy-models"}, ("alias",)),
        ({"provider": ""}, ("provider",)),
        ({"actual_model": "x" * 201}, ("actualModel",)),
        ({"input_price": Decimal(-1)}, ("price", "inputPerMillion")),
        ({"output_price": Decimal("1e9")}, ("price", "outputPerMillion")),
        ({"input_price": Decimal("0.000000001")}, ("price", "inputPerMillion")),
        ({"input_price": Decimal("NaN")}, ("price", "inputPerMillion")),
        ({"access_groups": ["a", "a"]}, ("accessGroups", 1)),
        ({"access_groups": [str(n) for n in range(101)]}, ("accessGroups",)),
    ],
)
async def test_an_impossible_alias_is_refused_by_its_field(
    owner: Actor, values: dict[str, Any], field: tuple[str | int, ...]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await model_aliases.create(owner, replace(FAST, **values))

    assert [fault.field for fault in refusal.value.faults] == [field]
    assert not await ModelAlias.exists()


async def test_a_name_is_taken_once_also_at_the_same_time(owner: Actor) -> None:
    outcomes = await asyncio.gather(
        *(model_aliases.create(owner, FAST) for _ in range(4)), return_exceptions=True
    )

    refused = [each for each in outcomes if isinstance(each, AlreadyExists)]
    assert [each.message for each in refused] == ["Model alias 'chat-fast' already exists"] * 3
    assert await ModelAlias.all().count() == 1
    groups = await asyncio.gather(
        *(access_groups.create(owner, "gpt") for _ in range(3)), return_exceptions=True
    )
    taken = [each.message for each in groups if isinstance(each, AlreadyExists)]
    assert taken == ["Model access group 'gpt' already exists"] * 2


async def test_an_alias_of_unknown_groups_or_credentials_is_refused(owner: Actor) -> None:
    with pytest.raises(NotFound, match="Model access group 'no' not found") as refusal:
        await model_aliases.create(owner, replace(FAST, access_groups=["no"]))
    assert refusal.value.field == ("accessGroups", 0)
    with pytest.raises(NotFound) as refusal:
        await model_aliases.create(owner, replace(FAST, provider_credential_id=uuid4()))
    assert refusal.value.field == ("providerCredentialId",)
    with pytest.raises(NotFound, match="Model alias 'no' not found"):
        await model_aliases.update(owner, "no", {"status": ModelStatus.INACTIVE})
    with pytest.raises(NotFound):
        await model_aliases.delete(owner, "n\0")


async def test_what_is_omitted_stays_and_none_resets(owner: Actor) -> None:
    await make_access_group("gpt")
    values = {"display_name": "Fast", "description": "Quick", "access_groups": ["gpt"]}
    await model_aliases.create(owner, replace(FAST, input_price=Decimal(1), **values))

    row = await model_aliases.update(owner, "chat-fast", {"actual_model": "gpt-5"})
    assert (row.display_name, row.description, row.input_price) == ("Fast", "Quick", 1)
    assert (await access_groups.of_aliases(owner, [row.id]))[row.id][0].group_name == "gpt"
    row = await model_aliases.update(
        owner, "chat-fast", {"display_name": None, "description": None, "input_price": None}
    )
    assert (row.display_name, row.description, row.input_price) == ("chat-fast", None, None)
    row = await model_aliases.update(owner, "chat-fast", {"access_groups": []})
    assert (await access_groups.of_aliases(owner, [row.id]))[row.id] == []


async def test_a_deleted_alias_leaves_its_groups_and_frees_its_name(owner: Actor) -> None:
    row = await model_aliases.create(owner, FAST)
    group = await make_access_group("gpt", "chat-fast")
    team = (await make_team("red", access_groups=("gpt",))).team
    before = await generation(team_id=team.id)

    await model_aliases.delete(owner, "chat-fast")

    assert (await model_aliases.of_groups(owner, [group.id]))[group.id] == []
    assert not await ModelAccessGroupAlias.exists()
    assert await generation(model_alias_id=row.id) == 2
    assert await generation(team_id=team.id) == before + 1
    assert (await model_aliases.create(owner, FAST)).id != row.id


# ------------------------------------------------------------------ access groups
async def test_the_aliases_of_a_group_are_replaced_added_and_removed(owner: Actor) -> None:
    for name in ("a", "b", "c"):
        await make_alias(name)
    group = await make_access_group("gpt", "a")

    async def names() -> list[str]:
        return [each.alias for each in (await model_aliases.of_groups(owner, [group.id]))[group.id]]

    await access_groups.update(owner, "gpt", {"add_model_aliases": ["c", "a"]})
    assert await names() == ["a", "c"]
    await access_groups.update(
        owner, "gpt", {"add_model_aliases": ["b"], "remove_model_aliases": ["a"]}
    )
    assert await names() == ["b", "c"]
    await access_groups.update(owner, "gpt", {"remove_model_aliases": ["a", "c"]})
    assert await names() == ["b"]
    await access_groups.update(owner, "gpt", {"model_aliases": ["c"]})
    assert await names() == ["c"]
    await access_groups.update(owner, "gpt", {"display_name": "GPT", "description": "All"})
    assert await names() == ["c"]
    for wrong in ("model_aliases", "add_model_aliases", "remove_model_aliases"):
        with pytest.raises(NotFound, match="Model alias 'no' not found"):
            await access_groups.update(owner, "gpt", {wrong: ["no"]})
    with pytest.raises(InvalidInput):
        await access_groups.update(owner, "gpt", {"model_aliases": [], "add_model_aliases": ["a"]})


async def test_a_group_in_use_cannot_be_deleted(owner: Actor) -> None:
    await make_access_group("gpt")
    for name in ("red", "blue"):
        await make_team(name, access_groups=("gpt",))

    with pytest.raises(InUse) as refusal:
        await access_groups.delete(owner, "gpt")

    text = "Cannot delete access group 'gpt' - still in use by teams: red, blue"
    assert refusal.value.message == text
    for name in ("red", "blue"):
        await teams.set_access(owner, name, GroupNames(None, []))
    await access_groups.delete(owner, "gpt")
    with pytest.raises(NotFound, match="Model access group 'gpt' not found"):
        await access_groups.get(owner, "gpt")


async def test_a_group_of_many_teams_names_some_of_them(owner: Actor) -> None:
    await make_access_group("gpt")
    for number in range(12):
        await make_team(f"team{number:02}", access_groups=("gpt",))

    with pytest.raises(InUse) as refusal:
        await access_groups.delete(owner, "gpt")

    assert refusal.value.message.endswith("team08, team09, …")


async def test_only_the_teams_whose_models_change_are_told_litellm(owner: Actor) -> None:
    await make_alias("a")
    await make_alias("b")
    await make_access_group("gpt", "a")
    team = (await make_team("red", access_groups=("gpt",))).team
    other = (await make_team("blue")).team

    told = await generation(team_id=team.id)
    for change in (
        lambda: access_groups.update(owner, "gpt", {"add_model_aliases": ["b"]}),
        lambda: access_groups.update(owner, "gpt", {"status": GroupStatus.INACTIVE}),
        lambda: access_groups.update(owner, "gpt", {"status": GroupStatus.ACTIVE}),
        lambda: model_aliases.update(owner, "a", {"status": ModelStatus.INACTIVE}),
        lambda: model_aliases.update(owner, "b", {"access_groups": []}),
        lambda: teams.set_access(owner, "red", GroupNames(None, [])),
    ):
        await change()
        told += 1
        assert await generation(team_id=team.id) == told
    await access_groups.update(owner, "gpt", {"display_name": "GPT"})
    await model_aliases.update(owner, "a", {"actual_model": "gpt-5"})
    assert await generation(team_id=team.id) == told
    assert await generation(team_id=other.id) == 1


# ------------------------------------------------------------------ what is open to whom
async def test_an_alias_is_open_through_an_active_group_alone(owner: Actor) -> None:
    await make_alias("a")
    team = (await make_team("red")).team
    assert await callable_by(team) == []
    await make_access_group("gpt", "a")
    assert await callable_by(team) == []
    await teams.set_access(owner, "red", GroupNames(None, ["gpt"]))
    assert await callable_by(team) == ["a"]
    await access_groups.update(owner, "gpt", {"status": GroupStatus.INACTIVE})
    assert await callable_by(team) == []
    await access_groups.update(owner, "gpt", {"status": GroupStatus.ACTIVE})
    await model_aliases.update(owner, "a", {"status": ModelStatus.DEPRECATED})
    assert await callable_by(team) == ["a"]
    await model_aliases.update(owner, "a", {"status": ModelStatus.INACTIVE})
    assert await callable_by(team) == []


async def test_a_call_comes_to_an_alias_before_a_group_of_its_name(owner: Actor) -> None:
    await make_alias("chat")
    await make_model_group("chat", models=("gpt-4",))
    await make_access_group("gpt", "chat")
    team = (await make_team("red", groups=("chat",))).team

    refused = await model_groups.resolve(owner, "red", "chat")
    assert refused.reason == "Team 'red' does not have access to model alias 'chat'"
    await teams.set_access(owner, "red", GroupNames(None, ["gpt"]))
    allowed = await model_groups.resolve(owner, "red", "chat")
    assert (allowed.is_allowed, allowed.primary, allowed.fallbacks) == (True, "chat", ())
    await model_aliases.update(owner, "chat", {"status": ModelStatus.INACTIVE})
    group = await model_groups.resolve(owner, "red", "chat")
    assert (group.primary, group.alias) == ("gpt-4", None)
    assert await callable_by(team) == ["gpt-4"]


async def test_a_name_in_either_list_is_an_access_group_before_a_model_group(owner: Actor) -> None:
    await make_model_group("both")
    await make_model_group("chat")
    await make_access_group("both")
    names = GroupNames(["both", "none"], ["chat", "none"], either=True, skip_unknown=True)

    made = await make_team("red")
    with pytest.raises(NotFound, match="Model access group 'none' not found"):
        await teams.set_access(owner, "red", replace(names, skip_unknown=False))
    await teams.set_access(owner, "red", names)

    [linked] = (await model_groups.of_teams(owner, [made.team.id]))[made.team.id]
    [opened] = (await access_groups.of_teams(owner, [made.team.id]))[made.team.id]
    assert (linked.group_name, opened.group_name) == ("chat", "both")
    await teams.set_access(owner, "red", GroupNames(None, ["both"], either=True))
    assert (await model_groups.of_teams(owner, [made.team.id]))[made.team.id] == []


async def test_each_list_of_groups_is_replaced_for_itself(owner: Actor) -> None:
    await make_model_group("chat")
    await make_access_group("gpt")
    made = await make_team("red", groups=("chat",), access_groups=("gpt",))

    await teams.set_access(owner, "red", GroupNames([], None))

    assert (await model_groups.of_teams(owner, [made.team.id]))[made.team.id] == []
    assert len((await access_groups.of_teams(owner, [made.team.id]))[made.team.id]) == 1
    with pytest.raises(NotFound, match="Model access group 'chat' not found"):
        await teams.set_access(owner, "red", GroupNames(None, ["chat"]))
    await teams.delete(owner, "red")
    assert not await TeamAccessGroup.exists()


async def test_a_key_sees_the_aliases_and_groups_of_its_team_alone(owner: Actor) -> None:
    for name in ("a", "b", "c"):
        await make_alias(name)
    await make_access_group("ours", "a")
    await make_access_group("off", "b", "a")
    await make_access_group("theirs", "c", "a")
    await access_groups.update(owner, "off", {"status": GroupStatus.INACTIVE})
    key = key_of(await make_team("red", access_groups=("ours", "off")))
    await make_team("blue", access_groups=("theirs",))

    aliases = await model_aliases.list_visible(key, ALL)
    groups = await access_groups.list_visible(key, ALL)

    assert [each.alias for each in aliases.rows] == ["a"]
    assert [each.group_name for each in groups.rows] == ["off", "ours"]
    [a] = aliases.rows
    opened_by = (await access_groups.of_aliases(key, [a.id]))[a.id]
    assert [group.group_name for group in opened_by] == ["off", "ours"]
    off = groups.rows[0]
    assert [each.alias for each in (await model_aliases.of_groups(key, [off.id]))[off.id]] == ["a"]
    assert await model_aliases.by_names(key, ["a", "b", "\0"]) == [a]
    for hidden in ("b", "c"):
        with pytest.raises(NotFound):
            await model_aliases.get(key, hidden)
    with pytest.raises(NotFound):
        await access_groups.get(key, "theirs")
    assert await model_aliases.litellm_ids(key, [a.id]) == {}
    none = await model_aliases.list_visible(key, ALL, access_group="theirs")
    assert list(none.rows) == []


async def test_a_key_cannot_ask_for_the_providers_side(owner: Actor) -> None:
    await make_alias("a", actual_model="secret-model")
    await make_access_group("ours", "a")
    key = key_of(await make_team("red", access_groups=("ours",)))

    with pytest.raises(Forbidden):
        await model_aliases.list_visible(key, ALL, provider="openai")
    assert not (await model_aliases.list_visible(key, ALL, search="secret")).rows
    assert (await model_aliases.list_visible(owner, ALL, search="secret")).rows


@pytest.mark.parametrize("role", [None, AdminRole.USER])
async def test_who_only_reads_changes_nothing(owner: Actor, role: AdminRole | None) -> None:
    await make_alias("a")
    await make_access_group("gpt", "a")
    reader = replace(owner, role=role)
    if role is None:
        reader = key_of(await make_team("red", access_groups=("gpt",)))

    for attempt in (
        lambda: model_aliases.create(reader, FAST),
        lambda: model_aliases.update(reader, "a", {}),
        lambda: model_aliases.delete(reader, "a"),
        lambda: access_groups.create(reader, "new"),
        lambda: access_groups.update(reader, "gpt", {}),
        lambda: access_groups.delete(reader, "gpt"),
        lambda: teams.set_access(reader, "red", GroupNames(None, [])),
    ):
        with pytest.raises(Forbidden):
            await attempt()


async def test_lists_are_filtered_and_in_order(owner: Actor) -> None:
    await make_alias("b", provider="anthropic")
    await make_alias("a")
    await make_access_group("gpt", "a")
    await model_aliases.update(owner, "b", {"status": ModelStatus.INACTIVE})

    async def names(**criteria: Any) -> list[str]:
        page = await model_aliases.list_visible(owner, ALL, **criteria)
        return [each.alias for each in page.rows]

    assert await names() == ["a", "b"]
    assert await names(descending=True) == ["b", "a"]
    assert await names(by_age=True) == ["b", "a"]
    assert await names(status=[ModelStatus.ACTIVE]) == ["a"]
    assert await names(provider="anthropic") == ["b"]
    assert await names(access_group="gpt") == ["a"]
    assert await names(access_group="\0") == []


async def test_teams_of_an_alias_or_group_are_those_that_may_use_it(owner: Actor) -> None:
    alias = await make_alias("a")
    first = await make_access_group("first", "a")
    await make_access_group("second", "a")
    await make_team("red", access_groups=("first", "second"))
    await make_team("blue", access_groups=("second",))
    await make_team("green")

    async def of(owners: Owners, key: Any, **criteria: Any) -> tuple[list[str], int | None]:
        page = (await teams.lists_of(owner, owners, [key], ALL, TeamCriteria(**criteria)))[key]
        return sorted(team.team_id for team in page.rows), await page.count()

    assert await of(Owners.MODEL_ALIASES, alias.id) == (["blue", "red"], 2)
    assert await of(Owners.ACCESS_GROUPS, first.id) == (["red"], 1)
    found = await teams.list_visible(owner, ALL, TeamCriteria(access_group="second"))
    assert {team.team_id for team in found.rows} == {"red", "blue"}
    await access_groups.update(owner, "second", {"status": GroupStatus.INACTIVE})
    assert await of(Owners.MODEL_ALIASES, alias.id) == (["red"], 1)
    await model_aliases.update(owner, "a", {"status": ModelStatus.INACTIVE})
    assert await of(Owners.MODEL_ALIASES, alias.id) == ([], 0)


async def test_a_change_of_access_waits_for_the_change_of_what_it_opens(owner: Actor) -> None:
    """Whichever is first, LiteLLM is told of the team after both."""
    await make_alias("a")
    await make_access_group("gpt", "a")
    for round_ in range(5):
        team = (await make_team(f"team{round_}")).team
        await asyncio.gather(
            teams.set_access(owner, team.team_id, GroupNames(None, ["gpt"])),
            model_aliases.update(owner, "a", {"status": ModelStatus.INACTIVE}),
        )
        # Told twice when the team had the group first, else once, of what holds already.
        assert await generation(team_id=team.id) in (2, 3)
        await model_aliases.update(owner, "a", {"status": ModelStatus.ACTIVE})
