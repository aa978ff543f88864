"""What tokens cost."""

from decimal import Decimal
from typing import Self

import strawberry

from graph.scalars import Usd


@strawberry.type(description="US dollars per million tokens.")
class TokenPrice:
    input_per_million: Usd = strawberry.field(description="Prompt tokens.")
    output_per_million: Usd = strawberry.field(description="Completion tokens.")
    cached_input_per_million: Usd | None = strawberry.field(
        description="Prompt tokens read from the provider's cache; null when priced as others."
    )

    @classmethod
    def of(
        cls, input: Decimal | None, output: Decimal | None, cached: Decimal | None
    ) -> Self | None:
        """None where no price is."""
        if input is None or output is None:
            return None
        return cls(
            input_per_million=Usd(input),
            output_per_million=Usd(output),
            cached_input_per_million=None if cached is None else Usd(cached),
        )
