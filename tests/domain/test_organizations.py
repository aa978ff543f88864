"""Organizations and their default teams."""

import asyncio

import pytest

from domain import model_groups, organizations, teams, virtual_keys
from domain.access import Actor
from domain.errors import (
    AlreadyExists,
    IdempotencyKeyReused,
    InUse,
    InvalidInput,
    InvalidState,
    NotFound,
)
from domain.organizations import DefaultTeam
from domain.paging import PageRequest
from domain.teams import GroupNames, TenantStatus
from persistence.models import AuditEvent, CreditAccount, Organization, Provisioning, Team
from tests.builders import VAULT, make_model_group, make_organization, make_team

pytestmark = pytest.mark.usefixtures("database")


async def generation(team: Team) -> int:
    return (await Provisioning.get(team_id=team.id)).generation


async def test_a_new_organization_has_a_default_team_with_key_credits_and_groups(
    owner: Actor,
) -> None:
    await make_model_group("Chat", models=("gpt-4o",))
    wanted = DefaultTeam(groups=GroupNames(model_groups=["Chat"]), initial_credits=5_000_000)

    founded = await organizations.create(owner, VAULT, "acme", "ACME", default_team=wanted)

    assert founded.default
    team = founded.default.team
    assert (team.team_id, team.name, team.is_default) == ("acme_default", "ACME", True)
    assert (await CreditAccount.get(team_id=team.id)).balance == 5_000_000
    assert await model_groups.reachable(owner, [team.id]) == {team.id: ["gpt-4o"]}
    secret = founded.default.issued.secret
    assert secret
    assert virtual_keys.hash_of(secret) == founded.default.issued.key.token_hash
    actions = [event.action for event in await AuditEvent.all().order_by("sequence")]
    assert actions[1:] == ["organization.created", "credits.granted", "team.created"]


async def test_an_organization_may_be_without_a_default_team(owner: Actor) -> None:
    founded = await organizations.create(owner, VAULT, "acme", "ACME")

    assert founded.default is None
    assert not await Team.exists()


async def test_a_refused_default_team_leaves_no_organization(owner: Actor) -> None:
    wanted = DefaultTeam(groups=GroupNames(model_groups=["Nothing"]))

    with pytest.raises(NotFound, match="Model group 'Nothing' not found") as refusal:
        await organizations.create(owner, VAULT, "acme", "ACME", default_team=wanted)

    assert refusal.value.field == ("defaultTeam", "modelGroups", 0)
    assert not await Organization.exists()
    assert not await AuditEvent.exists()


async def test_all_that_is_wrong_with_an_organization_is_told_at_once(owner: Actor) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await organizations.create(owner, VAULT, "", " ", metadata="x")

    assert [fault.field for fault in refusal.value.faults] == [
        ("organizationId",),
        ("name",),
        ("metadata",),
    ]


