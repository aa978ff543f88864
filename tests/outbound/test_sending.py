"""Requests to addresses that customers name, over real sockets: where they go, and what stops
them."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_network
from pathlib import Path

import pytest

from domain.ports import AddressRefused, Unreachable
from integrations.outbound import GuardedOutbound, SystemResolver
from tests.unit.test_litellm_wire_tls import make_certificate, server_context

HERE = [ip_network("127.0.0.1/32")]
NOT_REACHED = r"^The host could not be reached\.$"
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


class Server:
    """Answers every request with the same bytes, and keeps what it was sent."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self.connections = 0
        self.names: list[str | None] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            self.requests.append(head + await reader.readexactly(length))
            if self.answer is None:
                await reader.read()
            elif self.answer.endswith(b"forever: "):
                while not writer.is_closing():
                    writer.write(self.answer + b"x" * 10_000)
                    await writer.drain()
            else:
                writer.write(self.answer)
                await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def serving(
    answer: bytes | None = OK, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Server]:
    made = Server(answer)
    if tls is not None:
        tls.sni_callback = lambda _, name, __: made.names.append(name)
    listening = await asyncio.start_server(made.serve, host, 0, ssl=tls)
    made.port = listening.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        listening.close()


class Resolver:
    """Gives one answer after the other, and the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def outbound(*answers: Sequence[str], trust: ssl.SSLContext | None = None) -> GuardedOutbound:
    return GuardedOutbound(HERE, resolve=Resolver(*answers or (["127.0.0.1"],)), trust=trust)


async def post(guard: GuardedOutbound, url: str, *, seconds: float = 10) -> int:
    answer = await guard.post(url, headers={"X-Signed": "v1"}, content=b'{"a": 1}', seconds=seconds)
    return answer.status


async def test_the_request_is_sent_as_it_was_asked_for() -> None:
    async with serving() as server:
        url = f"http://Hooks.example:{server.port}/in/x?y=%20z"
        assert await post(outbound(), url) == 204
    head, body = server.requests[0].split(b"\r\n\r\n")
    assert head.startswith(b"POST /in/x?y=%20z HTTP/1.1\r\n")
    assert f"Host: hooks.example:{server.port}".encode() in head
    assert b"X-Signed: v1" in head
    assert body == b'{"a": 1}'


async def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_judged() -> None:
    resolver = Resolver(["127.0.0.1"], ["127.0.0.2"])
    async with serving(host="0.0.0.0") as server:
        guard = GuardedOutbound(HERE, resolve=resolver)
        url = f"http://rebinding.example:{server.port}/"
        assert await post(guard, url) == 204
        assert resolver.asked == ["rebinding.example"]
        with pytest.raises(AddressRefused):
            await post(guard, url)
    assert server.connections == 1


async def test_addresses_of_which_one_is_private_are_not_tried_at_all() -> None:
    async with serving() as server:
        for mixed in (["127.0.0.1", "127.0.0.2"], ["10.0.0.1", "127.0.0.1"], ["127.0.0.1", "::1"]):
            with pytest.raises(AddressRefused):
                await post(outbound(mixed), f"http://mixed.example:{server.port}/")
    assert server.connections == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_an_answer(status: int) -> None:
    async with serving(host="127.0.0.2") as private:
        to = f"http://127.0.0.2:{private.port}/"
        answer = f"HTTP/1.1 {status} Go\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()
        async with serving(answer) as server:
            assert await post(outbound(), f"http://a.example:{server.port}/") == status
    assert private.connections == 0


async def test_the_answer_tells_how_long_it_asks_to_wait() -> None:
    answer = b"HTTP/1.1 429 Slow Down\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"
    async with serving(answer) as server:
        url = f"http://busy.example:{server.port}/"
        answered = await outbound().post(url, headers={}, content=b"", seconds=10)

    assert (answered.status, answered.retry_after_seconds) == (429, 120)


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as proxy, serving() as server:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert await post(outbound(), f"http://a.example:{server.port}/") == 204
    assert (proxy.connections, server.connections) == (0, 1)


async def test_a_header_host_of_the_caller_changes_nothing() -> None:
    async with serving() as server:
        url = f"http://a.example:{server.port}/"
        await outbound().post(url, headers={"hOst": "evil.example"}, content=b"", seconds=10)
    assert server.requests[0].lower().count(b"host: ") == 1
    assert b"evil" not in server.requests[0]


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\x00b", "\u20ac"])
async def test_a_header_that_is_none_is_not_sent(value: str) -> None:
    async with serving() as server:
        url = f"http://a.example:{server.port}/"
        with pytest.raises(Unreachable):
            await outbound().post(url, headers={"X-A": value}, content=b"", seconds=10)
    assert not server.requests


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nforever: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nforever: ",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip",
    ],
    ids=["chunks", "length", "gzip"],
)
async def test_a_body_is_not_read(answer: bytes) -> None:
    async with serving(answer) as server:
        assert await post(outbound(), f"http://a.example:{server.port}/") == 200


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nX-Long-forever: ",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
        b"HTTP/1.1 x\r\n\r\n",
    ],
    ids=["headers", "ssh", "nothing", "status"],
)
async def test_what_is_no_answer_is_a_failure(answer: bytes) -> None:
    async with serving(answer) as server:
        with pytest.raises(Unreachable, match=NOT_REACHED):
            await post(outbound(), f"http://a.example:{server.port}/")


async def test_silence_ends_in_time() -> None:
    async with serving(None) as server:
        with pytest.raises(Unreachable, match="in time"):
            await post(outbound(), f"http://a.example:{server.port}/", seconds=0.2)


async def test_a_slow_lookup_ends_in_time() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    with pytest.raises(Unreachable, match="in time"):
        await post(GuardedOutbound(resolve=never), "https://slow.example/", seconds=0.2)


async def test_the_next_address_is_tried_when_nobody_listens_at_the_first() -> None:
    guard = GuardedOutbound(
        [ip_network("127.0.0.0/8")], resolve=Resolver(["127.0.0.3", "127.0.0.1"])
    )
    async with serving() as server:
        assert await post(guard, f"http://two.example:{server.port}/") == 204


async def test_a_closed_port_is_a_failure_that_tells_nothing() -> None:
    async with serving() as server:
        port = server.port
    with pytest.raises(Unreachable, match=NOT_REACHED):
        await post(outbound(), f"http://a.example:{port}/")


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


async def test_tls_is_spoken_with_the_name_and_its_certificate(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "hooks.example")
    async with serving(tls=server_context(certificate)) as server:
        guard = outbound(trust=trusting(certificate))
        assert await post(guard, f"https://hooks.example:{server.port}/") == 204
    assert server.names == ["hooks.example"]
    assert f"Host: hooks.example:{server.port}".encode() in server.requests[0]


async def test_a_certificate_for_another_name_or_for_the_address_alone_is_not_taken(
    tmp_path: Path,
) -> None:
    certificate = make_certificate(tmp_path, "other.example")  # and for 127.0.0.1
    async with serving(tls=server_context(certificate)) as server:
        guard = outbound(trust=trusting(certificate))
        with pytest.raises(Unreachable, match=NOT_REACHED):
            await post(guard, f"https://hooks.example:{server.port}/")
    assert not server.requests


async def test_a_certificate_of_an_unknown_authority_is_not_taken(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "hooks.example")
    async with serving(tls=server_context(certificate)) as server:
        with pytest.raises(Unreachable):
            await post(outbound(), f"https://hooks.example:{server.port}/")
    assert not server.requests


async def test_no_connection_serves_two_names(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "hooks.example")
    async with serving(tls=server_context(certificate)) as server:
        guard = outbound(trust=trusting(certificate))
        assert await post(guard, f"https://hooks.example:{server.port}/") == 204
        with pytest.raises(Unreachable):
            await post(guard, f"https://other.example:{server.port}/")
    assert len(server.requests) == 1


async def test_ipv6_is_reached_as_well() -> None:
    guard = GuardedOutbound([ip_network("::1/128")], resolve=Resolver(["::1"]))
    try:
        async with serving(host="::1") as server:
            assert await post(guard, f"http://[::1]:{server.port}/") == 204
            assert await post(guard, f"http://six.example:{server.port}/") == 204
    except OSError:
        pytest.skip("no IPv6 here")
    assert f"Host: [::1]:{server.port}".encode() in server.requests[0]


async def test_the_system_is_asked_for_names() -> None:
    resolver = SystemResolver()
    try:
        assert "127.0.0.1" in await resolver("127.0.0.1", 443)
        with pytest.raises(OSError, match=r"not known|failure"):
            await resolver("no-such-name.invalid", 443)
    finally:
        resolver.close()
