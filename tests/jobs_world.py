"""Jobs and calls as they are after work, without any model that did it."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg

from domain import credits, jobs
from domain.access import SYSTEM, Actor, ActorKind
from persistence.models import CallStatus, Job, LLMCall, LLMCallContent, Team
from tests.builders import make_team

_numbers = count(1)


def key_of(team: Team) -> Actor:
    """The virtual key of a team that comes with its organization."""
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="key",
        team_id=team.team_id,
        team_key=team.id,
        organization_id=team.organization.organization_id,
    )


async def make_funded_team(team_id: str | None = None, *, balance: int = 10, **values: Any) -> Team:
    made = await make_team(team_id, **values)
    if balance:
        await credits.grant(
            SYSTEM,
            made.team.team_id,
            balance * credits.MICROS,
            idempotency_key=f"balance-{next(_numbers)}",
        )
    return made.team


async def make_job(team: Team, job_type: str = "summary", **values: Any) -> Job:
    return await jobs.create(SYSTEM, jobs.NewJob(job_type=job_type, team_id=team.team_id, **values))


async def backdate(owner_connection: asyncpg.Connection, job: Job, at: datetime) -> None:
    """As if it had been created then; the database lets nobody say so."""
    async with owner_connection.transaction():
        await owner_connection.execute("SET LOCAL session_replication_role = replica")
        await owner_connection.execute("UPDATE jobs SET created_at = $2 WHERE id = $1", job.id, at)


async def make_call(job: Job, **values: Any) -> LLMCall:
    """An answered call of the job; later ones are younger."""
    number = next(_numbers)
    call = await LLMCall.create(
        **{
            "job_id": job.id,
            "team_id": job.team_id,
            "status": CallStatus.SUCCEEDED,
            "requested_model": "Chat",
            "resolved_model": "gpt-4o",
            "used_model": "openai/gpt-4o-2024-08-06",
            "attempts": [
                {"id": f"{number}", "model": "gpt-4o", "outcome": "succeeded", "latency_ms": 120}
            ],
            "latency_ms": 120,
            "finished_at": datetime.now(UTC),
            **values,
        }
    )
    created_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    await LLMCall.filter(id=call.id).update(created_at=created_at)
    return call


async def keep_content(call: LLMCall, request: dict[str, Any], response: dict[str, Any]) -> None:
    await LLMCallContent.create(id=call.id, request=request, response=response)
