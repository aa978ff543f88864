"""What waits to be sent: one row, one worker, by leases and the database's clock."""

import random
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from domain import audit
from domain.access import SYSTEM
from domain.webhooks import checks, scopes
from persistence.database import rows, transaction
from persistence.models import WebhookEndpoint

CHANNEL: Final = "saas_litellm_webhooks"
# Seconds before the second attempt, the third and so on: three days and some hours in all.
PAUSES: Final = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
# Nobody who has answered since is switched off; who has not for so long, is.
PATIENCE: Final = "3 days"
# So many at once for each endpoint; one for those that failed, so that they keep nobody waiting.
AT_ONCE_OF_ENDPOINT: Final = 4
GONE: Final = 410

_JITTER: Final = 0.1
_LEASE_SECONDS: Final = 60
_REASON_LENGTH: Final = 500
_random = random.SystemRandom()

_IS_DUE: Final = """
SELECT EXISTS (SELECT FROM webhook_deliveries
    WHERE status = 'pending' AND next_attempt_at <= clock_timestamp()) AS due
"""
# Who claims knows how many each endpoint has: one at a time.
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('webhook_deliveries', 0))"
# Every endpoint for which something waits is visited by the index, however long its queue is.
_CLAIM: Final = f"""
WITH RECURSIVE waiting AS (
    (SELECT endpoint_id FROM webhook_deliveries WHERE status = 'pending'
        ORDER BY endpoint_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.endpoint_id FROM webhook_deliveries d
            WHERE d.status = 'pending' AND d.endpoint_id > w.endpoint_id
            ORDER BY d.endpoint_id LIMIT 1)
    FROM waiting w WHERE w.endpoint_id IS NOT NULL
), room AS (
    SELECT e.id, e.failing_since IS NOT NULL AS is_failing,
        CASE WHEN e.failing_since IS NULL THEN {AT_ONCE_OF_ENDPOINT} ELSE 1 END
        - (SELECT count(*) FROM webhook_deliveries d WHERE d.endpoint_id = e.id
            AND d.lease_token IS NOT NULL AND d.lease_until > clock_timestamp()) AS places
    FROM waiting w JOIN webhook_endpoints e ON e.id = w.endpoint_id WHERE e.is_active
), due AS (
    SELECT d.id FROM room r CROSS JOIN LATERAL (
        SELECT id, next_attempt_at FROM webhook_deliveries
        WHERE endpoint_id = r.id AND status = 'pending' AND next_attempt_at <= clock_timestamp()
        ORDER BY next_attempt_at LIMIT greatest(r.places, 0)
        FOR UPDATE SKIP LOCKED) d
    ORDER BY r.is_failing, d.next_attempt_at LIMIT $1
)
UPDATE webhook_deliveries d SET lease_token = gen_random_uuid(), next_attempt_at = until,
    lease_until = until
FROM due, webhook_endpoints e,
    LATERAL (SELECT clock_timestamp() + interval '{_LEASE_SECONDS} seconds' AS until) lease
WHERE d.id = due.id AND e.id = d.endpoint_id
RETURNING d.id, d.endpoint_id, d.message_id, d.payload::text AS payload, d.attempts, d.lease_token,
    e.url, e.sealed_secret, e.sealed_authorization,
    CASE WHEN e.previous_secret_until > clock_timestamp() THEN e.sealed_previous_secret END
        AS sealed_previous_secret
"""  # noqa: S608
_ENDPOINT_ANSWERED: Final = """
UPDATE webhook_endpoints SET last_triggered_at = clock_timestamp(), failing_since = NULL
WHERE id = $1
"""
_ENDPOINT_FAILED: Final = f"""
UPDATE webhook_endpoints SET last_triggered_at = clock_timestamp(),
    failing_since = coalesce(failing_since, clock_timestamp()),
    is_active = is_active AND NOT $2
        AND coalesce(failing_since > clock_timestamp() - interval '{PATIENCE}', true)
WHERE id = $1 RETURNING is_active, (SELECT is_active FROM webhook_endpoints WHERE id = $1) AS was
"""  # noqa: S608
_DELIVERED: Final = """
UPDATE webhook_deliveries SET status = 'delivered', attempts = attempts + 1, response_status = $3,
    error = NULL, next_attempt_at = NULL, lease_token = NULL, lease_until = NULL,
    finished_at = clock_timestamp()
WHERE id = $1 AND lease_token = $2 RETURNING id
"""
_FAILED: Final = """
UPDATE webhook_deliveries SET
    status = CASE WHEN $5::float8 IS NULL THEN 'failed' ELSE 'pending' END,
    attempts = attempts + 1, response_status = $3, error = $4,
    next_attempt_at = clock_timestamp() + make_interval(secs => $5::float8),
    finished_at = CASE WHEN $5::float8 IS NULL THEN clock_timestamp() END,
    lease_token = NULL, lease_until = NULL
WHERE id = $1 AND lease_token = $2 RETURNING id
"""


class Fenced(Exception):
    """The lease ran out and another worker has the row now, or it was asked for again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery while this worker holds its lease, and where it goes."""

    id: UUID
    endpoint_id: UUID
    message_id: UUID
    payload: str
    attempts: int
    lease_token: UUID
    url: str
    sealed_secret: bytes = field(repr=False)
    sealed_authorization: bytes | None = field(repr=False)
    sealed_previous_secret: bytes | None = field(repr=False)

    async def deliver(self, status: int) -> None:
        """The endpoint has it."""
        async with transaction():
            await rows(_ENDPOINT_ANSWERED, self.endpoint_id)
            await self._write(_DELIVERED, status)

    async def fail(self, reason: str, status: int | None = None, at_least: int = 0) -> None:
        """Try again later, not before the seconds that the endpoint asked for, unless that was
        the last time; who has failed for too long, or says that it is gone, is switched off."""
        pause = None
        if self.attempts < len(PAUSES):
            pause = max(PAUSES[self.attempts], at_least) * _random.uniform(1, 1 + _JITTER)
        async with transaction():
            [endpoint] = await rows(_ENDPOINT_FAILED, self.endpoint_id, status == GONE) or [{}]
            await self._write(_FAILED, status, reason[:_REASON_LENGTH], pause)
            if endpoint["was"] and not endpoint["is_active"]:
                await _record_switched_off(self.endpoint_id, reason)

    async def _write(self, statement: str, *values: object) -> None:
        if not await rows(statement, self.id, self.lease_token, *values):
            raise Fenced


async def claim(limit: int) -> list[Claim]:
    """Lease up to so many deliveries that are due."""
    [row] = await rows(_IS_DUE)
    if not row["due"]:
        return []
    async with transaction():
        await rows(_ALONE)
        found = await rows(_CLAIM, limit)
    return [Claim(**row) for row in found]


async def wake() -> None:
    """Workers shall look for what is due; delivered at commit."""
    await rows(f"NOTIFY {CHANNEL}")


async def _record_switched_off(endpoint_key: UUID, reason: str) -> None:
    query = WebhookEndpoint.filter(id=endpoint_key)
    endpoint = await query.select_related("organization", "team__organization").get()
    owner = scopes.owner_of(endpoint)
    await audit.record(
        SYSTEM,
        "webhook_endpoint.switched_off",
        "webhook_endpoint",
        str(endpoint_key),
        **owner.audited,
        before={"is_active": True},
        after={"is_active": False},
        details={"url": checks.shown(endpoint.url), "reason": reason},
    )
