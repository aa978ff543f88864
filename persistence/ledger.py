"""The only code that writes the ledger. One statement posts an entry: the database locks the
account, decides, moves the balance and links the entry to the one before, or refuses."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from persistence.database import rows, transaction
from persistence.errors import ConstraintViolation, NumberOutOfRange
from persistence.models import (
    CreditAccount,
    EntryKind,
    GrantSource,
    LedgerEntry,
    PaymentType,
    uuid7,
)

_COLUMNS = (
    "id, account_id, kind, amount, held_change, resolves_sequence, resolves_held,"
    " reverses_sequence, reverses_amount, idempotency_key, request_hash, actor_kind,"
    " actor_label, actor_id, reason, payment_type, payment_usd, job_id, grant_id"
)
_POST = (
    f"INSERT INTO ledger_entries ({_COLUMNS}) VALUES ("  # noqa: S608
    + ", ".join(f"${n}" for n in range(1, 20))
    + ") RETURNING id"
)
# An exact time in the database's clock: what is effective now must not begin after its entry.
_TERMS = """
INSERT INTO credit_grants (id, account_id, source, amount, priority, effective_at, expires_at,
    reason, payment_usd)
VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, clock_timestamp()), $7, $8, $9)
"""


# The second end of a hold also meets the account's check, when no other hold is open.
_ENDED_ALREADY = frozenset(
    {
        "ledger_entries_one_resolution",
        "ledger_entries_one_refund",
        "credit_accounts_held_check",
        "ledger_entries_one_of_grant",
    }
)
_NOT_OF_GRANT = frozenset({"LC020", "LC021"})


class Overspent(Exception):
    """The account does not have that much."""


class AlreadyPosted(Exception):
    """The idempotency key has an entry; `entry` is it."""

    def __init__(self, entry: LedgerEntry) -> None:
        super().__init__()
        self.entry = entry


class AlreadyResolved(Exception):
    """The hold is captured, released or expired, the charge refunded, or the grant ended."""


class EndsTooSoon(Exception):
    """The grant would end before it begins."""


class Unbearable(Exception):
    """The sums of the account would be larger than the database can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Of a new grant. `starts_later`: at `effective_at`; else it is effective now, whatever
    time was asked for."""

    source: GrantSource
    amount: int
    priority: int = 0
    effective_at: datetime | None = None
    starts_later: bool = False
    expires_at: datetime | None = None
    reason: str | None = None
    payment_usd: Decimal | None = None
    id: UUID = field(default_factory=uuid7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What to write: amounts in micro-credits, signed; who wants it, why, and under which key.

    `request_hash` is the SHA-256 of the request, to tell a repeat from another request.
    `resolves` is the hold that a capture, release or expiry ends; `reverses` the charge that a
    refund gives back. `grant_id` is the grant that the entry begins or ends, made with it if
    `terms` are given; how much leaves with its end is for the database to say.
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
    grant_id: UUID | None = None
    terms: Terms | None = None

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
            self.terms.id if self.terms else self.grant_id,
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
    `AlreadyPosted`, `AlreadyResolved`, `EndsTooSoon` or `Unbearable`; nothing is written then,
    and the surrounding transaction can go on.
    """
    try:
        async with transaction():
            await _make_grant(posting)
            [row] = await rows(_POST, *posting.values())
    except ConstraintViolation as refusal:
        raise await _reason(refusal, posting) from refusal
    except NumberOutOfRange as refusal:
        raise Unbearable from refusal
    return await entries().get(id=row["id"])


async def _make_grant(posting: Posting) -> None:
    if terms := posting.terms:
        await rows(
            _TERMS,
            terms.id,
            posting.account_id,
            str(terms.source),
            terms.amount,
            terms.priority,
            terms.effective_at if terms.starts_later else None,
            terms.expires_at,
            terms.reason,
            terms.payment_usd,
        )


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


def _earlier(posting: Posting) -> QuerySet[LedgerEntry]:
    return entries().filter(account_id=posting.account_id, idempotency_key=posting.idempotency_key)


async def _reason(refusal: ConstraintViolation, posting: Posting) -> Exception:
    if refusal.sqlstate == "LC001":
        return Overspent()
    if refusal.constraint == "ledger_entries_idempotency_key":
        return AlreadyPosted(await _earlier(posting).get())
    if refusal.constraint == "credit_grants_time_check":
        # A repeated request finds its first answer, even when its time is over by now.
        earlier = await _earlier(posting).first()
        return AlreadyPosted(earlier) if earlier else EndsTooSoon()
    if refusal.constraint in _ENDED_ALREADY or refusal.sqlstate in _NOT_OF_GRANT:
        return AlreadyResolved()
    return refusal
