"""What models cost: which price is found, what tokens come to, and the list that ships."""

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import prices
from domain.prices import Cost, Price, Tier, Tokens
from persistence.models import ModelAlias
from scripts import update_price_catalog
from tests.docs.pages import PAGES, blocks

# As LiteLLM writes it; the number that is no multiple of anything is one of its own.
SAMPLE = """{
"sample_spec": {"mode": "one of: chat, embedding", "input_cost_per_token": 0.0},
"Vendor/Big-1": {"mode": "chat", "litellm_provider": "vendor", "max_output_tokens": 4096,
  "input_cost_per_token": 7.5e-08, "output_cost_per_token": 0.0000016000000000000001,
  "cache_read_input_token_cost": 2.5e-08, "cache_creation_input_token_cost": 0.0,
  "output_cost_per_reasoning_token": 0.0000016000000000000001,
  "input_cost_per_token_above_200k_tokens": 1.5e-07,
  "cache_read_input_token_cost_above_200k_tokens": 5e-08,
  "input_cost_per_token_above_200k_tokens_priority": 9.0,
  "input_cost_per_token_above_100k_tokens_priority": 9.0,
  "input_cost_per_token_batches": 1.0},
"thinker": {"mode": "responses", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
  "output_cost_per_reasoning_token": 4e-06, "max_output_tokens": null},
"ranged": {"mode": "chat", "tiered_pricing": [
  {"input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07, "range": [0, 256000.0]},
  {"input_cost_per_token": 2.5e-07, "output_cost_per_token": 2e-06, "range": [256000.0, 1e6]}]},
"free": {"mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0},
"unpriced": {"mode": "chat", "litellm_provider": "vendor"},
"embedder": {"mode": "embedding", "input_cost_per_token": 1e-06, "output_cost_per_token": 0.0}
}"""
OURS = """{"models": {
"o1": {"input": "15", "output": "60"},
"gpt-4": {"provider": "openai", "input": "30", "output": "60"},
"gpt-4o": {"provider": "openai", "input": "2.5", "output": "10", "max_output_tokens": 16384},
"gpt-4o-mini": {"provider": "openai", "input": "0.15", "output": "0.6"},
"azure/gpt-4o": {"provider": "azure", "input": "2.75", "output": "11"},
"Meta/Llama-3": {"provider": "meta", "input": 0.1, "output": 0.2}
}}"""


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "prices.json"
    path.write_text(OURS)
    prices.use(path)
    yield path
    prices.use()


def price(**changes: object) -> Price:
    return Price(**{"input": Decimal(1), "output": Decimal(2), **changes})  # type: ignore[arg-type]


# ---------------------------------------------------------------- which price
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("gpt-4o", "2.5"),
        (" GPT-4o ", "2.5"),
        ("meta/llama-3", "0.1"),
        ("openai/gpt-4o", "2.5"),
        ("azure/gpt-4o", "2.75"),
        ("openrouter/openai/gpt-4o", "2.5"),
        ("gpt-4o-mini-cloud/o1", "15"),
        ("gpt-4o-2099-01-01", "2.5"),
        ("gpt-4o-mini-2099-01-01", "0.15"),
        ("ft:gpt-4o-mini:someone", "0.15"),
        ("o1-preview", "15"),
        ("gpt-4.", "30"),
    ],
)
def test_a_model_is_found_by_the_longest_name_in_it(catalog: Path, name: str, found: str) -> None:
    assert prices.of_model(name).input == Decimal(found)


@pytest.mark.parametrize("name", ["foo1", "o12", "gpt-4.5", "3.gpt-4.5", "gpt", "mock", "/", ""])
def test_a_model_with_a_name_that_only_looks_alike_has_the_default(
    catalog: Path, name: str
) -> None:
    assert prices.of_model(name) is prices.DEFAULT
    assert (prices.DEFAULT.input, prices.DEFAULT.output) == (1, 2)


def test_the_first_name_that_is_known_counts(catalog: Path) -> None:
    assert prices.of_model(None, "", "mock", "gpt-4o-mini", "gpt-4o").input == Decimal("0.15")
    assert prices.of_model() is prices.of_model(None) is prices.DEFAULT


