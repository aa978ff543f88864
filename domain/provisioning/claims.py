"""One row, one worker: leases by the database's clock, and no word from a worker without one."""

import random
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from domain.provisioning.queue import AWAY, REFUSED
from persistence import database

# Longer than the slowest call of the gateway, look included; renewed before every change.
_LEASE_SECONDS: Final = 30.0
_FIRST_PAUSE_SECONDS: Final = 0.25
_LONGEST_PAUSE_SECONDS: Final = 60.0
_LONGEST_PAUSE_REFUSED_SECONDS: Final = 300.0
_DOUBLINGS: Final = 12
_ERROR_LENGTH: Final = 500
_random = random.SystemRandom()

# A row is due while LiteLLM lags behind it, and once more when a second look was planned.
_DUE: Final = """
    removed_at IS NULL AND (observed_generation < generation OR next_attempt_at IS NOT NULL)
    AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp())
    AND (lease_until IS NULL OR lease_until <= clock_timestamp())
"""
_CLAIM: Final = f"""
WITH due AS (
    SELECT id, lease_token AS left_behind FROM provisionings WHERE {_DUE}
    ORDER BY next_attempt_at NULLS FIRST, updated_at LIMIT $1 FOR UPDATE SKIP LOCKED)
UPDATE provisionings p SET lease_token = gen_random_uuid(),
    lease_until = clock_timestamp() + make_interval(secs => {_LEASE_SECONDS})
FROM due WHERE p.id = due.id
RETURNING p.id, coalesce(
        (SELECT 'Team ' || quote_literal(t.team_id) FROM teams t WHERE t.id = p.team_id),
        (SELECT 'Model alias ' || quote_literal(a.alias) FROM model_aliases a
         WHERE a.id = p.model_alias_id),
        'Deleted model alias ' || p.model_alias_id,
        'Provider credential ' || p.provider_credential_id) AS subject,
    p.team_id, p.model_alias_id, p.provider_credential_id,
    p.generation, p.lease_token, p.attempts, p.last_error, p.absent_since,
    p.synced_at IS NOT NULL AS was_synced, p.drifted_at IS NOT NULL AS has_drifted,
    due.left_behind IS NOT NULL AS was_interrupted,
    p.synced_at IS NOT NULL AND p.allowance_usd IS NULL AS was_refused,
    p.absent_since <= clock_timestamp() - make_interval(secs => $2) IS TRUE AS is_confirmed
"""  # noqa: S608
_KEEP: Final = f"""
UPDATE provisionings SET lease_until = clock_timestamp() + make_interval(secs => {_LEASE_SECONDS})
WHERE id = $1 AND lease_token = $2 RETURNING id
"""  # noqa: S608
_FINISH: Final = """
UPDATE provisionings SET observed_generation = $3, attempts = 0, last_error = NULL,
    drifted_at = NULL, lease_token = NULL, lease_until = NULL,
    allowance_usd = CASE WHEN generation = $3 OR allowance_usd IS NOT NULL THEN $9::numeric END,
    synced_at = CASE WHEN $8 THEN synced_at ELSE clock_timestamp() END,
    absent_since = CASE WHEN $4 THEN clock_timestamp() ELSE absent_since END,
    removed_at = CASE WHEN $5 THEN clock_timestamp() END,
    next_attempt_at = CASE
        WHEN generation > $3 THEN next_attempt_at
        WHEN $6 THEN CASE WHEN $4 THEN clock_timestamp()
                          ELSE coalesce(absent_since, clock_timestamp()) END
                     + make_interval(secs => $7) END
WHERE id = $1 AND lease_token = $2 RETURNING id
"""
_FAIL: Final = """
UPDATE provisionings SET last_error = $4, lease_token = NULL, lease_until = NULL,
    attempts = CASE WHEN generation = $3 THEN $5 ELSE 0 END,
    next_attempt_at = CASE WHEN generation = $3
                           THEN clock_timestamp() + make_interval(secs => $6) END
WHERE id = $1 AND lease_token = $2 RETURNING id
"""


class Fenced(Exception):
    """The lease ran out and another worker has the row now: stop."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row while this worker holds its lease, as it was when claimed. `subject`: for the log.

    `was_interrupted`: a worker before this one never came back, or failed: a call of its may
    still arrive. `was_refused`: LiteLLM refused a call of the team for its budget, though it has
    credits. `is_confirmed`: what was removed has been absent for long enough.
    """

    id: UUID
    subject: str
    team_id: UUID | None
    model_alias_id: UUID | None
    provider_credential_id: UUID | None
    generation: int
    lease_token: UUID
    attempts: int
    last_error: str | None
    absent_since: datetime | None
    was_synced: bool
    has_drifted: bool
    was_interrupted: bool
    was_refused: bool
    is_confirmed: bool

    @property
    def is_unclean(self) -> bool:
        return self.was_interrupted or self.last_error is not None

    async def keep(self) -> None:
        """Renew the lease; raises `Fenced`."""
        await self._write(_KEEP)

    async def finish(
        self, *, is_deleted: bool, changed: bool, confirm_seconds: float, allowance: Decimal | None
    ) -> None:
        """LiteLLM holds this generation, this allowance included. What is removed is looked at
        twice, and so is what had trouble: a lost call may be a late one."""
        is_removed = is_deleted and not changed and self.is_confirmed
        begins_absence = is_deleted and (changed or self.absent_since is None)
        look_again = (is_deleted and not is_removed) or (not is_deleted and self.is_unclean)
        await self._write(
            _FINISH,
            self.generation,
            begins_absence,
            is_removed,
            look_again,
            confirm_seconds,
            is_deleted,
            allowance,
        )

    async def fail(self, code: str, message: str) -> None:
        """Try again later, and later still each time; a change begins anew."""
        error = f"{code}: {message}"[:_ERROR_LENGTH]
        is_refused = code == REFUSED
        attempts = 1 if is_refused and error != self.last_error else self.attempts + 1
        longest = _LONGEST_PAUSE_REFUSED_SECONDS if is_refused else _LONGEST_PAUSE_SECONDS
        pause = min(longest, _FIRST_PAUSE_SECONDS * 2 ** min(attempts, _DOUBLINGS))
        await self._write(_FAIL, self.generation, error, attempts, _random.uniform(0, pause))

    async def defer(self, seconds: float, why: str) -> None:
        """Nothing failed; it is not this row's turn yet. It is looked at twice afterwards:
        a call made for another row, or before the database went, may still arrive."""
        await self._write(_FAIL, self.generation, f"{AWAY}: {why}", self.attempts, seconds)

    async def _write(self, statement: str, *values: object) -> None:
        if not await database.rows(statement, self.id, self.lease_token, *values):
            raise Fenced


async def claim(limit: int, *, confirm_seconds: float) -> list[Claim]:
    """Lease up to so many rows that are due and nobody else works on."""
    found = await database.rows(_CLAIM, limit, confirm_seconds)
    return [Claim(**row) for row in found]


async def blame(code: str, message: str) -> None:
    """All rows that wait without a reason wait for this one."""
    await database.rows(
        f"UPDATE provisionings SET last_error = $1 WHERE {_DUE}"  # noqa: S608
        " AND observed_generation < generation AND last_error IS NULL",
        f"{code}: {message}"[:_ERROR_LENGTH],
    )
