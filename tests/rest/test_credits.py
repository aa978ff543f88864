"""Credits of the legacy API: texts, whole credits, aliases, and what moves what."""

import pytest
import pytest_asyncio

from domain import credits
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from persistence.models import LedgerEntry, Organization, Team, TenantStatus

CREDIT = credits.MICROS
USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY, label="key", team_id="acme-prod", organization_id="org_acme"
)
OTHER_KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY, label="key", team_id="other", organization_id="org_acme"
)
TEAM = "/api/credits/teams/acme-prod"
ABSENT = "/api/credits/teams/absent"
ROLES = "Insufficient permissions. Required roles: owner, admin"


@pytest_asyncio.fixture
async def team(database: None, owner: Actor) -> Team:
    organization = await Organization.create(organization_id="org_acme", name="Acme")
    team = await Team.create(team_id="acme-prod", name="Acme", organization=organization)
    await credits.open_account(owner, team, 1000 * CREDIT)
    await credits.charge(owner, "acme-prod", 250 * CREDIT, reason="Work", idempotency_key="w")
    return team


async def test_the_balance_is_the_contracts_example(rest, team, owner) -> None:
    answer = await rest(owner).get(f"{TEAM}/balance")

    shown = answer.json()
    assert answer.status_code == 200
    assert shown.pop("created_at").endswith("Z")
    assert shown.pop("updated_at").endswith("Z")
    assert shown == {
        "team_id": "acme-prod",
        "organization_id": "org_acme",
        "credits_allocated": 1000,
        "credits_used": 250,
        "credits_remaining": 750,
        "credit_limit": None,
        "auto_refill": False,
        "refill_amount": None,
        "refill_period": None,
        "last_refill_at": None,
        "budget_mode": "job_based",
        "credits_per_dollar": 10.0,
        "tokens_per_credit": 10000,
        "cost_markup_percentage": 0.0,
        "status": "active",
    }


@pytest.mark.parametrize(
    "path", ["/api/teams/acme-prod/credits", "/api/credits/balance?team_id=acme-prod"]
)
@pytest.mark.parametrize("who", ["owner", "user", "admin_key", "key"])
async def test_every_path_to_the_balance_is_the_same_for_every_reader(
    rest, team, owner, admin_key, *, path: str, who: str
) -> None:
    actor = {"owner": owner, "user": USER, "admin_key": admin_key, "key": KEY}[who]

    answer = await rest(actor).get(path)

    assert answer.status_code == 200
    assert answer.json() == (await rest(owner).get(f"{TEAM}/balance")).json()


@pytest.mark.parametrize(
    ("method", "path", "text"),
    [
        ("GET", f"{TEAM}/balance", "Cannot access credit balance for a different team"),
        (
            "GET",
            "/api/teams/acme-prod/credits",
            "Cannot access credit balance for a different team",
        ),
        ("GET", f"{ABSENT}/balance", "Cannot access credit balance for a different team"),
        ("GET", f"{TEAM}/transactions", "Cannot access credit transactions for a different team"),
        ("POST", f"{TEAM}/check", "Cannot check credits for a different team"),
    ],
)
async def test_the_key_of_another_team_is_told_so(
    rest, team, method: str, path: str, text: str
) -> None:
    answer = await rest(OTHER_KEY).request(method, path)

    assert (answer.status_code, answer.json()) == (403, {"detail": text})


