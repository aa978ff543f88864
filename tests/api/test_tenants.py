"""Organizations, teams and virtual keys over GraphQL."""

import pytest

from domain import teams
from domain.access import ANONYMOUS, Actor, ActorKind, AdminRole
from domain.organizations import DefaultTeam
from graph.ids import global_id
from persistence.models import Provisioning, VirtualKey
from tests.builders import make_model_group, make_organization, make_team

pytestmark = pytest.mark.usefixtures("database")

READER = Actor(kind=ActorKind.ADMIN_USER, label="reader@example.com", role=AdminRole.USER)
CREATE_ORGANIZATION = """
mutation Create($input: CreateOrganizationInput!) {
  createOrganization(input: $input) {
    organization {
      organizationId name status metadata
      defaultTeam { teamId name isDefault modelGroups { groupName } sync { state } }
      credits { granted charged held available }
    }
    issuedKey { secret virtualKey { maskedKey status team { teamId } } }
    errors { code message field }
  }
}
"""
CREATE_TEAM = """
mutation Create($input: CreateTeamInput!) {
  createTeam(input: $input) {
    team {
      id teamId name status isDefault metadata
      organization { organizationId }
      modelGroups { groupName models { position modelName isActive } }
      budget {
        mode creditsPerDollar usesDefaultCreditsPerDollar tokensPerCredit
        usesDefaultTokensPerCredit markupPercent
      }
      creditAccount { available }
      virtualKeys { nodes { name maskedKey status successor { id } sync { state } } }
      sync { state syncedAt error nextAttemptAt }
    }
    issuedKey { secret }
    errors { code message field }
  }
}
"""


@pytest.fixture
def change(graphql, owner):
    """A mutation with the fields wanted of its payload; no top-level errors."""

    async def run(name, fields, /, *, actor=owner, **values):
        kind = name[0].upper() + name[1:]
        query = (
            f"mutation M($input: {kind}Input!) {{"
            f" {name}(input: $input) {{ {fields} errors {{ code message field }} }} }}"
        )
        answer = await graphql(query, {"input": values}, actor=actor)
        assert "errors" not in answer, answer
        return answer["data"][name]

    return run


def key_of(created) -> Actor:
    team = created.team
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label=team.team_id,
        virtual_key_id=created.issued.key.id,
        organization_id=team.organization.organization_id,
        team_id=team.team_id,
    )


async def test_an_organization_is_made_with_its_default_team_unless_refused(graphql, owner):
    await make_model_group("Chat")
    plain = {"organizationId": "plain", "name": "Plain", "idempotencyKey": "1"}
    full = {
        "organizationId": "acme",
        "name": "ACME",
        "metadata": {"plan": "dev"},
        "defaultTeam": {"name": "All", "modelGroups": ["Chat"], "initialCredits": "12.5"},
        "idempotencyKey": "2",
    }
    none = {"organizationId": "none", "name": "None", "defaultTeam": None, "idempotencyKey": "3"}

    async def create(values):
        answer = await graphql(CREATE_ORGANIZATION, {"input": values}, actor=owner)
        assert "errors" not in answer, answer
        return answer["data"]["createOrganization"]

    assert (await create(plain))["organization"]["defaultTeam"]["teamId"] == "plain_default"
    made = await create(full)
    assert made["organization"] == {
        "organizationId": "acme",
        "name": "ACME",
        "status": "ACTIVE",
        "metadata": {"plan": "dev"},
        "defaultTeam": {
            "teamId": "acme_default",
            "name": "All",
            "isDefault": True,
            "modelGroups": [{"groupName": "Chat"}],
            "sync": {"state": "PENDING"},
        },
        "credits": {"granted": "12.5", "charged": "0", "held": "0", "available": "12.5"},
    }
    secret = made["issuedKey"]["secret"]
    assert made["issuedKey"]["virtualKey"] == {
        "maskedKey": f"sk-…{secret[-4:]}",
        "status": "ACTIVE",
        "team": {"teamId": "acme_default"},
    }
    assert await create(full) == made
    without = await create(none)
    assert (without["organization"]["defaultTeam"], without["issuedKey"]) == (None, None)


