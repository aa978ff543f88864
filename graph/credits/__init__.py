"""Credits: the account of a team and what moves it."""

from graph.credits.accounts import AutoRefill, CreditAccount
from graph.credits.moves import CreditMutation
from graph.credits.transactions import (
    CreditTransaction,
    CreditTransactionConnection,
    CreditTransactionEdge,
    CreditTransactionFilter,
)

__all__ = [
    "AutoRefill",
    "CreditAccount",
    "CreditMutation",
    "CreditTransaction",
    "CreditTransactionConnection",
    "CreditTransactionEdge",
    "CreditTransactionFilter",
]
