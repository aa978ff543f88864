"""What model calls cost: prices, tokens, and the dollars they make."""

from domain.prices.catalog import SHIPPED, WrongCatalog
from domain.prices.costs import Cost, client_cost, cost
from domain.prices.estimates import estimate_prompt, estimate_text
from domain.prices.lookup import of_alias, of_model, provider_of, use
from domain.prices.price import DEFAULT, Price, Tier
from domain.prices.tokens import MAX_TOKENS, Tokens, tokens_of

__all__ = [
    "DEFAULT",
    "MAX_TOKENS",
    "SHIPPED",
    "Cost",
    "Price",
    "Tier",
    "Tokens",
    "WrongCatalog",
    "client_cost",
    "cost",
    "estimate_prompt",
    "estimate_text",
    "of_alias",
    "of_model",
    "provider_of",
    "tokens_of",
    "use",
]
