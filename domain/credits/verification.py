"""Does every chain of the ledger hold?"""

from dataclasses import dataclass

from domain.access import Actor, Permission, requires
from persistence import ledger_audit
from persistence.ledger_audit import Broken

__all__ = ["Broken", "Verification", "verify"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and the first entry that is not as it was written, if there is one."""

    accounts: int
    entries: int
    broken: Broken | None


@requires(Permission.READ_AUDIT_LOG)
async def verify(actor: Actor) -> Verification:
    """Walk every entry of every account; safe beside running work, and reads only."""
    walk = ledger_audit.Walk()
    broken = await walk.first_broken()
    return Verification(walk.accounts, walk.entries, broken)
