"""Secrets do not show when something is printed, as in a traceback or a log line."""

from domain.callers import AdminKey, Presented
from domain.ports import Policy
from server.settings import Settings
from tests.authorization.town import key_ring
from tests.fakes import make_ports

SECRETS = {
    "DATABASE_URL": "postgresql://app:canary-1@db/app",
    "MIGRATION_DATABASE_URL": "postgresql://app:canary-2@db/app",
    "REDIS_URL": "redis://:canary-3@redis:6379",
    "LITELLM_MASTER_KEY": "sk-canary-4",
    "MASTER_KEY": "sk-canary-5",
    "SETUP_TOKEN": "canary-6",
    "SECRET_KEYS": key_ring("k1", b"canary-7canary-7canary-7canary-7"),
    "ENCRYPTION_KEYS": key_ring("v1", b"canary-8canary-8canary-8canary-8"),
}


def test_settings_show_no_secret():
    made = Settings.from_environment(SECRETS | {"LITELLM_PROXY_URL": "http://litellm"})
    text = f"{made} {made!r} {[getattr(made, name.lower()) for name in Settings.variables()]}"
    assert "canary" not in text
    assert "Y2FuYXJ5" not in text, "base64 of a key"


def test_nothing_of_the_domain_shows_a_secret():
    policy = Policy(setup_token="canary")
    things = [policy, make_ports(policy=policy), Presented("canary", "canary"), AdminKey("canary")]
    assert "canary" not in f"{things} {things!r}"
