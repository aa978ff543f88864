"""Teams over the legacy API."""

import pytest

from domain import credits
from domain.access import Actor, ActorKind, AdminRole
from domain.ports import Policy
from persistence.models import AuditEvent, Team, VirtualKey
from tests.builders import make_model_group, make_organization, make_team

pytestmark = pytest.mark.usefixtures("database")

READER = Actor(kind=ActorKind.ADMIN_USER, label="reader@example.com", role=AdminRole.USER)
NEW = {"organization_id": "org_acme", "team_id": "acme-prod"}


def key_of(created):
    team = created.team
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label=team.team_id,
        virtual_key_id=created.issued.key.id,
        organization_id=team.organization.organization_id,
        team_id=team.team_id,
    )


async def test_a_team_is_made_in_litellm_before_the_answer(rest, owner, litellm):
    await make_organization("org_acme")
    await make_model_group("gpt-models", models=("gpt-4", "gpt-3.5-turbo"))

    answer = await rest(owner).post(
        "/api/teams/create",
        json=NEW
        | {
            "team_alias": "ACME Production",
            "access_groups": ["gpt-models"],
            "credits_allocated": 1000,
            "budget_mode": "job_based",
        },
    )

    assert answer.status_code == 200
    secret = answer.json()["virtual_key"]
    assert answer.json() == {
        "team_id": "acme-prod",
        "organization_id": "org_acme",
        "access_groups": ["gpt-models"],
        "model_groups": ["gpt-models"],
        "allowed_model_aliases": ["gpt-3.5-turbo", "gpt-4"],
        "allowed_models": ["gpt-3.5-turbo", "gpt-4"],
        "credits_allocated": 1000,
        "credits_remaining": 1000,
        "virtual_key": secret,
        "message": "Team created successfully with LiteLLM integration",
        "team_alias": "ACME Production",
        "status": "active",
        "budget_mode": "job_based",
        "credits_per_dollar": 10.0,
        "tokens_per_credit": 10000,
    }
    assert (await litellm.chat(secret, "gpt-4")).status_code == 200


async def test_a_team_that_litellm_refuses_is_a_500_and_leaves_nothing(
    rest, owner, litellm, monkeypatch
):
    monkeypatch.setattr("integrations.rest.teams.LITELLM_SECONDS", 0.3)
    await make_organization("org_acme")
    litellm.faults.database_down = True

    answer = await rest(owner).post("/api/teams/create", json=NEW)

    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("Failed to create team in LiteLLM: ")
    assert (await rest(owner).get("/api/teams/acme-prod")).status_code == 404
    litellm.faults.database_down = False
    monkeypatch.setattr("integrations.rest.teams.LITELLM_SECONDS", 10)
    assert (await rest(owner).post("/api/teams/create", json=NEW)).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ({"organization_id": "none"}, 404, "Organization 'none' not found"),
        ({"team_id": "there"}, 400, "Team 'there' already exists"),
        ({"access_groups": ["X"]}, 404, "Model access group 'X' not found"),
        ({"model_groups": ["X"]}, 404, "Model group 'X' not found"),
        (
            {"budget_mode": "free", "organization_id": "none"},
            400,
            "Invalid budget_mode: free. Must be one of: "
            "job_based, consumption_usd, consumption_tokens",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_the_words_clients_match(rest, owner, body, status, detail):
    await make_team("there", await make_organization("org_acme"))

    answer = await rest(owner).post("/api/teams/create", json=NEW | body)

    assert (answer.status_code, answer.json()) == (status, {"detail": detail})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"credits_allocated": -1}, "credits_allocated"),
        ({"credits_allocated": True}, "credits_allocated"),
        ({"credits_per_dollar": 0}, "credits_per_dollar"),
        ({"team_id": " x"}, "team_id"),
        ({"team_alias": "a\tb"}, "team_alias"),
        ({"metadata": {"a": "b" * 11_000}}, "metadata"),
    ],
)
async def test_wrong_fields_are_named(rest, owner, body, field):
    await make_organization("org_acme")

    answer = await rest(owner).post("/api/teams/create", json=NEW | body)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", field]


async def test_a_repeat_with_the_header_returns_the_first_team(rest, owner, litellm):
    await make_organization("org_acme")
    headers = {"Idempotency-Key": "k1"}

    first = await rest(owner).post("/api/teams/create", json=NEW, headers=headers)
    second = await rest(owner).post("/api/teams/create", json=NEW, headers=headers)

    assert first.json() == second.json()
    assert await VirtualKey.all().count() == 1


