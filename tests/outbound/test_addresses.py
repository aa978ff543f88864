"""Where a customer may send this server: one bad address is enough to refuse a name."""

from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from domain.ports import AddressRefused
from integrations.addresses import is_public
from integrations.outbound import GuardedOutbound

PUBLIC = "93.184.216.34"
NAMES = {
    "example.com": [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
    "xn--exmple-cua.com": [PUBLIC],
    "dns64.example": ["64:ff9b::808:808"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "private.example": ["10.0.0.1"],
    "shared.example": ["100.64.0.1"],
    "mixed.example": [PUBLIC, "10.0.0.1"],
    "mixed-families.example": [PUBLIC, "::1"],
    "public-then-metadata.example": ["8.8.8.8", "8.8.4.4", "169.254.169.254"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "nat64.example": ["64:ff9b::a00:1"],
    "scoped.example": ["fe80::1%eth0"],
    "unique-local.example": ["fd00:ec2::254"],
    "many.example": [f"8.8.{i}.8" for i in range(65)],
    "nothing.example": [],
    "rubbish.example": ["localhost"],
    "ollama": ["10.1.2.3"],
    "models.internal": ["10.1.2.3"],
    "both.example": ["10.1.2.3", PUBLIC],
}


def urls(file: str) -> list[str]:
    lines = (Path(__file__).parent / file).read_text().split("\n")[:-1]
    kept = [line for line in lines if not line.startswith("#")]
    return [line.encode("ascii").decode("unicode_escape") for line in kept]


async def look_up(host: str, port: int) -> list[str]:
    if host not in NAMES:
        raise OSError(-2, "Name or service not known")
    return NAMES[host]


GUARD = GuardedOutbound(resolve=look_up)
HOSTILE = urls("hostile_urls.txt")


def test_the_corpus_is_large() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 120


@pytest.mark.parametrize("url", HOSTILE, ids=repr)
async def test_hostile_urls_are_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        await GUARD.judge(url)
    says = refused.value.message
    assert not any(ip in says for ip in ("10.0", "127.", "169.254", "::")), "tells what it found"


@pytest.mark.parametrize("url", HOSTILE, ids=repr)
async def test_nothing_is_sent_to_hostile_urls(url: str) -> None:
    with pytest.raises(AddressRefused):
        await GUARD.post(url, headers={}, content=b"{}", seconds=5)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "HTTPS://Example.COM/Hook",
        "https://example.com:443/",
        "https://example.com:8443/a/b?c=d&e=%20f;g=[1]@home:x",
        "https://example.com?only=query",
        "https://xn--exmple-cua.com/",
        "https://93.184.216.34/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:8443/",
        "https://dns64.example/",
        "https://not-known-now.example/",
        "https://example.com/" + "a" * 2028,
    ],
)
async def test_public_urls_pass(url: str) -> None:
    await GUARD.judge(url)


async def test_a_url_may_be_2048_characters() -> None:
    with pytest.raises(AddressRefused, match="2048"):
        await GUARD.judge("https://example.com/" + "a" * 2029)


async def test_a_long_url_of_nothing_is_refused_at_once() -> None:
    for start in ("https://", "https://a.", "https://[", "a" * 5 + "://"):
        with pytest.raises(AddressRefused):
            await GUARD.judge(start + "a." * 1000)


WITH_NETWORK = GuardedOutbound([ip_network("10.1.0.0/16")], resolve=look_up)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.1.2.3/",
        "http://10.1.2.3:81/",
        "https://10.1.2.3/",
        "http://ollama:11434/v1",
        "http://models.internal/",
        "https://both.example/",
        "https://example.com/",
    ],
)
async def test_private_networks_that_are_named_are_open_by_http_too(url: str) -> None:
    await WITH_NETWORK.judge(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.2.0.1/",
        "https://10.2.0.1/",
        "http://both.example/",
        "http://example.com/",
        "https://example.com:22/",
        "https://both.example:22/",
        "http://127.0.0.1/",
        "https://169.254.169.254/",
        "https://private.example/",
        "http://[::ffff:10.1.2.3]/",
    ],
)
async def test_all_else_stays_as_it_was(url: str) -> None:
    with pytest.raises(AddressRefused):
        await WITH_NETWORK.judge(url)


_NETWORKS = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 fc00::/7 fe80::/10 ff00::/8 2001::/32
2002::/16 ::ffff:0:0/96
"""
_NEIGHBOURS = """
1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 223.255.255.255 2001:4860:4860::8888 2606:4700:4700::1111 2a00::
64:ff9b::1.1.1.1
"""


@pytest.mark.parametrize("network", _NETWORKS.split())
def test_networks_end_where_they_end(network: str) -> None:
    inside = ip_network(network)
    assert not is_public(inside[0])
    assert not is_public(inside[-1])


@pytest.mark.parametrize("address", _NEIGHBOURS.split())
def test_their_neighbours_are_public(address: str) -> None:
    assert is_public(ip_address(address))
