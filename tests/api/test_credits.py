"""Credits over GraphQL: reading an account, moving it, and what refusals look like."""

import pytest
import pytest_asyncio

from domain import credits
from domain.access import ANONYMOUS, SYSTEM, Actor, ActorKind, AdminRole
from graph.ids import global_id
from persistence.models import CreditAccount, Organization, Team

CREDIT = credits.MICROS
USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
KEY = Actor(kind=ActorKind.VIRTUAL_KEY, label="key", team_id="team", organization_id="organization")
OTHER_KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY, label="key", team_id="other", organization_id="organization"
)

ACCOUNT = """
query Account($teamId: String!, $first: Int, $after: String, $filter: CreditTransactionFilter) {
  team(teamId: $teamId) {
    creditAccount {
      id balance held available totalGranted totalCharged
      yes: canSpend(amount: "9.5") no: canSpend(amount: "9.500001")
      autoRefill { amount period lastRefillAt nextRefillAt }
      team { teamId }
      transactions(first: $first, after: $after, filter: $filter) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes {
          id sequence type amount balanceBefore balanceAfter reason createdAt
          actor { kind label }
          refundOf { id sequence amount }
          counterpart { id }
          creditAccount { id }
        }
      }
    }
  }
}
"""
MOVE = """
mutation Move($input: %sInput!) {
  %s(input: $input) {
    creditAccount { balance available totalGranted totalCharged }
    transaction {
      id sequence type amount balanceBefore balanceAfter reason refundOf { sequence }
    }
    errors {
      code message field
      ... on InsufficientCreditsError { required available boundBy }
    }
  }
}
"""


@pytest_asyncio.fixture
async def team(database: None, owner: Actor) -> Team:
    organization = await Organization.create(organization_id="organization", name="Organization")
    team = await Team.create(team_id="team", name="Team", organization=organization)
    await credits.open_account(owner, team, 10 * CREDIT)
    return team


@pytest.fixture
def move(graphql, owner):
    async def run(name: str, *, actor: Actor = owner, **values):
        query = MOVE % (name[0].upper() + name[1:], name)
        answer = await graphql(query, {"input": values}, actor=actor)
        assert "errors" not in answer, answer
        return answer["data"][name]

    return run


