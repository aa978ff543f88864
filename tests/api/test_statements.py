"""How many SQL statements a document takes: as many for twenty objects as for two."""

import pytest

from domain import credits, jobs, teams
from domain.access import AdminRole
from domain.organizations import DefaultTeam
from tests.builders import make_model_group, make_organization, make_team
from tests.jobs_world import keep_content, make_call, make_job
from tests.people import acting, make_user

pytestmark = pytest.mark.usefixtures("database")

PAGE = """
{
  organizations(first: 50) {
    totalCount
    nodes {
      defaultTeam { teamId }
      credits { granted }
      teams(first: 5, orderBy: { field: NAME }, filter: { status: [ACTIVE] }) {
        totalCount
        nodes {
          organization { name }
          modelGroups { models { modelName } }
          creditAccount { available team { teamId } }
          resolveModel(model: "Chat") { isAllowed modelGroup { groupName } }
          sync { state }
          virtualKeys { totalCount nodes { sync { state } } }
        }
      }
    }
  }
  modelGroups { nodes { teams(first: 3) { totalCount nodes { name } } } }
}
"""


async def fill(first: int, last: int) -> None:
    for number in range(first, last):
        organization = await make_organization(f"org-{number}", default_team=DefaultTeam())
        await make_model_group(f"Group{number}")
        await make_team(f"team-{number}", organization, groups=("Chat", f"Group{number}"))


async def test_a_page_takes_as_many_statements_for_many_as_for_few(graphql, owner, statements):
    await make_model_group("Chat")
    await fill(0, 2)
    with statements() as few:
        answer = await graphql(PAGE, actor=owner)
    assert "errors" not in answer, answer
    await fill(2, 8)

    with statements() as many:
        answer = await graphql(PAGE, actor=owner)

    assert "errors" not in answer, answer
    tenants = answer["data"]["organizations"]
    assert len(tenants["nodes"]) == tenants["totalCount"] == 8
    assert all(each["teams"]["totalCount"] == 2 for each in tenants["nodes"])
    assert len(many) == len(few) <= 25, "\n".join(many)


# Every edge of a row of each list, and the lists below it; `fill` and `live` make the rows.
EDGES = {
    "organizations": "defaultTeam { name organization { name } } credits { held }",
    "teams": """name organization { defaultTeam { name } credits { held } }
        creditAccount { autoRefill { period } team { budget { mode } organization { name } }
          transactions(first: 3) { totalCount nodes {
            actor { adminUser { createdBy { email } } } counterpart { id }
            refundOf { amount creditAccount { balance } }
            creditAccount { team { creditAccount { held } } } } } }
        modelGroups { models { modelName } teams(first: 2) { totalCount nodes { name } } }
        jobs(first: 2, filter: { status: [COMPLETED] }) { totalCount nodes {
          retryCount charge { amount } calls { totalCount nodes { error } } } }
        virtualKeys { nodes { name team { name } successor { name } sync { state } } }
        sync { state } a: resolveModel(model: "Chat") { modelGroup { groupName } }""",
    "modelGroups": """models { position } teams(first: 2) { totalCount nodes {
        organization { name } virtualKeys(first: 1) { nodes { name } } } }""",
    "jobs": """retryCount hold { amount expiresAt job { jobType } } totals { tokens { total } }
        team { name organization { name } jobs {
          totalCount nodes { jobType } } } charge { job { jobType } creditAccount { balance } }
        calls(first: 2) { totalCount nodes { request response job { status team { name } }
          attempts { modelName } } }""",
    "auditLog": """actor { adminUser { email createdBy { email } } } resource { id
        ... on Team { name organization { name } } ... on ModelGroup { models { position } }
        ... on Organization { defaultTeam { name } } ... on AdminUser { createdBy { email } } }""",
    "adminUsers": "createdBy { email createdBy { email } }",
}


async def live(owner, first, last):
    """Teams whose lists have something in them, and people made by people."""
    for number in range(first, last):
        team = f"team-{number}"
        await credits.grant(owner, team, 2 * credits.MICROS, idempotency_key=f"g{number}")
        job = await make_job(await teams.get(owner, team))
        for _ in range(3):
            await keep_content(await make_call(job), {"messages": []}, {"choices": []})
        await jobs.complete(owner, job.id)
        charge = await credits.charge(owner, team, 5, reason="Work", idempotency_key=f"c{number}")
        await credits.refund(owner, charge.id, reason="Sorry", idempotency_key=f"r{number}")
        await make_user(AdminRole.USER, created_by_id=owner.admin_user_id)


@pytest.mark.parametrize("name", EDGES)
async def test_every_edge_of_a_list_takes_as_many_statements_for_many_rows_as_for_few(
    graphql, statements, name
):
    person = await make_user(AdminRole.OWNER)
    owner = acting(person)
    await make_model_group("Chat")
    await fill(0, 4)
    await live(owner, 0, 4)
    query = f"query($first: Int) {{ {name}(first: $first) {{ nodes {{ {EDGES[name]} }} }} }}"

    async def cost(first):
        with statements() as seen:
            answer = await graphql(query, {"first": first}, actor=owner)
        assert "errors" not in answer, answer
        assert len(answer["data"][name]["nodes"]) == first
        return seen

    few, many = await cost(2), await cost(4)
    if name == "auditLog":  # more rows may be about more kinds of record, each read once
        assert len(set(many)) == len(many), "\n".join(many)
    else:
        assert len(many) == len(few), "\n".join(many)


NESTED = """
query Nested($after: String, $before: String, $first: Int, $last: Int) {
  organizations(orderBy: { field: NAME }) {
    nodes {
      teams(
        first: $first, after: $after, last: $last, before: $before, orderBy: { field: NAME }
      ) {
        nodes { teamId }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
}
"""


async def test_nested_pages_are_cut_for_each_parent(graphql, owner):
    for name in ("a", "b"):
        organization = await make_organization(name)
        for number in range(4):
            await make_team(f"{name}{number}", organization)

    async def pages(**variables):
        answer = await graphql(NESTED, variables, actor=owner)
        assert "errors" not in answer, answer
        found = [each["teams"] for each in answer["data"]["organizations"]["nodes"]]
        names = [[node["teamId"] for node in page["nodes"]] for page in found]
        return names, [page["pageInfo"] for page in found]

    names, infos = await pages(first=3)
    assert names == [["a0", "a1", "a2"], ["b0", "b1", "b2"]]
    assert all(info["hasNextPage"] and not info["hasPreviousPage"] for info in infos)
    names, infos = await pages(first=3, after=infos[0]["endCursor"])
    assert names == [["a3"], ["b0", "b1", "b2"]]
    names, infos = await pages(last=2)
    assert names == [["a2", "a3"], ["b2", "b3"]]
    names, _ = await pages(last=5, before=infos[1]["startCursor"])
    assert names == [["a0", "a1", "a2", "a3"], ["b0", "b1"]]


async def test_a_list_that_is_refused_spoils_no_other_of_the_same_object(graphql, owner):
    await make_organization("acme", default_team=DefaultTeam())

    answer = await graphql(
        '{ organization(organizationId: "acme") {'
        ' short: teams(filter: { search: "x" }) { totalCount }'
        " all: teams { totalCount } } }",
        actor=owner,
    )

    assert answer["data"]["organization"] == {"short": None, "all": {"totalCount": 1}}
    [error] = answer["errors"]
    assert (error["path"], error["extensions"]["code"]) == (
        ["organization", "short"],
        "BAD_USER_INPUT",
    )
