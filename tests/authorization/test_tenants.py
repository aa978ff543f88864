"""A virtual key sees its own team, whatever is asked and wherever it is looked for."""

import dataclasses
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio

from domain import credits, organizations, teams
from domain.access import SYSTEM, AdminRole
from graph.ids import global_id
from persistence.database import rows
from persistence.models import Job
from tests.authorization.paths import documents, node_document
from tests.authorization.table import expected
from tests.authorization.town import Place, Town, bearer, make_place, new
from tests.authorization.walking import REST, ask
from tests.builders import make_access_group, make_alias, make_model_group, make_team
from tests.jobs_world import keep_content, make_call, make_job
from tests.people import acting, make_user

CANARY = re.compile(r"canary[\w.@-]*", re.IGNORECASE)
_TABLES = {
    "Organization": "organizations",
    "Team": "teams",
    "VirtualKey": "virtual_keys",
    "ModelGroup": "model_groups",
    "ModelAlias": "model_aliases",
    "ModelAccessGroup": "model_access_groups",
    "ProviderCredential": "provider_credentials",
    "CreditAccount": "credit_accounts",
    "CreditTransaction": "ledger_entries",
    "Job": "jobs",
    "LlmCall": "llm_calls",
    "AdminUser": "admin_users",
    "Session": "sessions",
    "AuditLogEntry": "audit_events",
}


@pytest_asyncio.fixture(scope="module")
async def strangers(town: Town) -> AsyncIterator[tuple[Place, Place]]:
    """A tenant and a team next door in the home organization; all that is theirs says so. One of
    their groups is the home team's, too. An owner whose name nobody may see served them all."""
    shared = await make_model_group("shared-group", models=("gpt-4",))
    await make_alias("shared-alias", provider="canary-provider", actual_model="canary-model")
    opened = await make_access_group("shared-access", "shared-alias")
    owner = acting(await make_user(AdminRole.OWNER, email="canary-owner@example.com"))
    tenant = await make_place(
        town.ports, "canary-tenant", name="canary-name", metadata={"note": "canary-note"}
    )
    made = await make_team(
        "canary-neighbour",
        town.home.organization,
        groups=(shared.group_name,),
        access_groups=(opened.group_name,),
        name="canary-friend",
        metadata={"canary-key": "canary-value"},
    )
    job = await make_job(made.team, "canary-job", metadata={"note": "canary-job-note"})
    neighbour = dataclasses.replace(
        tenant, team=made.team, job_id=job.id, secret=made.issued.secret
    )
    home_groups = [town.home.group, shared.group_name]
    names = teams.GroupNames(home_groups, [town.home.group, opened.group_name])
    await teams.set_access(SYSTEM, town.home.team.team_id, names)
    for place in (tenant, neighbour):
        team_id = place.team.team_id
        await credits.grant(
            owner, team_id, 7_000_000, reason="canary-gift", idempotency_key=new("canary")
        )
        await teams.suspend(owner, team_id, reason="canary-reason")
        await teams.resume(owner, team_id)
    await credits.grant(
        owner, town.home.team.team_id, 1, reason="from us", idempotency_key=new("gift")
    )
    for place in (tenant, neighbour):
        await work(place, "canary-prompt", "canary-answer")
    await work(town.home, "our prompt", "our answer")
    await organizations.pause(owner, tenant.organization.organization_id, reason="canary-pause")
    yield tenant, neighbour


async def work(place: Place, prompt: str, answer: str) -> None:
    """A call in the place's job; what the provider did is not for tenants, their own neither."""
    call = await make_call(
        await Job.get(id=place.job_id),
        resolved_model="canary-model",
        used_model="canary-provider/canary-model",
        attempts=[
            {"id": "a", "model": "canary-down", "outcome": "failed", "reason": "canary-outage"},
            {"id": "b", "model": "canary-model", "outcome": "succeeded", "latency_ms": 12},
        ],
        litellm_call_id="canary-call",
    )
    await keep_content(call, {"messages": [prompt]}, {"content": answer})


def leaks(response: httpx.Response) -> set[str]:
    """Canaries in the answer that were not in the question."""
    request = response.request
    asked = f"{request.url} {request.content.decode()}"
    return set(CANARY.findall(response.text)) - set(CANARY.findall(asked))


def names_of(place: Place) -> dict[str, str]:
    return {
        "organizationId": place.organization.organization_id,
        "teamId": place.team.team_id,
        "groupName": place.group,
        "alias": place.alias,
        "jobId": str(place.job_id),
    }


async def test_along_no_edge_of_the_schema(town: Town, strangers: tuple[Place, Place]):
    key = bearer(town.home.secret)
    for place in (town.home, *strangers):
        for document in documents(names_of(place), only_named=place is not town.home):
            response = await town.graphql(document, caller=key)
            assert response.json().get("data"), response.text
            assert not leaks(response), document


async def test_an_owner_sees_what_the_key_does_not(town: Town, strangers: tuple[Place, Place]):
    """Otherwise the test above would see nothing anywhere."""
    seen = set()
    for document in documents(names_of(strangers[0]), only_named=True):
        seen |= leaks(await town.graphql(document, caller=town.callers["own"]))
    assert {"canary-gift", "canary-pause", "canary-note", "canary-owner@example.com"} <= seen
    assert {"canary-prompt", "canary-answer", "canary-model", "canary-outage"} <= seen


