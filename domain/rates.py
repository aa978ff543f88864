"""Units of credits, and what they stand for where a team has no rates of its own."""

from decimal import Decimal
from typing import Final

# Of a credit: amounts are whole micro-credits.
MICROS: Final = 1_000_000
# Of one movement: a billion credits. Thousands of them still fit into an account.
MAX_AMOUNT: Final = 10**15

CREDITS_PER_DOLLAR: Final = Decimal(10)
TOKENS_PER_CREDIT: Final = 10_000
