"""How work is turned into credits: what may be set, what stays, what is told."""

from decimal import Decimal

import pytest
import pytest_asyncio

from domain import budgets, credits, organizations, teams
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from domain.budgets import Budget, BudgetMode, FailedCallPolicy
from domain.charging import Terms
from domain.errors import Forbidden, InvalidInput, InvalidState, NotFound
from persistence.models import AuditEvent, CreditAccount, Organization, Provisioning, Team
from tests.fakes import make_ports

USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
KEY = Actor(kind=ActorKind.VIRTUAL_KEY, label="key", team_id="team", organization_id="organization")
OF_THE_ORGANIZATION = FailedCallPolicy.FREE_IF_ALL_FAILED
DEFAULTS = Budget(
    BudgetMode.JOB_BASED, Decimal(10), True, 10_000, True, Decimal(0), OF_THE_ORGANIZATION
)
CREDIT = credits.MICROS


@pytest_asyncio.fixture
async def team(database: None) -> Team:
    organization = await Organization.create(organization_id="organization", name="Organization")
    team = await Team.create(team_id="team", name="Team", organization=organization)
    await Provisioning.create(team=team)
    await credits.open_account(SYSTEM, team, 0)
    return team


async def overdraft() -> int:
    return (await CreditAccount.get()).overdraft_limit


async def test_a_team_has_the_installations_defaults_until_it_has_its_own(team: Team) -> None:
    assert await budgets.get(SYSTEM, "team") == DEFAULTS

    await budgets.update(
        SYSTEM, "team", mode=BudgetMode.CONSUMPTION_USD, credits_per_dollar=Decimal("2.5")
    )

    assert await budgets.get(SYSTEM, "team") == Budget(
        BudgetMode.CONSUMPTION_USD,
        Decimal("2.5"),
        False,
        10_000,
        True,
        Decimal(0),
        OF_THE_ORGANIZATION,
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
        BudgetMode.CONSUMPTION_TOKENS,
        Decimal(3),
        False,
        10_000,
        True,
        Decimal(0),
        OF_THE_ORGANIZATION,
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
        {"failed_call_policy": "never"},
        {"failed_call_policy": ""},
        {"overdraft_limit": -1},
        {"overdraft_limit": credits.MAX_AMOUNT + 1},
        {"overdraft_limit": 10**30},
    ],
)
async def test_impossible_budgets_are_refused(team: Team, changes: dict) -> None:
    with pytest.raises(InvalidInput):
        await budgets.update(SYSTEM, "team", **changes)
    assert await budgets.get(SYSTEM, "team") == DEFAULTS
    assert await overdraft() == 0


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
        budgets.columns(
            mode="free",
            tokens_per_credit=0,
            markup_percent=Decimal(5),
            failed_call_policy="never",
            overdraft_limit=-1,
        )

    assert [fault.field for fault in refusal.value.faults] == [
        ("budget", "mode"),
        ("budget", "tokensPerCredit"),
        ("budget", "failedCallPolicy"),
        ("budget", "overdraftLimit"),
    ]


async def test_only_who_sets_prices_changes_a_budget(team: Team) -> None:
    for actor in (USER, KEY):
        with pytest.raises(Forbidden):
            await budgets.update(actor, "team", tokens_per_credit=1)
    with pytest.raises(NotFound):
        await budgets.update(SYSTEM, "absent", tokens_per_credit=1)
    with pytest.raises(NotFound):
        await budgets.get(KEY, "other")


# ---------------------------------------------------------------- failed calls
async def test_a_team_has_its_organizations_failed_call_policy_until_it_has_its_own(
    team: Team,
) -> None:
    async def policies() -> tuple[FailedCallPolicy, FailedCallPolicy]:
        row = await teams.get(SYSTEM, "team")
        shown = (await budgets.get(SYSTEM, "team")).failed_call_policy
        return shown, Terms.of(row).failed_call_policy

    change = {"failed_call_policy": "always_charge"}
    await organizations.update(SYSTEM, "organization", change)
    assert await policies() == (FailedCallPolicy.ALWAYS_CHARGE,) * 2

    await budgets.update(SYSTEM, "team", failed_call_policy=FailedCallPolicy.FREE_IF_ANY_FAILED)
    assert await policies() == (FailedCallPolicy.FREE_IF_ANY_FAILED,) * 2

    await budgets.update(SYSTEM, "team", failed_call_policy=None)
    assert await policies() == (FailedCallPolicy.ALWAYS_CHARGE,) * 2

    await organizations.update(SYSTEM, "organization", {"failed_call_policy": None})
    assert await policies() == (FailedCallPolicy.FREE_IF_ALL_FAILED,) * 2


