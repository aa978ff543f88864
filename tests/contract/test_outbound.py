"""What webhooks rely on in the way out: the fake of their tests, and real sockets with TLS."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from domain.ports import AddressRefused, Outbound, Unreachable
from integrations.outbound import GuardedOutbound
from tests.outbound.test_sending import Server, serving, trusting
from tests.unit.test_litellm_wire_tls import make_certificate, server_context
from tests.webhooks_world import FakeOutbound

HOST = "hooks.example.com"
PRIVATE = "private.example.com"
SECONDS = 0.5


@dataclass
class Way:
    """`outbound`, and a receiver at `url` that answers as told."""

    outbound: Outbound
    url: str
    fake: FakeOutbound | None = None
    server: Server | None = None

    def answers(self, status: int) -> None:
        if self.fake:
            self.fake.outcomes[self.url] = status
        if self.server:
            elsewhere = b"Location: https://hooks.example.com/elsewhere\r\n"
            self.server.answer = b"HTTP/1.1 %d Told\r\n%s\r\n" % (status, elsewhere)

    def is_silent(self) -> None:
        if self.fake:
            self.fake.outcomes[self.url] = Unreachable("The host did not answer in time.")
        if self.server:
            self.server.answer = None

    @property
    def arrived(self) -> list[tuple[bytes, bytes]]:
        """The header `webhook-id` and the body of each request."""
        if self.fake:
            return [(each.message_id.encode(), each.body) for each in self.fake.received]
        parts = [request.split(b"\r\n\r\n", 1) for request in self.server.requests]
        ids = [head.split(b"webhook-id: ")[1].split(b"\r\n")[0] for head, _ in parts]
        return list(zip(ids, [body for _, body in parts], strict=True))

    async def post(self, url: str | None = None) -> int:
        headers = {"webhook-id": "msg_1", "Content-Type": "application/json"}
        content = '{"type": "job.completed", "name": "é"}'.encode()
        answer = await self.outbound.post(
            url or self.url, headers=headers, content=content, seconds=SECONDS
        )
        return answer.status


async def _resolve(host: str, port: int) -> list[str]:
    return ["10.0.0.1"] if host == PRIVATE else ["127.0.0.1"]


@pytest.fixture(params=["fake", "real"])
async def way(request: Any, tmp_path: Path) -> AsyncIterator[Way]:
    if request.param == "fake":
        fake = FakeOutbound(refused={PRIVATE})
        yield Way(fake, f"https://{HOST}/in", fake=fake)
        return
    certificate = make_certificate(tmp_path, HOST)
    async with serving(tls=server_context(certificate)) as server:
        here = [ip_network("127.0.0.1/32")]
        guarded = GuardedOutbound(here, resolve=_resolve, trust=trusting(certificate))
        yield Way(guarded, f"https://{HOST}:{server.port}/in", server=server)


@pytest.mark.parametrize("status", [200, 204, 302, 308, 404, 410, 500, 503])
async def test_the_status_is_told_and_no_redirect_followed(way: Way, status: int) -> None:
    way.answers(status)

    assert await way.post() == status
    assert len(way.arrived) == 1


async def test_what_is_sent_arrives_byte_by_byte(way: Way) -> None:
    way.answers(200)
    await way.post()

    assert way.arrived == [(b"msg_1", '{"type": "job.completed", "name": "é"}'.encode())]


async def test_a_private_address_is_refused_and_sent_nothing(way: Way) -> None:
    private = way.url.replace(HOST, PRIVATE)

    with pytest.raises(AddressRefused):
        await way.outbound.judge(private)
    with pytest.raises(AddressRefused):
        await way.post(private)
    assert way.arrived == []


async def test_a_good_address_passes(way: Way) -> None:
    await way.outbound.judge(way.url)

    assert way.arrived == []


async def test_silence_is_told_in_time(way: Way) -> None:
    way.is_silent()

    async with asyncio.timeout(SECONDS * 10):
        with pytest.raises(Unreachable):
            await way.post()
