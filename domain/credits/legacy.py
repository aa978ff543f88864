"""Credits as the legacy contract counts them: whole ones, in three figures.

`remaining` is what can be spent. `allocated` is what was given, corrections included. `used` is
the rest: charges less what was given back, and what is held. All are rounded down, `used` being
`allocated - remaining` of the rounded ones, so that the three always add up.
"""

from dataclasses import dataclass
from typing import Final, Self
from uuid import uuid4

from domain.access import Actor, Permission, requires
from domain.credits.posting import post
from domain.credits.types import MAX_AMOUNT, MICROS
from domain.errors import InvalidInput, Stale
from domain.tenancy import lock_team
from persistence.database import transaction
from persistence.models import CreditAccount, EntryKind

_TRIES: Final = 10


class _Moved(Exception):
    """Somebody else was first: the differences are to be made out again."""


@dataclass(frozen=True, slots=True)
class Totals:
    allocated: int
    used: int
    remaining: int

    @classmethod
    def of(cls, account: CreditAccount) -> Self:
        allocated = (account.total_granted + account.total_adjusted) // MICROS
        remaining = account.available // MICROS
        return cls(allocated, allocated - remaining, remaining)


@requires(Permission.MANAGE_CREDITS)
async def set_totals(
    actor: Actor, team_id: str, *, allocated: int | None = None, used: int | None = None
) -> CreditAccount:
    """Make these the figures, in whole credits; None, and a figure that is right already,
    change nothing.

    What was allocated moves by an adjustment; more used is a charge, less used a waiver of
    charges. Raises `InsufficientCredits` when more would be used than is allocated.
    """
    for field, figure in (("creditsAllocated", allocated), ("creditsUsed", used)):
        if figure is not None and not 0 <= figure <= MAX_AMOUNT // MICROS:
            raise InvalidInput(field, f"Must be between 0 and {MAX_AMOUNT // MICROS}.")
    for _ in range(_TRIES):
        try:
            async with transaction():
                return await _set(actor, team_id, allocated, used)
        except _Moved:
            continue
    raise Stale("The credits keep changing; try again.")


async def _set(
    actor: Actor, team_id: str, allocated: int | None, used: int | None
) -> CreditAccount:
    team = await lock_team(actor, team_id)
    account = await CreditAccount.get(team_id=team.id).select_related("team__organization")
    seen = account.last_sequence
    for kind, amount, reason in _movements(account, allocated, used):
        entry = await post(
            actor, account, kind, amount, reason=reason, idempotency_key=str(uuid4())
        )
        if entry.previous_sequence != seen:
            raise _Moved
        seen, account = entry.sequence, entry.account
    return account


def _movements(
    account: CreditAccount, allocated: int | None, used: int | None
) -> list[tuple[EntryKind, int, str]]:
    """What gives comes first, so that the rest does not fail for want of it."""
    shown, movements = Totals.of(account), []
    given = account.total_granted + account.total_adjusted
    taken = given - account.available
    if allocated is not None and allocated != shown.allocated:
        reason = f"Allocated credits set to {allocated}"
        movements.append((EntryKind.ADJUSTMENT, allocated * MICROS - given, reason))
    if used is not None and used != shown.used:
        if used * MICROS < account.held:
            raise InvalidInput("creditsUsed", "Less than what running jobs hold.")
        less = taken - used * MICROS
        kind = EntryKind.WAIVER if less > 0 else EntryKind.CHARGE
        movements.append((kind, less, f"Used credits set to {used}"))
    return sorted(
        (movement for movement in movements if movement[1]), key=lambda movement: -movement[1]
    )
