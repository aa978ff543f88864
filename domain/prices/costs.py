"""What tokens cost: exact decimals, rounded once, half up, to 8 places."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final

from domain.prices.price import Price
from domain.prices.tokens import Tokens

# Digits enough for any product of what the columns hold.
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_UP)
_PLACES: Final = Decimal("1e-8")
# Dollars of one call, input and output each: a nonsensical price must not overflow a column.
_MAX_COST: Final = Decimal(10**9)


@dataclass(frozen=True, slots=True)
class Cost:
    """Dollars, at the provider."""

    input: Decimal
    output: Decimal

    @property
    def provider(self) -> Decimal:
        return self.input + self.output


def cost(price: Price, tokens: Tokens) -> Cost:
    rates = price.at(tokens.prompt)
    cached = _within(tokens.cached, tokens.prompt)
    written = _within(tokens.cache_written, tokens.prompt - cached)
    reasoning = _within(tokens.reasoning, tokens.completion)
    with localcontext(_EXACT):
        return Cost(
            input=_dollars(
                (tokens.prompt - cached - written) * rates.input
                + cached * _either(rates.cached, rates.input)
                + written * _either(rates.cache_written, rates.input)
            ),
            output=_dollars(
                (tokens.completion - reasoning) * rates.output
                + reasoning * _either(rates.reasoning, rates.output)
            ),
        )


def client_cost(provider: Decimal, markup_percent: Decimal) -> Decimal:
    """With the markup on it."""
    with localcontext(_EXACT):
        return (provider * (100 + markup_percent) / 100).quantize(_PLACES)


def _within(part: int, whole: int) -> int:
    return max(0, min(part, whole))


def _either(own: Decimal | None, usual: Decimal) -> Decimal:
    return usual if own is None else own


def _dollars(per_million: Decimal) -> Decimal:
    return min(per_million.scaleb(-6).quantize(_PLACES), _MAX_COST)
