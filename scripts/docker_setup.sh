#!/usr/bin/env bash
# Set the product up with Docker: make .env with fresh secrets, start everything, wait until it is
# healthy, and say what runs where. Safe to run again: what is set stays.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }
fail() {
    printf '\nERROR: %s\n' "$1" >&2
    printf '  Next step: %s\n' "$2" >&2
    exit 1
}

random() { # so many random bytes as base64 without line ends
    head -c "$1" /dev/urandom | base64 | tr -d '\n'
}

value_of() { sed -n "s/^$1=//p" .env | head -n 1; }

fill() { # sets a variable of .env that is empty or missing
    [ -z "$(value_of "$1")" ] || return 0
    if grep -q "^$1=" .env; then
        awk -v name="$1" -v value="$2" \
            'index($0, name "=") == 1 { print name "=" value; next } { print }' .env >.env.new
        cat .env.new >.env && rm .env.new
    else
        printf '%s=%s\n' "$1" "$2" >>.env
    fi
    echo "  made $1"
}

say "1. Checking Docker"
command -v docker >/dev/null || fail "docker is not installed." "Install Docker, or run without it: make serve"
docker compose version >/dev/null 2>&1 || fail "The Docker Compose plugin is missing." "Install docker-compose-plugin."
docker info >/dev/null 2>&1 || fail "The Docker engine does not answer." "Start it, and check that you may use it."
echo "  OK"

say "2. Secrets in .env"
[ -f .env ] || { (umask 077 && cp .env.example .env) && echo "  made .env from .env.example"; }
chmod 600 .env
fill MASTER_KEY "sk-admin-$(random 32 | tr '+/' '-_' | tr -d '=')"
fill LITELLM_MASTER_KEY "sk-litellm-$(random 32 | tr '+/' '-_' | tr -d '=')"
fill SECRET_KEYS "k1:$(random 32)"
fill ENCRYPTION_KEYS "k1:$(random 32)"
fill POSTGRES_PASSWORD "$(random 24 | tr '+/' '-_' | tr -d '=')"
fill REDIS_PASSWORD "$(random 24 | tr '+/' '-_' | tr -d '=')"
echo "  OK; keep a copy of ENCRYPTION_KEYS: stored virtual keys cannot be opened without them"

say "3. Building and starting (the first time takes minutes)"
docker compose up -d --build --wait ||
    fail "A container did not become healthy." "docker compose ps; docker compose logs api litellm"

say "4. Ready"
cat <<END
  GraphQL and GraphiQL  http://localhost:${PORT:-8003}/graphql
  REST documentation    http://localhost:${PORT:-8003}/docs
  LiteLLM proxy         http://localhost:${LITELLM_PORT:-8002}
  Your admin key        MASTER_KEY in .env

  Create the first owner:
    docker compose exec api saas-litellm create-owner --email you@example.com --display-name You
END
