"""A team's prepaid credits: its account, what moves it, what holds a part of it."""

from domain.credits.accounts import (
    account,
    accounts_by_ids,
    accounts_of_teams,
    can_spend,
    cause_of,
    check,
    entries_by_ids,
    open_account,
    refunded_charges,
    spendable,
    transactions,
    transactions_of_accounts,
)
from domain.credits.holds import capture, expire, hold, release
from domain.credits.legacy import Totals, set_totals
from domain.credits.movements import adjust, charge, grant, refund, top_up
from domain.credits.refills import set_auto_refill
from domain.credits.statistics import (
    Day,
    Standing,
    Sums,
    Utilization,
    sums,
    trend,
    utilization,
)
from domain.credits.types import (
    MAX_AMOUNT,
    MICROS,
    Cause,
    CreditFilter,
    NotPositive,
    TransactionType,
    require_amount,
    transaction_type,
)
from domain.credits.verification import Broken, Verification, verify
from persistence.models import EntryKind, PaymentType, RefillPeriod

__all__ = [
    "MAX_AMOUNT",
    "MICROS",
    "Broken",
    "Cause",
    "CreditFilter",
    "Day",
    "EntryKind",
    "NotPositive",
    "PaymentType",
    "RefillPeriod",
    "Standing",
    "Sums",
    "Totals",
    "TransactionType",
    "Utilization",
    "Verification",
    "account",
    "accounts_by_ids",
    "accounts_of_teams",
    "adjust",
    "can_spend",
    "capture",
    "cause_of",
    "charge",
    "check",
    "entries_by_ids",
    "expire",
    "grant",
    "hold",
    "open_account",
    "refund",
    "refunded_charges",
    "release",
    "require_amount",
    "set_auto_refill",
    "set_totals",
    "spendable",
    "sums",
    "top_up",
    "transaction_type",
    "transactions",
    "transactions_of_accounts",
    "trend",
    "utilization",
    "verify",
]