async def test_a_team_is_made_and_says_that_litellm_is_still_to_follow(graphql, owner):
    await make_organization("acme")
    await make_model_group("Chat", models=("gpt-4o",))
    values = {
        "organizationId": "acme",
        "teamId": "red",
        "modelGroups": ["Chat"],
        "budget": {"mode": "CONSUMPTION_USD", "creditsPerDollar": "12.5", "markupPercent": "10"},
        "initialCredits": "100",
        "idempotencyKey": "k",
    }

    answer = await graphql(CREATE_TEAM, {"input": values}, actor=owner)

    assert "errors" not in answer, answer
    made = answer["data"]["createTeam"]
    team, secret = made["team"], made["issuedKey"]["secret"]
    assert made["errors"] == []
    assert team.pop("id")
    assert team == {
        "teamId": "red",
        "name": "red",
        "status": "ACTIVE",
        "isDefault": False,
        "metadata": {},
        "organization": {"organizationId": "acme"},
        "modelGroups": [
            {
                "groupName": "Chat",
                "models": [{"position": 0, "modelName": "gpt-4o", "isActive": True}],
            }
        ],
        "budget": {
            "mode": "CONSUMPTION_USD",
            "creditsPerDollar": "12.5",
            "usesDefaultCreditsPerDollar": False,
            "tokensPerCredit": 10000,
            "usesDefaultTokensPerCredit": True,
            "markupPercent": "10",
        },
        "creditAccount": {"available": "100"},
        "virtualKeys": {
            "nodes": [
                {
                    "name": "default",
                    "maskedKey": f"sk-…{secret[-4:]}",
                    "status": "ACTIVE",
                    "successor": None,
                    "sync": {"state": "PENDING"},
                }
            ]
        },
        "sync": {"state": "PENDING", "syncedAt": None, "error": None, "nextAttemptAt": None},
    }


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"teamId": "there"}, "ALREADY_EXISTS", ["teamId"]),
        ({"organizationId": "none"}, "NOT_FOUND", ["organizationId"]),
        ({"modelGroups": ["Chat", "X"]}, "NOT_FOUND", ["modelGroups", "1"]),
        ({"modelGroups": ["Chat", "Chat"]}, "INVALID_INPUT", ["modelGroups", "1"]),
        ({"accessGroups": ["X"]}, "NOT_FOUND", ["accessGroups", "0"]),
        ({"initialCredits": "-1"}, "INVALID_INPUT", ["initialCredits"]),
        ({"teamId": ""}, "INVALID_INPUT", ["teamId"]),
        ({"metadata": [1]}, "INVALID_INPUT", ["metadata"]),
        ({"budget": {"tokensPerCredit": 0}}, "INVALID_INPUT", ["budget", "tokensPerCredit"]),
        ({"waitMs": 2001}, "INVALID_INPUT", ["waitMs"]),
        ({"idempotencyKey": ""}, "INVALID_INPUT", ["idempotencyKey"]),
    ],
)
async def test_a_refused_team_names_code_and_field(change, values, code, field):
    await make_team("there", await make_organization("acme"))
    await make_model_group("Chat")
    base = {"organizationId": "acme", "teamId": "red", "idempotencyKey": "k"}

    refused = await change("createTeam", "team { id } issuedKey { secret }", **base | values)

    assert (refused["team"], refused["issuedKey"]) == (None, None)
    [error] = refused["errors"]
    assert (error["code"], error["field"]) == (code, field)


async def test_changes_of_a_team(change):
    await make_team("red")
    await make_model_group("Chat")

    renamed = await change(
        "updateTeam", "team { name metadata }", teamId="red", name="Red", metadata={"a": 1}
    )
    assert renamed["team"] == {"name": "Red", "metadata": {"a": 1}}
    kept = await change("updateTeam", "team { name metadata }", teamId="red", metadata=None)
    assert kept["team"] == {"name": "Red", "metadata": {}}
    opened = await change(
        "setTeamAccess", "team { modelGroups { groupName } }", teamId="red", modelGroups=["Chat"]
    )
    assert opened["team"]["modelGroups"] == [{"groupName": "Chat"}]
    budget = await change(
        "updateTeamBudget",
        "team { budget { mode creditsPerDollar } }",
        teamId="red",
        budget={"mode": "CONSUMPTION_TOKENS", "creditsPerDollar": None},
    )
    assert budget["team"]["budget"] == {"mode": "CONSUMPTION_TOKENS", "creditsPerDollar": "10"}
    for verb, status in (("suspend", "SUSPENDED"), ("resume", "ACTIVE"), ("pause", "PAUSED")):
        moved = await change(f"{verb}Team", "team { status }", teamId="red")
        assert moved["team"]["status"] == status
    gone = await change("deleteTeam", "deletedId", teamId="red")
    assert gone["deletedId"]
    again = await change("deleteTeam", "deletedId", teamId="red")
    assert again["errors"][0]["code"] == "NOT_FOUND"


