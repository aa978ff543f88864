"""What a job is charged: exact in each mode, never negative, never above its cap."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import charging, prices
from domain.charging import Terms
from persistence.models import BudgetMode, FailedCallPolicy

CREDIT = 1_000_000
MOST = 10**15
PRICE = prices.Price(input=Decimal(1), output=Decimal(2), max_output_tokens=4096)

costs = st.decimals(0, 10**12 - 1, places=8)
tokens = st.integers(0, 2**63 - 1)
caps = st.none() | st.integers(1, MOST)
terms = st.builds(
    Terms,
    mode=st.sampled_from(BudgetMode),
    credits_per_dollar=st.decimals("0.000001", 10**12, places=6),
    tokens_per_credit=st.integers(1, 2**31 - 1),
    failed_call_policy=st.sampled_from(FailedCallPolicy),
)


def usd(rate: str) -> Terms:
    return Terms(mode=BudgetMode.CONSUMPTION_USD, credits_per_dollar=Decimal(rate))


def due(terms: Terms, cost: str = "0", tokens: int = 0, **more: int | None) -> int:
    calls = {"succeeded": 1, "failed": 0, "max_credits": None} | more
    return charging.due(terms, client_cost=Decimal(cost), tokens=tokens, **calls)


# ---------------------------------------------------------------- modes
def test_a_job_costs_a_credit_whatever_it_did() -> None:
    assert due(Terms(), "1234.5", 10**9) == CREDIT


@pytest.mark.parametrize(
    ("cost", "rate", "credits"),
    [
        ("0.29", "100", 29),
        ("0", "10", 1),
        ("0.05", "10", 1),
        ("0.19999999", "10", 1),
        ("0.2", "10", 2),
        ("1.52", "1", 1),
        ("4.5", "1", 4),
        ("99999999999.99999999", "0.000001", 99_999),
        ("123456789012.12345678", "0.000009", 1_111_111),
    ],
)
def test_dollars_become_whole_credits_rounded_down_but_one_at_least(
    cost: str, rate: str, credits: int
) -> None:
    assert due(usd(rate), cost) == credits * CREDIT


@pytest.mark.parametrize(
    ("tokens", "rate", "credits"),
    [(0, 10_000, 1), (9_999, 10_000, 1), (19_999, 10_000, 1), (55_000, 10_000, 5), (7, 1, 7)],
)
def test_tokens_become_whole_credits_rounded_down_but_one_at_least(
    tokens: int, rate: int, credits: int
) -> None:
    counted = Terms(mode=BudgetMode.CONSUMPTION_TOKENS, tokens_per_credit=rate)

    assert due(counted, tokens=tokens) == credits * CREDIT


def test_the_cap_comes_last() -> None:
    assert due(usd("10"), "100", max_credits=5 * CREDIT) == 5 * CREDIT
    assert due(Terms(), max_credits=CREDIT // 2) == CREDIT // 2


@given(terms, costs, tokens, caps)
def test_a_charge_is_what_fractions_say(
    terms: Terms, cost: Decimal, tokens: int, cap: int | None
) -> None:
    counted = {
        BudgetMode.JOB_BASED: Fraction(1),
        BudgetMode.CONSUMPTION_USD: Fraction(cost) * Fraction(terms.credits_per_dollar),
        BudgetMode.CONSUMPTION_TOKENS: Fraction(tokens, terms.tokens_per_credit),
    }[terms.mode]

    amount = charging.expected(terms, client_cost=cost, tokens=tokens, max_credits=cap)

    assert amount == min(max(1, counted.__floor__()) * CREDIT, MOST, cap or MOST)


@given(
    terms=terms,
    cost=costs,
    more_cost=costs,
    tokens=tokens,
    more_tokens=tokens,
    cap=caps,
    succeeded=st.integers(0, 9),
    failed=st.integers(0, 9),
)
def test_more_work_never_costs_less_and_never_more_than_was_held(
    *,
    terms: Terms,
    cost: Decimal,
    more_cost: Decimal,
    tokens: int,
    more_tokens: int,
    cap: int | None,
    succeeded: int,
    failed: int,
) -> None:
    def charged(cost: Decimal, tokens: int) -> int:
        return charging.due(
            terms,
            client_cost=cost,
            tokens=tokens,
            succeeded=succeeded,
            failed=failed,
            max_credits=cap,
        )

    less = charged(min(cost, more_cost), min(tokens, more_tokens))
    more = charged(max(cost, more_cost), max(tokens, more_tokens))

    assert 0 <= less <= more <= (cap or MOST)
    held = charging.expected(
        terms,
        client_cost=max(cost, more_cost),
        tokens=max(tokens, more_tokens),
        max_credits=cap,
    )
    assert more in {0, held}


# ---------------------------------------------------------------- failed calls
@pytest.mark.parametrize(
    ("policy", "succeeded", "failed", "free"),
    [
        (FailedCallPolicy.FREE_IF_ALL_FAILED, 0, 0, False),
        (FailedCallPolicy.FREE_IF_ALL_FAILED, 0, 3, True),
        (FailedCallPolicy.FREE_IF_ALL_FAILED, 1, 3, False),
        (FailedCallPolicy.FREE_IF_ALL_FAILED, 1, 0, False),
        (FailedCallPolicy.FREE_IF_ANY_FAILED, 0, 0, False),
        (FailedCallPolicy.FREE_IF_ANY_FAILED, 0, 1, True),
        (FailedCallPolicy.FREE_IF_ANY_FAILED, 9, 1, True),
        (FailedCallPolicy.FREE_IF_ANY_FAILED, 9, 0, False),
        (FailedCallPolicy.ALWAYS_CHARGE, 0, 0, False),
        (FailedCallPolicy.ALWAYS_CHARGE, 0, 9, False),
    ],
)
def test_the_policy_says_when_failed_calls_make_a_job_free(
    policy: FailedCallPolicy, succeeded: int, failed: int, free: bool
) -> None:
    charged = due(Terms(failed_call_policy=policy), succeeded=succeeded, failed=failed)

    assert charged == (0 if free else CREDIT)


# ---------------------------------------------------------------- expectations
def ask(**more: object) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": "x" * 388}], **more}  # 100 tokens


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({}, 1000),
        ({"max_tokens": 50}, 50),
        ({"max_completion_tokens": 60, "max_tokens": 50}, 60),
        ({"max_completion_tokens": None, "max_tokens": 50}, 50),
        ({"max_tokens": 50, "n": 3}, 150),
        ({"n": 2}, 2000),
        ({"max_tokens": 10**40}, 4096),
        ({"max_tokens": 50, "n": 10**40}, 50 * 128),
        *(({"max_tokens": odd, "n": odd}, 1000) for odd in (0, -5, True, 5.5, "5", [], {}, None)),
    ],
)
def test_a_call_is_expected_to_answer_as_much_as_it_may(
    asked: dict[str, object], answer: int
) -> None:
    cost, tokens = charging.expected_call(PRICE, Terms(), ask(**asked))

    assert tokens == 100 + answer
    assert cost == (100 + Decimal(2) * answer) / 10**6


def test_a_model_that_answers_briefly_is_expected_to() -> None:
    brief = prices.Price(input=Decimal(1), output=Decimal(2), max_output_tokens=10)

    assert charging.expected_call(brief, Terms(), ask())[1] == 110


def test_an_expected_cost_has_the_markup_on_it() -> None:
    cost, _ = charging.expected_call(PRICE, Terms(markup_percent=Decimal(50)), ask(max_tokens=50))

    assert cost == Decimal("0.0003")


def test_no_request_is_expected_to_cost_more_than_can_be_written_down() -> None:
    dearest = prices.Price(input=Decimal(10**11), output=Decimal(10**11))
    marked = Terms(markup_percent=Decimal("999.99"))

    cost, tokens = charging.expected_call(dearest, marked, ask(max_tokens=10**40, n=128))

    assert tokens <= 2 * 10**9
    assert cost < 10**12
    assert due(usd("1000000000000"), str(cost)) == MOST
