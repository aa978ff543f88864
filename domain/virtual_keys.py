"""Keys of teams. We mint them; LiteLLM is given them. Kept as a hash and as a sealed copy."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from domain import audit, validation
from domain.access import Actor, Permission, requires
from domain.errors import Forbidden
from domain.paging import Page, PageRequest
from domain.ports import Ports, Vault
from domain.tenancy import sees
from persistence import paging
from persistence.batched_paging import pages
from persistence.database import transaction
from persistence.filters import search as matching
from persistence.models import Team, VirtualKey, VirtualKeyStatus, uuid7

__all__ = [
    "Issued",
    "Minted",
    "VirtualKeyStatus",
    "by_ids",
    "hash_of",
    "issue",
    "lists_of_teams",
    "masked",
    "mint",
    "reveal",
    "revoke_all",
    "secret_of",
    "shown",
    "unsealed",
]

PREFIX: Final = "sk-"
WORKING: Final = (VirtualKeyStatus.ACTIVE, VirtualKeyStatus.RETIRING)
_RANDOM_BYTES: Final = 32
_NAMED_IN_AUDIT: Final = 100


@dataclass(frozen=True, slots=True)
class Minted:
    """A new key before it has a row; made before the transaction that stores it."""

    key_id: UUID
    secret: str = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Issued:
    """A key with its secret; None once the sealed copy is gone."""

    key: VirtualKey
    secret: str | None = field(repr=False)


def hash_of(secret: str) -> str:
    """What a key is found by, here and at LiteLLM."""
    return hashlib.sha256(secret.encode()).hexdigest()


def mint(vault: Vault) -> Minted:
    key_id, secret = uuid7(), PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    return Minted(key_id, secret, vault.seal(secret, _context(key_id)))


def secret_of(vault: Vault, key: VirtualKey) -> str | None:
    """The secret itself; for answers, `reveal` writes down who got it."""
    if key.sealed_secret is None:
        return None
    return unsealed(vault, key.id, bytes(key.sealed_secret))


def unsealed(vault: Vault, key_id: UUID, sealed: bytes) -> str:
    """For calling LiteLLM with, never for showing."""
    return vault.unseal(sealed, _context(key_id))


async def issue(team: Team, minted: Minted, name: str = "default") -> VirtualKey:
    """Store a minted key; call it in a transaction that also touches the provisioning."""
    return await VirtualKey.create(
        id=minted.key_id,
        team=team,
        name=name,
        token_hash=hash_of(minted.secret),
        sealed_secret=minted.sealed,
        masked_key=f"{minted.secret[:3]}…{minted.secret[-4:]}",
    )


async def revoke_all(team: Team) -> None:
    """End the team's keys for good, their sealed copies too; call it in a transaction."""
    await VirtualKey.filter(team_id=team.id, status__in=WORKING).update(
        status=VirtualKeyStatus.REVOKED, sealed_secret=None
    )


@requires(Permission.MANAGE_VIRTUAL_KEYS)
async def reveal(actor: Actor, vault: Vault, teams: Sequence[Team]) -> dict[UUID, str]:
    """The secret of each team's present key, by the team's primary key.

    One audit event for all of them, however many.
    """
    keys = {key.team_id: key for key in await _present([team.id for team in teams])}
    secrets_ = {team_id: secret_of(vault, key) for team_id, key in keys.items()}
    found = {team_id: secret for team_id, secret in secrets_.items() if secret is not None}
    if not found:
        return {}
    names = [team.team_id for team in teams if team.id in found]
    only = teams[0] if len(teams) == 1 else None
    async with transaction():
        await audit.record(
            actor,
            "virtual_key.revealed",
            "virtual_key",
            keys[only.id].masked_key if only else None,
            team=only,
            organization=only.organization if only else None,
            details={"teams": names[:_NAMED_IN_AUDIT], "count": len(names)},
        )
    return found


@requires(Permission.READ)
async def shown(actor: Actor, ports: Ports, teams: Sequence[Team]) -> dict[UUID, str]:
    """The present key of each team as legacy clients are shown it: in full for those who manage
    keys, unless the operator decided otherwise; masked for everybody else."""
    if ports.policy.reveal_keys and actor.may(Permission.MANAGE_VIRTUAL_KEYS):
        return await reveal(actor, ports.vault, teams)
    return await masked(actor, teams)


@requires(Permission.READ)
async def masked(actor: Actor, teams: Sequence[Team]) -> dict[UUID, str]:
    """The present key of each team as it may be shown to anybody who sees the team."""
    visible = [team.id for team in teams if sees(actor, team)]
    return {key.team_id: key.masked_key for key in await _present(visible)}


async def _present(team_ids: Iterable[UUID]) -> list[VirtualKey]:
    """The newest key of each team that works."""
    keys = await VirtualKey.filter(
        team_id__in=list(team_ids), status=VirtualKeyStatus.ACTIVE
    ).order_by("created_at", "id")
    return [key for key in keys if key.expires_at is None or key.expires_at > datetime.now(UTC)]


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[VirtualKey]:
    """Those of the keys that the actor may see; a virtual key sees only itself."""
    wanted = [each for each in ids if not actor.is_tenant or each == actor.virtual_key_id]
    return await VirtualKey.filter(id__in=wanted)


@requires(Permission.READ)
async def lists_of_teams(
    actor: Actor,
    team_keys: Sequence[UUID],
    request: PageRequest,
    *,
    status: Sequence[VirtualKeyStatus] | None = None,
    search: str | None = None,
    descending: bool = True,
) -> dict[UUID, Page[VirtualKey]]:
    """The same page of the keys of each team, by time; teams are given by primary key."""
    if actor.is_tenant:
        raise Forbidden(
            Permission.MANAGE_VIRTUAL_KEYS, "A virtual key does not see the keys of its team."
        )
    query = VirtualKey.all()
    if status:
        query = query.filter(status__in=list(status))
    if text := validation.search(("filter", "search"), search):
        query = query.filter(matching(text, "name", endings=("masked_key",)))
    sort_key = paging.by_time(descending=descending)
    return await pages(query, request, sort_key, parent="team_id", parents=team_keys)


def _context(key_id: UUID) -> str:
    return f"virtual_keys:sealed_secret:{key_id}"
