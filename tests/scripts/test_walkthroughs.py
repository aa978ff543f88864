"""The integration scripts against a running server: again and again, and when something is off."""

import json
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from scripts.walkthrough import shown
from server.embedded.process import free_port
from tests.docs.pages import ROOT
from tests.scripts.conftest import Result, Script, at, run_script
from tests.server.running import Served

MINIMAL, FULL, JWT = (
    "test_minimal_version.py",
    "test_full_integration.py",
    "test_jwt_integration.py",
)
CLEANUP = "cleanup_test_data.py"
ALL = (MINIMAL, FULL, JWT, CLEANUP)


def sections(result: Result) -> list[int]:
    return [int(number) for number in re.findall(r"^(\d+)\. ", result.stdout, re.MULTILINE)]


def passed(result: Result) -> str:
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.rstrip().endswith("PASSED")
    found = sections(result)
    assert found == list(range(1, len(found) + 1)) != []
    assert re.search(r"^   -> GET /", result.stdout, re.MULTILINE)
    assert re.search(r"^   <- 200 ", result.stdout, re.MULTILINE)
    return result.stdout


def test_all_scripts_pass_again_and_again_also_after_cleaning_up(script: Script) -> None:
    for round_ in ("first", "on what was left", "after cleaning up"):
        exists = round_ == "on what was left"
        assert ("already exists (OK)" in passed(script(MINIMAL))) is exists, round_
        assert ("already exists (OK)" in passed(script(FULL))) is exists, round_
        assert "Results: 12/12 tests passed" in passed(script(JWT))
        if round_ != "first":
            assert "2 to remove" in passed(script(CLEANUP))
    assert "0 to remove" in passed(script(CLEANUP))


def test_no_secret_shows_in_what_they_print(script: Script, served: Served) -> None:
    outputs = [passed(script(name)) for name in ALL]
    hidden = {value for name, value in at(served).items() if name.endswith("KEY")}
    for output in outputs:
        assert not any(secret in output for secret in (*hidden, "jwt-test-password"))
        assert not re.search(r"sk-[\w-]{12,}|eyJ[\w-]{12,}", output)


@pytest.mark.parametrize(
    "secret", ["sk-X-aMUlMG47THcP", "sk--_aMUlMG47THcP", "eyJh-GciOiJIUzI1NiJ9.e30"]
)
def test_whatever_a_secret_begins_with_the_rest_is_not_shown(secret: str) -> None:
    text = shown({"key": secret, "new_password": "12345678"})

    assert secret[5:] not in text.replace("…", "")
    assert "12345678" not in text


def test_addresses_and_keys_may_be_arguments(served: Served) -> None:
    where = at(served)
    passed(
        run_script(
            MINIMAL, "--base-url", where["SAAS_API_URL"] + "/", "--admin-key", where["MASTER_KEY"]
        )
    )
    litellm = ("--litellm-url", where["LITELLM_PROXY_URL"])
    key = ("--litellm-key", where["LITELLM_MASTER_KEY"])
    passed(script_at(where, FULL, *litellm, *key))
    passed(script_at(where, CLEANUP, *litellm, *key))


def script_at(where: dict[str, str], name: str, *arguments: str) -> Result:
    own = {name: where[name] for name in ("SAAS_API_URL", "MASTER_KEY")}
    return run_script(name, *arguments, **own)


def test_the_development_key_is_found_in_the_data_folder(served: Served) -> None:
    where = {name: value for name, value in at(served).items() if not name.endswith("KEY")}
    passed(run_script(MINIMAL, **where, DATA_DIR=str(served.folder)))


@pytest.mark.parametrize("name", ALL)
def test_a_server_that_is_away_is_told_with_likely_causes(script: Script, name: str) -> None:
    result = script(name, SAAS_API_URL=f"http://127.0.0.1:{free_port()}")
    assert result.returncode == 1
    assert "does not answer" in result.stdout
    assert "Likely cause: It is not running: make serve" in result.stdout


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_admin_key_is_told_with_likely_causes(script: Script, name: str) -> None:
    result = script(name, MASTER_KEY="sk-admin-of-somewhere-else")
    assert result.returncode == 1
    assert "Likely cause: The admin key is wrong" in result.stdout


def test_without_any_admin_key_it_is_asked_for(script: Script) -> None:
    result = script(MINIMAL, MASTER_KEY="")
    assert result.returncode == 1
    assert "There is no admin key" in result.stdout


def test_a_wrong_litellm_key_and_a_litellm_that_is_away_are_told_apart(script: Script) -> None:
    wrong = script(FULL, LITELLM_MASTER_KEY="sk-of-somewhere-else")
    assert wrong.returncode == 1
    assert "Likely cause: LiteLLM has another master key" in wrong.stdout
    away = script(FULL, LITELLM_PROXY_URL=f"http://127.0.0.1:{free_port()}")
    assert away.returncode == 1
    assert "LiteLLM at http://127.0.0.1" in away.stdout


def test_the_jwt_script_says_that_the_owner_is_somebody_else(script: Script) -> None:
    passed(script(JWT))
    result = script(JWT, "--email", "stranger@example.com")
    assert result.returncode == 1
    assert "Likely cause: The owner is somebody else" in result.stdout
    assert re.search(r"Results: \d+/12 tests passed", result.stdout)


class _Stranger(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>Something else</html>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("name", ALL)
def test_another_server_on_that_address_is_told(script: Script, name: str) -> None:
    with HTTPServer(("127.0.0.1", 0), _Stranger) as stranger:
        Thread(target=stranger.serve_forever, daemon=True).start()
        result = script(name, SAAS_API_URL=f"http://127.0.0.1:{stranger.server_port}")
        stranger.shutdown()
    assert result.returncode == 1
    assert "is not the address of the API" in result.stdout


def test_an_address_that_is_none_is_told(script: Script) -> None:
    result = script(MINIMAL, "--base-url", "localhost:8003")
    assert result.returncode == 1
    assert "it looks like http://localhost:8003" in result.stdout


def test_they_need_nothing_but_python() -> None:
    """No package of ours or anybody else's: `-I -S` leaves the standard library alone."""
    for name in ALL:
        code = f"import sys; sys.path.insert(0, 'scripts'); import {name[:-3]}"
        subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, cwd=ROOT)


def test_passwords_are_hidden_wherever_they_stand() -> None:
    code = "import sys; sys.path.insert(0, 'scripts'); import walkthrough, json; "
    code += "print(walkthrough.shown({'new_password': 'hidden', 'name': 'shown'}))"
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert json.loads(result.stdout) == {"new_password": "…", "name": "shown"}
