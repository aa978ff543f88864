"""Model groups over GraphQL."""

import pytest

from domain import model_groups
from persistence.models import Provisioning
from tests.builders import make_model_group, make_team

pytestmark = pytest.mark.usefixtures("database")

EDIT = """
mutation EditModelGroup($groupName: String!, $models: [ModelGroupModelInput!]!) {
  updateModelGroup(input: { groupName: $groupName, models: $models }) {
    modelGroup {
      groupName displayName status
      models { position modelName isActive }
      teams(first: 10) {
        totalCount
        nodes {
          teamId
          resolveModel(model: $groupName) { isAllowed reason primaryModel fallbackModels }
        }
      }
    }
    errors { code message field }
  }
}
"""


async def test_a_group_is_edited_in_one_step_and_its_teams_follow(graphql, owner):
    await make_model_group("Chat", models=("gpt-4o", "gpt-4o-mini"))
    team = (await make_team("red", groups=("Chat",))).team
    models = [
        {"modelName": "claude"},
        {"modelName": "gpt-4o", "isActive": False},
        {"modelName": "gpt-4o-mini"},
    ]

    answer = await graphql(EDIT, {"groupName": "Chat", "models": models}, actor=owner)

    assert "errors" not in answer, answer
    assert answer["data"]["updateModelGroup"] == {
        "modelGroup": {
            "groupName": "Chat",
            "displayName": "Chat",
            "status": "ACTIVE",
            "models": [
                {"position": 0, "modelName": "claude", "isActive": True},
                {"position": 1, "modelName": "gpt-4o", "isActive": False},
                {"position": 2, "modelName": "gpt-4o-mini", "isActive": True},
            ],
            "teams": {
                "totalCount": 1,
                "nodes": [
                    {
                        "teamId": "red",
                        "resolveModel": {
                            "isAllowed": True,
                            "reason": None,
                            "primaryModel": "claude",
                            "fallbackModels": ["gpt-4o-mini"],
                        },
                    }
                ],
            },
        },
        "errors": [],
    }
    assert (await Provisioning.get(team_id=team.id)).generation == 2


async def test_a_group_is_made_changed_found_and_deleted(graphql, owner):
    async def run(query):
        answer = await graphql(query, actor=owner)
        assert "errors" not in answer, answer
        return answer["data"]

    fields = "modelGroup { id groupName displayName description status } errors { code field }"
    made = await run(
        "mutation { createModelGroup(input:"
        ' { groupName: "Chat", models: [{ modelName: "gpt-4o" }] })'
        f" {{ {fields} }} }}"
    )
    group = made["createModelGroup"]["modelGroup"]
    assert (group["displayName"], group["status"]) == ("Chat", "ACTIVE")
    twice = await run(
        f'mutation {{ createModelGroup(input: {{ groupName: "Chat" }}) {{ {fields} }} }}'
    )
    assert twice["createModelGroup"]["errors"] == [
        {"code": "ALREADY_EXISTS", "field": ["groupName"]}
    ]
    changed = await run(
        "mutation { updateModelGroup(input:"
        ' { groupName: "Chat", description: "For chats", status: INACTIVE })'
        f" {{ {fields} }} }}"
    )
    assert changed["updateModelGroup"]["modelGroup"]["description"] == "For chats"
    found = await run(
        '{ modelGroups(filter: { search: "HA", status: [INACTIVE] }) { nodes { groupName } }'
        f' node(id: "{group["id"]}") {{ ... on ModelGroup {{ models {{ modelName }} }} }} }}'
    )
    assert found == {
        "modelGroups": {"nodes": [{"groupName": "Chat"}]},
        "node": {"models": [{"modelName": "gpt-4o"}]},
    }
    gone = await run(
        'mutation { deleteModelGroup(input: { groupName: "Chat" }) { deletedId errors { code } } }'
    )
    assert gone["deleteModelGroup"] == {"deletedId": group["id"], "errors": []}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"models": [{"modelName": "a"}, {"modelName": ""}]}, ["models", "1", "modelName"]),
        ({"models": [{"modelName": "a"}, {"modelName": "a"}]}, ["models", "1"]),
        ({"models": [{"modelName": f"m{n}"} for n in range(21)]}, ["models"]),
        ({"groupName": "g" * 101}, ["groupName"]),
        ({"displayName": "a\nb"}, ["displayName"]),
    ],
)
async def test_wrong_groups_name_the_field(graphql, owner, values, field):
    answer = await graphql(
        "mutation M($input: CreateModelGroupInput!) { createModelGroup(input: $input)"
        " { modelGroup { id } errors { code field } } }",
        {"input": {"groupName": "Chat"} | values},
        actor=owner,
    )

    assert answer["data"]["createModelGroup"] == {
        "modelGroup": None,
        "errors": [{"code": "INVALID_INPUT", "field": field}],
    }


async def test_a_resolution_says_why_a_call_is_not_allowed(graphql, owner):
    await make_model_group("Chat")
    await make_model_group("Off")
    await make_model_group("Empty", models=())
    await make_model_group("Other")
    await make_team("red", groups=("Chat", "Off", "Empty"))
    await model_groups.update(owner, "Off", {"status": model_groups.GroupStatus.INACTIVE})
    fields = "isAllowed reason primaryModel fallbackModels modelGroup { groupName }"
    asked = " ".join(
        f'{name.lower()}: resolveModel(model: "{name}") {{ {fields} }}'
        for name in ("Chat", "Off", "Empty", "Other", "None")
    )

    answer = await graphql(f'{{ team(teamId: "red") {{ {asked} }} }}', actor=owner)

    found = answer["data"]["team"]
    assert found["chat"]["isAllowed"]
    assert {name: each["reason"] for name, each in found.items()} == {
        "chat": None,
        "off": "Model group 'Off' not found or inactive",
        "empty": "No active models configured for group 'Empty'",
        "other": "Team 'red' does not have access to model group 'Other'",
        "none": "Team 'red' does not have access to model group 'None'",
    }
    assert found["other"]["modelGroup"] is None