@pytest.mark.parametrize("name", ["a/" * 5000, "-." * 5000, "gpt-4o" * 5000, "é" * 300, "\0"])
def test_no_name_is_too_odd_to_ask_for(catalog: Path, name: str) -> None:
    assert prices.of_model(name).is_default


def alias(**columns: object) -> ModelAlias:
    return ModelAlias(alias="fast", provider="openai", actual_model="gpt-4o", **columns)


def test_an_aliases_own_price_goes_before_the_catalog(catalog: Path) -> None:
    own = prices.of_alias(alias(input_price=Decimal(0), output_price=Decimal(7), cached_price=None))

    assert (own.input, own.output, own.cached, own.is_default) == (0, 7, None, False)
    assert own.max_output_tokens == 16384
    assert prices.of_alias(alias()) == prices.of_model("gpt-4o")
    catalog.write_text(OURS.replace("2.5", "2.6"))
    prices.use(catalog)
    assert prices.of_alias(alias()).input == Decimal("2.6")


def test_what_an_alias_has_no_price_for_costs_what_its_model_does(catalog: Path) -> None:
    listed = prices.of_model("gpt-4o")
    unpriced = {"input_price": None, "output_price": None, "cached_price": None}

    own = prices.of_alias(alias(**unpriced | {"output_price": Decimal(0)}))

    assert (own.input, own.output) == (listed.input, Decimal(0))
    own = prices.of_alias(alias(**unpriced | {"input_price": Decimal(0)}))
    assert (own.input, own.output) == (Decimal(0), listed.output)


def test_a_price_of_an_unknown_model_says_that_it_is_the_default(catalog: Path) -> None:
    unknown = ModelAlias(alias="fast", provider="vendor", actual_model="unheard-of")

    assert prices.of_alias(unknown) is prices.DEFAULT


