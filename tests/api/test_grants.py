"""Grants, holds and thresholds over GraphQL: what is shown, what is done, what is refused."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain import credits
from domain.access import SYSTEM, Actor, ActorKind
from graph.ids import global_id
from persistence.models import CreditGrant, Organization, Team

CREDIT = credits.MICROS
KEY = Actor(kind=ActorKind.VIRTUAL_KEY, label="key", team_id="team", organization_id="organization")
OTHER_KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY, label="key", team_id="other", organization_id="organization"
)
NEXT_YEAR = (datetime.now(UTC) + timedelta(days=365)).isoformat()
GRANT = """id source status amount remaining priority effectiveAt expiresAt reason paymentAmount
    appliesToModels creditAccount { balance }"""
ADD = f"""mutation($input: AddCreditsInput!) {{ addCredits(input: $input) {{
    creditAccount {{ balance }} transaction {{ type amount funding {{ amount grant {{ id }} }} }}
    grant {{ {GRANT} }} errors {{ code field }} }} }}"""
VOID = f"""mutation($input: VoidGrantInput!) {{ voidGrant(input: $input) {{
    grant {{ {GRANT} }} transaction {{ type amount }} errors {{ code field }} }} }}"""
LISTS = """query($grants: CreditGrantFilter, $holds: CreditHoldFilter) { team(teamId: "team") {
    creditAccount {
        grants(filter: $grants, orderBy: ASC) { totalCount nodes { source status remaining } }
        holds(filter: $holds, orderBy: ASC) { totalCount nodes {
            id status amount expiresAt createdAt settledAt job { id } creditAccount { held } } }
        thresholds { credits isArmed lastFiredAt }
        transactions(orderBy: ASC) { nodes { amount funding { amount grant { source } } } }
    } } }"""

Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest_asyncio.fixture
async def team(database: None, owner: Actor) -> Team:
    organization = await Organization.create(organization_id="organization", name="Organization")
    team = await Team.create(team_id="team", name="Team", organization=organization)
    await credits.open_account(owner, team, 10 * CREDIT)
    return team


@pytest.fixture
def change(graphql, owner: Actor) -> Ask:
    """The payload of the only field of a mutation."""

    async def ask(query: str, actor: Actor = owner, **values: Any) -> dict[str, Any]:
        answer = await graphql(query, {"input": values}, actor=actor)
        [payload] = answer["data"].values()
        return payload or answer["errors"][0]["extensions"]

    return ask


@pytest.fixture
def lists(graphql, owner: Actor) -> Ask:
    async def ask(actor: Actor = owner, **filters: Any) -> dict[str, Any]:
        answer = await graphql(LISTS, filters, actor=actor)
        return answer["data"]["team"]["creditAccount"]

    return ask


async def test_a_grant_comes_back_with_its_terms(change, team) -> None:
    made = await change(
        ADD,
        teamId="team",
        amount="2.5",
        source="PROMOTION",
        priority=-1,
        expiresAt=NEXT_YEAR,
        reason="Welcome",
        idempotencyKey="k",
    )

    grant = made["grant"]
    assert (grant["source"], grant["status"], grant["priority"]) == ("PROMOTION", "ACTIVE", -1)
    assert (grant["amount"], grant["remaining"], grant["reason"]) == ("2.5", "2.5", "Welcome")
    assert grant["expiresAt"][:19] == NEXT_YEAR[:19]
    assert made["transaction"]["funding"] == [{"amount": "2.5", "grant": {"id": grant["id"]}}]
    assert grant["creditAccount"]["balance"] == "12.5"


async def test_a_grant_that_starts_later_has_no_transaction(change, team, lists) -> None:
    wanted = {
        "teamId": "team",
        "amount": "5",
        "effectiveAt": NEXT_YEAR,
        "idempotencyKey": "k",
    }
    made, again = await change(ADD, **wanted), await change(ADD, **wanted)

    assert made == again
    assert (made["transaction"], made["creditAccount"]["balance"]) == (None, "10")
    assert (made["grant"]["status"], made["grant"]["remaining"]) == ("SCHEDULED", "5")
    assert (await lists())["grants"]["totalCount"] == 2


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"source": "CORRECTION"}, "source"),
        ({"priority": 2_000_000}, "priority"),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
        ({"effectiveAt": NEXT_YEAR, "expiresAt": NEXT_YEAR}, "expiresAt"),
    ],
)
async def test_terms_that_make_no_sense_are_told_with_their_field(
    change, team, terms: dict, field: str
) -> None:
    refused = await change(ADD, teamId="team", amount="1", idempotencyKey="k", **terms)

    assert refused["errors"] == [{"code": "INVALID_INPUT", "field": [field]}]
    assert await CreditGrant.all().count() == 1


async def test_a_voided_grant_leaves_the_balance_once(change, team) -> None:
    grant = await CreditGrant.get()
    wanted = {
        "id": global_id("CreditGrant", grant.id),
        "reason": "A mistake",
        "idempotencyKey": "k",
    }
    done, again = await change(VOID, **wanted), await change(VOID, **wanted)
    other = await change(VOID, **wanted | {"idempotencyKey": "l"})

    assert done == again
    assert done["transaction"] == {"type": "VOID", "amount": "-10"}
    assert (done["grant"]["status"], done["grant"]["remaining"]) == ("VOIDED", "0")
    assert done["grant"]["creditAccount"]["balance"] == "0"
    assert [error["code"] for error in other["errors"]] == ["INVALID_STATE"]


async def test_lists_show_what_matches(lists, team, owner) -> None:
    await credits.grant(
        owner, "team", CREDIT, source=credits.GrantSource.PROMOTION, idempotency_key="g"
    )
    held = [
        await credits.hold(owner, "team", n * CREDIT, idempotency_key=f"h{n}") for n in (1, 2, 3)
    ]
    await credits.capture(owner, held[0].id, CREDIT, idempotency_key="c")
    await credits.release(owner, held[1].id, idempotency_key="r")

    found = await lists()
    assert [hold["status"] for hold in found["holds"]["nodes"]] == ["CAPTURED", "RELEASED", "OPEN"]
    assert [bool(hold["settledAt"]) for hold in found["holds"]["nodes"]] == [True, True, False]
    assert [grant["remaining"] for grant in found["grants"]["nodes"]] == ["9", "1"]
    assert found["transactions"]["nodes"][-1] == {
        "amount": "-1",
        "funding": [{"amount": "1", "grant": {"source": "ALLOCATION"}}],
    }
    some = await lists(
        grants={"source": ["PROMOTION"], "status": ["ACTIVE"]}, holds={"status": ["OPEN"]}
    )
    assert (some["grants"]["totalCount"], some["holds"]["totalCount"]) == (1, 1)
    assert some["holds"]["nodes"][0]["amount"] == "3"
    none = await lists(grants={"status": ["SCHEDULED", "EXPIRED", "VOIDED", "EXHAUSTED"]})
    assert none["grants"]["nodes"] == []


async def test_a_released_hold_is_free_again(change, team, owner) -> None:
    hold = await credits.hold(owner, "team", 4 * CREDIT, idempotency_key="h")
    release = """mutation($input: ReleaseHoldInput!) { releaseHold(input: $input) {
        hold { id status creditAccount { held } } errors { code } } }"""
    wanted = {"id": global_id("CreditHold", hold.id), "reason": "Nobody is there"}

    done, again = await change(release, **wanted), await change(release, **wanted)

    assert done["hold"] == {
        "id": wanted["id"],
        "status": "RELEASED",
        "creditAccount": {"held": "0"},
    }
    assert again["errors"] == [{"code": "INVALID_STATE"}]


async def test_thresholds_are_replaced_and_shown_highest_first(change, team, lists, owner) -> None:
    replace = """mutation($input: SetBalanceThresholdsInput!) { setBalanceThresholds(input: $input)
        { creditAccount { thresholds { credits isArmed } } errors { code field } } }"""
    done = await change(replace, KEY, teamId="team", credits=["2", "8.5", "8.5"])
    await credits.charge(owner, "team", 5 * CREDIT, reason="Work", idempotency_key="c")

    assert [each["credits"] for each in done["creditAccount"]["thresholds"]] == ["8.5", "2"]
    shown = (await lists(KEY))["thresholds"]
    assert [each["isArmed"] for each in shown] == [False, True]
    assert [bool(each["lastFiredAt"]) for each in shown] == [True, False]
    many = [str(n) for n in range(1, 12)]
    for wrong in (many, ["0"], ["-1"]):
        refused = await change(replace, teamId="team", credits=wrong)
        assert refused["errors"] == [{"code": "INVALID_INPUT", "field": ["credits"]}]
    other = await change(replace, OTHER_KEY, teamId="team", credits=[])
    assert other["errors"][0]["code"] == "NOT_FOUND"


async def test_nodes_of_another_team_are_null(graphql, team, owner) -> None:
    hold = await credits.hold(owner, "team", CREDIT, idempotency_key="h")
    ids = [
        global_id("CreditGrant", (await CreditGrant.get()).id),
        global_id("CreditHold", hold.id),
        global_id("CreditHold", (await CreditGrant.get()).id),
    ]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"

    async def seen(actor: Actor) -> list[Any]:
        answer = await graphql(query, {"ids": ids}, actor=actor)
        return [node and node["__typename"] for node in answer["data"]["nodes"]]

    assert await seen(KEY) == ["CreditGrant", "CreditHold", None]
    assert await seen(OTHER_KEY) == [None, None, None]


async def test_a_refill_shows_all_its_terms(change, team) -> None:
    query = """mutation($input: SetAutoRefillInput!) { setAutoRefill(input: $input) {
        creditAccount { autoRefill { amount rollsOver maxBalance } } errors { code field } } }"""
    refill = {"amount": "5", "period": "DAILY"}

    plain = await change(query, teamId="team", autoRefill=refill)
    full = await change(
        query, teamId="team", autoRefill=refill | {"rollsOver": False, "maxBalance": "20"}
    )
    back = await change(query, teamId="team", autoRefill=refill)
    wrong = await change(query, teamId="team", autoRefill=refill | {"maxBalance": "0"})

    wanted = {"amount": "5", "rollsOver": True, "maxBalance": None}
    assert plain["creditAccount"]["autoRefill"] == wanted
    assert full["creditAccount"]["autoRefill"] == {
        "amount": "5",
        "rollsOver": False,
        "maxBalance": "20",
    }
    assert back["creditAccount"]["autoRefill"] == wanted
    assert wrong["errors"] == [{"code": "INVALID_INPUT", "field": ["autoRefill", "maxBalance"]}]


async def test_a_page_of_grants_costs_the_same_statements_whatever_its_length(
    lists, team, owner, caplog: pytest.LogCaptureFixture
) -> None:
    async def statements() -> int:
        caplog.clear()
        with caplog.at_level("DEBUG", logger="tortoise.db_client"):
            await lists()
        return sum(record.name == "tortoise.db_client" for record in caplog.records)

    await credits.hold(SYSTEM, "team", CREDIT, idempotency_key="first")
    few = await statements()
    for n in range(5):
        await credits.grant(owner, "team", CREDIT, idempotency_key=f"g{n}")
        await credits.hold(owner, "team", CREDIT, idempotency_key=f"h{n}")
        await credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key=f"c{n}")
    assert await statements() == few
