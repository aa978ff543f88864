"""`python -m integrations.litellm.sandbox --port 8002`, with LITELLM_MASTER_KEY set."""

import argparse
import os
import sys

import uvicorn

from integrations.litellm.sandbox.app import NOTICE, create_app


def main() -> int:
    parser = argparse.ArgumentParser(prog="sandbox", description=NOTICE)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8002)
    parser.add_argument(
        "--team-cache-seconds",
        type=float,
        default=60,
        help="how long blocking a team may go unnoticed (default: 60, as LiteLLM)",
    )
    options = parser.parse_args()
    master_key = os.environ.get("LITELLM_MASTER_KEY", "")
    if not master_key:
        sys.stderr.write("sandbox: set LITELLM_MASTER_KEY\n")
        return 2
    sys.stderr.write(f"{NOTICE}\n")
    app = create_app(master_key, team_cache_seconds=options.team_cache_seconds)
    uvicorn.run(app, host=options.host, port=options.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
