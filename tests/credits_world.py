"""A team with ten credits, and who may come to it."""

from domain import credits
from domain.access import SYSTEM, Actor, ActorKind, AdminRole
from persistence.database import transaction
from persistence.models import (
    Organization,
    Provisioning,
    Team,
)

CREDIT = credits.MICROS
USER = Actor(kind=ActorKind.ADMIN_USER, label="user@example.com", role=AdminRole.USER)
KEY = Actor(kind=ActorKind.VIRTUAL_KEY, label="key", team_id="team", organization_id="organization")
OTHER_KEY = Actor(
    kind=ActorKind.VIRTUAL_KEY, label="key", team_id="other", organization_id="organization"
)


async def make_team(owner: Actor, team_id: str = "team", *, balance: int = 10) -> Team:
    organization, _ = await Organization.get_or_create(
        organization_id="organization", defaults={"name": "Organization"}
    )
    async with transaction():
        team = await Team.create(team_id=team_id, name=team_id, organization=organization)
        await Provisioning.create(team=team)
        await credits.open_account(owner, team, balance * CREDIT)
    return team


async def balance(team_id: str = "team") -> tuple[int, int]:
    account = await credits.account(SYSTEM, team_id)
    return account.balance, account.held
