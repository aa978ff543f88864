"""Model aliases, access groups and what they open, over GraphQL."""

from decimal import Decimal
from uuid import uuid4

import pytest

from domain import model_aliases
from domain.access import Actor, ActorKind
from graph.ids import global_id
from persistence.models import ProviderCredential
from tests.builders import make_access_group, make_alias, make_model_group, make_team
from tests.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")

ALIAS = """modelAlias {
  id alias displayName description provider actualModel status litellmModelId sync { state }
  price { inputPerMillion outputPerMillion cachedInputPerMillion }
  accessGroups { groupName modelAliases { alias } }
  teams(first: 5) { totalCount nodes { teamId } }
} errors { code field message }"""
GROUP = """modelAccessGroup {
  id groupName displayName description status modelAliases { alias }
  teams(first: 5) { totalCount nodes { teamId } }
} errors { code field message }"""


@pytest.fixture
def change(graphql, owner):
    async def run(name, selection, **values):
        kind = name[0].upper() + name[1:]
        query = f"mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} }} }}"
        answer = await graphql(query, {"input": values}, actor=owner)
        assert "errors" not in answer, answer
        return answer["data"][name]

    return run


@pytest.fixture
def ask(graphql, owner):
    async def run(query, actor=owner):
        answer = await graphql(query, actor=actor)
        assert "errors" not in answer, answer
        return answer["data"]

    return run


async def test_an_alias_is_made_changed_found_and_deleted(change, ask):
    await make_access_group("gpt")
    await make_team("red", access_groups=("gpt",))

    made = await change(
        "createModelAlias",
        ALIAS,
        alias="chat-fast",
        provider="openai",
        actualModel="gpt-4o-mini",
        price={"inputPerMillion": "0.075", "outputPerMillion": "0", "cachedInputPerMillion": "0"},
        accessGroups=["gpt"],
    )

    assert made["errors"] == []
    alias = made["modelAlias"]
    identifier = alias.pop("id")
    assert alias == {
        "alias": "chat-fast",
        "displayName": "chat-fast",
        "description": None,
        "provider": "openai",
        "actualModel": "gpt-4o-mini",
        "status": "ACTIVE",
        "litellmModelId": None,
        "sync": {"state": "PENDING"},
        "price": {
            "inputPerMillion": "0.075",
            "outputPerMillion": "0",
            "cachedInputPerMillion": "0",
        },
        "accessGroups": [{"groupName": "gpt", "modelAliases": [{"alias": "chat-fast"}]}],
        "teams": {"totalCount": 1, "nodes": [{"teamId": "red"}]},
    }
    changed = await change(
        "updateModelAlias", ALIAS, alias="chat-fast", price=None, status="DEPRECATED"
    )
    assert changed["modelAlias"]["price"] is None
    assert changed["modelAlias"]["status"] == "DEPRECATED"
    assert changed["modelAlias"]["actualModel"] == "gpt-4o-mini"
    found = await ask(
        '{ modelAlias(alias: "chat-fast") { id } none: modelAlias(alias: "no") { id }'
        ' modelAliases(filter: { search: "FAST", provider: "openai", accessGroup: "gpt",'
        " status: [DEPRECATED] }, orderBy: DESC) { totalCount nodes { alias } }"
        f' node(id: "{identifier}") {{ ... on ModelAlias {{ alias }} }} }}'
    )
    assert found == {
        "modelAlias": {"id": identifier},
        "none": None,
        "modelAliases": {"totalCount": 1, "nodes": [{"alias": "chat-fast"}]},
        "node": {"alias": "chat-fast"},
    }
    emptied = await change("updateModelAlias", ALIAS, alias="chat-fast", accessGroups=None)
    assert emptied["modelAlias"]["accessGroups"] == []
    gone = await change("deleteModelAlias", "deletedId errors { code }", alias="chat-fast")
    assert gone == {"deletedId": identifier, "errors": []}


