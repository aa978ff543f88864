"""Teams: made whole, changed under a lock, deleted for good."""

import asyncio
from decimal import Decimal

import pytest

from domain import credits, model_groups, organizations, teams, virtual_keys
from domain.access import Actor, ActorKind, AdminRole
from domain.errors import (
    AlreadyExists,
    Forbidden,
    IdempotencyKeyReused,
    InUse,
    InvalidInput,
    InvalidState,
    NotFound,
    Protected,
    UpstreamFailed,
)
from domain.paging import PageRequest
from domain.teams import GroupNames, NewTeam, TeamCriteria, TeamOrderField, TenantStatus
from persistence.models import (
    AuditEvent,
    CreditAccount,
    LedgerEntry,
    Organization,
    Provisioning,
    Team,
    TeamModelGroup,
    VirtualKey,
    VirtualKeyStatus,
)
from tests.builders import VAULT, make_model_group, make_organization

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def reader() -> Actor:
    return Actor(kind=ActorKind.ADMIN_USER, label="reader@example.com", role=AdminRole.USER)


def key_of(created: teams.Created) -> Actor:
    """Whoever presents the key of this team."""
    team = created.team
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label=team.team_id,
        virtual_key_id=created.issued.key.id,
        organization_id=team.organization.organization_id,
        team_id=team.team_id,
    )


@pytest.fixture
async def acme(database: None) -> Organization:
    return await make_organization("acme")


async def create(actor: Actor, team_id: str = "red", **values: object) -> teams.Created:
    key = values.pop("idempotency_key", None)
    new = NewTeam(team_id=team_id, **values)  # type: ignore[arg-type]
    return await teams.create(actor, VAULT, "acme", new, idempotency_key=key)  # type: ignore[arg-type]


@pytest.mark.usefixtures("acme")
async def test_a_new_team_has_its_groups_credits_key_and_a_place_in_the_queue(
    owner: Actor,
) -> None:
    await make_model_group("Chat")

    created = await create(
        owner,
        groups=GroupNames(model_groups=["Chat"]),
        initial_credits=1_500_000,
        budget={"credits_per_dollar": Decimal(20)},
    )

    team = created.team
    assert (team.name, team.status, team.credits_per_dollar) == ("red", "active", Decimal(20))
    [entry] = await LedgerEntry.filter(account__team_id=team.id, kind="grant")
    assert (entry.amount, entry.reason) == (1_500_000, "Initial allocation")
    assert (await Provisioning.get(team_id=team.id)).observed_generation == 0
    assert created.issued.secret
    assert created.issued.secret.startswith("sk-")
    assert len(created.issued.secret) == 46
    assert created.issued.key.masked_key == f"sk-…{created.issued.secret[-4:]}"


@pytest.mark.usefixtures("acme")
async def test_no_secret_is_in_the_audit_log_or_in_a_printed_result(owner: Actor) -> None:
    created = await create(owner, idempotency_key="k")

    secret = created.issued.secret
    assert secret
    assert secret not in repr(created)
    for event in await AuditEvent.all():
        assert secret not in str(event.changes) + str(event.details)


@pytest.mark.parametrize(
    "values",
    [
        {"groups": GroupNames(model_groups=["Chat", "Nothing"])},
        {"groups": GroupNames(access_groups=["Chat"])},
        {"initial_credits": -1},
        {"metadata": {"x": "y" * 11_000}},
        {"budget": {"credits_per_dollar": Decimal(0)}},
        {"name": "a\u2028b"},
    ],
)
@pytest.mark.usefixtures("acme")
async def test_a_refused_team_leaves_nothing(owner: Actor, values: dict[str, object]) -> None:
    await make_model_group("Chat")
    before = await AuditEvent.all().count()

    with pytest.raises((NotFound, InvalidInput)):
        await create(owner, **values)

    for table in (Team, VirtualKey, CreditAccount, Provisioning, TeamModelGroup):
        assert not await table.exists()
    assert await AuditEvent.all().count() == before


@pytest.mark.usefixtures("acme")
async def test_all_that_is_wrong_is_told_at_once(owner: Actor) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await create(
            owner,
            " red",
            name="a\nb",
            metadata=[1],
            budget={"tokens_per_credit": 0},
            groups=GroupNames(model_groups=["A", "A"]),
        )

    assert [fault.field for fault in refusal.value.faults] == [
        ("teamId",),
        ("name",),
        ("metadata",),
        ("budget", "tokensPerCredit"),
        ("modelGroups", 1),
    ]


