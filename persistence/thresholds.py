"""The thresholds of an account: the server says the levels, the database all the rest."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from persistence.database import rows

_REMOVE: Final = (
    "DELETE FROM balance_thresholds WHERE account_id = $1 AND credits <> ALL($2::bigint[])"
)
_ADD: Final = """
INSERT INTO balance_thresholds (id, account_id, credits)
SELECT gen_random_uuid(), $1, credits FROM unnest($2::bigint[]) AS level (credits)
WHERE NOT EXISTS (SELECT FROM balance_thresholds WHERE account_id = $1 AND credits = level.credits)
"""


async def replace(account_id: UUID, levels: Sequence[int]) -> None:
    """Call it in a transaction that has the team locked."""
    await rows(_REMOVE, account_id, list(levels))
    await rows(_ADD, account_id, list(levels))
