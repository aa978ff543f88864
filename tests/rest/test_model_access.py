"""Model aliases, access groups and teams' access over the legacy API, down to the calls."""

from decimal import Decimal
from typing import Any

import pytest

from domain import access_groups, model_aliases, provisioning, teams
from domain.access import SYSTEM
from domain.model_aliases import ModelStatus
from persistence.models import GroupStatus, LLMCall, ModelAlias
from tests.builders import make_access_group, make_alias, make_model_group, make_team
from tests.calls_service import HI, Service
from tests.jobs_world import make_funded_team
from tests.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")

NEW = {
    "model_alias": "chat-fast",
    "display_name": "Fast Chat",
    "provider": "openai",
    "actual_model": "gpt-4o-mini",
}


@pytest.fixture
def http(rest, owner):
    return rest(owner)


@pytest.fixture
def following(litellm, http):
    """As `http`, with a LiteLLM that follows."""
    return http


# ------------------------------------------------------------------ aliases
async def test_an_alias_has_all_that_its_readers_look_for(following):
    http = following
    await make_access_group("gpt")
    prices = {"pricing_input": 0.075, "pricing_output": 0}
    answer = await http.post("/api/models/create", json=NEW | prices | {"access_groups": ["gpt"]})

    said = answer.json()
    assert answer.status_code == 200, said
    moments = {"created_at": said["created_at"], "updated_at": said["updated_at"]}
    assert said == {
        "model_alias": "chat-fast",
        "display_name": "Fast Chat",
        "provider": "openai",
        "actual_model": "gpt-4o-mini",
        "litellm_model_id": str((await ModelAlias.get(alias="chat-fast")).id),
        "access_groups": ["gpt"],
        "description": None,
        "pricing_input": 0.075,
        "pricing_output": 0.0,
        "status": "active",
        "teams_using": None,
        "actual_model_name": "gpt-4o-mini",
        "input_price_per_million": 0.075,
        "output_price_per_million": 0.0,
        "is_active": True,
        **moments,
    }
    assert (await ModelAlias.get(alias="chat-fast")).input_price == Decimal("0.075")
    assert (await http.get("/api/models/chat-fast")).json() == said


async def test_prices_are_optional_and_nothing_else_resets_them(following):
    http = following
    made = (await http.post("/api/models/create", json=NEW)).json()
    assert (made["pricing_input"], made["input_price_per_million"]) == (None, 0)
    changed = await http.put("/api/models/chat-fast", json={"pricing_output": 1.25})
    assert changed.json()["pricing_output"] == 1.25
    nothing = dict.fromkeys(("pricing_output", "description", "access_groups", "status"))
    kept = await http.put("/api/models/chat-fast", json={**nothing, "credential_name": "x"})
    assert kept.json()["pricing_output"] == 1.25
    assert kept.json()["pricing_input"] is None
    zero = await http.put("/api/models/chat-fast", json={"pricing_output": 0})
    assert zero.json()["pricing_output"] == 0


async def test_a_key_that_comes_with_an_alias_is_neither_kept_nor_told(following):
    http = following
    secret = {"api_key": "sk-very-secret", "api_base": 5}
    refused = await http.post("/api/models/create", json=NEW | secret)
    assert refused.status_code == 422
    assert "very-secret" not in refused.text
    made = await http.post("/api/models/create", json=NEW | {"api_key": "sk-very-secret"})
    assert made.status_code == 200
    assert "very-secret" not in made.text


async def test_an_alias_that_litellm_does_not_take_is_given_up(http, monkeypatch):
    monkeypatch.setattr("integrations.rest.model_aliases.LITELLM_SECONDS", 0.1)
    answer = await http.post("/api/models/create", json=NEW)

    assert (answer.status_code, answer.json()) == (
        500,
        {"detail": "Failed to create model in LiteLLM: no answer within 0.1 seconds"},
    )
    assert (await http.get("/api/models/chat-fast")).status_code == 404


