"""Organizations over the legacy API."""

import pytest

from domain import credits
from domain.access import Actor, ActorKind, AdminRole
from domain.organizations import DefaultTeam
from tests.builders import make_model_group, make_organization, make_team

pytestmark = pytest.mark.usefixtures("database")

READER = Actor(kind=ActorKind.ADMIN_USER, label="reader@example.com", role=AdminRole.USER)
NEW = {"organization_id": "org_acme", "name": "ACME Corporation", "metadata": {"plan": "dev"}}


async def test_a_new_organization_shows_its_default_team(rest, owner, litellm):
    answer = await rest(owner).post("/api/organizations/create", json=NEW)

    body = answer.json()
    assert (answer.status_code, body["status"]) == (200, "active")
    assert body["metadata"] == {"plan": "dev"}
    assert "warnings" not in body
    assert body["default_team"] == {
        "team_id": "org_acme_default",
        "team_alias": "ACME Corporation",
        "virtual_key": None,
        "access_groups": [],
        "allowed_model_aliases": [],
        "credits_allocated": 0,
        "model_groups": [],
    }


async def test_the_key_of_a_default_team_that_may_call_models_is_shown(rest, owner, litellm):
    await make_model_group("Chat", models=("gpt-4",))

    answer = await rest(owner).post(
        "/api/organizations/create",
        json=NEW
        | {
            "default_team_access_groups": ["Chat", "Gone"],
            "default_team_model_groups": ["Lost"],
            "default_team_credits": 100,
            "default_team_name": "All",
        },
    )

    team = answer.json()["default_team"]
    assert (team["team_alias"], team["credits_allocated"]) == ("All", 100)
    assert team["access_groups"] == ["Chat"]
    assert answer.json()["warnings"] == [
        "Group 'Gone' not found, skipped",
        "Group 'Lost' not found, skipped",
    ]
    assert (await litellm.chat(team["virtual_key"])).status_code == 200


async def test_a_name_may_be_as_long_as_the_contract_says(rest, owner, litellm):
    answer = await rest(owner).post("/api/organizations/create", json=NEW | {"name": "n" * 500})

    assert answer.json()["default_team"]["team_alias"] == "n" * 500
    longer = await rest(owner).post("/api/organizations/create", json=NEW | {"name": "n" * 501})
    assert longer.status_code == 422


async def test_no_default_team_is_made_when_none_is_wanted(rest, owner):
    answer = await rest(owner).post(
        "/api/organizations/create", json=NEW | {"create_default_team": False}
    )

    assert answer.json()["default_team"] is None
    teams = await rest(owner).get("/api/organizations/org_acme/teams")
    assert teams.json() == {"organization_id": "org_acme", "team_count": 0, "teams": []}


async def test_litellm_away_costs_the_default_team_but_not_the_organization(
    rest, owner, monkeypatch
):
    monkeypatch.setattr("integrations.rest.organizations.LITELLM_SECONDS", 0.05)

    answer = await rest(owner).post("/api/organizations/create", json=NEW)

    assert answer.status_code == 200
    error = answer.json()["default_team"]["error"]
    assert error.startswith("Failed to create default team: ")
    assert (await rest(owner).get("/api/organizations/org_acme")).status_code == 200
    assert (await rest(owner).get("/api/teams/org_acme_default")).status_code == 404


async def test_a_second_one_of_the_name_is_refused(rest, owner):
    await make_organization("org_acme")

    answer = await rest(owner).post("/api/organizations/create", json=NEW)

    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "Organization with ID 'org_acme' already exists"},
    )


async def test_the_list_has_the_active_ones_oldest_first(rest, owner):
    for name in ("b", "a", "stopped"):
        await make_organization(name)
    await rest(owner).put("/api/organizations/stopped/status", json={"status": "paused"})

    rows = (await rest(READER).get("/api/organizations")).json()

    assert [row["organization_id"] for row in rows] == ["b", "a"]
    assert rows[0]["default_team"] is None


