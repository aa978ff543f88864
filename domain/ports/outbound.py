"""Requests to addresses that customers name: their webhooks, their models' servers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.errors import UpstreamFailed


class AddressRefused(UpstreamFailed):
    """This server does not go there. The message says what a good address is like, and nothing
    of what was found."""


class Unreachable(UpstreamFailed):
    """Nobody answered there, or not as HTTP is spoken; the same request may work later."""


@dataclass(frozen=True, slots=True)
class OutboundAnswer:
    """What came back; nobody reads the body."""

    status: int
    retry_after_seconds: int | None = None


class Outbound(Protocol):
    """The way out to addresses that customers name, and to none that is private."""

    async def judge(self, url: str) -> None:
        """Raises `AddressRefused` when requests to this URL would be refused; none is sent now.
        A host that cannot be found now passes: it is judged again when a request is sent."""

    async def post(
        self, url: str, *, headers: Mapping[str, str], content: bytes, seconds: float
    ) -> OutboundAnswer:
        """Judges the URL again, and sends to the very address that was judged. `seconds` are for
        all of it. A redirect is an answer like others: it is not followed.

        Raises `AddressRefused` or `Unreachable`."""


class Nowhere:
    """No way out: refuses every address."""

    async def judge(self, url: str) -> None:
        raise AddressRefused("This server sends no requests to addresses.")

    async def post(
        self, url: str, *, headers: Mapping[str, str], content: bytes, seconds: float
    ) -> OutboundAnswer:
        raise AddressRefused("This server sends no requests to addresses.")