@pytest.mark.usefixtures("acme")
async def test_a_repeat_after_a_deletion_makes_no_second_team(owner: Actor) -> None:
    await create(owner, idempotency_key="k")
    await teams.delete(owner, "red")

    again = await create(owner, idempotency_key="k")

    assert (again.team.status, again.issued.secret) == (TenantStatus.DELETED, None)
    with pytest.raises(InvalidState):
        await teams.create_in_step(
            owner, VAULT, "acme", NewTeam(team_id="red"), wait_seconds=0, idempotency_key="k"
        )


async def test_a_team_and_the_deletion_of_its_group_exclude_each_other(
    owner: Actor, acme: Organization
) -> None:
    for number in range(10):
        name = f"Group{number}"
        await make_model_group(name)

        made, deleted = await asyncio.gather(
            create(owner, f"team{number}", groups=GroupNames(model_groups=[name])),
            model_groups.delete(owner, name),
            return_exceptions=True,
        )

        linked = await TeamModelGroup.exists(model_group__group_name=name)
        if linked:
            assert isinstance(made, teams.Created)
            assert isinstance(deleted, InUse)
        else:
            assert isinstance(made, NotFound)
            assert not isinstance(deleted, Exception)


@pytest.mark.usefixtures("acme")
async def test_an_unknown_group_is_named_with_its_place(owner: Actor) -> None:
    with pytest.raises(NotFound, match="Model group 'B' not found") as refusal:
        await create(owner, groups=GroupNames(model_groups=["B"]))
    assert refusal.value.field == ("modelGroups", 0)

    with pytest.raises(NotFound, match="Model access group 'A' not found") as refusal:
        await create(owner, groups=GroupNames(access_groups=["A"], either=True))
    assert refusal.value.field == ("accessGroups", 0)


@pytest.mark.usefixtures("acme")
async def test_legacy_names_find_a_model_group_in_either_list_and_may_be_skipped(
    owner: Actor,
) -> None:
    await make_model_group("Chat")
    names = GroupNames(access_groups=["Chat", "Old"], either=True, skip_unknown=True)

    created = await create(owner, groups=names)

    assert created.skipped == ("Old",)
    [group] = (await model_groups.of_teams(owner, [created.team.id]))[created.team.id]
    assert group.group_name == "Chat"


@pytest.mark.usefixtures("acme")
async def test_a_repeat_returns_the_first_team_and_secret_and_another_input_is_refused(
    owner: Actor,
) -> None:
    first = await create(owner, idempotency_key="k", initial_credits=1_000_000)
    second = await create(owner, idempotency_key="k", initial_credits=1_000_000)

    assert (first.team.id, first.issued.secret) == (second.team.id, second.issued.secret)
    assert await VirtualKey.all().count() == 1
    with pytest.raises(IdempotencyKeyReused):
        await create(owner, idempotency_key="k", initial_credits=2_000_000)


@pytest.mark.usefixtures("acme")
async def test_a_refused_request_leaves_its_key_free(owner: Actor) -> None:
    names = GroupNames(model_groups=["Chat"])
    with pytest.raises(NotFound):
        await create(owner, idempotency_key="k", groups=names)
    await make_model_group("Chat")

    assert (await create(owner, idempotency_key="k")).team.team_id == "red"


@pytest.mark.usefixtures("acme")
async def test_one_of_many_teams_with_one_name_wins(owner: Actor) -> None:
    outcomes = await asyncio.gather(*(create(owner) for _ in range(8)), return_exceptions=True)

    assert sum(isinstance(outcome, teams.Created) for outcome in outcomes) == 1
    refused = [outcome for outcome in outcomes if not isinstance(outcome, teams.Created)]
    assert {type(outcome) for outcome in refused} == {AlreadyExists}
    assert {str(outcome) for outcome in refused} == {"Team 'red' already exists"}


@pytest.mark.usefixtures("acme")
async def test_credits_groups_and_budget_of_a_new_team_need_their_own_rights(
    owner: Actor, reader: Actor
) -> None:
    with pytest.raises(Forbidden) as refusal:
        await create(reader)
    assert refusal.value.permission == "MANAGE_TEAMS"
    with pytest.raises(Forbidden):
        await teams.set_access(reader, "red", GroupNames())


@pytest.mark.usefixtures("acme")
async def test_access_is_replaced_as_a_whole_and_an_empty_list_closes_all(owner: Actor) -> None:
    for name in ("A", "B", "C"):
        await make_model_group(name, models=(f"model-{name}",))
    team = (await create(owner, groups=GroupNames(model_groups=["A", "B"]))).team

    await teams.set_access(owner, "red", GroupNames(model_groups=["B", "C"], access_groups=None))

    assert (await model_groups.reachable(owner, [team.id]))[team.id] == ["model-B", "model-C"]
    [event] = await AuditEvent.filter(action="team.access_changed")
    assert event.changes == [{"field": "model_groups", "before": ["A", "B"], "after": ["B", "C"]}]
    await teams.set_access(owner, "red", GroupNames(model_groups=None, access_groups=[]))
    assert await TeamModelGroup.all().count() == 2
    await teams.set_access(owner, "red", GroupNames(model_groups=[], access_groups=None))
    assert not await TeamModelGroup.exists()
    assert (await Provisioning.get(team_id=team.id)).generation == 3


