"""What is documented beside the examples: other ways to ask the same, and what is said to them."""

from collections.abc import AsyncIterator

import pytest

from tests.authorization.town import MASTER_KEY, bearer
from tests.rest.examples_scene import PASSWORD, TARGET_ID, Scene, scene_of

TEAM = "/api/teams/acme-prod"
ADMIN_KEY = {"X-Admin-Key": MASTER_KEY}


@pytest.fixture
async def scene(database: None, database_url: str) -> AsyncIterator[Scene]:
    async with scene_of(database_url) as scene:
        await scene.acme()
        yield scene


@pytest.mark.parametrize(
    "headers",
    [
        ADMIN_KEY,
        bearer(MASTER_KEY),
        ADMIN_KEY | bearer("no.such.token"),
        ADMIN_KEY | bearer("sk-of-nobody"),
        ADMIN_KEY | {"Authorization": "Basic YTpi"},
    ],
    ids=["header", "bearer", "bad token", "bad key", "no bearer"],
)
async def test_the_admin_key_counts_in_both_headers_and_beside_bad_ones(
    scene: Scene, headers: dict[str, str]
) -> None:
    assert (await scene.http.get(TEAM, headers=headers)).status_code == 200


async def test_a_good_token_counts_beside_a_bad_admin_key(scene: Scene) -> None:
    headers = await scene.headers("owner") | {"X-Admin-Key": "sk-wrong"}

    assert (await scene.http.get("/api/teams", headers=headers)).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "POST"])
async def test_a_team_is_suspended_and_resumed_with_either_verb(scene: Scene, method: str) -> None:
    key = await scene.headers("key")

    await scene.http.request(method, f"{TEAM}/suspend", headers=ADMIN_KEY)
    refused = await scene.http.get(TEAM, headers=key)
    await scene.http.request(method, f"{TEAM}/resume", headers=ADMIN_KEY)

    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "Team access is suspended. Please contact support.",
    )
    assert (await scene.http.get(TEAM, headers=key)).status_code == 200


async def test_what_is_wrong_in_the_query_is_looked_for_there(scene: Scene) -> None:
    answer = await scene.http.get(f"{TEAM}/usage?period=2026-13", headers=ADMIN_KEY)

    assert answer.status_code == 422
    assert [item["loc"] for item in answer.json()["detail"]] == [["query", "period"]]


async def test_a_date_is_no_number_of_seconds(scene: Scene) -> None:
    path = "/api/organizations/org_acme/costs?start_date=0"
    answer = await scene.http.get(path, headers=ADMIN_KEY)

    assert answer.status_code == 422
    assert [item["loc"] for item in answer.json()["detail"]] == [["query", "start_date"]]


async def test_what_is_wrong_in_a_list_that_is_the_body_is_looked_for_there(scene: Scene) -> None:
    twice = [{"model_name": "a"}, {"model_name": "a"}]
    path = "/api/model-groups/ResumeAgent/models"
    answer = await scene.http.put(path, headers=ADMIN_KEY, json=twice)

    assert answer.status_code == 422
    assert [item["loc"] for item in answer.json()["detail"]] == [["body", 1]]


async def test_a_limit_that_is_passed_is_told_as_a_number(scene: Scene) -> None:
    path = "/api/credits/teams/acme-prod/transactions?limit=0"
    listed = await scene.http.get(path, headers=ADMIN_KEY)
    team = {"organization_id": "org_acme", "team_id": "new", "credits_per_dollar": 0}
    made = await scene.http.post("/api/teams/create", headers=ADMIN_KEY, json=team)

    assert [item["ctx"] for item in listed.json()["detail"]] == [{"ge": 1}]
    assert [item["ctx"] for item in made.json()["detail"]] == [{"gt": 0}]


async def test_a_rate_of_tokens_is_no_secret_and_a_password_is(scene: Scene) -> None:
    rate = await scene.http.patch(
        "/api/credits/teams/acme-prod/conversion-rates",
        headers=ADMIN_KEY,
        json={"tokens_per_credit": "many"},
    )
    password = await scene.http.post("/api/admin-users/login", json={"email": "a", "password": 7})

    assert [item["input"] for item in rate.json()["detail"]] == ["many"]
    assert [item["input"] for item in password.json()["detail"]] == ["**********"]


async def test_who_is_switched_off_signs_in_no_better_than_a_stranger(scene: Scene) -> None:
    credentials = {"email": "u@example.com", "password": PASSWORD}
    signed_in = await scene.http.post("/api/admin/login", json=credentials)
    path = f"/api/admin-users/{TARGET_ID}/deactivate"
    await scene.http.put(path, headers=await scene.headers("owner"))
    refused = await scene.http.post("/api/admin-users/login", json=credentials)
    stranger = await scene.http.post(
        "/api/admin-users/login", json=credentials | {"email": "nobody@example.com"}
    )

    assert signed_in.status_code == 200
    assert (refused.status_code, refused.json()) == (401, {"detail": "Invalid email or password"})
    assert (stranger.status_code, stranger.json()) == (refused.status_code, refused.json())


async def test_an_address_is_the_same_in_any_case_of_letters(scene: Scene) -> None:
    credentials = {"email": "U@Example.com", "password": PASSWORD}

    answer = await scene.http.post("/api/admin-users/login", json=credentials)

    assert answer.json()["user"]["email"] == "u@example.com"


@pytest.mark.parametrize("status", ["paused", "suspended"])
async def test_an_organization_that_is_stopped_stops_its_teams(scene: Scene, status: str) -> None:
    path, key = "/api/organizations/org_acme", await scene.headers("key")

    await scene.http.put(f"{path}/status", headers=ADMIN_KEY, json={"status": status})
    refused = await scene.http.get("/api/jobs", headers=key)
    await scene.http.post(f"{path}/resume", headers=ADMIN_KEY)

    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        f"Team access is {status}. Please contact support.",
    )
    assert (await scene.http.get("/api/jobs", headers=key)).status_code == 200


@pytest.mark.parametrize("status", ["pending", "PENDING", "Pending"])
async def test_jobs_are_asked_for_by_status_in_any_case_and_told_in_small_letters(
    scene: Scene, status: str
) -> None:
    key, job = await scene.headers("key"), {"team_id": "acme-prod", "job_type": "chat"}
    await scene.http.post("/api/jobs/create", headers=key, json=job)
    asked = [("/api/jobs", key), (f"{TEAM}/jobs", key), ("/api/jobs/teams/acme-prod", ADMIN_KEY)]

    for path, headers in asked:
        answer = await scene.http.get(path, headers=headers, params={"status": status})
        assert [each["status"] for each in answer.json()["jobs"]] == ["pending"], path


async def test_what_an_access_group_is_called_is_its_name_unless_told(scene: Scene) -> None:
    path, group = "/api/model-access-groups/create", {"group_name": "plain"}

    made = await scene.http.post(path, headers=ADMIN_KEY, json=group)

    assert made.json()["display_name"] == "plain"


@pytest.mark.parametrize(("limit", "status"), [(1, 200), (1000, 200), (0, 422), (1001, 422)])
async def test_the_audit_log_is_told_a_thousand_entries_at_a_time_at_most(
    scene: Scene, limit: int, status: int
) -> None:
    path = f"/api/admin-users/audit-logs?limit={limit}"

    answer = await scene.http.get(path, headers=await scene.headers("owner"))

    assert answer.status_code == status
