"""The life of a job as legacy clients lead it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain import credits, jobs
from domain.access import SYSTEM, Actor
from tests.jobs_world import key_of, make_call, make_funded_team, make_job

HELLO = [{"role": "user", "content": "Hello"}]


@pytest.fixture
async def team(database: None) -> Any:
    return await make_funded_team("acme")


@pytest.fixture
def http(rest, team) -> Any:
    return rest(key_of(team))


async def completed(job: jobs.Job, **calls: Any) -> jobs.Job:
    await jobs.Job.filter(id=job.id).update(status="in_progress", **calls)
    return await jobs.complete(SYSTEM, job.id)


async def test_what_is_said_of_a_new_job_is_there_when_it_is_read(http, team):
    made = await http.post(
        "/api/jobs/create",
        json={
            "team_id": "acme",
            "job_type": "summary",
            "user_id": "reader-7",
            "metadata": {"pages": 3},
            "external_task_id": "task-9",
        },
    )
    job_id = made.json()["job_id"]
    found = (await http.get(f"/api/jobs/{job_id}")).json()

    assert made.json()["status"] == "pending"
    assert found == {
        "job_id": job_id,
        "team_id": "acme",
        "user_id": "reader-7",
        "job_type": "summary",
        "status": "pending",
        "created_at": made.json()["created_at"],
        "started_at": None,
        "completed_at": None,
        "metadata": {"pages": 3},
        "error_message": None,
        "organization_id": team.organization.organization_id,
        "external_task_id": "task-9",
        "credit_applied": False,
        "model_groups_used": [],
    }


async def test_the_same_idempotency_key_makes_one_job(http):
    body = {"team_id": "acme", "job_type": "summary"}
    headers = {"Idempotency-Key": "once"}
    first = await http.post("/api/jobs/create", json=body, headers=headers)
    again = await http.post("/api/jobs/create", json=body, headers=headers)
    other = await http.post("/api/jobs/create", json=body | {"job_type": "x"}, headers=headers)

    assert first.json() == again.json()
    assert other.status_code == 409
    assert await jobs.Job.all().count() == 1


@pytest.mark.parametrize("status", ["completed", "COMPLETED", "Completed"])
async def test_a_job_is_completed_in_any_case_of_letters(http, team, status):
    job = await make_job(team)
    answer = await http.post(f"/api/jobs/{job.id}/complete", json={"status": status})
    assert answer.json()["status"] == "completed"


async def test_completing_twice_answers_the_same_and_charges_once(http, team):
    job = await make_job(team)
    path, body = f"/api/jobs/{job.id}/complete", {"status": "completed", "result": {"answer": 42}}
    first = await http.post(path, json=body)
    await credits.charge(SYSTEM, "acme", credits.MICROS, reason="since", idempotency_key="since")
    again = await http.post(path, json=body)

    assert first.json() == again.json()
    assert first.json()["costs"]["credit_applied"] is True
    assert first.json()["credits_remaining"] == 9
    assert (await http.get(f"/api/jobs/{job.id}")).json()["metadata"] == {"result": {"answer": 42}}
    [charge] = (await http.get("/api/credits/teams/acme/transactions")).json()["transactions"][1:2]
    assert charge["reason"] == "Job summary completed (job_based mode: 1 credits)"


async def test_a_failed_job_is_not_charged_and_stays_failed(http, team):
    job = await make_job(team)
    path = f"/api/jobs/{job.id}/complete"
    failed = {"status": "FAILED", "error_message": "The scan is blank", "metadata": {"page": 2}}
    answer = await http.post(path, json=failed)
    again = await http.post(path, json=failed)
    other = await http.post(path, json={"status": "completed"})

    assert answer.json() == again.json()
    assert answer.json()["costs"]["credit_applied"] is False
    assert answer.json()["credits_remaining"] == 10
    assert (other.status_code, other.json()) == (409, {"detail": "Job is already failed"})
    found = (await http.get(f"/api/jobs/{job.id}")).json()
    assert (found["status"], found["error_message"]) == ("failed", "The scan is blank")
    assert found["metadata"] == {"page": 2}


@pytest.mark.parametrize("status", ["cancelled", "pending", "done", 7, None])
async def test_a_job_is_completed_or_failed_and_nothing_else(http, team, status):
    job = await make_job(team)
    answer = await http.post(f"/api/jobs/{job.id}/complete", json={"status": status})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "status"]


async def test_metadata_is_merged_and_bounded(http, team):
    job = await make_job(team, metadata={"kept": 1, "changed": 1})
    path = f"/api/jobs/{job.id}/metadata"
    merged = await http.patch(path, json={"metadata": {"changed": 2, "new": [3]}})
    large = await http.patch(path, json={"metadata": {"text": "x" * 10_240}})

    assert merged.json()["metadata"] == {"kept": 1, "changed": 2, "new": [3]}
    assert large.status_code == 422
    assert large.json()["detail"][0]["loc"] == ["body", "metadata"]
    found = await http.get(f"/api/jobs/{job.id}")
    assert found.json()["metadata"] == merged.json()["metadata"]


async def test_tenants_read_what_they_pay_by_the_names_that_they_asked_for(http, team):
    job = await make_job(team)
    call = await make_call(
        job,
        purpose="parse",
        prompt_tokens=400,
        completion_tokens=50,
        input_cost="0.004",
        output_cost="0.001",
        client_cost="0.0055",
    )
    await jobs.Job.filter(id=job.id).update(client_cost="0.00550049")
    answer = await http.get(f"/api/jobs/{job.id}/costs")

    [shown] = answer.json()["costs"]["breakdown"]
    assert answer.json()["costs"]["total_cost_usd"] == 0.0055
    assert shown == {
        "call_id": str(call.id),
        "model": "Chat",
        "purpose": "parse",
        "prompt_tokens": 400,
        "completion_tokens": 50,
        "cost_usd": 0.0055,
        "created_at": shown["created_at"],
    }
    assert "gpt-4o" not in answer.text


async def test_a_receipt_adds_up_the_calls(http, team):
    job = await make_job(team)
    await make_call(job, purpose="parse", prompt_tokens=400, completion_tokens=50)
    await make_call(job, status="failed", latency_ms=None, error="no model answered")
    await completed(
        job,
        calls_count=2,
        calls_succeeded=1,
        calls_failed=1,
        prompt_tokens=400,
        completion_tokens=50,
        latency_ms=121,
        client_cost="0.01280049",
    )
    answer = await http.post(f"/api/jobs/{job.id}/complete", json={"status": "completed"})

    assert answer.json()["costs"] == {
        "total_calls": 2,
        "successful_calls": 1,
        "failed_calls": 1,
        "total_tokens": 450,
        "total_cost_usd": 0.0128,
        "avg_latency_ms": 121,
        "credit_applied": True,
        "credits_remaining": 9,
    }
    assert [
        (call["purpose"], call["model_group"], call["tokens"], call["latency_ms"], call["error"])
        for call in answer.json()["calls"]
    ] == [("parse", "Chat", 450, 120, None), (None, "Chat", 0, None, "no model answered")]


class TestLists:
    async def test_have_the_newest_first_and_say_how_many_there_are(self, http, team):
        made = [str((await make_job(team)).id) for _ in range(3)]
        await make_job(await make_funded_team("other"))
        for path in ("/api/jobs", "/api/teams/acme/jobs"):
            page = (await http.get(path, params={"limit": 2, "offset": 1})).json()
            assert page["team_id"] == "acme"
            assert page["total"] == 3
            assert [job["job_id"] for job in page["jobs"]] == [made[1], made[0]]

    async def test_may_be_had_oldest_first(self, http, team):
        made = [str((await make_job(team)).id) for _ in range(2)]
        page = (
            await http.get("/api/jobs", params={"order": "asc", "sort_by": "created_at"})
        ).json()
        assert [job["job_id"] for job in page["jobs"]] == made

    @pytest.mark.parametrize("status", ["failed", "FAILED"])
    async def test_are_narrowed_to_a_status(self, http, team, status):
        await make_job(team)
        failed = await jobs.fail(SYSTEM, (await make_job(team)).id)
        for path in ("/api/jobs", "/api/teams/acme/jobs"):
            page = (await http.get(path, params={"status": status})).json()
            assert [job["job_id"] for job in page["jobs"]] == [str(failed.id)]
            assert page["total"] == 1

    async def test_are_narrowed_to_whole_days(self, http, team):
        await make_job(team)
        today = datetime.now(UTC).date()
        yesterday = today - timedelta(days=1)
        for query, count in (
            ({"start_date": str(today), "end_date": str(today)}, 1),
            ({"end_date": str(yesterday)}, 0),
            ({"start_date": str(today + timedelta(days=1))}, 0),
        ):
            assert (await http.get("/api/jobs", params=query)).json()["total"] == count

    @pytest.mark.parametrize("path", ["/api/jobs", "/api/teams/acme/jobs"])
    async def test_refuse_an_offset_that_no_list_has(self, http, team, path):
        assert (await http.get(path, params={"offset": 10**20})).status_code == 422
        assert (await http.get(path, params={"offset": 2**63 - 1})).json()["jobs"] == []

    async def test_go_on_to_the_end_of_time(self, http, team):
        await make_job(team)
        page = (await http.get("/api/jobs", params={"end_date": "9999-12-31"})).json()
        assert page["total"] == 1

    async def test_refuse_what_is_no_status(self, http):
        answer = await http.get("/api/jobs", params={"status": "done"})
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["query", "status"]


OPERATIONS = [
    ("GET", "", None),
    ("GET", "/costs", None),
    ("POST", "/complete", {"status": "completed"}),
    ("PATCH", "/metadata", {"metadata": {}}),
    ("POST", "/llm-call", {"model": "absent", "messages": HELLO}),
    ("POST", "/llm-call-stream", {"model": "absent", "messages": HELLO}),
]


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
@pytest.mark.parametrize("job_id", ["nonsense", "550e8400-e29b-41d4-a716-446655440000"])
async def test_a_job_that_is_not_there_is_not_found(http, method, path, body, job_id):
    answer = await http.request(method, f"/api/jobs/{job_id}{path}", json=body)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Job not found"})


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
async def test_another_teams_job_is_forbidden_whatever_else_is_wrong(http, method, path, body):
    job = await make_job(await make_funded_team("other"))
    answer = await http.request(method, f"/api/jobs/{job.id}{path}", json=body)
    assert (answer.status_code, answer.json()) == (
        403,
        {"detail": "Job does not belong to your team"},
    )


async def test_no_403_but_that_of_lacking_credits_speaks_of_credit(rest, team):
    """Clients tell them apart by that word."""
    key: Actor = key_of(team)
    job = await make_job(await make_funded_team("other"))
    texts = [
        (await rest(key).get(f"/api/jobs/{job.id}")).text,
        (await rest(key, "suspended").get(f"/api/jobs/{job.id}")).text,
        (await rest(key).post("/api/jobs/create", json={"team_id": "x", "job_type": "y"})).text,
    ]
    assert not any("credit" in text.lower() for text in texts)


async def test_credits_remaining_are_whole_and_rounded_down(http, team):
    await credits.charge(SYSTEM, "acme", 500_000, reason="half", idempotency_key="half")
    job = await make_job(team)
    answer = await http.post(f"/api/jobs/{job.id}/complete", json={"status": "completed"})
    assert answer.json()["credits_remaining"] == 8
