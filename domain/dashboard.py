"""Figures for the first page of an admin panel, and the credits of whole organizations.

Deleted teams and organizations do not count; a virtual key counts what it sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.access import Actor, Permission, requires
from domain.credits import Sums
from persistence.database import rows

__all__ = ["Counts", "Sums", "counts", "credits_of_organizations"]

_COUNTS: Final = """
    WITH seen AS (SELECT * FROM teams
        WHERE status <> 'deleted' AND ($1::text IS NULL OR team_id = $1)),
    groups AS (SELECT status FROM model_groups g WHERE $1::text IS NULL OR EXISTS (
        SELECT FROM team_model_groups l JOIN seen ON seen.id = l.team_id
        WHERE l.model_group_id = g.id)),
    tenants AS (SELECT status FROM organizations o WHERE status <> 'deleted'
        AND ($1::text IS NULL OR EXISTS (SELECT FROM seen WHERE seen.organization_id = o.id)))
    SELECT (SELECT count(*) FROM tenants) AS organizations,
        (SELECT count(*) FROM tenants WHERE status = 'active') AS active_organizations,
        (SELECT count(*) FROM seen) AS teams,
        (SELECT count(*) FROM groups) AS model_groups,
        (SELECT count(*) FROM groups WHERE status = 'active') AS active_model_groups
"""
_CREDITS: Final = """
    SELECT t.organization_id AS key, sum(a.total_granted) AS granted,
        sum(a.total_charged) AS charged, sum(a.held) AS held,
        sum(a.balance - a.held) AS available
    FROM credit_accounts a JOIN teams t ON t.id = a.team_id
    WHERE t.organization_id = ANY($2::uuid[]) AND t.status <> 'deleted'
        AND ($1::text IS NULL OR t.team_id = $1)
    GROUP BY t.organization_id
"""


@dataclass(frozen=True, slots=True)
class Counts:
    organizations: int
    active_organizations: int
    teams: int
    model_groups: int
    active_model_groups: int


@requires(Permission.READ)
async def counts(actor: Actor) -> Counts:
    [row] = await rows(_COUNTS, _only(actor))
    return Counts(**row)


@requires(Permission.READ)
async def credits_of_organizations(
    actor: Actor, organization_ids: Sequence[UUID]
) -> dict[UUID, Sums]:
    """Sums over the visible teams of each organization, given by primary key."""
    found = {each: Sums(0, 0, 0, 0) for each in organization_ids}
    for row in await rows(_CREDITS, _only(actor), list(organization_ids)):
        key = row.pop("key")
        found[key] = Sums(**{name: int(value) for name, value in row.items()})
    return found


def _only(actor: Actor) -> str | None:
    return actor.team_id if actor.is_tenant else None