@pytest.mark.parametrize(
    ("method", "path", "body", "text"),
    [
        ("GET", f"{ABSENT}/balance", None, "No credit account found for team 'absent'"),
        (
            "GET",
            "/api/credits/balance?team_id=absent",
            None,
            "No credit account found for team 'absent'",
        ),
        ("GET", f"{ABSENT}/transactions", None, "No credit account found for team 'absent'"),
        ("POST", f"{ABSENT}/check", None, "No credit account found for team 'absent'"),
        ("GET", f"{ABSENT}/conversion-rates", None, "Team 'absent' not found"),
        ("POST", f"{ABSENT}/add", {"credits": 1}, "Team 'absent' not found"),
        ("POST", "/api/credits/add", {"team_id": "absent", "amount": 1}, "Team 'absent' not found"),
        ("PATCH", f"{ABSENT}/conversion-rates", {}, "Team 'absent' not found"),
        ("PATCH", f"{ABSENT}/budget-mode", {"budget_mode": "job_based"}, "Team 'absent' not found"),
        (
            "POST",
            f"{ABSENT}/replenish",
            {"credits": 1, "payment_type": "one_time"},
            "Team 'absent' not found",
        ),
        ("POST", f"{ABSENT}/configure-auto-refill", {"enabled": False}, "Team 'absent' not found"),
        (
            "PATCH",
            "/api/teams/absent/markup",
            {"cost_markup_percentage": 1},
            "Team 'absent' not found",
        ),
    ],
)
async def test_a_team_that_is_not_there_is_told_in_the_contracts_words(
    rest, team, owner, *, method: str, path: str, body, text: str
) -> None:
    answer = await rest(owner).request(method, path, json=body)

    assert (answer.status_code, answer.json()) == (404, {"detail": text})


async def test_a_deleted_team_has_no_balance_but_its_history(rest, team, owner) -> None:
    await Team.filter(id=team.id).update(status=TenantStatus.DELETED)

    assert (await rest(owner).get(f"{TEAM}/balance")).status_code == 404
    assert (await rest(owner).post(f"{TEAM}/add", json={"credits": 1})).status_code == 404
    assert (await rest(owner).get(f"{TEAM}/transactions")).json()["total"] == 2


async def test_added_credits_are_an_allocation(rest, team, admin_key) -> None:
    answer = await rest(admin_key).post(f"{TEAM}/add", json={"credits": 50})

    shown = answer.json()
    entry = shown["transaction"]
    assert (shown["team_id"], shown["credits_added"], shown["credits_remaining"]) == (
        "acme-prod",
        50,
        800,
    )
    assert entry.pop("created_at").endswith("Z")
    assert entry == {
        "transaction_id": str((await LedgerEntry.get(sequence=3)).id),
        "team_id": "acme-prod",
        "organization_id": "org_acme",
        "job_id": None,
        "transaction_type": "allocation",
        "credits_amount": 50,
        "credits_before": 750,
        "credits_after": 800,
        "reason": "Manual credit allocation",
    }


async def test_the_aliases_of_add_give_the_same_credits(rest, team, owner) -> None:
    client = rest(owner)
    flat = await client.post(
        "/api/credits/add", json={"team_id": "acme-prod", "amount": 5, "description": "Gift"}
    )
    nested = await client.post(
        "/api/teams/acme-prod/credits/allocate", json={"credits_amount": 5, "reason": "Gift"}
    )

    assert (flat.json()["credits_added"], flat.json()["credits_remaining"]) == (5, 755)
    listed = (await client.get("/api/credits/transactions?team_id=acme-prod&limit=2")).json()
    assert listed["total"] == 2
    assert listed["transactions"][0] == nested.json()
    assert listed["transactions"][1]["transaction_id"] == flat.json()["transaction_id"]
    assert [each["reason"] for each in listed["transactions"]] == ["Gift", "Gift"]


@pytest.mark.parametrize("credits_given", [0, -1, 1.5, True, "x", None, 10**13, 10**9 + 1])
async def test_impossible_additions_are_unprocessable(rest, team, owner, credits_given) -> None:
    answer = await rest(owner).post(f"{TEAM}/add", json={"credits": credits_given})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "credits"]


async def test_an_idempotency_key_gives_once(rest, team, owner) -> None:
    client, key = rest(owner), {"Idempotency-Key": "payment-1"}
    first = await client.post(f"{TEAM}/add", json={"credits": 5}, headers=key)
    again = await client.post(f"{TEAM}/add", json={"credits": 5}, headers=key)
    other = await client.post(f"{TEAM}/add", json={"credits": 6}, headers=key)
    without = await client.post(f"{TEAM}/add", json={"credits": 5})

    assert again.json() == first.json()
    assert other.status_code == 409
    assert without.json()["credits_remaining"] == 760


