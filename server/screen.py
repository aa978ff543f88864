"""What the terminal shows: progress while starting, and the first screen."""

import json
import sys
import threading
import time
import urllib.error
import urllib.request
from importlib.metadata import version
from typing import Final

from server.data_folder import DataFolder
from server.settings import Settings

_STARTED: Final = time.monotonic()
_PATIENCE_SECONDS: Final = 60.0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def done(what: str) -> None:
    say(f"  {time.monotonic() - _STARTED:5.1f} s  {what}")


def warn(text: str) -> None:
    sys.stderr.write(f"! {text}\n")
    sys.stderr.flush()


def begin() -> None:
    say(f"SaasLiteLLM {version('saas-litellm')} starts")


def announce(settings: Settings, folder: DataFolder) -> None:
    """In the background: the first screen, as soon as the server answers."""
    threading.Thread(target=_announce, args=(settings, folder), daemon=True).start()


def _announce(settings: Settings, folder: DataFolder) -> None:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    base = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _get(base + "/health") is None:
        if time.monotonic() > deadline:
            warn(f"{base}/health does not answer yet; the log should say why.")
            return
        time.sleep(0.03)
    done("Answering")
    setup = _get(base + "/api/admin-users/setup/status") or {}
    say(first_screen(settings, folder, base, needs_setup=setup.get("needs_setup") is True))


def _get(url: str) -> "dict[str, object] | None":
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            content: dict[str, object] = json.load(answer)
            return content
    except (OSError, ValueError):
        return None


def first_screen(settings: Settings, folder: DataFolder, base: str, *, needs_setup: bool) -> str:
    litellm = "sandbox: a stand-in, no real models" if settings.litellm_is_sandbox else "your proxy"
    lines = [
        "",
        f"  GraphQL   {base}/graphql   GraphiQL, in a browser",
        f"  REST      {base}/docs      also /redoc and /openapi.json",
        f"  LiteLLM   {settings.litellm_proxy_url}   {litellm}",
    ]
    if not settings.in_production:
        lines += _development(folder)
    if needs_setup:
        lines += _setup(base, asks_for_token=bool(settings.setup_token))
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])


def _development(folder: DataFolder) -> list[str]:
    take = f"""sed -n 's/.*"MASTER_KEY": "\\(sk-admin[^"]*\\)".*/\\1/p' {folder.secrets_file}"""
    return [
        f"  Data      {folder.shown()}/   the secrets are in secrets.json",
        "",
        "  The admin key, for X-Admin-Key:",
        f"    export MASTER_KEY=$({take})",
    ]


def _setup(base: str, *, asks_for_token: bool) -> list[str]:
    token = ', "setup_token": "…"' if asks_for_token else ""
    return [
        "",
        "  Setup is needed: there is no owner yet. Make one in GraphiQL (its first tab says how),",
        "  with `.venv/bin/saas-litellm create-owner`, or so:",
        f"    curl {base}/api/admin-users/setup -H 'Content-Type: application/json' \\",
        '      -d \'{"email": "you@example.com", "display_name": "You", '
        f'"password": "a-good-password"{token}}}\'',
    ]
