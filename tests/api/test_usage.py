"""Usage over GraphQL: what an admin sees, and what a tenant sees of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from domain import credits
from domain.access import SYSTEM, Actor, ActorKind
from persistence.models import JobStatus, VirtualKey
from tests.builders import make_model_group, make_organization, make_team
from tests.people import make_owner
from tests.usage_world import make_call, make_job

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
DURING = {"from": "2026-06-01T00:00:00Z", "until": "2026-06-03T00:00:00Z"}
USED = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "input_cost": Decimal("0.01"),
    "output_cost": Decimal("0.02"),
    "latency_ms": 400,
}


async def work(team, at=NOON, *, cost="0.06", **values):
    """A completed job with one call."""
    job = await make_job(
        team, at, JobStatus.COMPLETED, job_type=values.pop("job_type", "chat"), **_key(values)
    )
    await make_call(
        job, finished_at=at, client_cost=Decimal(cost), **{"provider": "openai", **USED, **values}
    )


def _key(values):
    return {"virtual_key_id": values.pop("key")} if "key" in values else {}


def key_of(team):
    return Actor(
        kind=ActorKind.VIRTUAL_KEY,
        label="key",
        team_id=team.team_id,
        organization_id=team.organization.organization_id,
        virtual_key_id=uuid4(),
    )


TOTALS = """
fragment Totals on UsageTotals {
  creditsCharged
  jobs { total completed }
  calls { count averageLatencyMs tokens { total prompt isEstimated }
    cost { input output provider client } }
}
"""


EVERYTHING = """query ($during: DateTimeRange!) { usage(during: $during) {
  from until totals { ...Totals }
  series(timeZone: "Asia/Kathmandu") { start totals { jobs { total } } }
  teams: breakdown(by: TEAM) { ...Slice series { totals { jobs { total } } } }
  organizations: breakdown(by: ORGANIZATION) { ...Slice }
  keys: breakdown(by: VIRTUAL_KEY) { ...Slice }
  types: breakdown(by: JOB_TYPE, first: 1) { ...Slice series { totals { jobs { total } } } }
  models: breakdown(by: MODEL) { ...Slice }
  providers: breakdown(by: PROVIDER) { ...Slice }
} } fragment Slice on UsageSlice { key node { __typename ... on Team { name } id }
  totals { calls { cost { client } } jobs { total } } }