async def test_lists_show_keys_to_managers_masked_to_readers_with_one_audit_event(rest, owner):
    made = [await make_team(f"team-{n}") for n in range(3)]

    full = (await rest(owner).get("/api/teams")).json()
    masked = (await rest(READER).get("/api/teams")).json()

    assert [row["team_id"] for row in full] == ["team-0", "team-1", "team-2"]
    assert [row["virtual_key"] for row in full] == [each.issued.secret for each in made]
    assert [row["virtual_key"] for row in masked] == [each.issued.key.masked_key for each in made]
    assert await AuditEvent.filter(action="virtual_key.revealed").count() == 1


async def test_the_operator_may_forbid_to_show_keys(rest, owner, rest_ports):
    rest_ports.policy = Policy(reveal_keys=False)
    made = await make_team("red")

    answer = await rest(owner).get("/api/teams/red")

    assert answer.json()["virtual_key"] == made.issued.key.masked_key
    assert not await AuditEvent.exists(action="virtual_key.revealed")


async def test_a_team_is_read_with_its_own_key_and_with_no_other(rest):
    mine, other = await make_team("mine"), await make_team("other")

    answer = await rest(key_of(mine)).get("/api/teams/mine")

    assert answer.status_code == 200
    assert answer.json()["credits"]["team_id"] == "mine"
    assert answer.json()["virtual_key"] == mine.issued.key.masked_key
    assert (await rest(key_of(other)).get("/api/teams/mine")).status_code == 404


async def test_an_update_sets_absolute_credits_and_only_what_is_sent(rest, owner):
    await make_team("red", initial_credits=10_000_000)
    await make_model_group("Chat")

    answer = await rest(owner).put(
        "/api/teams/red",
        json={
            "access_groups": ["Chat"],
            "credits_allocated": 1500,
            "credits_used": 300,
            "credits_per_dollar": 12.5,
        },
    )

    assert answer.json() == {
        "team_id": "red",
        "credits_allocated": 1500,
        "credits_used": 300,
        "credits_remaining": 1200,
        "budget_mode": "job_based",
        "credits_per_dollar": 12.5,
        "message": "Team updated successfully",
    }
    detail = (await rest(owner).get("/api/teams/red")).json()
    assert (detail["access_groups"], detail["team_alias"]) == (["Chat"], "red")
    assert (await rest(owner).put("/api/teams/red", json={})).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"credits_allocated": 5, "credits_used": 6},
        {"credits_allocated": -1},
        {"credits_used": -1},
        {"budget_mode": "free"},
    ],
)
async def test_impossible_credits_and_modes_are_a_400_and_change_nothing(rest, owner, body):
    await make_team("red", initial_credits=10_000_000)

    answer = await rest(owner).put("/api/teams/red", json=body | {"team_alias": "Red"})

    assert answer.status_code == 400
    assert isinstance(answer.json()["detail"], str)
    assert (await Team.get(team_id="red")).name == "red"


@pytest.mark.parametrize("verb", ["put", "post"])
async def test_suspending_and_resuming_work_under_both_verbs_and_twice(rest, owner, verb):
    await make_team("red")

    for _ in range(2):
        answer = await rest(owner).request(verb, "/api/teams/red/suspend")
        assert answer.json() == {
            "team_id": "red",
            "status": "suspended",
            "message": "Team 'red' has been suspended",
        }
    answer = await rest(owner).request(verb, "/api/teams/red/resume")
    assert answer.json()["message"] == "Team 'red' has been resumed"
    assert (await rest(owner).get("/api/teams/red")).json()["status"] == "active"


async def test_a_default_team_is_protected_before_it_is_looked_for(rest, owner):
    answer = await rest(owner).delete("/api/teams/nobody_default")

    assert answer.status_code == 400
    assert answer.json()["detail"] == (
        "Cannot delete default team 'nobody_default'. Default teams are protected from deletion."
    )


async def test_a_deleted_team_is_gone(rest, owner):
    await make_team("red")

    answer = await rest(owner).delete("/api/teams/red")

    assert answer.json() == {"team_id": "red", "message": "Team 'red' deleted successfully"}
    assert (await rest(owner).delete("/api/teams/red")).status_code == 404
    assert (await rest(owner).get("/api/teams")).json() == []


