#!/usr/bin/env bash
# Bring the database of DATABASE_URL (or .env) up to date. Safe to run again, and while others run.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${DATABASE_URL:-}" ] && [ -f .env ]; then
    DATABASE_URL=$(sed -n 's/^DATABASE_URL=//p' .env | head -n 1)
    export DATABASE_URL
fi
if [ -z "${DATABASE_URL:-}" ]; then
    echo "ERROR: DATABASE_URL is not set." >&2
    echo "  Next step: export DATABASE_URL=postgres://user:password@host:5432/database" >&2
    echo "  (the embedded database of make serve migrates by itself at every start)" >&2
    exit 1
fi

command=saas-litellm
[ -x .venv/bin/saas-litellm ] && command=.venv/bin/saas-litellm
command -v "$command" >/dev/null || {
    echo "ERROR: saas-litellm is not installed." >&2
    echo "  Next step: make .venv/installed, or pip install ." >&2
    exit 1
}
exec "$command" migrate
