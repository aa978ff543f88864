"""Admin users and callers for tests. Hashing is as slow as for real: use `HASH`."""

from itertools import count

from argon2 import PasswordHasher

from domain import sessions
from domain.access import Actor, ActorKind, AdminRole, Origin
from domain.ports import Ports
from domain.sessions import SignIn
from persistence.database import transaction
from persistence.models import AdminUser

PASSWORD = "correct horse battery"
# Hashed once for all tests; verifying it costs what it costs.
HASH = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)
_numbers = count(1)


def from_address(ip_address: str = "192.0.2.1") -> Actor:
    return Actor(kind=None, label="anonymous", origin=Origin(ip_address=ip_address))


async def make_user(role: AdminRole = AdminRole.USER, **values: object) -> AdminUser:
    number = next(_numbers)
    return await AdminUser.create(
        **{
            "email": f"{role}{number}@example.com",
            "display_name": f"Person {number}",
            "role": role,
            **values,
        }
    )


def acting(user: AdminUser, signed_in: SignIn | None = None) -> Actor:
    return Actor(
        kind=ActorKind.ADMIN_USER,
        label=user.email,
        role=user.role,
        admin_user_id=user.id,
        session_id=signed_in.session.id if signed_in else None,
        origin=Origin(ip_address="192.0.2.1", user_agent="test", request_id="request-1"),
    )


async def make_owner() -> Actor:
    return acting(await make_user(AdminRole.OWNER))


async def make_session(ports: Ports, user: AdminUser) -> SignIn:
    """As if the user had signed in, without a password."""
    prepared = sessions.prepare(ports, user.id)
    async with transaction():
        return await sessions.begin(user, prepared, Origin(), "session.started")
