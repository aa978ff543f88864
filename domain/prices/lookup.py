"""Which price a call has: its alias's, else the catalog's, else the default."""

from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from domain.prices.catalog import SHIPPED, Catalog, load
from domain.prices.price import DEFAULT, Price
from persistence.models import ModelAlias

_REMEMBERED: Final = 4096
_BUCKETS: Final = {
    "openai": ("gpt", "openai"),
    "anthropic": ("claude", "anthropic"),
    "google": ("gemini", "google"),
    "meta": ("llama", "meta"),
}
# The one of this process; empty until the first price is asked for.
_in_use: list[Catalog] = []


def use(path: Path | None = None) -> None:
    """Takes prices from this file from now on, or from the shipped catalog. Raises
    `WrongCatalog`, or `OSError` when the file cannot be read."""
    _in_use[:] = [load(path) if path else _shipped()]
    _of_names.cache_clear()
    _of_alias.cache_clear()


def of_model(*names: str | None) -> Price:
    """Of the first of the names that the catalog knows."""
    return _of_names(names)


def of_alias(alias: ModelAlias) -> Price:
    """Its own, without tiers; what it has none of costs what its model does."""
    return _of_alias(
        alias.provider,
        alias.actual_model,
        alias.input_price,
        alias.output_price,
        alias.cached_price,
    )


def provider_of(model: str | None, price: Price) -> str:
    """The heading under which statistics count a model."""
    if not model:
        return "unknown"
    for name in (model.lower(), (price.provider or "").lower()):
        for bucket, marks in _BUCKETS.items():
            if any(mark in name for mark in marks):
                return bucket
    return "other"


@cache
def _shipped() -> Catalog:
    return load(SHIPPED)


@lru_cache(_REMEMBERED)
def _of_names(names: tuple[str | None, ...]) -> Price:
    if not _in_use:
        use()
    [catalog] = _in_use
    found = (catalog.find(name) for name in names if name)
    return next((price for price in found if price), DEFAULT)


@lru_cache(_REMEMBERED)
def _of_alias(
    provider: str,
    model: str,
    input_price: Decimal | None,
    output_price: Decimal | None,
    cached_price: Decimal | None,
) -> Price:
    listed = of_model(f"{provider}/{model}")
    if input_price is None and output_price is None:
        return listed
    return Price(
        input=listed.input if input_price is None else input_price,
        output=listed.output if output_price is None else output_price,
        cached=cached_price,
        provider=provider,
        max_output_tokens=listed.max_output_tokens,
    )
