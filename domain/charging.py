"""How a job's work becomes a charge: the rules alone, without a database.

Amounts are micro-credits, exact whatever the rates: 0.29 dollars at 100 credits a dollar are 29.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any, Final, Self

from domain import prices
from domain.rates import CREDITS_PER_DOLLAR, MAX_AMOUNT, MICROS, TOKENS_PER_CREDIT
from persistence.models import BudgetMode, FailedCallPolicy, Team

_LEAST_CREDITS: Final = 1
_MOST_CREDITS: Final = MAX_AMOUNT // MICROS
# A call without a limit of its own is expected to answer this much.
_USUAL_ANSWER: Final = 1000
# Of a model that the catalog does not know.
_LONGEST_ANSWER: Final = 128_000
# As many answers as OpenAI gives to one request.
_MOST_ANSWERS: Final = 128
# Digits enough for any product of a cost and a rate.
_EXACT: Final = Context(prec=80, rounding=ROUND_FLOOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a team is charged."""

    mode: BudgetMode = BudgetMode.JOB_BASED
    credits_per_dollar: Decimal = CREDITS_PER_DOLLAR
    tokens_per_credit: int = TOKENS_PER_CREDIT
    markup_percent: Decimal = Decimal(0)
    failed_call_policy: FailedCallPolicy = FailedCallPolicy.FREE_IF_ALL_FAILED

    @classmethod
    def of(cls, team: Team) -> Self:
        """The team comes with its organization."""
        return cls(
            mode=team.budget_mode,
            credits_per_dollar=team.credits_per_dollar or CREDITS_PER_DOLLAR,
            tokens_per_credit=team.tokens_per_credit or TOKENS_PER_CREDIT,
            markup_percent=team.markup_percent,
            failed_call_policy=team.failed_call_policy or team.organization.failed_call_policy,
        )


def due(
    terms: Terms,
    *,
    client_cost: Decimal,
    tokens: int,
    succeeded: int,
    failed: int,
    max_credits: int | None = None,
) -> int:
    """What a completed job is charged. One without calls costs the least there is."""
    if _is_free(terms.failed_call_policy, succeeded, failed):
        return 0
    return expected(terms, client_cost=client_cost, tokens=tokens, max_credits=max_credits)


def expected(
    terms: Terms, *, client_cost: Decimal, tokens: int, max_credits: int | None = None
) -> int:
    """What a job comes to when its cost and tokens, those expected of running calls included,
    turn out to be these."""
    match terms.mode:
        case BudgetMode.CONSUMPTION_USD:
            credits = int(_EXACT.multiply(client_cost, terms.credits_per_dollar))
        case BudgetMode.CONSUMPTION_TOKENS:
            credits = tokens // terms.tokens_per_credit
        case _:
            credits = _LEAST_CREDITS
    amount = min(max(_LEAST_CREDITS, credits), _MOST_CREDITS) * MICROS
    return amount if max_credits is None else min(amount, max(0, max_credits))


def expected_call(
    price: prices.Price, terms: Terms, body: Mapping[str, Any]
) -> tuple[Decimal, int]:
    """The client cost and the tokens that a request in OpenAI's form may come to."""
    return _call(price, terms, body, _USUAL_ANSWER)


def longest_call(price: prices.Price, terms: Terms, body: Mapping[str, Any]) -> tuple[Decimal, int]:
    """The same when the model says as much as it is allowed to, or can."""
    return _call(price, terms, body, price.max_output_tokens or _LONGEST_ANSWER)


def _call(
    price: prices.Price, terms: Terms, body: Mapping[str, Any], otherwise: int
) -> tuple[Decimal, int]:
    answer = _limit(body, "max_completion_tokens") or _limit(body, "max_tokens") or otherwise
    if price.max_output_tokens is not None:
        answer = min(answer, price.max_output_tokens)
    answers = min(_limit(body, "n") or 1, _MOST_ANSWERS)
    tokens = prices.Tokens(
        prompt=min(prices.estimate_prompt(body), prices.MAX_TOKENS),
        completion=min(answer * answers, prices.MAX_TOKENS),
        is_estimated=True,
    )
    cost = prices.cost(price, tokens).provider
    return prices.client_cost(cost, terms.markup_percent), tokens.total


def _is_free(policy: FailedCallPolicy, succeeded: int, failed: int) -> bool:
    match policy:
        case FailedCallPolicy.FREE_IF_ALL_FAILED:
            return failed > 0 and succeeded == 0
        case FailedCallPolicy.FREE_IF_ANY_FAILED:
            return failed > 0
        case FailedCallPolicy.ALWAYS_CHARGE:
            return False


def _limit(body: Mapping[str, Any], name: str) -> int | None:
    """A whole number above 0. Whatever else a caller sends is for the provider to refuse."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        return None
    return min(value, prices.MAX_TOKENS)