async def test_an_alias_is_called_with_the_credential_it_is_given(change):
    row = await ProviderCredential.create(
        provider="openai",
        name="Key",
        sealed_api_key=b"sealed",
        key_hint="1234",
        actor_kind="system",
        actor_label="system",
    )
    identifier = global_id("ProviderCredential", row.id)
    selection = "modelAlias { providerCredential { id } } errors { code field }"
    own = {"providerCredential": {"id": identifier}}

    made = await change(
        "createModelAlias", selection, **{**NEW, "providerCredentialId": identifier}
    )
    assert made == {"modelAlias": own, "errors": []}
    kept = await change("updateModelAlias", selection, alias="a", description="Kept")
    assert kept["modelAlias"] == own
    wrong = {"providerCredentialId": global_id("ProviderCredential", uuid4())}
    refused = await change("updateModelAlias", selection, alias="a", **wrong)
    assert refused["errors"] == [{"code": "NOT_FOUND", "field": ["providerCredentialId"]}]
    wrong = {"providerCredentialId": global_id("Team", row.id)}
    refused = await change("updateModelAlias", selection, alias="a", **wrong)
    assert refused["errors"] == [{"code": "INVALID_INPUT", "field": ["providerCredentialId"]}]
    reset = await change("updateModelAlias", selection, alias="a", providerCredentialId=None)
    assert reset["modelAlias"] == {"providerCredential": None}


async def test_a_group_is_made_changed_found_and_deleted(change, ask):
    for name in ("a", "b"):
        await make_alias(name)

    made = await change("createModelAccessGroup", GROUP, groupName="gpt", modelAliases=["b", "a"])

    group = made["modelAccessGroup"]
    assert (group["displayName"], group["status"]) == ("gpt", "ACTIVE")
    assert group["modelAliases"] == [{"alias": "a"}, {"alias": "b"}]
    changed = await change(
        "updateModelAccessGroup",
        GROUP,
        groupName="gpt",
        description="For all",
        status="INACTIVE",
        removeModelAliases=["b"],
        addModelAliases=None,
    )
    assert changed["errors"] == []
    assert changed["modelAccessGroup"]["modelAliases"] == [{"alias": "a"}]
    assert changed["modelAccessGroup"]["description"] == "For all"
    found = await ask(
        '{ modelAccessGroup(groupName: "gpt") { id }'
        ' modelAccessGroups(filter: { search: "GP", status: [INACTIVE] }) { nodes { groupName } } }'
    )
    assert found == {
        "modelAccessGroup": {"id": group["id"]},
        "modelAccessGroups": {"nodes": [{"groupName": "gpt"}]},
    }
    await make_team("red", access_groups=("gpt",))
    used = await change("deleteModelAccessGroup", "deletedId errors { code }", groupName="gpt")
    assert used == {"deletedId": None, "errors": [{"code": "IN_USE"}]}
    await change("setTeamAccess", "errors { code }", teamId="red", accessGroups=[])
    gone = await change("deleteModelAccessGroup", "deletedId errors { code }", groupName="gpt")
    assert gone == {"deletedId": group["id"], "errors": []}


NEW = {"alias": "a", "provider": "openai", "actualModel": "gpt-4"}


@pytest.mark.parametrize(
    ("mutation", "values", "code", "field"),
    [
        ("createModelAlias", {**NEW, "alias": "taken"}, "ALREADY_EXISTS", ["alias"]),
        ("createModelAlias", {**NEW, "accessGroups": ["no"]}, "NOT_FOUND", ["accessGroups", "0"]),
        (
            "createModelAlias",
            {**NEW, "price": {"inputPerMillion": "-1", "outputPerMillion": "1"}},
            "INVALID_INPUT",
            ["price", "inputPerMillion"],
        ),
        ("updateModelAlias", {"alias": "no"}, "NOT_FOUND", ["alias"]),
        ("updateModelAlias", {"alias": "taken", "status": None}, "INVALID_INPUT", ["status"]),
        ("updateModelAlias", {"alias": "taken", "provider": None}, "INVALID_INPUT", ["provider"]),
        ("deleteModelAlias", {"alias": "no"}, "NOT_FOUND", ["alias"]),
        ("createModelAccessGroup", {"groupName": "gpt"}, "ALREADY_EXISTS", ["groupName"]),
        (
            "createModelAccessGroup",
            {"groupName": "new", "modelAliases": ["taken", "no"]},
            "NOT_FOUND",
            ["modelAliases", "1"],
        ),
        (
            "updateModelAccessGroup",
            {"groupName": "gpt", "modelAliases": [], "addModelAliases": []},
            "INVALID_INPUT",
            ["modelAliases"],
        ),
        ("deleteModelAccessGroup", {"groupName": "no"}, "NOT_FOUND", ["groupName"]),
        (
            "setTeamAccess",
            {"teamId": "red", "accessGroups": ["X"]},
            "NOT_FOUND",
            ["accessGroups", "0"],
        ),
    ],
)
async def test_a_refusal_names_its_field(change, mutation, values, code, field):
    await make_alias("taken")
    await make_access_group("gpt")
    await make_team("red")

    refused = await change(mutation, "errors { code field }", **values)

    assert refused["errors"] == [{"code": code, "field": field}]