async def test_an_account_is_read_with_its_transactions(graphql, team, owner) -> None:
    charge = await credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key="c")
    await credits.refund(owner, charge.id, CREDIT // 2, reason="Sorry", idempotency_key="r")

    answer = await graphql(ACCOUNT, {"teamId": "team", "first": 2}, actor=owner)

    account = answer["data"]["team"]["creditAccount"]
    page = account.pop("transactions")
    account_id = account["id"]
    assert account == {
        "id": account_id,
        "balance": "9.5",
        "held": "0",
        "available": "9.5",
        "totalGranted": "10",
        "totalCharged": "0.5",
        "yes": True,
        "no": False,
        "autoRefill": None,
        "team": {"teamId": "team"},
    }
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    refund, charged = page["nodes"]
    assert refund.pop("id") == global_id("CreditTransaction", (await _entries())[3])
    assert refund.pop("createdAt").endswith("Z")
    assert refund == {
        "sequence": 3,
        "type": "REFUND",
        "amount": "0.5",
        "balanceBefore": "9",
        "balanceAfter": "9.5",
        "reason": "Sorry",
        "actor": {"kind": "ADMIN_USER", "label": owner.label},
        "refundOf": {"id": charged["id"], "sequence": 2, "amount": "-1"},
        "counterpart": None,
        "creditAccount": {"id": account_id},
    }
    after = page["pageInfo"]["endCursor"]
    rest = await graphql(ACCOUNT, {"teamId": "team", "after": after}, actor=owner)
    [grant] = rest["data"]["team"]["creditAccount"]["transactions"]["nodes"]
    assert (grant["type"], grant["amount"], grant["sequence"]) == ("GRANT", "10", 1)


async def _entries():
    account = await CreditAccount.get()
    return {entry.sequence: entry.id for entry in await account.entries.all()}


async def test_transactions_are_filtered(graphql, team, owner) -> None:
    await credits.charge(owner, "team", CREDIT, reason="Work", idempotency_key="c")

    async def types(**only):
        answer = await graphql(ACCOUNT, {"teamId": "team", "filter": only}, actor=owner)
        nodes = answer["data"]["team"]["creditAccount"]["transactions"]["nodes"]
        return [node["type"] for node in nodes]

    assert await types(type=["CHARGE"]) == ["CHARGE"]
    assert await types(type=["VOID"]) == []
    assert await types(createdAt={"until": "2020-01-01T00:00:00Z"}) == []
    assert await types(createdAt={"from": "2020-01-01T00:00:00Z"}) == ["CHARGE", "GRANT"]
    assert await types(jobId="0b7d7a52-6a3d-4b44-9a5e-3f9a0f1a2b3c") == []
    bad = await graphql(ACCOUNT, {"teamId": "team", "filter": {"jobId": "x"}}, actor=owner)
    assert bad["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_virtual_key_sees_its_account_but_not_who_moved_it(graphql, team, owner) -> None:
    answer = await graphql(ACCOUNT, {"teamId": "team"}, actor=KEY)
    other = await graphql(ACCOUNT, {"teamId": "team"}, actor=OTHER_KEY)

    account = answer["data"]["team"]["creditAccount"]
    assert account["transactions"]["nodes"][0]["actor"] is None
    assert other["data"]["team"] is None
    nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    ids = [account["id"], account["transactions"]["nodes"][0]["id"]]
    seen = await graphql(nodes, {"ids": ids}, actor=KEY)
    unseen = await graphql(nodes, {"ids": ids}, actor=OTHER_KEY)
    assert [node["id"] for node in seen["data"]["nodes"]] == ids
    assert unseen["data"]["nodes"] == [None, None]


async def test_credits_are_granted_and_a_repeat_gets_the_first_answer(move, team) -> None:
    wanted = {"teamId": "team", "amount": "2.5", "reason": "Bonus", "idempotencyKey": "k"}
    first = await move("addCredits", **wanted)
    again = await move("addCredits", **wanted)
    reused = await move("addCredits", **wanted | {"amount": "2"})

    assert first == again
    assert first["creditAccount"] == {
        "balance": "12.5",
        "available": "12.5",
        "totalGranted": "12.5",
        "totalCharged": "0",
    }
    assert (first["transaction"]["type"], first["transaction"]["reason"]) == ("GRANT", "Bonus")
    assert reused["creditAccount"] is None
    assert reused["transaction"] is None
    assert [(error["code"], error["field"]) for error in reused["errors"]] == [
        ("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])
    ]


async def test_a_payment_is_a_grant(move, team) -> None:
    paid = await move(
        "replenishCredits",
        teamId="team",
        amount="5",
        paymentType="SUBSCRIPTION",
        paymentAmount="499.00",
        idempotencyKey="k",
    )

    assert paid["errors"] == []
    assert (paid["transaction"]["type"], paid["transaction"]["reason"]) == (
        "GRANT",
        "Credit replenishment from subscription payment",
    )


async def test_too_large_a_charge_says_what_is_missing(move, team) -> None:
    refused = await move(
        "deductCredits", teamId="team", amount="10.5", reason="Work", idempotencyKey="k"
    )

    [error] = refused["errors"]
    assert error["code"] == "INSUFFICIENT_CREDITS"
    assert (error["required"], error["available"]) == ("10.5", "10")
    assert error["boundBy"] == "TEAM_BALANCE"


async def test_a_charge_is_given_back_by_its_global_id(move, team) -> None:
    charged = await move(
        "deductCredits", teamId="team", amount="4", reason="Work", idempotencyKey="c"
    )
    refund = {"transactionId": charged["transaction"]["id"], "reason": "Sorry"}
    back = await move("refundCredits", **refund, idempotencyKey="r")
    twice = await move("refundCredits", **refund, idempotencyKey="s")
    wrong = await move("refundCredits", transactionId="x", reason="Sorry", idempotencyKey="t")

    assert charged["transaction"]["amount"] == "-4"
    assert (back["transaction"]["amount"], back["transaction"]["refundOf"]) == (
        "4",
        {"sequence": 2},
    )
    assert twice["errors"][0]["code"] == "INVALID_STATE"
    assert (wrong["errors"][0]["code"], wrong["errors"][0]["field"]) == (
        "INVALID_INPUT",
        ["transactionId"],
    )


async def test_a_correction_of_another_balance_is_stale(move, team) -> None:
    wanted = {"teamId": "team", "amount": "-1", "reason": "Stocktaking", "idempotencyKey": "k"}
    stale = await move("adjustCredits", **wanted, expectedBalance="9")
    done = await move("adjustCredits", **wanted, expectedBalance="10")

    assert [(error["code"], error["field"]) for error in stale["errors"]] == [
        ("STALE", ["expectedBalance"])
    ]
    assert done["creditAccount"]["balance"] == "9"


@pytest.mark.parametrize("amount", ["0", "-1", "1000000001"])
async def test_amounts_out_of_bounds_are_told_with_their_field(move, team, amount: str) -> None:
    refused = await move("addCredits", teamId="team", amount=amount, idempotencyKey="k")

    assert [(error["code"], error["field"]) for error in refused["errors"]] == [
        ("INVALID_INPUT", ["amount"])
    ]


async def test_a_refill_is_set_shown_and_ended(graphql, team, owner) -> None:
    query = """mutation($input: SetAutoRefillInput!) { setAutoRefill(input: $input) {
        creditAccount { autoRefill { amount period lastRefillAt nextRefillAt } }
        errors { code field } } }"""

    async def set_to(refill):
        values = {"input": {"teamId": "team", "autoRefill": refill}}
        answer = await graphql(query, values, actor=owner)
        return answer["data"]["setAutoRefill"]

    set_up = await set_to({"amount": "2.5", "period": "WEEKLY"})
    assert set_up["creditAccount"]["autoRefill"]["period"] == "WEEKLY"
    assert set_up["creditAccount"]["autoRefill"]["amount"] == "2.5"
    assert (await set_to({"amount": "0", "period": "DAILY"}))["errors"] == [
        {"code": "INVALID_INPUT", "field": ["autoRefill", "amount"]}
    ]
    assert (await set_to(None))["creditAccount"] == {"autoRefill": None}


@pytest.mark.parametrize(
    ("actor", "code"), [(ANONYMOUS, "UNAUTHENTICATED"), (USER, "FORBIDDEN"), (KEY, "FORBIDDEN")]
)
async def test_who_may_not_move_credits_is_told_at_the_top(
    graphql, team, actor: Actor, code: str
) -> None:
    query = MOVE % ("AddCredits", "addCredits")
    values = {"teamId": "team", "amount": "1", "idempotencyKey": "k"}

    answer = await graphql(query, {"input": values}, actor=actor)

    assert answer["errors"][0]["extensions"]["code"] == code
    assert (await credits.account(SYSTEM, "team")).balance == 10 * CREDIT


async def test_a_page_of_transactions_costs_the_same_statements_whatever_its_length(
    graphql, team, owner, caplog: pytest.LogCaptureFixture
) -> None:
    for n in range(10):
        charge = await credits.charge(
            owner, "team", CREDIT // 10, reason="Work", idempotency_key=f"c{n}"
        )
        await credits.refund(owner, charge.id, reason="Sorry", idempotency_key=f"r{n}")

    async def statements(first: int) -> int:
        caplog.clear()
        with caplog.at_level("DEBUG", logger="tortoise.db_client"):
            answer = await graphql(ACCOUNT, {"teamId": "team", "first": first}, actor=owner)
        page = answer["data"]["team"]["creditAccount"]["transactions"]
        assert len(page["nodes"]) == first
        return sum(record.name == "tortoise.db_client" for record in caplog.records)

    assert await statements(2) == await statements(20) == 9
