import pytest_asyncio

from domain.access import Actor
from persistence.models import Team
from tests.credits_world import make_team


@pytest_asyncio.fixture
async def team(database: None, owner: Actor) -> Team:
    return await make_team(owner)