TEAM = """{
  team(teamId: "red") {
    accessGroups { groupName }
    allowedModels { alias }
    alias: resolveModel(model: "a") {
      isAllowed reason modelAlias { alias } modelGroup { groupName } primaryModel fallbackModels
    }
    closed: resolveModel(model: "b") { isAllowed reason modelAlias { alias } primaryModel }
    group: resolveModel(model: "Chat") { modelAlias { alias } modelGroup { groupName } }
    modelGroups { models { modelName modelAlias { alias } } }
  }
}"""


async def test_a_team_shows_what_its_groups_open(change, ask):
    await make_alias("a")
    await make_alias("b")
    await make_access_group("gpt", "a")
    await make_access_group("more", "a")
    await make_model_group("Chat", models=("a", "b", "gpt-4"))
    made = await make_team("red", groups=("Chat",))
    key = Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="red",
        virtual_key_id=made.issued.key.id,
        organization_id=made.team.organization.organization_id,
        team_id="red",
        team_key=made.team.id,
    )
    await change("setTeamAccess", "errors { code }", teamId="red", accessGroups=["gpt", "more"])

    seen = (await ask(TEAM))["team"]

    assert seen == {
        "accessGroups": [{"groupName": "gpt"}, {"groupName": "more"}],
        "allowedModels": [{"alias": "a"}],
        "alias": {
            "isAllowed": True,
            "reason": None,
            "modelAlias": {"alias": "a"},
            "modelGroup": None,
            "primaryModel": "a",
            "fallbackModels": [],
        },
        "closed": {
            "isAllowed": False,
            "reason": "Team 'red' does not have access to model alias 'b'",
            "modelAlias": {"alias": "b"},
            "primaryModel": None,
        },
        "group": {"modelAlias": None, "modelGroup": {"groupName": "Chat"}},
        "modelGroups": [
            {
                "models": [
                    {"modelName": "a", "modelAlias": {"alias": "a"}},
                    {"modelName": "b", "modelAlias": {"alias": "b"}},
                    {"modelName": "gpt-4", "modelAlias": None},
                ]
            }
        ],
    }
    by_key = (await ask(TEAM, key))["team"]
    assert by_key["alias"] == seen["alias"]
    assert by_key["closed"]["modelAlias"] is None
    assert by_key["modelGroups"][0]["models"][1]["modelAlias"] is None


async def test_half_a_price_is_shown_with_that_of_the_model(ask, owner):
    await make_alias("a", provider="openai", actual_model="gpt-4o")
    listed = await model_aliases.get(owner, "a")
    await model_aliases.update(owner, "a", {"output_price": Decimal(7)})

    [alias] = (
        await ask("{ modelAliases { nodes { price { inputPerMillion outputPerMillion } } } }")
    )["modelAliases"]["nodes"]

    assert listed.output_price is None
    assert alias["price"] == {"inputPerMillion": "2.5", "outputPerMillion": "7"}


MANY = """{
  modelAliases(first: 50) { nodes {
    alias litellmModelId sync { state } accessGroups { modelAliases { alias } }
    teams(first: 3) { totalCount nodes { teamId accessGroups { groupName } } }
  } }
  modelAccessGroups(first: 50) { nodes { modelAliases { alias } teams(first: 3) { totalCount } } }
  teams(first: 50) { nodes {
    allowedModels { alias } accessGroups { groupName } resolveModel(model: "a0") { isAllowed }
  } }
}"""


async def test_more_rows_take_no_more_statements(ask, monkeypatch):
    counts = []
    for number in range(3):
        await make_alias(f"a{number}")
        await make_access_group(f"g{number}", *(f"a{each}" for each in range(number + 1)))
        await make_team(f"t{number}", access_groups=tuple(f"g{each}" for each in range(number + 1)))
        with counted_statements(monkeypatch) as seen:
            await ask(MANY)
        counts.append(len(seen))

    assert counts[0] == counts[1] == counts[2], counts