@pytest.mark.parametrize(
    ("values", "loc"),
    [
        ({"pricing_input": -1}, ["body", "pricing_input"]),
        ({"pricing_output": 10**9}, ["body", "pricing_output"]),
        ({"pricing_output": "much"}, ["body", "pricing_output"]),
        ({"pricing_output": True}, ["body", "pricing_output"]),
        ({"model_alias": "x" * 201}, ["body", "model_alias"]),
        ({"model_alias": " x"}, ["body", "model_alias"]),
        ({"model_alias": "*"}, ["body", "model_alias"]),
        ({"provider": ""}, ["body", "provider"]),
        ({"actual_model": "a\x07b"}, ["body", "actual_model"]),
        ({"access_groups": "gpt"}, ["body", "access_groups"]),
        ({"access_groups": [str(number) for number in range(101)]}, ["body", "access_groups"]),
    ],
)
async def test_what_cannot_be_is_a_422_of_its_field(http, values, loc):
    answer = await http.post("/api/models/create", json=NEW | values)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == loc
    assert not await ModelAlias.exists()


async def test_names_with_slashes_are_found_changed_and_deleted(http):
    await make_alias("openai/fast 1")
    for path in ("/api/models/openai/fast%201", "/api/model-aliases/openai%2Ffast%201"):
        assert (await http.get(path)).status_code == 200
    changed = await http.put("/api/models/openai/fast%201", json={"status": "deprecated"})
    assert (changed.json()["status"], changed.json()["is_active"]) == ("deprecated", False)
    gone = await http.delete("/api/models/openai/fast%201")
    assert gone.json() == {"message": "Model alias 'openai/fast 1' deleted successfully"}


async def test_the_list_is_filtered_by_what_clients_send(http):
    await make_alias("b", provider="anthropic")
    await make_alias("a")
    await make_access_group("gpt", "a")
    await http.put("/api/models/b", json={"status": "inactive"})

    async def names(**query: str) -> list[str]:
        return [row["model_alias"] for row in (await http.get("/api/models", params=query)).json()]

    assert await names() == ["b", "a"]
    assert await names(status="inactive") == ["b"]
    assert await names(provider="openai") == ["a"]
    assert await names(access_group="gpt") == ["a"]
    assert await names(access_group="%") == []
    assert await names(provider="absent", status="active") == []


async def test_the_old_path_shows_the_same_aliases_in_its_own_form(http):
    await make_alias("new", provider="anthropic", actual_model="claude")
    body = {"alias": "old", "litellm_model": "gpt-4", "active": False}
    made = (await http.post("/api/model-aliases/create", json=body)).json()

    assert made | {"created_at": ""} == {
        "alias": "old",
        "litellm_model": "openai/gpt-4",
        "description": "",
        "active": False,
        "created_at": "",
        "access_groups": [],
    }
    assert (await http.get("/api/models/old")).json()["status"] == "inactive"
    listed = (await http.get("/api/model-aliases")).json()["aliases"]
    assert [row["litellm_model"] for row in listed] == ["anthropic/claude", "openai/gpt-4"]
    changes = {"litellm_model": "vertex_ai/google/gemini", "active": True, "description": None}
    changed = (await http.put("/api/model-aliases/old", json=changes)).json()
    assert (changed["litellm_model"], changed["active"]) == ("vertex_ai/google/gemini", True)
    wrong = await http.put("/api/model-aliases/old", json={"litellm_model": "openai/"})
    assert wrong.json()["detail"][0]["loc"] == ["body", "litellm_model"]


# ------------------------------------------------------------------ access groups
async def test_a_group_tells_its_aliases_and_its_teams(http):
    for name in ("b", "a"):
        await make_alias(name)
    body = {"group_name": "gpt", "model_aliases": ["b", "a", "b"]}
    made = (await http.post("/api/model-access-groups/create", json=body)).json()

    assert (made["display_name"], made["status"], made["teams_using"]) == ("gpt", "active", None)
    assert made["model_aliases"][0] == {
        "model_alias": "a",
        "display_name": "a",
        "provider": "openai",
        "actual_model": "gpt-4o-mini",
    }
    for team_id in ("red", "blue"):
        await make_team(team_id, access_groups=("gpt",))
    [listed] = (await http.get("/api/model-access-groups")).json()
    assert listed["teams_using"] == ["red", "blue"]
    assert (await http.get("/api/model-access-groups", params={"status": "inactive"})).json() == []


