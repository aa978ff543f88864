"""Usage of teams and organizations in the legacy API."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from domain import credits, teams
from domain.access import Actor, ActorKind
from persistence.models import JobStatus
from tests.builders import make_organization, make_team
from tests.usage_world import make_call, make_job

pytestmark = pytest.mark.usefixtures("database")

JUNE = datetime(2026, 6, 30, 23, 59, 59, 999_999, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)


def key_of(team):
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="key",
        team_id=team.team_id,
        organization_id=team.organization.organization_id,
        virtual_key_id=uuid4(),
    )


async def work(team, at, status=JobStatus.COMPLETED, job_type="chat"):
    """A job with one call, which costs 1.5 cents at the provider and 3 for the client."""
    job = await make_job(team, at, status, job_type=job_type)
    await make_call(
        job,
        finished_at=at,
        prompt_tokens=90,
        completion_tokens=10,
        input_cost=Decimal("0.01"),
        output_cost=Decimal("0.005"),
        client_cost=Decimal("0.03"),
    )


async def red_in_june():
    organization = await make_organization("acme")
    team = (await make_team("red", organization)).team
    await work(team, JUNE)
    await work(team, JUNE, JobStatus.FAILED)
    await work(team, JUNE, job_type="summary")
    await work(team, JULY)
    return team


async def test_a_team_in_a_month_by_job_type(rest, owner):
    await red_in_june()

    answer = await rest(owner).get("/api/teams/red/usage", params={"period": "2026-06"})

    assert answer.json() == {
        "team_id": "red",
        "period": "2026-06",
        "summary": {
            "total_jobs": 3,
            "successful_jobs": 2,
            "failed_jobs": 1,
            "total_cost_usd": 0.04,
            "total_tokens": 300,
            "avg_cost_per_job": 0.015,
        },
        "job_types": {
            "chat": {"count": 2, "cost_usd": 0.03},
            "summary": {"count": 1, "cost_usd": 0.015},
        },
    }


async def test_a_virtual_key_is_told_what_it_pays_itself(rest):
    team = await red_in_june()

    answer = await rest(key_of(team)).get("/api/teams/red/usage", params={"period": "2026-07-01"})

    assert answer.json()["summary"] == {
        "total_jobs": 1,
        "successful_jobs": 1,
        "failed_jobs": 0,
        "total_cost_usd": 0.03,
        "total_tokens": 100,
        "avg_cost_per_job": 0.03,
    }
    assert answer.json()["job_types"] == {"chat": {"count": 1, "cost_usd": 0.03}}


async def test_charges_outside_jobs_are_no_type_of_job(rest, owner):
    await make_team("red", initial_credits=5_000_000)
    await credits.charge(owner, "red", 2_000_000, reason="work", idempotency_key="1")

    today = f"{datetime.now(UTC):%F}"
    answer = await rest(owner).get("/api/teams/red/usage", params={"period": today})

    assert answer.json()["job_types"] == {}


async def test_an_organization_by_team_with_quiet_and_deleted_ones(rest, owner):
    team = await red_in_june()
    await make_team("quiet", team.organization)
    gone = await make_team("gone", team.organization)
    await work(gone.team, JUNE)
    await teams.delete(owner, "gone")

    answer = await rest(owner).get("/api/organizations/acme/usage", params={"period": "2026-06-30"})

    assert answer.json() == {
        "organization_id": "acme",
        "period": "2026-06-30",
        "summary": {
            "total_jobs": 4,
            "completed_jobs": 3,
            "failed_jobs": 1,
            "credits_used": 0,
            "total_cost_usd": 0.06,
            "total_tokens": 400,
        },
        "teams": {
            "gone": {"jobs": 1, "credits_used": 0},
            "quiet": {"jobs": 0, "credits_used": 0},
            "red": {"jobs": 3, "credits_used": 0},
        },
    }
    costs = await rest(owner).get(
        "/api/organizations/acme/costs",
        params={"start_date": "2026-06-30", "end_date": "2026-07-01"},
    )
    assert costs.json()["summary"]["total_jobs"] == 5
