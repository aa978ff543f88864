"""A POST with an `Idempotency-Key` is done and answered once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from domain import credits, kept_answers
from domain.access import SYSTEM
from domain.errors import IdempotencyKeyInProgress
from domain.kept_answers import KeptAnswer
from integrations.rest.routes import OPERATIONS
from persistence.models import LedgerEntry, RestAnswer
from tests.builders import VAULT, make_team
from tests.calls_service import HI, Service
from tests.fakes import make_ports

ADD = "/api/credits/teams/acme/add"
GROUP = {"group_name": "writers", "models": [{"model_name": "gpt-4", "priority": 0}]}
KEYED = {"Idempotency-Key": "order-1"}
# A process may be killed after it did something and before its answer is kept. What keeps the
# repeat from doing it again, of each operation whose answers are kept.
LEDGER = "its entry in the ledger has the key"
DOMAIN = "the domain keeps the key with what was made"
NAMED = "there is one of the name: the repeat is refused"
STATE = "it says how things shall be: the repeat finds them so"
ENDS = "it ends what is needed to ask for it"
READS = "it changes nothing"
GUARDS = {
    "POST /api/admin-users": NAMED,
    "POST /api/admin-users/logout": ENDS,
    "POST /api/admin-users/me/change-password": ENDS,
    "POST /api/admin-users/{user_id}/change-password": STATE,
    "POST /api/organizations/create": DOMAIN,
    "POST /api/organizations/{organization_id}/resume": STATE,
    "POST /api/model-groups/create": NAMED,
    "POST /api/models/create": NAMED,
    "POST /api/model-aliases/create": NAMED,
    "POST /api/model-access-groups/create": NAMED,
    "POST /api/model-access-groups/{group_name}/add-models": STATE,
    "POST /api/model-access-groups/{group_name}/remove-models": STATE,
    "POST /api/provider-credentials/create": NAMED,
    "POST /api/teams/create": DOMAIN,
    "POST /api/teams/{team_id}/suspend": STATE,
    "POST /api/teams/{team_id}/resume": STATE,
    "POST /api/teams/{team_id}/credits/allocate": LEDGER,
    "POST /api/credits/teams/{team_id}/add": LEDGER,
    "POST /api/credits/add": LEDGER,
    "POST /api/credits/teams/{team_id}/replenish": LEDGER,
    "POST /api/credits/teams/{team_id}/configure-auto-refill": STATE,
    "POST /api/credits/teams/{team_id}/check": READS,
    "POST /api/jobs/create": DOMAIN,
    "POST /api/webhooks/register": DOMAIN,
    "POST /api/jobs/{job_id}/complete": STATE,
}


@pytest_asyncio.fixture
async def http(database, rest, owner):
    await make_team("acme")
    return rest(owner)


async def balance() -> int:
    return (await credits.account(SYSTEM, "acme")).balance // credits.MICROS


async def killed_before_answering() -> None:
    """As if the process that made the only answer had been killed a moment before."""
    [kept] = await RestAnswer.all()
    kept.status = kept.sealed_body = None
    kept.lease_token, kept.lease_until = uuid4(), kept.created_at
    await kept.save()


async def test_a_repeat_gets_the_first_answer_byte_for_byte(http):
    first = await http.post(ADD, json={"credits": 50}, headers=KEYED)
    await http.post(ADD, json={"credits": 7})
    again = await http.post(ADD, json={"credits": 50}, headers=KEYED)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert await balance() == 57


async def test_spaces_and_the_order_of_fields_make_no_other_request(http):
    await http.post(ADD, content=b'{"credits":50,"reason":"x"}', headers=KEYED)
    again = await http.post(ADD, content=b'{ "reason": "x", "credits": 50 }', headers=KEYED)

    assert again.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "body"),
    [(ADD, {"credits": 51}), ("/api/credits/teams/other/add", {"credits": 50})],
)
async def test_the_key_of_another_request_is_refused(http, path, body):
    await make_team("other")
    await http.post(ADD, json={"credits": 50}, headers=KEYED)
    other = await http.post(path, json=body, headers=KEYED)

    assert other.status_code == 409
    assert "was used with another input" in other.json()["detail"]
    assert await balance() == 50


async def test_operations_have_keys_of_their_own(http):
    await http.post(ADD, json={"credits": 50}, headers=KEYED)
    made = await http.post("/api/model-groups/create", json=GROUP, headers=KEYED)

    assert made.status_code == 200
    assert "idempotency-replayed" not in made.headers


async def test_callers_have_keys_of_their_own(http, rest, admin_key):
    group = "/api/model-groups/create"
    await http.post(group, json=GROUP, headers=KEYED)
    other = await rest(admin_key).post(group, json=GROUP, headers=KEYED)

    assert other.status_code == 400
    assert "already exists" in other.json()["detail"]


async def test_a_refusal_is_not_kept_so_that_a_corrected_request_may_use_its_key(http):
    absent = await http.post("/api/credits/teams/absent/add", json={"credits": 5}, headers=KEYED)
    wrong = await http.post(ADD, json={"credits": "x"}, headers=KEYED)
    right = await http.post(ADD, json={"credits": 5}, headers=KEYED)

    assert [each.status_code for each in (absent, wrong, right)] == [404, 422, 200]
    assert await RestAnswer.all().count() == 1


async def test_a_twin_that_runs_is_waited_for(http, owner):
    begun, finish = asyncio.Event(), asyncio.Event()

    async def effect() -> KeptAnswer:
        begun.set()
        await finish.wait()
        return KeptAnswer(200, '{"first": true}')

    request = {"path": "/api/model-groups/create", "query": "", "body": GROUP}
    operation = "POST /api/model-groups/create"
    running = asyncio.create_task(
        kept_answers.once(owner, VAULT, operation, effect, key="order-1", request=request)
    )
    await begun.wait()
    early = await http.post("/api/model-groups/create", json=GROUP, headers=KEYED)
    finish.set()
    await running
    late = await http.post("/api/model-groups/create", json=GROUP, headers=KEYED)

    assert (early.status_code, early.headers["retry-after"]) == (409, "1")
    assert "is still running" in early.json()["detail"]
    assert (late.status_code, late.json()) == (200, {"first": True})


async def test_of_many_at_once_one_is_done(http):
    answers = await asyncio.gather(
        *(http.post(ADD, json={"credits": 5}, headers=KEYED) for _ in range(8))
    )

    assert {each.status_code for each in answers} <= {200, 409}
    assert len({each.content for each in answers if each.status_code == 200}) == 1
    assert await balance() == 5


async def test_credits_are_given_once_though_the_process_was_killed_in_between(http):
    await http.post(ADD, json={"credits": 50}, headers=KEYED)
    await killed_before_answering()
    again = await http.post(ADD, json={"credits": 50}, headers=KEYED)

    assert again.status_code == 200
    assert await balance() == 50
    assert (await RestAnswer.get()).status == 200


async def test_credits_are_given_once_though_the_answer_was_erased(http):
    await http.post(ADD, json={"credits": 50}, headers=KEYED)
    await RestAnswer.all().delete()
    again = await http.post(ADD, json={"credits": 50}, headers=KEYED)
    other = await http.post(ADD, json={"credits": 51}, headers={"Idempotency-Key": "order-1"})

    assert (again.status_code, other.status_code) == (200, 409)
    assert await LedgerEntry.filter(amount=50 * credits.MICROS).count() == 1


async def test_a_killed_process_is_waited_for_no_longer_than_its_lease(http):
    await http.post(ADD, json={"credits": 50}, headers=KEYED)
    await killed_before_answering()
    created_at = (await RestAnswer.get()).created_at
    await RestAnswer.all().update(lease_until=created_at + timedelta(hours=1))
    early = await http.post(ADD, json={"credits": 50}, headers=KEYED)

    assert early.status_code == 409


async def test_who_lost_the_lease_overwrites_no_answer(database, owner):
    async def lost() -> KeptAnswer:
        await RestAnswer.all().update(lease_token=uuid4())
        return KeptAnswer(200, "late")

    answer = await kept_answers.once(owner, VAULT, "op", lost, key="k", request={})

    assert answer.body == "late"
    assert (await RestAnswer.get()).status is None


async def test_what_was_done_is_answered_though_it_cannot_be_kept(
    database, owner, owner_connection
):
    transaction = owner_connection.transaction()

    async def effect() -> KeptAnswer:
        await transaction.start()
        await owner_connection.execute("SELECT FROM rest_answers FOR UPDATE")
        return KeptAnswer(200, "done")

    try:
        answer = await kept_answers.once(owner, VAULT, "op", effect, key="k", request={})
    finally:
        await transaction.rollback()

    assert answer.body == "done"
    with pytest.raises(IdempotencyKeyInProgress):
        await kept_answers.once(owner, VAULT, "op", effect, key="k", request={})


async def test_answers_are_sealed_and_erased_after_a_day(http, rest_ports, owner_connection):
    vault = rest_ports.vault = make_ports().vault
    await http.post(ADD, json={"credits": 50, "reason": "between us"}, headers=KEYED)
    [row] = await owner_connection.fetch("SELECT * FROM rest_answers")
    assert b"between us" not in row["sealed_body"]
    assert vault.unseal(row["sealed_body"], f"rest_answers:sealed_body:{row['id']}")

    await owner_connection.execute(
        "UPDATE rest_answers SET created_at = created_at - interval '23 hours'"
    )
    assert await kept_answers.sweep() == 0
    await owner_connection.execute(
        "UPDATE rest_answers SET created_at = created_at - interval '61 minutes'"
    )
    assert await kept_answers.sweep() == 1
    assert not await RestAnswer.exists()


async def test_without_a_key_nothing_is_kept_or_looked_for(http, statements):
    with statements() as seen:
        await http.post(ADD, json={"credits": 50})

    assert seen
    assert not [statement for statement in seen if "rest_answers" in statement]


@pytest.mark.parametrize("key", [b"", b"x" * 256, b"\xa0"])
async def test_a_key_that_is_none_is_refused(http, key):
    answer = await http.post(ADD, json={"credits": 5}, headers={b"Idempotency-Key": key})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["header", "Idempotency-Key"]


def test_of_every_operation_it_is_known_why_a_repeat_does_nothing_twice():
    kept = {f"{each.method} {each.path}" for each in OPERATIONS if each.keeps_answers}

    assert kept <= GUARDS.keys()


def test_operations_that_keep_no_answers_are_public_or_model_calls():
    others = {each.path for each in OPERATIONS if each.method == "POST" and not each.keeps_answers}

    assert others == {
        "/api/admin-users/setup",
        "/api/admin-users/login",
        "/api/admin/login",
        "/api/jobs/create-and-call",
        "/api/jobs/create-and-call-stream",
        "/api/jobs/{job_id}/llm-call",
        "/api/jobs/{job_id}/llm-call-stream",
        "/v1/chat/completions",
    }


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/api/jobs/create-and-call", {"job_type": "chat"}),
        ("/api/jobs/create-and-call-stream", {"job_type": "chat"}),
        ("/v1/chat/completions", {}),
        ("/v1/chat/completions", {"stream": True}),
    ],
)
async def test_a_model_call_says_that_it_was_answered_before(service: Service, path, more):
    body = {"messages": HI, **more}
    if path.startswith("/api"):
        body["team_id"] = service.world.team.team_id
    first = await service.post(path, body, Idempotency_Key="once")
    again = await service.post(path, body, Idempotency_Key="once")

    assert (first.status_code, again.status_code) == (200, 200)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert not await RestAnswer.exists()
