"""Credits: the account of a team and what moves it."""

from graph.credits.accounts import AutoRefill, CreditAccount
from graph.credits.changes import CreditTermsMutation
from graph.credits.grants import CreditGrant
from graph.credits.holds import CreditHold
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
    "CreditGrant",
    "CreditHold",
    "CreditMutation",
    "CreditTermsMutation",
    "CreditTransaction",
    "CreditTransactionConnection",
    "CreditTransactionEdge",
    "CreditTransactionFilter",
]
