"""What nobody will send or look at any more goes, a little at a time."""

from typing import Final

from domain.webhooks.reading import KEPT
from persistence.database import rows

SWITCHED_OFF: Final = "The endpoint was switched off."

_ERASE: Final = """
DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries
    WHERE created_at < clock_timestamp() - $1::interval ORDER BY created_at LIMIT 1000)
RETURNING id
"""
_GIVE_UP: Final = """
UPDATE webhook_deliveries SET status = 'failed', error = $1, next_attempt_at = NULL,
    lease_token = NULL, lease_until = NULL, finished_at = clock_timestamp()
WHERE id IN (SELECT d.id FROM webhook_endpoints e JOIN webhook_deliveries d ON d.endpoint_id = e.id
    WHERE NOT e.is_active AND d.status = 'pending' LIMIT 1000 FOR UPDATE OF d SKIP LOCKED)
RETURNING id
"""
# Only those that have nothing left: whoever tells of an event waits for no long deletion.
_FORGET: Final = """
DELETE FROM webhook_endpoints WHERE id IN (
    SELECT e.id FROM webhook_endpoints e LEFT JOIN teams t ON t.id = e.team_id
        LEFT JOIN organizations o ON o.id = coalesce(e.organization_id, t.organization_id)
    WHERE 'deleted' IN (t.status, o.status)
        AND greatest(t.updated_at, o.updated_at) < clock_timestamp() - $1::interval
        AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.endpoint_id = e.id) LIMIT 100)
RETURNING id
"""


async def tidy() -> None:
    """Erase what is too old, give up what waits for those that are switched off, and forget the
    endpoints of tenants that were deleted."""
    done = True
    while done:
        erased = await rows(_ERASE, KEPT)
        given_up = await rows(_GIVE_UP, SWITCHED_OFF)
        done = bool(erased or given_up or await rows(_FORGET, KEPT))
