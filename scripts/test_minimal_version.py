#!/usr/bin/env python3
"""The shortest tour: health, organization, model groups, team, balance, credits, read back."""

from walkthrough import Api, admin_api, parser, require, run, section

ORGANIZATION = "org_test_minimal"
TEAM = "test-minimal-team"
GROUPS = {
    "TestMinimalChat": ["gpt-4o", "gpt-4o-mini"],
    "TestMinimalAnalysis": ["claude-3-haiku"],
}
ADDED = 50


def main() -> None:
    api = admin_api(parser(__doc__ or "").parse_args())
    make_tenant(api)
    move_credits(api)


def make_tenant(api: Api) -> None:
    section("Health")
    require(api.call("GET", "/health")["status"] == "healthy", "The server is not healthy")

    section("Organization")
    body = {"organization_id": ORGANIZATION, "name": "Minimal test", "create_default_team": False}
    api.create("/api/organizations/create", body, f"Organization {ORGANIZATION}")

    section("Model groups")
    for name, models in GROUPS.items():
        members = [{"model_name": model, "priority": n} for n, model in enumerate(models)]
        body = {"group_name": name, "display_name": name, "models": members}
        api.create("/api/model-groups/create", body, f"Model group {name}")

    section("Team")
    api.create(
        "/api/teams/create",
        {
            "organization_id": ORGANIZATION,
            "team_id": TEAM,
            "team_alias": "Minimal test team",
            "model_groups": list(GROUPS),
            "credits_allocated": 100,
        },
        f"Team {TEAM}",
    )


def move_credits(api: Api) -> None:
    section("Balance")
    before = api.call("GET", f"/api/credits/teams/{TEAM}/balance")["credits_remaining"]
    print(f"   {before} credits")

    section(f"Add {ADDED} credits")
    body = {"credits": ADDED, "reason": "Minimal test"}
    added = api.call("POST", f"/api/credits/teams/{TEAM}/add", body=body)
    require(added["credits_added"] == ADDED, "Another amount was added than asked for")

    section("Read back")
    after = api.call("GET", f"/api/credits/teams/{TEAM}/balance")["credits_remaining"]
    require(after == before + ADDED, f"The balance is {after}, not {before + ADDED}")
    team = api.call("GET", f"/api/teams/{TEAM}")
    require(set(team["model_groups"]) == set(GROUPS), "The team has other model groups")
    listed = api.call("GET", f"/api/credits/teams/{TEAM}/transactions")
    require(
        listed["transactions"][0]["transaction_id"] == added["transaction"]["transaction_id"],
        "The newest transaction is not the one just made",
    )


if __name__ == "__main__":
    run("Minimal test", main)