@pytest.mark.usefixtures("acme")
async def test_every_change_that_litellm_must_see_moves_the_generation(owner: Actor) -> None:
    team = (await create(owner)).team

    for number, change in enumerate(
        (
            lambda: teams.update(owner, "red", {"name": "Red"}),
            lambda: teams.suspend(owner, "red"),
            lambda: teams.resume(owner, "red"),
            lambda: teams.pause(owner, "red"),
            lambda: teams.delete(owner, "red"),
        ),
        start=2,
    ):
        await change()
        assert (await Provisioning.get(team_id=team.id)).generation == number


@pytest.mark.usefixtures("acme")
async def test_a_deleted_team_is_gone_its_key_dead_and_its_name_free(owner: Actor) -> None:
    await make_model_group("Chat")
    created = await create(owner, groups=GroupNames(model_groups=["Chat"]))

    await teams.delete(owner, "red")

    key = await VirtualKey.get(id=created.issued.key.id)
    assert (key.status, key.sealed_secret) == (VirtualKeyStatus.REVOKED, None)
    with pytest.raises(NotFound):
        await teams.get(owner, "red")
    assert (await teams.by_ids(owner, [created.team.id]))[0].status is TenantStatus.DELETED
    await model_groups.delete(owner, "Chat")
    assert (await create(owner)).team.id != created.team.id


async def test_a_default_team_is_protected_before_anybody_looks_for_it(owner: Actor) -> None:
    with pytest.raises(Protected, match="Cannot delete default team 'no_default'"):
        await teams.delete(owner, "no_default")


@pytest.mark.usefixtures("acme")
async def test_a_team_that_litellm_does_not_take_in_time_is_given_up(owner: Actor) -> None:
    with pytest.raises(UpstreamFailed, match="Failed to create team in LiteLLM: "):
        await teams.create_in_step(
            owner, VAULT, "acme", NewTeam(team_id="red"), wait_seconds=0.05, idempotency_key="k"
        )

    assert (await Team.get(team_id="red")).status is TenantStatus.DELETED
    assert (await Provisioning.get()).generation == 2
    assert (await create(owner, idempotency_key="k")).team.status is TenantStatus.ACTIVE


async def test_an_organization_stands_without_the_team_that_litellm_refused(owner: Actor) -> None:
    founded = await organizations.create_in_step(
        owner,
        VAULT,
        "acme",
        "ACME",
        default_team=organizations.DefaultTeam(),
        wait_seconds=0.05,
    )

    assert founded.trouble == "no answer within 0.05 seconds"
    assert founded.default is None
    with pytest.raises(NotFound):
        await teams.get(owner, "acme_default")


@pytest.mark.usefixtures("acme")
async def test_legacy_totals_names_and_groups_change_together_or_not_at_all(
    owner: Actor,
) -> None:
    await create(owner, initial_credits=10_000_000)

    with pytest.raises(NotFound):
        await teams.update_all(
            owner,
            "red",
            changes={"name": "Red"},
            budget={},
            groups=GroupNames(access_groups=["No"], model_groups=None, either=True),
            allocated=20,
            used=5,
        )
    assert (await teams.get(owner, "red")).name == "red"
    team = await teams.update_all(
        owner, "red", changes={"name": "Red"}, budget={}, groups=None, allocated=20, used=5
    )

    account = await CreditAccount.get(team_id=team.id)
    assert (team.name, account.available) == ("Red", 15_000_000)


@pytest.mark.usefixtures("acme")
async def test_lists_filter_and_order_by_what_can_be_spent(owner: Actor) -> None:
    await make_model_group("Chat")
    for name, amount in (("a", 5), ("b", 1), ("c", 3)):
        await create(owner, name, initial_credits=amount * 1_000_000)
    await teams.set_access(owner, "c", GroupNames(model_groups=["Chat"]))

    async def names(criteria: TeamCriteria, **arguments: object) -> list[str]:
        page = await teams.list_visible(owner, PageRequest(), criteria, **arguments)  # type: ignore[arg-type]
        assert await page.count() == len(page.rows)
        return [team.team_id for team in page.rows]

    by_credits = {"order": TeamOrderField.AVAILABLE_CREDITS, "descending": False}
    assert await names(TeamCriteria(), **by_credits) == ["b", "c", "a"]
    assert await names(TeamCriteria(available_below=5_000_000), **by_credits) == ["b", "c"]
    assert await names(TeamCriteria(model_group="Chat")) == ["c"]
    assert await names(TeamCriteria(organization_id="other")) == []
    assert await names(TeamCriteria(budget_mode=["consumption_usd"])) == []  # type: ignore[list-item]