async def test_the_aliases_of_a_group_are_replaced_added_and_removed(http):
    for name in ("a", "b"):
        await make_alias(name)
    await make_access_group("gpt", "a")
    path = "/api/model-access-groups/gpt"

    async def aliases(answer: Any) -> list[str]:
        return [each["model_alias"] for each in answer.json()["model_aliases"]]

    both = {"model_aliases": ["a", "b", "b"]}
    assert await aliases(await http.post(f"{path}/add-models", json=both)) == ["a", "b"]
    one = {"model_aliases": ["a", "a"]}
    assert await aliases(await http.post(f"{path}/remove-models", json=one)) == ["b"]
    assert await aliases(await http.post(f"{path}/remove-models", json=one)) == ["b"]
    assert await aliases(await http.put(f"{path}/models", json=one)) == ["a"]
    assert await aliases(await http.put(f"{path}/models", json={"model_aliases": []})) == []
    changed = await http.put(path, json={"status": "inactive", "description": None})
    assert (changed.json()["status"], changed.json()["description"]) == ("inactive", None)
    many = {"model_aliases": [f"m{number}" for number in range(501)]}
    for method, way in (("PUT", "models"), ("POST", "add-models"), ("POST", "remove-models")):
        answer = await http.request(method, f"{path}/{way}", json=many)
        assert answer.json()["detail"][0]["loc"] == ["body", "model_aliases"]


async def test_lists_take_one_number_of_statements(http, monkeypatch):
    counts = []
    for number in range(3):
        await make_alias(f"a{number}")
        await make_access_group(f"g{number}", *(f"a{each}" for each in range(number + 1)))
        await make_funded_team(access_groups=(f"g{number}",))
        with counted_statements(monkeypatch) as seen:
            for path in ("models", "model-aliases", "model-access-groups", "teams"):
                assert (await http.get(f"/api/{path}")).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] == counts[2], counts


# ------------------------------------------------------------------ teams
async def test_a_team_shows_the_groups_of_both_kinds_and_what_they_open(http):
    await make_alias("chat-fast")
    await make_access_group("gpt", "chat-fast")
    await make_model_group("ResumeAgent", models=("gpt-4",))
    await make_team("red")

    for body in (["gpt", "ResumeAgent", "gpt"], {"access_groups": ["ResumeAgent", "gpt"]}):
        answer = await http.put("/api/teams/red/access-groups", json=body)
        assert answer.json() == {
            "team_id": "red",
            "access_groups": ["ResumeAgent", "gpt"],
            "allowed_model_aliases": ["chat-fast", "gpt-4"],
            "message": "Model access groups assigned successfully",
        }
    detail = (await http.get("/api/teams/red")).json()
    assert detail["model_groups"] == detail["access_groups"] == ["ResumeAgent", "gpt"]
    [listed] = (await http.get("/api/teams")).json()
    assert listed["access_groups"] == ["ResumeAgent", "gpt"]
    closed = await http.put("/api/teams/red", json={"access_groups": []})
    assert closed.status_code == 200
    assert (await http.get("/api/teams/red")).json()["allowed_model_aliases"] == []


async def test_an_unknown_name_is_refused_by_the_list_it_is_in(http):
    await make_team("red")
    for path, kind in (("access-groups", "Model access group"), ("model-groups", "Model group")):
        answer = await http.put(f"/api/teams/red/{path}", json=["no"])
        assert (answer.status_code, answer.json()) == (404, {"detail": f"{kind} 'no' not found"})


async def test_a_default_team_gets_the_groups_there_are(litellm, rest, owner):
    await make_access_group("gpt")
    body = {
        "organization_id": "acme",
        "name": "ACME",
        "default_team_access_groups": ["gpt", "no"],
        "default_team_model_groups": ["no"],
    }
    made = (await rest(owner).post("/api/organizations/create", json=body)).json()

    assert made["default_team"]["access_groups"] == ["gpt"]
    assert made["default_team"]["virtual_key"] is None
    assert made["warnings"] == ["Group 'no' not found, skipped"]


# ------------------------------------------------------------------ calls
async def give(service: Service, *aliases: str) -> str:
    """The service's team gets an access group with these, and LiteLLM hears of it."""
    group = await make_access_group(None, *aliases)
    names = teams.GroupNames(None, [group.group_name])
    await teams.set_access(SYSTEM, service.world.team.team_id, names)
    await provisioning.catch_up(service.world.ports)
    return group.group_name


