"""`served`: one running product for all tests of the scripts; `script` runs one against it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.docs.pages import ROOT
from tests.served import fresh, secrets_of
from tests.server.running import Served

Result = subprocess.CompletedProcess[str]
Script = Callable[..., Result]


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    with fresh() as server:
        yield server


def run_script(name: str, *arguments: str, **environ: str) -> Result:
    """A script as somebody starts it; it never ends in a traceback."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    result = subprocess.run(
        [sys.executable, ROOT / "scripts" / name, *arguments],
        check=False,
        env=clean | {"DATA_DIR": "/nowhere", "PYTHONUTF8": "1"} | environ,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert "Traceback" not in result.stderr, result.stderr
    return result


def at(server: Served) -> dict[str, str]:
    """The environment that tells a script where everything is."""
    secrets = secrets_of(server)
    return {
        "SAAS_API_URL": f"http://127.0.0.1:{server.port}",
        "LITELLM_PROXY_URL": f"http://127.0.0.1:{server.sandbox_port}",
        "MASTER_KEY": secrets["MASTER_KEY"],
        "LITELLM_MASTER_KEY": secrets["LITELLM_MASTER_KEY"],
    }


@pytest.fixture
def script(served: Served) -> Script:
    """Runs a script against `served`; what is passed by name overrides the environment."""
    return lambda name, *arguments, **environ: run_script(
        name, *arguments, **(at(served) | environ)
    )
