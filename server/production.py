"""What a production installation must bring itself, and what it must not use."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from server.settings import Settings

KNOWN_DEFAULTS: Final = frozenset(
    {
        "sk-admin-default-CHANGE-THIS-IN-PRODUCTION",
        "sk-admin-local-dev-change-in-production",
        "sk-litellm-default-CHANGE-THIS-IN-PRODUCTION",
    }
)
_LEAST_LENGTH: Final = 32
_MAKE_KEY: Final = 'make one: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
_MAKE_RING: Final = (
    "make one: python3 -c \"import base64, os; print('k1:' + "
    'base64.b64encode(os.urandom(32)).decode())"'
)


def faults(settings: "Settings") -> Iterator[tuple[str, str]]:
    """The name of each variable that production refuses, and what to do about it."""
    yield from _servers(settings)
    yield from _rings(settings)
    if fault := _master_key(str(settings.master_key), str(settings.litellm_master_key)):
        yield "MASTER_KEY", f"{fault}; {_MAKE_KEY}"


def _servers(settings: "Settings") -> Iterator[tuple[str, str]]:
    for name, url in (
        ("DATABASE_URL", settings.database_url),
        ("REDIS_URL", settings.redis_url),
        ("LITELLM_PROXY_URL", settings.litellm_proxy_url),
    ):
        if not url:
            yield name, "is missing; production starts no server of its own."


def _rings(settings: "Settings") -> Iterator[tuple[str, str]]:
    for name, ring in (
        ("SECRET_KEYS", settings.secret_keys),
        ("ENCRYPTION_KEYS", settings.encryption_keys),
    ):
        if not ring:
            yield name, f"is missing; {_MAKE_RING}"
    signing = {key.material for key in settings.secret_keys}
    if any(key.material in signing for key in settings.encryption_keys):
        yield "ENCRYPTION_KEYS", f"must share no key with SECRET_KEYS; {_MAKE_RING}"


def _master_key(key: str, litellm_key: str) -> str | None:
    if not key:
        return "is missing"
    if key in KNOWN_DEFAULTS:
        return "is a published default"
    if len(key) < _LEAST_LENGTH:
        return f"is shorter than {_LEAST_LENGTH} characters"
    if key == litellm_key:
        return "must differ from LITELLM_MASTER_KEY"
    return None
