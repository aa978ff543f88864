"""Jobs through the schema: what is asked, answered, refused and hidden."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio

from domain import credits, jobs, teams
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from graph.ids import global_id
from persistence.models import Job, Team
from tests.jobs_world import backdate, key_of, make_funded_team, make_job

USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
UNKNOWN = "00000000-0000-7000-8000-000000000000"


@pytest_asyncio.fixture
async def team(database: None) -> Team:
    return await make_funded_team("team")


async def run(graphql, mutation, actor, selection="job { jobId status }", **given):
    """The payload of one mutation."""
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    answer = await graphql(
        f"mutation($input: {kind}!) {{ {mutation}(input: $input)"
        f" {{ {selection} errors {{ code message field }} }} }}",
        {"input": given},
        actor=actor,
    )
    assert "errors" not in answer, answer
    return answer["data"][mutation]


async def refused(graphql, mutation, actor, **given):
    """Its one error: code and field; there is no job beside it."""
    payload = await run(graphql, mutation, actor, **given)
    assert payload["job"] is None
    [error] = payload["errors"]
    return error["code"], error["field"]


async def test_a_new_job_is_found_by_its_key_its_id_and_its_team(graphql, team):
    key = key_of(team)
    wanted = {
        "jobType": "résumé",
        "endUserId": "u-1",
        "externalTaskId": "t-1",
        "metadata": {"doc": 7},
        "maxCredits": "2.5",
        "maxCalls": 3,
    }
    made = (await run(graphql, "createJob", key, "job { id jobId }", job=wanted))["job"]

    answer = await graphql(
        """query($id: ID!, $jobId: String!) {
          node(id: $id) { id ... on Job { jobId } }
          job(jobId: $jobId) {
            id jobType status endUserId externalTaskId metadata maxCredits maxCalls errorMessage
            requestedModels retryCount chargeStatus startedAt completedAt team { teamId }
            charge { id }
            totals { count succeeded failed averageLatencyMs tokens { total isEstimated }
              cost { client } }
            calls { totalCount nodes { id } }
          }
          team(teamId: "team") { jobs { totalCount nodes { jobId } } }
        }""",
        {"id": made["id"], "jobId": made["jobId"]},
        actor=key,
    )

    assert answer["data"]["node"] == made
    assert answer["data"]["team"]["jobs"] == {"totalCount": 1, "nodes": [{"jobId": made["jobId"]}]}
    assert answer["data"]["job"] == {
        **wanted,
        "id": made["id"],
        "status": "PENDING",
        "errorMessage": None,
        "requestedModels": [],
        "retryCount": 0,
        "chargeStatus": "NOT_DUE",
        "startedAt": None,
        "completedAt": None,
        "team": {"teamId": "team"},
        "charge": None,
        "totals": {
            "count": 0,
            "succeeded": 0,
            "failed": 0,
            "averageLatencyMs": None,
            "tokens": {"total": 0, "isEstimated": False},
            "cost": {"client": "0"},
        },
        "calls": {"totalCount": 0, "nodes": []},
    }


async def test_all_that_is_wrong_with_a_new_job_is_told_where_the_input_has_it(graphql, team):
    payload = await run(
        graphql,
        "createJob",
        key_of(team),
        job={"jobType": " ", "metadata": [1], "maxCalls": 0, "maxCredits": "-1"},
    )

    assert payload["job"] is None
    assert [error["field"] for error in payload["errors"]] == [
        ["job", "jobType"],
        ["job", "metadata"],
        ["job", "maxCredits"],
        ["job", "maxCalls"],
    ]
    assert {error["code"] for error in payload["errors"]} == {"INVALID_INPUT"}


async def test_a_job_for_no_team_or_one_that_is_absent_or_stopped_is_refused(graphql, team, owner):
    await make_funded_team("other")
    at = ["job", "teamId"]
    new = {"jobType": "x"}

    assert await refused(graphql, "createJob", owner, job=new) == ("INVALID_INPUT", at)
    for actor, team_id in ((owner, "nobody"), (key_of(team), "other")):
        asked = new | {"teamId": team_id}
        assert await refused(graphql, "createJob", actor, job=asked) == ("NOT_FOUND", at)
    await teams.suspend(SYSTEM, "team")
    asked = new | {"teamId": "team"}
    assert await refused(graphql, "createJob", owner, job=asked) == ("TEAM_NOT_ACTIVE", at)
    assert await Job.all().count() == 0


async def test_a_repeat_under_one_key_is_the_same_job_and_another_input_is_refused(graphql, team):
    key, new = key_of(team), {"jobType": "x"}
    made = [
        (await run(graphql, "createJob", key, job=new, idempotencyKey="k"))["job"]["jobId"]
        for _ in range(2)
    ]

    assert made[0] == made[1]
    other = {"job": {"jobType": "y"}, "idempotencyKey": "k"}
    assert await refused(graphql, "createJob", key, **other) == (
        "IDEMPOTENCY_KEY_REUSED",
        ["idempotencyKey"],
    )


async def test_metadata_are_merged_at_the_top_and_must_be_an_object(graphql, team):
    key = key_of(team)
    job = await make_job(team, metadata={"a": {"b": 1}, "c": 2})
    change = {"jobId": str(job.id), "metadata": {"a": {"d": 3}, "e": None}}

    payload = await run(graphql, "updateJobMetadata", key, "job { metadata }", **change)

    assert payload["job"]["metadata"] == {"a": {"d": 3}, "c": 2, "e": None}
    for wrong in ([1], "text", {"big": "x" * 10_240}):
        change["metadata"] = wrong
        assert await refused(graphql, "updateJobMetadata", key, **change) == (
            "INVALID_INPUT",
            ["metadata"],
        )


async def test_completing_charges_once_and_answers_the_same_receipt_again(graphql, team):
    key, job = key_of(team), await make_job(team, metadata={"a": 1})
    receipt = """job { status chargeStatus metadata completedAt errorMessage
        charge { id type amount reason balanceAfter job { jobId } } }"""
    done = {"jobId": str(job.id), "metadata": {"b": 2}}

    first = await run(graphql, "completeJob", key, receipt, **done)
    again = await run(graphql, "completeJob", key, receipt, jobId=str(job.id))

    assert first == again
    found = first["job"]
    assert found.pop("completedAt")
    assert found["charge"].pop("id")
    assert found == {
        "status": "COMPLETED",
        "chargeStatus": "CHARGED",
        "metadata": {"a": 1, "b": 2},
        "errorMessage": None,
        "charge": {
            "type": "CHARGE",
            "amount": "-1",
            "reason": "Job summary completed (job_based mode: 1 credits)",
            "balanceAfter": "9",
            "job": {"jobId": str(job.id)},
        },
    }
    assert await refused(graphql, "failJob", key, jobId=str(job.id)) == ("INVALID_STATE", ["jobId"])


async def test_a_team_without_credits_still_completes_and_it_shows(database, graphql):
    poor = await make_funded_team(balance=0)
    job = await make_job(poor)

    payload = await run(
        graphql,
        "completeJob",
        key_of(poor),
        "job { chargeStatus charge { id } }",
        jobId=str(job.id),
    )

    assert payload["job"] == {"chargeStatus": "UNDERPAID", "charge": None}


@pytest.mark.parametrize(
    ("mutation", "word", "given"),
    [
        ("failJob", "FAILED", {"errorMessage": "It broke.", "metadata": {"a": 1}}),
        ("cancelJob", "CANCELLED", {"reason": "It broke."}),
    ],
)
async def test_a_job_that_ends_otherwise_is_free_and_stays_as_it_is(
    graphql, team, mutation, word, given
):
    key, job = key_of(team), await make_job(team)
    ended = "job { status chargeStatus errorMessage charge { id } }"

    first = await run(graphql, mutation, key, ended, jobId=str(job.id), **given)
    again = await run(graphql, mutation, key, ended, jobId=str(job.id))

    assert first == again
    assert first["job"] == {
        "status": word,
        "chargeStatus": "NOT_DUE",
        "errorMessage": "It broke.",
        "charge": None,
    }
    code = await refused(graphql, "completeJob", key, jobId=str(job.id))
    assert code == ("INVALID_STATE", ["jobId"])
    account = await credits.account(SYSTEM, "team")
    assert (account.balance, account.held) == (10 * credits.MICROS, 0)


async def test_what_was_done_to_a_job_is_in_the_audit_log(graphql, team, owner):
    job = await make_job(team)
    done = {"jobId": str(job.id), "metadata": {"pages": 3}}
    await run(graphql, "completeJob", key_of(team), **done)

    answer = await graphql(
        """{ auditLog(first: 1, filter: { action: ["job.completed"] }) { nodes {
          resourceId resource { ... on Job { jobId status } }
          changes { field before after } } } }""",
        actor=owner,
    )

    assert "errors" not in answer, answer
    [entry] = answer["data"]["auditLog"]["nodes"]
    assert entry["resourceId"] == str(job.id)
    assert entry["resource"] == {"jobId": str(job.id), "status": "COMPLETED"}
    assert entry["changes"] == [{"field": "metadata", "before": {}, "after": {"pages": 3}}]


MUTATIONS = {
    "updateJobMetadata": {"metadata": {}},
    "completeJob": {},
    "failJob": {},
    "cancelJob": {},
}


@pytest.mark.parametrize("mutation", MUTATIONS)
async def test_an_absent_malformed_or_foreign_job_is_not_found(graphql, team, mutation):
    job = await make_job(team)
    stranger = key_of(await make_funded_team())

    for job_id, actor in ((UNKNOWN, SYSTEM), ("no-uuid", SYSTEM), (str(job.id), stranger)):
        given = {"jobId": job_id, **MUTATIONS[mutation]}
        assert await refused(graphql, mutation, actor, **given) == ("NOT_FOUND", ["jobId"])
    assert (await Job.get(id=job.id)).status == "pending"


async def test_what_is_not_there_for_the_caller_is_null(graphql, team):
    job = await make_job(team)
    stranger = key_of(await make_funded_team())
    ask = "query($id: String!, $g: ID!) { job(jobId: $id) { id } node(id: $g) { id } }"

    for job_id, key, actor in (
        (UNKNOWN, UNKNOWN, SYSTEM),
        ("no-uuid", UNKNOWN, SYSTEM),
        (str(job.id), job.id, stranger),
    ):
        ids = {"id": job_id, "g": global_id("Job", key)}
        answer = await graphql(ask, ids, actor=actor)
        assert answer == {"data": {"job": None, "node": None}}
    answer = await graphql("{ jobs { totalCount nodes { id } } }", actor=stranger)
    assert answer["data"]["jobs"] == {"totalCount": 0, "nodes": []}


async def test_a_reader_may_not_run_jobs(graphql, team):
    answer = await graphql(
        'mutation { createJob(input: {job: {teamId: "team", jobType: "x"}}) { job { id } } }',
        actor=USER,
    )

    [error] = answer["errors"]
    assert error["extensions"] == {"code": "FORBIDDEN", "permission": "RUN_JOBS"}
    assert answer["data"]["createJob"] is None


PAGE = """
query($first: Int, $after: String, $last: Int, $before: String, $order: JobOrder) {
  jobs(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    nodes { jobType }
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@pytest.mark.parametrize("field", ["CREATED_AT", "CLIENT_COST"])
async def test_a_list_is_read_in_both_directions(graphql, team, owner, field):
    for number in range(5):
        job = await make_job(team, f"job {number}")
        cost = 0 if number < 2 else number  # two cost the same
        await Job.filter(id=job.id).update(client_cost=cost)

    async def page(direction="ASC", **place):
        order = {"field": field, "direction": direction}
        answer = await graphql(PAGE, {**place, "order": order}, actor=owner)
        assert "errors" not in answer, answer
        found = answer["data"]["jobs"]
        assert found["totalCount"] == 5
        return "".join(node["jobType"][-1] for node in found["nodes"]), found["pageInfo"]

    names, info = await page(first=2)
    assert (names, info["hasNextPage"], info["hasPreviousPage"]) == ("01", True, False)
    names, info = await page(first=2, after=info["endCursor"])
    assert names == "23"
    assert (await page(last=2, before=info["startCursor"]))[0] == "01"
    assert (await page(last=2))[0] == "34"
    assert (await page("DESC", first=5))[0] == "43210"
    answer = await graphql("{ jobs { nodes { jobType } } }", actor=owner)
    newest_first = [node["jobType"][-1] for node in answer["data"]["jobs"]["nodes"]]
    assert newest_first == list("43210")


async def test_a_cursor_of_another_order_is_bad_input(graphql, team, owner):
    await make_job(team)
    answer = await graphql(PAGE, {"first": 1}, actor=owner)
    place = {"after": answer["data"]["jobs"]["pageInfo"]["endCursor"]}

    order = {"order": {"field": "CLIENT_COST"}}
    answer = await graphql(PAGE, place | order, actor=owner)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest_asyncio.fixture
async def jobs_of_all_kinds(team: Team, owner_connection: asyncpg.Connection) -> None:
    """`a` and `b` of one team, `c` of another."""
    other = await make_funded_team("other")
    a = await make_job(team, "a", end_user_id="ann", metadata={"x": {"y": 1}, "z": [1, 2]})
    await make_job(team, "b", metadata={"x": {"y": 2}})
    c = await make_job(other, "c", end_user_id="bob")
    await jobs.fail(SYSTEM, a.id)
    await jobs.complete(SYSTEM, c.id)
    await backdate(owner_connection, a, datetime(2026, 5, 1, tzinfo=UTC))


def day(number: int) -> str:
    return (datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=number)).isoformat()


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, "abc"),
        ({"scope": {"teamId": "team"}}, "ab"),
        ({"scope": {"teamId": "nobody\u007f"}}, ""),
        ({"scope": {"organizationId": "nobody"}}, ""),
        ({"scope": None, "status": None, "jobType": None, "metadata": None}, "abc"),
        ({"status": ["FAILED", "COMPLETED"]}, "ac"),
        ({"status": []}, "abc"),
        ({"jobType": ["b", "c"]}, "bc"),
        ({"jobType": ["B"]}, ""),
        ({"endUserId": "ann"}, "a"),
        ({"createdAt": {"from": day(0), "until": day(1)}}, "a"),
        ({"createdAt": {"until": day(0)}}, ""),
        ({"createdAt": {"from": day(1)}}, "bc"),
        ({"metadata": {"x": {"y": 1}}}, "a"),
        ({"metadata": {"z": [2]}}, "a"),
        ({"metadata": {"x": {}}}, "ab"),
        ({"metadata": {}}, "abc"),
        ({"scope": {"teamId": "team"}, "jobType": ["a", "c"], "metadata": {"z": []}}, "a"),
    ],
)
async def test_a_filter_keeps_what_matches_all_of_it(
    graphql, owner, jobs_of_all_kinds, criteria, expected
):
    answer = await graphql(
        "query($only: JobFilter) { jobs(filter: $only) { totalCount nodes { jobType } } }",
        {"only": criteria},
        actor=owner,
    )

    assert "errors" not in answer, answer
    found = answer["data"]["jobs"]
    assert sorted(node["jobType"] for node in found["nodes"]) == list(expected)
    assert found["totalCount"] == len(expected)


