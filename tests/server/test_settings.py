"""Configuration: every variable has a meaning, and a wrong one is named with what to do."""

import base64
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from domain import prices
from domain.ports import RateLimits
from server import checks
from server.configuration_page import page
from server.ports import policy
from server.production import KNOWN_DEFAULTS
from server.settings import Settings
from server.trouble import CannotStart, WrongSettings


def ring(*ids: str, salt: str = "") -> str:
    return ",".join(f"{i}:{base64.b64encode((salt + i).ljust(32).encode()).decode()}" for i in ids)


PRODUCTION = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgres://app:pg-secret@db/app",
    "REDIS_URL": "redis://:redis-secret@cache:6379/0",
    "LITELLM_PROXY_URL": "http://litellm:4000/",
    "LITELLM_MASTER_KEY": "sk-litellm-" + "l" * 32,
    "MASTER_KEY": "sk-admin-" + "m" * 32,
    "SECRET_KEYS": ring("k2", "k1"),
    "ENCRYPTION_KEYS": ring("e1", salt="other"),
}


def faults(environ: dict[str, str]) -> dict[str, str]:
    with pytest.raises(WrongSettings) as caught:
        Settings.from_environment(environ)
    return caught.value.faults


def test_development_needs_no_variable() -> None:
    settings = Settings.from_environment({})
    assert (settings.port, settings.environment) == (8003, "development")
    assert not settings.database_url


def test_a_full_production_environment_is_taken_as_it_is() -> None:
    settings = Settings.from_environment(PRODUCTION)
    assert settings.litellm_proxy_url == "http://litellm:4000"
    assert [key.id for key in settings.secret_keys] == ["k2", "k1"]
    assert settings.in_production


def test_no_secret_shows_when_settings_are_printed() -> None:
    shown = repr(Settings.from_environment(PRODUCTION))
    for secret in ("pg-secret", "redis-secret", "mmmm", "llll", str(b"k2".ljust(32))):
        assert secret not in shown


def test_production_names_everything_it_lacks_at_once() -> None:
    assert set(faults({"ENVIRONMENT": "production", "PORT": "http"})) == {
        "DATABASE_URL",
        "REDIS_URL",
        "LITELLM_PROXY_URL",
        "MASTER_KEY",
        "SECRET_KEYS",
        "ENCRYPTION_KEYS",
        "PORT",
    }


@pytest.mark.parametrize(
    "key", [*sorted(KNOWN_DEFAULTS), "short", PRODUCTION["LITELLM_MASTER_KEY"], ""]
)
def test_production_refuses_a_default_weak_or_shared_master_key(key: str) -> None:
    assert list(faults(PRODUCTION | {"MASTER_KEY": key})) == ["MASTER_KEY"]


def test_production_refuses_one_key_for_two_purposes() -> None:
    shared = {"ENCRYPTION_KEYS": PRODUCTION["SECRET_KEYS"]}
    assert list(faults(PRODUCTION | shared)) == ["ENCRYPTION_KEYS"]


@pytest.mark.parametrize(
    "networks",
    [
        "0.0.0.0/0",
        "::/0",
        "127.0.0.1",
        "10.0.0.0/8, 169.254.169.254",
        "::1",
        "fe80::/64",
        "0.0.0.0",
    ],
)
def test_production_lets_no_customer_reach_the_server_itself(networks: str) -> None:
    found = faults(PRODUCTION | {"PRIVATE_NETWORKS": networks})
    assert list(found) == ["PRIVATE_NETWORKS"]
    assert "169.254.0.0/16" in found["PRIVATE_NETWORKS"]
    assert Settings.from_environment({"PRIVATE_NETWORKS": networks}).private_networks


def test_production_takes_private_networks_that_are_named() -> None:
    named = Settings.from_environment(PRODUCTION | {"PRIVATE_NETWORKS": "10.1.0.0/16, fd00:1::/32"})
    assert [str(network) for network in named.private_networks] == ["10.1.0.0/16", "fd00:1::/32"]


