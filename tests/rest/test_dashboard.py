"""The figures of the admin panel's first page."""

from domain import credits, organizations
from tests.builders import make_model_group, make_organization, make_team


async def test_it_counts_what_is_there_and_whole_credits(rest, owner, database):
    organization = await make_organization()
    await organizations.suspend(owner, (await make_organization()).organization_id)
    await make_model_group()
    team = (await make_team(organization=organization)).team
    await make_team(organization=organization)
    await credits.grant(owner, team.team_id, 10_500_000, idempotency_key="1")
    await credits.charge(owner, team.team_id, 2_600_000, reason="x", idempotency_key="2")

    answer = await rest(owner).get("/api/stats/dashboard")

    assert answer.status_code == 200
    assert answer.json() == {
        "organizations": 1,
        "teams": 2,
        "modelGroups": 1,
        "totalCredits": 10,
        "creditsRemaining": 7,
        "creditsUsed": 3,
    }


async def test_it_is_for_the_management(rest):
    assert (await rest().get("/api/stats/dashboard")).status_code == 401