@pytest.mark.parametrize("order", list(TeamOrderField))
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.usefixtures("acme")
async def test_pages_forwards_and_backwards_hold_every_team_once(
    owner: Actor, order: TeamOrderField, descending: bool
) -> None:
    for number in range(7):
        await create(owner, f"t{number}", name="same", initial_credits=number // 3 * 1_000_000)

    async def walk(request: PageRequest) -> list[str]:
        page = await teams.list_visible(owner, request, order=order, descending=descending)
        names = [team.team_id for team in page.rows]
        if request.first and page.has_next:
            return names + await walk(PageRequest(first=2, after=page.cursors[-1]))
        if request.last and page.has_previous:
            return await walk(PageRequest(first=None, last=2, before=page.cursors[0])) + names
        return names

    forwards = await walk(PageRequest(first=2))
    assert sorted(forwards) == [f"t{number}" for number in range(7)]
    assert await walk(PageRequest(first=None, last=2)) == forwards


@pytest.mark.usefixtures("acme")
async def test_a_virtual_key_sees_its_own_team_alone(owner: Actor) -> None:
    await make_model_group("Chat")
    mine = await create(owner, "mine", groups=GroupNames(model_groups=["Chat"]))
    other = await create(owner, "other", groups=GroupNames(model_groups=["Chat"]))
    await make_organization("elsewhere")
    key = key_of(mine)

    seen = await teams.list_visible(key, PageRequest())
    assert [team.team_id for team in seen.rows] == ["mine"]
    assert await teams.by_ids(key, [other.team.id]) == []
    with pytest.raises(NotFound):
        await teams.get(key, "other")
    with pytest.raises(NotFound):
        await model_groups.resolve(key, "other", "Chat")
    tenants = await organizations.list_visible(key, PageRequest())
    assert [row.organization_id for row in tenants.rows] == ["acme"]
    assert (await model_groups.of_teams(key, [other.team.id]))[other.team.id] == []
    own, foreign = mine.issued.key.id, other.issued.key.id
    assert [row.id for row in await virtual_keys.by_ids(key, [own, foreign])] == [own]
    with pytest.raises(Forbidden):
        await virtual_keys.lists_of_teams(key, [mine.team.id], PageRequest())


async def test_a_virtual_key_sees_nothing_of_earlier_bearers_of_its_names(owner: Actor) -> None:
    await make_organization("acme")
    earlier = await create(owner)
    await teams.delete(owner, "red")
    await organizations.delete(owner, "acme")
    await make_organization("acme")
    key = key_of(await create(owner))

    gone = TeamCriteria(status=[TenantStatus.DELETED])
    assert not (await teams.list_visible(key, PageRequest(), gone)).rows
    assert not await teams.by_ids(key, [earlier.team.id])
    assert not await organizations.by_ids(key, [earlier.team.organization.id])
    assert not await credits.accounts_of_teams(key, [earlier.team.id])


@pytest.mark.usefixtures("acme")
async def test_a_reveal_is_told_once_however_many_keys_it_shows(
    owner: Actor, reader: Actor
) -> None:
    created = [await create(owner, name) for name in ("a", "b")]

    shown = await virtual_keys.reveal(owner, VAULT, [each.team for each in created])

    assert shown == {each.team.id: each.issued.secret for each in created}
    [event] = await AuditEvent.filter(action="virtual_key.revealed")
    assert event.details == {"teams": ["a", "b"], "count": 2}
    with pytest.raises(Forbidden):
        await virtual_keys.reveal(reader, VAULT, [created[0].team])
    masked = await virtual_keys.masked(reader, [created[0].team])
    assert masked == {created[0].team.id: created[0].issued.key.masked_key}


async def test_a_creation_that_failed_twice_at_once_is_given_up_once(
    owner: Actor, database: None
) -> None:
    await make_organization("acme")
    created = await teams.create(owner, VAULT, "acme", NewTeam(team_id="red"))
    await teams.update(owner, "red", {"name": "Changed meanwhile"})

    await asyncio.gather(
        *(teams.creation.abandon(owner, created.team) for _ in range(2)), return_exceptions=False
    )

    team = await Team.get(id=created.team.id)
    assert (team.status, team.name) == (TenantStatus.DELETED, "Changed meanwhile")
    assert await AuditEvent.filter(action="team.abandoned").count() == 1