async def test_the_terms_of_a_team_are_its_budget(team: Team) -> None:
    assert Terms.of(await teams.get(SYSTEM, "team")) == Terms()
    own = {
        "mode": BudgetMode.CONSUMPTION_TOKENS,
        "credits_per_dollar": Decimal("2.5"),
        "tokens_per_credit": 7,
        "markup_percent": Decimal("12.5"),
        "failed_call_policy": FailedCallPolicy.ALWAYS_CHARGE,
    }
    await budgets.update(SYSTEM, "team", **own)

    assert Terms.of(await teams.get(SYSTEM, "team")) == Terms(**own)


async def test_an_organizations_policy_is_checked_and_audited(team: Team, owner: Actor) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await organizations.update(owner, "organization", {"failed_call_policy": "never"})
    assert refusal.value.field == ("failedCallPolicy",)

    await organizations.update(owner, "organization", {"failed_call_policy": "always_charge"})

    assert (await AuditEvent.get()).changes == [
        {
            "field": "failed_call_policy",
            "before": "free_if_all_failed",
            "after": "always_charge",
        }
    ]


# ---------------------------------------------------------------- overdraft
async def test_an_overdraft_can_be_spent_and_is_told_to_the_audit_log_and_litellm(
    team: Team, owner: Actor
) -> None:
    await budgets.update(owner, "team", overdraft_limit=5 * CREDIT + 1)

    [change] = (await AuditEvent.get(action="team.budget_updated")).changes
    assert change == {"field": "overdraft_limit", "before": "0", "after": "5.000001"}
    assert (await Provisioning.get()).generation == 2
    assert await credits.can_spend(SYSTEM, "team", 5 * CREDIT + 1)
    await credits.charge(SYSTEM, "team", 5 * CREDIT, reason="work", idempotency_key="1")
    assert (await CreditAccount.get()).balance == -5 * CREDIT


async def test_what_is_below_zero_already_keeps_its_overdraft(team: Team) -> None:
    await budgets.update(SYSTEM, "team", overdraft_limit=5 * CREDIT)
    await credits.charge(SYSTEM, "team", 3 * CREDIT, reason="work", idempotency_key="1")

    with pytest.raises(InvalidState) as refusal:
        await budgets.update(SYSTEM, "team", overdraft_limit=3 * CREDIT - 1, mode="job_based")
    assert refusal.value.field == ("budget", "overdraftLimit")
    assert await overdraft() == 5 * CREDIT

    await budgets.update(SYSTEM, "team", overdraft_limit=3 * CREDIT)
    await budgets.update(SYSTEM, "team", mode="consumption_usd")
    assert await overdraft() == 3 * CREDIT


async def test_without_an_overdraft_nothing_goes_below_zero(team: Team) -> None:
    await budgets.update(SYSTEM, "team", overdraft_limit=CREDIT)
    await budgets.update(SYSTEM, "team", overdraft_limit=None)

    assert await overdraft() == 0


async def test_a_new_team_may_have_both_from_the_start(team: Team, owner: Actor) -> None:
    wanted = teams.NewTeam(
        team_id="new",
        budget={"failed_call_policy": "always_charge", "overdraft_limit": 2 * CREDIT},
    )

    created = await teams.create(owner, make_ports().vault, "organization", wanted)

    account = await CreditAccount.get(team=created.team)
    assert account.overdraft_limit == 2 * CREDIT
    assert Budget.of(created.team).failed_call_policy is FailedCallPolicy.ALWAYS_CHARGE
    [event] = await AuditEvent.filter(action="team.created")
    assert {"field": "overdraft_limit", "before": None, "after": "2"} in event.changes


async def test_only_who_sets_prices_gives_an_overdraft(team: Team) -> None:
    for actor in (USER, KEY):
        with pytest.raises(Forbidden):
            await budgets.update(actor, "team", overdraft_limit=CREDIT)
        with pytest.raises(Forbidden):
            await organizations.update(
                actor, "organization", {"failed_call_policy": "always_charge"}
            )
    assert await overdraft() == 0
