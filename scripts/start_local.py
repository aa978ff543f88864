#!/usr/bin/env python3
"""Start a LiteLLM proxy on port 8002, or with --sandbox the stand-in that needs no installation.

The proxy keeps teams and keys in PostgreSQL: give it a database of its own in
LITELLM_DATABASE_URL. Its models are those of scripts/litellm_config.yaml.
"""

import argparse
import os
import shutil
from pathlib import Path

from walkthrough import ROOT, product_python, setting, stop

CONFIG = ROOT / "scripts" / "litellm_config.yaml"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sandbox", action="store_true", help="no real proxy, no real models")
    arguments.add_argument("--port", type=int, default=8002)
    arguments.add_argument("--config", type=Path, default=CONFIG, help="of the real proxy")
    given = arguments.parse_args()
    key = setting("LITELLM_MASTER_KEY")
    if not key:
        stop("LITELLM_MASTER_KEY is not set.", "export LITELLM_MASTER_KEY=sk-…, a secret of yours")
    os.environ["LITELLM_MASTER_KEY"] = key
    command = sandbox(given.port) if given.sandbox else proxy(given.port, given.config)
    print(f"Starting {'the sandbox' if given.sandbox else 'LiteLLM'} on port {given.port}")
    print(f"  Let the API use it: LITELLM_PROXY_URL=http://localhost:{given.port}", flush=True)
    os.chdir(ROOT)
    os.execvp(command[0], command)  # this process becomes the server: Ctrl-C reaches it


def sandbox(port: int) -> list[str]:
    return [product_python(), "-m", "integrations.litellm.sandbox", "--port", str(port)]


def proxy(port: int, config: Path) -> list[str]:
    if not shutil.which("litellm"):
        stop("The command litellm is not installed.", "pip install 'litellm[proxy]', or --sandbox")
    if url := os.environ.get("LITELLM_DATABASE_URL"):
        os.environ["DATABASE_URL"] = url
    else:
        stop(
            "LITELLM_DATABASE_URL is not set, and without a database LiteLLM keeps no teams.",
            "create a database and export LITELLM_DATABASE_URL=postgres://…, or --sandbox",
        )
    return ["litellm", "--config", str(config.resolve()), "--port", str(port)]


if __name__ == "__main__":
    main()
