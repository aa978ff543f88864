#!/usr/bin/env python3
"""A team from nothing to a key that works and a job that is charged, here and at LiteLLM."""

import hashlib
import time
from typing import Any

from walkthrough import (
    Api,
    Failed,
    add_litellm,
    admin_api,
    litellm_api,
    parser,
    require,
    run,
    section,
)

ORGANIZATION = "org_test_full"
TEAM = "test-full-team"
GROUPS = {
    "TestFullChat": ["gpt-4o", "gpt-4o-mini"],
    "TestFullAnalysis": ["claude-3-haiku"],
}
FORBIDDEN_MODEL = "gpt-4-turbo"
PATIENCE_SECONDS = 70.0  # LiteLLM may hold an older state of a team for a minute
PAUSE_SECONDS = 2.0


def main() -> None:
    arguments = parser(__doc__ or "")
    add_litellm(arguments)
    given = arguments.parse_args()
    api = admin_api(given)
    litellm = litellm_api(given)
    make_tenant(api)
    key = verify_here(api)
    verify_there(litellm, key)
    use(litellm, key)
    work(api, key)


def make_tenant(api: Api) -> None:
    section("Health")
    api.call("GET", "/health")

    section("Organization")
    body = {"organization_id": ORGANIZATION, "name": "Full test", "create_default_team": False}
    api.create("/api/organizations/create", body, f"Organization {ORGANIZATION}")

    section("Model groups")
    for name, models in GROUPS.items():
        members = [{"model_name": model, "priority": n} for n, model in enumerate(models)]
        api.create(
            "/api/model-groups/create",
            {"group_name": name, "display_name": name, "models": members},
            f"Model group {name}",
        )

    section("Team, with its key in LiteLLM")
    api.create(
        "/api/teams/create",
        {
            "organization_id": ORGANIZATION,
            "team_id": TEAM,
            "team_alias": "Full test team",
            "model_groups": list(GROUPS),
            "credits_allocated": 1000,
            "metadata": {"purpose": "integration test"},
        },
        f"Team {TEAM}",
    )


def verify_here(api: Api) -> str:
    section("Virtual key")
    team = api.call("GET", f"/api/teams/{TEAM}")
    key = str(team["virtual_key"] or "")
    require(
        key.startswith("sk-") and "…" not in key and "*" not in key,
        "The answer has no virtual key in full",
        "REVEAL_KEYS is false on this server: then only creating a team shows its key",
    )

    section("Balance")
    balance = api.call("GET", f"/api/credits/teams/{TEAM}/balance")
    require(
        balance["credits_remaining"] == balance["credits_allocated"] - balance["credits_used"],
        "The balance does not add up",
    )

    section("The key's own view")
    own = {"Authorization": f"Bearer {key}"}
    require(
        api.call("GET", "/api/teams/verify", headers=own)["team_id"] == TEAM,
        "The key is another team's",
    )
    api.call("GET", f"/api/credits/teams/{TEAM}/balance", headers=own)
    return key


def verify_there(litellm: Api, key: str) -> None:
    section("The team at LiteLLM")
    info = litellm.call("GET", f"/team/info?team_id={TEAM}")["team_info"]
    expected = {model for models in GROUPS.values() for model in models}
    require(set(info["models"]) == expected, f"LiteLLM allows {info['models']}, not {expected}")
    require(info["max_budget"] is not None, "The team has no budget at LiteLLM")

    section("The key at LiteLLM")
    found = litellm.call("GET", f"/key/info?key={hashlib.sha256(key.encode()).hexdigest()}")
    require(found["info"]["team_id"] == TEAM, "The key belongs to another team at LiteLLM")
    print(f"   alias {found['info']['key_alias']}, blocked: {bool(found['info'].get('blocked'))}")


def use(litellm: Api, key: str) -> None:
    section("An allowed model answers")
    own = {"Authorization": f"Bearer {key}"}
    model = GROUPS["TestFullChat"][0]
    answer = _patiently(
        lambda: litellm.call("POST", "/chat/completions", body=_ask(model), headers=own)
    )
    print(f"   {answer['choices'][0]['message']['content']!r}")

    section("Another model is refused")
    litellm.call("POST", "/chat/completions", body=_ask(FORBIDDEN_MODEL), headers=own, expect=403)


def work(api: Api, key: str) -> None:
    own = {"Authorization": f"Bearer {key}"}
    group = next(iter(GROUPS))
    section("A job of two calls")
    new = {"team_id": TEAM, "job_type": "integration test"}
    job = f"/api/jobs/{api.call('POST', '/api/jobs/create', body=new, headers=own)['job_id']}"
    for purpose in ("draft", "final"):
        body = _ask(group) | {"purpose": purpose}
        answer = api.call("POST", f"{job}/llm-call", body=body, headers=own)
        print(f"   {purpose}: {answer['response']['content']!r}")

    section("It is charged once")
    end = {"status": "completed"}
    receipt = api.call("POST", f"{job}/complete", body=end, headers=own)["costs"]
    require(receipt["total_calls"] == len(("draft", "final")), "Not every call was counted")
    require(receipt["credit_applied"], "The job was not charged")
    again = api.call("POST", f"{job}/complete", body=end, headers=own)["costs"]
    require(again == receipt, "Completing the job again changed its receipt")


def _ask(model: str) -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": "Say hello."}]}


def _patiently(call: Any) -> Any:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return call()
        except Failed:
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    run("Full integration test", main)
