"""Sums of tokens, costs and calls, as jobs and usage show them."""

from typing import Self

import strawberry

from domain import usage
from graph.scalars import BigInt, Usd


@strawberry.type(description="Tokens used.")
class TokenUsage:
    prompt: BigInt = strawberry.field(description="Tokens sent.")
    completion: BigInt = strawberry.field(description="Tokens answered.")
    cached_prompt: BigInt = strawberry.field(
        description="Part of the tokens sent that the provider had cached."
    )
    reasoning: BigInt = strawberry.field(
        description="Part of the tokens answered that were spent on reasoning."
    )
    total: BigInt = strawberry.field(description="Sent and answered.")
    is_estimated: bool = strawberry.field(
        description="Whether some numbers are estimated because the provider sent none."
    )

    @classmethod
    def of(cls, tokens: usage.Tokens) -> Self:
        return cls(
            prompt=BigInt(tokens.prompt),
            completion=BigInt(tokens.completion),
            cached_prompt=BigInt(tokens.cached),
            reasoning=BigInt(tokens.reasoning),
            total=BigInt(tokens.total),
            is_estimated=tokens.is_estimated,
        )


@strawberry.type(description="Cost in US dollars.")
class Cost:
    input: Usd | None = strawberry.field(
        description="What tokens sent cost at the provider; needs `READ_PROVIDER_COSTS`."
    )
    output: Usd | None = strawberry.field(
        description="What tokens answered cost at the provider; needs `READ_PROVIDER_COSTS`."
    )
    provider: Usd | None = strawberry.field(
        description="Input plus output; needs `READ_PROVIDER_COSTS`."
    )
    client: Usd = strawberry.field(description="Provider cost with the markup.")

    @classmethod
    def of(cls, cost: usage.Cost) -> Self:
        return cls(
            input=None if cost.input is None else Usd(cost.input),
            output=None if cost.output is None else Usd(cost.output),
            provider=None if cost.provider is None else Usd(cost.provider),
            client=Usd(cost.client),
        )


@strawberry.type(description="Sums over model calls.")
class CallTotals:
    count: int = strawberry.field(description="Number of calls.")
    succeeded: int = strawberry.field(description="Calls that were answered.")
    failed: int = strawberry.field(description="Calls that failed.")
    tokens: TokenUsage = strawberry.field(description="Tokens used.")
    cost: Cost = strawberry.field(description="Cost.")
    average_latency_ms: int | None = strawberry.field(
        description="Mean time of answered calls in milliseconds; null without any."
    )

    @classmethod
    def of(cls, calls: usage.Calls) -> Self:
        return cls(
            count=calls.count,
            succeeded=calls.succeeded,
            failed=calls.failed,
            tokens=TokenUsage.of(calls.tokens),
            cost=Cost.of(calls.cost),
            average_latency_ms=calls.average_latency_ms,
        )