async def test_transactions_are_listed_latest_first_and_always_positive(rest, team, owner) -> None:
    charge = await credits.charge(
        owner, "acme-prod", CREDIT, reason="Job chat completed", idempotency_key="c"
    )
    await credits.refund(owner, charge.id, reason="Sorry", idempotency_key="r")
    await credits.adjust(owner, "acme-prod", -CREDIT, reason="Stocktaking", idempotency_key="a")
    await credits.hold(SYSTEM, "acme-prod", CREDIT, idempotency_key="h")

    listed = (await rest(KEY).get(f"{TEAM}/transactions")).json()

    shown = [
        (each["transaction_type"], each["credits_amount"], each["credits_before"])
        for each in listed["transactions"]
    ]
    assert shown == [
        ("adjustment", 1, 750),
        ("refund", 1, 749),
        ("deduction", 1, 750),
        ("deduction", 250, 1000),
        ("allocation", 1000, 0),
    ]
    assert listed["total"] == 5
    assert (await rest(KEY).get(f"{TEAM}/transactions?limit=0")).status_code == 422
    assert (await rest(KEY).get(f"{TEAM}/transactions?limit=1001")).status_code == 422


async def test_fractions_are_rounded_down_and_still_add_up(rest, team, owner) -> None:
    await credits.charge(owner, "acme-prod", CREDIT // 2, reason="Bit", idempotency_key="c")
    client = rest(owner)

    balance = (await client.get(f"{TEAM}/balance")).json()
    entry = (await client.get(f"{TEAM}/transactions?limit=1")).json()["transactions"][0]

    assert (
        balance["credits_allocated"],
        balance["credits_used"],
        balance["credits_remaining"],
    ) == (
        1000,
        251,
        749,
    )
    assert (entry["credits_before"], entry["credits_amount"], entry["credits_after"]) == (
        750,
        1,
        749,
    )


async def test_a_check_says_yes_or_why_not(rest, team) -> None:
    client = rest(KEY)

    assert (await client.post(f"{TEAM}/check")).json() == {
        "team_id": "acme-prod",
        "has_credits": True,
        "credits_remaining": 750,
        "credits_needed": 1,
    }
    short = await client.post(f"{TEAM}/check?credits_needed=751")
    assert (short.status_code, short.json()) == (
        200,
        {
            "team_id": "acme-prod",
            "has_credits": False,
            "credits_needed": 751,
            "error": "Insufficient credits. Team has 750 credits remaining, but 751 required. "
            "Allocated: 1000, Used: 250",
        },
    )
    assert (await client.post(f"{TEAM}/check?credits_needed=0")).status_code == 422


async def test_a_payment_is_credited_with_its_amount_in_the_reason(rest, team, owner) -> None:
    answer = await rest(owner).post(
        f"{TEAM}/replenish",
        json={
            "credits": 5000,
            "payment_type": "subscription",
            "payment_amount_usd": 499.0,
            "reason": "November 2024 subscription payment",
        },
    )

    shown = answer.json()
    entry = shown.pop("transaction")
    assert shown == {
        "team_id": "acme-prod",
        "credits_added": 5000,
        "credits_before": 750,
        "credits_after": 5750,
        "payment_type": "subscription",
        "payment_amount_usd": 499.0,
    }
    assert entry["transaction_type"] == "subscription_payment"
    assert entry["reason"] == "November 2024 subscription payment ($499.00 USD)"
    balance = (await rest(owner).get(f"{TEAM}/balance")).json()
    assert balance["last_refill_at"] == entry["created_at"]
    assert balance["credits_allocated"] == 6000


async def test_a_payment_without_words_has_the_contracts(rest, team, owner) -> None:
    answer = await rest(owner).post(
        f"{TEAM}/replenish", json={"credits": 1, "payment_type": "one_time"}
    )

    assert answer.json()["transaction"]["transaction_type"] == "one_time_payment"
    assert answer.json()["transaction"]["reason"] == "Credit replenishment from one_time payment"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"credits": 0, "payment_type": "one_time"}, "credits must be a positive integer"),
        ({"credits": -5, "payment_type": "one_time"}, "credits must be a positive integer"),
        (
            {"credits": 1, "payment_type": "weekly"},
            "payment_type must be 'subscription' or 'one_time'",
        ),
    ],
)
async def test_wrong_payments_are_refused_with_400(rest, team, owner, body, text: str) -> None:
    answer = await rest(owner).post(f"{TEAM}/replenish", json=body)

    assert (answer.status_code, answer.json()) == (400, {"detail": text})


