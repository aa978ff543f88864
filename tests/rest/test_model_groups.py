"""Model groups over the legacy API."""

import pytest

from domain import model_groups
from domain.access import Actor, ActorKind
from tests.builders import make_model_group, make_team

pytestmark = pytest.mark.usefixtures("database")

NEW = {
    "group_name": "ResumeAgent",
    "display_name": "Resume Analysis Agent",
    "models": [
        {"model_name": "gpt-3.5-turbo", "priority": 1},
        {"model_name": "gpt-4-turbo", "priority": 0},
    ],
}


@pytest.fixture
async def key(database: None) -> Actor:
    await make_model_group("Chat", models=("gpt-4o", "gpt-4-turbo"))
    made = await make_team("red", groups=("Chat",))
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="red",
        virtual_key_id=made.issued.key.id,
        organization_id=made.team.organization.organization_id,
        team_id="red",
    )


async def test_a_new_group_has_its_models_by_priority(rest, owner):
    answer = await rest(owner).post("/api/model-groups/create", json=NEW)

    body = answer.json()
    assert answer.status_code == 200
    assert [model["model_name"] for model in body["models"]] == ["gpt-4-turbo", "gpt-3.5-turbo"]
    assert (body["status"], body["description"]) == ("active", None)
    assert (await rest(owner).get("/api/model-groups/ResumeAgent")).json() == body
    again = await rest(owner).post("/api/model-groups/create", json=NEW)
    assert (again.status_code, again.json()) == (
        400,
        {"detail": "Model group 'ResumeAgent' already exists"},
    )


async def test_models_of_one_priority_keep_their_order(rest, owner):
    models = [{"model_name": f"model-{number}"} for number in range(9)]

    answer = await rest(owner).post(
        "/api/model-groups/create", json={"group_name": "Flat", "models": models}
    )

    assert [model["model_name"] for model in answer.json()["models"]] == [
        model["model_name"] for model in models
    ]


async def test_the_list_has_the_active_ones_the_oldest_first(rest, owner):
    for name in ("B", "A", "Off"):
        await make_model_group(name)
    await model_groups.update(owner, "Off", {"status": model_groups.GroupStatus.INACTIVE})

    rows = (await rest(owner).get("/api/model-groups")).json()

    assert [row["group_name"] for row in rows] == ["B", "A"]


@pytest.mark.parametrize(
    "models",
    [
        [{"model_name": "a"}, {"model_name": "a"}],
        [{"model_name": "a", "priority": -1}],
        [{"model_name": "a", "priority": 2**40}],
        [{"model_name": ""}],
        [{"model_name": f"m{number}"} for number in range(21)],
    ],
)
async def test_impossible_models_are_a_422(rest, owner, models):
    await make_model_group("Chat", models=("gpt-4o",))

    answer = await rest(owner).put("/api/model-groups/Chat/models", json=models)

    assert answer.status_code == 422
    group = (await rest(owner).get("/api/model-groups/Chat")).json()
    assert [model["model_name"] for model in group["models"]] == ["gpt-4o"]


async def test_models_are_replaced(rest, owner):
    await make_model_group("Chat", models=("gpt-4o",))

    answer = await rest(owner).put(
        "/api/model-groups/Chat/models", json=[{"model_name": "gpt-5", "priority": 0}]
    )

    assert [model["model_name"] for model in answer.json()["models"]] == ["gpt-5"]
    missing = await rest(owner).put("/api/model-groups/None/models", json=[])
    assert missing.json() == {"detail": "Model group 'None' not found"}


@pytest.mark.usefixtures("key")
async def test_a_group_in_use_is_not_deleted(rest, owner):
    refused = await rest(owner).delete("/api/model-groups/Chat")
    await rest(owner).delete("/api/teams/red")
    done = await rest(owner).delete("/api/model-groups/Chat")

    assert (refused.status_code, refused.json()) == (
        400,
        {"detail": "Cannot delete model group 'Chat'. It is assigned to 1 team(s)."},
    )
    assert done.json() == {"message": "Model group 'Chat' deleted successfully"}


async def test_a_key_resolves_the_groups_of_its_team(rest, key):
    answer = await rest(key).get("/api/model-groups/Chat/resolve", params={"team_id": "red"})

    assert answer.json() == {
        "group_name": "Chat",
        "primary_model": "gpt-4o",
        "fallback_models": ["gpt-4-turbo"],
        "team_has_access": True,
    }


async def test_without_access_the_answer_says_so(rest, key):
    await make_model_group("Secret")

    answer = await rest(key).get("/api/model-groups/Secret/resolve", params={"team_id": "red"})

    assert answer.status_code == 200
    assert answer.json() == {
        "group_name": "Secret",
        "primary_model": None,
        "fallback_models": [],
        "team_has_access": False,
        "error": "Team 'red' does not have access to model group 'Secret'",
    }


async def test_what_does_not_resolve_is_told_apart(rest, owner, key):
    async def resolve(group: str, team: str = "red") -> tuple[int, str]:
        answer = await rest(key).get(f"/api/model-groups/{group}/resolve", params={"team_id": team})
        return answer.status_code, answer.json()["detail"]

    assert await resolve("Chat", "blue") == (
        403,
        "Cannot resolve model group for a different team",
    )
    assert await resolve("None") == (404, "Model group 'None' not found")
    await model_groups.update(owner, "Chat", {"models": []})
    assert await resolve("Chat") == (403, "No active models configured for group 'Chat'")
    await model_groups.update(owner, "Chat", {"status": model_groups.GroupStatus.INACTIVE})
    assert await resolve("Chat") == (403, "Model group 'Chat' not found or inactive")
