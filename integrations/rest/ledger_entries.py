"""Ledger entries as the legacy contract shows them: whole credits, never negative."""

from collections.abc import Sequence
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from domain.credits import EntryKind, PaymentType
from integrations.rest.rendering import Output, Timestamp, whole_credits

TransactionType = Literal[
    "deduction",
    "allocation",
    "refund",
    "adjustment",
    "subscription_payment",
    "one_time_payment",
]

_TYPES: Final[dict[EntryKind, TransactionType]] = {
    EntryKind.GRANT: "allocation",
    EntryKind.CHARGE: "deduction",
    EntryKind.CAPTURE: "deduction",
    EntryKind.REFUND: "refund",
    EntryKind.WAIVER: "adjustment",
    EntryKind.ADJUSTMENT: "adjustment",
}
_PAYMENTS: Final[dict[PaymentType, TransactionType]] = {
    PaymentType.SUBSCRIPTION: "subscription_payment",
    PaymentType.ONE_TIME: "one_time_payment",
}

ALLOCATION: Final = {
    "transaction_id": "0b7d7a52-6a3d-4b44-9a5e-3f9a0f1a2b3c",
    "team_id": "acme-prod",
    "organization_id": "org_acme",
    "job_id": None,
    "transaction_type": "allocation",
    "credits_amount": 50,
    "credits_before": 750,
    "credits_after": 800,
    "reason": "Manual credit allocation",
    "created_at": "2025-10-14T12:00:00.000Z",
}
PAYMENT: Final = ALLOCATION | {
    "transaction_type": "subscription_payment",
    "credits_amount": 5000,
    "credits_after": 5750,
    "reason": "November 2024 subscription payment ($499.00 USD)",
}


class CreditTransaction(Output):
    """Balances are rounded down; the amount is the difference of the two that are shown."""

    transaction_id: UUID
    team_id: str
    organization_id: str | None
    job_id: UUID | None
    transaction_type: TransactionType
    credits_amount: int = Field(description="Positive for every type, deductions included.")
    credits_before: int
    credits_after: int
    reason: str | None
    created_at: Timestamp

    @classmethod
    def of(cls, entry: Any) -> Self:
        team = entry.account.team
        before = whole_credits(entry.previous_balance)
        after = whole_credits(entry.balance_after)
        return cls(
            transaction_id=entry.id,
            team_id=team.team_id,
            organization_id=team.organization.organization_id,
            job_id=entry.job_id,
            transaction_type=_PAYMENTS[entry.payment_type]
            if entry.payment_type
            else _TYPES[entry.kind],
            credits_amount=abs(after - before),
            credits_before=before,
            credits_after=after,
            reason=_reason(entry),
            created_at=entry.created_at,
        )


class TransactionList(Output):
    team_id: str
    total: int = Field(description="Number of transactions in this answer.")
    transactions: list[CreditTransaction]

    @classmethod
    def of(cls, team_id: str, entries: Sequence[Any]) -> Self:
        shown = [CreditTransaction.of(entry) for entry in entries]
        return cls(team_id=team_id, total=len(shown), transactions=shown)


def _reason(entry: Any) -> str | None:
    return f"{entry.reason} (${entry.payment_usd:.2f} USD)" if entry.payment_usd else entry.reason
