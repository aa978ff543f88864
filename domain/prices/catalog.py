"""The list of what models cost: one ships with the product, an operator may bring another."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from domain.prices.litellm_form import converted
from domain.prices.price import Price, Tier

SHIPPED: Final = Path(__file__).with_name("catalog.json")
_MAX_PRICE: Final = Decimal(10**9)
_PLACES: Final = Decimal("1e-8")
_LONGEST_NAME: Final = 255
_WORD: Final = re.compile(r"[a-z0-9]+")


class WrongCatalog(ValueError):
    """A file that is no list of prices; the message says where."""


class Catalog:
    def __init__(self, prices: Mapping[str, Price]) -> None:
        self._prices = {name.strip().lower(): price for name, price in prices.items()}

    def __len__(self) -> int:
        return len(self._prices)

    def __iter__(self) -> Iterator[str]:
        return iter(self._prices)

    def find(self, name: str) -> Price | None:
        """Of the model with this name; without the provider before it; or of the longest name in
        the list that is a part of it, as of `gpt-4o` for `gpt-4o-2099-01-01`."""
        name = name.strip().lower()[:_LONGEST_NAME]
        rest = name
        while rest:
            if price := self._prices.get(rest):
                return price
            rest = rest.partition("/")[2]
        return next((self._prices[part] for part in _parts(name) if part in self._prices), None)


def load(path: Path) -> Catalog:
    """Raises `WrongCatalog`, or `OSError` when the file cannot be read."""
    try:
        data = json.loads(path.read_bytes(), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise WrongCatalog(f"It is not JSON: {error}.") from error
    if not isinstance(data, Mapping):
        raise WrongCatalog("It must be a JSON object.")
    ours = isinstance(data.get("models"), Mapping)
    try:
        entries = data["models"] if ours else converted(data)
    except (ValueError, TypeError, AttributeError) as error:
        raise WrongCatalog(f"It is not LiteLLM's price data: {error}.") from error
    if not entries:
        raise WrongCatalog("There is no chat model with a price in it.")
    return Catalog({name: _entry(name, entry) for name, entry in entries.items()})


def _entry(name: str, entry: Any) -> Price:
    try:
        most = entry.get("max_output_tokens")
        return Price(
            **_rates(entry),
            tiers=tuple(
                Tier(above=int(tier["above"]), **_rates(tier)) for tier in entry.get("tiers", ())
            ),
            provider=None if entry.get("provider") is None else str(entry["provider"]),
            max_output_tokens=None if most is None else max(1, int(most)),
        )
    except KeyError as missing:
        raise WrongCatalog(f"'{name}' lacks {missing}.") from missing
    except (ValueError, TypeError, AttributeError) as error:
        raise WrongCatalog(f"'{name}' is not right: {error}.") from error


def _rates(entry: Mapping[str, Any]) -> dict[str, Any]:
    more = {
        name: _price(entry[name])
        for name in ("cached", "cache_written", "reasoning")
        if entry.get(name) is not None
    }
    return {"input": _price(entry["input"]), "output": _price(entry["output"]), **more}


def _price(text: object) -> Decimal:
    """Numbers are read as they are written, too: never through a binary fraction."""
    try:
        price = Decimal(str(text))
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or not 0 <= price <= _MAX_PRICE:
        raise ValueError(f"{text!r} is not a price in dollars per million tokens")
    return price.quantize(_PLACES)


def _parts(name: str) -> list[str]:
    """What is between the boundaries of words, the longest first. `gpt-4` is no part of
    `gpt-4.5`: a version is not cut at its dot."""
    words = list(_WORD.finditer(name))
    spans = [
        (first.start(), last.end())
        for place, first in enumerate(words)
        for last in words[place:]
        if not _in_version(name, last.end())
    ]
    spans.sort(key=lambda span: span[0] - span[1])
    return [name[start:end] for start, end in spans]


def _in_version(name: str, dot: int) -> bool:
    around = name[max(dot - 1, 0) : dot + 2]
    return len(around) == 3 and around[1] == "." and (around[0] + around[2]).isdigit()  # noqa: PLR2004
