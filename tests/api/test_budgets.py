"""What failed calls cost and how far a team may overdraw, over GraphQL."""

import pytest

from domain import credits
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from persistence.models import AuditEvent
from tests.builders import make_organization, make_team

pytestmark = pytest.mark.usefixtures("database")

BUDGET = "team { budget { failedCallPolicy overdraftLimit } }"
READER = Actor(kind=ActorKind.ADMIN_USER, label="reader@example.com", role=AdminRole.USER)


@pytest.fixture
def change(graphql, owner):
    """A mutation with the fields wanted of its payload."""

    async def run(name, fields, /, *, actor=owner, **values):
        kind = name[0].upper() + name[1:]
        query = (
            f"mutation M($input: {kind}Input!) {{"
            f" {name}(input: $input) {{ {fields} errors {{ code message field }} }} }}"
        )
        answer = await graphql(query, {"input": values}, actor=actor)
        if "errors" in answer:
            return answer["errors"][0]["extensions"]["code"]
        return answer["data"][name]

    return run


async def test_a_team_shows_its_organizations_policy_or_its_own(change, graphql, owner):
    await make_team("red", await make_organization("acme"))

    changed = await change(
        "updateOrganization",
        "organization { failedCallPolicy }",
        organizationId="acme",
        failedCallPolicy="ALWAYS_CHARGE",
    )
    assert changed["organization"] == {"failedCallPolicy": "ALWAYS_CHARGE"}
    query = '{ team(teamId: "red") { budget { failedCallPolicy overdraftLimit } } }'
    shown = (await graphql(query, actor=owner))["data"]["team"]["budget"]
    assert shown == {"failedCallPolicy": "ALWAYS_CHARGE", "overdraftLimit": "0"}

    own = {"failedCallPolicy": "FREE_IF_ANY_FAILED", "overdraftLimit": "2.5"}
    changed = await change("updateTeamBudget", BUDGET, teamId="red", budget=own)
    assert changed["team"]["budget"] == own
    none = {"failedCallPolicy": None, "overdraftLimit": None}
    changed = await change("updateTeamBudget", BUDGET, teamId="red", budget=none)
    assert changed["team"]["budget"] == shown
    changed = await change(
        "updateOrganization",
        "organization { failedCallPolicy }",
        organizationId="acme",
        failedCallPolicy=None,
    )
    assert changed["organization"] == {"failedCallPolicy": "FREE_IF_ALL_FAILED"}


async def test_a_team_may_be_made_with_both(change):
    await make_organization("acme")
    budget = {"failedCallPolicy": "ALWAYS_CHARGE", "overdraftLimit": "10"}

    made = await change(
        "createTeam",
        BUDGET,
        organizationId="acme",
        teamId="red",
        budget=budget,
        idempotencyKey="k",
    )

    assert made["team"]["budget"] == budget


@pytest.mark.parametrize(
    ("limit", "code"),
    [("-1", "INVALID_INPUT"), ("1000000001", "INVALID_INPUT"), ("2.999999", "INVALID_STATE")],
)
async def test_a_refused_overdraft_names_code_and_field(change, limit, code):
    await make_team("red")
    await change("updateTeamBudget", BUDGET, teamId="red", budget={"overdraftLimit": "5"})
    await credits.charge(SYSTEM, "red", 3_000_000, reason="Work", idempotency_key="1")

    refused = await change(
        "updateTeamBudget", BUDGET, teamId="red", budget={"overdraftLimit": limit}
    )

    assert refused["team"] is None
    [error] = refused["errors"]
    assert (error["code"], error["field"]) == (code, ["budget", "overdraftLimit"])
    assert await AuditEvent.filter(action="team.budget_updated").count() == 1


async def test_who_does_not_set_prices_changes_neither(change):
    await make_team("red", await make_organization("acme"))

    for name, values in (
        ("updateTeamBudget", {"teamId": "red", "budget": {"overdraftLimit": "5"}}),
        ("updateOrganization", {"organizationId": "acme", "failedCallPolicy": "ALWAYS_CHARGE"}),
    ):
        assert await change(name, "__typename", actor=READER, **values) == "FORBIDDEN"


async def test_a_page_of_budgets_takes_as_many_statements_for_many_teams_as_for_few(
    graphql, owner, statements
):
    organization = await make_organization("acme")
    query = "{ teams { nodes { budget { failedCallPolicy overdraftLimit } } } }"
    counts = []
    for more in (2, 5):
        for _ in range(more):
            await make_team(None, organization)
        with statements() as seen:
            answer = await graphql(query, actor=owner)
        assert "errors" not in answer, answer
        counts.append(len(seen))

    assert counts[0] == counts[1]
