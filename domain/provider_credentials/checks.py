"""What a credential may be made of."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain import validation
from domain.errors import InvalidInput
from domain.ports import AddressRefused, Outbound

LONGEST_PROVIDER: Final = 50
LONGEST_API_KEY: Final = 4096
LONGEST_API_BASE: Final = 2048
# What the legacy API shows for a key: it comes back from forms, and is none.
MASK: Final = "********"


def of(given: Mapping[str, Any]) -> dict[str, Callable[[], Any]]:
    """How each value that may be given is checked."""
    checks: dict[str, Callable[[], Any]] = {
        "provider": lambda: _provider(given["provider"]),
        "name": lambda: validation.line("name", given["name"]),
        "api_key": lambda: _api_key(given["api_key"]),
        "api_base": lambda: validation.optional_line(
            "apiBase", given["api_base"], longest=LONGEST_API_BASE
        ),
        "is_active": lambda: given["is_active"],
    }
    return {name: check for name, check in checks.items() if name in given}


def _provider(text: str) -> str:
    return validation.natural_key("provider", text, longest=LONGEST_PROVIDER).lower()


def _api_key(text: str) -> str:
    key = validation.line("apiKey", text, longest=LONGEST_API_KEY)
    if not key.strip("*…•"):
        raise InvalidInput("apiKey", "Is a mask, not a key.")
    return key


async def judge(outbound: Outbound, api_base: str | None) -> None:
    """Asks for the host's addresses: call it outside transactions."""
    if api_base is None:
        return
    try:
        await outbound.judge(api_base)
    except AddressRefused as refused:
        raise InvalidInput("apiBase", refused.message) from refused
