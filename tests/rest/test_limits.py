"""Who asks too often is told when to come back."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from domain.access import Actor, ActorKind
from domain.ports import Policy, RateLimits
from tests.fakes import FakeThrottle

JOBS = "/api/jobs"
CALL = "/api/jobs/create-and-call"
CHAT = "/v1/chat/completions"


@pytest.fixture
def limited(rest_ports) -> Callable[..., None]:
    def limit(**limits: int) -> None:
        rest_ports.policy = Policy(limits=RateLimits(**limits))
        rest_ports.throttle = FakeThrottle()

    return limit


def key() -> Actor:
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="key",
        virtual_key_id=uuid4(),
        organization_id="acme",
        team_id="acme-prod",
        team_key=uuid4(),
    )


async def test_one_request_too_many_is_refused_and_told_when_to_come_back(rest, limited, database):
    limited(jobs=2)
    http = rest(key())
    answers = [await http.get(JOBS) for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "30"
    assert answers[2].json() == {
        "detail": "Rate limit exceeded: 2 jobs requests a minute. Try again in 30 s"
    }


async def test_a_teams_keys_count_together_and_other_teams_for_themselves(rest, limited, database):
    limited(jobs=1)
    mine, other = key(), key()
    second = replace(mine, virtual_key_id=uuid4())
    asked = [await rest(each).get(JOBS) for each in (mine, second, other)]

    assert [each.status_code for each in asked] == [200, 429, 200]


async def test_kinds_of_work_are_counted_apart(rest, limited, database, owner, admin_key):
    limited(jobs=1, calls=1, management=1)
    tenant = rest(key())
    statuses = [
        (await tenant.get(JOBS)).status_code,
        (await tenant.post(CALL, json={})).status_code,
        (await tenant.post(CALL, json={})).status_code,
        (await rest(owner).get("/api/teams")).status_code,
        (await rest(admin_key).get("/api/teams")).status_code,
        (await rest(owner).get("/api/organizations")).status_code,
    ]

    assert statuses == [200, 422, 429, 200, 200, 429]


async def test_openais_clients_are_told_in_their_form(rest, limited, database):
    limited(calls=1)
    http = rest(key())
    await http.post(CHAT, json={})
    refused = await http.post(CHAT, json={})

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert refused.json()["error"] | {"message": ""} == {
        "message": "", "type": "requests", "param": None, "code": "rate_limit_exceeded"
    }  # fmt: skip
    assert refused.json()["error"]["message"].startswith("Rate limit exceeded")


async def test_nobody_is_not_counted_and_strangers_are_not_let_in(rest, limited, database):
    limited(jobs=1, calls=1, management=1)
    http = rest()
    statuses = {(await http.get("/api/admin-users/setup/status")).status_code for _ in range(3)}
    refused = {(await http.get("/api/teams")).status_code for _ in range(3)}

    assert (statuses, refused) == ({200}, {401})


@pytest.mark.parametrize("path", [CALL, CHAT])
async def test_without_a_limit_nobody_counts(rest, rest_ports, database, path):
    assert not hasattr(rest_ports, "throttle")
    answer = await rest(key()).post(path, json={})

    assert answer.status_code in {400, 422}
