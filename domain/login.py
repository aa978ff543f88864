"""Signing in with e-mail and password. Whoever is refused learns nothing of why."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any, Final
from uuid import UUID

from domain import audit, emails, passwords, sessions
from domain.access import ANONYMOUS, Actor, public
from domain.errors import InvalidCredentials, RateLimited
from domain.ports import Ports
from domain.sessions import SignIn
from persistence.database import rows, transaction
from persistence.models import AdminUser

__all__ = ["login"]

REFUSED: Final = "Invalid email or password"
_TRIES: Final = 3
_V6_BITS: Final = 64
_BY_EMAIL: Final = """
SELECT id, password_hash, is_active FROM admin_users WHERE lower(email) = lower($1)
"""
_NOBODY: Final[dict[str, Any]] = {"password_hash": None, "is_active": False}
_KNOWN: Final = """
SELECT 1 FROM sessions session JOIN admin_users person ON person.id = session.admin_user_id
WHERE lower(person.email) = lower($1) AND session.ip_address = $2
    AND session.created_at > clock_timestamp() - interval '30 days' LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` attempts at once, then one per interval. Only those that fail count."""

    key: str
    burst: int
    interval_seconds: float


def limits(email: str, address: str | None) -> tuple[Limit, ...]:
    """Of an address, and of an account from the neighbourhood of that address."""
    return (
        Limit(f"login:address:{network(address, 32)}", burst=60, interval_seconds=1),
        Limit(f"login:{email.lower()}:{network(address, 24)}", burst=5, interval_seconds=30),
    )


def account_limit(email: str) -> Limit:
    """Of an account from everywhere. Whoever signed in from this address lately is spared, or
    strangers could lock a user out."""
    return Limit(f"login:account:{email.lower()}", burst=20, interval_seconds=180)


def network(address: str | None, v4_bits: int) -> str:
    """The neighbourhood of an address that one person may well have all of."""
    try:
        is_v4 = isinstance(ip_address(address or ""), IPv4Address)
        bits = v4_bits if is_v4 else _V6_BITS
        return str(ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        return "unknown"


async def attempt(ports: Ports, these: Sequence[Limit]) -> None:
    """Raises `RateLimited` when one of the limits is reached."""
    for limit in these:
        wait = await ports.throttle.attempt(
            limit.key, burst=limit.burst, interval_seconds=limit.interval_seconds
        )
        if wait:
            seconds = math.ceil(wait)
            message = f"Too many attempts. Try again in {seconds} s."
            raise RateLimited(message, retry_after_seconds=seconds)


async def forgive(ports: Ports, these: Sequence[Limit]) -> None:
    for limit in these:
        await ports.throttle.forgive(limit.key, interval_seconds=limit.interval_seconds)


@public
async def login(actor: Actor, ports: Ports, email: str, password: str) -> SignIn:
    """A new session. An unknown e-mail, a wrong password and an inactive user are refused alike,
    in the same time, and written down."""
    email = emails.checked(email)
    these = limits(email, actor.origin.ip_address)
    await attempt(ports, these)
    try:
        await attempt(ports, [account_limit(email)])
    except RateLimited:
        if not await rows(_KNOWN, email, actor.origin.ip_address):
            raise
    for _ in range(_TRIES):
        # One statement for all: a second one for those who exist could be timed.
        [user] = await rows(_BY_EMAIL, email) or [_NOBODY]
        verified = user["password_hash"]
        if not await passwords.verify(verified, password) or not user["is_active"]:
            break
        new_hash = await _renewed(verified, password)
        if signed_in := await _begin(actor, ports, user["id"], verified, new_hash):
            await forgive(ports, (*these, account_limit(email)))
            return signed_in
    async with transaction():
        anonymous = replace(ANONYMOUS, origin=actor.origin)
        await audit.record(anonymous, "login.failed", "admin_user", email, details={"email": email})
    raise InvalidCredentials(REFUSED)


async def _renewed(password_hash: str, password: str) -> str:
    if not passwords.is_outdated(password_hash):
        return password_hash
    return await passwords.hash_of(password)


async def _begin(
    actor: Actor, ports: Ports, user_id: UUID, verified: str, new_hash: str
) -> SignIn | None:
    """None when the user has another password or is no longer active by now."""
    prepared = sessions.prepare(ports, user_id)
    async with transaction():
        locked = await AdminUser.filter(id=user_id).select_for_update(no_key=True).first()
        if locked is None or not locked.is_active or locked.password_hash != verified:
            return None
        locked.password_hash = new_hash
        return await sessions.begin(locked, prepared, actor.origin, "session.started")
