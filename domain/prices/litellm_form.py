"""LiteLLM's public price data, in our form."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

# Models of the responses API answer chat requests, too: LiteLLM translates.
_MODES: Final = frozenset({"chat", "responses"})
_PRICES: Final = {
    "input": "input_cost_per_token",
    "output": "output_cost_per_token",
    "cached": "cache_read_input_token_cost",
    "cache_written": "cache_creation_input_token_cost",
    "reasoning": "output_cost_per_reasoning_token",
}
_TIER: Final = re.compile(r"(?:in|out)put_cost_per_token_above_([0-9]+)k_tokens")
_PLACES: Final = Decimal("1e-8")


def converted(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Our entry of each chat model that has prices, by name. One that is listed at nothing is left
    out: that says free tier, subscription or unknown, and must not become a sale for nothing."""
    entries = {
        name: _entry(facts)
        for name, facts in data.items()
        if isinstance(facts, Mapping) and facts.get("mode") in _MODES
    }
    return {name: entry for name, entry in sorted(entries.items()) if _is_priced(entry)}


def _is_priced(entry: Mapping[str, Any]) -> bool:
    prices = [entry.get("input"), entry.get("output")]
    return None not in prices and prices != ["0", "0"]


def _entry(facts: Mapping[str, Any]) -> dict[str, Any]:
    tiers = sorted(_tiers(facts), key=lambda tier: int(tier["above"]))
    entry = {"provider": facts.get("litellm_provider"), **_prices(facts, "")}
    if "input" not in entry and tiers and tiers[0]["above"] == 0:
        entry |= {name: price for name, price in tiers[0].items() if name != "above"}
    most = facts.get("max_output_tokens")
    if isinstance(most, int) and most > 0:
        entry["max_output_tokens"] = most
    above = [_whole(tier, entry) for tier in tiers if tier["above"]]
    return entry | ({"tiers": above} if above and _is_priced(entry) else {})


def _whole(tier: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """With a price for input and output, even where LiteLLM lists but one."""
    return {"above": tier["above"], "input": entry.get("input"), "output": entry.get("output")} | {
        **tier
    }


def _tiers(facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Listed in one of two ways: by names that end with the limit, or as ranges of tokens."""
    limits = {match[1] for name in facts if (match := _TIER.fullmatch(name))}
    for limit in limits:
        yield {"above": int(limit) * 1000, **_prices(facts, f"_above_{limit}k_tokens")}
    ranges = facts.get("tiered_pricing")
    for part in ranges if isinstance(ranges, list) else ():
        if isinstance(part.get("range"), list):
            yield {"above": int(part["range"][0]), **_prices(part, "")}


def _prices(facts: Mapping[str, Any], ending: str) -> dict[str, str]:
    listed = {name: facts.get(theirs + ending) for name, theirs in _PRICES.items()}
    prices = {name: per_million(each) for name, each in listed.items() if each is not None}
    if prices.get("reasoning") == prices.get("output"):
        prices.pop("reasoning", None)
    # Nothing for the use of a cache means that it has no price of its own.
    free = [name for name in ("cached", "cache_written") if prices.get(name) == "0"]
    return {name: price for name, price in prices.items() if name not in free}


def per_million(each: object) -> str:
    """Of a price per token, without what binary fractions left at its end."""
    try:
        price = Decimal(str(each)).scaleb(6).quantize(_PLACES)
    except InvalidOperation:
        raise ValueError(f"{each!r} is no price") from None
    return f"{price.normalize():f}" if price else "0"