def refused(service: Service, alias: str = "gpt-4o") -> str:
    return f"Team '{service.world.team.team_id}' does not have access to model alias '{alias}'"


async def test_an_alias_that_the_team_is_given_is_called_at_its_own_price(service: Service):
    await make_alias("chat-fast", input_price=Decimal(1000), output_price=Decimal(2000))
    asked = {"model": "chat-fast", "messages": HI}
    before = await service.post("/v1/chat/completions", asked)
    assert (before.status_code, before.json()["error"]["message"]) == (
        403,
        refused(service, "chat-fast"),
    )
    await give(service, "chat-fast")

    job_id = await service.new_job()
    for path, body in (
        ("/v1/chat/completions", asked),
        (f"/api/jobs/{job_id}/llm-call", asked),
        (
            "/api/jobs/create-and-call",
            {**asked, "team_id": service.world.team.team_id, "job_type": "chat"},
        ),
    ):
        answer = await service.post(path, body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["model"] == "chat-fast"
    for call in await LLMCall.filter(status="succeeded"):
        cost = (call.prompt_tokens * 1000 + call.completion_tokens * 2000) / Decimal(10**6)
        assert call.input_cost + call.output_cost == cost


async def test_a_stream_is_priced_by_the_alias_too(service: Service):
    await make_alias("gpt-4o", input_price=Decimal(0), output_price=Decimal(0))
    await give(service, "gpt-4o")
    body = {"model": "gpt-4o", "messages": HI, "stream": True}

    answer = await service.post("/v1/chat/completions", body)

    assert answer.text.endswith("data: [DONE]\n\n")
    [call] = await LLMCall.filter(status="succeeded")
    assert (call.input_cost, call.output_cost, call.completion_tokens > 0) == (0, 0, True)


async def test_what_ends_access_ends_calls(service: Service):
    await make_alias("gpt-4o")
    group = await give(service, "gpt-4o")
    asked = {"model": "gpt-4o", "messages": HI}

    async def answers() -> int:
        return (await service.post("/v1/chat/completions", asked)).status_code

    assert await answers() == 200
    await model_aliases.update(SYSTEM, "gpt-4o", {"status": ModelStatus.DEPRECATED})
    assert await answers() == 200
    await access_groups.update(SYSTEM, group, {"status": GroupStatus.INACTIVE})
    assert await answers() == 403
    await access_groups.update(SYSTEM, group, {"status": GroupStatus.ACTIVE})
    await model_aliases.update(SYSTEM, "gpt-4o", {"status": ModelStatus.INACTIVE})
    assert await answers() == 403
    await model_aliases.update(SYSTEM, "gpt-4o", {"status": ModelStatus.ACTIVE})
    await model_aliases.update(SYSTEM, "gpt-4o", {"access_groups": []})
    assert await answers() == 403
    await access_groups.update(SYSTEM, group, {"add_model_aliases": ["gpt-4o"]})
    assert await answers() == 200
    await model_aliases.delete(SYSTEM, "gpt-4o")
    refusal = (await service.post("/v1/chat/completions", asked)).json()["error"]["message"]
    assert "does not have access to model group 'gpt-4o'" in refusal


async def test_lists_of_models_and_resolve_know_aliases(service: Service):
    await make_alias("gpt-4o")
    await make_alias("gpt-4")
    await give(service, "gpt-4o")
    team_id = service.world.team.team_id

    async def resolved(name: str) -> dict[str, Any]:
        answer = await service.http.get(
            f"/api/model-groups/{name}/resolve", params={"team_id": team_id}
        )
        return answer.json()

    listed = (await service.http.get("/v1/models")).json()["data"]
    assert [each["id"] for each in listed] == sorted([service.model, "gpt-4o"])
    assert (await service.http.get("/v1/models/gpt-4")).status_code == 404
    assert await resolved("gpt-4o") == {
        "group_name": "gpt-4o",
        "primary_model": "gpt-4o",
        "fallback_models": [],
        "team_has_access": True,
    }
    assert await resolved("gpt-4") == {
        "group_name": "gpt-4",
        "primary_model": None,
        "fallback_models": [],
        "team_has_access": False,
        "error": refused(service, "gpt-4"),
    }
