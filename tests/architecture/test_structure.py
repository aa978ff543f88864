"""The shape of the source: layers, sizes, and what is banned."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, functions, modules

TOOLS = Path(sys.executable).parent
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40


def run(*command: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, input=text, capture_output=True, text=True, check=False, timeout=120
    )


def test_imports_keep_to_the_layers():
    done = run(TOOLS / "lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout


def test_no_module_is_too_long():
    lengths = {path: len(path.read_text().splitlines()) for path in modules()}
    long = {str(path): length for path, length in lengths.items() if length > LONGEST_MODULE}
    assert not long


def test_no_function_is_too_long():
    """Without its signature and its description."""
    long = {
        f"{path}: {function.name}": length
        for path in modules()
        for function in functions(path)
        if (length := function.body[-1].end_lineno - function.body[0].end_lineno) > LONGEST_FUNCTION
    }
    assert not long


@pytest.mark.parametrize(
    ("snippet", "rule"),
    [
        ("from tortoise.transactions import in_transaction\n", "TID251"),
        ("import tortoise.transactions\n", "TID251"),
        ("try:\n    int('1')\nexcept Exception:\n    int('2')\n", "BLE001"),
        ("from .sibling import name\n", "TID252"),
        ("print('here')\n", "T201"),
    ],
)
def test_the_linter_knows_what_is_banned(snippet: str, rule: str):
    command = [TOOLS / "ruff", "check", "--no-cache", "--stdin-filename", "domain/new.py", "-"]
    assert rule in run(*command, text=snippet).stdout
