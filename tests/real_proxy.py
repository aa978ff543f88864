"""A real LiteLLM proxy for tests: one per session, started when first asked for.

LITELLM_TEST_PROXY names a folder with `start`, which runs the proxy in the foreground with a
PostgreSQL of its own. Its installation is kept under `.cache/litellm`.
"""

import atexit
import ctypes
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import httpx
import yaml

from server.embedded.process import free_port

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "litellm"
MASTER_KEY = "sk-master-key-of-the-contract-tests"
TEAM_CACHE_SECONDS = 1

_INSTALL_SECONDS = 900
_PR_SET_PDEATHSIG = 1


def why_missing() -> str | None:
    """Why no real proxy can run here; None when one can."""
    if "LITELLM_TEST_PROXY" not in os.environ:
        return "the real LiteLLM proxy is not here: set LITELLM_TEST_PROXY to a folder with it"
    if not (_folder() / "start").is_file():
        return f"the real LiteLLM proxy is not here: LITELLM_TEST_PROXY={_folder()} has no `start`"
    return None


class RealProxy:
    """The proxy's process and its database's, each of which can be taken away and given back."""

    master_key = MASTER_KEY

    def __init__(self, port: int | None = None) -> None:
        self._port = port or free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._scratch: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when proxy and database answer. Starts with an empty database."""
        CACHE.mkdir(parents=True, exist_ok=True)
        self._scratch = Path(tempfile.mkdtemp(prefix="saas-litellm-proxy."))
        self._scratch.chmod(0o755)  # PostgreSQL runs as another user when root runs the tests
        with (CACHE / f"tests-{self._port}.log").open("wb") as log:
            self._process = subprocess.Popen(
                [_folder() / "start"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment(),
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509
            )
        self._wait(_INSTALL_SECONDS)

    def stop(self) -> None:
        """The proxy and its database are gone, and what they held."""
        if self._process is not None:
            self._signal_proxy(signal.SIGCONT)
            self._process.terminate()
            self._process.wait(30)
            self._process = None
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def pid(self) -> int:
        """Of the proxy itself, below the script that started it."""
        assert self._process is not None
        script = self._process.pid
        [pid] = Path(f"/proc/{script}/task/{script}/children").read_text().split()
        return int(pid)

    @property
    def postmaster(self) -> int:
        return int((self._data() / "postmaster.pid").read_text().split("\n", 1)[0])

    def pause(self) -> None:
        """The proxy answers nothing any more, and keeps its database."""
        self._signal_proxy(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal_proxy(signal.SIGCONT)
        self._wait(30)

    def stop_database(self) -> None:
        """At once and without a farewell, as in a crash."""
        os.kill(self.postmaster, signal.SIGQUIT)
        _until(lambda: not (self._data() / "postmaster.pid").exists(), 20)

    def start_database(self) -> None:
        """Of the same data on the same port; nothing happens when it runs."""
        data = self._data()
        if (data / "postmaster.pid").exists():
            return
        owner = data.stat()
        command = shlex.split((data / "postmaster.opts").read_text())
        with (data.parent / "log").open("ab") as log:
            subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **({"user": owner.st_uid, "group": owner.st_gid} if os.getuid() == 0 else {}),
            )
        self._wait(30)

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in _OF_THE_PRODUCT and not name.startswith("LITELLM_")
        }
        return inherited | {
            "PORT": str(self._port),
            "TMPDIR": str(self._scratch),
            "LITELLM_MASTER_KEY": MASTER_KEY,
            "LITELLM_LOCAL_HOME": str(CACHE),
            "LITELLM_CONFIG": str(self._config()),
        }

    def _config(self) -> Path:
        """That of the folder, with a cache short enough to wait for."""
        assert self._scratch is not None
        config = yaml.safe_load((_folder() / "config.yaml").read_text())
        config["general_settings"]["user_api_key_cache_ttl"] = TEAM_CACHE_SECONDS
        written = self._scratch / "config.yaml"
        written.write_text(yaml.safe_dump(config))
        return written

    def _data(self) -> Path:
        assert self._scratch is not None, "the proxy was not started"
        return next(self._scratch.glob("litellm-db.*/db"))

    def _signal_proxy(self, number: signal.Signals) -> None:
        assert self._process is not None
        script = self._process.pid
        children = Path(f"/proc/{script}/task/{script}/children").read_text().split()
        for pid in children:
            os.kill(int(pid), number)

    def _wait(self, seconds: float) -> None:
        """Until a query works; readiness would do too early and too late."""
        assert self._process is not None
        headers = {"Authorization": f"Bearer {MASTER_KEY}"}

        def ready() -> bool:
            assert self._process is not None
            assert self._process.poll() is None, f"the proxy ended: {CACHE}/tests-{self._port}.log"
            try:
                return httpx.get(f"{self.url}/v2/team/list", headers=headers, timeout=5).is_success
            except httpx.HTTPError:
                return False

        _until(ready, seconds)


_OF_THE_PRODUCT = ("DATABASE_URL", "REDIS_URL", "PORT", "HOST", "VIRTUAL_ENV", "PYTHONPATH")
_shared: list[RealProxy] = []


def running_proxy() -> RealProxy:
    """The session's real proxy, started by the first caller and stopped when the session ends.

    A test that takes it or its database away gives it back before it ends.
    """
    if not _shared:
        proxy = RealProxy()
        _shared.append(proxy)
        atexit.register(proxy.stop)
        proxy.start()
    return _shared[0]


def _folder() -> Path:
    return (ROOT / os.environ["LITELLM_TEST_PROXY"]).resolve()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _until(condition, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.1)