def test_a_proxy_without_its_master_key_is_refused_everywhere() -> None:
    assert list(faults({"LITELLM_PROXY_URL": "http://litellm:4000"})) == ["LITELLM_MASTER_KEY"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("WORKERS", "-1"),
        ("WORKERS", "٣"),
        ("DATABASE_URL", "mysql://db/app"),
        ("DATABASE_URL", "postgres:///app"),
        ("DATABASE_URL", "postgres://db:port/app"),
        ("REDIS_URL", "localhost:6379"),
        ("REVEAL_KEYS", "maybe"),
        ("RECONCILE_SECONDS", "0"),
        ("RECONCILE_SECONDS", "nan"),
        ("ADDITIONAL_CORS_ORIGINS", "*"),
        ("ADDITIONAL_CORS_ORIGINS", "https://a.example/path"),
        ("SECRET_KEYS", "k1"),
        ("SECRET_KEYS", "k1:c2hvcnQ="),
        ("SECRET_KEYS", ring("k1", "k1")),
        ("LOG_LEVEL", "loud"),
        ("PRIVATE_NETWORKS", "10.0.0.1/8"),
    ],
)
def test_a_wrong_value_is_named_and_never_repeated(name: str, value: str) -> None:
    found = faults({name: value})
    assert list(found) == [name]
    assert value not in found[name] or len(value) < 2


def test_origins_of_the_panel_and_the_list_are_joined() -> None:
    environ = {
        "ADMIN_PANEL_URL": "https://panel.example/",
        "ADDITIONAL_CORS_ORIGINS": "https://a.example, http://localhost:3000/",
    }
    assert Settings.from_environment(PRODUCTION | environ).cors_origins == (
        "https://panel.example",
        "https://a.example",
        "http://localhost:3000",
    )


def test_every_attribute_is_a_variable_that_says_what_it_means() -> None:
    variables = Settings.variables()
    assert list(variables) == [field.name.upper() for field in fields(Settings)]
    assert all(variable.about.endswith(".") for variable in variables.values())


def test_the_configuration_page_is_the_generated_one() -> None:
    assert Path("docs/configuration.md").read_text() == page()


# ---------------------------------------------------------------- prices
@pytest.fixture
def shipped_prices() -> Iterator[None]:
    yield
    prices.use()


def test_an_operators_prices_take_the_place_of_the_shipped_ones(
    tmp_path: Path, shipped_prices: None
) -> None:
    path = tmp_path / "prices.json"
    path.write_text('{"models": {"mine": {"input": "3", "output": "4"}}}')

    checks.take_prices(Settings.from_environment({"PRICE_CATALOG": str(path)}))
    assert prices.of_model("mine").input == 3
    assert prices.of_model("gpt-4o").is_default

    checks.take_prices(Settings.from_environment({}))
    assert prices.of_model("mine").is_default
    assert not prices.of_model("gpt-4o").is_default


def test_prices_that_cannot_be_read_stop_the_start_with_what_to_do(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"models": {"mine": {"input": "cheap", "output": "4"}}}')

    for path, problem in (
        (tmp_path / "absent.json", "cannot be read: no such file or directory"),
        (tmp_path, "cannot be read: is a directory"),
        (wrong, "'mine' is not right: 'cheap' is not a price"),
    ):
        with pytest.raises(CannotStart) as refusal:
            checks.take_prices(Settings.from_environment({"PRICE_CATALOG": str(path)}))
        assert str(path) in refusal.value.problem
        assert problem in refusal.value.problem
        assert "PRICE_CATALOG" in refusal.value.remedy


def test_limits_are_taken_as_they_are_listed() -> None:
    assert Settings.from_environment({}).rate_limits == {"jobs": 6000, "management": 6000}
    listed = Settings.from_environment({"RATE_LIMITS": "calls=60, jobs=0"})
    assert policy(listed).limits == RateLimits(calls=60, jobs=0, management=0)


@pytest.mark.parametrize("text", ["60", "calls", "calls=", "calls=x", "calls=-1", "chats=5", "=5"])
def test_a_limit_that_is_none_is_named(text: str) -> None:
    assert set(faults({"RATE_LIMITS": text})) == {"RATE_LIMITS"}
