"""The virtual key that a call is made with at LiteLLM: always one of the team's own."""

from domain import virtual_keys
from domain.access import Actor
from domain.errors import InvalidState
from domain.ports import Vault
from persistence.models import Team


async def secret_for(actor: Actor, vault: Vault, team: Team) -> str:
    """The caller's key; the team's newest that works when an admin calls for it."""
    key = await virtual_keys.working(team, actor.virtual_key_id)
    secret = virtual_keys.secret_of(vault, key) if key else None
    if secret is None:
        raise InvalidState("The team has no virtual key to call with; issue one.", field="teamId")
    return secret
