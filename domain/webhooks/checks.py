"""What an endpoint may be made of."""

import string
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from domain import validation
from domain.errors import InvalidInput
from domain.ports import AddressRefused, Outbound
from domain.webhooks.scopes import Owner
from persistence.models import WebhookEvent

MOST_OF_SCOPE: Final = 20
LONGEST_URL: Final = 2048
_LONGEST_AUTHORIZATION: Final = 500
# A header holds no others that every server understands.
_OF_HEADERS: Final = frozenset(string.ascii_letters + string.digits + string.punctuation + " ")


async def address(outbound: Outbound, url: str) -> str:
    """Asks for the host's addresses: call it outside transactions."""
    url = validation.line("url", url, longest=LONGEST_URL)
    try:
        await outbound.judge(url)
    except AddressRefused as refused:
        raise InvalidInput("url", refused.message) from refused
    return url


def event_list(events: Sequence[WebhookEvent]) -> list[str]:
    if not events:
        raise InvalidInput("events", "Name at least one event.")
    return validation.no_repeats("events", [str(event) for event in events])


def authorization(value: str | None) -> str | None:
    if value is None:
        return None
    text = validation.line("authorizationHeader", value, longest=_LONGEST_AUTHORIZATION)
    if not _OF_HEADERS.issuperset(text):
        raise InvalidInput("authorizationHeader", "May hold letters, digits and signs of ASCII.")
    return text


def of_scope(events: Sequence[str], owner: Owner) -> None:
    """LiteLLM belongs to the installation: tenants are not told how it fares."""
    if WebhookEvent.DRIFT_DETECTED in events and owner != Owner():
        place = list(events).index(WebhookEvent.DRIFT_DETECTED)
        raise InvalidInput(
            ("events", place), "drift.detected is told to endpoints of the whole installation."
        )


def shown(url: str) -> str:
    """As the audit log has it: a path may be a secret."""
    return f"https://{urlsplit(url).hostname or ''}"
