"""The scripts that start, migrate and set up."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from server.embedded.process import free_port, wait_until
from server.settings import Settings
from tests.conftest import make_database
from tests.docs.pages import ROOT
from tests.scripts.compose import environment_of
from tests.scripts.conftest import run_script

SHELL_SCRIPTS = [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci" / "run"]


@contextmanager
def started(name: str, *arguments: str, **environ: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, ROOT / "scripts" / name, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


def test_start_local_starts_the_sandbox() -> None:
    port = free_port()
    arguments = ("--sandbox", "--port", str(port))
    with started("start_local.py", *arguments, LITELLM_MASTER_KEY="sk-master") as process:
        shown = process.stdout.readline() + process.stdout.readline()
        assert f"LITELLM_PROXY_URL=http://localhost:{port}" in shown
        assert wait_until(lambda: answers(f"http://127.0.0.1:{port}/health/liveliness"), seconds=15)
        body = {"team_id": "a-team", "models": ["gpt-4o"]}
        headers = {"Authorization": "Bearer sk-master"}
        made = httpx.post(f"http://127.0.0.1:{port}/team/new", json=body, headers=headers)
        assert made.is_success


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        (("--sandbox",), {}, "LITELLM_MASTER_KEY is not set"),
        ((), {"LITELLM_MASTER_KEY": "sk-1", "PATH": "/nowhere"}, "litellm is not installed"),
    ],
)
def test_start_local_says_what_is_missing(
    arguments: tuple[str, ...], environ: dict[str, str], said: str
) -> None:
    result = run_script("start_local.py", *arguments, **environ)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Next step: " in result.stderr


def test_start_local_wants_a_database_for_the_proxy(tmp_path: Path) -> None:
    """Without one LiteLLM would start, and forget every team."""
    (tmp_path / "litellm").write_text("#!/bin/sh\n")
    (tmp_path / "litellm").chmod(0o755)
    result = run_script("start_local.py", PATH=str(tmp_path), LITELLM_MASTER_KEY="sk-1")
    assert result.returncode == 1
    assert "LITELLM_DATABASE_URL is not set" in result.stderr


def test_start_local_hands_the_proxy_its_database_and_config(tmp_path: Path) -> None:
    (tmp_path / "litellm").write_text(
        '#!/bin/sh\necho "$DATABASE_URL" "$LITELLM_MASTER_KEY" "$@"\n'
    )
    (tmp_path / "litellm").chmod(0o755)
    result = run_script(
        "start_local.py",
        PATH=f"{tmp_path}:{os.environ['PATH']}",
        LITELLM_MASTER_KEY="sk-1",
        LITELLM_DATABASE_URL="postgres://litellm",
    )
    assert result.returncode == 0
    config = ROOT / "scripts" / "litellm_config.yaml"
    assert f"postgres://litellm sk-1 --config {config} --port 8002" in result.stdout


def test_start_saas_api_serves() -> None:
    port, sandbox = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user when root runs the tests
        environ = {"DATA_DIR": f"{folder}/data", "SANDBOX_PORT": str(sandbox)}
        with started("start_saas_api.py", "--port", str(port), **environ):
            assert wait_until(lambda: answers(f"http://127.0.0.1:{port}/health"), seconds=60)


async def test_run_migrations_brings_a_database_up_to_date(postgres_url: str) -> None:
    empty = await make_database(postgres_url, "template1")
    first = await asyncio.to_thread(migrated, empty)
    assert first.returncode == 0, first.stderr
    assert "applied 0_" in first.stdout
    assert (await asyncio.to_thread(migrated, empty)).stdout == "The database is up to date.\n"


def migrated(url: str) -> "subprocess.CompletedProcess[str]":
    installed = Path(sys.executable).parent
    environ = {"PATH": f"{installed}:{os.environ['PATH']}", "DATABASE_URL": url}
    command = [ROOT / "scripts" / "run_migrations.sh"]
    return subprocess.run(command, check=False, env=environ, capture_output=True, text=True)


def test_run_migrations_says_that_a_database_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    copy = shutil.copy(ROOT / "scripts" / "run_migrations.sh", tmp_path / "scripts")
    environ = {"PATH": os.environ["PATH"]}
    result = subprocess.run([copy], check=False, env=environ, capture_output=True, text=True)
    assert result.returncode == 1
    assert "DATABASE_URL is not set" in result.stderr
    assert "Next step: " in result.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What docker_setup.sh needs, beside a docker that does nothing and says so."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "docker_setup.sh", tmp_path / "scripts")
    shutil.copy(ROOT / ".env.example", tmp_path)
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text('#!/bin/sh\necho "docker $*"\n')
    docker.chmod(0o755)
    return tmp_path


def set_up(checkout: Path, path: str | None = None) -> "subprocess.CompletedProcess[str]":
    environ = {"PATH": path or f"{checkout / 'bin'}:{os.environ['PATH']}"}
    command = [shutil.which("bash") or "bash", checkout / "scripts" / "docker_setup.sh"]
    return subprocess.run(command, check=False, env=environ, capture_output=True, text=True)


def test_docker_setup_makes_secrets_that_the_api_takes_in_production(checkout: Path) -> None:
    result = set_up(checkout)
    assert result.returncode == 0, result.stderr
    assert "docker compose up -d --build --wait" in result.stdout
    file = checkout / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    settings = Settings.from_environment(environment_of("api", file))
    assert settings.in_production
    litellm = environment_of("litellm", file)
    assert litellm["LITELLM_MASTER_KEY"] == environment_of("api", file)["LITELLM_MASTER_KEY"]
    made = [line.partition("=")[2] for line in file.read_text().splitlines() if "KEY" in line]
    assert not any(secret in result.stdout for secret in made if len(secret) > 20)


def test_docker_setup_again_changes_no_secret(checkout: Path) -> None:
    set_up(checkout)
    before = (checkout / ".env").read_text()
    (checkout / ".env").write_text(before + "ADMIN_PANEL_URL=https://panel.example.com\n")
    assert set_up(checkout).returncode == 0
    assert (checkout / ".env").read_text() == before + "ADMIN_PANEL_URL=https://panel.example.com\n"


def test_docker_setup_says_that_docker_is_missing(checkout: Path) -> None:
    tools = checkout / "tools"
    tools.mkdir()
    for name in ("dirname", "sed", "head"):
        (tools / name).symlink_to(shutil.which(name))
    result = set_up(checkout, str(tools))
    assert result.returncode == 1
    assert "docker is not installed" in result.stderr
    assert "make serve" in result.stderr


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_are_well_formed(script: Path) -> None:
    shell = script.read_text().splitlines()[0].split("/")[-1].split()[-1]
    subprocess.run([shell, "-n", script], check=True)
    assert os.access(script, os.X_OK)
    if checker := shutil.which("shellcheck"):
        found = subprocess.run(
            [checker, "--format=json", script], check=False, capture_output=True, text=True
        )
        assert json.loads(found.stdout) == []
