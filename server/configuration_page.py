"""`docs/configuration.md`, written from the settings themselves."""

from server.settings import Settings

_HEAD = """# Configuration

Everything is read once, at the start, from environment variables. A wrong or missing one stops
the start with a message that names it. This page is generated from `server/settings.py`.

| Variable | Default | Meaning |
|---|---|---|
"""

_TAIL = """
## Development

With nothing set, `make serve` makes what it needs and keeps it in `.data/`: an embedded
PostgreSQL and Redis, the sandbox in place of LiteLLM, and the secrets `MASTER_KEY`,
`LITELLM_MASTER_KEY`, `SECRET_KEYS` and `ENCRYPTION_KEYS` in
`.data/secrets.json`, which only its owner may read. A variable that you set wins.

## Production

`ENVIRONMENT=production` starts no server of its own and makes no secret. It refuses to start
without `DATABASE_URL`, `REDIS_URL`, `LITELLM_PROXY_URL`, `LITELLM_MASTER_KEY`, `MASTER_KEY` (at
least 32 characters, no published default, not the one of LiteLLM), `SECRET_KEYS` and
`ENCRYPTION_KEYS`, and says which is missing.

A key ring is rotated by putting a new key in front, for example
`SECRET_KEYS=k2:…,k1:…`: the new one signs or seals, the old ones still verify or open.
"""


def page() -> str:
    rows = (
        f"| `{name}` | {f'`{variable.default}`' if variable.default else ''} | {variable.about} |"
        for name, variable in Settings.variables().items()
    )
    return _HEAD + "\n".join(rows) + "\n" + _TAIL