async def test_an_update_changes_what_is_sent(rest, owner):
    await make_organization("org_acme", name="Old", metadata={"a": 1})

    answer = await rest(owner).put("/api/organizations/org_acme", json={"name": "New"})

    assert (answer.json()["name"], answer.json()["metadata"]) == ("New", {"a": 1})
    missing = await rest(owner).put("/api/organizations/none", json={"name": "New"})
    assert missing.json() == {"detail": "Organization 'none' not found"}


async def test_a_status_is_set_with_its_reason_and_the_one_before(rest, owner):
    await make_organization("org_acme")

    answer = await rest(owner).put(
        "/api/organizations/org_acme/status", json={"status": "suspended", "reason": "Unpaid"}
    )

    body = answer.json()
    assert (body["status"], body["previous_status"], body["reason"]) == (
        "suspended",
        "active",
        "Unpaid",
    )
    paused = await rest(owner).put("/api/organizations/org_acme/status", json={"status": "paused"})
    assert paused.json()["previous_status"] == "suspended"
    resumed = await rest(owner).post("/api/organizations/org_acme/resume")
    assert resumed.json() == {"status": "resumed"}
    wrong = await rest(owner).put("/api/organizations/org_acme/status", json={"status": "deleted"})
    assert wrong.status_code == 422


async def test_an_organization_with_teams_is_not_deleted(rest, owner):
    organization = await make_organization("org_acme", default_team=DefaultTeam())
    await make_team("red", organization)

    refused = await rest(owner).delete("/api/organizations/org_acme")
    await rest(owner).delete("/api/teams/red")
    done = await rest(owner).delete("/api/organizations/org_acme")

    assert (refused.status_code, refused.json()) == (
        400,
        {"detail": "Organization has active teams"},
    )
    assert done.json() == {"message": "Organization 'org_acme' deleted successfully"}
    assert (await rest(owner).get("/api/organizations/org_acme")).status_code == 404


async def test_teams_and_usage_of_an_organization(rest, owner):
    organization = await make_organization("org_acme")
    await make_model_group("Chat")
    await make_team("red", organization, groups=("Chat",), initial_credits=10_000_000)
    await credits.charge(owner, "red", 2_500_000, reason="work", idempotency_key="1")

    teams = await rest(owner).get("/api/organizations/org_acme/teams")
    usage = await rest(owner).get("/api/organizations/org_acme/costs")

    assert teams.json()["teams"] == [
        {
            "team_id": "red",
            "access_groups": ["Chat"],
            "credits_allocated": 10,
            "credits_remaining": 7,
        }
    ]
    assert usage.json()["summary"]["credits_used"] == 2
    assert usage.json()["teams"] == {"red": {"jobs": 0, "credits_used": 2}}
    quiet = await rest(owner).get("/api/organizations/org_acme/usage", params={"period": "2020-02"})
    assert quiet.json()["summary"]["credits_used"] == 0
    for query in ("period=2020-13", "period=20", ""):
        answer = await rest(owner).get(f"/api/organizations/org_acme/usage?{query}")
        assert answer.status_code == 422
    backwards = await rest(owner).get(
        "/api/organizations/org_acme/costs?start_date=2026-02-01&end_date=2026-01-01"
    )
    assert backwards.status_code == 422


async def test_readers_read_and_do_not_write(rest):
    await make_organization("org_acme")

    assert (await rest(READER).get("/api/organizations/org_acme")).status_code == 200
    for method, path in (
        ("POST", "/api/organizations/create"),
        ("PUT", "/api/organizations/org_acme"),
        ("DELETE", "/api/organizations/org_acme"),
        ("PUT", "/api/organizations/org_acme/status"),
        ("POST", "/api/organizations/org_acme/resume"),
    ):
        answer = await rest(READER).request(method, path, json={})
        assert answer.status_code == 403