"""


async def all_usage(graphql):
    """Of two teams: red did two jobs, one with its key, blue one."""
    organization = await make_organization("acme")
    await make_model_group("fast")
    red = (await make_team("red", organization)).team
    blue = (await make_team("blue", organization)).team
    [key] = await VirtualKey.filter(team_id=red.id)
    await work(red, key=key.id)
    await work(red, NOON + timedelta(days=1), cost="0.02", requested_model="gone")
    await work(blue, cost="0.03", job_type="other work")
    answer = await graphql(EVERYTHING + TOTALS, {"during": DURING}, actor=await make_owner())
    assert "errors" not in answer, answer
    return answer["data"]["usage"]


async def test_totals_and_series_of_everything(graphql):
    found = await all_usage(graphql)

    assert (found["from"], found["until"]) == (
        "2026-06-01T00:00:00.000Z",
        "2026-06-03T00:00:00.000Z",
    )
    assert found["totals"] == {
        "creditsCharged": "0",
        "jobs": {"total": 3, "completed": 3},
        "calls": {
            "count": 3,
            "averageLatencyMs": 400,
            "tokens": {"total": 360, "prompt": 300, "isEstimated": False},
            "cost": {"input": "0.03", "output": "0.06", "provider": "0.09", "client": "0.11"},
        },
    }
    assert [(p["start"], p["totals"]["jobs"]["total"]) for p in found["series"]] == [
        ("2026-05-31T18:15:00.000Z", 2),
        ("2026-06-01T18:15:00.000Z", 1),
        ("2026-06-02T18:15:00.000Z", 0),
    ]


@pytest.mark.parametrize(
    ("dimension", "slices"),
    [
        ("teams", [("red", "Team", "0.08", 2), ("blue", "Team", "0.03", 1)]),
        ("organizations", [("acme", "Organization", "0.11", 3)]),
        ("keys", [("default", "VirtualKey", "0.06", 1), ("none", None, "0.05", 2)]),
        ("types", [("chat", None, "0.08", 2), ("other", None, "0.03", 1)]),
        ("models", [("fast", "ModelGroup", "0.09", 0), ("gone", None, "0.02", 0)]),
        ("providers", [("openai", None, "0.11", 0)]),
    ],
)
async def test_slices_of_everything(graphql, dimension, slices):
    found = await all_usage(graphql)

    assert slices == [
        (
            each["key"],
            (each["node"] or {}).get("__typename"),
            each["totals"]["calls"]["cost"]["client"],
            each["totals"]["jobs"]["total"],
        )
        for each in found[dimension]
    ]
    if "series" in found[dimension][0]:
        lines = [
            [p["totals"]["jobs"]["total"] for p in each["series"]] for each in found[dimension]
        ]
        assert lines == [[1, 1], [1, 0]]


async def test_credits_count_when_they_are_charged_and_refunded(graphql):
    owner = await make_owner()
    await make_team("red", initial_credits=9_000_000)
    charge = await credits.charge(owner, "red", 5_000_000, reason="work", idempotency_key="1")
    await credits.refund(owner, charge.id, amount=1_500_000, reason="sorry", idempotency_key="2")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")

    answer = await graphql(
        """query ($during: DateTimeRange!) { team(teamId: "red") { usage(during: $during) {
          totals { creditsCharged }
          breakdown(by: JOB_TYPE) { key totals { creditsCharged } }
          models: breakdown(by: MODEL) { key } } } }""",
        {"during": {"from": yesterday.replace("+00:00", "Z")}},
        actor=owner,
    )

    assert answer["data"]["team"]["usage"] == {
        "totals": {"creditsCharged": "3.5"},
        "breakdown": [{"key": "none", "totals": {"creditsCharged": "3.5"}}],
        "models": [],
    }


async def test_a_tenant_sees_its_own_team_at_what_it_pays_itself(graphql):
    organization = await make_organization("acme")
    red = (await make_team("red", organization)).team
    blue = (await make_team("blue", organization)).team
    await work(red)
    await work(blue, job_type="secret")

    answer = await graphql(
        """query ($during: DateTimeRange!) {
          usage(during: $during) { totals { ...Totals }
            breakdown(by: TEAM) { key } types: breakdown(by: JOB_TYPE) { key }
            tenants: breakdown(by: ORGANIZATION) { key node { __typename } }
            series { totals { calls { cost { provider client } } } } }
          organization(organizationId: "acme") { usage(during: $during) {
            totals { jobs { total } } breakdown(by: TEAM) { key } } }
          team(teamId: "red") { usage(during: $during) { totals { jobs { total } } } }
          other: team(teamId: "blue") { usage(during: $during) { totals { jobs { total } } } }
        }"""
        + TOTALS,
        {"during": DURING},
        actor=key_of(red),
    )

    assert "errors" not in answer, answer
    found = answer["data"]
    assert found["usage"]["totals"]["calls"]["cost"] == {
        "input": None,
        "output": None,
        "provider": None,
        "client": "0.06",
    }
    assert found["usage"]["totals"]["jobs"]["total"] == 1
    assert found["usage"]["breakdown"] == [{"key": "red"}]
    assert found["usage"]["types"] == [{"key": "chat"}]
    assert found["usage"]["tenants"] == [{"key": "acme", "node": {"__typename": "Organization"}}]
    costs = [point["totals"]["calls"]["cost"] for point in found["usage"]["series"]]
    assert costs == [{"provider": None, "client": "0.06"}, {"provider": None, "client": "0"}]
    assert found["organization"]["usage"]["totals"]["jobs"]["total"] == 1
    assert found["organization"]["usage"]["breakdown"] == [{"key": "red"}]
    assert found["team"]["usage"]["totals"]["jobs"]["total"] == 1
    assert found["other"] is None


@pytest.mark.parametrize(
    ("by", "permission"),
    [("PROVIDER", "READ_PROVIDER_COSTS"), ("VIRTUAL_KEY", "MANAGE_VIRTUAL_KEYS")],
)
async def test_a_tenant_is_told_of_no_provider_and_no_other_key(graphql, by, permission):
    red = (await make_team("red")).team
    await work(red)

    answer = await graphql(
        f"""query ($during: DateTimeRange!) {{ usage(during: $during) {{
          breakdown(by: {by}) {{ key }} }} }}""",
        {"during": DURING},
        actor=key_of(red),
    )

    assert answer["data"] == {"usage": None}
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert error["extensions"]["permission"] == permission


@pytest.mark.parametrize(
    ("during", "field"),
    [
        ({"until": "2026-06-03T00:00:00Z"}, "totals { jobs { total } }"),
        ({"from": "2026-06-03T00:00:00Z", "until": "2026-06-01T00:00:00Z"}, "from"),
        ({"from": "1000-01-01T00:00:00Z"}, "from"),
        ({"from": "2020-01-01T00:00:00Z"}, "series(interval: HOUR) { start }"),
        (DURING, 'series(timeZone: "Europe/Atlantis") { start }'),
        (DURING, 'series(timeZone: "../UTC") { start }'),
        (DURING, "breakdown(by: TEAM, first: 0) { key }"),
        (DURING, "breakdown(by: TEAM, first: 101) { key }"),
    ],
)
async def test_what_cannot_be_reported_is_refused(graphql, during, field):
    answer = await graphql(
        f"query ($during: DateTimeRange!) {{ usage(during: $during) {{ {field} }} }}",
        {"during": during},
        actor=SYSTEM,
    )

    [error] = answer["errors"]
    assert error["extensions"]["code"] in {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}


PAGE = """query ($during: DateTimeRange!, $first: Int) {
  organizations(first: $first) { nodes { usage(during: $during) {
    totals { jobs { total } } series { start totals { jobs { total } } }
    breakdown(by: TEAM, first: 1) { key node { id } series { totals { jobs { total } } } }
    models: breakdown(by: MODEL) { key node { id } } } } }
  teams(first: $first) { nodes { usage(during: $during) {
    totals { jobs { total } } series(interval: HOUR) { start }
    breakdown(by: JOB_TYPE) { key series { totals { jobs { total } } } } } } }
}"""


async def test_a_page_of_usage_takes_as_many_statements_for_many_as_for_few(graphql, statements):
    owner = await make_owner()
    await make_model_group("fast")
    for number in range(4):
        organization = await make_organization()
        for name in ("a", "b"):
            team = (await make_team(f"{name}-{number}", organization)).team
            await work(team, NOON + timedelta(minutes=number))

    async def cost(first):
        with statements() as seen:
            answer = await graphql(PAGE, {"during": DURING, "first": first}, actor=owner)
        assert "errors" not in answer, answer
        nodes = answer["data"]["organizations"]["nodes"]
        assert [node["usage"]["totals"]["jobs"]["total"] for node in nodes] == [2] * first
        assert [len(node["usage"]["breakdown"]) for node in nodes] == [2] * first
        return seen

    few, many = await cost(2), await cost(4)
    assert len(many) == len(few), "\n".join(many)


async def test_more_intervals_than_anybody_reads_are_refused(graphql):
    owner = await make_owner()
    for number in range(11):
        await make_team(f"team-{number}")

    answer = await graphql(
        """query { teams(first: 100) { nodes { usage(during: {
          from: "2026-01-01T00:00:00Z", until: "2026-02-11T00:00:00Z" }) {
            series(interval: HOUR) { start } } } } }""",
        actor=owner,
    )

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