async def test_what_is_wrong_with_the_default_team_is_inside_of_it(owner: Actor) -> None:
    for wanted, field in (
        (DefaultTeam(name="a\nb"), "name"),
        (DefaultTeam(initial_credits=-1), "initialCredits"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            await organizations.create(owner, VAULT, "acme", "A", default_team=wanted)
        assert refusal.value.field == ("defaultTeam", field)


async def test_the_same_key_and_input_find_the_first_organization_and_secret(owner: Actor) -> None:
    async def found(name: str) -> organizations.Founded:
        return await organizations.create(
            owner, VAULT, "acme", name, default_team=DefaultTeam(), idempotency_key="once"
        )

    first, second = await found("ACME"), await found("ACME")

    assert first.default
    assert second.default
    assert first.organization.id == second.organization.id
    assert first.default.issued.secret == second.default.issued.secret
    with pytest.raises(IdempotencyKeyReused):
        await found("Other")


async def test_one_of_many_organizations_with_one_name_wins(owner: Actor) -> None:
    outcomes = await asyncio.gather(
        *(organizations.create(owner, VAULT, "acme", "A") for _ in range(8)),
        return_exceptions=True,
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadyExists)]
    assert len(refused) == 7
    assert {error.message for error in refused} == {"Organization with ID 'acme' already exists"}
    assert await Organization.all().count() == 1


@pytest.mark.parametrize("name", ["", " ", "a" * 256, "a\nb", " acme", "acme ", "a\0b"])
async def test_an_unusable_natural_key_is_refused(owner: Actor, name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await organizations.create(owner, VAULT, name, "ACME")

    assert refusal.value.field == ("organizationId",)


async def test_a_team_that_has_the_name_of_the_default_team_is_in_its_way(owner: Actor) -> None:
    await make_team("acme_default")

    with pytest.raises(AlreadyExists, match="Team 'acme_default' already exists") as refusal:
        await organizations.create(owner, VAULT, "acme", "ACME", default_team=DefaultTeam())

    assert refusal.value.field is None
    assert not await Organization.exists(organization_id="acme")


async def test_the_longest_key_leaves_room_for_the_default_team(owner: Actor) -> None:
    await organizations.create(owner, VAULT, "a" * 255, "A")
    with pytest.raises(InvalidInput):
        await organizations.create(owner, VAULT, "b" * 248, "A", default_team=DefaultTeam())
    await organizations.create(owner, VAULT, "b" * 247, "A", default_team=DefaultTeam())


async def test_suspending_and_resuming_reach_every_team_once(owner: Actor) -> None:
    organization = await make_organization("acme", default_team=DefaultTeam())
    team = (await make_team("red", organization)).team
    before = await generation(team)

    suspended = await organizations.suspend(owner, "acme", "unpaid")
    again = await organizations.suspend(owner, "acme", "other reason")

    assert (suspended.status, suspended.status_reason) == (TenantStatus.SUSPENDED, "unpaid")
    assert again.status_reason == "unpaid"
    assert await generation(team) == before + 1
    resumed = await organizations.resume(owner, "acme")
    assert (resumed.status, resumed.status_reason) == (TenantStatus.ACTIVE, None)
    assert await generation(team) == before + 2


async def test_a_suspension_does_not_become_a_pause(owner: Actor) -> None:
    await make_organization("acme")
    await organizations.suspend(owner, "acme")

    with pytest.raises(InvalidState):
        await organizations.pause(owner, "acme")


async def test_an_organization_with_a_team_of_its_own_is_not_deleted(owner: Actor) -> None:
    organization = await make_organization("acme", default_team=DefaultTeam())
    await make_team("red", organization)

    with pytest.raises(InUse, match="Organization has active teams"):
        await organizations.delete(owner, "acme")

    await teams.delete(owner, "red")
    await organizations.delete(owner, "acme")
    assert not await Team.exists(status__not=TenantStatus.DELETED)
    with pytest.raises(NotFound):
        await organizations.get(owner, "acme")


async def test_the_name_of_a_deleted_organization_is_free_again(owner: Actor) -> None:
    await make_organization("acme", default_team=DefaultTeam())
    await organizations.delete(owner, "acme")

    founded = await organizations.create(owner, VAULT, "acme", "Again", default_team=DefaultTeam())

    assert (await organizations.get(owner, "acme")).id == founded.organization.id


async def test_a_team_and_the_deletion_of_its_organization_exclude_each_other(
    owner: Actor,
) -> None:
    for number in range(10):
        organization = await make_organization(f"org{number}")

        await asyncio.gather(
            teams.create(
                owner, VAULT, organization.organization_id, teams.NewTeam(team_id=f"team{number}")
            ),
            organizations.delete(owner, organization.organization_id),
            return_exceptions=True,
        )

        gone = (await Organization.get(id=organization.id)).status is TenantStatus.DELETED
        assert gone != await Team.exists(team_id=f"team{number}")


async def test_a_change_is_told_field_by_field_in_the_audit_log(owner: Actor) -> None:
    await make_organization("acme", name="ACME")

    await organizations.update(owner, "acme", {"name": "New", "metadata": {"plan": "dev"}})

    event = await AuditEvent.get(action="organization.updated")
    assert event.organization_id == "acme"
    assert event.changes == [
        {"field": "name", "before": "ACME", "after": "New"},
        {"field": "metadata", "before": {}, "after": {"plan": "dev"}},
    ]


async def test_lists_are_searched_without_wildcards_and_hide_the_deleted(owner: Actor) -> None:
    for name in ("acme_1", "acmex1", "gone_1"):
        await make_organization(name)
    await organizations.delete(owner, "gone_1")

    found = await organizations.list_visible(owner, PageRequest(), search="E_1")
    deleted = await organizations.list_visible(owner, PageRequest(), status=[TenantStatus.DELETED])

    assert [row.organization_id for row in found.rows] == ["acme_1"]
    assert await found.count() == 1
    assert [row.organization_id for row in deleted.rows] == ["gone_1"]
    with pytest.raises(InvalidInput):
        await organizations.list_visible(owner, PageRequest(), search="x")
