"""What the scripts share: arguments, calls that are printed, numbered sections, likely causes.

It needs nothing but Python: the scripts run with any `python3`, wherever the product is.
"""

import argparse
import http.client
import importlib.util
import itertools
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", ROOT / ".data"))
_LONGEST = 600
_PATIENCE_SECONDS = 30
_INTERRUPTED = 130
_UNAUTHENTICATED = 401
_SECRETS = re.compile(r'(sk-[\w-]{2}|eyJ[\w-]{4})[\w.-]{8,}|("\w*password": ")[^"]*')
_WRONG_ADMIN_KEY = (
    "The admin key is wrong: --admin-key, or MASTER_KEY in the environment",
    "The key of `make serve` is MASTER_KEY in .data/secrets.json",
)
_CAUSES = {
    403: ("The caller's role may not do this",),
    404: ("An earlier step did not make it", "cleanup_test_data.py ran meanwhile"),
    429: ("Too many attempts from here: wait a minute",),
    500: (
        "LiteLLM is away or refuses: is it running, is LITELLM_MASTER_KEY its key?",
        "The log of the server names the error by its id",
    ),
    503: ("The database is away or overloaded; try again",),
}


class Failed(Exception):
    """A step went wrong; `causes` are what to look at first."""

    def __init__(self, message: str, causes: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.causes = causes


def setting(name: str, default: str = "") -> str:
    """From the environment, else from what `make serve` keeps for development, else a default."""
    if value := os.environ.get(name):
        return value
    try:
        kept: dict[str, str] = json.loads((DATA_DIR / "secrets.json").read_text())
    except (OSError, ValueError):
        return default
    return kept.get(name, default)


def stop(problem: str, next_step: str) -> NoReturn:
    print(f"ERROR: {problem}\n  Next step: {next_step}", file=sys.stderr)
    sys.exit(1)


def product_python() -> str:
    """The Python that the product is installed for, whichever runs this script."""
    ours = ROOT / ".venv" / "bin" / "python"
    if ours.exists():
        return str(ours)
    if importlib.util.find_spec("starlette") is None:
        stop("The product is not installed.", "make .venv/installed, or pip install .")
    return sys.executable


def parser(description: str) -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(description=description)
    arguments.add_argument(
        "--base-url",
        default=os.environ.get("SAAS_API_URL", "http://localhost:8003"),
        help="this API (SAAS_API_URL; default %(default)s)",
    )
    arguments.add_argument(
        "--admin-key", default=setting("MASTER_KEY"), help="the X-Admin-Key (MASTER_KEY)"
    )
    return arguments


def add_litellm(arguments: argparse.ArgumentParser) -> None:
    arguments.add_argument(
        "--litellm-url",
        default=os.environ.get("LITELLM_PROXY_URL", "http://localhost:8002"),
        help="the LiteLLM proxy or sandbox (LITELLM_PROXY_URL; default %(default)s)",
    )
    arguments.add_argument(
        "--litellm-key",
        default=setting("LITELLM_MASTER_KEY"),
        help="its master key (LITELLM_MASTER_KEY)",
    )


def shown(value: Any) -> str:
    """As JSON on one line, shortened, without secrets."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = _SECRETS.sub(r"\1\2…", text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@dataclass
class Api:
    """A server whose every call is printed."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    name: str = "the API"
    start_with: str = "make serve"
    wrong_key: tuple[str, ...] = _WRONG_ADMIN_KEY

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        expect: int | tuple[int, ...] = 200,
        headers: Mapping[str, str] | None = None,
        causes: tuple[str, ...] = (),
    ) -> Any:
        """The JSON of an answer with one of the expected statuses; else `Failed`, with these
        causes or those that a status usually has."""
        print(f"   -> {method} {path}" + (f"  {shown(body)}" if body is not None else ""))
        status, text = self._send(method, path, body, headers)
        print(f"   <- {status} {shown(text)}")
        expected = (expect,) if isinstance(expect, int) else expect
        if status not in expected:
            wanted = " or ".join(map(str, expected))
            usual = self.wrong_key if status == _UNAUTHENTICATED else _CAUSES.get(status, ())
            raise Failed(f"{method} {path} answered {status}, not {wanted}", causes or usual)
        try:
            return json.loads(text)
        except ValueError:
            raise self._stranger(f"{method} {path} did not answer with JSON") from None

    def create(self, path: str, body: Mapping[str, Any], what: str) -> Any | None:
        """Makes something, or finds that an earlier run made it: then None."""
        answer = self.call("POST", path, body=body, expect=(200, 400))
        if "already exists" in str(answer.get("detail", "")):
            print(f"   {what} already exists (OK)")
            return None
        if "detail" in answer:
            raise Failed(f"{what} was refused: {answer['detail']}")
        print(f"   {what} created")
        return answer

    def _send(
        self, method: str, path: str, body: Any, headers: Mapping[str, str] | None
    ) -> tuple[int, str]:
        if not self.url.startswith(("http://", "https://")):
            raise self._stranger(f"There is no address {self.url}")
        content = None if body is None else json.dumps(body).encode()
        sent = dict(self.headers if headers is None else headers)
        try:
            request = urllib.request.Request(
                f"{self.url}{path}",
                content,
                {"Content-Type": "application/json", "Accept": "application/json", **sent},
                method=method,
            )
            with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise Failed(
                f"{self.name} at {self.url} does not answer: {reason}",
                (f"It is not running: {self.start_with}", "It runs elsewhere: give its address"),
            ) from None
        except ValueError as error:
            raise self._stranger(str(error)) from None

    def _stranger(self, problem: str) -> Failed:
        return Failed(
            problem,
            (f"{self.url} is not the address of {self.name}: it looks like http://localhost:8003",),
        )


_numbers = itertools.count(1)


def section(title: str) -> None:
    print(f"\n{next(_numbers)}. {title}\n{'-' * 72}")


def require(condition: object, message: str, *causes: str) -> None:
    if not condition:
        raise Failed(message, causes)


def run(title: str, main: Callable[[], None]) -> None:
    """Runs a script and exits with 0, or with 1 and what may be wrong."""
    print(f"{title}\n{'=' * 72}")
    try:
        main()
    except Failed as failure:
        print(f"\nFAILED: {failure}")
        for cause in failure.causes:
            print(f"  Likely cause: {cause}")
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nINTERRUPTED: run it again, it goes on with what is there")
        sys.exit(_INTERRUPTED)
    print("\nPASSED")


def litellm_api(arguments: argparse.Namespace) -> Api:
    return Api(
        arguments.litellm_url.rstrip("/"),
        {"Authorization": f"Bearer {arguments.litellm_key}"},
        name="LiteLLM",
        start_with="scripts/start_local.py, or make serve for the sandbox",
        wrong_key=(
            "LiteLLM has another master key: --litellm-key, or LITELLM_MASTER_KEY",
            "This LiteLLM is not the server's: --litellm-url",
        ),
    )


def admin_api(arguments: argparse.Namespace) -> Api:
    require(
        arguments.admin_key,
        "There is no admin key.",
        "Give --admin-key, or set MASTER_KEY; `make serve` keeps its own in .data/secrets.json",
    )
    return Api(arguments.base_url.rstrip("/"), {"X-Admin-Key": arguments.admin_key})
