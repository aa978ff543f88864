"""What `make` says on a machine that cannot install yet."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

INSTALL = Path("scripts/install.sh").absolute()
OLD = """#!/bin/sh
[ "$1" = --version ] && echo "Python 3.9.2" && exit
exit 1
"""
WITHOUT_VENV = """#!/bin/sh
[ "$1" = --version ] && echo "Python 3.12.1" && exit
case "$2" in *venv*) exit 1 ;; esac
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A PATH with what every machine has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "rm", "touch"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


def install(programs: Path) -> str:
    """What a failed installation says."""
    result = subprocess.run(
        [programs / "sh", INSTALL, ".venv"],
        check=False,
        cwd=programs.parent,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    return result.stderr


def put(programs: Path, name: str, script: str) -> None:
    (programs / name).write_text(script)
    os.chmod(programs / name, 0o755)


def test_no_python_is_told_with_where_to_get_one(programs: Path) -> None:
    assert "Python 3.11 or newer is needed; here is no python3." in install(programs)


def test_a_python_that_is_too_old_is_named(programs: Path) -> None:
    put(programs, "python3", OLD)
    said = install(programs)
    assert "here is Python 3.9.2" in said
    assert "https://www.python.org/downloads/" in said


def test_a_python_without_venv_is_told_with_the_package_to_install(programs: Path) -> None:
    put(programs, "python3", OLD)
    put(programs, "python3.12", WITHOUT_VENV)
    said = install(programs)
    assert "Python 3.12.1 is here, without its venv and ensurepip modules." in said
    assert "apt install python3-venv" in said
