"""Who calls: any credential of a request becomes an actor before anything else runs.

It sets, on `request.state`: `actor`, `credentials` (each kind looked up by itself,
for the legacy API), `credential_error` (why what was sent is not good, for GraphQL), `presented`
(what was sent) and `identify` (to look again later, at this or at what is sent then). It refuses
nothing: public operations stay public whatever is sent.
"""

import re
from collections.abc import Collection, Sequence
from functools import partial
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from domain import callers
from domain.access import Origin
from domain.callers import AdminKey, Presented
from domain.ports import Ports

Network = IPv4Network | IPv6Network

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST_USER_AGENT: Final = 500
_MOST_PROXIES: Final = 20


class AuthenticationMiddleware:
    """`trusted_proxies` are the networks whose `X-Forwarded-For` is believed. On the paths in
    `recalling` a virtual key need not be looked up: what answers there sees to it."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        master_key: str,
        trusted_proxies: Sequence[Network] = (),
        recalling: Collection[str] = (),
    ) -> None:
        self._app = app
        self._admin_key = AdminKey(master_key)
        self._trusted = tuple(trusted_proxies)
        self._recalling = frozenset(recalling)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = Origin(
            ip_address=self._address(scope, headers),
            user_agent=_user_agent(headers.get("user-agent")),
            request_id=scope["state"]["request_id"],
        )
        ports: Ports = scope["app"].state.ports
        identify = partial(callers.identify, ports, self._admin_key, origin=origin)
        brought = presented(headers)
        credentials = await identify(brought, recalling=scope.get("path") in self._recalling)
        scope["state"].update(
            presented=brought,
            identify=identify,
            credentials=credentials,
            actor=callers.caller(credentials, origin),
            credential_error=callers.refusal(credentials),
        )
        await self._app(scope, receive, send)

    def _address(self, scope: Scope, headers: Headers) -> str | None:
        """The peer, or whoever the nearest proxies that we trust say it is."""
        client = scope.get("client")
        address = _normal(client[0]) if client else None
        if address is None or not self._is_trusted(address):
            return address
        forwarded = ",".join(headers.getlist("x-forwarded-for")).split(",")[-_MOST_PROXIES:]
        for hop in reversed(forwarded):
            before = _normal(hop.strip())
            if before is None:
                break
            address = before
            if not self._is_trusted(address):
                break
        return address

    def _is_trusted(self, address: str) -> bool:
        return any(ip_address(address) in network for network in self._trusted)


def presented(headers: Headers) -> Presented:
    return Presented.of(headers.getlist("authorization"), headers.get("x-admin-key"))


def _user_agent(sent: str | None) -> str | None:
    return _CONTROL.sub("", sent)[:_LONGEST_USER_AGENT] if sent else None


def _normal(text: str) -> str | None:
    """An address in its one form; None for anything else, as the name of a socket."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)
