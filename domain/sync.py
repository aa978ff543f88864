"""Whether LiteLLM holds what it should of a team and its keys, for those who may know."""

from collections.abc import Sequence
from uuid import UUID

from domain import provisioning
from domain.access import Actor, Permission, requires
from domain.provisioning import SyncState, SyncStatus
from persistence.models import Provisioning

__all__ = ["SyncState", "SyncStatus", "of_aliases", "of_teams"]


@requires(Permission.READ)
async def of_teams(actor: Actor, team_ids: Sequence[UUID]) -> dict[UUID, SyncStatus]:
    """By primary key; nothing for a virtual key, which sees only this side."""
    if actor.is_tenant:
        return {}
    found = await Provisioning.filter(team_id__in=list(team_ids))
    return {row.team_id: provisioning.status_of(row) for row in found if row.team_id}


@requires(Permission.READ)
async def of_aliases(actor: Actor, alias_ids: Sequence[UUID]) -> dict[UUID, SyncStatus]:
    """By primary key; nothing for a virtual key, which sees only this side."""
    if actor.is_tenant:
        return {}
    found = await Provisioning.filter(model_alias_id__in=list(alias_ids))
    return {row.model_alias_id: provisioning.status_of(row) for row in found if row.model_alias_id}
