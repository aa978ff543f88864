"""The first owner of an installation: made once, by whoever comes first with the token."""

import hmac
from typing import Final

from domain import emails, login, passwords, sessions, validation
from domain.access import Actor, AdminRole, public
from domain.errors import InvalidState, InvalidToken
from domain.ports import Ports
from domain.sessions import SignIn
from persistence.database import rows, transaction
from persistence.models import AdminUser, uuid7

__all__ = ["is_needed", "setup"]

DONE: Final = "Setup already completed. Owner account exists."
_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtext('setup'))"


@public
async def is_needed(actor: Actor) -> bool:
    """Whether there is no admin user yet, active or not."""
    return not await AdminUser.exists()


@public
async def setup(
    actor: Actor,
    ports: Ports,
    *,
    email: str,
    display_name: str,
    password: str,
    setup_token: str | None = None,
) -> SignIn:
    """Create the first owner and sign in; of many at once exactly one succeeds."""
    address = login.network(actor.origin.ip_address, 32)
    await login.attempt(ports, [login.Limit(f"setup:{address}", 60, 1)])
    if not await is_needed(actor):
        raise InvalidState(DONE)
    _check_token(ports.policy.setup_token, setup_token)
    columns = validation.all_of(
        {
            "email": lambda: emails.checked(email),
            "display_name": lambda: validation.line("displayName", display_name),
            "password_hash": lambda: passwords.check(password),
        }
    )
    columns["password_hash"] = await passwords.hash_of(password)
    user = AdminUser(id=uuid7(), role=AdminRole.OWNER, **columns)
    prepared = sessions.prepare(ports, user.id)
    async with transaction():
        await rows(_ONE_AT_A_TIME)
        if not await is_needed(actor):
            raise InvalidState(DONE)
        await user.save()
        return await sessions.begin(user, prepared, actor.origin, "setup.completed")


def _check_token(wanted: str | None, given: str | None) -> None:
    if wanted and not hmac.compare_digest(wanted.encode(), (given or "").encode()):
        raise InvalidToken("The setup token is wrong.", field="setupToken")
