"""Our own PostgreSQL and Redis: they start, come back after a crash, and never outlive us."""
# ruff: noqa: ASYNC221, ASYNC240

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio

from server.embedded import EmbeddedPostgres, EmbeddedRedis, throwaway_postgres, throwaway_redis
from server.embedded.install import unprivileged_user
from server.embedded.process import Child, is_alive, wait_until
from server.trouble import CannotStart

OWNER = """
import sys, time
from pathlib import Path
from server.embedded import EmbeddedPostgres, EmbeddedRedis
folder = Path(sys.argv[1])
postgres = EmbeddedPostgres(folder / "pg", durable=False)
redis = EmbeddedRedis(folder / "redis")
postgres.start(); redis.start()
print(postgres.pid, redis.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def postgres() -> Iterator[EmbeddedPostgres]:
    with throwaway_postgres() as server:
        yield server


async def ask(server: EmbeddedPostgres, query: str) -> object:
    connection = await asyncpg.connect(server.url())
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def gone(pid: int) -> bool:
    return wait_until(lambda: not is_alive(pid), seconds=10)


async def test_postgres_answers_over_loopback_with_a_password(postgres: EmbeddedPostgres) -> None:
    assert await ask(postgres, "SELECT current_setting('listen_addresses')") == "127.0.0.1"
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url(), password="guess")


async def test_postgres_sorts_as_c_and_speaks_utf8_and_utc(postgres: EmbeddedPostgres) -> None:
    assert await ask(postgres, "SHOW server_encoding") == "UTF8"
    assert await ask(postgres, "SHOW timezone") == "UTC"


async def test_postgres_never_runs_as_root(postgres: EmbeddedPostgres) -> None:
    assert Path(f"/proc/{postgres.pid}").stat().st_uid != 0


ENDS: list[Callable[[EmbeddedPostgres], None]] = [
    EmbeddedPostgres.kill,
    lambda server: server.stop("immediate"),
    EmbeddedPostgres.stop,
]


async def test_postgres_comes_back_on_its_port_with_its_data(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg") as server:
        port = server.port
        await ask(server, "CREATE TABLE kept (n int)")
        for count, end in enumerate(ENDS, start=1):
            await ask(server, "INSERT INTO kept VALUES (1)")
            end(server)
            assert not server.running
            server.start()
            assert await ask(server, "SELECT count(*) FROM kept") == count
        assert server.port == port


async def test_a_private_data_folder_of_root_is_linked_to_where_nobody_may_go(
    folder: Path,
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs PostgreSQL as another user")
    folder.chmod(0o700)
    with EmbeddedPostgres(folder / "pg", durable=False) as server:
        assert await ask(server, "SELECT 1") == 1
        assert server.home == (folder / "pg").resolve() != folder / "pg"
        first = server.home
    (folder / "pg").unlink()
    with EmbeddedPostgres(folder / "pg", durable=False) as server:
        assert not first.exists(), "what no link leads to any more is removed"
        left = server.home
    subprocess.run(["rm", "-r", left], check=True)


def test_too_full_a_disk_is_refused_before_anything_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.embedded.postgres._LEAST_FREE_BYTES", 10**18)
    with pytest.raises(CannotStart, match="are free at"):
        EmbeddedPostgres(folder / "pg").start()
    assert not (folder / "pg" / "data").exists()


async def test_redis_needs_its_password_and_keeps_data_over_a_kill(folder: Path) -> None:
    with EmbeddedRedis(folder / "redis") as server:
        async with redis.asyncio.from_url(server.url()) as client:
            await client.set("kept", "1")
        wait_until(
            lambda: b"kept" in b"".join(p.read_bytes() for p in folder.rglob("*.incr.aof")),
            seconds=5,
        )
        server.kill()
        server.start()
        async with redis.asyncio.from_url(server.url()) as client:
            assert await client.get("kept") == b"1"
        with pytest.raises(redis.exceptions.AuthenticationError):
            await redis.asyncio.Redis(port=server.port).get("kept")


def test_passwords_are_for_their_owner_alone_and_not_in_argv(postgres: EmbeddedPostgres) -> None:
    with throwaway_redis() as server:
        for process, home in ((postgres, postgres.home), (server, server._directory)):
            secret = (home / "password").read_text()
            assert (home / "password").stat().st_mode & 0o777 == 0o600
            assert secret not in Path(f"/proc/{process.pid}/cmdline").read_text()


def test_a_killed_owner_leaves_nothing_and_the_next_start_works(folder: Path) -> None:
    for _ in range(2):
        owner = subprocess.Popen(
            [sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, text=True
        )
        pids = [int(word) for word in owner.stdout.readline().split()]
        assert len(pids) == 2
        owner.kill()
        owner.wait()
        assert all(gone(pid) for pid in pids)


async def test_a_server_that_still_runs_on_the_folder_is_ended_first(folder: Path) -> None:
    first, second = (EmbeddedPostgres(folder / "pg", durable=False) for _ in range(2))
    first.start()
    second.start()
    assert not first.running
    assert await ask(second, "SELECT 1") == 1
    second.stop()


async def test_a_recycled_process_id_in_the_pid_file_does_not_stop_the_start(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg", durable=False) as server:
        lines = (server.home / "data" / "postmaster.pid").read_text().splitlines()
        server.kill()
    innocent = Child(
        ["sleep", "600"],
        last_signal=signal.SIGKILL,
        log=folder / "log",
        user=unprivileged_user(),  # PostgreSQL believes in processes of its own user alone
    )
    left = "\n".join([str(innocent.pid), *lines[1:]])
    (server.home / "data" / "postmaster.pid").write_text(left)
    with server:
        assert await ask(server, "SELECT 1") == 1
    assert innocent.running
    innocent.stop()


def test_without_the_kernels_help_a_watchdog_ends_the_child(folder: Path) -> None:
    code = (
        "import signal, sys, time\nfrom pathlib import Path\n"
        "from server.embedded.process import Child\n"
        "child = Child(['sleep', '600'], last_signal=signal.SIGINT, kernel_watches=False,\n"
        "              log=Path(sys.argv[1]) / 'log')\n"
        "print(child.pid, flush=True)\ntime.sleep(600)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True
    )
    pid = int(owner.stdout.readline())
    assert is_alive(pid)
    owner.kill()
    owner.wait()
    assert gone(pid)


def test_a_child_that_ignores_gentle_signals_is_killed(folder: Path) -> None:
    child = Child(
        ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"],
        last_signal=signal.SIGKILL,
        log=folder / "log",
    )
    time.sleep(0.1)
    child.stop(signal.SIGTERM, patience_seconds=0.2)
    assert child.exit_code == -signal.SIGKILL