async def test_changes_of_an_organization(change):
    organization = await make_organization("acme", default_team=DefaultTeam())
    await make_team("red", organization)

    renamed = await change(
        "updateOrganization", "organization { name }", organizationId="acme", name="New"
    )
    assert renamed["organization"] == {"name": "New"}
    suspended = await change(
        "suspendOrganization",
        "organization { status statusReason }",
        organizationId="acme",
        reason="Unpaid",
    )
    assert suspended["organization"] == {"status": "SUSPENDED", "statusReason": "Unpaid"}
    paused = await change("pauseOrganization", "organization { id }", organizationId="acme")
    assert paused["errors"][0]["code"] == "INVALID_STATE"
    resumed = await change("resumeOrganization", "organization { status }", organizationId="acme")
    assert resumed["organization"] == {"status": "ACTIVE"}
    refused = await change("deleteOrganization", "deletedId", organizationId="acme")
    assert refused["errors"][0]["code"] == "IN_USE"
    protected = await change("deleteTeam", "deletedId", teamId="acme_default")
    assert protected["errors"][0]["code"] == "PROTECTED"
    await change("deleteTeam", "deletedId", teamId="red")
    done = await change("deleteOrganization", "deletedId", organizationId="acme")
    assert done["deletedId"] == global_id("Organization", organization.id)


async def test_what_is_absent_is_null_and_no_error(graphql, owner):
    answer = await graphql(
        '{ team(teamId: "x") { id } organization(organizationId: "x") { id }'
        ' modelGroup(groupName: "x") { id } }',
        actor=owner,
    )

    assert answer == {"data": {"team": None, "organization": None, "modelGroup": None}}


LISTS = """
query Lists($filter: TeamFilter, $first: Int, $after: String, $order: TeamOrder) {
  teams(first: $first, after: $after, filter: $filter, orderBy: $order) {
    totalCount pageInfo { hasNextPage endCursor } nodes { teamId }
  }
}
"""


async def test_teams_are_listed_by_pages_filters_and_orders(graphql, owner):
    organization = await make_organization("acme")
    for name, amount in (("a", 3), ("b", 1), ("c", 2)):
        await make_team(name, organization, initial_credits=amount * 1_000_000)
    await teams.suspend(owner, "c")

    async def page(**variables):
        answer = await graphql(LISTS, variables, actor=owner)
        assert "errors" not in answer, answer
        found = answer["data"]["teams"]
        return [node["teamId"] for node in found["nodes"]], found

    assert (await page())[0] == ["c", "b", "a"]
    by_credits = {"field": "AVAILABLE_CREDITS"}
    names, first = await page(first=2, order=by_credits)
    assert (names, first["totalCount"]) == (["b", "c"], 3)
    rest, _ = await page(first=2, order=by_credits, after=first["pageInfo"]["endCursor"])
    assert rest == ["a"]
    assert (await page(filter={"availableBelow": "2"}))[0] == ["b"]
    assert (await page(filter={"status": ["SUSPENDED"]}))[0] == ["c"]
    assert (await page(filter={"organizationId": "other"}))[0] == []
    answer = await graphql(LISTS, {"after": first["pageInfo"]["endCursor"]}, actor=owner)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_virtual_key_sees_its_team_and_neither_keys_nor_sync_nor_markup(graphql):
    await make_model_group("Chat")
    mine, other = await make_team("mine", groups=("Chat",)), await make_team("other")
    query = """
    query Mine($other: ID!, $key: ID!) {
      teams { totalCount nodes { teamId } }
      organizations { nodes { organizationId teams { nodes { teamId } } credits { granted } } }
      modelGroups { nodes { groupName teams { nodes { teamId } } } }
      team(teamId: "mine") {
        sync { state } budget { markupPercent } resolveModel(model: "Chat") { isAllowed }
      }
      keys: team(teamId: "mine") { virtualKeys { nodes { id } } }
      foreign: team(teamId: "other") { id }
      node(id: $other) { id }
      key: node(id: $key) { ... on VirtualKey { name sync { state } } }
    }
    """
    variables = {
        "other": global_id("Team", other.team.id),
        "key": global_id("VirtualKey", mine.issued.key.id),
    }

    answer = await graphql(query, variables, actor=key_of(mine))

    data = answer["data"]
    assert data["teams"] == {"totalCount": 1, "nodes": [{"teamId": "mine"}]}
    [organization] = data["organizations"]["nodes"]
    assert organization["teams"]["nodes"] == [{"teamId": "mine"}]
    assert data["modelGroups"]["nodes"] == [
        {"groupName": "Chat", "teams": {"nodes": [{"teamId": "mine"}]}}
    ]
    assert data["team"] == {
        "sync": None,
        "budget": {"markupPercent": None},
        "resolveModel": {"isAllowed": True},
    }
    assert (data["foreign"], data["node"]) == (None, None)
    assert data["key"] == {"name": "default", "sync": None}
    assert data["keys"] == {"virtualKeys": None}
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_nobody_and_readers_write_nothing(graphql):
    values = {"input": {"organizationId": "acme", "name": "A", "idempotencyKey": "k"}}

    for actor, code in ((ANONYMOUS, "UNAUTHENTICATED"), (READER, "FORBIDDEN")):
        answer = await graphql(CREATE_ORGANIZATION, values, actor=actor)
        assert answer["data"]["createOrganization"] is None
        assert answer["errors"][0]["extensions"]["code"] == code


