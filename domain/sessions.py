"""Sessions: rows that decide whether an access token is good. Caches only repeat them."""

import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from domain import audit
from domain.access import ANONYMOUS, Actor, ActorKind, AdminRole, Origin, own_account, public
from domain.credentials import Unproven
from domain.errors import Unauthenticated
from domain.ports import Claims, Ports
from persistence.database import rows, transaction
from persistence.models import AdminUser, Session, uuid7

__all__ = ["SignIn", "by_ids", "identify", "logout"]

_READ = """
SELECT encode(session.token_hash, 'hex') AS token_hash,
    session.revoked_at IS NOT NULL OR session.expires_at <= clock_timestamp() AS ended,
    session.last_seen_at < clock_timestamp() - interval '1 minute' AS unseen,
    person.id AS admin_user_id, person.email, person.role, person.is_active
FROM sessions session JOIN admin_users person ON person.id = session.admin_user_id
WHERE session.id = $1
"""
# Whoever else is just writing the row writes the same.
_SEEN = """
UPDATE sessions SET last_seen_at = clock_timestamp() WHERE id = (
    SELECT id FROM sessions WHERE id = $1
        AND last_seen_at < clock_timestamp() - interval '1 minute'
    FOR NO KEY UPDATE SKIP LOCKED)
"""
_END_ALL = """
UPDATE sessions SET revoked_at = clock_timestamp()
WHERE admin_user_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $2::uuid RETURNING id
"""
_END = """
UPDATE sessions SET revoked_at = clock_timestamp()
WHERE id = $1 AND revoked_at IS NULL RETURNING id
"""
# How long a session that is over can still be looked at.
_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A new session with its access token, which is nowhere else."""

    access_token: str = field(repr=False)
    session: Session
    admin_user: AdminUser
    actor: Actor


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session before it has a row: its token is signed before the transaction begins."""

    claims: Claims
    access_token: str = field(repr=False)


def prepare(ports: Ports, admin_user_id: UUID) -> Prepared:
    expires_at = (datetime.now(UTC) + ports.policy.session_lifetime).replace(microsecond=0)
    claims = Claims(session_id=uuid7(), admin_user_id=admin_user_id, expires_at=expires_at)
    return Prepared(claims, ports.tokens.sign(claims))


async def begin(user: AdminUser, prepared: Prepared, origin: Origin, action: str) -> SignIn:
    """Store a session; call it in a transaction that has locked or made the user."""
    forgotten = datetime.now(UTC) - _KEPT
    await Session.filter(admin_user_id=user.id, expires_at__lt=forgotten).delete()
    session = await Session.create(
        id=prepared.claims.session_id,
        admin_user=user,
        token_hash=_digest(prepared.access_token),
        ip_address=origin.ip_address,
        user_agent=origin.user_agent,
        expires_at=prepared.claims.expires_at,
    )
    user.last_login_at = session.created_at
    await user.save(update_fields=["last_login_at", "password_hash", "updated_at"])
    actor = replace(_actor(session.id, user.id, user.email, user.role), origin=origin)
    await audit.record(
        actor, action, "admin_user", user.email, details={"admin_user_id": str(user.id)}
    )
    return SignIn(prepared.access_token, session, user, actor)


async def end_all(admin_user_id: UUID, *, but: UUID | None = None) -> list[UUID]:
    """Revoke a user's sessions; call it in a transaction and, after it, `forget` these ids."""
    return [row["id"] for row in await rows(_END_ALL, admin_user_id, but)]


async def ids_of(admin_user_id: UUID) -> list[UUID]:
    """The user's sessions that are not revoked."""
    found = await Session.filter(admin_user_id=admin_user_id, revoked_at=None).only("id")
    return [session.id for session in found]


@own_account
async def logout(actor: Actor, ports: Ports) -> UUID:
    """Revoke the caller's session; its id."""
    async with transaction():
        ended = await rows(_END, actor.session_id)
        if not ended or actor.session_id is None:
            raise Unauthenticated("Session expired or revoked")
        await audit.record(
            actor,
            "session.ended",
            "admin_user",
            actor.label,
            details={"admin_user_id": str(actor.admin_user_id)},
        )
    await ports.sessions.revoke(actor.session_id)
    return actor.session_id


@public
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[Session]:
    """Those of the sessions that are the caller's own."""
    if not actor.is_person:
        return []
    return await Session.filter(id__in=list(ids), admin_user_id=actor.admin_user_id)


async def identify(ports: Ports, token: str, origin: Origin) -> Actor | Unproven:
    """Who an access token speaks for."""
    claims = ports.tokens.verify(token)
    if claims is None:
        return Unproven.INVALID
    state = await ports.sessions.get(claims.session_id) or await _read(ports, claims.session_id)
    if state is None or state["ended"]:
        return Unproven.ENDED
    if not hmac.compare_digest(str(state["token_hash"]), _digest(token).hex()):
        return Unproven.ENDED
    if state["admin_user_id"] != str(claims.admin_user_id):
        return Unproven.PAYLOAD
    if not state["is_active"]:
        return Unproven.INACTIVE
    role = AdminRole(state["role"])
    actor = _actor(claims.session_id, claims.admin_user_id, state["email"], role)
    return replace(actor, origin=origin)


async def _read(ports: Ports, session_id: UUID) -> dict[str, Any] | None:
    """The state of a session as its row has it, kept in the cache from now on."""
    read_at = time.time()
    found = await rows(_READ, session_id)
    if not found:
        return None
    state = {**found[0], "admin_user_id": str(found[0]["admin_user_id"]), "read_at": read_at}
    if state.pop("unseen") and not state["ended"]:
        await rows(_SEEN, session_id)
    await ports.sessions.put(session_id, state)
    return state


def _actor(session_id: UUID, admin_user_id: UUID, email: str, role: AdminRole) -> Actor:
    return replace(
        ANONYMOUS,
        kind=ActorKind.ADMIN_USER,
        label=email,
        role=role,
        admin_user_id=admin_user_id,
        session_id=session_id,
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