async def test_a_job_is_searched_by_how_its_key_begins(graphql, owner, team):
    job = await make_job(team)
    ask = "query($text: String) { jobs(filter: { search: $text }) { nodes { jobId } } }"

    for text, found in (
        (str(job.id)[:15], 1),
        (str(job.id).upper(), 1),
        (str(job.id)[15:], 0),
        ("%", 0),
    ):
        answer = await graphql(ask, {"text": text}, actor=owner)
        assert len(answer["data"]["jobs"]["nodes"]) == found, text


@pytest.mark.parametrize("metadata", [[1], "text", 7])
async def test_metadata_to_look_for_must_be_an_object(graphql, owner, team, metadata):
    ask = "query($m: JSON) { jobs(filter: { metadata: $m }) { totalCount } }"
    answer = await graphql(ask, {"m": metadata}, actor=owner)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_the_list_of_a_team_takes_the_same_filter_and_order(
    graphql, owner, jobs_of_all_kinds
):
    answer = await graphql(
        """{ teams(orderBy: { field: NAME }) { nodes {
          jobs(filter: { jobType: ["a", "b", "c"] },
               orderBy: { field: CREATED_AT, direction: ASC }) { nodes { jobType } }
          failed: jobs(filter: { status: [FAILED] }) { totalCount }
          none: jobs(filter: { scope: { teamId: "third" } }) { totalCount } } } }""",
        actor=owner,
    )

    assert "errors" not in answer, answer
    other, mine = answer["data"]["teams"]["nodes"]
    assert [node["jobType"] for node in mine["jobs"]["nodes"]] == ["a", "b"]
    assert [node["jobType"] for node in other["jobs"]["nodes"]] == ["c"]
    assert (mine["failed"]["totalCount"], other["failed"]["totalCount"]) == (1, 0)
    assert mine["none"]["totalCount"] == 0