async def test_a_refill_is_switched_on_and_off_and_keeps_its_figures(rest, team, owner) -> None:
    client, path = rest(owner), f"{TEAM}/configure-auto-refill"
    on = await client.post(
        path, json={"enabled": True, "refill_amount": 5000, "refill_period": "monthly"}
    )
    off = await client.post(path, json={"enabled": False})

    assert on.json() == {
        "team_id": "acme-prod",
        "auto_refill_enabled": True,
        "refill_amount": 5000,
        "refill_period": "monthly",
        "last_refill_at": None,
        "message": "Auto-refill enabled successfully",
    }
    assert off.json() == on.json() | {
        "auto_refill_enabled": False,
        "message": "Auto-refill disabled successfully",
    }
    balance = (await client.get(f"{TEAM}/balance")).json()
    assert (balance["auto_refill"], balance["refill_amount"]) == (False, 5000)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"enabled": True, "refill_amount": 1, "refill_period": "hourly"},
            "refill_period must be 'monthly', 'weekly', or 'daily'",
        ),
        (
            {"enabled": True, "refill_amount": 0, "refill_period": "daily"},
            "refill_amount must be a positive integer when enabling auto-refill",
        ),
        (
            {"enabled": True, "refill_period": "daily"},
            "refill_amount must be a positive integer when enabling auto-refill",
        ),
        (
            {"enabled": True, "refill_amount": 1},
            "refill_period must be specified when enabling auto-refill",
        ),
    ],
)
async def test_half_a_refill_is_refused_with_400(rest, team, owner, body, text: str) -> None:
    answer = await rest(owner).post(f"{TEAM}/configure-auto-refill", json=body)

    assert (answer.status_code, answer.json()) == (400, {"detail": text})


async def test_rates_are_set_and_reset_by_null(rest, team, owner) -> None:
    client, path = rest(owner), f"{TEAM}/conversion-rates"
    assert (await client.get(path)).json() == {
        "team_id": "acme-prod",
        "tokens_per_credit": 10000,
        "credits_per_dollar": 10.0,
        "budget_mode": "job_based",
        "using_defaults": {"tokens_per_credit": True, "credits_per_dollar": True},
    }

    changed = await client.patch(path, json={"tokens_per_credit": 5000, "credits_per_dollar": 2.5})
    assert changed.json() == {
        "team_id": "acme-prod",
        "tokens_per_credit": 5000,
        "credits_per_dollar": 2.5,
        "message": "Conversion rates updated successfully",
    }
    await client.patch(path, json={"credits_per_dollar": None})
    shown = (await client.get(path)).json()
    assert (shown["tokens_per_credit"], shown["credits_per_dollar"]) == (5000, 10.0)
    assert shown["using_defaults"] == {"tokens_per_credit": False, "credits_per_dollar": True}


async def test_the_budget_mode_is_set_and_rates_that_are_null_stay(rest, team, owner) -> None:
    client, path = rest(owner), f"{TEAM}/budget-mode"
    await client.patch(path, json={"budget_mode": "consumption_tokens", "tokens_per_credit": 5000})
    answer = await client.patch(
        path, json={"budget_mode": "consumption_tokens", "tokens_per_credit": None}
    )

    assert answer.json() == {
        "team_id": "acme-prod",
        "budget_mode": "consumption_tokens",
        "credits_per_dollar": 10.0,
        "tokens_per_credit": 5000,
        "message": "Budget mode updated successfully",
    }


