"""Rows of LiteLLM's spend log, and what of them the domain is told."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from integrations.litellm.payloads import Malformed
from integrations.litellm.spend_log import spend_from

ROW: dict[str, Any] = {
    "request_id": "chatcmpl-1",
    "api_key": "ab" * 32,
    "team_id": "team-1",
    "spend": 1.335e-05,
    "prompt_tokens": 9,
    "completion_tokens": 20,
    "startTime": "2026-11-23T16:19:17.998+00:00",
    "endTime": "2026-11-23T16:19:18.004+00:00",
    "model": "openai/gpt-4o-mini",
    "model_group": "gpt-4o-mini",
    "custom_llm_provider": "openai",
    "metadata": {
        "litellm_call_id": "mine-1",
        "original_model_group": "always-fails",
        "usage_object": {"prompt_tokens_details": {"cached_tokens": 4}},
        "cost_breakdown": {"input_cost": 1.35e-06},
    },
}


def test_a_row_says_who_called_what_and_what_it_cost() -> None:
    spend = spend_from(ROW)
    assert spend is not None
    assert (spend.request_id, spend.call_ref) == ("chatcmpl-1", "mine-1")
    assert (spend.team_id, spend.token_hash) == ("team-1", "ab" * 32)
    assert (spend.model_group, spend.asked_group) == ("gpt-4o-mini", "always-fails")
    assert (spend.model, spend.provider) == ("openai/gpt-4o-mini", "openai")
    assert spend.spend == Decimal("0.00001335")
    assert spend.input_spend == Decimal("0.00000135")
    assert (spend.prompt_tokens, spend.completion_tokens, spend.cached_tokens) == (9, 20, 4)
    assert spend.started_at == datetime(2026, 11, 23, 16, 19, 17, 998000, tzinfo=UTC)


def test_a_row_with_the_least_in_it_is_enough() -> None:
    least = {"request_id": "r", "spend": 1, "startTime": "2026-11-23T16:19:17"}
    spend = spend_from(least)
    assert spend is not None
    assert (spend.call_ref, spend.model, spend.provider, spend.asked_group) == (None,) * 4
    assert (spend.spend, spend.input_spend) == (Decimal(1), Decimal(0))
    assert spend.ended_at == spend.started_at == datetime(2026, 11, 23, 16, 19, 17, tzinfo=UTC)


@pytest.mark.parametrize("spend", [0, 0.0, None, -1.0, 1e-12])
def test_what_cost_nothing_is_no_spend(spend: object) -> None:
    assert spend_from(ROW | {"spend": spend}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"spend": "1"},
        {"spend": True},
        {"spend": float("nan")},
        {"spend": float("inf")},
        {"spend": 1e300},
        {"request_id": ""},
        {"request_id": None},
        {"startTime": None},
        {"startTime": "yesterday"},
        {"endTime": "tomorrow"},
    ],
)
def test_a_row_without_a_price_an_id_or_a_time_is_malformed(change: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        spend_from(ROW | change)


@pytest.mark.parametrize(("told", "counted"), [("9", 0), (-3, 0), (True, 0), (10**30, 10**12)])
def test_a_count_that_is_none_counts_nothing(told: object, counted: int) -> None:
    spend = spend_from(ROW | {"prompt_tokens": told})
    assert spend is not None
    assert spend.prompt_tokens == counted


def test_the_part_of_the_input_is_never_more_than_the_whole() -> None:
    spend = spend_from(ROW | {"metadata": {"cost_breakdown": {"input_cost": 5.0}}})
    assert spend is not None
    assert spend.input_spend == spend.spend


def test_an_id_too_long_to_keep_is_kept_by_its_hash() -> None:
    first, second = (spend_from(ROW | {"request_id": "r" * 300 + end}) for end in "ab")
    assert first is not None
    assert second is not None
    assert len(first.request_id) <= 255
    assert first.request_id != second.request_id
