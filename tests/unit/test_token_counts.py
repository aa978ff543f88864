"""How many tokens: what an answer reports, and what a text may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.prices import MAX_TOKENS, Tokens, estimate_prompt, estimate_text, tokens_of


# ---------------------------------------------------------------- reported
def test_usage_is_read_with_its_details() -> None:
    usage = {
        "prompt_tokens": 100,
        "completion_tokens": 20,
        "total_tokens": 120,
        "prompt_tokens_details": {"cached_tokens": 60, "cache_creation_tokens": 10},
        "completion_tokens_details": {"reasoning_tokens": 5},
    }

    tokens = tokens_of(usage)

    assert tokens == Tokens(prompt=100, completion=20, cached=60, cache_written=10, reasoning=5)
    assert tokens.total == 120
    assert not tokens.is_estimated


def test_the_older_name_of_written_tokens_counts_too() -> None:
    tokens = tokens_of(
        {"prompt_tokens": 9, "completion_tokens": 0, "cache_creation_input_tokens": 4}
    )

    assert tokens is not None
    assert tokens.cache_written == 4


def test_a_part_larger_than_the_whole_is_the_whole() -> None:
    tokens = tokens_of(
        {
            "prompt_tokens": 10,
            "completion_tokens": 2,
            "prompt_tokens_details": {"cached_tokens": 8, "cache_creation_tokens": 8},
            "completion_tokens_details": {"reasoning_tokens": 3},
        }
    )

    assert tokens == Tokens(prompt=10, completion=2, cached=8, cache_written=2, reasoning=2)
    most = tokens_of(
        {
            "prompt_tokens": 10,
            "completion_tokens": 2,
            "prompt_tokens_details": {"cached_tokens": 80, "cache_creation_tokens": 8},
        }
    )
    assert most == Tokens(prompt=10, completion=2, cached=10)


ODD = [None, True, False, -1, 1.0, 0.5, float("nan"), "5", [], {}, 10**30, MAX_TOKENS + 1]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["prompt_tokens", "completion_tokens"])
def test_a_count_that_makes_no_sense_is_no_usage(name: str, odd: object) -> None:
    assert tokens_of({"prompt_tokens": 1, "completion_tokens": 1, name: odd}) is None


@pytest.mark.parametrize("odd", ODD)
def test_details_that_make_no_sense_are_left_out(odd: object) -> None:
    counts = {"prompt_tokens": 10, "completion_tokens": 10}
    plain = Tokens(prompt=10, completion=10)

    assert tokens_of(counts | {"prompt_tokens_details": odd}) == plain
    assert tokens_of(counts | {"completion_tokens_details": odd}) == plain
    assert tokens_of(counts | {"prompt_tokens_details": {"cached_tokens": odd}}) == plain
    assert tokens_of(counts | {"completion_tokens_details": {"reasoning_tokens": odd}}) == plain


@pytest.mark.parametrize(
    "usage", [None, [], "usage", 5, {}, {"prompt_tokens": 0, "completion_tokens": 0}]
)
def test_without_a_token_there_is_no_usage(usage: object) -> None:
    assert tokens_of(usage) is None


# ---------------------------------------------------------------- estimated
@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("a", 1),
        ("abcd", 1),
        ("abcde", 2),
        ("hello world " * 100, 300),
        ("中", 1),
        ("中文字符" * 25, 100),
        ("こんにちは", 5),
        ("привет", 4),
        ("\ud800", 1),
        ("😀", 2),
    ],
)
def test_a_text_is_estimated_by_its_letters(text: str, tokens: int) -> None:
    assert estimate_text(text) == tokens


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_more_text_is_never_fewer_tokens(text: str, more: str) -> None:
    assert estimate_text(text) <= estimate_text(text + more) <= len(text + more) * 2
    assert (estimate_text(text) == 0) == (not text)


def said(content: object, **more: object) -> dict:
    return {"messages": [{"role": "user", "content": content, **more}]}


def test_a_prompt_counts_all_that_the_model_reads() -> None:
    text = "hello world " * 100
    plain = estimate_prompt(said(text))
    tool = {"type": "function", "function": {"name": "f", "description": text}}

    assert 300 <= plain < 310
    assert estimate_prompt(said([{"type": "text", "text": text}])) == plain
    assert estimate_prompt({"messages": said(text)["messages"] * 3}) == 3 * plain
    assert estimate_prompt(said(text) | {"tools": [tool]}) > 2 * plain - 5
    assert estimate_prompt(said(None, tool_calls=[{"function": {"arguments": text}}])) > plain
    assert estimate_prompt(said(text) | {"temperature": 1, "user": text}) == plain


def test_a_picture_counts_the_same_whatever_its_bytes() -> None:
    small, large = (
        [{"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * size}}]
        for size in (10, 1_000_000)
    )

    assert estimate_prompt(said(small)) == estimate_prompt(said(large)) > 700


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"messages": None},
        {"messages": "hello"},
        {"messages": [None, 5, "text", [], {}]},
        {"messages": [{"content": {"type": "text"}}]},
        {"messages": [{"content": [{"type": ["x"]}]}]},
        {"messages": [{"content": [{"type": "text", "text": 5}, None, 5, [[]]]}]},
        {"messages": [{1: 2, "role": 10**400}], "tools": 5},
    ],
)
def test_whatever_is_sent_has_an_estimate(body: dict) -> None:
    assert 1 <= estimate_prompt(body) < 100


def test_depth_is_no_trouble() -> None:
    deep: list = []
    for _ in range(100_000):
        deep = [deep]

    assert estimate_prompt({"messages": [deep], "tools": deep}) >= 1
