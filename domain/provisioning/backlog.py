"""What LiteLLM lags behind, and having it tried sooner."""

from dataclasses import dataclass
from typing import Final

from domain.provisioning import queue
from persistence import database

_WAITING: Final = """
WITH waiting AS (
    SELECT p.*, coalesce(
        'team ' || quote_literal(t.team_id), 'model alias ' || quote_literal(a.alias),
        CASE WHEN p.model_alias_id IS NULL THEN 'a provider credential'
             ELSE 'a deleted model alias' END) AS name
    FROM provisionings p LEFT JOIN teams t ON t.id = p.team_id
    LEFT JOIN model_aliases a ON a.id = p.model_alias_id
    WHERE removed_at IS NULL AND observed_generation < generation
    AND p.updated_at <= clock_timestamp() - make_interval(secs => $1))
SELECT count(*) AS count, count(drifted_at) AS drifted,
    count(*) FILTER (WHERE lease_until > clock_timestamp()) AS busy,
    (array_agg(name ORDER BY last_error, name))[1] AS example, min(last_error) AS error
FROM waiting
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many teams, model aliases and credentials LiteLLM lags behind, and one of them with
    its error. `drifted`: those whose difference a comparison found; `busy`: those that a worker
    has just now."""

    count: int
    drifted: int
    busy: int
    example: str | None
    error: str | None


async def waiting(*, longer_than_seconds: float = 0) -> Waiting:
    """What has not come to LiteLLM yet."""
    [row] = await database.rows(_WAITING, longer_than_seconds)
    return Waiting(**row)


async def hurry_catalog() -> None:
    """A model or credential came or went: those that wait for it are due now."""
    await database.rows(
        "UPDATE provisionings SET next_attempt_at = clock_timestamp()"  # noqa: S608
        " WHERE team_id IS NULL AND removed_at IS NULL AND observed_generation < generation"
        f" AND next_attempt_at > clock_timestamp() AND last_error LIKE '{queue.AWAY}%'"
    )
    await queue.wake()


async def hurry() -> None:
    """What waits for its next attempt is due now."""
    await database.rows(
        "UPDATE provisionings SET next_attempt_at = clock_timestamp()"
        " WHERE removed_at IS NULL AND observed_generation < generation"
        " AND next_attempt_at > clock_timestamp()"
    )
    await queue.wake()