async def test_a_key_that_was_rotated_leads_to_its_successor(graphql, owner):
    made = await make_team("red")
    new = await VirtualKey.create(
        team=made.team, name="new", token_hash="a" * 64, masked_key="sk-…aaaa"
    )
    await VirtualKey.filter(id=made.issued.key.id).update(successor_id=new.id, status="retiring")

    answer = await graphql(
        '{ team(teamId: "red") { virtualKeys(orderBy: ASC) {'
        " totalCount nodes { name successor { name } } }"
        ' active: virtualKeys(filter: { status: [ACTIVE], search: "aaaa" }) { totalCount } } }',
        actor=owner,
    )

    assert answer["data"]["team"]["virtualKeys"] == {
        "totalCount": 2,
        "nodes": [
            {"name": "default", "successor": {"name": "new"}},
            {"name": "new", "successor": None},
        ],
    }
    assert answer["data"]["team"]["active"] == {"totalCount": 1}


async def test_the_sync_of_a_team_follows_its_provisioning(graphql, owner):
    team = (await make_team("red")).team
    await Provisioning.filter(team_id=team.id).update(observed_generation=1)

    answer = await graphql('{ team(teamId: "red") { sync { state } } }', actor=owner)

    assert answer["data"]["team"]["sync"] == {"state": "SYNCED"}


async def test_the_dashboard_counts_what_there_is(graphql, owner):
    organization = await make_organization("acme", default_team=DefaultTeam())
    await make_team("red", organization, initial_credits=7_500_000)
    await make_model_group("Chat")
    await make_organization("gone")
    await make_team("dead", organization, initial_credits=1_000_000)
    await teams.delete(owner, "dead")

    answer = await graphql(
        "{ dashboard { organizationCount teamCount modelGroupCount"
        " credits { granted available } } }",
        actor=owner,
    )

    assert answer["data"]["dashboard"] == {
        "organizationCount": 2,
        "teamCount": 2,
        "modelGroupCount": 1,
        "credits": {"granted": "7.5", "available": "7.5"},
    }


async def test_names_that_nothing_can_have_are_found_nowhere(graphql, owner):
    await make_team("red")

    answer = await graphql(
        """
        query Long($long: String!, $search: String!) {
          team(teamId: $long) { id }
          organization(organizationId: $long) { id }
          modelGroup(groupName: $long) { id }
          ofGroup: teams(filter: { modelGroup: $long }) { totalCount }
          ofOrganization: teams(filter: { organizationId: $long }) { totalCount }
          searched: teams(filter: { search: $search }) { totalCount }
          red: team(teamId: "red") {
            resolveModel(model: $long) { isAllowed }
            virtualKeys(filter: { search: $search }) { totalCount }
          }
        }
        """,
        {"long": "x" * 300, "search": "%" * 200},
        actor=owner,
    )

    assert "errors" not in answer, answer
    nothing = {"totalCount": 0}
    assert answer["data"] == {
        "team": None,
        "organization": None,
        "modelGroup": None,
        "ofGroup": nothing,
        "ofOrganization": nothing,
        "searched": nothing,
        "red": {"resolveModel": {"isAllowed": False}, "virtualKeys": nothing},
    }
