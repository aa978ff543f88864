"""Bringing LiteLLM in step with our rows: what to hold there, and the loop that sees to it."""

from collections.abc import Sequence
from uuid import UUID

from persistence import database
from persistence.models import Provisioning, Team

CHANNEL = "provisioning"


async def begin(team: Team) -> None:
    """LiteLLM shall have this team; call it in the transaction that creates it."""
    await Provisioning.create(team=team)
    await _wake()


async def touch(team_ids: Sequence[UUID]) -> None:
    """LiteLLM shall see what changed about these teams (primary keys); call it in the
    transaction of the change."""
    await database.rows(
        "UPDATE provisionings SET generation = generation + 1, attempts = 0,"
        " next_attempt_at = NULL, updated_at = now() WHERE team_id = ANY($1::uuid[])",
        list(team_ids),
    )
    await _wake()


async def _wake() -> None:
    # Delivered at commit; the loop also polls, so that a lost notice costs a second at most.
    await database.rows(f"NOTIFY {CHANNEL}")
