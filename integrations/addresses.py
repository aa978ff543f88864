"""Which URLs and addresses a customer may send this server to.

The grammar is narrower than any library's: what two readers could read in two ways (`0x7f.1`,
`127.1`, `a@b`, `\\`, digits of other scripts) is refused before anybody reads it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Final

from domain.ports import AddressRefused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL: Final = 2048
_LONGEST_HOST: Final = 253
_HIGHEST_PORT: Final = 65535
_FIRST_FREE_PORT: Final = 1024
_PORTS: Final = {"http": 80, "https": 443}

_URL: Final = re.compile(
    r"(?P<scheme>https?)://(?:\[(?P<v6>[0-9a-f:.]{2,45})\]|(?P<host>[0-9a-z.-]+))"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<target>(?:[/?](?:[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?)"
)
_UP_TO_TARGET: Final = re.compile(r"[A-Za-z]{4,5}://[^/?]*")
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP_LABEL: Final = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
# They lead to this machine or this network, wherever they are asked for (RFC 6761, 6762, 8375).
_LOCAL_NAMES: Final = ("localhost", "localdomain", "local", "internal", "home.arpa", "lan")

_FORM: Final = "Must be a URL such as https://example.com/path."
_NOT_FOUND: Final = "The host was not found at a public address."

_NOT_PUBLIC_V4: Final = [
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # between carriers and their customers; some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own servers, at an address that looks public
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
# All that is public in IPv6 is in here; what is not, although it is in here, is listed below.
_GLOBAL_V6: Final = IPv6Network("2000::/3")
_NOT_PUBLIC_V6: Final = [
    IPv6Network(text)
    for text in (
        "2001::/23",  # Teredo, benchmarks, ORCHID and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4: any IPv4 address may be inside
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]
# A network without IPv4 gets IPv4 hosts at these addresses: what is inside decides.
_NAT64: Final = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL in its parts. `literal` is the address, when the host is not a name."""

    scheme: str
    host: str
    port: int
    path: str
    literal: Address | None

    @property
    def authority(self) -> str:
        """What the header Host says."""
        host = f"[{self.host}]" if isinstance(self.literal, IPv6Address) else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def at(self, address: Address) -> str:
        """The same URL with an address for its host."""
        host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
        return f"{self.scheme}://{host}:{self.port}{self.path}"


class Rules:
    """What is allowed: public addresses by https, and `private` networks by http, too.

    Where there are private networks, names of one word and local names are looked up as well.
    """

    def __init__(self, private: Sequence[Network] = ()) -> None:
        self._private = tuple(private)

    def read(self, url: str) -> Target:
        """Raises `AddressRefused` for what is no URL of a server that could be allowed."""
        target = _parts(url)
        if target.literal is None:
            self._check_name(target.host)
        else:
            self.check(target, [target.literal])
        if target.scheme == "http" and not self._private:
            raise AddressRefused("Must begin with https://.")
        return target

    def check(self, target: Target, addresses: Sequence[Address]) -> None:
        """Every address must be allowed: one that is not would be taken another time."""
        inside = [self._is_private(address) for address in addresses]
        if not addresses or not all(
            known or is_public(address) for known, address in zip(inside, addresses, strict=True)
        ):
            raise AddressRefused(_NOT_FOUND)
        if all(inside):
            return
        if target.scheme == "http":
            raise AddressRefused("Must begin with https://.")
        if target.port < _FIRST_FREE_PORT and target.port != _PORTS["https"]:
            raise AddressRefused("The port must be 443, or 1024 and above.")

    def _is_private(self, address: Address) -> bool:
        return any(address in network for network in self._private)

    def _check_name(self, host: str) -> None:
        labels = host.split(".")
        well_formed = all(map(_LABEL.fullmatch, labels)) and _TOP_LABEL.fullmatch(labels[-1])
        if not well_formed or len(host) > _LONGEST_HOST:
            raise AddressRefused(_FORM)
        local = len(labels) == 1 or f".{host}".endswith(tuple(f".{name}" for name in _LOCAL_NAMES))
        if local and not self._private:
            raise AddressRefused(_NOT_FOUND)


def is_public(address: Address) -> bool:
    """Whether anybody in the world would come to the same machine with this address."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    if address in _NAT64:
        return is_public(IPv4Address(address.packed[-4:]))
    return address in _GLOBAL_V6 and not any(address in network for network in _NOT_PUBLIC_V6)


def _parts(url: str) -> Target:
    if len(url) > LONGEST_URL:
        raise AddressRefused(f"May be {LONGEST_URL} characters at most.")
    found = _URL.fullmatch(_UP_TO_TARGET.sub(lambda start: _lower(start.group()), url, count=1))
    if found is None:
        raise AddressRefused(_FORM)
    scheme, v6, host, port, path = found.group("scheme", "v6", "host", "port", "target")
    if port and int(port) > _HIGHEST_PORT:
        raise AddressRefused("The port must be 443, or 1024 and above.")
    literal = _literal(v6, host)
    return Target(
        scheme=scheme,
        host=str(literal) if literal else host,
        port=int(port or _PORTS[scheme]),
        path=path if path.startswith("/") else f"/{path}",
        literal=literal,
    )


def _lower(text: str) -> str:
    """Capitals of ASCII alone: those of other scripts could become letters of ours."""
    return text.lower() if text.isascii() else text


def _literal(v6: str | None, host: str) -> Address | None:
    """The address that stands for a host; None for a name. A last label of digits is no name."""
    try:
        if v6:
            return IPv6Address(v6)
        return IPv4Address(host) if host.rsplit(".", 1)[-1].isdigit() else None
    except AddressValueError:
        raise AddressRefused(_FORM) from None


def address_of(text: str) -> Address:
    """As a resolver writes it; an IPv6 address may name the interface it goes through."""
    return ip_address(text.partition("%")[0])