@pytest.mark.parametrize(
    ("path", "name"), [("access-groups", "access_groups"), ("model-groups", "model_groups")]
)
async def test_groups_are_replaced_by_an_array_or_an_object(rest, owner, path, name):
    await make_team("red")
    await make_model_group("A", models=("model-a",))
    await make_model_group("B")

    as_array = await rest(owner).put(f"/api/teams/red/{path}", json=["A", "B", "A"])
    as_object = await rest(owner).put(f"/api/teams/red/{path}", json={name: ["A"]})

    assert as_array.json()[name] == ["A", "B"]
    assert as_object.json()[name] == ["A"]
    unknown = await rest(owner).put(f"/api/teams/red/{path}", json=["Z"])
    assert unknown.status_code == 404
    closed = await rest(owner).put(f"/api/teams/red/{path}", json=[])
    assert closed.json()[name] == []


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (
            {"cost_markup_percentage": 1000},
            "cost_markup_percentage must be between 0 and 999.99",
        ),
        (
            {"cost_markup_percentage": 1, "budget_mode": "x"},
            "budget_mode must be one of: job_based, consumption_usd, consumption_tokens",
        ),
        (
            {"cost_markup_percentage": 1, "credits_per_dollar": 0},
            "credits_per_dollar must be a positive number",
        ),
    ],
)
async def test_a_wrong_markup_is_a_400(rest, owner, body, detail):
    await make_team("red")

    answer = await rest(owner).patch("/api/teams/red/markup", json=body)

    assert (answer.status_code, answer.json()) == (400, {"detail": detail})


async def test_the_markup_is_set(rest, owner):
    await make_team("red")

    answer = await rest(owner).patch("/api/teams/red/markup", json={"cost_markup_percentage": 50.5})

    assert answer.json()["cost_markup_percentage"] == 50.5
    detail = (await rest(owner).get("/api/teams/red")).json()
    assert detail["credits"]["cost_markup_percentage"] == 50.5


async def test_a_key_is_verified(rest):
    made = await make_team("red")

    assert (await rest(key_of(made)).get("/api/teams/verify")).json() == {"team_id": "red"}


async def test_usage_and_jobs_are_empty_and_of_the_own_team(rest, owner):
    made = await make_team("red", initial_credits=5_000_000)
    key = rest(key_of(made))
    await credits.charge(owner, "red", 2_000_000, reason="work", idempotency_key="1")

    usage = await key.get("/api/teams/red/usage", params={"period": "2026-11"})
    jobs = await key.get("/api/teams/red/jobs")

    assert usage.json()["summary"]["total_jobs"] == 0
    assert jobs.json() == {"team_id": "red", "total": 0, "jobs": []}
    other = await key.get("/api/teams/blue/jobs")
    assert (other.status_code, other.json()["detail"]) == (
        403,
        "Cannot access jobs for a different team",
    )
    wrong = await key.get("/api/teams/red/jobs", params={"status": "lost"})
    assert wrong.status_code == 400
    for period in ("2026-13", "2026", "%", "2026-02-30"):
        answer = await key.get("/api/teams/red/usage", params={"period": period})
        assert answer.status_code == 422


async def test_readers_read_and_do_not_write(rest, owner):
    await make_team("red")

    assert (await rest(READER).get("/api/teams/red")).status_code == 200
    for method, path in (
        ("POST", "/api/teams/create"),
        ("PUT", "/api/teams/red"),
        ("DELETE", "/api/teams/red"),
        ("PUT", "/api/teams/red/suspend"),
        ("PATCH", "/api/teams/red/markup"),
        ("PUT", "/api/teams/red/access-groups"),
    ):
        answer = await rest(READER).request(method, path, json={})
        assert answer.status_code == 403
        assert answer.json()["detail"] == ("Insufficient permissions. Required roles: owner, admin")


async def test_a_list_of_many_teams_takes_no_more_statements_than_of_one(rest, owner, statements):
    for number in range(6):
        await make_team(f"team-{number}")
    with statements() as many:
        assert len((await rest(owner).get("/api/teams")).json()) == 6

    assert len(many) <= 10


@pytest.mark.parametrize("name", ["x" * 300, "%ED%A0%80", "%0A", "%F0%9F%98%80", "%25"])
@pytest.mark.parametrize("noun", ["teams", "organizations", "model-groups"])
async def test_names_that_nothing_has_are_not_found(rest, owner, noun, name):
    for method in ("GET", "DELETE"):
        answer = await rest(owner).request(method, f"/api/{noun}/{name}")
        assert answer.status_code == 404
    if noun == "teams":
        assert (await rest(owner).post(f"/api/teams/{name}/suspend")).status_code == 404
