"""What an installation must bring itself, and what it must not use in production."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from server.settings import Settings
    from server.variables import Network

KNOWN_DEFAULTS: Final = frozenset(
    {
        "sk-admin-default-CHANGE-THIS-IN-PRODUCTION",
        "sk-admin-local-dev-change-in-production",
        "sk-litellm-default-CHANGE-THIS-IN-PRODUCTION",
    }
)
_LEAST_LENGTH: Final = 32
# This machine's own addresses, and link-local ones, where clouds keep their metadata.
_OWN_NETWORKS: Final = tuple(
    map(ip_network, ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "::/127", "fe80::/10"))
)
_MAKE_KEY: Final = 'make one: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
_MAKE_RING: Final = (
    "make one: python3 -c \"import base64, os; print('k1:' + "
    'base64.b64encode(os.urandom(32)).decode())"'
)


def missing(settings: "Settings") -> Iterator[tuple[str, str]]:
    """What this environment needs and lacks: the name of a variable and what to do."""
    if settings.litellm_proxy_url and not settings.litellm_master_key:
        yield "LITELLM_MASTER_KEY", "is missing; set it to the master key of the proxy."
    if settings.in_production:
        yield from faults(settings)


def faults(settings: "Settings") -> Iterator[tuple[str, str]]:
    """The name of each variable that production refuses, and what to do about it."""
    yield from _servers(settings)
    yield from _rings(settings)
    if fault := _master_key(str(settings.master_key), str(settings.litellm_master_key)):
        yield "MASTER_KEY", f"{fault}; {_MAKE_KEY}"
    if any(map(_holds_own, settings.private_networks)):
        yield (
            "PRIVATE_NETWORKS",
            "must not hold this machine's own addresses (127.0.0.0/8, ::1) or link-local ones "
            "(169.254.0.0/16, fe80::/10): customers would reach this server from inside, or the "
            "cloud's metadata; name the smaller networks that they may reach.",
        )


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


def _holds_own(network: "Network") -> bool:
    return any(own.version == network.version and own.overlaps(network) for own in _OWN_NETWORKS)
