"""What a model costs."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Prices of a call with more than `above` tokens in its prompt: of all its tokens. What has
    no price here costs what it costs below, but reasoning: that costs what the output does."""

    above: int
    input: Decimal
    output: Decimal
    cached: Decimal | None = None
    cache_written: Decimal | None = None
    reasoning: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Dollars per million tokens. Tokens read from a cache or written to one cost what input does
    unless they have a price of their own, and reasoning costs what output does."""

    input: Decimal
    output: Decimal
    cached: Decimal | None = None
    cache_written: Decimal | None = None
    reasoning: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    provider: str | None = None
    max_output_tokens: int | None = None
    is_default: bool = False

    def at(self, prompt_tokens: int) -> Self:
        """As it is for a prompt of this length."""
        reached = [tier for tier in self.tiers if prompt_tokens > tier.above]
        if not reached:
            return self
        tier = max(reached, key=lambda tier: tier.above)
        return replace(
            self,
            input=tier.input,
            output=tier.output,
            cached=self.cached if tier.cached is None else tier.cached,
            cache_written=self.cache_written if tier.cache_written is None else tier.cache_written,
            reasoning=tier.reasoning,
            tiers=(),
        )


DEFAULT: Final = Price(input=Decimal("1.00"), output=Decimal("2.00"), is_default=True)
