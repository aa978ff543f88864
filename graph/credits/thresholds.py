"""Levels of available credits that fire once."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import strawberry

from domain import credits
from domain.access import Actor
from graph.scalars import Credits


@strawberry.type(
    description="A level of available credits that fires one event when crossed downwards."
)
class BalanceThreshold:
    credits: Credits = strawberry.field(description="Level of available credits.")
    is_armed: bool = strawberry.field(
        description="Whether it will fire; it rests after firing until the level is passed upwards."
    )
    last_fired_at: datetime | None = strawberry.field(
        description="Latest firing; null before the first."
    )

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            credits=Credits(row.credits), is_armed=row.is_armed, last_fired_at=row.last_fired_at
        )


async def thresholds_of(actor: Actor, account_keys: list[UUID]) -> list[list[BalanceThreshold]]:
    """A batch: those of several accounts, highest first."""
    found = await credits.thresholds_of_accounts(actor, account_keys)
    return [
        [BalanceThreshold.from_model(row) for row in found.get(key, [])] for key in account_keys
    ]