async def test_by_no_global_id(town: Town, strangers: tuple[Place, Place]):
    own = {
        town.home.organization.id,
        town.home.team.id,
        *(row["id"] for row in await rows(_OWN, town.home.team.id)),
    }
    for kind, table in _TABLES.items():
        for row in await rows(f"SELECT id FROM {table}"):
            document = node_document(global_id(kind, row["id"]), kind)
            response = await town.graphql(document, caller=bearer(town.home.secret))
            found = response.json()["data"]["node"]
            assert (found is not None) == (row["id"] in own), (kind, found)
            assert not leaks(response)


_OWN = """
SELECT id FROM virtual_keys WHERE team_id = $1
UNION ALL SELECT id FROM credit_accounts WHERE team_id = $1
UNION ALL SELECT entry.id FROM ledger_entries entry
    JOIN credit_accounts account ON account.id = entry.account_id
    WHERE account.team_id = $1 AND entry.amount <> 0
UNION ALL SELECT id FROM jobs WHERE team_id = $1
UNION ALL SELECT id FROM llm_calls WHERE team_id = $1
UNION ALL SELECT model_group_id FROM team_model_groups WHERE team_id = $1
UNION ALL SELECT access_group_id FROM team_access_groups WHERE team_id = $1
UNION ALL SELECT m.alias_id FROM team_access_groups t
    JOIN model_access_group_aliases m ON m.access_group_id = t.access_group_id
    WHERE t.team_id = $1
"""

_COUNTS = """{
  organizations { totalCount } teams { totalCount } modelGroups { totalCount }
  modelAliases { totalCount } modelAccessGroups { totalCount }
  canaries: jobs(filter: { jobType: ["canary-job"] }) { totalCount }
  others: jobs(filter: { scope: { teamId: "canary-neighbour" } }) { totalCount }
  dashboard { organizationCount teamCount modelGroupCount }
  found: teams(filter: { search: "canary" }) { totalCount }
  theirs: teams(filter: { organizationId: "canary-tenant-organization" }) { totalCount }
  rich: teams(filter: { modelGroup: "shared-group" }) { totalCount }
  open: teams(filter: { accessGroup: "shared-access" }) { totalCount }
  ofThem: modelAliases(filter: { accessGroup: "canary-tenant-group" }) { totalCount }
  byModel: modelAliases(filter: { search: "canary" }) { totalCount }
}"""


async def test_in_no_number(town: Town, strangers: tuple[Place, Place]):
    answer = await town.graphql(_COUNTS, caller=bearer(town.home.secret))
    found = answer.json()
    assert "errors" not in found
    data: dict[str, Any] = found["data"]
    assert data["dashboard"] == {"organizationCount": 1, "teamCount": 1, "modelGroupCount": 2}
    counts = {name: value["totalCount"] for name, value in data.items() if "totalCount" in value}
    assert counts == {
        "organizations": 1,
        "teams": 1,
        "modelGroups": 2,
        "modelAliases": 2,
        "modelAccessGroups": 2,
        "canaries": 0,
        "others": 0,
        "found": 0,
        "theirs": 0,
        "rich": 1,
        "open": 1,
        "ofThem": 0,
        "byModel": 0,
    }


async def test_by_no_operation_that_names_them(town: Town, strangers: tuple[Place, Place]):
    for place in strangers:
        visited = dataclasses.replace(town, home=place, callers={"key": bearer(town.home.secret)})
        for operation in expected():
            response = await ask(visited, operation, "key", fresh=False)
            assert not leaks(response), operation
            if operation in REST and "{" in operation:
                assert response.status_code in {401, 403, 404}, operation


_HIDDEN = """query ($teamId: String!) {
  team(teamId: $teamId) {
    sync { state }
    budget { markupPercent }
    creditAccount { transactions { nodes { actor { label } } } }
    modelGroups { teams { nodes { teamId } } }
    accessGroups { teams { nodes { teamId } } }
    allowedModels {
      provider actualModel litellmModelId price { inputPerMillion } sync { state }
      providerCredential { id }
      teams { nodes { teamId } }
    }
    virtualKeys { nodes { name } }
  }
}"""


async def test_of_its_own_team_a_key_does_not_see_all(town: Town, strangers: tuple[Place, Place]):
    variables = {"teamId": town.home.team.team_id}
    answer = await town.graphql(_HIDDEN, variables, caller=bearer(town.home.secret))
    found = answer.json()
    assert [error["extensions"]["code"] for error in found["errors"]] == ["FORBIDDEN"]
    team = found["data"]["team"]
    assert team["virtualKeys"] is team["sync"] is team["budget"]["markupPercent"] is None
    nodes = team["creditAccount"]["transactions"]["nodes"]
    assert nodes
    assert not any(entry["actor"] for entry in nodes)
    assert len(team["allowedModels"]) == 1
    ours = {"teams": {"nodes": [{"teamId": town.home.team.team_id}]}}
    for group in [*team["modelGroups"], *team["accessGroups"]]:
        assert group == ours
    hidden = ("provider", "actualModel", "litellmModelId", "price", "sync", "providerCredential")
    for alias in team["allowedModels"]:
        assert alias == {**dict.fromkeys(hidden), **ours}
