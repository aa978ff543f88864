"""Words and bounds of the ledger that both APIs show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain import rates
from domain.errors import InvalidInput
from domain.validation import Field
from persistence.models import ActorKind, EntryKind, LedgerEntry

MICROS: Final = rates.MICROS
MAX_AMOUNT: Final = rates.MAX_AMOUNT


class TransactionType(StrEnum):
    """Why a balance changed, as callers are told. Opening, holding and letting go change none."""

    GRANT = "GRANT"
    CHARGE = "CHARGE"
    REFUND = "REFUND"
    ADJUSTMENT = "ADJUSTMENT"
    TRANSFER = "TRANSFER"
    EXPIRY = "EXPIRY"
    VOID = "VOID"


_TYPES: Final = {
    EntryKind.GRANT: TransactionType.GRANT,
    EntryKind.TOP_UP: TransactionType.GRANT,
    EntryKind.CHARGE: TransactionType.CHARGE,
    EntryKind.CAPTURE: TransactionType.CHARGE,
    EntryKind.REFUND: TransactionType.REFUND,
    EntryKind.WAIVER: TransactionType.REFUND,
    EntryKind.ADJUSTMENT: TransactionType.ADJUSTMENT,
    EntryKind.EXPIRY: TransactionType.EXPIRY,
    EntryKind.VOID: TransactionType.VOID,
}


def transaction_type(entry: LedgerEntry) -> TransactionType:
    """Of an entry that changed the balance."""
    return _TYPES[entry.kind]


def kinds_of(types: Collection[TransactionType]) -> list[EntryKind]:
    return [kind for kind, shown in _TYPES.items() if shown in types]


@dataclass(frozen=True, slots=True)
class Cause:
    """Whoever caused an entry, by the name of that time."""

    kind: ActorKind
    label: str
    admin_user_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditFilter:
    """Which transactions to list; all given criteria must match. `since <= time < until`."""

    types: Collection[TransactionType] | None = None
    since: datetime | None = None
    until: datetime | None = None
    job_id: UUID | None = None


class NotPositive(InvalidInput):
    """An amount of nothing, or less."""


def require_amount(amount: int, field: Field = "amount", *, least: int = 1) -> None:
    """Micro-credits of one movement."""
    if amount < least:
        raise NotPositive(field, f"Must be {'more than' if least else 'at least'} zero.")
    if amount > MAX_AMOUNT:
        raise InvalidInput(field, f"May be {MAX_AMOUNT // MICROS} credits at most.")


def credits_text(micros: int) -> str:
    """Exact credits for people, as `12.5`."""
    text = f"{Decimal(micros).scaleb(-6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
