"""What a name in a call comes to, and at which price."""

from decimal import Decimal

import pytest

from domain import calls, provisioning
from domain.errors import InvalidInput, ModelNotAllowed
from persistence.database import transaction
from persistence.models import (
    GroupStatus,
    ModelAccessGroup,
    ModelAccessGroupAlias,
    ModelAlias,
    ModelGroup,
    TeamAccessGroup,
    TeamModelGroup,
)
from tests.builders import make_model_group
from tests.calls_world import World
from tests.domain.calls.conftest import Making

HUNDRED = Decimal(100)


async def make_alias(world: World, alias: str = "gpt-4o", *, shared: bool = True) -> ModelAlias:
    """An alias of a model that the sandbox has; `shared` with the team by an access group."""
    made = await ModelAlias.create(
        alias=alias,
        display_name=alias,
        provider="openai",
        actual_model="secret-model-2099",
        input_price=HUNDRED,
        output_price=2 * HUNDRED,
    )
    group = await ModelAccessGroup.create(group_name=f"with-{alias}", display_name="x")
    await ModelAccessGroupAlias.create(access_group=group, alias=made)
    if shared:
        await TeamAccessGroup.create(team=world.team, access_group=group)
        async with transaction():
            await provisioning.touch([world.team.id])
        await provisioning.drain(world.ports)
    return made


async def test_an_alias_is_called_by_its_name_at_its_own_price(world: World) -> None:
    await make_alias(world)

    answered = await world.call(model="gpt-4o")

    call = answered.call
    assert answered.served_by == "gpt-4o"
    assert (call.input_price, call.output_price) == (HUNDRED, 2 * HUNDRED)
    assert call.input_cost == call.prompt_tokens * HUNDRED / 1_000_000
    assert call.output_cost == call.completion_tokens * 2 * HUNDRED / 1_000_000
    assert "secret-model-2099" not in str(answered.body)


async def test_an_alias_that_the_team_shares_no_group_with_is_refused(world: World) -> None:
    await make_alias(world, shared=False)

    with pytest.raises(ModelNotAllowed) as refused:
        await world.call(model="gpt-4o")

    team = world.team.team_id
    assert str(refused.value) == f"Team '{team}' does not have access to model alias 'gpt-4o'"


async def test_an_access_group_that_is_switched_off_gives_no_access(world: World) -> None:
    await make_alias(world)
    await ModelAccessGroup.all().update(status=GroupStatus.INACTIVE)

    with pytest.raises(ModelNotAllowed):
        await world.call(model="gpt-4o")


async def test_an_alias_that_is_switched_off_is_a_name_like_any(world: World) -> None:
    await make_alias(world)
    await ModelAlias.all().update(status=GroupStatus.INACTIVE)

    with pytest.raises(ModelNotAllowed, match="does not have access to model group 'gpt-4o'"):
        await world.call(model="gpt-4o")


async def test_a_group_that_is_switched_off_is_refused(world: World) -> None:
    group = await ModelGroup.get()
    await ModelGroup.filter(id=group.id).update(status=GroupStatus.INACTIVE)

    with pytest.raises(ModelNotAllowed, match=r"^Model group '.*' not found or inactive$"):
        await world.call(model=group.group_name)


async def test_a_call_names_no_model_when_just_one_can_be_meant(world: World) -> None:
    assert (await world.call()).call.requested_model == (await ModelGroup.get()).group_name

    other = await make_model_group("Another")
    await TeamModelGroup.create(team=world.team, model_group=other)
    with pytest.raises(InvalidInput, match="Name one of the models that the team may call: Ano"):
        await world.call()
    assert "Another" in await calls.names(world.actor, world.team)


async def test_what_is_wrong_with_a_request_is_not_tried_with_every_model(
    make_world: Making,
) -> None:
    async with make_world(models=("no-such-model", "gpt-4o")) as world:
        with pytest.raises(calls.CallFailed) as failed:
            await world.call()

        assert failed.value.status == 400
        assert [attempt["model"] for attempt in failed.value.call.attempts] == ["no-such-model"]
