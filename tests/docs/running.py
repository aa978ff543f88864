"""Runs the blocks of one page, in order, against one product that nobody used before."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.docs.pages import Block, differences
from tests.server.running import Served

PATIENCE_SECONDS = 10.0
_END = "--- the block ran ---"
_RECORDING_CURL = """
set -euo pipefail
curl() {
    local body status
    body=$(mktemp)
    status=$(command curl --show-error -o "$body" -w '%{http_code}' "$@")
    printf '%s %s\\n' "$status" "$(base64 <"$body" | tr -d '\\n')" >>"$ANSWERS"
    cat "$body"
}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


class Shell:
    """One bash for all blocks of a page; what its `curl` gets is recorded."""

    def __init__(self, scratch: Path, server: Served) -> None:
        self._answers = scratch / "answers"
        self._answers.touch()
        self._server = server
        self._process = subprocess.Popen(
            [shutil.which("bash") or "bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={"PATH": os.environ["PATH"], "HOME": str(scratch), "ANSWERS": str(self._answers)},
        )
        self._process.stdin.write(_RECORDING_CURL)

    def run(self, text: str) -> list[Answer]:
        """What the calls of a block were answered."""
        self._answers.write_text("")
        self._output(self._local(text))
        recorded = (line.partition(" ") for line in self._answers.read_text().splitlines())
        return [
            Answer(int(status), json.loads(base64.b64decode(body))) for status, _, body in recorded
        ]

    def python(self, text: str) -> str:
        """What a program prints, which sees what the blocks before it exported."""
        program = self._answers.with_name("example.py")
        program.write_text(self._local(text))
        return self._output(f"{sys.executable} {program}")

    def _output(self, commands: str) -> str:
        self._process.stdin.write(f"{commands}\necho '{_END}'\n")
        self._process.stdin.flush()
        output = ""
        while _END not in output:
            line = self._process.stdout.readline()
            assert line, f"the block failed:\n{commands}\n{output}"
            output += line
        return output.replace(f"{_END}\n", "")

    def _local(self, text: str) -> str:
        local = text.replace("localhost:8003", f"127.0.0.1:{self._server.port}")
        local = local.replace("localhost:8002", f"127.0.0.1:{self._server.sandbox_port}")
        return local.replace(".data/", f"{self._server.folder}/")

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@dataclass
class GraphQL:
    """Sends operations as whoever signed in last, and remembers what came back."""

    url: str
    token: str | None = None
    seen: dict[str, Any] = field(default_factory=dict)

    def run(self, block: Block, variables: str | None, printed: Any) -> Answer:
        """A query is repeated until it answers as printed: LiteLLM follows in its own time."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self._send(block, variables)
            fits = printed is None or not differences(printed, answer.body)
            is_query = not block.text.lstrip().startswith("mutation")
            if fits or not is_query or time.monotonic() > deadline:
                return answer
            time.sleep(0.2)

    def _send(self, block: Block, variables: str | None) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": block.text, "variables": self._filled(variables)}
        response = httpx.post(self.url, json=body, headers=headers, timeout=15)
        answer = Answer(response.status_code, response.json())
        self._remember(answer.body)
        self.token = self.seen.get("accessToken")
        return answer

    def _filled(self, variables: str | None) -> Any:
        """`"<endCursor>"` stands for the latest value of that name in an answer."""
        if variables is None:
            return None
        return json.loads(re.sub(r'"<(\w+)>"', lambda m: json.dumps(self.seen[m[1]]), variables))

    def _remember(self, value: Any) -> None:
        for name, inner in value.items() if isinstance(value, dict) else ():
            self.seen[name] = inner
            self._remember(inner)
        for inner in value if isinstance(value, list) else ():
            self._remember(inner)


def refusals(answer: Any) -> list[Any]:
    """Errors of the request and of its payloads, when it is an answer to GraphQL."""
    if not isinstance(answer, dict):
        return []
    payloads = (answer.get("data") or {}).values()
    inner = [payload.get("errors") or [] for payload in payloads if isinstance(payload, dict)]
    return [*answer.get("errors", []), *(error for errors in inner for error in errors)]
