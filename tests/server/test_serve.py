"""`saas-litellm serve`, as a real process: it starts everything, heals it, and leaves nothing."""

import json
import os
import re
import signal
import socket
import subprocess
from pathlib import Path

from server.embedded.process import free_port, wait_until
from tests.server.running import all_gone, ran, served


def refused(folder: Path, *arguments: str, **environ: str) -> str:
    """What a `serve` that cannot start says."""
    result = ran(folder, "serve", *arguments, **environ)
    assert result.returncode == 1
    return result.stderr


def test_it_starts_everything_heals_it_and_stops_it_in_order(folder: Path) -> None:
    with served(folder) as server:
        screen = server.until("Ctrl-C stops everything")
        assert server.answers()
        assert f"http://127.0.0.1:{server.port}/graphql" in screen
        assert "sandbox: a stand-in, no real models" in screen
        assert "Setup is needed" in screen

        for name in ("PostgreSQL", "Redis", "LiteLLM sandbox"):
            killed = server.pid_of(name)
            os.kill(killed, signal.SIGKILL)
            server.until(f"{name} died (process {killed}); starting it again.")
        assert wait_until(server.answers, seconds=10)

        again = refused(folder, "--port", str(free_port()))
        assert f"already runs on {folder} (process {server.process.pid})" in again

        family = server.family()
        assert len(family) >= 3
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert all_gone(family)
        assert not (folder / "running.json").exists()


def test_a_killed_parent_leaves_nothing(folder: Path) -> None:
    with served(folder, "--workers", "2") as server:
        server.until("Ctrl-C stops everything")
        family = server.family()
        assert len(family) >= 5
        server.process.kill()
        assert all_gone(family)


def test_after_a_kill_it_starts_again_with_the_secrets_it_made_once_and_shows_none(
    folder: Path,
) -> None:
    kept = json.loads((folder / "secrets.json").read_text())
    assert (folder / "secrets.json").stat().st_mode & 0o777 == 0o600
    with served(folder, "--workers", "2") as server:
        screen = server.until("Ctrl-C stops everything")
        family = server.family()
        server.process.send_signal(signal.SIGINT)
        screen += server.process.stdout.read()
        assert server.process.wait(30) == 0
        assert all_gone(family)
    assert json.loads((folder / "secrets.json").read_text()) == kept
    assert not any(secret in screen for secret in kept.values())
    hint = re.search(r"export MASTER_KEY=\$\((.*)\)$", screen, re.MULTILINE)[1]
    shown = subprocess.run(["sh", "-c", hint], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == kept["MASTER_KEY"]


def test_a_taken_port_is_named_with_another_to_try(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(folder, "--port", str(port))
        assert f"Port {port} is taken" in said
        assert f'make serve ARGS="--port {port + 1}"' in said
        said = refused(folder, "--port", str(free_port()), SANDBOX_PORT=str(port))
        assert f"Port {port} is taken" in said
        assert "set LITELLM_PROXY_URL" in said


def test_a_database_that_does_not_answer_is_named_without_its_password(folder: Path) -> None:
    url = f"postgres://app:hidden@127.0.0.1:{free_port()}/app"
    said = refused(folder, "--port", str(free_port()), DATABASE_URL=url)
    assert "DATABASE_URL does not answer at 127.0.0.1" in said
    assert "hidden" not in said


def test_a_redis_that_does_not_answer_is_named_without_its_password(folder: Path) -> None:
    url = f"redis://:hidden@127.0.0.1:{free_port()}/0"
    said = refused(folder, "--port", str(free_port()), REDIS_URL=url)
    assert "REDIS_URL does not answer at 127.0.0.1" in said
    assert "hidden" not in said


def test_a_database_that_refuses_us_is_told_apart_from_one_that_is_away(
    folder: Path, postgres_url: str
) -> None:
    wrong = postgres_url.replace("://postgres:", "://postgres:not")
    said = refused(folder, "--port", str(free_port()), DATABASE_URL=wrong)
    assert "refuses the password" in said
    missing = postgres_url.rsplit("/", 1)[0] + "/nowhere"
    said = refused(folder, "--port", str(free_port()), DATABASE_URL=missing)
    assert "has no database of that name" in said


def test_wrong_prices_are_named_before_anything_starts(folder: Path) -> None:
    assert "PRICE_CATALOG, /dev/null, is not right" in refused(folder, PRICE_CATALOG="/dev/null")


def test_wrong_settings_are_listed_before_anything_starts(folder: Path) -> None:
    said = refused(folder, ENVIRONMENT="production", PORT="http")
    assert "MASTER_KEY is missing" in said
    assert "PORT must be" in said
