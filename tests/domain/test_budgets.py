"""How work is turned into credits: what may be set, what stays, what is told."""

from decimal import Decimal

import pytest
import pytest_asyncio

from domain import budgets
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from domain.budgets import Budget, BudgetMode
from domain.errors import Forbidden, InvalidInput, NotFound
from persistence.models import AuditEvent, Organization, Provisioning, Team

USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
KEY = Actor(kind=ActorKind.VIRTUAL_KEY, label="key", team_id="team", organization_id="organization")
DEFAULTS = Budget(BudgetMode.JOB_BASED, Decimal(10), True, 10_000, True, Decimal(0))


@pytest_asyncio.fixture
async def team(database: None) -> Team:
    organization = await Organization.create(organization_id="organization", name="Organization")
    team = await Team.create(team_id="team", name="Team", organization=organization)
    await Provisioning.create(team=team)
    return team


async def test_a_team_has_the_installations_defaults_until_it_has_its_own(team: Team) -> None:
    assert await budgets.get(SYSTEM, "team") == DEFAULTS

    await budgets.update(
        SYSTEM, "team", mode=BudgetMode.CONSUMPTION_USD, credits_per_dollar=Decimal("2.5")
    )

    assert await budgets.get(SYSTEM, "team") == Budget(
        BudgetMode.CONSUMPTION_USD, Decimal("2.5"), False, 10_000, True, Decimal(0)
    )


async def test_what_is_omitted_stays_and_none_resets(team: Team) -> None:
    await budgets.update(
        SYSTEM,
        "team",
        mode="consumption_tokens",
        credits_per_dollar=Decimal(3),
        tokens_per_credit=500,
        markup_percent=Decimal("12.5"),
    )
    await budgets.update(SYSTEM, "team")
    await budgets.update(SYSTEM, "team", tokens_per_credit=None, markup_percent=None)

    assert await budgets.get(SYSTEM, "team") == Budget(
        BudgetMode.CONSUMPTION_TOKENS, Decimal(3), False, 10_000, True, Decimal(0)
    )
    await budgets.update(SYSTEM, "team", mode=None, credits_per_dollar=None)
    assert await budgets.get(SYSTEM, "team") == DEFAULTS


async def test_a_change_is_audited_and_told_to_litellm(team: Team, owner: Actor) -> None:
    await budgets.update(owner, "team", credits_per_dollar=Decimal("2.50"))

    event = await AuditEvent.get()
    assert (event.action, event.resource_id, event.actor_label) == (
        "team.budget_updated",
        "team",
        owner.label,
    )
    assert event.changes == [{"field": "credits_per_dollar", "before": None, "after": "2.5"}]
    assert (await Provisioning.get()).generation == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "free"},
        {"mode": ""},
        {"credits_per_dollar": Decimal(0)},
        {"credits_per_dollar": Decimal(-1)},
        {"credits_per_dollar": Decimal("0.0000001")},
        {"credits_per_dollar": Decimal("1e13")},
        {"credits_per_dollar": Decimal("1e400")},
        {"tokens_per_credit": 0},
        {"tokens_per_credit": -1},
        {"tokens_per_credit": 2**31},
        {"markup_percent": Decimal(-1)},
        {"markup_percent": Decimal(1000)},
        {"markup_percent": Decimal("0.001")},
    ],
)
async def test_impossible_budgets_are_refused(team: Team, changes: dict) -> None:
    with pytest.raises(InvalidInput):
        await budgets.update(SYSTEM, "team", **changes)
    assert await budgets.get(SYSTEM, "team") == DEFAULTS


@pytest.mark.parametrize(
    "changes",
    [
        {"credits_per_dollar": Decimal("0.000001")},
        {"credits_per_dollar": Decimal(10**12)},
        {"tokens_per_credit": 2**31 - 1},
        {"markup_percent": Decimal("999.99")},
    ],
)
async def test_the_bounds_themselves_can_be_stored(team: Team, changes: dict) -> None:
    await budgets.update(SYSTEM, "team", **changes)

    [(name, value)] = changes.items()
    assert getattr(await budgets.get(SYSTEM, "team"), name) == value


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        budgets.columns(mode="free", tokens_per_credit=0, markup_percent=Decimal(5))

    assert [fault.field for fault in refusal.value.faults] == [
        ("budget", "mode"),
        ("budget", "tokensPerCredit"),
    ]


async def test_only_who_sets_prices_changes_a_budget(team: Team) -> None:
    for actor in (USER, KEY):
        with pytest.raises(Forbidden):
            await budgets.update(actor, "team", tokens_per_credit=1)
    with pytest.raises(NotFound):
        await budgets.update(SYSTEM, "absent", tokens_per_credit=1)
    with pytest.raises(NotFound):
        await budgets.get(KEY, "other")
