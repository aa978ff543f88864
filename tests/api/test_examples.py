"""The operations of an admin panel, as its pages send them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

from domain import jobs, model_aliases, provisioning
from domain.access import SYSTEM, AdminRole
from domain.model_aliases import ModelStatus
from graph.ids import global_id
from tests.authorization.town import Place, Town, fund, make_place, running, sign_in
from tests.people import HASH, PASSWORD, make_user

EXAMPLES = Path(__file__).parent / "examples"


@pytest_asyncio.fixture
async def town(database: None, database_url: str) -> AsyncIterator[Town]:
    async with running(database_url) as (http, ports):
        home = await make_place(ports, "acme")
        yield Town(http, ports, home, {"own": await sign_in(ports, AdminRole.OWNER)})


def last_days(days: int) -> dict[str, str]:
    """Until now."""
    return {"from": f"{datetime.now(UTC) - timedelta(days=days):%FT%TZ}"}


async def page(town: Town, name: str, variables: dict[str, Any]) -> Any:
    """Its one root field, or all of them; there are no errors."""
    document = (EXAMPLES / f"{name}.graphql").read_text()
    answer: httpx.Response = await town.graphql(document, variables, caller=town.callers["own"])
    body = answer.json()
    assert "errors" not in body, body
    found = body["data"]
    return found if len(found) > 1 else next(iter(found.values()))


async def test_signing_in(town: Town):
    user = await make_user(AdminRole.ADMIN, display_name="Ada", password_hash=HASH)
    found = await page(town, "login", {"input": {"email": user.email, "password": PASSWORD}})
    assert found["errors"] == []
    assert found["tokens"]["accessToken"].count(".") == 2
    assert found["viewer"]["label"] == user.email
    assert found["viewer"]["adminUser"]["role"] == "ADMIN"
    assert "MANAGE_TEAMS" in found["viewer"]["permissions"]


async def test_a_sign_in_that_is_refused(town: Town):
    found = await page(town, "login", {"input": {"email": "no@example.com", "password": PASSWORD}})
    assert [error["code"] for error in found["errors"]] == ["INVALID_CREDENTIALS"]
    assert found["tokens"] is found["viewer"] is None


async def test_creating_a_team_twice_under_one_key(town: Town):
    wanted = {
        "organizationId": "acme-organization",
        "teamId": "acme-prod",
        "modelGroups": ["acme-group"],
        "initialCredits": "12.5",
        "idempotencyKey": "wizard-1",
    }
    found, repeated = [await page(town, "create-team", {"input": wanted}) for _ in range(2)]
    assert found["errors"] == []
    assert found["team"]["creditAccount"]["available"] == "12.5"
    assert found["team"]["budget"]["creditsPerDollar"] == "10"
    assert found["issuedKey"]["secret"].startswith("sk-")
    assert repeated["issuedKey"] == found["issuedKey"]
    assert repeated["team"]["id"] == found["team"]["id"]


async def test_reordering_a_model_group(town: Town):
    models = [{"modelName": "gpt-4o-mini"}, {"modelName": "gpt-4", "isActive": False}]
    found = await page(town, "edit-model-group", {"groupName": "acme-group", "models": models})
    group = found["modelGroup"]
    assert [(step["position"], step["modelName"]) for step in group["models"]] == [
        (0, "gpt-4o-mini"),
        (1, "gpt-4"),
    ]
    [team] = group["teams"]["nodes"]
    assert team["resolveModel"] == {
        "isAllowed": True,
        "reason": None,
        "primaryModel": "gpt-4o-mini",
        "fallbackModels": [],
    }


async def test_a_payment_is_booked_once(town: Town):
    payment = {
        "teamId": "acme-team",
        "amount": "50",
        "paymentType": "ONE_TIME",
        "paymentAmount": "4.99",
        "idempotencyKey": "event-7",
    }
    found, repeated = [await page(town, "top-up", {"input": payment}) for _ in range(2)]
    assert found["errors"] == []
    assert found["transaction"] == repeated["transaction"]
    assert found["transaction"]["amount"] == "50"
    assert repeated["creditAccount"]["balance"] == "147"


async def test_giving_back_what_was_charged(town: Town):
    ledger = await page(town, "team-detail", {"teamId": "acme-team", "types": ["CHARGE"]})
    [charge] = [edge["node"] for edge in ledger["creditAccount"]["transactions"]["edges"]]
    refund = {"transactionId": charge["id"], "reason": "a mistake", "idempotencyKey": "refund-1"}
    found = await page(town, "refund-charge", {"input": refund})
    assert found["errors"] == []
    assert found["transaction"]["amount"] == "5"
    assert found["transaction"]["refundOf"]["id"] == charge["id"]
    assert found["transaction"]["refundOf"]["job"] is None
    assert found["creditAccount"]["available"] == "101"


async def test_giving_back_the_charge_of_a_job(town: Town):
    job = await jobs.complete(SYSTEM, town.home.job_id)
    charge = global_id("CreditTransaction", job.charge_id)
    refund = {"transactionId": charge, "reason": "a mistake", "idempotencyKey": "refund-1"}
    found = await page(town, "refund-charge", {"input": refund})
    assert found["transaction"]["amount"] == "1"
    assert found["transaction"]["refundOf"]["job"] == {
        "id": global_id("Job", job.id),
        "chargeStatus": "CHARGED",
    }


async def test_the_page_of_a_job(town: Town):
    job_id = str(town.home.job_id)
    answered = await town.graphql(_CALL, {"job": job_id}, caller=town.callers["own"])
    assert answered.json()["data"]["runCompletion"]["errors"] == []
    running = await page(town, "job-detail", {"jobId": job_id})
    assert (running["hold"]["amount"], running["hold"]["status"]) == ("1", "OPEN")
    assert running["charge"] is None
    await jobs.complete(SYSTEM, job_id)
    found = await page(town, "job-detail", {"jobId": job_id})
    assert found["hold"] is None
    [part] = found["charge"]["funding"]
    assert (part["amount"], part["grant"]["source"]) == ("1", "ALLOCATION")
    assert (found["status"], found["chargeStatus"]) == ("COMPLETED", "CHARGED")
    assert found["requestedModels"] == ["acme-group"]
    assert found["team"]["teamId"] == "acme-team"
    assert (found["charge"]["amount"], found["charge"]["balanceAfter"]) == ("-1", "96")
    assert found["totals"]["count"] == found["totals"]["succeeded"] == 1
    [call] = [edge["node"] for edge in found["calls"]["edges"]]
    assert (call["requestedModel"], call["resolvedModel"]) == ("acme-group", "gpt-4")
    assert [attempt["outcome"] for attempt in call["attempts"]] == ["SUCCEEDED"]
    assert call["price"]["inputPerMillion"] == "30"
    assert call["request"]["messages"] == [{"role": "user", "content": "Hi"}]
    assert call["response"]["usage"]["total_tokens"] == call["tokens"]["total"]


_CALL = """mutation($job: String!) {
  runCompletion(input: {job: {jobId: $job}, messages: [{role: USER, content: "Hi"}],
                        idempotencyKey: "k"}) { errors { code } }
}"""


async def test_the_page_of_a_team(town: Town):
    priced = {"status": ModelStatus.ACTIVE, "input_price": Decimal(2), "output_price": Decimal(0)}
    await model_aliases.update(SYSTEM, town.home.alias, priced)
    await provisioning.wait_until_synced(town.home.team.id, 30)
    found = await page(town, "team-detail", {"teamId": "acme-team"})
    assert found["organization"]["organizationId"] == "acme-organization"
    assert [group["groupName"] for group in found["modelGroups"]] == ["acme-group"]
    assert [group["groupName"] for group in found["accessGroups"]] == ["acme-group"]
    [alias] = found["allowedModels"]
    assert alias["price"] == {"inputPerMillion": "2", "outputPerMillion": "0"}
    assert found["sync"]["state"] == "SYNCED"
    [key] = [edge["node"] for edge in found["virtualKeys"]["edges"]]
    assert key["maskedKey"] == f"sk-…{town.home.secret[-4:]}"
    account = found["creditAccount"]
    assert (account["balance"], account["totalCharged"]) == ("97", "5")
    newest_first = [edge["node"] for edge in account["transactions"]["edges"]]
    assert [entry["type"] for entry in newest_first] == ["GRANT", "GRANT", "CHARGE", "GRANT"]
    assert newest_first[0]["actor"] == {"kind": "SYSTEM", "label": "system"}


async def test_the_page_of_an_organization(town: Town):
    asked = {"organizationId": "acme-organization", "during": last_days(2)}
    found = await page(town, "organization-page", asked)
    assert found["credits"] == {"granted": "102", "charged": "5", "held": "1", "available": "96"}
    assert found["teams"]["totalCount"] == 1
    [team] = [edge["node"] for edge in found["teams"]["edges"]]
    assert (team["teamId"], team["status"], team["isDefault"]) == ("acme-team", "ACTIVE", False)
    used = found["usage"]
    assert used["totals"]["creditsCharged"] == "5"
    [slice_] = used["perTeam"]
    assert (slice_["key"], slice_["totals"]["creditsCharged"]) == ("acme-team", "5")
    for points in (used["perDay"], slice_["series"]):
        charged = [point["totals"]["creditsCharged"] for point in points]
        assert sorted(charged) == [*["0"] * (len(points) - 1), "5"]


async def test_the_first_page(town: Town):
    place: Place = town.home
    await fund(place.team.team_id)
    asked = {"lowBalance": "500", "mayReadAuditLog": True}
    chart = {"during": last_days(30), "timeZone": "Asia/Tokyo"}
    found = await page(town, "dashboard", asked | chart)
    assert found["dashboard"]["teamCount"] == 1
    assert found["dashboard"]["credits"]["available"] == "191"
    assert found["usage"]["totals"]["creditsCharged"] == "10"
    assert [each["key"] for each in found["usage"]["topOrganizations"]] == ["acme-organization"]
    assert found["lowTeams"]["totalCount"] == 1
    assert found["auditLog"]["nodes"]
    assert found["server"]["isHealthy"]
    assert all(component["error"] is None for component in found["server"]["components"])


def test_every_example_is_run():
    """Those of live data with the rest of it."""
    live = Path(__file__).parents[1] / "live"
    source = "".join(path.read_text() for path in (Path(__file__), *live.glob("*.py")))
    for path in EXAMPLES.glob("*.graphql"):
        assert f'page(town, "{path.stem}"' in source or f'"{path.name}"' in source
