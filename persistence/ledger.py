"""The only code that writes the ledger. One statement posts an entry: the database locks the
account, decides, moves the balance and links the entry to the one before, or refuses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from persistence.database import rows, transaction
from persistence.errors import ConstraintViolation, NumberOutOfRange
from persistence.models import CreditAccount, EntryKind, LedgerEntry, PaymentType, uuid7

_COLUMNS = (
    "id, account_id, kind, amount, held_change, resolves_sequence, resolves_held,"
    " reverses_sequence, reverses_amount, idempotency_key, request_hash, actor_kind,"
    " actor_label, actor_id, reason, payment_type, payment_usd, job_id"
)
_POST = (
    f"INSERT INTO ledger_entries ({_COLUMNS}) VALUES ("  # noqa: S608
    + ", ".join(f"${n}" for n in range(1, 19))
    + ") RETURNING id"
)


# The second end of a hold also meets the account's check, when no other hold is open.
_ENDED_ALREADY = frozenset(
    {
        "ledger_entries_one_resolution",
        "ledger_entries_one_refund",
        "credit_accounts_held_check",
    }
)


class Overspent(Exception):
    """The account does not have that much."""


class AlreadyPosted(Exception):
    """The idempotency key has an entry; `entry` is it."""

    def __init__(self, entry: LedgerEntry) -> None:
        super().__init__()
        self.entry = entry


class AlreadyResolved(Exception):
    """The hold is captured, released or expired, or the charge refunded."""


class Unbearable(Exception):
    """The sums of the account would be larger than the database can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What to write: amounts in micro-credits, signed; who wants it, why, and under which key.

    `request_hash` is the SHA-256 of the request, to tell a repeat from another request.
    `resolves` is the hold that a capture, release or expiry ends; `reverses` the charge that a
    refund gives back.
    """

    account_id: UUID
    kind: EntryKind
    idempotency_key: str
    request_hash: bytes
    actor_kind: str
    actor_label: str
    amount: int = 0
    held_change: int = 0
    resolves: LedgerEntry | None = None
    reverses: LedgerEntry | None = None
    actor_id: UUID | None = None
    reason: str | None = None
    payment_type: PaymentType | None = None
    payment_usd: Decimal | None = None
    job_id: UUID | None = None

    def hashed(self, request_hash: bytes) -> "Posting":
        return replace(self, request_hash=request_hash)

    def values(self) -> tuple[Any, ...]:
        return (
            uuid7(),
            self.account_id,
            self.kind,
            self.amount,
            self.held_change,
            self.resolves and self.resolves.sequence,
            self.resolves and self.resolves.held_change,
            self.reverses and self.reverses.sequence,
            self.reverses and self.reverses.amount,
            self.idempotency_key,
            self.request_hash,
            self.actor_kind,
            self.actor_label,
            self.actor_id,
            self.reason,
            self.payment_type,
            self.payment_usd,
            self.job_id,
        )


async def open_account(team_id: UUID, *, actor_kind: str, actor_label: str) -> CreditAccount:
    """A new account with nothing in it; `team_id` is the team's primary key."""
    account_id = uuid7()
    async with transaction():
        await rows("INSERT INTO credit_accounts (id, team_id) VALUES ($1, $2)", account_id, team_id)
        await post(
            Posting(
                account_id=account_id,
                kind=EntryKind.OPEN,
                idempotency_key=str(uuid7()),  # a word could be a caller's own key
                request_hash=bytes(32),
                actor_kind=actor_kind,
                actor_label=actor_label,
            )
        )
    return await CreditAccount.get(id=account_id)


async def post(posting: Posting) -> LedgerEntry:
    """Write one entry, durable when the surrounding transaction commits.

    Comes back with the account as it is then, its team and organization. Raises `Overspent`,
    `AlreadyPosted`, `AlreadyResolved` or `Unbearable`; nothing is written then, and the
    surrounding transaction can go on.
    """
    try:
        async with transaction():
            [row] = await rows(_POST, *posting.values())
    except ConstraintViolation as refusal:
        raise await _reason(refusal, posting) from refusal
    except NumberOutOfRange as refusal:
        raise Unbearable from refusal
    return await entries().get(id=row["id"])


def entries() -> QuerySet[LedgerEntry]:
    """Entries with their account, team and organization."""
    return LedgerEntry.all().select_related("account__team__organization")


async def entries_at(places: Sequence[tuple[UUID, int]]) -> list[LedgerEntry]:
    """Those at these accounts and sequences, in no order."""
    found = await rows(
        "SELECT e.id FROM ledger_entries e JOIN unnest($1::uuid[], $2::bigint[])"
        " AS place (account_id, sequence) USING (account_id, sequence)",
        [account_id for account_id, _ in places],
        [sequence for _, sequence in places],
    )
    return await entries().filter(id__in=[row["id"] for row in found])


async def _reason(refusal: ConstraintViolation, posting: Posting) -> Exception:
    if refusal.sqlstate == "LC001":
        return Overspent()
    if refusal.constraint == "ledger_entries_idempotency_key":
        return AlreadyPosted(
            await entries().get(
                account_id=posting.account_id, idempotency_key=posting.idempotency_key
            )
        )
    if refusal.constraint in _ENDED_ALREADY:
        return AlreadyResolved()
    return refusal
