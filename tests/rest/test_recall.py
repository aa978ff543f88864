"""What is remembered of a key's last call counts for its next one only if nothing was changed."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from domain import budgets, credits, model_groups, organizations, teams
from domain.access import SYSTEM
from domain.teams import GroupNames
from persistence.models import BudgetMode, Job, LedgerEntry
from tests.calls_service import HI, Service

CHAT = "/v1/chat/completions"
Change = Callable[[Service], Awaitable[Any]]


async def call(service: Service, **more: Any) -> int:
    answer = await service.post(CHAT, {"model": service.model, "messages": HI, **more})
    return answer.status_code


async def test_a_second_call_is_held_and_settled_by_one_statement_each(
    service: Service, statements: Callable[[], AbstractContextManager[list[str]]]
):
    with statements() as first:
        assert await call(service) == 200
    with statements() as second:
        assert await call(service) == 200

    assert (len(first), len(second)) == (3, 2)  # the key was looked up before


def suspend_team(service: Service) -> Awaitable[Any]:
    return teams.suspend(SYSTEM, service.world.team.team_id)


def suspend_organization(service: Service) -> Awaitable[Any]:
    return organizations.suspend(SYSTEM, service.world.team.organization.organization_id)


def delete_team(service: Service) -> Awaitable[Any]:
    return teams.delete(SYSTEM, service.world.team.team_id)


def take_access_away(service: Service) -> Awaitable[Any]:
    return teams.set_access(SYSTEM, service.world.team.team_id, GroupNames([], []))


def switch_group_off(service: Service) -> Awaitable[Any]:
    return model_groups.update(SYSTEM, service.model, {"status": "inactive"})


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (suspend_team, 403),
        (suspend_organization, 403),
        (delete_team, 401),
        (take_access_away, 403),
        (switch_group_off, 403),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_whatever_is_taken_away_is_gone_for_the_next_call(
    service: Service, change: Change, status: int, stream: bool
):
    assert await call(service, stream=stream) == 200
    await change(service)

    assert await call(service, stream=stream) == status
    assert await Job.all().count() == 1


async def test_a_call_is_charged_by_the_terms_of_its_time(service: Service):
    await call(service)
    await budgets.update(
        SYSTEM,
        service.world.team.team_id,
        mode=BudgetMode.CONSUMPTION_TOKENS,
        tokens_per_credit=10,
    )
    assert await call(service, max_tokens=20) == 200

    charged = await LedgerEntry.filter(kind="capture").order_by("sequence")
    assert charged[0].amount == -credits.MICROS
    assert charged[1].amount < charged[0].amount


async def test_credits_that_are_gone_and_come_back_count_at_once(service: Service):
    team_id = service.world.team.team_id
    for _ in range(10):
        assert await call(service) == 200
    assert [await call(service) for _ in range(2)] == [402, 402]

    await credits.grant(SYSTEM, team_id, credits.MICROS, idempotency_key="more")

    assert [await call(service) for _ in range(2)] == [200, 402]


async def test_what_joins_a_job_or_may_be_a_repeat_is_looked_up(service: Service):
    assert await call(service) == 200
    job_id = await service.new_job()

    body = {"model": service.model, "messages": HI}
    joined = await service.post(CHAT, body, X_Job_Id=job_id)
    repeats = [await service.post(CHAT, body, Idempotency_Key="once") for _ in range(2)]

    assert joined.headers["x-job-id"] == job_id
    assert repeats[0].json() == repeats[1].json()


async def test_other_paths_believe_nothing_that_is_remembered(service: Service):
    assert await call(service) == 200
    await delete_team(service)

    assert (await service.http.get("/v1/models")).status_code == 401
