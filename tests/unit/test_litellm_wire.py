"""The HTTP client of model calls, against servers that do what servers should not."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from integrations.litellm import wire
from integrations.litellm.wire import Pool, WireBroken, WireLate

Handler = Callable[["Exchange"], Awaitable[None]]


class Exchange:
    """What a server sees of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.gone = asyncio.Event()

    async def request(self) -> bytes:
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length
        return head + await self.reader.readexactly(int(length[1]))

    async def say(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()


class Server:
    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.connections: list[Exchange] = []
        self.url = ""

    async def next_request(self, exchange: Exchange) -> None:
        self.requests.append(await exchange.request())


@asynccontextmanager
async def serving(*handlers: Handler, **options) -> AsyncIterator[tuple[Pool, Server]]:
    """Each connection meets the next handler, the last of them again and again."""
    server = Server()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        exchange = Exchange(reader, writer)
        server.connections.append(exchange)
        handler = handlers[min(len(server.connections), len(handlers)) - 1]
        ended = (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError)
        with suppress(*ended):
            while not writer.is_closing():
                await server.next_request(exchange)
                await handler(exchange)
        exchange.gone.set()

    listening = await asyncio.start_server(meet, "127.0.0.1", 0, **options)
    port = listening.sockets[0].getsockname()[1]
    server.url = f"{'https' if options else 'http'}://localhost:{port}"
    pool = Pool(f"{server.url}/prefix/")
    try:
        yield pool, server
    finally:
        await pool.close()
        listening.close()
        for exchange in server.connections:
            exchange.writer.close()


def answer(body: bytes = b"hello", status: str = "200 OK", *headers: str) -> bytes:
    lines = "".join(f"{header}\r\n" for header in (f"Content-Length: {len(body)}", *headers))
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


CHUNKED = (
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nx-litellm-model-name: a/b\r\n\r\n"
    b"3\r\nhel\r\n2;name=value\r\nlo\r\n0\r\n\r\n"
)


def says(*parts: bytes) -> Handler:
    async def handler(exchange: Exchange) -> None:
        await exchange.say(*parts)

    return handler


def says_and_hangs_up(*parts: bytes) -> Handler:
    async def handler(exchange: Exchange) -> None:
        await exchange.say(*parts)
        exchange.writer.close()

    return handler


async def silence(exchange: Exchange) -> None:
    await exchange.reader.read()


async def call(pool: Pool, *, seconds: float = 5, most: int = 10_000) -> bytes:
    with await pool.post("/path", {"X-Name": "value"}, b"{}", seconds=seconds) as received:
        return await received.read_all(most)


async def test_a_request_says_what_it_should() -> None:
    async with serving(says(answer())) as (pool, server):
        assert await call(pool) == b"hello"
    host = server.url.removeprefix("http://")
    assert server.requests == [
        f"POST /prefix/path HTTP/1.1\r\nHost: {host}\r\nX-Name: value\r\n"
        "Content-Length: 2\r\n\r\n{}".encode()
    ]


@pytest.mark.parametrize("whole", [answer(), CHUNKED])
async def test_an_answer_may_come_byte_by_byte(whole: bytes) -> None:
    async with serving(says(*(bytes([byte]) for byte in whole))) as (pool, server):
        assert await call(pool) == b"hello"
        assert await call(pool) == b"hello"
        assert len(server.connections) == 1


async def test_status_and_headers_are_those_of_the_answer_not_of_what_announces_it() -> None:
    announced = b"HTTP/1.1 103 Early Hints\r\nlink: </style>\r\n\r\n"
    async with serving(says(announced, answer(b"x", "429 Slow", "Retry-After: 7"))) as (pool, _):
        with await pool.post("/", {}, b"", seconds=5) as received:
            assert received.status == 429
            assert received.header("retry-after") == "7"
            assert received.header("link") is None
            assert await received.read() == b"x"


async def test_a_body_without_a_length_ends_with_the_connection() -> None:
    bare = b"HTTP/1.1 200 OK\r\n\r\nhello"
    async with serving(says_and_hangs_up(bare)) as (pool, _):
        assert await call(pool) == b"hello"


CUT_SHORT = [
    b"",
    b"HTTP/1.1 200 OK\r\nContent-Le",
    answer()[:-1],
    CHUNKED[:-5],
]


@pytest.mark.parametrize("part", CUT_SHORT)
async def test_an_answer_that_is_cut_short_is_none_and_is_not_asked_for_again(part: bytes) -> None:
    async with serving(says(answer()), says_and_hangs_up(part)) as (pool, server):
        kept, fresh = await pool.post("/", {}, b"", seconds=5), call(pool)
        with pytest.raises(WireBroken, match="lost"):
            await fresh
        assert len(server.requests) == 2
        kept.close()


async def test_a_kept_connection_that_breaks_after_the_request_left_is_not_tried_again() -> None:
    answers = [answer(), b""]

    async def once(exchange: Exchange) -> None:
        await says(answers.pop(0))(exchange)
        if not answers:
            exchange.writer.close()

    async with serving(once) as (pool, server):
        await call(pool)
        with pytest.raises(WireBroken, match="lost"):
            await call(pool)
        assert (len(server.connections), len(server.requests)) == (1, 2)


async def test_a_kept_connection_that_the_server_closed_is_not_used() -> None:
    """Although the event loop did not hear of it: it had no time to."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(5)
    pool = Pool(f"http://127.0.0.1:{listening.getsockname()[1]}")
    loop = asyncio.get_running_loop()

    async def accept_and_answer() -> socket.socket:
        accepted, _ = await loop.run_in_executor(None, listening.accept)
        await loop.run_in_executor(None, accepted.recv, 65536)
        accepted.sendall(answer())
        return accepted

    first, accepted = await asyncio.gather(call(pool), accept_and_answer())
    accepted.close()
    second, other = await asyncio.gather(call(pool), accept_and_answer())

    assert first == second == b"hello"
    other.close()
    listening.close()
    await pool.close()


async def test_a_connection_is_kept_no_longer_than_servers_keep_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(says(answer())) as (pool, server):
        await call(pool)
        monkeypatch.setattr(asyncio.get_running_loop(), "time", _in(seconds=5))
        await call(pool, seconds=60)
        assert len(server.connections) == 2


def _in(*, seconds: float) -> Callable[[], float]:
    later = asyncio.get_running_loop().time() + seconds
    return lambda: later


async def test_only_so_many_connections_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_MOST_IDLE", 2)
    async with serving(says(answer())) as (pool, server):
        await asyncio.gather(*(call(pool) for _ in range(5)))
        assert len(server.connections) == 5
        while sum(each.gone.is_set() for each in server.connections) < 3:
            await asyncio.sleep(0)
        assert len(pool._idle) == 2
        assert all(connection.is_reusable for _, connection in pool._idle)


@pytest.mark.parametrize(
    "said",
    [
        answer(b"no", "500 Broken"),
        answer(b"hello", "200 OK", "Connection: close"),
        answer() + b"HTTP/1.1 500 Unasked\r\nContent-Length: 0\r\n\r\n",
        answer() + b"nonsense",
    ],
)
async def test_after_some_answers_a_connection_is_not_kept(said: bytes) -> None:
    async with serving(says(said)) as (pool, server):
        with await pool.post("/", {}, b"", seconds=5) as received:
            status = received.status
            await received.read_all(100)
        assert status == int(said[9:12])
        await call(pool)
        assert len(server.connections) == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"220 mail.example.com ESMTP\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: yyyyyyy\r\n" * 30_000, "headers"),
        (answer(b"x" * 10_001), "too large"),
    ],
)
async def test_what_is_no_answer_breaks_the_call(said: bytes, why: str) -> None:
    async with serving(says(said)) as (pool, _):
        with pytest.raises(WireBroken, match=why):
            await call(pool)


async def test_silence_ends_at_the_deadline() -> None:
    async with serving(silence) as (pool, _):
        with pytest.raises(WireLate):
            await call(pool, seconds=0.05)


async def test_a_trickle_does_not_move_the_deadline() -> None:
    async def trickle(exchange: Exchange) -> None:
        await exchange.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await exchange.say(b".")
            await asyncio.sleep(0.01)

    async with serving(trickle) as (pool, _):
        with pytest.raises(WireLate):
            await call(pool, seconds=0.1)


async def test_each_call_on_a_kept_connection_has_its_own_deadline() -> None:
    handlers = [says(answer()), silence]

    async def in_turn(exchange: Exchange) -> None:
        await handlers.pop(0)(exchange)

    async with serving(in_turn) as (pool, server):
        await call(pool, seconds=60)
        with pytest.raises(WireLate):
            await call(pool, seconds=0.05)
        assert len(server.connections) == 1


async def test_a_deadline_may_be_moved() -> None:
    go = asyncio.Event()

    async def halting(exchange: Exchange) -> None:
        await exchange.say(CHUNKED[:-5])
        await go.wait()
        await exchange.say(CHUNKED[-5:])

    async with serving(halting) as (pool, _):
        with await pool.post("/", {}, b"", seconds=1) as received:
            assert await received.read() == b"hello"
            received.allow(30)
            asyncio.get_running_loop().call_later(1.1, go.set)
            assert await received.read() == b""


async def test_a_deadline_that_was_moved_comes_all_the_same() -> None:
    async def halting(exchange: Exchange) -> None:
        await exchange.say(CHUNKED[:-5])
        await silence(exchange)

    async with serving(halting) as (pool, _), asyncio.timeout(10):
        with await pool.post("/", {}, b"", seconds=1) as received:
            assert await received.read() == b"hello"
            received.allow(1.2)
            with pytest.raises(WireLate):
                await received.read()


async def test_a_slow_reader_makes_the_server_wait() -> None:
    size = 64 * 1024 * 1024
    sent = 0

    async def flood(exchange: Exchange) -> None:
        nonlocal sent
        await exchange.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        while sent < size:
            sent += 1024 * 1024
            await exchange.say(b"x" * 1024 * 1024)

    async with serving(flood) as (pool, _):
        with await pool.post("/", {}, b"", seconds=30) as received:
            before = -1
            while before != sent:
                before = sent
                await asyncio.sleep(0.05)
            assert sent < size / 2
            first = await received.read()
            assert len(first) < 1024 * 1024
            assert len(first) + len(await received.read_all(size)) == size


async def test_who_leaves_in_mid_answer_closes_the_connection() -> None:
    async with serving(says(answer()[:-1])) as (pool, server):
        received = await pool.post("/", {}, b"", seconds=5)
        received.close()
        await server.connections[0].gone.wait()


@pytest.mark.parametrize("size", [10, 1024 * 1024])
async def test_what_nobody_read_of_an_answer_is_not_part_of_the_next(size: int) -> None:
    answers = [answer(b"x" * size), answer()]

    async def in_turn(exchange: Exchange) -> None:
        await exchange.say(answers.pop(0))

    async with serving(in_turn) as (pool, _):
        received = await pool.post("/", {}, b"", seconds=5)
        while not received._connection.is_complete:
            assert not received._connection._is_paused or await received.read()
            await asyncio.sleep(0)
        received.close()
        assert await call(pool) == b"hello"


async def test_who_is_cancelled_closes_the_connection() -> None:
    async with serving(silence) as (pool, server):
        calling = asyncio.create_task(call(pool))
        while not server.requests:
            await asyncio.sleep(0)
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling
        await server.connections[0].gone.wait()


async def test_the_rest_of_an_answer_that_nobody_needs_is_waited_for() -> None:
    go = asyncio.Event()

    async def slowly(exchange: Exchange) -> None:
        await exchange.say(CHUNKED[:-5])
        await go.wait()
        await exchange.say(CHUNKED[-5:])

    async with serving(slowly) as (pool, server):
        received = await pool.post("/", {}, b"", seconds=5)
        assert await received.read() == b"hello"
        received.finish()
        received.close()
        go.set()
        while not pool._idle:
            await asyncio.sleep(0)
        await call(pool)
        assert len(server.connections) == 1


async def test_the_rest_that_does_not_come_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "_DRAIN_SECONDS", 0.01)
    async with serving(says(CHUNKED[:-5])) as (pool, server):
        received = await pool.post("/", {}, b"", seconds=5)
        received.finish()
        await server.connections[0].gone.wait()
        assert not pool._idle
        assert not pool._busy


async def test_a_header_is_one_line() -> None:
    async with serving(says(answer())) as (pool, server):
        for value in ("a\r\nX-Other: b", "a\nb", "a\rb"):
            with pytest.raises(ValueError, match="more than a line"):
                await pool.post("/", {"Authorization": value}, b"", seconds=5)
        assert not server.requests


async def test_nobody_listens() -> None:
    pool = Pool("http://127.0.0.1:9")
    with pytest.raises(OSError, match="Connect"):
        await call(pool)


@pytest.mark.parametrize("url", ["ftp://host", "localhost:8002", "http://", "/path"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="base URL"):
        Pool(url)
