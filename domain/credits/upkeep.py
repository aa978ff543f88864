"""What the calendar does to credits: grants begin and end, teams are refilled.

Any number of processes may do this at once. The database's clock tells the time.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.access import SYSTEM
from domain.credits.posting import post
from domain.credits.refills import next_refill, period_start
from domain.errors import Refusal, StorageTrouble
from persistence.account_rows import lock_accounts
from persistence.database import rows, transaction
from persistence.ledger import Terms
from persistence.models import (
    CreditAccount,
    CreditGrant,
    EntryKind,
    GrantEnd,
    GrantSource,
    RefillPeriod,
    Team,
)

_AT_ONCE: Final = 100
_log = logging.getLogger("saas_litellm.credits")

_BEGINNING: Final = """
SELECT g.id FROM credit_grants g JOIN credit_accounts a ON a.id = g.account_id
    JOIN teams t ON t.id = a.team_id
WHERE g.posted_sequence IS NULL AND g.ended_at IS NULL AND g.effective_at <= clock_timestamp()
    AND coalesce(g.expires_at > clock_timestamp(), true) AND t.status <> 'deleted'
ORDER BY g.effective_at LIMIT $1
"""
# A grant may end as far as nothing holds it; the rest ends when the hold does.
_ENDING: Final = """
SELECT g.id FROM credit_grants g JOIN credit_accounts a ON a.id = g.account_id
WHERE g.ended_at IS NULL AND g.expires_at <= clock_timestamp()
    AND g.ended_by IS DISTINCT FROM 'void'
    AND (g.posted_sequence IS NULL OR a.balance > a.held) AND ($1::uuid IS NULL OR a.id = $1)
UNION ALL
SELECT g.id FROM credit_grants g JOIN credit_accounts a ON a.id = g.account_id
WHERE g.ended_at IS NULL AND g.ended_by = 'void' AND a.balance > a.held
    AND ($1::uuid IS NULL OR a.id = $1)
LIMIT $2
"""
_REFILLING: Final = """
SELECT t.id, clock_timestamp() AS now FROM teams t JOIN organizations o ON o.id = t.organization_id
WHERE t.next_refill_at <= clock_timestamp() AND t.status = 'active' AND o.status = 'active'
ORDER BY t.next_refill_at LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED
"""


async def begin_grants() -> int:
    """Put grants that were to start later into their balances, each once."""
    found = await rows(_BEGINNING, _AT_ONCE)
    return sum([await _begin(row["id"]) for row in found])


async def end_grants(account_id: UUID | None = None) -> int:
    """Take out of the balances what is left of grants past their end, and of those voided."""
    found = await rows(_ENDING, account_id, _AT_ONCE)
    return sum([await _end(row["id"]) for row in found])


async def refill_teams() -> int:
    """Refill every team that is due, once for the present period, however many it missed."""
    count = 0
    while await _refill_one():
        count += 1
    return count


async def run(*, poll_seconds: float, stop: asyncio.Event) -> None:
    """Until it is told to stop; what goes wrong is tried again the next time."""
    while not stop.is_set():
        try:
            await _all_of_it()
        except StorageTrouble as trouble:
            _log.warning("Grants and refills wait for the database: %s", trouble)
        with suppress(TimeoutError):
            async with asyncio.timeout(poll_seconds):
                await stop.wait()


async def _all_of_it() -> None:
    while await end_grants() + await begin_grants():
        pass
    await refill_teams()


async def _begin(grant_id: UUID) -> bool:
    grant = await _grant(grant_id)
    return await _posted(grant, EntryKind.GRANT, grant.amount, grant.reason, f"grant:{grant.id}")


async def _end(grant_id: UUID) -> bool:
    grant = await _grant(grant_id)
    voided = grant.ended_by is GrantEnd.VOID
    return await _posted(
        grant,
        EntryKind.VOID if voided else EntryKind.EXPIRY,
        0,
        "Rest of a voided grant" if voided else "Grant expired",
        # Less is left after each part.
        f"grant:{grant.id}:end:{grant.remaining}",
    )


async def _posted(
    grant: CreditGrant, kind: EntryKind, amount: int, reason: str | None, key: str
) -> bool:
    """False when somebody else was first, or it cannot be just now."""
    try:
        await post(
            SYSTEM,
            grant.account,
            kind,
            amount,
            grant_id=grant.id,
            reason=reason,
            idempotency_key=key,
        )
    except Refusal as refusal:
        _log.info("Grant %s stays as it is: %s", grant.id, refusal)
        return False
    return True


async def _grant(grant_id: UUID) -> CreditGrant:
    return await CreditGrant.get(id=grant_id).select_related("account__team__organization")


async def _refill_one() -> bool:
    async with transaction():
        due = await rows(_REFILLING)
        if not due:
            return False
        team = await Team.get(id=due[0]["id"])
        await _refill(team, due[0]["now"])
    return True


async def _refill(team: Team, now: datetime) -> None:
    """The row of the team is locked: nobody else refills it."""
    if not team.refill_amount or not team.refill_period:
        raise ValueError(f"team {team.team_id} has a next refill and no figures")
    account = await CreditAccount.get(team_id=team.id).select_related("team__organization")
    # What does not roll over makes room first, also when it ends in this very moment.
    await end_grants(account.id)
    amount = await _room(team, team.refill_amount)
    following = next_refill(now, team.refill_period)
    if amount and await _give(account, amount, team.refill_period, now, following):
        team.last_refill_at = now
    team.next_refill_at = following
    await team.save(update_fields=["last_refill_at", "next_refill_at", "updated_at"])


async def _room(team: Team, amount: int) -> int:
    if team.refill_max_balance is None:
        return amount
    account = (await lock_accounts([team.id]))[team.id]
    room: int = team.refill_max_balance - account.balance
    return max(min(amount, room), 0)


async def _give(
    account: CreditAccount, amount: int, period: RefillPeriod, now: datetime, following: datetime
) -> bool:
    reason = f"Auto-refill: {period}"
    terms = Terms(
        source=GrantSource.AUTO_REFILL,
        amount=amount,
        expires_at=None if account.team.refill_rolls_over else following,
        reason=reason,
    )
    try:
        await post(
            SYSTEM,
            account,
            EntryKind.GRANT,
            amount,
            reason=reason,
            terms=terms,
            idempotency_key=f"refill:{account.team_id}:{period_start(now, period).isoformat()}",
        )
    except Refusal as refusal:
        _log.warning("Team %s was not refilled: %s", account.team.team_id, refusal)
        return False
    return True
