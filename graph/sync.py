"""Whether LiteLLM holds what it should."""

from datetime import datetime
from typing import Self
from uuid import UUID

import strawberry

from domain import sync
from domain.access import Actor
from graph.enums import describe_enum

describe_enum(
    sync.SyncState,
    "Whether LiteLLM holds what it should.",
    SYNCED="It does, as far as known.",
    PENDING="A change is on its way.",
    FAILED="The latest attempt failed; it will be repeated.",
    DRIFTED="A scan found a difference.",
)


@strawberry.type(description="Whether LiteLLM holds what it should.")
class SyncStatus:
    state: sync.SyncState = strawberry.field(description="The verdict.")
    synced_at: datetime | None = strawberry.field(
        description="Latest success; null before the first."
    )
    error: str | None = strawberry.field(description="Latest failure since then; null if none.")
    next_attempt_at: datetime | None = strawberry.field(
        description="Next attempt; null if none is needed."
    )

    @classmethod
    def of(cls, status: sync.SyncStatus | None) -> Self | None:
        if status is None:
            return None
        return cls(
            state=status.state,
            synced_at=status.synced_at,
            error=status.error,
            next_attempt_at=status.next_attempt_at,
        )


async def by_team(actor: Actor, team_keys: list[UUID]) -> list[sync.SyncStatus | None]:
    """For the loader; the keys of a team follow as one with it."""
    found = await sync.of_teams(actor, team_keys)
    return [found.get(key) for key in team_keys]
