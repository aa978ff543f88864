"""The LiteLLM sandbox as a child process."""

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Final

from server.embedded.process import Child, last_lines, wait_until
from server.trouble import CannotStart

_MODULE: Final = "integrations.litellm.sandbox"
_READY_SECONDS: Final = 30.0


class EmbeddedSandbox:
    """Started and stopped by us. Its memory is its only data: what it forgets is reconciled."""

    def __init__(self, data_dir: Path, *, port: int, master_key: str) -> None:
        self._log = data_dir / "sandbox.log"
        self._master_key = master_key
        self._child: Child | None = None
        self.port = port

    @property
    def pid(self) -> int:
        return self._child.pid if self._child else 0

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def launch(self) -> None:
        """Starts the process from this thread, which must live as long as the sandbox."""
        self._child = Child(
            [sys.executable, "-m", _MODULE, "--port", str(self.port)],
            last_signal=signal.SIGTERM,
            log=self._log,
            env={**os.environ, "LITELLM_MASTER_KEY": self._master_key},
        )

    def wait_ready(self) -> None:
        wait_until(lambda: not self.running or self._answers(), seconds=_READY_SECONDS, every=0.03)
        if not self.running:
            raise CannotStart(
                f"The LiteLLM sandbox did not start: {last_lines(self._log, 1)}",
                f"See {self._log}, or set LITELLM_PROXY_URL to a LiteLLM proxy.",
            )

    def stop(self) -> None:
        if self._child and self._child.running:
            self._child.stop(signal.SIGTERM, patience_seconds=5)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True