async def test_the_markup_is_set(rest, team, owner) -> None:
    answer = await rest(owner).patch(
        "/api/teams/acme-prod/markup",
        json={
            "cost_markup_percentage": 50.0,
            "budget_mode": "consumption_usd",
            "credits_per_dollar": 12,
        },
    )

    assert answer.json() == {
        "team_id": "acme-prod",
        "cost_markup_percentage": 50.0,
        "budget_mode": "consumption_usd",
        "credits_per_dollar": 12.0,
        "message": "Cost markup updated successfully",
    }
    balance = (await rest(owner).get(f"{TEAM}/balance")).json()
    assert balance["cost_markup_percentage"] == 50.0


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        (
            f"{TEAM}/conversion-rates",
            {"tokens_per_credit": 0},
            "tokens_per_credit must be a positive integer",
        ),
        (
            f"{TEAM}/conversion-rates",
            {"credits_per_dollar": -0.5},
            "credits_per_dollar must be a positive number",
        ),
        (
            f"{TEAM}/budget-mode",
            {"budget_mode": "free"},
            "budget_mode must be one of: job_based, consumption_usd, consumption_tokens",
        ),
        (
            f"{TEAM}/budget-mode",
            {"budget_mode": "job_based", "tokens_per_credit": -1},
            "tokens_per_credit must be a positive integer",
        ),
        (
            "/api/teams/acme-prod/markup",
            {"cost_markup_percentage": 1000},
            "cost_markup_percentage must be between 0 and 999.99",
        ),
        (
            "/api/teams/acme-prod/markup",
            {"cost_markup_percentage": -1},
            "cost_markup_percentage must be between 0 and 999.99",
        ),
    ],
)
async def test_wrong_rates_are_refused_with_400(
    rest, team, owner, *, path, body, text: str
) -> None:
    answer = await rest(owner).patch(path, json=body)

    assert (answer.status_code, answer.json()) == (400, {"detail": text})


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{TEAM}/add", {}),
        ("POST", "/api/credits/add", {}),
        ("POST", "/api/teams/acme-prod/credits/allocate", {}),
        ("POST", f"{TEAM}/replenish", {}),
        ("POST", f"{TEAM}/configure-auto-refill", {}),
        ("PATCH", f"{TEAM}/conversion-rates", {}),
        ("PATCH", f"{TEAM}/budget-mode", {}),
        ("PATCH", "/api/teams/acme-prod/markup", {}),
    ],
)
async def test_who_only_reads_moves_nothing_and_hears_so_first(
    rest, team, method: str, path: str, body
) -> None:
    refused = await rest(USER).request(method, path, json=body)
    anonymous = await rest().request(method, path, json=body)

    assert (refused.status_code, refused.json()) == (403, {"detail": ROLES})
    assert anonymous.status_code == 401
    assert (await rest(KEY).request(method, path, json=body)).status_code == 401


async def test_reports_show_who_runs_dry_and_how_fast(rest, team, owner) -> None:
    await credits.charge(owner, "acme-prod", 650 * CREDIT, reason="Work", idempotency_key="c")
    client = rest(USER)

    assert (await client.get("/api/credits/utilization")).json() == {
        "total_teams": 1,
        "summary": {
            "total_allocated": 1000,
            "total_remaining": 100,
            "total_used": 900,
            "avg_utilization": 90.0,
        },
        "by_status": {"healthy": 0, "warning": 0, "critical": 1},
        "teams_needing_attention": [
            {
                "team_id": "acme-prod",
                "credits_remaining": 100,
                "percentage": 10.0,
                "status": "critical",
            }
        ],
    }
    trend = (await client.get("/api/credits/trends?team_id=acme-prod&days=2")).json()
    today = trend["daily"].pop()
    assert (trend["total_used"], trend["average_per_day"], len(trend["daily"])) == (900, 450.0, 1)
    assert (today["credits_used"], today["credits_added"], today["transactions"]) == (900, 1000, 3)
    assert (await client.get("/api/credits/trends?team_id=absent")).status_code == 404
    assert (await client.get("/api/credits/trends?team_id=acme-prod&days=0")).status_code == 422
