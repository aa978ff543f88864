"""What the scripts share: arguments, calls that are printed, numbered sections, likely causes."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

DATA_DIR = Path(os.environ.get("DATA_DIR", Path(__file__).parent.parent / ".data"))
_LONGEST = 600
_SECRETS = re.compile(r"(sk-\w{2}|eyJ\w{4})[\w.-]{8,}")


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
    text = _SECRETS.sub(r"\1…", text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@dataclass
class Api:
    """A server whose every call is printed."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    name: str = "the API"
    start_with: str = "make serve"

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
        """The JSON of an answer with one of the expected statuses; else `Failed`."""
        print(f"   -> {method} {path}" + (f"  {shown(body)}" if body is not None else ""))
        response = self._send(method, path, body, headers)
        print(f"   <- {response.status_code} {shown(response.text)}")
        expected = (expect,) if isinstance(expect, int) else expect
        if response.status_code not in expected:
            wanted = " or ".join(str(status) for status in expected)
            raise Failed(
                f"{method} {path} answered {response.status_code}, not {wanted}",
                (*causes, *_causes(response.status_code)),
            )
        return response.json()

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
    ) -> httpx.Response:
        sent = self.headers if headers is None else headers
        try:
            return httpx.request(
                method, f"{self.url}{path}", json=body, headers=dict(sent), timeout=30
            )
        except httpx.HTTPError as error:
            raise Failed(
                f"{self.name} at {self.url} does not answer: {type(error).__name__}",
                (f"It is not running: {self.start_with}", "It runs elsewhere: give its address"),
            ) from error


def _causes(status: int) -> tuple[str, ...]:
    return {
        401: (
            "The admin key is wrong: --admin-key, or MASTER_KEY in the environment",
            "The key of `make serve` is MASTER_KEY in .data/secrets.json",
        ),
        403: ("The caller's role may not do this",),
        404: ("An earlier step did not make it", "cleanup_test_data.py ran meanwhile"),
        500: (
            "LiteLLM is away or refuses: is it running, is LITELLM_MASTER_KEY its key?",
            "The log of the server names the error by its id",
        ),
        503: ("The database is away or overloaded; try again",),
    }.get(status, ())


_section = 0


def section(title: str) -> None:
    global _section  # noqa: PLW0603 - one script, one count
    _section += 1
    print(f"\n{_section}. {title}\n{'-' * 72}")


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
    print("\nPASSED")


def admin_api(arguments: argparse.Namespace) -> Api:
    require(
        arguments.admin_key,
        "There is no admin key.",
        "Give --admin-key, or set MASTER_KEY; `make serve` keeps its own in .data/secrets.json",
    )
    return Api(arguments.base_url.rstrip("/"), {"X-Admin-Key": arguments.admin_key})
