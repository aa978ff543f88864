"""HTTP to addresses that customers name.

A name is looked up once. All its addresses are judged, and the connection goes to one of those
judged, with the name for the certificate and the header Host: whoever answers another address to
a second question is never asked one.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import httpx

from domain.ports import AddressRefused, OutboundAnswer, Unreachable
from integrations import retry_after
from integrations.addresses import Address, Network, Rules, Target, address_of

# The addresses of a host as text; `OSError` when it has none.
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_LOOKUP_SECONDS: Final = 5.0
_CONNECT_SECONDS: Final = 5.0
_MOST_ADDRESSES: Final = 64
_MOST_TRIES: Final = 3
_NOT_FOUND: Final = "The host was not found at a public address."
_NOT_REACHED: Final = "The host could not be reached."


class SystemResolver:
    """Asks the system, in threads of its own: slow answers keep nothing else waiting."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="resolver")

    async def __call__(self, host: str, port: int) -> list[str]:
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _ask, host, port)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _ask(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class GuardedOutbound:
    """Implements `Outbound`. `private` networks are allowed although they are not public."""

    def __init__(
        self,
        private: Sequence[Network] = (),
        *,
        resolve: Resolve,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._rules = Rules(private)
        self._resolve = resolve
        self._trust = trust or httpx.create_ssl_context()

    async def judge(self, url: str) -> None:
        with contextlib.suppress(Unreachable):
            await self._find(url)

    async def post(
        self, url: str, *, headers: Mapping[str, str], content: bytes, seconds: float
    ) -> OutboundAnswer:
        try:
            async with asyncio.timeout(seconds):
                target, addresses = await self._find(url)
                return await self._send(target, addresses, headers, content)
        except TimeoutError:
            raise Unreachable("The host did not answer in time.") from None

    async def _find(self, url: str) -> tuple[Target, Sequence[Address]]:
        """What the URL says, and where it leads; nothing is asked about a host a second time."""
        target = self._rules.read(url)
        if target.literal is not None:
            return target, [target.literal]
        addresses = await self._look_up(target)
        self._rules.check(target, addresses)
        return target, addresses

    async def _look_up(self, target: Target) -> list[Address]:
        # Same words for a name that is unknown and one of a private network: no telling them apart.
        try:
            async with asyncio.timeout(_LOOKUP_SECONDS):
                found = await self._resolve(target.host, target.port)
            addresses = [address_of(text) for text in found[: _MOST_ADDRESSES + 1]]
        except (OSError, UnicodeError, TimeoutError):
            raise Unreachable(_NOT_FOUND) from None
        except ValueError:
            raise AddressRefused(_NOT_FOUND) from None
        if len(addresses) > _MOST_ADDRESSES:
            raise AddressRefused(_NOT_FOUND)
        return addresses

    async def _send(
        self,
        target: Target,
        addresses: Sequence[Address],
        headers: Mapping[str, str],
        content: bytes,
    ) -> OutboundAnswer:
        for address in addresses[:_MOST_TRIES]:
            try:
                return await self._send_to(address, target, headers, content)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue  # no byte of the request was sent
            except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError):
                break
        raise Unreachable(_NOT_REACHED) from None

    async def _send_to(
        self, address: Address, target: Target, headers: Mapping[str, str], content: bytes
    ) -> OutboundAnswer:
        """A connection of its own, since one is certified for one name. There is no client: it is
        what would follow redirects, keep cookies and use proxies."""
        own = {name: value for name, value in headers.items() if name.lower() != "host"}
        request = httpx.Request(
            "POST",
            target.at(address),
            headers={"Host": target.authority, **own, "Connection": "close"},
            content=content,
            extensions={
                "sni_hostname": target.host,
                "timeout": httpx.Timeout(None, connect=_CONNECT_SECONDS).as_dict(),
            },
        )
        async with httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False) as transport:
            response = await transport.handle_async_request(request)
            await response.aclose()  # unread: it may have no end
            asked = retry_after.seconds(response.headers.get("retry-after"))
            return OutboundAnswer(response.status_code, asked)