@pytest.mark.parametrize(
    ("model", "provider", "bucket"),
    [
        ("gpt-4o", None, "openai"),
        ("openai/o3", None, "openai"),
        ("o3", "openai", "openai"),
        ("azure/GPT-4o", None, "openai"),
        ("bedrock/us.anthropic.claude-3", None, "anthropic"),
        ("vertex_ai/gemini-2.5-pro", None, "google"),
        ("groq/llama-3.3-70b", None, "meta"),
        ("mistral-large", "mistral", "other"),
        ("mistral-large", None, "other"),
        ("", "openai", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_models_are_counted_by_who_made_them(
    model: str | None, provider: str | None, bucket: str
) -> None:
    assert prices.provider_of(model, price(provider=provider)) == bucket


# ---------------------------------------------------------------- what tokens come to
def test_cached_written_and_reasoning_tokens_have_their_own_prices() -> None:
    rates = price(cached=Decimal("0.1"), cache_written=Decimal("1.25"), reasoning=Decimal(3))
    tokens = Tokens(prompt=1000, completion=100, cached=500, cache_written=200, reasoning=40)

    made = prices.cost(rates, tokens)

    assert made == Cost(Decimal("0.00060000"), Decimal("0.00024000"))
    assert made.provider == Decimal("0.00084")


def test_without_a_price_of_their_own_they_cost_what_the_others_do() -> None:
    parts = Tokens(prompt=1000, completion=100, cached=500, cache_written=200, reasoning=40)

    assert prices.cost(price(), parts) == prices.cost(price(), Tokens(prompt=1000, completion=100))


def test_a_part_never_counts_for_more_than_the_whole() -> None:
    rates = price(cached=Decimal("0.5"), cache_written=Decimal(5), reasoning=Decimal(10))
    odd = Tokens(prompt=10, completion=5, cached=50, cache_written=50, reasoning=50)
    negative = Tokens(prompt=10, completion=5, cached=-1, cache_written=-1, reasoning=-1)

    assert prices.cost(rates, odd) == Cost(Decimal("0.000005"), Decimal("0.00005"))
    assert prices.cost(rates, negative) == Cost(Decimal("0.00001"), Decimal("0.00001"))


def test_a_long_prompt_makes_all_of_the_call_dearer() -> None:
    rates = price(
        cached=Decimal("0.1"),
        reasoning=Decimal(9),
        tiers=(
            Tier(above=200_000, input=Decimal(4), output=Decimal(8), cached=Decimal("0.4")),
            Tier(above=128_000, input=Decimal(2), output=Decimal(4)),
        ),
    )

    assert rates.at(128_000) is rates
    assert (rates.at(128_001).input, rates.at(128_001).cached) == (2, Decimal("0.1"))
    assert (rates.at(200_001).input, rates.at(200_001).cached) == (4, Decimal("0.4"))
    tokens = Tokens(prompt=200_001, completion=10, cached=1, reasoning=4)
    assert prices.cost(rates, tokens) == Cost(Decimal("0.8000004"), Decimal("0.00008"))


def test_a_cost_is_rounded_half_up_once_at_its_eighth_place() -> None:
    rates = price(input=Decimal("0.005"), output=Decimal("0.0049"))

    assert prices.cost(rates, Tokens(prompt=1, completion=1)) == Cost(
        Decimal("0.00000001"), Decimal("0.00000000")
    )
    assert prices.client_cost(Decimal("0.00000001"), Decimal(50)) == Decimal("0.00000002")
    assert prices.client_cost(Decimal("0.00000001"), Decimal("49.99")) == Decimal("0.00000001")


AMOUNTS = st.decimals(0, 10**9, places=8, allow_nan=False)
COUNTS = st.integers(0, prices.MAX_TOKENS)


@given(
    input=AMOUNTS,
    output=AMOUNTS,
    cached=AMOUNTS,
    prompt=COUNTS,
    completion=COUNTS,
    part=COUNTS,
)
def test_costs_are_exact(
    *, input: Decimal, output: Decimal, cached: Decimal, prompt: int, completion: int, part: int
) -> None:
    part = min(part, prompt)
    rates = price(input=input, output=output, cached=cached)

    made = prices.cost(rates, Tokens(prompt=prompt, completion=completion, cached=part))

    wanted = Fraction(input) * (prompt - part) + Fraction(cached) * part
    assert made.input == min(rounded(wanted / 10**6), Decimal(10**9))
    assert made.output == min(rounded(Fraction(output) * completion / 10**6), Decimal(10**9))


@given(AMOUNTS, st.decimals(0, "999.99", places=2))
def test_the_markup_is_exact_and_fits_its_column(cost: Decimal, markup: Decimal) -> None:
    marked = prices.client_cost(cost, markup)

    assert marked == rounded(Fraction(cost) * (1 + Fraction(markup) / 100))
    assert cost <= marked < 10**12


def rounded(exact: Fraction) -> Decimal:
    """Half up, to 8 places, by whole numbers."""
    return Decimal((exact * 10**8 + Fraction(1, 2)).__floor__()).scaleb(-8)


# ---------------------------------------------------------------- catalogs
def test_the_script_makes_our_form_of_litellms(tmp_path: Path) -> None:
    text = update_price_catalog.catalog(json.loads(SAMPLE, parse_float=Decimal))

    assert json.loads(text)["models"] == {
        "Vendor/Big-1": {
            "provider": "vendor",
            "input": "0.075",
            "output": "1.6",
            "cached": "0.025",
            "max_output_tokens": 4096,
            "tiers": [{"above": 200_000, "input": "0.15", "output": "1.6", "cached": "0.05"}],
        },
        "ranged": {
            "provider": None,
            "input": "0.05",
            "output": "0.4",
            "tiers": [{"above": 256_000, "input": "0.25", "output": "2"}],
        },
        "thinker": {"provider": None, "input": "1", "output": "2", "reasoning": "4"},
    }
    assert "Berri AI" in json.loads(text)["license"]


def test_an_operators_catalog_may_be_in_either_form(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.json", tmp_path / "ours.json"
    theirs.write_text(SAMPLE)
    ours.write_text(update_price_catalog.catalog(json.loads(SAMPLE, parse_float=Decimal)))
    found = []
    try:
        for path in (theirs, ours):
            prices.use(path)
            found.append([prices.of_model(name) for name in ("big-1", "vendor/big-1", "ranged")])
            assert prices.of_model("gpt-4o").is_default
    finally:
        prices.use()

    assert found[0] == found[1]
    assert found[0][1].at(200_001).input == Decimal("0.15")
    assert found[0][0].is_default
    assert not prices.of_model("gpt-4o").is_default


def test_the_form_that_the_documentation_shows_is_the_one_that_is_read(tmp_path: Path) -> None:
    [example] = [block for block in blocks(PAGES["charging.md"]) if block.language == "json"]
    path = tmp_path / "prices.json"
    path.write_text(example.text)

    try:
        prices.use(path)
        found = prices.of_model("vendor/model")
    finally:
        prices.use()

    assert (found.cached, found.cache_written) == (Decimal("0.3"), Decimal("3.75"))
    assert (found.at(200_001).output, found.max_output_tokens) == (Decimal("22.5"), 64_000)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "not JSON"),
        ("\xff", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "object"),
        ("{}", "no chat model"),
        ('{"models": {}}', "no chat model"),
        ('{"models": []}', "no chat model"),
        ('{"models": {"m": 5}}', "'m'"),
        ('{"models": {"m": {"input": "1"}}}', "'m' lacks 'output'"),
        ('{"models": {"m": {"input": "1", "output": "x"}}}', "'m' is not right: 'x'"),
        ('{"models": {"m": {"input": "1", "output": "-1"}}}', "'m'"),
        ('{"models": {"m": {"input": NaN, "output": 1}}}', "'m'"),
        ('{"models": {"m": {"input": 1, "output": 1e400}}}', "'m'"),
        ('{"models": {"m": {"input": 1, "output": 1, "tiers": [{"above": "x"}]}}}', "'m'"),
        ('{"models": {"m": {"input": 1, "output": 1, "max_output_tokens": "x"}}}', "'m'"),
        ('{"m": {"mode": "chat", "input_cost_per_token": "cheap"}}', "'cheap' is no price"),
        ('{"m": {"mode": "chat", "input_cost_per_token": []}}', r"\[\] is no price"),
        ('{"m": {"mode": "chat", "tiered_pricing": [5]}}', "price data"),
    ],
)
def test_a_file_that_is_no_catalog_is_refused_and_changes_nothing(
    catalog: Path, text: str, complaint: str
) -> None:
    catalog.write_text(text, encoding="latin-1")

    with pytest.raises(prices.WrongCatalog, match=complaint):
        prices.use(catalog)

    assert prices.of_model("gpt-4o").input == Decimal("2.5")


def test_the_shipped_catalog_knows_the_models_of_the_day() -> None:
    prices.use()

    for name in (
        "openai/gpt-4o",
        "gpt-4o-mini",
        "o3",
        "claude-sonnet-4-5",
        "gemini/gemini-2.5-pro",
    ):
        found = prices.of_model(name)
        assert not found.is_default
        assert found.cached < found.input < found.output
        assert found.max_output_tokens > 1000
    assert prices.of_model("gpt-4o").input == Decimal("2.5")
    assert prices.of_model("gemini/gemini-2.5-pro").at(200_001).input == Decimal("2.5")


def test_the_shipped_catalog_holds_exact_prices_above_nothing() -> None:
    def refuse(number: str) -> None:
        raise AssertionError(f"{number} is a binary fraction")

    models = json.loads(prices.SHIPPED.read_text(), parse_float=refuse)["models"]

    assert len(models) > 2000
    for entry in models.values():
        for rates in (entry, *entry.get("tiers", ())):
            named = {name: rates[name] for name in rates if name in Price.__slots__[:5]}
            assert all(isinstance(text, str) for text in named.values())
            assert all(Decimal(text) >= 0 for text in named.values())
            assert Decimal(rates["input"]) + Decimal(rates["output"]) > 0
            assert all(Decimal(text).as_tuple().exponent >= -8 for text in named.values())
    assert prices.SHIPPED.with_name("catalog.LICENSE.txt").read_text().startswith("MIT License")
