"""The teams whose changes somebody wants to hear of: only theirs are told."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from persistence.database import rows

CHANNEL: Final = "saas_litellm_changes"
# Whoever dies watches no longer.
LEASE_SECONDS: Final = 60

_WATCH: Final = """
WITH gone AS (
    DELETE FROM watched_teams
    WHERE (watcher = $1 AND team_id <> ALL($2::uuid[])) OR until < clock_timestamp()
        AND watcher <> $1)
INSERT INTO watched_teams (team_id, watcher, until)
SELECT team_id, $1, clock_timestamp() + $3 * interval '1 second' FROM unnest($2::uuid[]) AS team_id
ON CONFLICT (team_id, watcher) DO UPDATE SET until = excluded.until
"""


async def watch(watcher: UUID, team_keys: Collection[UUID]) -> None:
    """These and no others, from now on; say it again before `LEASE_SECONDS` are over."""
    await rows(_WATCH, watcher, list(team_keys), LEASE_SECONDS)
