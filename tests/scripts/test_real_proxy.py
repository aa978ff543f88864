"""The integration scripts against a server that provisions a real LiteLLM proxy."""

from collections.abc import Iterator

import pytest

from tests.real_proxy import RealProxy, running_proxy, why_missing
from tests.scripts.conftest import Script, at, run_script
from tests.served import fresh

pytestmark = pytest.mark.real_proxy


@pytest.fixture(scope="session")
def real_proxy() -> RealProxy:
    if reason := why_missing():
        pytest.skip(reason)
    return running_proxy()


@pytest.fixture(scope="module")
def script(real_proxy: RealProxy) -> Iterator[Script]:
    litellm = {"LITELLM_PROXY_URL": real_proxy.url, "LITELLM_MASTER_KEY": real_proxy.master_key}
    with fresh(**litellm) as server:
        where = at(server) | litellm
        yield lambda name, *arguments: run_script(name, *arguments, **where)


@pytest.mark.parametrize("again", ["first", "on what was left"])
def test_the_scripts_pass(script: Script, again: str) -> None:
    for name in ("test_minimal_version.py", "test_full_integration.py", "test_jwt_integration.py"):
        result = script(name)
        assert result.returncode == 0, result.stdout + result.stderr
    assert "Results: 12/12 tests passed" in result.stdout


def test_cleaning_up_removes_everything_there_and_the_next_run_works(script: Script) -> None:
    for name in ("test_full_integration.py", "cleanup_test_data.py", "test_full_integration.py"):
        result = script(name)
        assert result.returncode == 0, result.stdout + result.stderr
