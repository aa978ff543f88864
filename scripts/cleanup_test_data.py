#!/usr/bin/env python3
"""Remove what the test scripts left: organizations whose ids begin with org_test_, their teams,
keys and model groups, here and at LiteLLM."""

import time

from test_full_integration import GROUPS as FULL_GROUPS
from test_minimal_version import GROUPS as MINIMAL_GROUPS
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

PREFIX = "org_test_"
PATIENCE_SECONDS = 30.0


def main() -> None:
    arguments = parser(__doc__ or "")
    add_litellm(arguments)
    given = arguments.parse_args()
    api = admin_api(given)

    section("Organizations")
    listed = api.call("GET", "/api/organizations")
    found = [row["organization_id"] for row in listed if row["organization_id"].startswith(PREFIX)]
    print(f"   {len(found)} to remove")

    section("Teams and organizations")
    teams = [team for organization in found for team in remove(api, organization)]

    section("Model groups that nobody uses any more")
    for name in (*MINIMAL_GROUPS, *FULL_GROUPS):
        api.call("DELETE", f"/api/model-groups/{name}", expect=(200, 400, 404))

    section("LiteLLM")
    litellm = litellm_api(given)
    for team in teams:
        wait_until_gone(litellm, team)


def remove(api: Api, organization: str) -> list[str]:
    """The ids of the teams that went with it; its default team goes last, with itself."""
    listed = api.call("GET", f"/api/organizations/{organization}/teams")["teams"]
    teams = [team["team_id"] for team in listed]
    for team in teams:
        if team != f"{organization}_default":
            api.call("DELETE", f"/api/teams/{team}")
    api.call("DELETE", f"/api/organizations/{organization}")
    return teams


def wait_until_gone(litellm: Api, team: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            litellm.call("GET", f"/team/info?team_id={team}", expect=404)
            return
        except Failed:
            require(
                time.monotonic() < deadline,
                f"LiteLLM still has team {team}",
                "The server's worker cannot reach LiteLLM: its log says why",
            )
            time.sleep(1)


if __name__ == "__main__":
    run("Cleanup of test data", main)
