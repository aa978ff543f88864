"""Jobs, statistics and analytics as operators read them through the legacy API."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from uuid import uuid4

import pytest

from domain import jobs, teams, usage
from domain.access import AdminRole
from domain.usage import upkeep
from persistence.models import JobStatus, LLMCallContent
from tests.builders import make_organization, make_team
from tests.usage_world import make_call, make_job

pytestmark = pytest.mark.usefixtures("database")

JUNE = datetime(2026, 6, 30, 23, 59, 59, 999_999, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)
COST = {
    "prompt_tokens": 90,
    "completion_tokens": 10,
    "input_cost": Decimal("0.01"),
    "output_cost": Decimal("0.005"),
    "client_cost": Decimal("0.03"),
}


async def make_red():
    return (await make_team("red", await make_organization("acme"))).team


async def listed(http, **params):
    answer = await http.get("/api/jobs/teams/red", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def ids(http, **params):
    return [job["job_id"] for job in (await listed(http, **params))["jobs"]]


async def test_pages_of_the_newest_jobs_first_and_how_many_there_are(rest, owner):
    team = await make_red()
    made = [await make_job(team, JUNE + timedelta(hours=n), JobStatus.PENDING) for n in range(5)]
    names = [str(job.id) for job in reversed(made)]

    second = await listed(rest(owner), page=2, page_size=2)
    beyond = await listed(rest(owner), page=10**15, page_size=100)

    assert [job["job_id"] for job in second["jobs"]] == names[2:4]
    assert (second["total"], second["total_pages"]) == (5, 3)
    assert (second["page"], second["page_size"]) == (2, 2)
    assert (beyond["jobs"], beyond["total"]) == ([], 5)


async def test_every_page_of_every_filter_is_the_part_of_the_whole_list_that_it_is(owner):
    team, random = await make_red(), Random(3)
    made = []
    for number in range(40):
        at = JULY - timedelta(hours=random.choice((0, 1, 30, 49, 100, 400)), seconds=number)
        status = random.choice((JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.PENDING))
        made.append(await make_job(team, at, status, job_type=random.choice("ab")))
        if number == 20:
            await upkeep.fold()
    made.sort(key=lambda job: (job.created_at, job.id), reverse=True)

    for statuses, types, (first, last) in product(
        (None, [JobStatus.FAILED], [JobStatus.FAILED, JobStatus.PENDING], [JobStatus.COMPLETED]),
        (None, ["a"], ["a", "b", "c"]),
        ((None, None), (date(2026, 6, 26), date(2026, 6, 30))),
    ):
        within = usage.open_days(first, last)
        whole = [
            job.id
            for job in made
            if (statuses is None or job.status in statuses)
            and (types is None or job.job_type in types)
            and within.begin <= job.created_at < within.end
        ]
        only = jobs.JobFilter(statuses=statuses, job_types=types)
        for offset in range(0, len(whole) + 8, 7):
            found, total = await jobs.list_of_team(
                owner, "red", only, within, limit=7, offset=offset
            )
            assert [job.id for job in found] == whole[offset : offset + 7]
            assert total == len(whole)


async def test_a_job_as_operators_see_it(rest, owner):
    team = await make_red()
    job = await make_job(
        team,
        JUNE,
        JobStatus.FAILED,
        end_user_id="reader-7",
        metadata={"pages": 3},
        calls_count=3,
        calls_succeeded=2,
        calls_failed=1,
        latency_ms=301,
        **COST,
    )
    for purpose in (None, "default", "check"):
        await make_call(job, finished_at=JUNE, purpose=purpose)

    [found] = (await listed(rest(owner)))["jobs"]

    assert found == {
        "job_id": str(job.id),
        "team_id": "red",
        "user_id": "reader-7",
        "job_type": "chat",
        "status": "failed",
        "created_at": "2026-06-30T23:59:59.999Z",
        "completed_at": "2026-06-30T23:59:59.999Z",
        "total_calls": 3,
        "successful_calls": 2,
        "failed_calls": 1,
        "retry_count": 1,
        "total_tokens": 100,
        "total_cost_usd": 0.015,
        "avg_latency_ms": 150,
        "credit_applied": False,
        "job_metadata": {"pages": 3},
    }


async def test_every_filter_alone_and_together(rest, owner):
    team, http = await make_red(), rest(owner)
    old = await make_job(team, JUNE, JobStatus.FAILED, job_type="summary")
    new = await make_job(team, JULY, JobStatus.CANCELLED)
    await make_job(
        (await make_team("blue", team.organization)).team,
        JUNE,
        JobStatus.FAILED,
        job_type="summary",
    )
    old_id, new_id = str(old.id), str(new.id)

    for params, expected in (
        ({"status": "Failed"}, [old_id]),
        ({"status": "CANCELLED"}, [new_id]),
        ({"status": "pending"}, []),
        ({"status": ""}, [new_id, old_id]),
        ({"job_type": "summary"}, [old_id]),
        ({"start_date": "2026-07-01"}, [new_id]),
        ({"end_date": "2026-06-30"}, [old_id]),
        ({"start_date": "2026-06-30T23:30:00+02:00", "end_date": "2026-06-30"}, [old_id]),
        ({"start_date": "2026-07-02"}, []),
        ({"start_date": "2026-07-01", "end_date": "2026-06-30"}, []),
        ({"start_date": "0001-01-01", "end_date": "9999-12-31"}, [new_id, old_id]),
        ({"job_id_filter": old_id[4:22].upper()}, [old_id]),
        ({"job_id_filter": "%"}, []),
        ({"job_id_filter": "_"}, []),
        ({"job_id_filter": "\\"}, []),
        ({"job_id_filter": old_id, "status": "failed", "job_type": "summary"}, [old_id]),
        ({"job_id_filter": old_id, "status": "cancelled"}, []),
    ):
        found = await listed(http, **params)
        assert [job["job_id"] for job in found["jobs"]] == expected, params
        assert found["total"] == len(expected), params


@pytest.mark.parametrize(
    ("path", "name", "hint"),
    [
        ("teams/red", "start_date", ". Use ISO format (YYYY-MM-DD)"),
        ("teams/red", "end_date", ". Use ISO format (YYYY-MM-DD)"),
        ("organizations/acme/stats", "start_date", ""),
        ("organizations/acme/analytics", "end_date", ""),
    ],
)
async def test_what_is_no_day_is_refused_in_known_words(rest, owner, path, name, hint):
    await make_red()
    for day in ("yesterday", "2026-02-30", "2026-06", "0001-01-01T00:00:00+23:00", "%", "9" * 30):
        answer = await rest(owner).get(f"/api/jobs/{path}", params={name: day})
        assert answer.status_code == 400
        assert answer.json() == {"detail": f"Invalid {name} format: {day}{hint}"}


async def test_jobs_of_a_deleted_team_are_not_those_of_its_successor(rest, owner):
    team = await make_red()
    await make_job(team, JUNE, JobStatus.FAILED)
    await teams.delete(owner, "red")
    successor = (await make_team("red", team.organization)).team
    job = await make_job(successor, JUNE, JobStatus.FAILED)

    assert await ids(rest(owner)) == [str(job.id)]
    assert (await listed(rest(owner)))["total"] == 1


async def test_a_list_asks_as_many_statements_whatever_there_is(rest, owner, statements):
    team = await make_red()
    counts = []
    for number in (1, 20):
        for _ in range(number):
            await make_job(team, JUNE, JobStatus.FAILED)
        with statements() as seen:
            await ids(rest(owner), page_size=100)
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_a_job_with_its_calls_and_what_they_were_about(rest, owner):
    team = await make_red()
    job = await make_job(team, JUNE, JobStatus.FAILED)
    call = await make_call(
        job,
        finished_at=JUNE,
        created_at=JULY,
        used_model="gpt-4o-mini",
        resolved_model="openai/gpt-4o-mini",
        input_price=Decimal("0.15"),
        output_price=Decimal("0.6"),
        latency_ms=12,
        **COST,
    )
    await LLMCallContent.create(id=call.id, request={"n": 1}, response={"choices": []})

    answer = (await rest(owner).get(f"/api/jobs/teams/red/{job.id}")).json()

    assert answer["job"]["job_id"] == str(job.id)
    assert answer["calls"] == [
        {
            "call_id": str(call.id),
            "model_used": "gpt-4o-mini",
            "model_group_used": "fast",
            "purpose": None,
            "prompt_tokens": 90,
            "completion_tokens": 10,
            "total_tokens": 100,
            "cost_usd": 0.015,
            "latency_ms": 12,
            "created_at": "2026-07-01T00:00:00.000Z",
            "error": None,
            "request_data": {"n": 1},
            "response_data": {"choices": []},
            "resolved_model": "openai/gpt-4o-mini",
            "input_cost_usd": 0.01,
            "output_cost_usd": 0.005,
            "provider_cost_usd": 0.015,
            "client_cost_usd": 0.03,
            "model_pricing_input": 0.15,
            "model_pricing_output": 0.6,
        }
    ]


async def test_prompts_are_for_those_who_may_read_them(rest, owner):
    user = replace(owner, role=AdminRole.USER)
    team = await make_red()
    job = await make_job(team, JUNE, JobStatus.FAILED)
    call = await make_call(job, finished_at=JUNE)
    await LLMCallContent.create(id=call.id, request={"secret": 1}, response={})

    answer = (await rest(user).get(f"/api/jobs/teams/red/{job.id}")).json()

    assert (answer["calls"][0]["request_data"], answer["calls"][0]["response_data"]) == (None, None)


async def test_many_calls_are_told_page_by_page(rest, owner):
    team, http = await make_red(), rest(owner)
    job = await make_job(team, JUNE, JobStatus.FAILED)
    calls = [
        await make_call(job, finished_at=JUNE, created_at=JULY + timedelta(seconds=n))
        for n in range(3)
    ]

    first = await http.get(f"/api/jobs/teams/red/{job.id}", params={"limit": 2})
    rest_of_it = await http.get(first.headers["Link"].split(">")[0].lstrip("<"))

    told = [call["call_id"] for call in first.json()["calls"] + rest_of_it.json()["calls"]]
    assert told == [str(call.id) for call in calls]


async def test_another_teams_job_is_not_found(rest, owner):
    team, http = await make_red(), rest(owner)
    await make_team("blue", team.organization)
    job = await make_job(team, JUNE, JobStatus.FAILED)

    for team_id, job_id in (("blue", job.id), ("red", uuid4()), ("absent", job.id)):
        answer = await http.get(f"/api/jobs/teams/{team_id}/{job_id}")
        assert answer.status_code == 404
        assert answer.json()["detail"] == f"Job '{job_id}' not found for team '{team_id}'"
    answer = await http.get("/api/jobs/teams/red/seven")
    assert (answer.status_code, answer.json()["detail"]) == (400, "Invalid job_id format: seven")


async def test_an_organizations_statistics_in_some_days(rest, owner):
    team = await make_red()
    await make_team("blue", team.organization)
    for at, status in ((JUNE, JobStatus.FAILED), (JULY, JobStatus.COMPLETED)):
        job = await make_job(team, at, status)
        await make_call(job, finished_at=at, **COST)
    await upkeep.fold()
    await make_job(team, JULY, JobStatus.IN_PROGRESS)
    other = (await make_team("far", await make_organization("other"))).team
    await make_job(other, JULY, JobStatus.FAILED)

    async def stats(**params):
        return (await rest(owner).get("/api/jobs/organizations/acme/stats", params=params)).json()

    assert await stats(start_date="2026-07-01") == {
        "organization_id": "acme",
        "organization_name": team.organization.name,
        "total_jobs": 2,
        "completed_jobs": 1,
        "failed_jobs": 0,
        "in_progress_jobs": 1,
        "total_teams": 2,
        "total_llm_calls": 1,
        "successful_calls": 1,
        "failed_calls": 0,
        "total_tokens": 100,
        "total_cost_usd": 0.015,
        "total_credits_used": 0,
        "top_teams": [{"team_id": "red", "job_count": 2, "credits_used": 0}],
    }
    assert (await stats())["total_jobs"] == 3
    assert (await stats(end_date="2026-06-30"))["failed_jobs"] == 1


async def test_an_organizations_analytics_and_those_of_all(rest, owner):
    team = await make_red()
    job = await make_job(team, JUNE, JobStatus.FAILED)
    await make_call(job, finished_at=JUNE, requested_model="gpt-4", **COST)
    await make_call(job, finished_at=JULY, requested_model="claude-3", **COST)
    await make_call(job, finished_at=JULY, requested_model="gpt-4", **COST)
    other = (await make_team("far", await make_organization("other"))).team
    foreign = await make_job(other, JULY, JobStatus.FAILED)
    await make_call(foreign, finished_at=JULY, requested_model="gpt-4", **COST)

    of_acme = (await rest(owner).get("/api/jobs/organizations/acme/analytics")).json()
    answer = await rest(owner).get("/api/analytics/usage", params={"period": "2026-07"})
    of_all = answer.json()

    assert of_acme == {
        "organization_id": "acme",
        "organization_name": team.organization.name,
        "total_spend": 0.045,
        "total_requests": 3,
        "successful_requests": 3,
        "failed_requests": 0,
        "total_tokens": 300,
        "daily_spend": [
            {"date": "2026-06-30", "spend": 0.015},
            {"date": "2026-07-01", "spend": 0.03},
        ],
        "spend_per_team": [
            {"team_id": "red", "spend": 0.045, "successful": 3, "failed": 0, "tokens": 300}
        ],
        "top_models": [
            {"model": "gpt-4", "spend": 0.03, "count": 2},
            {"model": "claude-3", "spend": 0.015, "count": 1},
        ],
        "provider_usage": [
            {"provider": "openai", "spend": 0.03, "successful": 2, "failed": 0, "tokens": 200},
            {"provider": "anthropic", "spend": 0.015, "successful": 1, "failed": 0, "tokens": 100},
        ],
    }
    assert of_all["summary"]["total_tokens"] == 300
    assert of_all["daily_spend"] == [{"date": "2026-07-01", "spend": 0.045}]
